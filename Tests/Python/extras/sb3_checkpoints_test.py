"""Checkpoints: model and teacher come back as they were, and a kill leaves none that is not whole."""

import multiprocessing
import random
import time

import gymnasium
import numpy as np
import pytest
import teachdrl
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.vec_env import DummyVecEnv, VecMonitor, VecNormalize
from teachdrl.sb3 import TeachdrlVecEnv, TeacherCallback, latest_checkpoint, restore
from teachdrl.wrappers import CurriculumWrapper

IDENTIFIER = "teachdrl/StumpTracks-v0"


def make_teacher():
    return teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=5, fit_rate=10, max_k=4)


def walkers(teacher):
    return TeachdrlVecEnv(IDENTIFIER, 2, teacher=teacher, walker="short")


def normalized(teacher):
    return VecNormalize(walkers(teacher))


def small_sac(env, **options):
    options |= {"learning_starts": 500, "buffer_size": 5000, "train_freq": 50, "gradient_steps": 5}
    return SAC("MlpPolicy", env, device="cpu", seed=1, **options)


def small_ppo(env):
    return PPO("MlpPolicy", env, n_steps=128, batch_size=64, n_epochs=1, device="cpu", seed=1)


def test_model_and_teacher_come_back_as_they_were(tmp_path):
    teacher = make_teacher()
    model = small_sac(normalized(teacher))
    model.learn(1000, TeacherCallback(teacher, save_path=tmp_path, save_freq=300))
    assert [entry.name for entry in tmp_path.iterdir()] == [f"checkpoint_{model.num_timesteps}"]
    restored, its_teacher = restore(tmp_path, SAC, normalized, device="cpu")
    assert its_teacher.to_bytes() == teacher.to_bytes()
    assert its_teacher.mixture is not None
    assert np.array_equal(its_teacher.sample_tasks(50), teacher.sample_tasks(50))
    observation = np.random.default_rng(2).normal(size=(5, 24)).astype(np.float32)
    assert np.array_equal(
        restored.predict(observation, deterministic=True)[0], model.predict(observation, deterministic=True)[0]
    )
    old, new = model.replay_buffer, restored.replay_buffer
    assert old.size() == new.size() > 400
    for name in ("observations", "actions", "rewards", "dones"):
        assert np.array_equal(getattr(old, name), getattr(new, name))
    old, new = model.get_vec_normalize_env(), restored.get_vec_normalize_env()
    assert np.array_equal(old.obs_rms.mean, new.obs_rms.mean) and old.ret_rms.var == new.ret_rms.var
    # And it goes on where it was, in the same folder.
    steps = restored.num_timesteps
    restored.learn(300, TeacherCallback(its_teacher, save_path=tmp_path, save_freq=300), reset_num_timesteps=False)
    assert restored.num_timesteps == steps + 300
    assert latest_checkpoint(tmp_path).name == f"checkpoint_{steps + 300}"


@pytest.mark.parametrize(
    "make_env", [walkers, normalized, lambda teacher: VecMonitor(normalized(teacher))], ids=["bare", "in", "deeper"]
)
@pytest.mark.filterwarnings("ignore:The environment is already wrapped with a `Monitor`")
def test_the_statistics_of_normalization_find_their_place(make_env, tmp_path):
    teacher = make_teacher()
    model = small_ppo(normalized(teacher)).learn(512, TeacherCallback(teacher, save_path=tmp_path))
    restored, _ = restore(tmp_path, PPO, make_env, device="cpu")
    saved, found = model.get_vec_normalize_env(), restored.get_vec_normalize_env()
    assert np.array_equal(saved.obs_rms.mean, found.obs_rms.mean)
    assert saved.ret_rms.mean == found.ret_rms.mean
    restored.learn(256, reset_num_timesteps=False)


def test_checkpoints_are_made_between_rollouts(tmp_path):
    teacher = make_teacher()
    small_ppo(walkers(teacher)).learn(1600, TeacherCallback(teacher, save_path=tmp_path, save_freq=300, keep=None))
    # A rollout has 256 steps, two are the first that make 300.
    names = sorted(int(entry.name.removeprefix("checkpoint_")) for entry in tmp_path.iterdir())
    assert names == [512, 1024, 1536, 1792]


def test_a_restored_run_may_be_told_to_start_without_its_buffer(tmp_path):
    teacher = make_teacher()
    small_sac(walkers(teacher)).learn(700, TeacherCallback(teacher, save_path=tmp_path))
    with pytest.warns(UserWarning, match="learning_starts"):
        restored, _ = restore(tmp_path, SAC, walkers, replay_buffer=False, device="cpu")
    assert restored.replay_buffer.size() == 0
    with pytest.raises(teachdrl.InvalidArgumentError, match="of 2 environments, make_env gave 3"):
        restore(tmp_path, SAC, lambda teacher: TeachdrlVecEnv(IDENTIFIER, 3, teacher=teacher), device="cpu")


class Uniform:
    """A teacher of somebody's own."""

    def __init__(self):
        self.random, self.heard = np.random.default_rng(1), []

    def sample_task(self):
        return self.random.uniform([0, 0], [3, 6])

    def update(self, task, episode_return):
        self.heard.append((tuple(task), episode_return))


