"""A teacher for any Gymnasium environment.

def set_gravity(env, task):
    env.unwrapped.g = task[0]

teacher = teachdrl.Teacher("ALP-GMM", [1.0], [20.0])
env = CurriculumWrapper(gymnasium.make("Pendulum-v1"), teacher, set_task=set_gravity)
"""

from __future__ import annotations

from .. import _gymnasium  # noqa: F401

# isort: split
from ._curriculum import CurriculumWrapper
from ._task import TaskWrapper
from ._vector import VectorCurriculumWrapper

__all__ = ["CurriculumWrapper", "TaskWrapper", "VectorCurriculumWrapper"]

# Their public names, which specifications and pickles have.
for _kind in (CurriculumWrapper, TaskWrapper, VectorCurriculumWrapper):
    _kind.__module__ = __name__


def __dir__() -> list[str]:
    return __all__
