"""A task that comes as an option is played as a test everywhere; misspelt options and refused resets change nothing."""

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
from shared_arrays_test import Countdown
from teachdrl import Teacher, envs, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper


class Listening(Teacher):
    def update(self, task, episode_return):
        self.__dict__.setdefault("heard", []).append((tuple(task), episode_return))
        super().update(task, episode_return)


def listening(seed=1):
    teacher = Listening("Random", [1], [9], seed=seed)
    teacher.heard = []
    return teacher


def set_length(env, task):
    env.unwrapped.length = int(np.ceil(task[0]))


def make_one():
    return TaskWrapper(Countdown(), set_length)


MANY = [
    (SyncVectorEnv, AutoresetMode.NEXT_STEP),
    (AsyncVectorEnv, AutoresetMode.NEXT_STEP),
    (SyncVectorEnv, AutoresetMode.DISABLED),
]


@pytest.mark.parametrize(("kind", "mode"), MANY)
@pytest.mark.parametrize("rows", [[3.0], [[2.0], [3.0], [4.0]]])
def test_a_task_for_many_is_a_test(kind, mode, rows):
    teacher = listening()
    many = VectorCurriculumWrapper(kind([make_one] * 3, autoreset_mode=mode), teacher)
    many.reset()
    lengths = np.broadcast_to(np.array(rows), (3, 1))[:, 0]
    observations, infos = many.reset(options={"task": rows})
    assert observations[:, 0].tolist() == infos["task"][:, 0].tolist() == lengths.tolist()
    ended, infos = np.zeros(3, dtype=bool), {}
    for _ in range(4):
        if mode is AutoresetMode.DISABLED and ended.any():
            many.reset(options={"reset_mask": ended})
        _, _, ended, _, infos = many.step(np.zeros(3, dtype=int))
        if "episode_return" in infos:
            for index in np.flatnonzero(infos["_episode_return"]):
                assert infos["task"][index] == infos["episode_return"][index] == lengths[index]
    assert teacher.heard == []
    # What follows is the teacher's again.
    for _ in range(40):
        if mode is AutoresetMode.DISABLED and ended.any():
            many.reset(options={"reset_mask": ended})
        _, _, ended, _, infos = many.step(np.zeros(3, dtype=int))
    assert len(teacher.heard) > 5
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)
    many.close()


def test_a_task_for_some_of_many():
    teacher = listening()
    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), teacher)
    _, infos = many.reset()
    before = infos["task"]
    observations, infos = many.reset(options={"task": [2.0], "reset_mask": np.array([True, False])})
    assert infos["task"][0] == observations[0, 0] == 2 and infos["task"][1] == before[1]
    for _ in range(12):
        many.step(np.zeros(2, dtype=int))
    assert (2.0,) not in [task for task, _ in teacher.heard]
    assert tuple(before[1]) in [task for task, _ in teacher.heard]


def test_a_task_for_native_environments_that_have_a_teacher_is_refused():
    many = vector.StumpTracksVector(2)
    teacher = Teacher("Random", [0, 0], [3, 6], seed=1)
    many.attach_teachers(teacher)
    _, infos = many.reset(seed=1)
    with pytest.raises(teachdrl.InvalidStateError, match="teachers"):
        many.reset(options={"task": [0.5, 3.0]})
    assert np.array_equal(many.step(np.zeros((2, 4)))[4]["task"], infos["task"])


def test_a_task_wrapper_takes_the_option_and_keeps_it():
    env = make_one()
    observation, info = env.reset(options={"task": [3.0]})
    assert observation[0] == info["task"][0] == 3
    assert env.reset()[0][0] == env.task[0] == 3


MAKERS = {
    "walker": envs.StumpTracks,
    "made": lambda: gymnasium.make("teachdrl/StumpTracks-v0"),
    "task": make_one,
    "curriculum": lambda: CurriculumWrapper(make_one(), listening()),
    "walker under a curriculum": lambda: CurriculumWrapper(envs.StumpTracks(), Teacher("Random", [0, 0], [3, 6])),
    "many": lambda: VectorCurriculumWrapper(SyncVectorEnv([make_one] * 2), listening()),
    "native": lambda: vector.StumpTracksVector(2),
}


