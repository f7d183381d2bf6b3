"""Levels, successes and scores with RLlib: the same level is the same track, and its teacher hears all."""

import json

import levels
import numpy as np
import pytest
import ray
from levels import OPTIONS, Levels, levels_by_the_library, vector_of
from ray.rllib.callbacks.callbacks import RLlibCallback
from ray.tune.registry import register_env
from rllib_small import small_ppo
from teachdrl import Environment, envs
from teachdrl.ray import SharedTeacher
from teachdrl.ray.rllib import with_curriculum
from teachdrl.wrappers import TaskWrapper

pytestmark = pytest.mark.usefixtures("cluster")

# Other processes do not know the folder of the tests.
ray.cloudpickle.register_pickle_by_value(levels)
SPACE = Environment("stump-tracks", seed=1).task_space


def notes_to(folder):
    """A callback of the user's, which notes each episode's task and first observation."""

    class Notes(RLlibCallback):
        def on_episode_end(self, *, episode, env_runner, **_):
            with open(folder / f"episodes.{env_runner.worker_index}", "a") as file:
                task = episode.get_infos(-1).get("task", episode.get_infos(0).get("task"))
                print(json.dumps([task.tolist(), episode.get_observations(0).tolist()]), file=file)

    return Notes


class Succeeding(envs.StumpTracks):
    """An environment that says itself whether an episode has succeeded."""

    def step(self, action):
        *outcome, info = super().step(action)
        if "episode_return" in info:
            info["success"] = True
        return (*outcome, info)


def set_task(env, task):
    env.unwrapped.task = task


@pytest.mark.parametrize(
    ("mode", "runners", "environment", "success"),
    [
        ("vector_entry_point", 1, None, 0.0),
        ("sync", 0, lambda config: Succeeding(**config), 1.0),
        ("sync", 0, lambda config: TaskWrapper(Succeeding(**config), set_task), 1.0),
    ],
)
def test_levels(tmp_path, mode, runners, environment, success):
    name = f"levels-{tmp_path.name}"
    config = small_ppo(runners, mode=mode).environment(env_config=OPTIONS).callbacks(notes_to(tmp_path))
    if environment is not None:
        register_env(name, environment)
        config = config.environment(name, env_config=OPTIONS)
    config = with_curriculum(config, name, Levels(), SPACE, score=lambda each: -each.length)
    algorithm = config.build_algo()
    algorithm.train()
    teacher = SharedTeacher.get(name).teacher()
    algorithm.stop()
    lines = [line for file in tmp_path.glob("episodes.*") for line in file.read_text().splitlines()]
    expected, played = levels_by_the_library(0), set()
    for task, observation in map(json.loads, lines):
        level = next(level for level in range(3) if vector_of(level) == task)
        assert np.array(observation, dtype=np.float32).tobytes() == expected[level][0][0]
        played.add(level)
    assert played == {0, 1, 2} and len(teacher.told) == len(lines) > 9
    for level, task, _, heard, length, score in teacher.told:
        assert (task, heard, score) == (vector_of(level), success, -length)
        assert 0 < length <= OPTIONS["max_episode_steps"]
