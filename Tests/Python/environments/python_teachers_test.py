"""Teachers written in Python, attached wherever a native one can be: the same calls in the same order."""

import gc

import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
from shared_arrays_test import Countdown
from teachdrl import Teacher, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper

OPTIONS = {"walker": "short", "max_episode_steps": 25}
COUNT = 5


class Delegate:
    """A teacher of somebody's own: what it is asked and told it passes on, and writes down."""

    def __init__(self, name="ALP-GMM", seed=2, low=(0, 0), high=(3, 6), **options):
        if name == "ALP-GMM":
            # Environments tell successes too, which nobody passes on here.
            options = {"fit_rate": 10, "max_k": 4, "reward_range": (-150, 350), "success_return": "off", **options}
        self.inner = Teacher(name, low, high, seed=seed, **options)
        self.calls = []

    def sample_task(self):
        task = self.inner.sample_task().tolist()
        self.calls.append(("sample", *task))
        return task

    def update(self, task, episode_return):
        self.calls.append(("update", *task.tolist(), episode_return))
        self.inner.update(task, episode_return)
        task *= 0


class Subclass(Teacher):
    """A Teacher whose subclass has a method of its own."""

    told = 0

    def update(self, task, episode_return):
        self.told += 1
        super().update(task, episode_return)


def same(one, other):
    assert one.keys() == other.keys()
    for key, value in one.items():
        if isinstance(value, dict):
            same(value, other[key])
        elif value.dtype == object:
            assert all(np.array_equal(a, b) for a, b in zip(value, other[key])), key
        else:
            assert value.dtype == other[key].dtype and np.array_equal(value, other[key]), key


def actions_for(step, count=COUNT):
    return np.sin(step + np.arange(count * 4)).reshape(count, 4).astype(np.float32)


@pytest.mark.parametrize("mode", AutoresetMode)
@pytest.mark.parametrize("thread_count", [1, 3])
def test_it_gets_the_calls_that_a_native_teacher_gets(mode, thread_count):
    native, delegate = Delegate().inner, Delegate()
    many = [
        vector.StumpTracksVector(COUNT, autoreset_mode=mode, thread_count=thread_count, **OPTIONS) for _ in range(2)
    ]
    for each, teacher in zip(many, (native, delegate)):
        each.attach_teachers(teacher)
    outcomes = [each.reset(seed=3) for each in many]
    for step in range(400):
        assert np.array_equal(outcomes[0][0], outcomes[1][0])
        same(outcomes[0][-1], outcomes[1][-1])
        outcomes = [each.step(actions_for(step)) for each in many]
        for one, other in zip(outcomes[0][1:4], outcomes[1][1:4]):
            assert np.array_equal(one, other)
        ended = outcomes[0][2] | outcomes[0][3]
        if mode is AutoresetMode.DISABLED and ended.any():
            same(outcomes[0][-1], outcomes[1][-1])
            outcomes = [each.reset(options={"reset_mask": ended}) for each in many]
    assert native.episode_count > 60
    assert native.to_bytes() == delegate.inner.to_bytes()


def test_sent_and_received_too():
    native, delegate = Delegate().inner, Delegate()
    many = [vector.StumpTracksVector(COUNT, thread_count=2, **OPTIONS) for _ in range(2)]
    for each, teacher in zip(many, (native, delegate)):
        each.attach_teachers(teacher)
        each.reset(seed=3)
        each.send(np.arange(COUNT), actions_for(0))
    for step in range(300):
        received = [each.receive(2) for each in many]
        for one, other in zip(received[0][:5], received[1][:5]):
            assert np.array_equal(one, other)
        same(received[0][5], received[1][5])
        for each in many:
            each.send(received[0][0], actions_for(step)[:2])
    assert native.episode_count > 15
    assert native.to_bytes() == delegate.inner.to_bytes()


