#!/usr/bin/env python3
"""Draws what examples/python/gymnasium_curriculum.py measured, and compares two teachers.

    python3 scripts/plot-gymnasium-curriculum.py docs/results/gymnasium/results.csv docs/results/gymnasium/curves.svg

A seed's score is the share of test tasks that are solved, averaged over the second half of its tests, because a single
test fluctuates. The scores are compared by the exact two-sided Mann-Whitney test.
"""

import argparse
import csv
import itertools
import pathlib

import matplotlib
import numpy as np

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "teachdrl"  # the same picture, the same bytes

from matplotlib import pyplot  # noqa: E402

COLORS = {"ALP-GMM": "tab:blue", "Random": "tab:orange"}


def read(file: pathlib.Path) -> dict:
    """Curves by space, teacher and seed: steps and shares."""
    curves: dict = {}
    with open(file, newline="") as stream:
        for row in csv.DictReader(stream):
            seeds = curves.setdefault(row["space"], {}).setdefault(row["teacher"], {})
            seeds.setdefault(int(row["seed"]), []).append((int(row["steps"]), float(row["solved_share"])))
    return curves


def score(curve: list) -> float:
    return float(np.mean([share for _, share in curve[len(curve) // 2 :]]))


def mann_whitney(first: list, second: list) -> float:
    """The two-sided p: the share of all ways to deal the scores out that are at least as unequal as this one."""
    values = np.array([*first, *second])

    def wins(chosen: tuple) -> float:
        others = np.delete(values, chosen)
        differences = values[list(chosen), None] - others
        return float((differences > 0).sum() + (differences == 0).sum() / 2)

    middle = len(first) * len(second) / 2
    found = abs(wins(tuple(range(len(first)))) - middle)
    deals = [wins(chosen) for chosen in itertools.combinations(range(len(values)), len(first))]
    return float(np.mean([abs(deal - middle) >= found for deal in deals]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("picture", type=pathlib.Path)
    arguments = parser.parse_args()
    curves = read(arguments.results)
    figure, all_axes = pyplot.subplots(1, len(curves), figsize=(4.6 * len(curves), 3.2), sharey=True, squeeze=False)
    for axes, (space, teachers) in zip(all_axes.flat, sorted(curves.items(), reverse=True)):
        scores = {}
        for name, seeds in sorted(teachers.items()):
            scores[name] = [score(curve) for _, curve in sorted(seeds.items())]
            shares = np.array([[share for _, share in curve] for curve in seeds.values()])
            steps = [step for step, _ in next(iter(seeds.values()))]
            axes.plot(steps, shares.T, color=COLORS.get(name), alpha=0.3, linewidth=0.7)
            axes.plot(steps, shares.mean(axis=0), color=COLORS.get(name), linewidth=2, label=name)
            each = " ".join(f"{value:.2f}" for value in scores[name])
            print(f"{space:7} {name:8} mean {np.mean(scores[name]):.2f}, each seed {each}")
        axes.set_title(f"{space}, {len(next(iter(scores.values())))} seeds")
        axes.set_xlabel("steps")
        axes.set_ylim(0, 1)
        if len(scores) == 2:
            print(f"{space:7} p = {mann_whitney(*scores.values()):.3f}")
    all_axes[0, 0].set_ylabel("share of test tasks solved")
    all_axes[0, 0].legend()
    figure.tight_layout()
    figure.savefig(arguments.picture, metadata={"Date": None})


if __name__ == "__main__":
    main()
