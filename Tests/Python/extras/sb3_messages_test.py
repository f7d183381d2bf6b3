"""What `teachdrl.sb3` says about wrong arguments: it names the parameter, in Python's words."""

import numpy as np
import pytest
import teachdrl
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import DummyVecEnv
from teachdrl import envs, sb3
from wrong_calls import complaints, complaints_of

IDENTIFIER = "teachdrl/StumpTracks-v0"


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def running():
    env = sb3.TeachdrlVecEnv(IDENTIFIER, 1)
    env.reset()
    return env


def test_messages_name_the_parameter():
    teacher = teachdrl.Teacher("Random", [0, 0], [3, 6], seed=1)
    good = {
        "identifier": IDENTIFIER,
        "teacher": teacher,
        "venv": lambda: DummyVecEnv([envs.StumpTracks]),
        "actions": np.zeros((1, 4), dtype=np.float32),
        "attr_name": "task",
        "value": [0.5, 0.5],
        "method_name": "set_task",
        "wrapper_class": DummyVecEnv,
        "path": "wrong",
        "folder": "wrong",
        "algorithm": PPO,
        "make_env": lambda: lambda teacher: None,
    }
    found = complaints("TeachdrlVecEnv", lambda: sb3.TeachdrlVecEnv, good)
    found += complaints("VecCurriculum", lambda: sb3.VecCurriculum, good)
    found += complaints("TeacherCallback", lambda: sb3.TeacherCallback, good)
    found += complaints("latest_checkpoint", lambda: sb3.latest_checkpoint, good)
    found += complaints("restore", lambda: sb3.restore, good, skip={"replay_buffer"})
    found += complaints_of(sb3.TeachdrlVecEnv, running, good, skip={"indices", "value"})
    assert not found, "\n".join(found)
