"""A teacher written in Python as a ledger keeps it: with bounds, batches and a state, which is its pickle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

import numpy as np
import ray.cloudpickle
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._curriculum import TeacherLike, proposal, require_teacher
from .._teacher import Box, Teacher
from ..errors import InvalidArgumentError, InvalidDataError

_MAGIC = b"TEACHDRL-PYTHON\x01"


class PythonTeacher:
    """A teacher of the user's own, and the bounds of its tasks.

    The same calls must lead to the same proposals, from a start and from a pickle: it draws from generators of its own.

    Args:
        teacher: An object with `sample_task` and `update` that can be pickled.
        low: The task space's lower bounds, or a Box.
        high: Its upper bounds; not given with a Box.
    """

    def __init__(self, teacher: TeacherLike, low: ArrayLike | Box, high: ArrayLike | None) -> None:
        require_teacher(teacher)
        # A teacher of the library's checks the bounds.
        bounds = Teacher("Random", low, high, seed=0)
        self.wrapped, self.low, self.high = teacher, bounds.low, bounds.high
        self.dimension = bounds.dimension
        self.episode_count = 0
        self.options: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The name of its class."""
        return type(self.wrapped).__qualname__

    def sample_task(self) -> NDArray[np.float64]:
        """Proposes a task."""
        task: NDArray[np.float64] = self.sample_tasks(1)[0]
        return task

    def sample_tasks(self, count: int) -> NDArray[np.float64]:
        """Proposes tasks, one a row."""
        tasks = np.empty((count, self.dimension))
        for row in range(count):
            tasks[row] = proposal(self.wrapped, self.dimension)
        return self._within(tasks, f"what {self.name}.sample_task() gave")

    def _within(self, tasks: NDArray[np.float64], what: str) -> NDArray[np.float64]:
        """Tasks of the task space; those that a rounding to float32 has moved out of it are put on its bounds."""
        within = np.clip(tasks, self.low, self.high)
        if not _arguments.same_bounds(tasks, within):
            raise InvalidArgumentError(
                f"{what} is {tasks.tolist()}, outside the task space, from {self.low.tolist()} to {self.high.tolist()}"
            )
        return within

    def update(self, task: ArrayLike, episode_return: float) -> None:
        """Tells it a return."""
        self.wrapped.update(np.array(task, dtype=np.float64), episode_return)
        self.episode_count += 1

    def update_tasks(self, tasks: ArrayLike, episode_returns: ArrayLike) -> None:
        """Updates in order, a task a row."""
        for task, episode_return in zip(np.array(tasks, dtype=np.float64), np.asarray(episode_returns).tolist()):
            self.update(task, episode_return)

    def require_tasks(self, tasks: ArrayLike) -> None:
        """Refuses tasks that are outside the task space."""
        self._within(_arguments.rows(tasks, self.dimension, "tasks"), "tasks")

    def to_bytes(self) -> bytes:
        """The teacher's pickle, with what is known about it."""
        kept = (self.wrapped, self.low, self.high, self.episode_count)
        return _MAGIC + bytes(ray.cloudpickle.dumps(kept))  # type: ignore[no-untyped-call, unused-ignore]

    @classmethod
    def from_bytes(cls, state: bytes) -> PythonTeacher:
        """The teacher whose pickle these bytes are."""
        try:
            wrapped, low, high, count = ray.cloudpickle.loads(state[len(_MAGIC) :])
        except Exception as failure:
            raise InvalidDataError(f"a teacher written in Python cannot be unpickled: {failure}") from failure
        teacher = cls(wrapped, low, high)
        teacher.episode_count = count
        return teacher


AnyTeacher = Union[Teacher, PythonTeacher]


def made_of(
    teacher: str | TeacherLike, low: ArrayLike | Box, high: ArrayLike | None, seed: int, options: Mapping[str, Any]
) -> AnyTeacher:
    """A teacher of the library's by its name, or one of the user's own."""
    if isinstance(teacher, str):
        return Teacher(teacher, low, high, seed=seed, **options)
    if options:
        raise TypeError(f"{next(iter(options))} is an option of the library's teachers; one of your own has none here")
    return PythonTeacher(teacher, low, high)


def revived(state: bytes, *, unpickles: bool) -> AnyTeacher:
    """The teacher whose state bytes are.

    Args:
        state: As `to_bytes` gave it.
        unpickles: Whether a pickle is loaded, which can run any code.

    Raises:
        InvalidDataError: They are no state, are damaged, or a pickle that must not be loaded.
    """
    if not state.startswith(_MAGIC):
        return Teacher.from_bytes(state)
    if not unpickles:
        raise InvalidDataError("the state is of a teacher written in Python; it must be of one of the library's")
    return PythonTeacher.from_bytes(state)
