"""VecCurriculum: one teacher for environments in this process and in others."""

import csv
import functools

import gymnasium
import numpy as np
import pytest
import teachdrl
from stable_baselines3 import PPO
from stable_baselines3.common.logger import configure
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv, VecMonitor, VecNormalize
from teachdrl.sb3 import TeachdrlVecEnv, TeacherCallback, VecCurriculum
from teachdrl.wrappers import CurriculumWrapper, TaskWrapper


def set_length(env, task):
    env.unwrapped.length = task[0]


class Countdown(gymnasium.Env):
    """An episode of `length` steps, each of a reward of 1: its return says which task it was played on."""

    observation_space = gymnasium.spaces.Box(0, 100, (1,))
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self):
        self.length, self.left = 1.0, 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.left = round(self.length)
        return np.full(1, self.left, dtype=np.float32), {}

    def step(self, action):
        self.left -= 1
        return np.full(1, self.left, dtype=np.float32), 1.0, self.left <= 0, False, {}


def make_one():
    # Monitor outside, as make_vec_env has it.
    return Monitor(TaskWrapper(Countdown(), set_length))


class Listening(teachdrl.Teacher):
    """A teacher that keeps what it is told."""

    def update(self, task, episode_return):
        self.__dict__.setdefault("heard", []).append((task.copy(), episode_return))
        super().update(task, episode_return)


@pytest.mark.parametrize("kind", [DummyVecEnv, functools.partial(SubprocVecEnv, start_method="forkserver")])
def test_each_return_is_of_the_task_that_was_proposed(kind):
    teacher = Listening("Random", [1], [9], seed=3)
    env = VecCurriculum(kind([make_one] * 3), teacher)
    first = env.reset()
    assert [round(info["task"][0]) for info in env.reset_infos] == first[:, 0].tolist()
    ended = 0
    for _ in range(60):
        _, _, dones, infos = env.step(np.zeros(3, dtype=np.int64))
        for info in np.array(infos)[dones]:
            assert info["episode_return"] == info["episode_length"] == info["episode"]["r"] == round(info["task"][0])
            ended += 1
    env.close()
    assert len(teacher.heard) == teacher.episode_count == ended > 20
    assert all(total == round(task[0]) for task, total in teacher.heard)
    tasks = [task[0] for task, _ in teacher.heard]
    assert len(set(tasks)) == len(tasks)


def test_a_reset_gives_episodes_up():
    teacher = teachdrl.Teacher("Random", [3], [9], seed=3)
    env = VecCurriculum(DummyVecEnv([make_one] * 2), teacher)
    for _ in range(2):
        env.reset()
        env.step(np.zeros(2, dtype=np.int64))
    assert teacher.episode_count == 0
    _, _, _, infos = env.step(np.zeros(2, dtype=np.int64))
    while "episode_return" not in infos[0]:
        _, _, _, infos = env.step(np.zeros(2, dtype=np.int64))
    assert infos[0]["episode_return"] == round(infos[0]["task"][0])


def test_it_takes_this_packages_environments_and_normalization():
    teacher = teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=3, reward_range=(-150, 350), fit_rate=10)
    walkers = DummyVecEnv([lambda: gymnasium.make("teachdrl/StumpTracks-v0", walker="short")] * 4)
    env = VecNormalize(VecCurriculum(walkers, teacher))
    PPO("MlpPolicy", env, n_steps=256, batch_size=256, device="cpu", seed=1).learn(2048, TeacherCallback(teacher))
    assert teacher.episode_count >= 10
    assert teacher.mixture is not None


def test_environments_in_processes_are_trained_with_the_callback(tmp_path):
    # They have no coordinate_names, and asking a process for what it has not must not end it.
    teacher = teachdrl.Teacher("Random", [1], [9], seed=3)
    env = VecCurriculum(SubprocVecEnv([make_one] * 2, start_method="forkserver"), teacher)
    try:
        model = PPO("MlpPolicy", env, n_steps=64, batch_size=64, device="cpu", seed=1)
        model.set_logger(configure(str(tmp_path), ["csv"]))
        model.learn(128, TeacherCallback(teacher))
    finally:
        env.close()
    with open(tmp_path / "progress.csv") as file:
        last = list(csv.DictReader(file))[-1]
    assert int(last["curriculum/episodes"]) == teacher.episode_count > 5
    assert 1 <= float(last["curriculum/task_0_mean"]) <= 9


