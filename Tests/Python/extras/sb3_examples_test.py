"""The examples for Stable-Baselines3, in short."""

import csv
import json
import pathlib
import re
import subprocess
import sys

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "python"


def played(example, *arguments, fails=False):
    """What an example prints."""
    run = subprocess.run([sys.executable, EXAMPLES / example, *map(str, arguments)], capture_output=True, text=True)
    assert (run.returncode != 0) == fails, run.stderr
    return run.stderr if fails else run.stdout


def test_a_walker_is_trained_and_goes_on(tmp_path):
    arguments = ["sb3_stump_tracks.py", tmp_path / "run", "--walker", "short", "--envs", 2, "--tests", 1]
    said = played(*arguments, "--steps", 1000)
    assert re.search(r"curriculum/ .*stump_height_mean.*of 1 test tasks are mastered", said, re.DOTALL)
    steps, episodes = map(int, re.search(r"(\d+) steps, (\d+) episodes; ", said).groups())
    assert steps >= 1000 and episodes > 0
    # What makes the run need not be said again; the default walker's tests would be others.
    said = played(*arguments[:2], "--tests", 1, "--steps", 1010, "--resume")
    assert f"goes on from step {steps}, episode {episodes}" in said
    assert int(re.search(r"(\d+) steps, ", said)[1]) >= 1010
    assert "--resume" in played(*arguments, fails=True)
    kept = json.loads((tmp_path / "run" / "arguments.json").read_text())
    assert kept == {"algorithm": "SAC", "teacher": "ALP-GMM", "walker": "short", "envs": 2, "seed": 1}
    for option, other, own in (("--walker", "quadru", "short"), ("--envs", 8, 2), ("--algorithm", "PPO", "SAC")):
        said = played(*arguments[:2], option, other, "--resume", fails=True)
        assert f"{option} is {other}, but the run in" in said and f"has {own}" in said


def test_ppo_trains_a_walker(tmp_path):
    said = played("sb3_stump_tracks.py", tmp_path / "run", "--algorithm", "PPO", "--steps", 1000, "--tests", 1)
    assert "curriculum/" in said and "of 1 test tasks are mastered" in said


def test_a_car_gets_a_curriculum(tmp_path):
    results = tmp_path / "results.csv"
    for teacher in ("ALP-GMM", "Random"):
        said = played("gymnasium_curriculum.py", "--teacher", teacher, "--steps", 2048, "--seeds", 3, "--csv", results)
        # As docs/stable-baselines3.md has it.
        assert said.startswith("wide: 100 of 1325 random tasks can be done, 7.5%")
    with open(results) as file:
        rows = list(csv.DictReader(file))
    assert [(row["teacher"], row["seed"], row["steps"]) for row in rows] == [
        ("ALP-GMM", "3", "2048"),
        ("Random", "3", "2048"),
    ]
    assert all(0 <= float(row["solved_share"]) <= 1 for row in rows)
