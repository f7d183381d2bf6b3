"""Teachers."""

from __future__ import annotations

import copy
import inspect
import os
from collections.abc import Iterable
from ctypes import byref, c_size_t, c_void_p, create_string_buffer
from typing import TYPE_CHECKING, Any, Protocol, SupportsFloat, SupportsIndex, TypeVar, Union, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments, _structures, descriptions
from ._arguments import Scratch, address
from ._batches import FIRST_BATCH, batches
from ._library import check, error, library
from ._outcomes import are_complete, check_outcomes, outcome, outcomes
from ._parameters import Kind, ParameterArray
from ._proposals import Proposal, proposal_of
from ._space import TaskLike, TaskSpace
from ._teacher_base import TEACHERS, with_room
from ._teacher_inspection import Inspection, Mixture, Regions
from ._teacher_progress import Progress
from ._teacher_slots import Slots
from .errors import InvalidArgumentError

if TYPE_CHECKING:
    import gymnasium
    from typing_extensions import Self, Unpack

    from ._options import TeacherOptions

__all__ = ["Box", "Mixture", "Regions", "SpaceLike", "Teacher", "space_of"]

# Bound once: these are called for every episode.
_sample_task = library.teachdrl_teacher_sample_task
_propose = library.teachdrl_teacher_propose
_update = library.teachdrl_teacher_update
_FLOAT64 = np.dtype(np.float64)
_MISMATCH = 8


class Box(Protocol):
    """A box-shaped space; gymnasium.spaces.Box is one."""

    low: Any
    high: Any


SpaceLike = Union[TaskSpace, Box, "gymnasium.Space[Any]"]
"""What a task space can be given as."""


def space_of(space: SpaceLike, name: str = "space") -> TaskSpace:
    """A task space of this package's, from one of Gymnasium's or anything with `low` and `high`."""
    if isinstance(space, TaskSpace):
        return space
    bounds = _bounds_of(space, f"{name} must be a TaskSpace or one of gymnasium.spaces")
    return TaskSpace.from_gymnasium(cast("Any", space)) if bounds is None else TaskSpace.from_bounds(*bounds)


def _bounds_of(space: Any, what: str) -> tuple[Any, Any] | None:
    """The bounds of a box of plain numbers, flattened; None if it is another of Gymnasium's spaces."""
    is_box = hasattr(space, "low") and hasattr(space, "high")
    if is_box and not np.issubdtype(getattr(space, "dtype", None) or np.float64, np.integer):
        return np.ravel(space.low), np.ravel(space.high)
    if not is_box and not any(base.__name__ == "Space" for base in type(space).__mro__):
        raise TypeError(f"{what}, not {_arguments.shown(space)}")
    return None


class _Definition:
    """A teacher to create or to load."""

    def __init__(self, name: str | None, space: TaskSpace | None, options: dict[str, Any], seed: int = 0) -> None:
        kind = None if name is None else _arguments.text(name, "name")
        self._parameters = None if space is None else ParameterArray(space.coordinates)
        self._options = _arguments.Options(options, TEACHERS[name].options if name in TEACHERS else None)
        self._structure = _structures.TeacherDefinition(
            name=kind,
            parameters=None if self._parameters is None else self._parameters.address,
            parameter_count=0 if self._parameters is None else self._parameters.count,
            options=self._options.address,
            option_count=self._options.count,
            seed=seed,
        )
        self.reference = byref(self._structure)

    def check(self, status: int, **names: str) -> None:
        """Raises the exception for a call with this definition."""
        self._options.check(status, parameter_count="the number of parameters", **names)


