"""Conventions of Gymnasium's that users and other packages count on."""

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
from gymnasium.wrappers import TimeLimit
from teachdrl import _arguments, envs, vector
from teachdrl._registration import NAMES
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper
from wrong_calls import complaints, complaints_of

IDENTIFIER = "teachdrl/StumpTracks-v0"


def played(env, steps=30):
    """What follows a reset, in numbers."""
    rows = []
    for step in range(steps):
        observation, reward, terminated, truncated, _ = env.step(np.sin(step + np.arange(4)).astype(np.float32))
        rows.append([*observation, reward, terminated, truncated])
    return np.array(rows)


# ------------------------------------------------------------------------------------------------------------- seeds


def test_the_seed_that_was_drawn_replays_what_followed():
    one, other = envs.StumpTracks(), envs.StumpTracks()
    first, _ = one.reset(options={"task": [1, 1]})
    assert one.np_random_seed >= 2**64  # of 128 bits, nearly always
    again, _ = other.reset(seed=one.np_random_seed, options={"task": [1, 1]})
    assert np.array_equal(first, again)
    assert np.array_equal(played(one), played(other))
    # The episodes after it too.
    one.reset(), other.reset()
    assert np.array_equal(played(one), played(other))


def test_the_seed_that_many_drew_replays_what_followed():
    one, other = (vector.StumpTracksVector(3) for _ in range(2))
    first, _ = one.reset()
    assert np.array_equal(other.reset(seed=one.np_random_seed)[0], first)
    assert not np.array_equal(first[0], first[1])


@pytest.mark.parametrize("seed", [0, 2**63, 2**64 - 1, 2**64, 2**100, 2**128 - 3, np.uint64(7), np.int64(7)])
def test_seeds_of_up_to_128_bits(seed):
    observation, _ = envs.StumpTracks().reset(seed=seed)
    assert np.array_equal(envs.StumpTracks().reset(seed=seed)[0], observation)
    # Environment i of many is a single one with the seed `seed + i`, on both sides of 2**64.
    many, _ = vector.StumpTracksVector(2).reset(seed=seed)
    assert np.array_equal(many[0], observation)
    assert np.array_equal(many[1], envs.StumpTracks().reset(seed=int(seed) + 1)[0])
    for make in (lambda seed: teachdrl.Teacher("Random", [0], [1], seed=seed),):
        assert np.array_equal(make(seed).sample_tasks(3), make(seed).sample_tasks(3))


def test_a_specification_is_one_short_line():
    for env in (gymnasium.make(IDENTIFIER, max_episode_steps=20), gymnasium.make_vec(IDENTIFIER, num_envs=2)):
        assert repr(env.spec) == f"LimitedSpec('{IDENTIFIER}', max_episode_steps={env.spec.max_episode_steps})"


def test_large_seeds_are_spread():
    seeds = {_arguments.seed(2**64 + i) for i in range(1000)} | set(range(1000))
    assert len(seeds) == 2000
    with pytest.raises(teachdrl.InvalidArgumentError, match=r"seed is .*; it must be from 0 to 2\*\*128 - 1"):
        envs.StumpTracks().reset(seed=2**128)


# ------------------------------------------------------------------------------------------------------------- limits


def steps_to_the_end(env):
    env.reset(seed=1, options={"task": [0, 6]})
    count, over = 0, False
    while not over:
        _, _, terminated, over, _ = env.step(np.zeros(4, dtype=np.float32))
        count += 1
        assert not terminated
    return count


gymnasium.register("teachdrl/Short-v0", entry_point="teachdrl.envs:StumpTracks", kwargs={"max_episode_steps": 60})


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (lambda: gymnasium.make(IDENTIFIER, max_episode_steps=70), 70),
        (lambda: gymnasium.make("teachdrl/Short-v0"), 60),
        # The environment ends its episodes itself: a wrapper can only cut them shorter.
        (lambda: gymnasium.make("teachdrl/Short-v0", max_episode_steps=90), 60),
        (lambda: gymnasium.make(gymnasium.make(IDENTIFIER, max_episode_steps=70).spec), 70),
        (lambda: TimeLimit(gymnasium.make(IDENTIFIER), 90), 90),
    ],
)
def test_the_specification_has_the_real_limit(make, limit):
    env = make()
    assert env.spec.max_episode_steps == limit
    assert steps_to_the_end(env) == limit


def test_the_limit_of_an_environment_that_is_given_none():
    assert gymnasium.make(IDENTIFIER).spec.max_episode_steps == 2000
    assert gymnasium.make(IDENTIFIER, max_episode_steps=5000).spec.max_episode_steps == 2000


def test_the_specification_of_many_has_the_real_limit():
    assert gymnasium.make_vec(IDENTIFIER, 2).spec.max_episode_steps == 2000
    assert gymnasium.make_vec(IDENTIFIER, 2, max_episode_steps=70).spec.max_episode_steps == 70


def test_a_specification_survives_json():
    spec = gymnasium.make(IDENTIFIER, walker="quadru").spec
    again = gymnasium.envs.registration.EnvSpec.from_json(spec.to_json())
    assert (again.id, again.kwargs["walker"], again.max_episode_steps) == (IDENTIFIER, "quadru", 2000)


# ------------------------------------------------------------------------------------------------------- one by one


