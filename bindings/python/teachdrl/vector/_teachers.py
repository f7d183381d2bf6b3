"""Teachers that propose the tasks of many walkers, inside the library or, if written in Python, between its calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import c_size_t, c_void_p
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._arguments import address
from .._curriculum import TeacherLike, require_teacher
from .._library import check, library
from .._proposals import Proposal
from .._python_teachers import TakingTurns, is_native
from .._reports import Score
from .._structures import NO_LEVEL
from .._teacher import Teacher
from ..errors import InvalidArgumentError, InvalidStateError
from ._results import Results
from ._tasks import Tasks

_ALL_ENVIRONMENTS = c_size_t(-1).value


class Teachers(Tasks):
    """Many environments to which teachers can be attached."""

    autoreset_mode: AutoresetMode
    _native_mode: AutoresetMode

    def _create(self, count: int, mode: AutoresetMode) -> None:
        raise NotImplementedError

    def attach_teachers(
        self,
        teachers: TeacherLike | Sequence[TeacherLike],
        *,
        shares: ArrayLike | None = None,
        index: int | None = None,
        score: Score | None = None,
    ) -> None:
        """Has teachers propose the tasks and hear how episodes end, inside the calls that end them.

        The episodes under way are given up: reset before the next step. A teacher hears the return as it is, the
        length, and the success: whether the return is above `mastered_return`, unless the teacher's option
        `success_return` is another number or off.

        A teacher may be an object of your own with `sample_task` and `update`, or a Teacher whose methods a subclass
        replaces. It is called in Python after the step that ends an episode: in the same order, but on one thread and
        with some microseconds of Python for each episode. With autoreset in the same step it is attached before
        anything else is done, and `send` and `receive` cannot be used.

        Args:
            teachers: One, or several of which one is drawn for each episode; none, and tasks are the caller's again.
            shares: How often each of several proposes; None for equally often.
            index: One environment; None for all.
            score: A function of a `FinishedEpisode` that says how well it went. With it teachers are called in Python.

        Raises:
            InvalidArgumentError: A teacher's task space is not inside the environment's, it needs to know what the
                environments do not say, or a share is negative.
            InvalidStateError: Autoreset is in the same step, a teacher is written in Python, and the environments have
                been used already.
        """
        # A teacher can be iterable itself.
        is_one = hasattr(teachers, "sample_task") or not isinstance(teachers, Iterable)
        several: list[Any] = [teachers] if is_one else list(teachers)  # type: ignore[arg-type]
        for teacher in several:
            require_teacher(teacher, "teachers")
            if isinstance(teacher, Teacher) and teacher.dimension != self._dimension:
                raise InvalidArgumentError(
                    f"teachers proposes tasks of {teacher.dimension} numbers; this environment's have {self._dimension}"
                )
        meant = range(self.num_envs) if index is None else [self._index(index)]
        weights = None if shares is None else _arguments.row(shares, len(several), "shares")
        in_python = score is not None or not all(is_native(teacher) for teacher in several)
        resets_here = self._native_mode is not self.autoreset_mode
        turns = TakingTurns(several, weights) if several and (in_python or resets_here) else None
        if turns is not None and self.autoreset_mode is AutoresetMode.SAME_STEP and not resets_here:
            if not self._is_as_made:
                raise InvalidStateError(
                    "with autoreset in the same step a teacher that is written in Python must be attached before "
                    "anything else is done with the environments"
                )
            # The library would start the next episodes before their tasks are known.
            self._create(self.num_envs, AutoresetMode.DISABLED)
        self._attach([] if turns is not None else several, weights if turns is None else None, index)
        self._python_teachers.attach(turns, meant, score)
        self._teacher_count = max(len(several), 0 if index is None else self._teacher_count)

    def _attach(self, several: list[Any], weights: NDArray[np.float64] | None, index: int | None) -> None:
        """Attaches teachers that the library calls itself; none gives up the episodes under way."""
        handles = (c_void_p * max(1, len(several)))(*(teacher._handle for teacher in several))
        check(
            library.teachdrl_vector_environment_attach_teachers(
                self._address,
                _ALL_ENVIRONMENTS if index is None else _arguments.index(index, "index"),
                handles,
                None if weights is None else address(weights),
                len(several),
            )
        )
        self._is_as_made = self._is_as_made and not several

    def _propose(self, flags: NDArray[np.bool_]) -> None:
        """Sets the next tasks of those environments among some that have teachers written in Python."""
        meant = flags & self._python_teachers.attached
        if not meant.any():
            return
        self._set_proposals({index: self._python_teachers.propose(index) for index in np.flatnonzero(meant).tolist()})

    def _set_proposals(self, proposals: dict[int, Proposal]) -> None:
        """Has environments play proposals next."""
        rows, flags = np.zeros((self.num_envs, self._dimension)), np.zeros(self.num_envs, dtype=np.bool_)
        for index, proposed in proposals.items():
            rows[index], flags[index] = proposed.task, True
        try:
            self._set_checked(rows, flags, "tasks")
        except InvalidArgumentError as failure:
            raise InvalidArgumentError(f"what sample_task() gave is no task of these environments: {failure}") from None
        if any(proposed.seed is not None or self._next_seeds.get(index) for index, proposed in proposals.items()):
            self._set_next_seeds({index: proposed.seed for index, proposed in proposals.items()})

    def _tell(self, results: Results, rows: dict[int, int]) -> None:
        """Tells teachers written in Python how episodes have ended, by environments and rows, and asks for the next."""
        following: dict[int, Proposal] = {}
        here = self._python_teachers
        for index, row in rows.items():
            if not here.attached[index]:
                continue
            played = here.proposals[index]
            results.sources[row] = here.sources[index]
            if played is not None:
                results.levels[row] = NO_LEVEL if played.level is None else played.level
                results.are_for_learning[row] = played.is_for_learning
                total, length = float(results.returns[row]), int(results.lengths[row])
                here.tell(index, total, length, {"episode_return": total, "episode_length": length})
            if self.autoreset_mode is not AutoresetMode.DISABLED:
                following[index] = here.propose(index)
        if following:
            self._set_proposals(following)
