"""Teachers for any environment."""

import gymnasium
import numpy as np
import pytest
from gymnasium.utils import RecordConstructorArgs
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv
from gymnasium.wrappers import TimeAwareObservation as TimeAware
from teachdrl import Teacher, envs
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper


class Counting(gymnasium.Env):
    """An environment of somebody else's: an episode lasts as many steps as its goal, each with the reward 1.5."""

    observation_space = gymnasium.spaces.Box(0, 100, (1,), dtype=np.float32)
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self):
        self.goal = self.left = 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        assert not options
        self.left = self.goal
        return np.array([self.goal], dtype=np.float32), {}

    def step(self, action):
        self.left -= 1
        return np.array([self.left], dtype=np.float32), 1.5, self.left == 0, False, {}


def set_goal(env, task):
    env.unwrapped.goal = int(np.ceil(task[0]))


def make_counting():
    return TaskWrapper(Counting(), set_goal)


class Recorder(Teacher):
    """A teacher that writes down what it was told."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.told = []

    def update(self, task, episode_return):
        self.told.append((tuple(task), float(episode_return)))
        super().update(task, episode_return)


def recorder(seed=1):
    return Recorder("Random", [1], [9], seed=seed)


def test_the_teacher_hears_of_every_episode_that_ended():
    teacher = recorder()
    env = CurriculumWrapper(Counting(), teacher, set_task=set_goal)
    expected = Teacher("Random", [1], [9], seed=1).sample_tasks(6)
    for i in range(6):
        observation, info = env.reset()
        assert np.array_equal(info["task"], expected[i])
        assert observation[0] == np.ceil(expected[i][0])
        for _ in range(int(observation[0])):
            assert "episode_return" not in info
            _, _, _, _, info = env.step(0)
        assert info["episode_return"] == 1.5 * observation[0]
        assert info["episode_length"] == observation[0]
    assert teacher.told == [(tuple(task), 1.5 * np.ceil(task[0])) for task in expected]


def test_an_episode_that_is_given_up_counts_for_nothing():
    teacher = recorder()
    env = CurriculumWrapper(Counting(), teacher, set_task=set_goal)
    env.reset()
    env.step(0)
    env.reset()
    assert teacher.told == []


def test_tests_are_not_told_to_the_teacher():
    teacher = recorder()
    env = CurriculumWrapper(Counting(), teacher, set_task=set_goal)
    _, info = env.reset(options={"task": [3.0]})
    assert info["task"].tolist() == [3]
    for _ in range(3):
        _, _, terminated, _, info = env.step(0)
    assert terminated
    assert info["episode_return"] == 4.5
    assert teacher.episode_count == 0


def test_a_walker_under_a_curriculum():
    env = envs.StumpTracks()
    teacher = Teacher("ALP-GMM", env.task_space, seed=1, reward_range=env.return_range)
    env = CurriculumWrapper(env, teacher)
    for episode in range(3):
        _, info = env.reset(seed=episode)
        assert np.array_equal(env.unwrapped.task, info["task"])
        over = False
        while not over:
            _, _, terminated, truncated, info = env.step(np.ones(4, dtype=np.float32))
            over = terminated or truncated
    assert teacher.episode_count == 3


@pytest.mark.parametrize("kind", [SyncVectorEnv, AsyncVectorEnv])
def test_many_environments_share_one_teacher(kind):
    teacher = recorder()
    vector = VectorCurriculumWrapper(kind([make_counting] * 3), teacher)
    _, infos = vector.reset()
    goals, played = np.ceil(infos["task"][:, 0]), np.zeros(3)
    expected = []
    starting = np.zeros(3, dtype=bool)
    for _ in range(40):
        observations, rewards, terminations, _, infos = vector.step(np.zeros(3, dtype=int))
        goals = np.where(starting, observations[:, 0], goals)
        assert np.array_equal(goals, np.ceil(infos["task"][:, 0]))
        assert np.array_equal(rewards, np.where(starting, 0, 1.5))
        played = np.where(starting, 0, played + 1)
        assert np.array_equal(terminations, played == goals)
        if terminations.any():
            assert np.array_equal(infos["_episode_return"], terminations)
            for i in np.flatnonzero(terminations):
                expected.append((tuple(infos["task"][i]), 1.5 * goals[i]))
                assert infos["episode_return"][i] == 1.5 * goals[i]
        starting = terminations
    vector.close()
    assert len(expected) > 10
    assert teacher.told == expected


def test_without_autoreset_the_caller_resets():
    teacher = recorder()
    vector = VectorCurriculumWrapper(SyncVectorEnv([make_counting] * 2, autoreset_mode=AutoresetMode.DISABLED), teacher)
    _, infos = vector.reset()
    ended = np.zeros(2, dtype=bool)
    while not ended.any():
        _, _, ended, _, infos = vector.step(np.zeros(2, dtype=int))
    before = infos["task"]
    observations, infos = vector.reset(options={"reset_mask": ended})
    assert np.array_equal(infos["task"][~ended], before[~ended])
    assert not np.array_equal(infos["task"][ended], before[ended])
    assert np.array_equal(observations[ended, 0], np.ceil(infos["task"][ended, 0]))


@pytest.mark.parametrize("kind", [SyncVectorEnv, AsyncVectorEnv])
def test_episodes_that_start_in_the_step_that_ends_the_last(kind):
    teacher = recorder()
    vector = VectorCurriculumWrapper(kind([make_counting] * 3, autoreset_mode=AutoresetMode.SAME_STEP), teacher)
    observations, infos = vector.reset()
    goals, played, expected = np.ceil(infos["task"][:, 0]), np.zeros(3), []
    assert np.array_equal(observations[:, 0], goals)
    for _ in range(60):
        observations, rewards, terminations, _, infos = vector.step(np.zeros(3, dtype=int))
        played += 1
        assert np.array_equal(rewards, [1.5] * 3)
        assert np.array_equal(terminations, played == goals)
        if terminations.any():
            final = infos["final_info"]
            assert np.array_equal(final["_task"], terminations)
            assert np.array_equal(np.ceil(final["task"][terminations, 0]), goals[terminations])
            for i in np.flatnonzero(terminations):
                assert (final["episode_return"][i], final["episode_length"][i]) == (1.5 * goals[i], goals[i])
                expected.append((tuple(final["task"][i]), 1.5 * goals[i]))
            # What runs now is on the task that infos tell of.
            goals = np.ceil(infos["task"][:, 0])
            assert np.array_equal(observations[terminations, 0], goals[terminations])
            played[terminations] = 0
        else:
            assert "final_info" not in infos
    vector.close()
    assert len(expected) > 15
    assert teacher.told == expected


def test_within_the_step_each_proposal_is_played_once():
    teacher = recorder()
    vector = VectorCurriculumWrapper(
        SyncVectorEnv([make_counting] * 2, autoreset_mode=AutoresetMode.SAME_STEP), teacher
    )
    proposed = Teacher("Random", [1], [9], seed=1).sample_tasks(300)[:, 0].tolist()
    _, infos = vector.reset()
    begun = infos["task"][:, 0].tolist()
    for step in range(200):
        if step == 50:
            # A test in one of them: the teacher hears nothing of it, and its proposal waits.
            _, infos = vector.reset(options={"task": [3.0]})
            assert infos["task"].tolist() == [[3], [3]]
            heard = len(teacher.told)
        _, _, terminations, _, infos = vector.step(np.zeros(2, dtype=int))
        if 50 <= step < 53:
            assert len(teacher.told) == heard
        for i in np.flatnonzero(terminations):
            begun.append(infos["task"][i, 0])
    # In the order of proposals but for which environment comes first, without a gap: each is played or waits.
    assert set(begun) <= set(proposed)
    assert len(set(begun)) == len(begun)
    last = max(proposed.index(task) for task in begun)
    assert last - len(begun) <= 2


def test_wrappers_within_the_step_agree_with_the_native_ones():
    options = {"walker": "short", "max_episode_steps": 40}
    inside, outside = (Teacher("Random", [0, 0], [3, 6], seed=5) for _ in range(2))
    native = gymnasium.make_vec(
        "teachdrl/StumpTracks-v0", 3, autoreset_mode=AutoresetMode.SAME_STEP, thread_count=1, **options
    )
    wrapped = VectorCurriculumWrapper(native, outside)
    assert inside.episode_count == 0
    wrapped.reset(seed=1)
    ended = 0
    for step in range(200):
        _, rewards, terminations, truncations, infos = wrapped.step(np.sin(step + np.zeros((3, 4), dtype=np.float32)))
        over = terminations | truncations
        ended += over.sum()
        assert ("final_info" in infos) == over.any()
    assert outside.episode_count == ended > 10


# ---------------------------------------------------------------------------------------------------- specifications


@pytest.mark.filterwarnings("error", "ignore:.*different from the unwrapped version")
def test_gymnasiums_checker_has_nothing_to_say():
    pytest.importorskip("pygame")
    teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)
    check_env(CurriculumWrapper(gymnasium.make("teachdrl/StumpTracks-v0", render_mode="rgb_array"), teacher))
    env = TaskWrapper(gymnasium.make("teachdrl/StumpTracks-v0"), set_task_of_walker)
    env.task = [1.0, 1.0]
    check_env(env, skip_render_check=True)


@pytest.mark.filterwarnings("error", "ignore:.*different from the unwrapped version", "ignore:.*symmetric and normal")
def test_gymnasiums_checker_has_nothing_to_say_without_pictures():
    teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)
    for env in (
        CurriculumWrapper(gymnasium.make("teachdrl/StumpTracks-v0"), teacher),
        CurriculumWrapper(gymnasium.make("Pendulum-v1"), teacher, lambda env, task: None),
        TaskWrapper(gymnasium.make("Pendulum-v1"), lambda env, task: None),
    ):
        check_env(env, skip_render_check=True)


def set_task_of_walker(env, task):
    env.unwrapped.task = task


def test_wrappers_are_made_again_from_their_specification():
    teacher = Teacher("Random", [0, 0], [3, 6], seed=1)
    env = TimeAware(CurriculumWrapper(gymnasium.make("teachdrl/StumpTracks-v0", walker="quadru"), teacher))
    assert env.spec.nondeterministic
    again = gymnasium.make(env.spec)
    assert isinstance(again, TimeAware)
    # The same teacher: a copy would hear of other episodes.
    assert again.get_wrapper_attr("teacher") is teacher
    assert again.action_space.shape == (8,)
    again.reset(seed=1)
    inner = TaskWrapper(gymnasium.make("Pendulum-v1"), set_task_of_walker)
    assert isinstance(gymnasium.make(inner.spec), TaskWrapper)
    for wrapper in (env.env, inner):
        assert isinstance(wrapper, RecordConstructorArgs)
