"""The episodes of many workers that share a teacher."""

from __future__ import annotations

from ctypes import byref
from typing import SupportsFloat, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments, _structures
from ._arguments import address
from ._batches import FIRST_BATCH, batches
from ._library import check, library
from ._outcomes import are_complete, check_outcomes, outcome, outcomes
from ._proposals import Proposal, proposal_of
from ._teacher_base import TeacherBase


class Slots(TeacherBase):
    """Episodes under way, each in a slot, whose tasks the teacher keeps."""

    __slots__ = ()

    def begin_episode(self, slot: SupportsIndex) -> NDArray[np.float64]:
        """Begins an episode in a slot, a number from 0 to 999,999 of your choice, and proposes its task.

        The teacher keeps the tasks of episodes under way; a saved state has them too. `proposal_in_slot` has what was
        proposed beside the task.

        Raises:
            InvalidStateError: The slot's last episode has neither been ended nor abandoned.
        """
        task = np.empty(self._dimension)
        check(
            library.teachdrl_teacher_begin_episode(
                self._handle, _arguments.index(slot, "slot"), address(task), self._dimension
            )
        )
        return task

    def begin_episodes(self, slots: ArrayLike) -> NDArray[np.float64]:
        """The same in different slots; a task a row."""
        numbers = _arguments.indices(slots, "slots")
        tasks = np.empty((len(numbers), self._dimension))
        check(
            library.teachdrl_teacher_begin_episodes(
                self._handle, address(numbers), len(numbers), address(tasks), self._dimension
            )
        )
        return tasks

    def end_episode(
        self,
        slot: SupportsIndex,
        episode_return: SupportsFloat | None = None,
        *,
        success: SupportsFloat | None = None,
        value_estimate: SupportsFloat | None = None,
        length: SupportsIndex | None = None,
        score: SupportsFloat | None = None,
    ) -> None:
        """Ends the episode in a slot: tells the teacher what is known about it, as `update` does.

        Raises:
            InvalidArgumentError: A number is not finite, or the teacher needs what is not known. The episode is still
                under way: `abandon_episode` frees the slot.
            InvalidStateError: No episode is under way in the slot.
        """
        number = np.array([_arguments.index(slot, "slot")], dtype=np.uintp)
        known = outcome(episode_return, success, value_estimate, length, score)
        check_outcomes(
            library.teachdrl_teacher_end_episodes_with_outcomes(self._handle, address(number), 1, address(known))
        )

    def end_episodes(
        self,
        slots: ArrayLike,
        episode_returns: ArrayLike | None = None,
        *,
        successes: ArrayLike | None = None,
        value_estimates: ArrayLike | None = None,
        lengths: ArrayLike | None = None,
        scores: ArrayLike | None = None,
    ) -> None:
        """The same in different slots, in order; if one is wrong none is ended. Ctrl-C is as with `update_tasks`."""
        numbers = _arguments.indices(slots, "slots")
        known = outcomes(len(numbers), episode_returns, successes, value_estimates, lengths, scores)
        are_right = len(numbers) <= FIRST_BATCH or (
            are_complete(known, self.outcome_members.needs)
            and len(np.unique(numbers)) == len(numbers)
            and np.isin(numbers, self.busy_slots).all()
        )
        for batch in batches(len(numbers)) if are_right else [slice(None)]:
            some, heard = numbers[batch], known[batch]
            check_outcomes(
                library.teachdrl_teacher_end_episodes_with_outcomes(
                    self._handle, address(some), len(some), address(heard)
                ),
                many=True,
            )

    def abandon_episode(self, slot: SupportsIndex) -> None:
        """Gives up the episode in a slot; the teacher learns nothing from it."""
        check(library.teachdrl_teacher_abandon_episode(self._handle, _arguments.index(slot, "slot")))

    @property
    def busy_slots(self) -> NDArray[np.uintp]:
        """The slots whose episodes are under way, in ascending order."""
        return self._sized(library.teachdrl_teacher_busy_slots, np.uintp)

    def task_in_slot(self, slot: SupportsIndex) -> NDArray[np.float64]:
        """The task of the episode that is under way in a slot."""
        task = np.empty(self._dimension)
        check(
            library.teachdrl_teacher_task_in_slot(
                self._handle, _arguments.index(slot, "slot"), address(task), self._dimension
            )
        )
        return task

    def proposal_in_slot(self, slot: SupportsIndex) -> Proposal:
        """What was proposed for the episode that is under way in a slot."""
        beside = _structures.Proposal()
        check(library.teachdrl_teacher_proposal_in_slot(self._handle, _arguments.index(slot, "slot"), byref(beside)))
        return proposal_of(self.task_in_slot(slot), beside)
