"""Arrays that go out and come in: whatever a caller does to them, the teacher hears of what was proposed and played."""

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from teachdrl import Teacher, envs, vector
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper


class Listening(Teacher):
    """A teacher that spoils the task it is told, and keeps what it had heard."""

    def update(self, task, episode_return):
        self.__dict__.setdefault("heard", []).append((np.array(task), float(episode_return)))
        super().update(task, episode_return)
        task *= 0


class Countdown(gymnasium.Env):
    """An episode of as many steps as its length, each with the reward 1."""

    observation_space = gymnasium.spaces.Box(0, 100, (1,), dtype=np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self):
        self.length = self.left = 1

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.left = self.length
        return np.full(1, self.left, dtype=np.float32), {}

    def step(self, action):
        self.left -= 1
        return np.full(1, self.left, dtype=np.float32), 1.0, self.left <= 0, False, {}


def set_and_spoil(env, task):
    env.unwrapped.length = int(np.ceil(task[0]))
    task -= 1


def heard_what_was_proposed(teacher, seed=1):
    proposed = Teacher("Random", [1], [9], seed=seed).sample_tasks(len(teacher.heard))
    assert sorted(float(task[0]) for task, _ in teacher.heard) == sorted(proposed[:, 0].tolist())
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)


def test_a_set_task_that_changes_its_argument():
    teacher = Listening("Random", [1], [9], seed=1)
    env = CurriculumWrapper(Countdown(), teacher, set_task=set_and_spoil)
    for _ in range(5):
        _, info = env.reset()
        over = False
        while not over:
            info["task"] -= 1
            _, _, over, _, info = env.step(0)
        info["task"] -= 1
    heard_what_was_proposed(teacher)


@pytest.mark.parametrize("mode", [AutoresetMode.NEXT_STEP, AutoresetMode.DISABLED])
def test_many_set_tasks_that_change_their_argument(mode):
    teacher = Listening("Random", [1], [9], seed=1)
    inside = SyncVectorEnv([lambda: TaskWrapper(Countdown(), set_and_spoil)] * 3, autoreset_mode=mode)
    many = VectorCurriculumWrapper(inside, teacher)
    _, infos = many.reset()
    for _ in range(40):
        infos["task"] -= 1
        _, _, ended, _, infos = many.step(np.zeros(3, dtype=int))
        for values in infos.values():
            if values.dtype == np.float64:
                values *= 0
        if mode is AutoresetMode.DISABLED and ended.any():
            _, infos = many.reset(options={"reset_mask": ended})
    # Of the last proposals, some are still played.
    played = [float(task[0]) for task, _ in teacher.heard]
    proposed = Teacher("Random", [1], [9], seed=1).sample_tasks(len(played) + 3)[:, 0].tolist()
    assert set(played) <= set(proposed) and len(set(played)) == len(played) > 10
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)


def test_tasks_of_a_custom_set_tasks_are_its_own():
    teacher = Listening("Random", [1], [9], seed=1)

    def set_tasks(many, tasks):
        many.set_attr("task", [task.copy() for task in tasks])
        for task in tasks:
            task *= 0

    inside = SyncVectorEnv([lambda: TaskWrapper(Countdown(), set_and_spoil)] * 2)
    many = VectorCurriculumWrapper(inside, teacher, set_tasks)
    many.reset()
    for _ in range(30):
        many.step(np.zeros(2, dtype=int))
    assert all(total == np.ceil(task[0]) for task, total in teacher.heard)


def test_a_task_that_is_set_is_copied():
    task = np.array([3.0])
    wrapped = TaskWrapper(Countdown(), set_and_spoil)
    wrapped.task = task
    task[0] = 7
    assert wrapped.task.tolist() == [3]
    with pytest.raises(ValueError, match="read-only"):
        wrapped.task[0] = 7
    observation, info = wrapped.reset()
    assert observation[0] == 3 and info["task"].tolist() == [3]
    info["task"][0] = 5
    assert wrapped.reset()[1]["task"].tolist() == [3]
    walker = envs.StumpTracks()
    given = np.array([0.5, 3.0])
    walker.task = given
    given[:] = 9
    _, info = walker.reset()
    info["task"][:] = 9
    assert walker.step(np.zeros(4, dtype=np.float32))[4]["task"].tolist() == [0.5, 3.0]


# It is for environments without wrappers, and says so.
@pytest.mark.filterwarnings("ignore:.*is different from the unwrapped version")
@pytest.mark.parametrize(
    "make",
    [
        lambda: gymnasium.make("teachdrl/StumpTracks-v0"),
        lambda: gymnasium.make("teachdrl/StumpTracks-v0").unwrapped,
        lambda: TaskWrapper(Countdown(), set_and_spoil),
    ],
)
def test_gymnasiums_checker_passes_once_a_task_is_set(make):
    env = make()
    env.set_wrapper_attr("task", [2.0] if isinstance(env.unwrapped, Countdown) else [0.5, 3.0])
    check_env(env, skip_render_check=True, skip_close_check=True)


@pytest.mark.parametrize("mode", AutoresetMode)
def test_infos_of_native_environments_are_the_callers(mode):
    one, other = (
        vector.StumpTracksVector(3, walker="short", max_episode_steps=15, autoreset_mode=mode) for _ in range(2)
    )
    outcomes = [many.reset(seed=1, options={"task": [0.5, 3.0]}) for many in (one, other)]
    for step in range(40):
        for values in outcomes[0][-1].values():
            if not isinstance(values, dict) and values.dtype != object:
                values[:] = 0
        outcomes[0][0][:] = 0
        if mode is AutoresetMode.DISABLED and step % 15 == 14:
            outcomes = [many.reset() for many in (one, other)]
        outcomes = [many.step(np.full((3, 4), np.sin(step), dtype=np.float32)) for many in (one, other)]
        assert np.array_equal(outcomes[0][0], outcomes[1][0])
        infos = [outcome[-1] for outcome in outcomes]
        assert infos[0].keys() == infos[1].keys()
        assert np.array_equal(infos[0]["task"], infos[1]["task"]) and infos[0]["_task"].all()
