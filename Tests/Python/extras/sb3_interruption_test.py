"""Ctrl-C in a training of Stable-Baselines3's: the callback saves, and the training ends as Python programs do."""

import os
import signal
import subprocess
import sys

import pytest
from stable_baselines3 import PPO, SAC
from teachdrl import sb3

PROGRAM = """
import sys
import gymnasium, teachdrl
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import SubprocVecEnv
from teachdrl import sb3

class Tell(BaseCallback):
    def _on_step(self):
        if self.num_timesteps >= 200:
            print("stepping", flush=True)
        return True

def make_one():
    return Monitor(gymnasium.make("teachdrl:teachdrl/StumpTracks-v0", walker="short"))

if __name__ == "__main__":
    kind, algorithm, folder = sys.argv[1:]
    teacher = teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)
    if kind == "native":
        env = sb3.TeachdrlVecEnv("teachdrl/StumpTracks-v0", 2, teacher=teacher, walker="short")
    else:
        env = sb3.VecCurriculum(SubprocVecEnv([make_one] * 2, start_method="spawn"), teacher)
    if algorithm == "PPO":
        model = PPO("MlpPolicy", env, n_steps=2048, seed=1, device="cpu")
    else:
        model = SAC("MlpPolicy", env, learning_starts=100, seed=1, device="cpu", buffer_size=10_000)
    callback = sb3.TeacherCallback(teacher, save_path=folder, save_freq=10**9, verbose=1)
    model.learn(10**9, [callback, Tell()])
"""


@pytest.mark.parametrize("kind", ["native", "processes"])
@pytest.mark.parametrize("algorithm", ["SAC", "PPO"])
def test_it_saves_and_stops(kind, algorithm, tmp_path):
    program = tmp_path / "train.py"
    program.write_text(PROGRAM)
    with subprocess.Popen(
        [sys.executable, program, kind, algorithm, tmp_path / "checkpoints"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        for line in process.stdout:
            if "stepping" in line:
                break
        # As a terminal does: every process of the group hears it.
        os.killpg(process.pid, signal.SIGINT)
        said, complaints = process.communicate(timeout=120)
    assert "The training stops and saves." in complaints
    assert complaints.rstrip().splitlines()[-1] == "KeyboardInterrupt"
    assert process.returncode == -signal.SIGINT
    checkpoint = sb3.latest_checkpoint(tmp_path / "checkpoints")
    steps = int(checkpoint.name.removeprefix("checkpoint_"))
    assert steps >= 200
    model, teacher = sb3.restore(
        checkpoint,
        {"PPO": PPO, "SAC": SAC}[algorithm],
        lambda teacher: sb3.TeachdrlVecEnv("teachdrl/StumpTracks-v0", 2, teacher=teacher, walker="short"),
        device="cpu",
    )
    assert model.num_timesteps == steps


def test_a_ctrl_c_after_a_training_that_failed_is_pythons(tmp_path):
    import teachdrl

    class FailingError(Exception):
        pass

    class Fails(sb3.TeacherCallback):
        def _on_step(self):
            raise FailingError

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        teacher = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=1)
        env = sb3.TeachdrlVecEnv("teachdrl/StumpTracks-v0", 1, teacher=teacher)
        with pytest.raises(FailingError):
            PPO("MlpPolicy", env, device="cpu").learn(10, Fails(teacher, save_path=tmp_path))
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert sb3.latest_checkpoint(tmp_path) is None


def test_a_handler_of_somebody_elses_stays(tmp_path):
    import teachdrl

    def mine(*_):
        pass

    before = signal.signal(signal.SIGINT, mine)
    try:
        teacher = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=1)
        env = sb3.TeachdrlVecEnv("teachdrl/StumpTracks-v0", 1, teacher=teacher)
        PPO("MlpPolicy", env, n_steps=16, batch_size=16, device="cpu").learn(
            16, sb3.TeacherCallback(teacher, save_path=tmp_path)
        )
        assert signal.getsignal(signal.SIGINT) is mine
    finally:
        signal.signal(signal.SIGINT, before)