@pytest.mark.parametrize("misspelt", ["tsak", "tasks", "Task", "tas", "taask"])
@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_misspelt_option_is_refused(make, misspelt):
    env = make()
    with pytest.raises(teachdrl.UnknownNameError, match=f"no option '{misspelt}' of reset; did you mean 'task'"):
        env.reset(options={misspelt: [3.0]})
    env.reset()


def test_options_of_other_environments_pass():
    teacher = listening()
    env = CurriculumWrapper(gymnasium.make("Pendulum-v1"), teacher, set_length)
    observation, _ = env.reset(options={"x_init": 0.0, "y_init": 0.0})
    assert observation.tolist() == [1, 0, 0]
    many = VectorCurriculumWrapper(
        SyncVectorEnv([lambda: TaskWrapper(gymnasium.make("Pendulum-v1"), set_length)] * 2), teacher
    )
    assert many.reset(options={"x_init": 0.0, "y_init": 0.0})[0].tolist() == [[1, 0, 0]] * 2
    for strict in (envs.StumpTracks(), vector.StumpTracksVector(2)):
        with pytest.raises(teachdrl.UnknownNameError, match="'x_init'.*there are: task"):
            strict.reset(options={"x_init": 0.0})
    with pytest.raises(TypeError, match="options must be a dict"):
        env.reset(options=[3.0])
    with pytest.raises(teachdrl.UnknownNameError, match="did you mean 'reset_mask'"):
        many.reset(options={"reset_masks": np.array([True, True])})


# -------------------------------------------------------------------------------------- what is refused changes nothing


def played(env, steps=300):
    """Steps of one action until the episode ends."""
    for _ in range(steps):
        _, _, terminated, truncated, info = env.step(np.ones(4, dtype=np.float32))
        if terminated or truncated:
            return info
    raise AssertionError("it did not end")


def test_a_refused_test_leaves_the_running_episode_to_the_teacher():
    teacher = Teacher("Random", [0, 0], [3, 6], seed=1)
    env = CurriculumWrapper(envs.StumpTracks(), teacher)
    _, info = env.reset(seed=1)
    for options in ({"task": [99, 1]}, {"task": [1]}, {"task": [np.nan, 1]}, {"task": "steep"}, {"tsak": [1, 1]}):
        with pytest.raises((ValueError, KeyError, TypeError)):
            env.reset(seed=5, options=options)
    with pytest.raises(ValueError, match="seed"):
        env.reset(seed=-1)
    assert np.array_equal(played(env, 2000)["task"], info["task"])
    assert teacher.episode_count == 1
    # The proposal of a reset that failed was kept: none is lost.
    assert np.array_equal(env.reset()[1]["task"], Teacher("Random", [0, 0], [3, 6], seed=1).sample_tasks(2)[1])


def test_a_refused_reset_leaves_a_walker_as_it_was():
    env, other = envs.StumpTracks(), envs.StumpTracks()
    for each in (env, other):
        each.reset(seed=3, options={"task": [0.5, 3.0]})
    for wrong in (
        lambda: env.reset(seed=-1, options={"task": [1.0, 1.0]}),
        lambda: env.reset(seed=7, options={"task": [99, 1]}),
        lambda: env.reset(seed=7, options={"task": [1.0, 1.0], "wind": 3}),
        lambda: setattr(env, "task", [99, 1]),
        lambda: env.set_environment(stump_height=1.0, obstacle_spacing=99.0),
    ):
        with pytest.raises((ValueError, KeyError)):
            wrong()
    assert env.task.tolist() == [0.5, 3.0]
    for _ in range(2):
        for _ in range(20):
            one, two = (each.step(np.ones(4, dtype=np.float32)) for each in (env, other))
            assert np.array_equal(one[0], two[0]) and np.array_equal(one[4]["task"], two[4]["task"])
        # The generator is where it was, too, and so is Gymnasium's.
        assert np.array_equal(env.reset()[0], other.reset()[0])
        assert env.np_random.bit_generator.state == other.np_random.bit_generator.state


def test_parameters_survive_a_refusal_after_a_task_was_set():
    env, other = (envs.WalkerTracks(max_stump_height=3) for _ in range(2))
    for each in (env, other):
        each.set_environment(stump_height=1, obstacle_spacing=1, roughness=0.5)
        each.task = [2.0]
    with pytest.raises(ValueError, match="obstacle_spacing"):
        env.set_environment(stump_height=1, obstacle_spacing=-1)
    for each in (env, other):
        each.reset(seed=1)
    for _ in range(15):
        assert np.array_equal(*(each.step(np.ones(4, dtype=np.float32))[0] for each in (env, other)))