@pytest.mark.parametrize("kind", [DummyVecEnv, functools.partial(SubprocVecEnv, start_method="forkserver")])
def test_environments_without_a_task_are_refused(kind):
    env = kind([Countdown] * 2)
    try:
        with pytest.raises(TypeError, match="TaskWrapper"):
            VecCurriculum(env, teachdrl.Teacher("Random", [1], [9]))
        assert env.reset().shape == (2, 1)
    finally:
        env.close()


def test_what_is_wrong_is_said():
    teacher = teachdrl.Teacher("Random", [1], [9])
    with pytest.raises(teachdrl.InvalidArgumentError, match="teacher=teacher"):
        VecCurriculum(TeachdrlVecEnv("teachdrl/StumpTracks-v0"), teacher)
    with pytest.raises(teachdrl.InvalidArgumentError, match="around VecCurriculum"):
        VecCurriculum(VecNormalize(DummyVecEnv([make_one])), teacher)
    with pytest.raises(teachdrl.InvalidArgumentError, match="have teachers already"):
        VecCurriculum(VecMonitor(VecCurriculum(DummyVecEnv([make_one]), teacher)), teacher)
    with pytest.raises(teachdrl.InvalidArgumentError, match="options has 1 dictionaries; it must have 2"):
        VecCurriculum(DummyVecEnv([make_one] * 2), teacher).set_options([{}])
    # It would have no teacher's tasks to play.
    env = SubprocVecEnv([Countdown] * 2)
    try:
        with pytest.raises(teachdrl.InvalidArgumentError, match="VecCurriculum"):
            PPO("MlpPolicy", env, device="cpu").learn(1, TeacherCallback(teacher))
    finally:
        env.close()


@pytest.mark.parametrize("start_method", ["fork", "spawn"])
def test_a_teacher_does_not_go_into_worker_processes(start_method, capfd):
    # Each process would have a copy: all would play the same tasks, and this teacher would hear nothing.
    teacher = teachdrl.Teacher("Random", [1], [9])
    env = SubprocVecEnv([lambda: CurriculumWrapper(Countdown(), teacher, set_length)] * 2, start_method=start_method)
    with pytest.raises((EOFError, OSError)):
        env.reset()
    for process in env.processes:
        process.join()
    assert "teachdrl.sb3.VecCurriculum(SubprocVecEnv([make_one, ...]), teacher)" in capfd.readouterr().err


# ------------------------------------------------------------------------------------------------- what may go wrong


class Poisoned(Countdown):
    """The reward of its third episode's last step is not a number."""

    def __init__(self):
        super().__init__()
        self.episodes = 0

    def reset(self, **arguments):
        self.episodes += 1
        return super().reset(**arguments)

    def step(self, action):
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, np.nan if terminated and self.episodes == 3 else reward, terminated, truncated, info


@pytest.mark.parametrize("around", [lambda env: env, Monitor])
def test_one_bad_return_abandons_one_episode(around):
    teacher = Listening("Random", [1], [9], seed=3)
    env = VecCurriculum(DummyVecEnv([lambda: around(TaskWrapper(Poisoned(), set_length)), make_one]), teacher)
    env.reset()
    ends = np.zeros(2, dtype=int)
    with pytest.warns(RuntimeWarning, match="the teacher is not told of it") as caught:
        for _ in range(100):
            ends += env.step(np.zeros(2, dtype=np.int64))[2]
    assert len(caught) == 1
    assert ends.min() > 8 and len(teacher.heard) == ends.sum() - 1
    assert all(total == round(task[0]) for task, total in teacher.heard)


def test_a_bad_return_is_not_in_the_log(tmp_path):
    teacher = teachdrl.Teacher("Random", [1], [9], seed=3)
    env = VecCurriculum(DummyVecEnv([lambda: TaskWrapper(Poisoned(), set_length), make_one]), teacher)
    model = PPO("MlpPolicy", VecNormalize(env, norm_reward=False), n_steps=64, batch_size=64, device="cpu", seed=1)
    model.set_logger(configure(str(tmp_path), ["csv"]))
    callback = TeacherCallback(teacher)
    with pytest.warns(RuntimeWarning, match="the teacher is not told of it"):
        env.reset()
        for _ in range(40):
            _, _, dones, infos = env.step(np.zeros(2, dtype=np.int64))
            for info in np.array(infos)[dones]:
                callback._note(info)
    assert len(callback._returns) == teacher.episode_count > 5
    assert np.isfinite(callback._returns).all()


