"""Puts the learning curves of `scripts/learning-campaign.sh` together and compares them with the published student's.

    python3 scripts/collect-learning.py FOLDER docs/results/learning    # needs SciPy

Writes into the second folder curves.csv, a line for each run and epoch, and test_tasks.csv, one for each task of a
run's last three tests on Stump Tracks; runs that are not in the first folder keep their lines there. Prints for
each set of runs the returns in training and test and the mastered share at some numbers of steps, as means of three
epochs, beside the published implementation's, how often chance alone would set the two as far apart, and how high the
stumps are that each run has mastered.
"""

import csv
import json
import math
import statistics
import sys
from pathlib import Path

from scipy.stats import permutation_test

COLUMNS = ["run", "teacher", "seed", "version", "steps", "episodes", "return", "return_deviation", "greatest_return"]
COLUMNS += ["length", "test_return", "test_return_deviation", "test_length", "mastered_percent"]
TEST_COLUMNS = ["run", "seed", "steps", "stump_height", "obstacle_spacing", "return", "length"]
TESTS = 3
MASTERED = 230
MARKS = [400_000, 700_000, *range(1_000_000, 5_000_001, 500_000)]


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


def last_tests(run):
    """The tasks of a run's last tests, as lines of test_tasks.csv."""
    configuration = json.loads((run / "config.json").read_text())
    steps = {row["Epoch"]: row["TotalEnvInteracts"] for row in rows(run / "progress.txt")[-TESTS:]}
    for row in rows(run / "test_episodes.tsv"):
        if row["epoch"] in steps and "stump_height" in row:
            yield {
                "run": run.parent.name,
                "seed": configuration["seed"],
                "steps": steps[row["epoch"]],
                "stump_height": f"{float(row['stump_height']):.3f}",
                "obstacle_spacing": f"{float(row['obstacle_spacing']):.3f}",
                "return": f"{float(row['return']):.1f}",
                "length": row["length"],
            }


def identity(line):
    """Which run a line belongs to; in order."""
    return line["run"], int(line["seed"])


def write(path, columns, lines):
    """Writes the lines, and those that the file holds of other runs; gives them all."""
    collected = {identity(line) for line in lines}
    try:
        kept = [line for line in rows(path) if identity(line) not in collected]
    except FileNotFoundError:
        kept = []  # Any other failure ends the program, which replaces the file.
    lines = sorted(kept + lines, key=identity)
    temporary = path.with_suffix(".temporary")
    with open(temporary, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    temporary.replace(path)
    return [{name: str(value) for name, value in line.items()} for line in lines]


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
    print(f"\n{name}, return in training, in the test and mastered share of its tasks (means of three epochs)")
    for mark in MARKS:
        returns, tests = (at(curves, mark, column) for column in ("return", "test_return"))
        if returns:
            print(f"{mark:>10,} steps  mean {statistics.mean(returns.values()):7.1f}")
        # The published tables have no mastered tasks.
        shares = at(curves, mark, "mastered_percent") if "mastered_percent" in curves[0] else {}
        for seed in returns:
            share = f"{shares[seed]:5.0f} %" if shares else ""
            print(f"{'':10}       seed {seed} {returns[seed]:7.1f} {tests[seed]:7.1f} {share}".rstrip())


def difference(ours, theirs):
    return statistics.mean(ours) - statistics.mean(theirs)


def chance(ours, theirs):
    """How often means are at least as far apart if it is by chance which runs are whose: an exact permutation test."""

    def distance(*samples):
        return abs(difference(*samples))

    return permutation_test((ours, theirs), distance, alternative="greater", n_resamples=math.inf).pvalue


def show_differences(ours, published):
    print("\nstumps_ALP-GMM less the published implementation's")
    for mark in MARKS:
        mine, theirs = (list(at(curves, mark, "return").values()) for curves in (ours, published))
        if mine and theirs:
            share = f"{chance(mine, theirs):4.0%} ({len(mine)} and {len(theirs)} seeds)"
            print(f"{mark:>10,} steps  {difference(mine, theirs):7.1f}   as far apart by chance {share}")


def show_tests(name, seed, lines):
    print(f"\n{name}, seed {seed}, last {TESTS} tests, up to {max(int(line['steps']) for line in lines):,} steps")
    for half in range(1 + max(int(2 * float(line["stump_height"])) for line in lines)):
        returns = [float(line["return"]) for line in lines if int(2 * float(line["stump_height"])) == half]
        if returns:
            share = sum(value > MASTERED for value in returns) / len(returns)
            heights = f"stumps of {half / 2} to {(half + 1) / 2}"
            print(f"{heights}  mean return {statistics.mean(returns):7.1f}   mastered {share:4.0%}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    found = [path.parent for path in sorted(source.glob("*/*/progress.txt"))]
    lines = [line for run in found for line in curve(run)]
    if not lines:
        sys.exit(f"collect-learning: {source} holds no runs")
    lines = write(target / "curves.csv", COLUMNS, lines)
    tests = write(target / "test_tasks.csv", TEST_COLUMNS, [line for run in found for line in last_tests(run)])
    for name in sorted({line["run"] for line in lines}):
        show(name, [line for line in lines if line["run"] == name])
    if (target / "published.csv").exists():
        published = rows(target / "published.csv")
        show("published implementation, ALP-GMM, stumps", published)
        show_differences([line for line in lines if line["run"] == "stumps_ALP-GMM"], published)
    for run in sorted({identity(line) for line in tests}):
        show_tests(*run, [line for line in tests if identity(line) == run])


if __name__ == "__main__":
    main()
