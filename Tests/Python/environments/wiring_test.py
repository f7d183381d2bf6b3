"""Wrappers put together so that no curriculum comes about: refused, or warned of once, with the right code."""

import gc
import warnings

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AsyncVectorEnv, SyncVectorEnv
from gymnasium.wrappers import NormalizeReward, RecordEpisodeStatistics, TimeLimit
from gymnasium.wrappers.vector import NormalizeReward as NormalizeRewards
from gymnasium.wrappers.vector import RecordEpisodeStatistics as RecordStatistics
from shared_arrays_test import Countdown
from teachdrl import Teacher, envs, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper

pytestmark = pytest.mark.filterwarnings("error")


def set_length(env, task):
    env.unwrapped.length = int(np.ceil(task[0]))


def random_teacher():
    return Teacher("Random", [1], [9], seed=1)


def make_one():
    return TaskWrapper(Countdown(), set_length)


@pytest.mark.parametrize("kind", [SyncVectorEnv, AsyncVectorEnv])
def test_environments_that_take_no_tasks(kind):
    plain = kind([Countdown] * 2)
    with pytest.raises(TypeError, match=r"TaskWrapper\(env, set_task\), or give set_tasks"):
        VectorCurriculumWrapper(plain, random_teacher())
    # Asking has not harmed them.
    assert plain.reset()[0].shape == (2, 1)
    plain.close()
    with_a_task = kind([make_one] * 2)
    many = VectorCurriculumWrapper(RecordStatistics(with_a_task), random_teacher())
    observations, infos = many.reset()
    assert observations[:, 0].tolist() == np.ceil(infos["task"][:, 0]).tolist()
    many.close()


@pytest.mark.parametrize("context", ["fork", "spawn"])
def test_a_teacher_in_worker_processes(context):
    teacher = random_teacher()
    many = AsyncVectorEnv([lambda: CurriculumWrapper(Countdown(), teacher, set_length)] * 2, context=context)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Gymnasium's own, of workers that an error has ended
        with pytest.raises(teachdrl.InvalidStateError, match=r"VectorCurriculumWrapper\(AsyncVectorEnv"):
            many.reset()
        many.close(terminate=True)
    # One that a worker makes or copies for itself is its own.
    for own in (random_teacher, lambda: __import__("copy").copy(teacher)):
        many = AsyncVectorEnv([lambda own=own: CurriculumWrapper(Countdown(), own(), set_length)], context=context)
        many.reset()
        many.close()
    assert teacher.episode_count == 0


def test_a_time_limit_around_the_teacher():
    env = TimeLimit(CurriculumWrapper(Countdown(), random_teacher(), set_length), 3)
    with pytest.raises(teachdrl.InvalidStateError, match=r"CurriculumWrapper\(TimeLimit\(env, max_episode_steps"):
        env.reset()
    outer = RecordEpisodeStatistics(TimeLimit(RecordEpisodeStatistics(env.env), 3))
    with pytest.raises(teachdrl.InvalidStateError, match="TimeLimit"):
        outer.reset()
    teacher = random_teacher()
    inside = RecordEpisodeStatistics(CurriculumWrapper(TimeLimit(Countdown(), 3), teacher, set_length))
    for _ in range(3):
        inside.reset()
        over = False
        while not over:
            _, _, terminated, truncated, _ = inside.step(0)
            over = terminated or truncated
    assert teacher.episode_count == 3


class CutShort(gymnasium.Wrapper):
    """Ends episodes after a step, as a time limit of one's own."""

    def step(self, action):
        observation, reward, terminated, _, info = self.env.step(action)
        return observation, reward, terminated, True, info


def test_something_else_that_ends_episodes_around_the_teacher():
    teacher = Teacher("Random", [5], [9], seed=1)
    env = CutShort(CurriculumWrapper(Countdown(), teacher, set_length))
    with pytest.warns(UserWarning, match="the teacher has heard of none") as caught:
        for _ in range(40):
            env.reset()
            env.step(0)
    assert len(caught) == 1
    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), teacher)
    with pytest.warns(UserWarning, match="the teacher has heard of none") as caught:
        for _ in range(40):
            many.reset()
            many.step(np.zeros(2, dtype=int))
    assert len(caught) == 1