class Teacher(Slots, Inspection, Progress):
    """Proposes the tasks on which a student trains, and learns from what the student reaches on them.

        teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=42, fit_rate=250)
        for episode in range(20_000):
            task = teacher.sample_task()
            teacher.update(task, play(task))

    Named, log-scaled, whole and categorical parameters come as a space; a task may be a mapping wherever it is taken:

        space = TaskSpace(gravity=Log(1, 20), legs=Integer(2, 4), ground=Choice("grass", "ice"))
        teacher = Teacher("ALP-GMM", space, seed=42)
        teacher.update({"gravity": 9.8, "legs": 2, "ground": "ice"}, 212.5, success=True)

    Updates may come late, in another order than the samples, and for tasks that the teacher never proposed. A teacher
    can be used from many threads, pickled, copied, saved and loaded; the same seed and calls give the same bits.

    Args:
        name: Which teacher; see below.
        low: The task space: a TaskSpace, or a space of Gymnasium's (a Box is flattened; anything with `low` and `high`
            is one). Or the lower bounds of plain numbers.
        high: Their upper bounds; not given with a space.
        seed: From 0 to 2**64 - 1; None draws one from the system.
        **options: The teacher's, as below. None stands for "off".

    Raises:
        UnknownNameError: The teacher or an option does not exist.
        InvalidArgumentError: Parameters, bounds, a seed or an option's value are not as they must be.
    """

    __slots__ = ()

    def __init__(
        self,
        name: str,
        low: ArrayLike | SpaceLike,
        high: ArrayLike | None = None,
        *,
        seed: SupportsIndex | None = None,
        **options: Unpack[TeacherOptions],
    ) -> None:
        kind = _arguments.text(name, "name")
        bounds: tuple[Any, Any] | None = (low, high)
        if isinstance(low, TaskSpace):
            bounds = None
        elif high is None:
            bounds = _bounds_of(low, "low must be a TaskSpace or one of gymnasium.spaces if high is not given")
        handle = c_void_p()
        if bounds is None:
            if high is not None:
                raise TypeError("high must not be given with a TaskSpace")
            definition = _Definition(name, space_of(cast("SpaceLike", low)), dict(options), _arguments.seed(seed))
            definition.check(library.teachdrl_teacher_create_from(definition.reference, byref(handle)))
        else:
            lows = _arguments.numbers(bounds[0], "low")
            highs = _arguments.row(bounds[1], len(lows), "high")
            given = _arguments.Options(options, TEACHERS[name].options if name in TEACHERS else None)
            given.check(
                library.teachdrl_teacher_create(
                    kind,
                    len(lows),
                    address(lows),
                    address(highs),
                    given.array,
                    given.count,
                    _arguments.seed(seed),
                    byref(handle),
                ),
                dimension="the length of low",
            )
        self._adopt(handle)

    # ------------------------------------------------------------------------------------------------ the curriculum

    def sample_task(self) -> NDArray[np.float64]:
        """Proposes a task, always inside the task space."""
        pool = self._scratch
        try:
            scratch = pool.pop()
        except IndexError:
            scratch = Scratch(self._dimension)
        status = _sample_task(self._handle, scratch.address, self._dimension)
        if status:
            raise error(status)
        task: NDArray[np.float64] = scratch.view.copy()
        pool.append(scratch)
        return task

    def propose(self) -> Proposal:
        """Proposes a task as `sample_task` does, with its level. Today's teachers give no level and no seed."""
        task, beside = np.empty(self._dimension), _structures.Proposal()
        status = _propose(self._handle, address(task), self._dimension, byref(beside))
        if status:
            raise error(status)
        return proposal_of(task, beside)

    def update(
        self,
        task: TaskLike,
        episode_return: SupportsFloat | None = None,
        *,
        success: SupportsFloat | None = None,
        value_estimate: SupportsFloat | None = None,
        length: SupportsIndex | None = None,
        score: SupportsFloat | None = None,
        level: SupportsIndex | None = None,
    ) -> None:
        """Tells the teacher how an episode on a task has ended.

        What it learns from is the return, the success or the score: the option `signal` says which. With ALP-GMM every
        `fit_rate`-th update fits the mixture and takes correspondingly longer.

        Args:
            task: What was played.
            episode_return: The sum of its rewards.
            success: From 0 to 1, or a bool. If it is not known, the option `success_return` derives it from the return.
            value_estimate: The student's estimate of the return at the first observation.
            length: The number of steps.
            score: A number of your own that says how well it went.
            level: The proposal's level.

        Raises:
            InvalidArgumentError: The task lies outside the task space, a number is not finite, or the teacher needs
                what is not known.
        """
        pool = self._scratch
        try:
            scratch = pool.pop()
        except IndexError:
            scratch = Scratch(self._dimension)
        if task.__class__ is not np.ndarray or task.shape != self._shape or task.dtype is not _FLOAT64:
            task = self._row(task)
        scratch.view[:] = task
        if (
            episode_return is not None
            and success is None
            and value_estimate is None
            and length is None
            and score is None
            and level is None
        ):
            heard = _arguments.real(episode_return, "episode_return")
            status = _update(self._handle, scratch.address, self._dimension, heard)
            pool.append(scratch)
            if status:
                check_outcomes(status)
            return
        known = outcome(episode_return, success, value_estimate, length, score, level)
        status = library.teachdrl_teacher_update_outcomes(
            self._handle, scratch.address, 1, self._dimension, address(known)
        )
        pool.append(scratch)
        check_outcomes(status)

    def sample_tasks(self, count: SupportsIndex) -> NDArray[np.float64]:
        """Proposes `count` tasks, one a row: the same as `count` calls of `sample_task`."""
        rows = _arguments.index(count, "count")
        tasks = np.empty((rows, self._dimension))
        for part in (tasks[batch] for batch in batches(rows)):
            check(library.teachdrl_teacher_sample_tasks(self._handle, address(part), len(part), self._dimension))
        return tasks

    def update_tasks(
        self,
        tasks: Any,
        episode_returns: ArrayLike | None = None,
        *,
        successes: ArrayLike | None = None,
        value_estimates: ArrayLike | None = None,
        lengths: ArrayLike | None = None,
        scores: ArrayLike | None = None,
        levels: ArrayLike | Iterable[int | None] | None = None,
    ) -> None:
        """Updates in order, a task a row; all are checked first, and if one is wrong none is made.

        What is not known about one of the episodes is NaN, or None among levels.

        Many are made in several calls of the library, of a tenth of a second each. So Ctrl-C ends this soon; the
        updates made by then stay, and `episode_count` says how many there are. Updates of other threads can come in
        between.
        """
        tasks = self._rows(tasks)
        if episode_returns is not None and all(
            each is None for each in (successes, value_estimates, lengths, scores, levels)
        ):
            self._update_returns(tasks, _arguments.row(episode_returns, len(tasks), "episode_returns"))
            return
        known = outcomes(len(tasks), episode_returns, successes, value_estimates, lengths, scores, levels)
        are_right = len(tasks) <= FIRST_BATCH or (
            are_complete(known, self.outcome_members.needs) and self._are_tasks(tasks)
        )
        # What is wrong is for the library to say: it gets all, and makes no update.
        for batch in batches(len(tasks)) if are_right else [slice(None)]:
            rows, heard = tasks[batch], known[batch]
            check_outcomes(
                library.teachdrl_teacher_update_outcomes(
                    self._handle, address(rows), len(rows), self._dimension, address(heard)
                ),
                many=True,
            )

    def _update_returns(self, tasks: NDArray[np.float64], returns: NDArray[np.float64]) -> None:
        """The same where nothing is known but returns, which are passed as they are."""
        are_right = len(tasks) <= FIRST_BATCH or (
            self.outcome_members.needs <= {"episode_return"} and np.isfinite(returns).all() and self._are_tasks(tasks)
        )
        for batch in batches(len(tasks)) if are_right else [slice(None)]:
            rows, heard = tasks[batch], returns[batch]
            check_outcomes(
                library.teachdrl_teacher_update_tasks(
                    self._handle, address(rows), len(rows), self._dimension, address(heard)
                ),
                many=True,
            )

    def _are_tasks(self, tasks: NDArray[np.float64]) -> bool:
        """Whether all rows are tasks that the teacher accepts."""
        low, high = self._bounds()
        whole = [coordinate.kind >= Kind.INTEGER for coordinate in self.space.coordinates]
        if ((tasks >= low) & (tasks <= high)).all() and not (tasks[:, whole] % 1).any():
            return True
        # What is outside by a rounding the library may accept all the same.
        try:
            self.log_densities(tasks)
        except InvalidArgumentError:
            return False
        return True

    # ---------------------------------------------------------------------------------------------------- saved state

    def save(self, path: str | os.PathLike[str]) -> None:
        """Saves the teacher to a file, atomically: whoever reads it finds the old state or the new.

        Raises:
            StateFileError: The file cannot be written; the old one is then as it was.
        """
        check(library.teachdrl_teacher_save(self._handle, _arguments.path(path)))

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        space: SpaceLike | None = None,
        *,
        name: str | None = None,
        **options: Unpack[TeacherOptions],
    ) -> Self:
        """The teacher whose state a file is; it goes on bit for bit as the one that was saved.

        Args:
            path: The file.
            space: The task space that the teacher must have; None for any. Units, documentation and defaults may
                differ: the teacher has those of this space. So may the names if the state's were not given any.
            name: The name that it must have; None for any.
            **options: The values that its options must have; others may be any.

        Raises:
            StateMismatchError: The state is of another teacher; the message says what differs.
            StateFileNotFoundError: There is no such file (a FileNotFoundError). Create a new teacher only in this case:
                after any other error its `save` would overwrite a state that could not be read.
            StateFileError: It cannot be read.
            InvalidDataError: It is no state, is damaged, or a later version wrote it.
        """
        handle, wanted = c_void_p(), cls._wanted(space, name, dict(options))
        wanted.check(library.teachdrl_teacher_load_as(_arguments.path(path), wanted.reference, byref(handle)))
        return cls._of(handle)

    @classmethod
    def fits(
        cls,
        path: str | os.PathLike[str],
        space: SpaceLike | None = None,
        *,
        name: str | None = None,
        **options: Unpack[TeacherOptions],
    ) -> bool:
        """Whether `load` with these arguments finds the teacher that they describe.

        Raises:
            StateFileNotFoundError: There is no such file (a FileNotFoundError).
            StateFileError: It cannot be read.
            InvalidDataError: It is no state, is damaged, or a later version wrote it.
        """
        wanted = cls._wanted(space, name, dict(options))
        status = library.teachdrl_teacher_load_as(_arguments.path(path), wanted.reference, None)
        if status != _MISMATCH:
            wanted.check(status)
        return not status

    @staticmethod
    def _wanted(space: SpaceLike | None, name: str | None, options: dict[str, Any]) -> _Definition:
        return _Definition(name, None if space is None else space_of(space), options)

    def to_bytes(self) -> bytes:
        """The teacher's state, as `save` writes it."""
        return _state(self._handle)

    @classmethod
    def from_bytes(
        cls,
        state: bytes | bytearray | memoryview,
        space: SpaceLike | None = None,
        *,
        name: str | None = None,
        **options: Unpack[TeacherOptions],
    ) -> Self:
        """The teacher whose state these bytes, or an object with a buffer of them, are.

        Args:
            state: The bytes.
            space, name, **options: What it must be, as of `load`.

        Raises:
            StateMismatchError: They are of another teacher; the message says what differs.
            InvalidDataError: They are no state, are damaged, or a later version wrote them.
        """
        handle, content = c_void_p(), _arguments.content(state, "state")
        wanted = cls._wanted(space, name, dict(options))
        wanted.check(
            library.teachdrl_teacher_load_from_memory_as(content, len(content), wanted.reference, byref(handle)),
            bytes="state",
        )
        return cls._of(handle)

    @classmethod
    def _of(cls, handle: c_void_p) -> Self:
        teacher = cls.__new__(cls)
        Teacher._adopt(teacher, handle)
        return teacher

    def __reduce__(self) -> tuple[Any, ...]:
        # Attributes that a subclass adds come along.
        return _restored, (type(self), self.to_bytes()), getattr(self, "__dict__", None) or None

    def __copy__(self) -> Self:
        other = self.from_bytes(self.to_bytes())
        if hasattr(self, "__dict__"):
            vars(other).update(vars(self))
        return other

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        other = memo[id(self)] = self.from_bytes(self.to_bytes())
        if hasattr(self, "__dict__"):
            vars(other).update(copy.deepcopy(vars(self), memo))
        return other

    def __repr__(self) -> str:
        low, high = self._bounds()
        space = f"{low.tolist()}, {high.tolist()}"
        if not self.space.is_plain:
            space = repr(self.space)
        if len(space) > 60:
            space = f"{self._dimension} dimensions"
        return f"{type(self).__name__}({self.name!r}, {space}, episode_count={self.episode_count})"


