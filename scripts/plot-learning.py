"""Draws the learning curves of docs/results/learning/README.md, with matplotlib.

    python3 scripts/plot-learning.py docs/results/learning

Reads curves.csv, published.csv, published_dynamics.csv and pytorch.csv in the folder, and writes there curves.svg: each
run's training return in its first 1,000,000 steps on Stump Tracks with the default walker, that of the longer runs, and
their mastered share of the test tasks.
"""

import csv
import math
import statistics
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "teachdrl"  # the same picture, the same bytes

from matplotlib import pyplot  # noqa: E402

COMPARED_STEPS = 1_000_000
COMPARED = [  # file, what its runs are called there, what in the picture, colour
    ("curves.csv", "stumps_ALP-GMM", "ALP-GMM", "tab:blue"),
    ("curves.csv", "stumps_Random", "Random", "tab:gray"),
    ("published.csv", None, "published, ALP-GMM", "tab:red"),
    ("published_dynamics.csv", None, "published dynamics, ALP-GMM", "tab:orange"),
    ("pytorch.csv", None, "student in PyTorch, ALP-GMM", "tab:green"),
]
LONGER = [
    ("curves.csv", "stumps_ALP-GMM", "Stump Tracks, default", "tab:blue"),
    ("curves.csv", "short_ALP-GMM", "Stump Tracks, short", "tab:purple"),
    ("curves.csv", "quadru_ALP-GMM", "Hexagon Tracks, quadruped", "tab:olive"),
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


def millions(run):
    return [int(row["steps"]) / 1e6 for row in run]


def draw_returns(axes, groups, folder, is_drawn, last_step=math.inf):
    for file, name, label, color in groups:
        for index, run in enumerate(filter(is_drawn, runs(folder / file, name))):
            run = [row for row in run if int(row["steps"]) <= last_step]
            style = {"color": color, "label": label if index == 0 else None, "linewidth": 1.2}
            axes.plot(*averaged(millions(run), [float(row["return"]) for row in run]), **style)
    axes.set_ylabel("return in training, mean over 300,000 steps")
    axes.legend(frameon=False, fontsize=8)


def is_longer(run):
    return int(run[-1]["steps"]) > 1.5 * COMPARED_STEPS


def draw_mastered(axes, groups, folder):
    for file, name, _, color in groups:
        for run in filter(is_longer, runs(folder / file, name)):
            axes.plot(millions(run), [float(row["mastered_percent"]) for row in run], color=color, linewidth=1.2)
    axes.set_ylabel("mastered test tasks, %")
    axes.set_ylim(0, 100)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    figure, (compared, longer, mastered) = pyplot.subplots(1, 3, figsize=(14, 4))
    draw_returns(compared, COMPARED, folder, lambda run: True, COMPARED_STEPS)
    compared.set_title("Stump Tracks, default walker", fontsize=9)
    draw_returns(longer, LONGER, folder, is_longer)
    draw_mastered(mastered, LONGER, folder)
    for axes in (longer, mastered):
        axes.set_title("the longer runs, ALP-GMM", fontsize=9)
    for axes in (compared, longer, mastered):
        axes.set_xlabel("million steps")
        axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(folder / "curves.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