def test_an_environment_that_needs_set_task():
    teacher = random_teacher()
    with pytest.raises(teachdrl.InvalidStateError, match="give set_task, which sets the task"):
        CurriculumWrapper(gymnasium.make("Pendulum-v1"), teacher).reset()
    # What takes the task needs none.
    _, info = CurriculumWrapper(make_one(), teacher).reset()
    assert 1 <= info["task"][0] <= 9


def test_normalized_rewards_inside():
    teacher = random_teacher()
    for inside in (NormalizeReward(Countdown()), RecordEpisodeStatistics(NormalizeReward(make_one()))):
        with pytest.raises(
            teachdrl.InvalidArgumentError, match=r"NormalizeReward\(CurriculumWrapper\(env, teacher\)\)"
        ):
            CurriculumWrapper(inside, teacher, set_length)
    for kind in (SyncVectorEnv, AsyncVectorEnv):
        for make in (
            lambda: NormalizeReward(make_one()),
            lambda: TaskWrapper(NormalizeReward(Countdown()), set_length),
        ):
            many = kind([make] * 2)
            with pytest.raises(teachdrl.InvalidArgumentError, match="NormalizeReward"):
                VectorCurriculumWrapper(many, teacher)
            many.close()
    for inside in (
        NormalizeRewards(SyncVectorEnv([make_one] * 2)),
        RecordStatistics(NormalizeRewards(vector.StumpTracksVector(2))),
    ):
        with pytest.raises(teachdrl.InvalidArgumentError, match="NormalizeReward"):
            VectorCurriculumWrapper(inside, teacher, lambda many, tasks: None)
    NormalizeReward(CurriculumWrapper(Countdown(), teacher, set_length)).reset()
    NormalizeRewards(VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), teacher)).reset()


def test_two_teachers_one_in_the_other():
    teacher = random_teacher()
    inside = CurriculumWrapper(Countdown(), teacher, set_length)
    with pytest.raises(teachdrl.InvalidArgumentError, match="has a teacher already"):
        CurriculumWrapper(inside, teacher)
    for kind in (SyncVectorEnv, AsyncVectorEnv):
        many = kind([lambda: CurriculumWrapper(Countdown(), random_teacher(), set_length)] * 2)
        with pytest.raises(teachdrl.InvalidArgumentError, match="has a teacher already"):
            VectorCurriculumWrapper(many, teacher)
        many.close()


@pytest.mark.parametrize("make", [make_one, envs.StumpTracks])
def test_a_task_that_a_wrapper_around_keeps(make):
    task = [2.0] if make is make_one else [0.5, 3.0]
    env = RecordEpisodeStatistics(make())
    env.task = task
    with pytest.warns(UserWarning, match=r"env\.reset\(options=\{'task': task\}\)") as caught:
        for _ in range(3):
            _, info = env.reset()
    assert len(caught) == 1 and "task" not in info
    assert env.reset(options={"task": task})[1]["task"].tolist() == task
    # Set as Gymnasium sets attributes, it arrives.
    env = RecordEpisodeStatistics(make())
    assert env.set_wrapper_attr("task", task)
    assert env.reset()[1]["task"].tolist() == task


def test_a_task_that_many_wrappers_around_keep():
    def make():
        env = RecordEpisodeStatistics(make_one())
        env.task = None
        return env

    many = VectorCurriculumWrapper(SyncVectorEnv([make] * 2), random_teacher())
    with pytest.warns(UserWarning, match="'task' was set on RecordEpisodeStatistics"):
        many.reset()


def test_a_task_that_a_wrapper_around_the_native_ones_keeps():
    plain = vector.StumpTracksVector(2)
    many = RecordStatistics(plain)
    many.task = [0.5, 3.0]
    with pytest.warns(UserWarning, match=r"env\.unwrapped\.set_attr\('task', task\)") as caught:
        for _ in range(3):
            _, infos = many.reset()
    assert len(caught) == 1 and "task" not in infos
    many.unwrapped.set_attr("task", [0.5, 3.0])
    assert many.reset()[1]["task"].tolist() == [[0.5, 3.0]] * 2
    # On themselves the attribute is what it is on one.
    plain.task = [[1.0, 2.0], [1.5, 2.0]]
    assert many.reset()[1]["task"].tolist() == [task.tolist() for task in plain.task] == [[1.0, 2.0], [1.5, 2.0]]
    with pytest.raises(teachdrl.InvalidArgumentError):
        plain.task = [99.0, 2.0]


