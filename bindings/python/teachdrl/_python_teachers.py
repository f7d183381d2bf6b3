"""Teachers written in Python, attached to environments that the library steps.

The library calls its own teachers inside the calls that end episodes. Those of the user's own are called here, between
the library's calls, in the same order: for each environment whose episode has ended, one after the other, first
`update`, then `sample_task`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._curriculum import TeacherLike, proposal
from ._proposals import Proposal
from ._reports import Reports, Score
from ._space import TaskSpace
from ._teacher import Teacher
from .errors import InvalidArgumentError


def is_native(teacher: TeacherLike) -> bool:
    """Whether the library can call a teacher itself: it is a Teacher, and no subclass has methods of its own."""
    if not isinstance(teacher, Teacher):
        return False
    kind = type(teacher)
    return all(getattr(kind, name) is getattr(Teacher, name) for name in ("sample_task", "propose", "update"))


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

    def __init__(self, count: int, space: TaskSpace, mastered_return: float | None) -> None:
        self._space = space
        self._mastered_return = mastered_return
        self._reports: list[Reports | None] = [None] * count
        self._turns: list[TakingTurns | None] = [None] * count
        # Made when they are needed: there may be 65,536 environments.
        self._generators: dict[int, np.random.Generator] = {}
        self._seeds: dict[int, int] = {}
        self.proposals: list[Proposal | None] = [None] * count
        """What they have proposed last for an environment."""
        self.attached = np.zeros(count, dtype=np.bool_)
        """The environments that have such teachers."""
        self.sources = np.full(count, -1, dtype=np.int32)
        """Which of its teachers has proposed an environment's last task."""

    def attach(self, turns: TakingTurns | None, environments: Iterable[int], score: Score | None) -> None:
        """Gives environments teachers, or none."""
        reports = None if turns is None else Reports(score, self._mastered_return)
        for index in environments:
            self._turns[index], self._reports[index], self.proposals[index] = turns, reports, None
            self.sources[index] = -1
            self.attached[index] = turns is not None

    def seed(self, index: int, seed: int) -> None:
        """Starts an environment's choices among its teachers anew."""
        self._seeds[index] = seed
        self._generators.pop(index, None)

    def tell(self, index: int, episode_return: float, length: int, info: dict[str, Any]) -> None:
        """Tells the teacher that proposed an environment's task how the episode has ended."""
        turns, reports, played = self._turns[index], self._reports[index], self.proposals[index]
        if turns is not None and reports is not None and played is not None and self.sources[index] >= 0:
            reports.tell(turns.teachers[self.sources[index]], played, episode_return, length, info)

    def propose(self, index: int) -> Proposal:
        """What an environment plays next."""
        turns = self._turns[index]
        assert turns is not None
        generator = self._generators.get(index)
        if generator is None:
            generator = self._generators[index] = np.random.default_rng(self._seeds.get(index))
        source = turns.choose(generator)
        proposed = proposal(turns.teachers[source], self._space.dimension, lambda: self._space)
        self.sources[index], self.proposals[index] = source, proposed
        return proposed