@pytest.mark.parametrize("mode", AutoresetMode)
def test_several_take_turns(mode):
    teachers = [Delegate("Random", seed=1), Teacher("Random", [0, 0], [3, 6], seed=2)]
    many = vector.StumpTracksVector(COUNT, autoreset_mode=mode, **OPTIONS)
    many.attach_teachers(teachers, shares=[3, 1])
    sources, runs = [], []
    for _ in range(2):
        many.reset(seed=1)
        run = []
        for step in range(600):
            _, _, terminations, truncations, infos = many.step(actions_for(step))
            about = infos.get("final_info", infos)
            if "task_source" in about:
                run += about["task_source"][about["_task_source"]].tolist()
            if mode is AutoresetMode.DISABLED and (terminations | truncations).any():
                many.reset(options={"reset_mask": terminations | truncations})
        runs.append(run)
        sources += run
    counts = [teachers[0].inner.episode_count, teachers[1].episode_count]
    assert counts == [sources.count(0), sources.count(1)]
    share, error = counts[0] / sum(counts), np.sqrt(0.75 * 0.25 / sum(counts))
    assert abs(share - 0.75) < 4 * error
    # Choices start anew with the seed; those of the first episodes do not depend on what the teachers proposed.
    assert runs[0][:COUNT] == runs[1][:COUNT]


def test_one_environment_has_it_the_others_do_not():
    mine, native = Delegate("Random", seed=1), Teacher("Random", [0, 0], [3, 6], seed=2)
    many = vector.StumpTracksVector(3, **OPTIONS)
    many.attach_teachers(native, index=1)
    many.attach_teachers(mine, index=0)
    many.set_tasks([[9, 9], [9, 9], [0.5, 3.0]], mask=[False, False, True])
    _, infos = many.reset(seed=1)
    assert infos["task"][0].tolist() == list(mine.calls[0][1:]) and infos["task"][2].tolist() == [0.5, 3.0]
    for step in range(120):
        infos = many.step(actions_for(step, 3))[4]
    assert infos["task"][2].tolist() == [0.5, 3.0]
    assert mine.inner.episode_count > 2 and native.episode_count > 2
    for call in (lambda: many.set_tasks([1, 1], [True, False, False]), lambda: many.reset(options={"task": [1, 1]})):
        with pytest.raises(teachdrl.InvalidStateError, match="environment 0 has teachers"):
            call()
    many.attach_teachers([])
    heard = len(mine.calls)
    many.reset(options={"task": [1, 1]})
    for step in range(60):
        many.step(actions_for(step, 3))
    assert len(mine.calls) == heard


def test_a_subclass_is_called_where_it_has_methods_of_its_own():
    teacher = Subclass("Random", [0, 0], [3, 6], seed=1)
    many = vector.StumpTracksVector(2, **OPTIONS)
    many.attach_teachers(teacher)
    many.reset(seed=1)
    for step in range(100):
        many.step(actions_for(step, 2))
    assert teacher.told == teacher.episode_count > 2


def test_what_cannot_be_is_refused_and_changes_nothing():
    many = vector.StumpTracksVector(2, autoreset_mode=AutoresetMode.SAME_STEP, **OPTIONS)
    for wrong, said in (
        ([object()], "teachers must be a teachdrl.Teacher or an object with methods"),
        (Delegate, "teachers must be a teachdrl.Teacher or an object with methods"),
        (5, "teachers must be a teachdrl.Teacher or an object with methods"),
    ):
        with pytest.raises(TypeError, match=said):
            many.attach_teachers(wrong)
    with pytest.raises(teachdrl.InvalidArgumentError, match="shares"):
        many.attach_teachers([Delegate(), Delegate()], shares=[-1, 2])
    with pytest.raises(teachdrl.InvalidArgumentError, match="index is 7"):
        many.attach_teachers(Delegate(), index=7)
    many.reset(seed=1)
    many.step(actions_for(0, 2))
    with pytest.raises(teachdrl.InvalidStateError, match="before anything else"):
        many.attach_teachers(Delegate())
    many.step(actions_for(0, 2))
    fresh = vector.StumpTracksVector(2, autoreset_mode=AutoresetMode.SAME_STEP, **OPTIONS)
    fresh.attach_teachers(Delegate())
    fresh.reset()
    with pytest.raises(teachdrl.InvalidStateError, match="cannot be sent"):
        fresh.send([0], actions_for(0, 2)[:1])