@pytest.mark.parametrize("kind", [DummyVecEnv, functools.partial(SubprocVecEnv, start_method="fork")])
def test_a_task_that_comes_as_an_option_is_a_test(kind):
    teacher = Listening("Random", [1], [9], seed=3)
    teacher.__dict__["heard"] = []
    env = VecCurriculum(kind([make_one] * 2), teacher)
    env.reset()
    env.set_options([{"task": [2.0]}, {"task": [3.0]}])
    assert env.reset()[:, 0].tolist() == [2, 3]
    assert [info["task"].tolist() for info in env.reset_infos] == [[2], [3]]
    for _ in range(2):
        _, _, dones, infos = env.step(np.zeros(2, dtype=np.int64))
    assert dones[0] and infos[0]["task"].tolist() == [2] and infos[0]["episode_return"] == 2
    while not dones[1]:
        _, _, dones, infos = env.step(np.zeros(2, dtype=np.int64))
    assert (2.0,) not in [tuple(task) for task, _ in teacher.heard]
    assert (3.0,) not in [tuple(task) for task, _ in teacher.heard]
    for _ in range(20):
        env.step(np.zeros(2, dtype=np.int64))
    assert len(teacher.heard) > 2
    assert all(total == round(task[0]) for task, total in teacher.heard)
    # Options are used once.
    env.reset()
    assert env.reset_infos[0]["task"].tolist() != [2]
    with pytest.raises(teachdrl.UnknownNameError, match="did you mean 'task'"):
        env.set_options({"tsak": [2.0]})
    with pytest.raises(teachdrl.InvalidArgumentError, match="finite"):
        env.set_options({"task": [np.nan]})
    with pytest.raises(teachdrl.InvalidStateError, match="set_options"):
        env.set_attr("task", [2.0])
    env.close()


def test_a_task_that_monitor_keeps_is_noticed():
    env = DummyVecEnv([make_one])
    env.set_attr("task", [2.0])
    with pytest.warns(UserWarning, match=r"vec_env\.env_method\('set_wrapper_attr', 'task', task\)"):
        env.reset()
    env = DummyVecEnv([make_one])
    env.env_method("set_wrapper_attr", "task", [2.0])
    assert env.reset()[0, 0] == 2
    ours = DummyVecEnv(
        [lambda: Monitor(CurriculumWrapper(Countdown(), teachdrl.Teacher("Random", [1], [9]), set_length))]
    )
    ours.set_attr("task", [2.0])
    with pytest.warns(UserWarning, match="a wrapper around CurriculumWrapper"):
        ours.reset()


@pytest.mark.parametrize("kind", [DummyVecEnv, functools.partial(SubprocVecEnv, start_method="fork")])
def test_wrong_wiring_is_refused(kind):
    teacher = teachdrl.Teacher("Random", [1], [9])
    for make, said in (
        (lambda: Monitor(CurriculumWrapper(Countdown(), teachdrl.Teacher("Random", [1], [9]), set_length)), "teachers"),
        (lambda: Monitor(gymnasium.wrappers.NormalizeReward(make_one())), "put VecNormalize around VecCurriculum"),
    ):
        env = kind([make] * 2)
        with pytest.raises(teachdrl.InvalidArgumentError, match=said):
            VecCurriculum(env, teacher)
        env.close()
    with pytest.raises(TypeError, match="teacher must be"):
        VecCurriculum(DummyVecEnv([make_one]), "ALP-GMM")
    limited = DummyVecEnv(
        [lambda: gymnasium.wrappers.TimeLimit(CurriculumWrapper(Countdown(), teacher, set_length), 3)]
    )
    with pytest.raises(teachdrl.InvalidStateError, match=r"CurriculumWrapper\(TimeLimit"):
        limited.reset()


def test_what_is_given_out_is_the_callers():
    teacher = Listening("Random", [1], [9], seed=3)
    env = VecCurriculum(DummyVecEnv([make_one] * 2), teacher)
    env.reset()
    for info in env.reset_infos:
        info["task"] *= 0
    for _ in range(40):
        for info in env.step(np.zeros(2, dtype=np.int64))[3]:
            info["task"] *= 0
    assert all(total == round(task[0]) for task, total in teacher.heard)
