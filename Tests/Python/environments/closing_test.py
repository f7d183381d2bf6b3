"""close(): memory and threads are gone at once, later calls say so, and another close does nothing."""

import gc
import os
import pathlib

import gymnasium
import numpy as np
import pytest
import teachdrl
from teachdrl import Environment, Teacher


def thread_count():
    return len(list(pathlib.Path("/proc/self/task").iterdir()))


def public(thing, names):
    """Calls what has a public name, or reads it."""
    arguments = {
        "step": [np.zeros(thing.action_space.shape if hasattr(thing, "action_space") else 4, dtype=np.float32)],
        "seed": [1],
        "set_task": [[0.5, 0.5]],
        "set_tasks": [[0.5, 0.5]],
        "set_parameter": ["stump_height", 0.5],
        "environment_at": [0],
        "attach_teachers": [Teacher("Random", [0, 0], [3, 6])],
        "send": [[0], np.zeros((1, 4), dtype=np.float32)],
        "receive": [1],
        "get_attr": ["test_set"],
        "set_attr": ["task", [0.5, 0.5]],
        "call": ["set_parameter", "stump_height", 0.5],
    }
    for name in names:
        keywords = {"stump_height": 0.5} if name == "set_environment" else {}

        def use(name=name, keywords=keywords):
            found = getattr(thing, name)
            if callable(found):
                found(*arguments.get(name, []), **keywords)

        yield name, use


def refuses_everything(thing, names):
    for name, use in public(thing, names):
        with pytest.raises(teachdrl.InvalidStateError, match="is closed"):
            pytest.fail(f"{name} gave {use()!r}")


def test_an_environment():
    environment = Environment("stump-tracks", seed=1)
    environment.reset()
    environment.close()
    environment.close()
    # What it knows of itself is kept here.
    kept = {"action_size", "observation_size", "task_dimension"}
    refuses_everything(
        environment, [name for name in dir(Environment) if name[0] != "_" and name not in {"close", *kept}]
    )
    with Environment("stump-tracks", seed=1) as environment:
        environment.reset()
    with pytest.raises(teachdrl.InvalidStateError, match="the environment is closed: make another"):
        environment.reset()


@pytest.mark.parametrize("mode", [None, "rgb_array"])
def test_an_environment_of_gymnasiums(mode):
    pytest.importorskip("pygame" if mode else "gymnasium")
    env = gymnasium.make("teachdrl/StumpTracks-v0", render_mode=mode)
    env.reset(seed=1)
    env.close()
    env.close()
    names = ["mastered_return", "reset", "return_range", "set_environment", "step", "task_space", "test_set"]
    refuses_everything(env, [*names, "render"] if mode else names)
    with pytest.raises(teachdrl.InvalidStateError, match="is closed"):
        env.task = [0.5, 0.5]


def test_many_environments():
    before = thread_count()
    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", num_envs=64, thread_count=4)
    part = envs.environment_at(3)
    envs.reset(seed=1)
    envs.step(np.zeros((64, 4), dtype=np.float32))
    assert thread_count() >= before + 3
    envs.send(np.arange(64), np.zeros((64, 4), dtype=np.float32))
    envs.close()
    assert thread_count() == before
    envs.close()
    names = {"attach_teachers", "call", "environment_at", "get_attr", "receive", "render", "reset", "return_range"}
    names |= {"send", "set_attr", "set_task", "set_tasks", "step", "task_space", "test_set"}
    arguments = np.zeros((64, 4), dtype=np.float32)
    refuses_everything(envs, sorted(names - {"step"}))
    for use in (lambda: envs.step(arguments), lambda: envs.get_attr("task"), lambda: envs.call("task")):
        with pytest.raises(teachdrl.InvalidStateError, match="the vector environment is closed"):
            use()
    # A part of them is closed with them, not left to point at nothing.
    for use in (lambda: part.scene, lambda: part.coordinate_names, lambda: part.set_parameter("stump_height", 1)):
        with pytest.raises(teachdrl.InvalidStateError, match="is closed"):
            use()


def test_a_part_is_closed_with_the_whole_only():
    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", num_envs=2)
    with pytest.raises(teachdrl.InvalidStateError, match="part of a vector environment"):
        envs.environment_at(0).close()
    envs.reset(seed=1)


def test_memory_is_given_back_while_the_object_is_still_held():
    def resident():
        return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def played():
        envs = gymnasium.make_vec("teachdrl/HexagonTracks-v0", num_envs=200, thread_count=1)
        envs.reset(seed=1)
        envs.close()
        return envs

    held = [played() for _ in range(3)]
    before = resident()
    held += [played() for _ in range(12)]
    gc.collect()
    grown = resident() - before
    one = gymnasium.make_vec("teachdrl/HexagonTracks-v0", num_envs=200, thread_count=1)
    start = resident()
    one.reset(seed=1)
    more = [gymnasium.make_vec("teachdrl/HexagonTracks-v0", num_envs=200, thread_count=1) for _ in range(12)]
    for envs in more:
        envs.reset(seed=1)
    # Twelve that are held and closed cost a fraction of twelve that are open.
    assert grown < 0.25 * (resident() - start)
