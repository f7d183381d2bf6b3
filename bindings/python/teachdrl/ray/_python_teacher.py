"""A teacher written in Python as a ledger keeps it: with a task space and a state, which is its pickle."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Union

import numpy as np
import ray.cloudpickle
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._curriculum import TeacherLike, proposal, require_teacher
from .._proposals import Proposal
from .._reports import Outcome, tell
from .._teacher import SpaceLike, Teacher
from ..errors import InvalidArgumentError, InvalidDataError

_MAGIC = b"TEACHDRL-PYTHON\x01"


class PythonTeacher:
    """A teacher of the user's own, and the bounds of its tasks.

    The same calls must lead to the same proposals, from a start and from a pickle: it draws from generators of its own.

    Args:
        teacher: An object with `sample_task` and `update` that can be pickled.
        low: The task space's lower bounds, or a space.
        high: Its upper bounds; not given with a space.
    """

    def __init__(self, teacher: TeacherLike, low: ArrayLike | SpaceLike, high: ArrayLike | None) -> None:
        require_teacher(teacher)
        # A teacher of the library's checks the bounds.
        self.space = Teacher("Random", low, high, seed=0).space
        self.wrapped, self.low, self.high = teacher, self.space.low, self.space.high
        self.dimension = self.space.dimension
        self.episode_count = 0
        self.options: dict[str, Any] = {}

    @property
    def name(self) -> str:
        """The name of its class."""
        return type(self.wrapped).__qualname__

    def proposals(self, count: int) -> list[Proposal]:
        """What it proposes, for so many episodes."""
        found = [proposal(self.wrapped, self.dimension, lambda: self.space) for _ in range(count)]
        rows = np.array([each.task for each in found]).reshape(count, self.dimension)
        tasks = self._within(rows, f"what {self.name} proposed")
        return [dataclasses.replace(each, task=task) for each, task in zip(found, tasks)]

    def _within(self, tasks: NDArray[np.float64], what: str) -> NDArray[np.float64]:
        """Tasks of the task space; those that a rounding to float32 has moved out of it are put on its bounds."""
        if not len(tasks):
            return tasks
        within = np.clip(tasks, self.low, self.high)
        if not _arguments.same_bounds(tasks, within) or not all(task in self.space for task in within):
            raise InvalidArgumentError(
                f"{what} is {tasks.tolist()}, outside the task space, from {self.low.tolist()} to {self.high.tolist()}"
            )
        return within

    def tell(self, task: ArrayLike, outcome: Outcome) -> None:
        """Tells it how an episode has ended."""
        tell(self.wrapped, np.array(task, dtype=np.float64), outcome)
        self.episode_count += 1

    def require_tasks(self, tasks: ArrayLike) -> None:
        """Refuses tasks that are outside the task space."""
        self._within(_arguments.rows(tasks, self.dimension, "tasks"), "tasks")

    def to_bytes(self) -> bytes:
        """The teacher's pickle, with what is known about it."""
        # A space in the place of the lower bounds, which earlier versions wrote.
        kept = (self.wrapped, self.space, None, self.episode_count)
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


def proposals_of(teacher: AnyTeacher, count: int) -> list[Proposal]:
    """What a teacher proposes, for so many episodes."""
    if isinstance(teacher, PythonTeacher):
        return teacher.proposals(count)
    return [teacher.propose() for _ in range(count)]


def tell_of(teacher: AnyTeacher, task: ArrayLike, outcome: Outcome) -> None:
    """Tells a teacher how an episode has ended."""
    if isinstance(teacher, PythonTeacher):
        teacher.tell(task, outcome)
    else:
        tell(teacher, np.asarray(task), outcome)


def is_same(what: str, here: Any, there: Any) -> bool:
    """Whether an attribute of two teachers is the same: "name", "options", "low", "high" or "space"."""
    if what in ("low", "high"):
        return _arguments.same_bounds(here, there)
    return bool(here.is_like(there) if what == "space" else here == there)


def bounds_or_space(teacher: AnyTeacher) -> tuple[Any, Any]:
    """What to make another teacher like it from: the bounds of plain numbers, or a space and None."""
    return (teacher.low, teacher.high) if teacher.space.is_plain else (teacher.space, None)


def made_of(
    teacher: str | TeacherLike,
    low: ArrayLike | SpaceLike,
    high: ArrayLike | None,
    seed: int,
    options: Mapping[str, Any],
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
