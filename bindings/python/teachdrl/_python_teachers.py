"""Teachers written in Python, attached to environments that the library steps.

The library calls its own teachers inside the calls that end episodes. Those of the user's own are called here, between
the library's calls, in the same order: for each environment whose episode has ended, one after the other, first
`update`, then `sample_task`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ._curriculum import Task, TeacherLike, proposal, tell
from ._teacher import Teacher
from .errors import InvalidArgumentError


def is_native(teacher: TeacherLike) -> bool:
    """Whether the library can call a teacher itself: it is a Teacher, and no subclass has methods of its own."""
    if not isinstance(teacher, Teacher):
        return False
    kind = type(teacher)
    return kind.sample_task is Teacher.sample_task and kind.update is Teacher.update


class TakingTurns:
    """Teachers of which one is drawn for each episode.

    Args:
        teachers: One or more.
        shares: How often each proposes, in proportion; None for equally often.
    """

    def __init__(self, teachers: Sequence[TeacherLike], shares: NDArray[np.float64] | None) -> None:
        given = np.ones(len(teachers)) if shares is None else shares
        if not (np.isfinite(given).all() and (given >= 0).all() and (given > 0).any()):
            raise InvalidArgumentError(
                f"shares is {given.tolist()}; it must be finite numbers, none negative and one at least positive"
            )
        self.teachers = tuple(teachers)
        # Of the greatest, so that the sum is finite; the last end is 1, which no draw reaches.
        ends = np.cumsum(given / given.max())
        self._ends = ends / ends[-1]

    def choose(self, generator: np.random.Generator) -> int:
        """Draws one of the teachers; with one teacher nothing is drawn."""
        if len(self.teachers) == 1:
            return 0
        return int(np.searchsorted(self._ends, generator.random(), side="right"))


class PythonTeachers:
    """Which environments have teachers that are called here, and what these have proposed."""

    def __init__(self, count: int, dimension: int) -> None:
        self._turns: list[TakingTurns | None] = [None] * count
        # Made when they are needed: there may be 65,536 environments.
        self._generators: dict[int, np.random.Generator] = {}
        self._seeds: dict[int, int] = {}
        self._dimension = dimension
        self.attached = np.zeros(count, dtype=np.bool_)
        """The environments that have such teachers."""
        self.sources = np.full(count, -1, dtype=np.int32)
        """Which of its teachers has proposed an environment's last task."""

    def attach(self, turns: TakingTurns | None, environments: Iterable[int]) -> None:
        """Gives environments teachers, or none."""
        for index in environments:
            self._turns[index], self.sources[index] = turns, -1
            self.attached[index] = turns is not None

    def seed(self, index: int, seed: int) -> None:
        """Starts an environment's choices among its teachers anew."""
        self._seeds[index] = seed
        self._generators.pop(index, None)

    def tell(self, index: int, task: Task, episode_return: float) -> None:
        """Tells the teacher that proposed a task the return that was reached on it."""
        turns = self._turns[index]
        if turns is not None and self.sources[index] >= 0:
            tell(turns.teachers[self.sources[index]], task, episode_return)

    def propose(self, index: int) -> Task:
        """The task of an environment's next episode."""
        turns = self._turns[index]
        assert turns is not None
        generator = self._generators.get(index)
        if generator is None:
            generator = self._generators[index] = np.random.default_rng(self._seeds.get(index))
        self.sources[index] = turns.choose(generator)
        return proposal(turns.teachers[self.sources[index]], self._dimension)
