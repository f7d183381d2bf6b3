"""Automatic curriculum learning for deep reinforcement learning.

A teacher chooses the tasks on which your student trains, from the student's own learning progress:

    import teachdrl

    teacher = teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=42)
    task = teacher.sample_task()
    teacher.update(task, play_an_episode(task))

Where Gymnasium is installed, importing this package registers its environments ("teachdrl/StumpTracks-v0", ...).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from . import descriptions, evaluation
from ._curriculum import TeacherLike
from ._environment import Environment, test_set
from ._library import version as __version__
from ._outcomes import FinishedEpisode, OutcomeMembers
from ._proposals import Proposal
from ._registration import register as _register
from ._space import Choice, Integer, Log, Number, TaskSpace
from ._teacher import Mixture, Regions, Teacher
from ._teacher_progress import CurriculumWarning, ProgressFile, ProgressNumber
from ._toy import ToyEnvironment
from .errors import (
    InvalidArgumentError,
    InvalidDataError,
    InvalidStateError,
    StateFileError,
    StateFileNotFoundError,
    StateMismatchError,
    TeachdrlError,
    UnknownNameError,
    UnknownOptionError,
    UnsupportedError,
)

if TYPE_CHECKING:
    from . import envs as envs
    from . import plot as plot
    from . import ray as ray
    from . import sb3 as sb3
    from . import vector as vector
    from . import wrappers as wrappers

__all__ = [
    "Choice",
    "CurriculumWarning",
    "Environment",
    "FinishedEpisode",
    "Integer",
    "InvalidArgumentError",
    "InvalidDataError",
    "InvalidStateError",
    "Log",
    "Mixture",
    "Number",
    "OutcomeMembers",
    "ProgressFile",
    "ProgressNumber",
    "Proposal",
    "Regions",
    "StateFileError",
    "StateFileNotFoundError",
    "StateMismatchError",
    "TaskSpace",
    "TeachdrlError",
    "Teacher",
    "TeacherLike",
    "ToyEnvironment",
    "UnknownNameError",
    "UnknownOptionError",
    "UnsupportedError",
    "__version__",
    "descriptions",
    "evaluation",
    "test_set",
]

_register()


# These need Gymnasium, matplotlib, Ray or Stable-Baselines3, so they are imported when they are asked for.
_ON_DEMAND = ("envs", "plot", "ray", "sb3", "vector", "wrappers")


def __dir__() -> list[str]:
    return sorted([*__all__, *_ON_DEMAND])


def __getattr__(name: str) -> Any:
    if name in _ON_DEMAND:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
