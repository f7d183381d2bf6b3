"""Curricula for Stable-Baselines3.

    from stable_baselines3 import SAC
    from teachdrl import Teacher, sb3

    teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)
    env = sb3.TeachdrlVecEnv("teachdrl/StumpTracks-v0", 8, teacher=teacher)
    model = SAC("MlpPolicy", env, tensorboard_log="logs")
    model.learn(1_000_000, callback=sb3.TeacherCallback(teacher, save_path="checkpoints", save_freq=50_000))

`TeacherCallback` writes what the teacher does to SB3's logger and saves it with the model; `restore` gives both back.
`TeachdrlVecEnv` is this package's own environments; `VecCurriculum` gives any other VecEnv a teacher.
"""

from __future__ import annotations

from .. import _gymnasium  # noqa: F401

# isort: split
try:
    import stable_baselines3  # noqa: F401
except ImportError as failure:
    raise ImportError(
        "teachdrl.sb3 needs Stable-Baselines3, which is not installed: pip install stable-baselines3"
    ) from failure

from ._callback import TeacherCallback
from ._checkpoints import latest_checkpoint, restore
from ._curriculum import VecCurriculum
from ._environments import TeachdrlVecEnv

__all__ = ["TeachdrlVecEnv", "TeacherCallback", "VecCurriculum", "latest_checkpoint", "restore"]


def __dir__() -> list[str]:
    return __all__
