"""Puts the learning curves of `scripts/learning-campaign.sh` together and compares them with the published student's.

    python3 scripts/collect-learning.py FOLDER docs/results/learning

Writes curves.csv (a line for each run and epoch) into the second folder, and prints for each set of runs the training
return at some numbers of steps, as the mean of three epochs, beside the published implementation's.
"""

import csv
import json
import statistics
import sys
from pathlib import Path

COLUMNS = ["run", "teacher", "seed", "version", "steps", "episodes", "return", "return_deviation", "greatest_return"]
COLUMNS += ["length", "test_return", "test_return_deviation", "test_length", "mastered_percent"]
MASTERED = 230
MARKS = [400_000, 700_000, 1_000_000, 2_000_000, 5_000_000]


def rows(path):
    """The lines of a table with tabs, or of a CSV file."""
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix in (".tsv", ".txt") else ","))


def curve(run):
    """A run's epochs, as lines of curves.csv."""
    configuration = json.loads((run / "config.json").read_text())
    epochs = rows(run / "progress.txt")
    episodes = [int(row["total_steps"]) for row in rows(run / "episodes.tsv")]
    tests = rows(run / "test_episodes.tsv")
    before = 0
    for epoch in epochs:
        steps = int(epoch["TotalEnvInteracts"])
        test = [float(row["return"]) for row in tests if row["epoch"] == epoch["Epoch"]]
        yield {
            "run": run.parent.name,
            "teacher": configuration["teacher"]["name"],
            "seed": configuration["seed"],
            "version": configuration["teachdrl_version"],
            "steps": steps,
            "episodes": sum(before < end <= steps for end in episodes),
            "return": f"{float(epoch['AverageEpRet']):.3f}",
            "return_deviation": f"{float(epoch['StdEpRet']):.3f}",
            "greatest_return": f"{float(epoch['MaxEpRet']):.3f}",
            "length": f"{float(epoch['EpLen']):.1f}",
            "test_return": f"{float(epoch['AverageTestEpRet']):.3f}",
            "test_return_deviation": f"{float(epoch['StdTestEpRet']):.3f}",
            "test_length": f"{float(epoch['TestEpLen']):.1f}",
            "mastered_percent": f"{100 * sum(value > MASTERED for value in test) / max(1, len(test)):.0f}",
        }
        before = steps


def at(curves, mark, column):
    """For each seed the mean over the three epochs up to a number of steps, where there are three."""
    means = {}
    for seed in sorted({row["seed"] for row in curves}, key=int):
        mine = [row for row in curves if row["seed"] == seed]
        last = next((i for i, row in enumerate(mine) if int(row["steps"]) >= mark), None)
        if last is not None and last >= 2:
            means[seed] = statistics.mean(float(row[column]) for row in mine[last - 2 : last + 1])
    return means


def show(name, curves):
    print(f"\n{name}, return in training (mean of three epochs)")
    for mark in MARKS:
        means = at(curves, mark, "return")
        if means:
            seeds = "  ".join(f"seed {seed}: {value:7.1f}" for seed, value in means.items())
            print(f"{mark:>10,} steps  mean {statistics.mean(means.values()):7.1f}   {seeds}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    lines = [line for path in sorted(source.glob("*/*/progress.txt")) for line in curve(path.parent)]
    if not lines:
        sys.exit(f"collect-learning: {source} holds no runs")
    with open(target / "curves.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    for name in sorted({line["run"] for line in lines}):
        show(name, [line | {"seed": str(line["seed"])} for line in lines if line["run"] == name])
    if (target / "published.csv").exists():
        show("published implementation, ALP-GMM, stumps", rows(target / "published.csv"))


if __name__ == "__main__":
    main()