AnyTeacher = TypeVar("AnyTeacher", bound=Teacher)


def _state(handle: int) -> bytes:
    """A teacher's state."""

    def attempt(capacity: int, size: c_size_t) -> tuple[int, Any]:
        buffer = create_string_buffer(capacity)
        return library.teachdrl_teacher_save_to_memory(
            handle, buffer if capacity else None, capacity, byref(size)
        ), buffer

    buffer, size = with_room(attempt)
    return bytes(memoryview(buffer)[:size])


def _restored(cls: type[AnyTeacher], state: bytes) -> AnyTeacher:
    teacher = cls.from_bytes(state)
    teacher._process = None
    return teacher


def _document() -> None:
    """Puts the library's own list of options into the signature and the help text."""
    sections = []
    union: dict[str, descriptions.Option] = {}
    for description in TEACHERS.values():
        sections.append(f"    {description.name}: {description.documentation}")
        sections.append(descriptions.option_lines(description.options.values(), " " * 8))
        for option in description.options.values():
            union.setdefault(option.name, option)
    signature = descriptions.signature(Teacher.__init__, union.values())
    parameters = list(signature.parameters.values())[1:]
    descriptions.document(
        Teacher,
        "Teachers and their options",
        "\n".join(sections),
        inspect.Signature(parameters),
    )


_document()
