"""The examples on Ray, in short."""

import argparse
import importlib.util
import os
import pathlib
import re
import signal
import subprocess
import sys

import pytest
import ray
from teachdrl.ray import SharedTeacher

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "python"


def played(example, *arguments, fails=False):
    """What an example prints."""
    run = subprocess.run([sys.executable, EXAMPLES / example, *map(str, arguments)], capture_output=True, text=True)
    assert (run.returncode != 0) == fails, run.stderr
    return run.stderr if fails else run.stdout


def test_ppo_on_ray_trains_a_walker_and_goes_on(tmp_path):
    arguments = ["ray_ppo.py", tmp_path / "run", "--workers", 2, "--envs", 4, "--walker", "short", "--tests", 2]
    said = played(*arguments, "--steps", 2000)
    steps, episodes = map(int, re.search(r"(\d+) steps, (\d+) episodes, 0 lost; \d of 2 test tasks", said).groups())
    assert steps == 2048 and episodes > 0
    said = played(*arguments, "--steps", 3000)
    goes_on, heard = map(int, re.search(r"goes on from step (\d+), episode (\d+)", said).groups())
    assert goes_on == steps and heard == episodes
    assert int(re.search(r"(\d+) steps, ", said)[1]) == 3072
    # The default walker's student would be another.
    assert "has short" in played(*arguments[:6], "--steps", 4000, fails=True)


def test_ppo_on_rllib_trains_a_walker_and_goes_on(tmp_path):
    arguments = ["rllib_stump_tracks.py", tmp_path / "run", "--batch", 512, "--envs", 4, "--walker", "short"]
    said = played(*arguments, "--steps", 500, "--tests", 2)
    assert re.search(r"step 5\d\d: episodes \d+.*stump_height_mean", said)
    assert re.search(r"5\d\d steps; a return of -?[\d.]+ on 2 test tasks", said)
    (checkpoint,) = (tmp_path / "run").iterdir()
    said = played(*arguments[:2], "--steps", 1000)
    assert f"goes on from {checkpoint}" in said and re.search(r"step 1\d\d\d: episodes", said)
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["checkpoint_000002"]


@pytest.mark.usefixtures("cluster")
def test_a_crew_replaces_who_dies():
    specification = importlib.util.spec_from_file_location("ray_ppo", EXAMPLES / "ray_ppo.py")
    example = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(example)
    sys.modules["ray_ppo"] = example
    ray.cloudpickle.register_pickle_by_value(example)
    teacher = SharedTeacher.create("crew", "Random", [0, 0], [3, 6], journal=None)
    crew = example.Crew(argparse.Namespace(workers=2, envs=3, walker="short", seed=1), teacher, 0)
    policy = example.Explorer(example.Student(24, 4))
    assert len(crew.collect(policy)) == 2 and teacher.lost() == {}
    worker, name = crew.workers[0]
    running = {
        ticket for ticket, episode in ray.get(teacher._actor.books.remote())[2].items() if episode.worker.hex() == name
    }
    os.kill(ray.get(worker.__ray_call__.remote(lambda _: os.getpid())), signal.SIGKILL)
    assert len(crew.collect(policy)) == 1
    assert set(teacher.lost()) >= running and len(running) >= 3
    assert len(crew.collect(policy)) == 2 and len(teacher.workers) == 2 and name not in teacher.workers
    crew.dismiss()
    teacher.stop()
