"""Draws the learning curves of docs/results/learning/README.md, with matplotlib.

    python3 scripts/plot-learning.py docs/results/learning

Reads curves.csv, published.csv, published_dynamics.csv and pytorch.csv in the folder, and writes there curves.svg: each
run's training return on Stump Tracks, and the share of mastered test tasks.
"""

import csv
import statistics
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "teachdrl"  # the same picture, the same bytes

from matplotlib import pyplot  # noqa: E402

GROUPS = [  # file, what its runs are called there, what in the picture, colour
    ("curves.csv", "stumps_ALP-GMM", "ALP-GMM", "tab:blue"),
    ("curves.csv", "stumps_Random", "Random", "tab:gray"),
    ("published.csv", None, "published, ALP-GMM", "tab:red"),
    ("published_dynamics.csv", None, "published dynamics, ALP-GMM", "tab:orange"),
    ("pytorch.csv", None, "student in PyTorch, ALP-GMM", "tab:green"),
]


def runs(path, name):
    """The lines of each run of a file, by seed."""
    if not path.exists():
        return []
    with open(path, newline="") as file:
        lines = [row for row in csv.DictReader(file) if name is None or row["run"] == name]
    return [[row for row in lines if row["seed"] == seed] for seed in sorted({row["seed"] for row in lines})]


def averaged(steps, values):
    """The means of what lies within 300,000 steps, three of the campaign's epochs."""
    count = round(0.3 / steps[0])
    ends = range(count, len(values) + 1)
    return [steps[end - 1] for end in ends], [statistics.mean(values[end - count : end]) for end in ends]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    figure, (returns, mastered) = pyplot.subplots(1, 2, figsize=(11, 4))
    for file, name, label, color in GROUPS:
        for index, run in enumerate(runs(folder / file, name)):
            steps = [int(row["steps"]) / 1e6 for row in run]
            style = {"color": color, "label": label if index == 0 else None, "linewidth": 1.2}
            returns.plot(*averaged(steps, [float(row["return"]) for row in run]), **style)
            if run[0].get("mastered_percent"):
                mastered.plot(steps, [float(row["mastered_percent"]) for row in run], **style)
    returns.set_ylabel("return in training, mean over 300,000 steps")
    returns.legend(frameon=False, fontsize=8)
    mastered.set_ylabel("mastered test tasks, %")
    mastered.set_ylim(bottom=0)
    for axes in (returns, mastered):
        axes.set_xlabel("million steps")
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(folder / "curves.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