def test_a_refused_reset_of_many_leaves_them_as_they_were():
    one, other = (vector.StumpTracksVector(3, walker="short") for _ in range(2))
    for many in (one, other):
        many.reset(seed=3, options={"task": [0.5, 3.0]})
    for wrong in (
        {"seed": [1, 2], "options": {"task": [1.0, 1.0]}},
        {"seed": [1, 2, -3], "options": {"task": [1.0, 1.0]}},
        {"seed": 7, "options": {"task": [[1, 1], [1, 1], [99, 1]]}},
        {"seed": 7, "options": {"task": [1.0, 1.0], "reset_mask": [True]}},
        {"seed": 7, "options": {"task": [1.0, 1.0], "tsak": 1}},
    ):
        with pytest.raises((ValueError, KeyError)):
            one.reset(**wrong)
    with pytest.raises(teachdrl.InvalidArgumentError):
        one.attach_teachers(Teacher("Random", [0, 0], [9, 9]))
    for step in range(60):
        actions = np.sin(step + np.arange(12)).reshape(3, 4).astype(np.float32)
        results = one.step(actions), other.step(actions)
        assert np.array_equal(results[0][0], results[1][0])
        assert np.array_equal(results[0][4]["task"], results[1][4]["task"])


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.DISABLED])
def test_a_refused_reset_of_many_with_a_teacher(mode):
    teacher = listening()
    many = VectorCurriculumWrapper(SyncVectorEnv([make_one] * 3, autoreset_mode=mode), teacher)
    _, infos = many.reset()
    tasks = infos["task"]
    for wrong in (
        {"options": {"task": [[1.0], [2.0]]}},
        {"options": {"task": [np.inf]}},
        {"options": {"reset_mask": np.array([True])}},
        {"options": {"tsak": [1.0]}},
        {"seed": [1, 2]},
    ):
        # Gymnasium 1.1 asserts the number of seeds.
        with pytest.raises((ValueError, KeyError, AssertionError)):
            many.reset(**wrong)
    for _ in range(10):
        _, _, ended, _, infos = many.step(np.zeros(3, dtype=int))
        if mode is AutoresetMode.DISABLED and ended.any():
            many.reset(options={"reset_mask": ended})
    heard = [task for task, _ in teacher.heard]
    assert all(tuple(task) in heard for task in tasks)
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)


# ------------------------------------------------------------------------------------------ a return that is not finite


class Poisoned(Countdown):
    """The reward of its third episode's last step is not a number."""

    poison = np.nan

    def __init__(self):
        super().__init__()
        self.episodes = 0

    def reset(self, **arguments):
        self.episodes += 1
        return super().reset(**arguments)

    def step(self, action):
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, self.poison if terminated and self.episodes == 3 else reward, terminated, truncated, info


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_one_bad_return_abandons_one_episode(poison, monkeypatch):
    monkeypatch.setattr(Poisoned, "poison", poison)
    teacher = listening()
    env = CurriculumWrapper(Poisoned(), teacher, set_length)
    with pytest.warns(RuntimeWarning, match="ended with the return.*not told") as caught:
        for _ in range(6):
            env.reset()
            over = False
            while not over:
                _, _, over, _, info = env.step(0)
            assert "episode_return" in info
    assert len(caught) == 1 and len(teacher.heard) == 5


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.DISABLED])
def test_one_bad_return_of_many_abandons_one_episode(mode):
    teacher = listening()
    inside = SyncVectorEnv([lambda: TaskWrapper(Poisoned(), set_length), make_one], autoreset_mode=mode)
    many = VectorCurriculumWrapper(inside, teacher)
    many.reset()
    ends = np.zeros(2, dtype=int)
    with pytest.warns(RuntimeWarning, match="not told") as caught:
        for _ in range(100):
            _, _, ended, _, infos = many.step(np.zeros(2, dtype=int))
            ends += ended
            assert ("episode_return" in infos) == ended.any()
            if mode is AutoresetMode.DISABLED and ended.any():
                many.reset(options={"reset_mask": ended})
    assert len(caught) == 1
    assert ends.min() > 8 and len(teacher.heard) == ends.sum() - 1
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)