@pytest.mark.parametrize("wrong", [[1.0], [[1.0, 2.0]], [np.nan, 1.0], "steep", None, [9.0, 9.0]])
def test_a_wrong_proposal_is_named(wrong):
    class Wrong:
        def sample_task(self):
            return wrong

        def update(self, task, episode_return):
            pass

    many = vector.StumpTracksVector(2, **OPTIONS)
    many.attach_teachers(Wrong())
    with pytest.raises((ValueError, TypeError), match=r"what (Wrong\.)?sample_task\(\) gave"):
        many.reset()


@pytest.mark.parametrize("wrong", [[[1.0, 2.0]], [np.nan], "steep", None])
def test_a_wrong_proposal_is_named_by_wrappers(wrong):
    teacher = small()
    teacher.sample_task = lambda: wrong
    for env in (
        CurriculumWrapper(Countdown(), teacher, set_length),
        VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), teacher),
    ):
        with pytest.raises((ValueError, TypeError), match=r"what Delegate\.sample_task\(\) gave"):
            env.reset()


class Iterable(Delegate):
    """A teacher that is a collection, of its calls, too: an empty one at first."""

    def __iter__(self):
        return iter(self.calls)


def test_one_that_is_iterable_is_one():
    teacher = Iterable()
    many = vector.StumpTracksVector(2, **OPTIONS)
    many.attach_teachers(teacher)
    _, infos = many.reset()
    assert [list(call[1:]) for call in teacher.calls] == infos["task"].tolist()


def test_a_python_teacher_lives_as_long_as_it_is_attached():
    many = vector.StumpTracksVector(2, **OPTIONS)
    many.attach_teachers(Delegate())
    gc.collect()
    many.reset()
    for step in range(60):
        infos = many.step(actions_for(step, 2))[4]
    assert infos["_task"].all()


# ------------------------------------------------------------------------------------------------------------- wrappers


def set_length(env, task):
    env.unwrapped.length = int(np.ceil(task[0]))


def make_one():
    return TaskWrapper(Countdown(), set_length)


def small(**changes):
    return Delegate("Random", seed=1, low=[1], high=[9], **changes)


def test_one_environment_under_it():
    teacher = small()
    env = CurriculumWrapper(Countdown(), teacher, set_length)
    for _ in range(5):
        env.reset()
        over = False
        while not over:
            _, _, over, _, _ = env.step(0)
    tasks = Teacher("Random", [1], [9], seed=1).sample_tasks(5)[:, 0].tolist()
    expected = [call for task in tasks for call in (("sample", task), ("update", task, np.ceil(task)))]
    assert teacher.calls == expected


@pytest.mark.parametrize("kind", [SyncVectorEnv, AsyncVectorEnv])
def test_many_environments_under_it_as_under_a_native_one(kind):
    native, teacher = Teacher("Random", [1], [9], seed=1), small()
    many = [VectorCurriculumWrapper(kind([make_one] * 3), each) for each in (native, teacher)]
    outcomes = [each.reset() for each in many]
    for _ in range(60):
        assert np.array_equal(outcomes[0][-1]["task"], outcomes[1][-1]["task"])
        outcomes = [each.step(np.zeros(3, dtype=int)) for each in many]
    assert native.episode_count == teacher.inner.episode_count > 10
    for each in many:
        each.close()


def test_its_dimension_may_not_change():
    class Growing:
        def __init__(self):
            self.size = 0

        def sample_task(self):
            self.size += 1
            return [1.0] * self.size

        def update(self, task, episode_return):
            pass

    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), Growing())
    with pytest.raises(teachdrl.InvalidArgumentError, match=r"what Growing\.sample_task\(\) gave has 2 numbers"):
        many.reset()


def test_in_a_worker_process_it_is_warned_of():
    def make():
        import warnings

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            env = CurriculumWrapper(Countdown(), small(), set_length)
            env.reset()
        env.unwrapped.said = [str(each.message) for each in caught]
        return env

    many = AsyncVectorEnv([make])
    (said,) = many.get_attr("said")
    assert len(said) == 1 and "VectorCurriculumWrapper(AsyncVectorEnv" in said[0]
    many.close()