def test_many_have_what_gymnasiums_own_have():
    ours, theirs = vector.StumpTracksVector(2), SyncVectorEnv([envs.StumpTracks] * 2)
    for each in (ours, theirs):
        assert each.get_attr("task") == (None, None)
        each.set_attr("task", [[0.5, 1.0], [1.5, 2.0]])
        assert [task.tolist() for task in each.get_attr("task")] == [[0.5, 1], [1.5, 2]]
        assert each.call("mastered_return") == each.get_attr("mastered_return") == (230, 230)
    assert np.array_equal(ours.reset(seed=1)[0], theirs.reset(seed=1)[0])
    assert ours.reset()[1]["task"].tolist() == [[0.5, 1], [1.5, 2]]


def test_tasks_of_one_or_of_all():
    many = vector.StumpTracksVector(3)
    many.set_task([1, 1])
    many.set_task([2, 2], index=1)
    assert [task.tolist() for task in many.get_attr("task")] == [[1, 1], [2, 2], [1, 1]]
    many.set_attr("task", [3, 3])
    assert many.reset()[1]["task"].tolist() == [[3, 3]] * 3
    many.call("set_task", [1, 2])
    assert many.reset()[1]["task"].tolist() == [[1, 2]] * 3
    with pytest.raises(teachdrl.InvalidArgumentError):
        many.call("set_parameter", "stump_height", 99)
    assert [task.tolist() for task in many.get_attr("task")] == [[1, 2]] * 3
    many.call("set_parameter", "stump_height", 0.5)
    assert many.get_attr("task") == (None,) * 3
    teacher = teachdrl.Teacher("Random", many.task_space, seed=1)
    many.attach_teachers(teacher)
    _, infos = many.reset()
    assert np.array_equal(np.stack(many.get_attr("task")), infos["task"])


@pytest.mark.parametrize(
    "call",
    [
        lambda many: many.get_attr("frozen"),
        lambda many: many.call("step", [0] * 4),
        lambda many: many.set_attr("walker", "short"),
    ],
)
def test_what_there_is_not_is_named(call):
    with pytest.raises(AttributeError, match=r"^name is '\w+'.*task"):
        call(vector.StumpTracksVector(2))


# -------------------------------------------------------------------------------------------------------- identifiers


@pytest.mark.parametrize("identifier", NAMES.values())
def test_the_package_can_stand_in_the_identifier(identifier):
    env = gymnasium.make(f"teachdrl:{identifier}")
    assert env.spec.id == identifier
    assert isinstance(gymnasium.make_vec(f"teachdrl:{identifier}", 2), vector.WalkerVectorEnv)


def make_by_name():
    """In a spawned process nobody has imported the package, unless the identifier says so."""
    return gymnasium.make(f"teachdrl:{IDENTIFIER}")


def test_a_spawned_worker_finds_the_environment():
    workers = AsyncVectorEnv([make_by_name] * 2, context="spawn")
    try:
        assert workers.reset(seed=1)[0].shape == (2, 24)
    finally:
        workers.close()


# ----------------------------------------------------------------------------------------------------------- messages


def running():
    env = envs.StumpTracks()
    env.reset(seed=1)
    return env


def many_running():
    many = vector.StumpTracksVector(1, thread_count=1, autoreset_mode=AutoresetMode.DISABLED)
    many.reset(seed=1)
    return many


def test_every_repr_is_one_short_line():
    teacher = teachdrl.Teacher("Random", [0, 0], [3, 6])
    single, many = gymnasium.make(IDENTIFIER), gymnasium.make_vec(IDENTIFIER, 2)
    for thing in (single, many, CurriculumWrapper(single, teacher), TaskWrapper(single, lambda *_: None)):
        assert len(repr(thing)) <= 120
        assert "\n" not in repr(thing)


def set_task(env, task):
    env.unwrapped.task = task


def test_messages_name_the_parameter():
    good = {
        "task": [0.5, 0.5],
        "tasks": [[0.5, 0.5]],
        "action": np.zeros(4, dtype=np.float32),
        "actions": np.zeros((1, 4), dtype=np.float32),
        "indices": [0],
        "index": 0,
        "count": 0,
        "name": "task",
        "values": [0.5, 0.5],
        "teachers": lambda: teachdrl.Teacher("Random", [0, 0], [3, 6]),
        "seed": 1,
    }
    found = complaints("StumpTracks", lambda: envs.StumpTracks, good)
    found += complaints("StumpTracksVector", lambda: vector.StumpTracksVector, good, skip={"num_envs"})
    found += complaints("StumpTracksVector", lambda: vector.StumpTracksVector, good, skip=set(good) - {"num_envs"})
    found += complaints_of(envs.StumpTracks, running, good)
    found += complaints_of(vector.StumpTracksVector, many_running, good)
    teacher, single = teachdrl.Teacher("Random", [0, 0], [3, 6]), lambda: envs.StumpTracks()
    found += complaints("CurriculumWrapper", lambda: CurriculumWrapper, {"env": single, "teacher": teacher})
    good |= {"env": single, "teacher": teacher, "set_task": lambda: set_task}
    found += complaints("TaskWrapper", lambda: TaskWrapper, good)
    found += complaints_of(CurriculumWrapper, lambda: CurriculumWrapper(running(), teacher), good)
    found += complaints_of(TaskWrapper, lambda: TaskWrapper(running(), set_task), good)

    def wrapped():
        many = VectorCurriculumWrapper(many_running(), teacher)
        many.reset(seed=1)
        return many

    found += complaints("VectorCurriculumWrapper", lambda: VectorCurriculumWrapper, {**good, "env": many_running})
    found += complaints_of(VectorCurriculumWrapper, wrapped, good)
    assert not found, "\n".join(found)