def test_a_task_for_many_that_have_a_teacher():
    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), random_teacher())
    with pytest.raises(teachdrl.InvalidStateError, match=r"env\.reset\(options=\{'task': task\}\)"):
        many.task = [3]
    _, infos = many.reset()
    assert many.task.tolist() == infos["task"].tolist()
    outer = RecordStatistics(many)
    outer.task = [3]
    with pytest.warns(UserWarning, match="a wrapper around VectorCurriculumWrapper"):
        outer.reset()


def test_two_teachers_for_many():
    once = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), random_teacher())
    for inside in (once, RecordStatistics(once)):
        with pytest.raises(teachdrl.InvalidArgumentError, match="has a teacher already"):
            VectorCurriculumWrapper(inside, random_teacher())


def test_what_was_refused_leaves_the_environments_alone():
    plain = SyncVectorEnv([Countdown] * 2)
    with pytest.raises(TypeError):
        VectorCurriculumWrapper(plain, random_teacher())
    gc.collect()  # Gymnasium closes the environments of wrappers that nobody has
    assert not plain.closed


@pytest.mark.parametrize("wrong", ["length", 3, [print]])
def test_what_is_no_function(wrong):
    for make in (
        lambda: CurriculumWrapper(Countdown(), random_teacher(), wrong),
        lambda: TaskWrapper(Countdown(), wrong),
        lambda: VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), random_teacher(), wrong),
    ):
        with pytest.raises(TypeError, match="set_tasks? must be a function of"):
            make()


def test_a_task_for_what_has_a_teacher():
    teacher = random_teacher()
    env = CurriculumWrapper(Countdown(), teacher, set_length)
    for wrong in (
        lambda: setattr(env, "task", [3]),
        lambda: RecordEpisodeStatistics(env).set_wrapper_attr("task", [3]),
    ):
        with pytest.raises(teachdrl.InvalidStateError, match=r"env\.reset\(options=\{'task': task\}\)"):
            wrong()
    many = SyncVectorEnv([lambda: env])
    with pytest.raises(teachdrl.InvalidStateError, match="options"):
        many.set_attr("task", [3])
    outer = RecordEpisodeStatistics(env)
    outer.task = [3]
    with pytest.warns(UserWarning, match="a wrapper around CurriculumWrapper"):
        outer.reset()


class Deaf(gymnasium.Wrapper):
    """Says that it plays another task than it was given."""

    def reset(self, *, seed=None, options=None):
        observation, info = self.env.reset(seed=seed, options=options)
        return observation, {**info, "task": info["task"] + 1}


def test_an_environment_that_plays_another_task():
    teacher = random_teacher()
    with pytest.raises(teachdrl.InvalidStateError, match="the environment plays the task"):
        CurriculumWrapper(Deaf(make_one()), teacher).reset()
    with pytest.raises(teachdrl.InvalidStateError, match="the environment plays the task"):
        VectorCurriculumWrapper(SyncVectorEnv([lambda: Deaf(make_one())] * 2), teacher).reset()


@pytest.mark.parametrize("wrong", [None, Teacher, "ALP-GMM", object()])
def test_what_is_no_teacher(wrong):
    for make in (
        lambda: CurriculumWrapper(Countdown(), wrong, set_length),
        lambda: VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), wrong),
    ):
        with pytest.raises(TypeError, match="teacher must be a teachdrl.Teacher or an object with methods"):
            make()


def test_right_wiring_says_nothing():
    teacher = random_teacher()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = NormalizeReward(RecordEpisodeStatistics(CurriculumWrapper(TimeLimit(make_one(), 4), teacher)))
        for _ in range(20):
            env.reset()
            over = False
            while not over:
                _, _, terminated, truncated, _ = env.step(0)
                over = terminated or truncated
    assert teacher.episode_count == 20