def test_a_teacher_written_in_python_is_saved_and_restored(tmp_path):
    teacher = Uniform()
    model = small_ppo(walkers(teacher)).learn(512, TeacherCallback(teacher, save_path=tmp_path, names=("one", "two")))
    restored, its_teacher = restore(tmp_path, PPO, walkers, device="cpu")
    assert restored.num_timesteps == model.num_timesteps
    assert type(its_teacher) is Uniform and its_teacher is not teacher
    heard = list(its_teacher.heard)
    assert heard == teacher.heard and len(heard) > 2
    # It has proposed some tasks of episodes under way, in make_env's environments none yet.
    assert np.array_equal(its_teacher.sample_task(), teacher.sample_task())
    restored.learn(256, TeacherCallback(its_teacher), reset_num_timesteps=False)
    assert len(its_teacher.heard) > len(heard)


def test_what_is_wrong_is_said(tmp_path):
    with pytest.raises(FileNotFoundError, match="no checkpoint"):
        restore(tmp_path, PPO, walkers)
    assert latest_checkpoint(tmp_path / "nowhere") is None
    teacher = make_teacher()
    model = small_ppo(walkers(teacher)).learn(256, TeacherCallback(teacher, save_path=tmp_path))
    # A new run would put its checkpoints below those of a longer one.
    with pytest.raises(teachdrl.InvalidStateError, match="reset_num_timesteps=False"):
        model.learn(256, TeacherCallback(teacher, save_path=tmp_path))
    checkpoint = latest_checkpoint(tmp_path)
    make_teacher().save(checkpoint / "teacher.state")
    with pytest.raises(teachdrl.InvalidDataError, match="replaced"):
        restore(checkpoint, PPO, walkers)


@pytest.mark.parametrize("name", ["counts.json", "teacher.state", "model.zip", "vecnormalize.pkl"])
def test_a_checkpoint_without_one_of_its_files_is_damaged_and_not_absent(tmp_path, name):
    teacher = make_teacher()
    small_ppo(normalized(teacher)).learn(256, TeacherCallback(teacher, save_path=tmp_path))
    (latest_checkpoint(tmp_path) / name).unlink()
    for path in (tmp_path, latest_checkpoint(tmp_path)):
        with pytest.raises(teachdrl.InvalidDataError, match="is damaged") as raised:
            restore(path, PPO, walkers, device="cpu")
        # A program that starts anew where there is no file must not do so here.
        assert not isinstance(raised.value, FileNotFoundError)


def test_a_folder_that_cannot_be_read_is_not_empty(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    for path in (tmp_path / "loop", tmp_path / "loop" / "checkpoints"):
        with pytest.raises(OSError, match="symbolic links"):
            latest_checkpoint(path)


def test_another_algorithm_is_refused_by_name(tmp_path):
    teacher = make_teacher()
    small_ppo(walkers(teacher)).learn(256, TeacherCallback(teacher, save_path=tmp_path))
    asked = []
    with pytest.raises(teachdrl.InvalidArgumentError, match=r"algorithm is SAC, .* is of PPO; give PPO"):
        restore(tmp_path, SAC, asked.append)
    assert not asked  # before any environment is made

    class OwnPPO(PPO):
        pass

    assert isinstance(restore(tmp_path, OwnPPO, walkers, device="cpu")[0], OwnPPO)


class Coin(gymnasium.Env):
    """Episodes of a few steps, for many in a short time."""

    observation_space = gymnasium.spaces.Box(-1, 1, (1,))
    action_space = gymnasium.spaces.Box(-1, 1, (1,))

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.left = int(self.np_random.integers(1, 6))
        return np.zeros(1, dtype=np.float32), {}

    def step(self, action):
        self.left -= 1
        return np.zeros(1, dtype=np.float32), float(self.np_random.random()), self.left == 0, False, {}


def coins(teacher):
    return DummyVecEnv([lambda: CurriculumWrapper(Coin(), teacher, lambda env, task: None)])


def run(folder):
    """A run that saves as often as it can; what is killed."""
    options = {"learning_starts": 10**9, "buffer_size": 5000, "policy_kwargs": {"net_arch": [8]}, "device": "cpu"}
    if latest_checkpoint(folder) is None:
        teacher = teachdrl.Teacher("ALP-GMM", [0, 0], [1, 1], seed=5, fit_rate=20, max_k=3)
        model = SAC("MlpPolicy", coins(teacher), **options)
    else:
        model, teacher = restore(folder, SAC, coins, device="cpu")
    model.learn(10**6, TeacherCallback(teacher, save_path=folder, save_freq=7, keep=2), reset_num_timesteps=False)


def test_a_kill_at_any_moment_leaves_a_whole_checkpoint(tmp_path):
    generator, steps = random.Random(4), 0
    for _ in range(6):
        process = multiprocessing.get_context("fork").Process(target=run, args=(tmp_path,))
        process.start()
        deadline = time.monotonic() + 60
        # It must have come further than the last one did, or it was killed before it could save.
        while int_of(latest_checkpoint(tmp_path)) <= steps and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(generator.uniform(0, 0.3))
        process.kill()
        process.join()
        for checkpoint in sorted(tmp_path.glob("checkpoint_*"), key=int_of):
            model, teacher = restore(checkpoint, SAC, coins, device="cpu")
            # What each of them says of the run by itself.
            assert model._episode_num == teacher.episode_count
            assert model.replay_buffer.pos == model.num_timesteps % 5000
        assert model.num_timesteps > steps
        steps = model.num_timesteps


def int_of(checkpoint):
    return 0 if checkpoint is None else int(checkpoint.name.removeprefix("checkpoint_"))
