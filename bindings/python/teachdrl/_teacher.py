"""Teachers."""

from __future__ import annotations

import copy
import inspect
import os
from collections.abc import Callable
from ctypes import byref, c_char_p, c_double, c_size_t, c_uint64, c_void_p, create_string_buffer
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, SupportsFloat, SupportsIndex, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments, descriptions
from ._arguments import Scratch, address
from ._batches import FIRST_BATCH, batches
from ._handles import Handle
from ._library import check, error, library
from .descriptions import ParsedValue
from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack

    from ._options import TeacherOptions

# Bound once: these two are called for every episode.
_sample_task = library.teachdrl_teacher_sample_task
_update = library.teachdrl_teacher_update
_FLOAT64 = np.dtype(np.float64)
_TEACHERS = descriptions.teachers()


class Box(Protocol):
    """A box-shaped space; gymnasium.spaces.Box is one."""

    low: Any
    high: Any


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of Gaussians that tasks are drawn from, of k components in D dimensions.

    The dimensions are the task's and then, with ALP-GMM, the absolute learning progress; with Covar-GMM, the time and
    the reward.

    Attributes:
        weights: k numbers, which add up to 1.
        means: k by D.
        covariances: k by D by D.
        sampling_weights: k numbers, in proportion to which a component is chosen to draw a task from; where all are 0,
            all are alike.
    """

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    covariances: NDArray[np.float64]
    sampling_weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weights)

    def __repr__(self) -> str:
        return f"Mixture({len(self)} components of {self.means.shape[1]} dimensions)"


@dataclass(frozen=True, eq=False)
class Regions:
    """The n regions that tasks are drawn from: RIAC's, the whole task space first, or Oracle's window.

    Attributes:
        low: Lower bounds, n by the task's dimension.
        high: Upper bounds, likewise.
        progress: The absolute learning progress of each; 0 for a window.
        is_leaf: Whether each is not split itself.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    progress: NDArray[np.float64]
    is_leaf: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.progress)

    def __repr__(self) -> str:
        return f"Regions({len(self)} of {self.low.shape[1]} dimensions, {int(self.is_leaf.sum())} not split)"


class Teacher:
    """Proposes the tasks on which a student trains, and learns from the returns the student reaches on them.

        teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=42, fit_rate=250)
        for episode in range(20_000):
            task = teacher.sample_task()
            teacher.update(task, play(task))

    Updates may come late, in another order than the samples, and for tasks that the teacher never proposed. A teacher
    can be used from many threads, pickled, copied, saved and loaded; the same seed and calls give the same bits.

    Args:
        name: Which teacher; see below.
        low: The task space's lower bounds; or a gymnasium.spaces.Box (anything with `low` and `high`), flattened.
        high: Its upper bounds; not given with a Box.
        seed: From 0 to 2**64 - 1; None draws one from the system.
        **options: The teacher's, as below. None stands for "off".

    Raises:
        UnknownNameError: The teacher or an option does not exist.
        InvalidArgumentError: Bounds, a seed or an option's value are not as they must be.
    """

    __slots__ = ("__weakref__", "_dimension", "_handle", "_owned", "_process", "_scratch", "_shape")

    _owned: Handle
    _handle: int
    _dimension: int
    _shape: tuple[int]
    _scratch: list[Scratch]
    _process: int | None
    """The process that made the teacher, or copied it on purpose; None if it came by pickle."""

    def __init__(
        self,
        name: str,
        low: ArrayLike | Box,
        high: ArrayLike | None = None,
        *,
        seed: SupportsIndex | None = None,
        **options: Unpack[TeacherOptions],
    ) -> None:
        kind = _arguments.text(name, "name")
        if high is None:
            box: Any = low
            if not (hasattr(box, "low") and hasattr(box, "high")):
                raise TypeError(
                    f"low must be a gymnasium.spaces.Box where high is not given, not {_arguments.shown(low)}"
                )
            low, high = np.ravel(box.low), np.ravel(box.high)
        lows = _arguments.numbers(cast("ArrayLike", low), "low")
        highs = _arguments.row(high, len(lows), "high")
        given = _arguments.Options(options, _TEACHERS[name].options if name in _TEACHERS else None)
        handle = c_void_p()
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

    def _adopt(self, handle: c_void_p) -> None:
        """Makes a handle this object's own."""
        assert handle.value is not None
        self._owned = Handle(handle.value, library.teachdrl_teacher_destroy)
        self._handle = handle.value
        dimension = c_size_t()
        check(library.teachdrl_teacher_dimension(handle, byref(dimension)))
        self._dimension = dimension.value
        self._shape = (dimension.value,)
        # Threads take rows from here and put them back: a call on a teacher releases the interpreter.
        self._scratch = [Scratch(self._dimension)]
        self._process = os.getpid()

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

    def update(self, task: ArrayLike, episode_return: SupportsFloat) -> None:
        """Tells the teacher the return (the sum of an episode's rewards) that the student reached on a task.

        With ALP-GMM every `fit_rate`-th update fits the mixture and takes correspondingly longer.

        Raises:
            InvalidArgumentError: The task lies outside the task space, or a number is not finite.
        """
        pool = self._scratch
        try:
            scratch = pool.pop()
        except IndexError:
            scratch = Scratch(self._dimension)
        if task.__class__ is not np.ndarray or task.shape != self._shape or task.dtype is not _FLOAT64:
            task = _arguments.row(task, self._dimension, "task")
        scratch.view[:] = task
        heard = _arguments.real(episode_return, "episode_return")
        status = _update(self._handle, scratch.address, self._dimension, heard)
        pool.append(scratch)
        if status:
            raise error(status)

    def sample_tasks(self, count: SupportsIndex) -> NDArray[np.float64]:
        """Proposes `count` tasks, one a row: the same as `count` calls of `sample_task`."""
        rows = _arguments.index(count, "count")
        tasks = np.empty((rows, self._dimension))
        for part in (tasks[batch] for batch in batches(rows)):
            check(library.teachdrl_teacher_sample_tasks(self._handle, address(part), len(part), self._dimension))
        return tasks

    def update_tasks(self, tasks: ArrayLike, episode_returns: ArrayLike) -> None:
        """Updates in order, a task a row; all are checked first, and if one is wrong none is made.

        Many are made in several calls of the library, of a tenth of a second each. So Ctrl-C ends this soon; the
        updates made by then stay, and `episode_count` says how many there are. Updates of other threads can come in
        between.
        """
        tasks = _arguments.rows(tasks, self._dimension, "tasks")
        returns = _arguments.row(episode_returns, len(tasks), "episode_returns")
        are_right = len(tasks) <= FIRST_BATCH or (np.isfinite(returns).all() and self._are_tasks(tasks))
        # What is wrong is for the library to say: it gets all, and makes no update.
        for batch in batches(len(tasks)) if are_right else [slice(None)]:
            rows, heard = tasks[batch], returns[batch]
            check(
                library.teachdrl_teacher_update_tasks(
                    self._handle, address(rows), len(rows), self._dimension, address(heard)
                )
            )

    def _are_tasks(self, tasks: NDArray[np.float64]) -> bool:
        """Whether all rows are tasks that the teacher accepts."""
        low, high = self._bounds()
        if ((tasks >= low) & (tasks <= high)).all():
            return True
        # What is outside by a rounding the library may accept all the same.
        try:
            self.log_densities(tasks)
        except InvalidArgumentError:
            return False
        return True

    def log_density(self, task: ArrayLike) -> float:
        """The natural logarithm of the density with which the next task would be proposed at a task.

        What importance weights are made of; -inf where no task is proposed.
        """
        return float(self.log_densities([_arguments.row(task, self._dimension, "task")])[0])

    def log_densities(self, tasks: ArrayLike) -> NDArray[np.float64]:
        """The same for many tasks, one a row."""
        tasks = _arguments.rows(tasks, self._dimension, "tasks")
        densities = np.empty(len(tasks))
        for batch in batches(len(tasks)):
            rows, values = tasks[batch], densities[batch]
            check(
                library.teachdrl_teacher_log_density(
                    self._handle, address(rows), len(rows), self._dimension, address(values)
                )
            )
        return densities

    # ------------------------------------------------------------------------------------- episodes of many workers

    def begin_episode(self, slot: SupportsIndex) -> NDArray[np.float64]:
        """Begins an episode in a slot, a number from 0 to 999,999 of your choice, and proposes its task.

        The teacher keeps the tasks of episodes under way; a saved state has them too.

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

    def end_episode(self, slot: SupportsIndex, episode_return: SupportsFloat) -> None:
        """Ends the episode in a slot: tells the teacher the return that was reached on its task.

        Raises:
            InvalidArgumentError: The return is not finite. The episode is still under way: `abandon_episode` frees the
                slot.
            InvalidStateError: No episode is under way in the slot.
        """
        check(
            library.teachdrl_teacher_end_episode(
                self._handle, _arguments.index(slot, "slot"), _arguments.finite(episode_return, "episode_return")
            )
        )

    def end_episodes(self, slots: ArrayLike, episode_returns: ArrayLike) -> None:
        """The same in different slots, in order; if one is wrong none is ended. Ctrl-C is as with `update_tasks`."""
        numbers = _arguments.indices(slots, "slots")
        returns = _arguments.row(episode_returns, len(numbers), "episode_returns")
        are_right = len(numbers) <= FIRST_BATCH or (
            np.isfinite(returns).all()
            and len(np.unique(numbers)) == len(numbers)
            and np.isin(numbers, self.busy_slots).all()
        )
        for batch in batches(len(numbers)) if are_right else [slice(None)]:
            some, heard = numbers[batch], returns[batch]
            check(library.teachdrl_teacher_end_episodes(self._handle, address(some), len(some), address(heard)))

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

    # ---------------------------------------------------------------------------------------------------- saved state

    def save(self, path: str | os.PathLike[str]) -> None:
        """Saves the teacher to a file, atomically: whoever reads it finds the old state or the new.

        Raises:
            StateFileError: The file cannot be written; the old one is then as it was.
        """
        check(library.teachdrl_teacher_save(self._handle, _arguments.path(path)))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """The teacher whose state a file is; it goes on bit for bit as the one that was saved.

        Raises:
            StateFileNotFoundError: There is no such file (a FileNotFoundError). Create a new teacher only in this case:
                after any other error its `save` would overwrite a state that could not be read.
            StateFileError: It cannot be read.
            InvalidDataError: It is no state, is damaged, or a later version wrote it.
        """
        handle = c_void_p()
        check(library.teachdrl_teacher_load(_arguments.path(path), byref(handle)))
        return cls._of(handle)

    def to_bytes(self) -> bytes:
        """The teacher's state, as `save` writes it."""
        return _state(self._handle)

    @classmethod
    def from_bytes(cls, state: bytes | bytearray | memoryview) -> Self:
        """The teacher whose state these bytes, or an object with a buffer of them, are.

        Raises:
            InvalidDataError: They are no state, are damaged, or a later version wrote them.
        """
        handle, content = c_void_p(), _arguments.content(state, "state")
        check(library.teachdrl_teacher_load_from_memory(content, len(content), byref(handle)), bytes="state")
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

    # ------------------------------------------------------------------------------------------------- looking inside

    @property
    def name(self) -> str:
        """The name that the teacher was created by."""
        name = c_char_p()
        check(library.teachdrl_teacher_name(self._handle, byref(name)))
        return (name.value or b"").decode()

    @property
    def dimension(self) -> int:
        """The number of parameters of a task."""
        return self._dimension

    @property
    def low(self) -> NDArray[np.float64]:
        """The task space's lower bounds."""
        return self._bounds()[0]

    @property
    def high(self) -> NDArray[np.float64]:
        """The task space's upper bounds."""
        return self._bounds()[1]

    def _bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        low, high = np.empty(self._dimension), np.empty(self._dimension)
        check(library.teachdrl_teacher_task_space(self._handle, address(low), address(high), self._dimension))
        return low, high

    @property
    def episode_count(self) -> int:
        """The number of updates received so far."""
        count = c_uint64()
        check(library.teachdrl_teacher_episode_count(self._handle, byref(count)))
        return count.value

    @property
    def learning_progress(self) -> float:
        """The learning progress that the newest update showed, in the unit of the rewards that the teacher sees.

        With ALP-GMM it is that of the update's episode, with RIAC that of the smallest region that holds its task. It
        is NaN before the first update since the teacher was created or loaded, and with teachers that compute none.
        """
        progress = c_double()
        check(library.teachdrl_teacher_learning_progress(self._handle, byref(progress)))
        return progress.value

    @property
    def options(self) -> dict[str, ParsedValue]:
        """The values of the teacher's options, given or their defaults."""
        values: dict[str, ParsedValue] = {}
        for option in _TEACHERS[self.name].options.values():
            value = c_char_p()
            check(library.teachdrl_teacher_option(self._handle, option.name.encode(), byref(value)))
            values[option.name] = option.parse((value.value or b"").decode())
        return values

    @property
    def history(self) -> NDArray[np.uint64]:
        """The episodes at which a mixture was fitted, a region split or a window moved, oldest first.

        Each can be given to `mixture_at` or `regions_at`. The option `history` bounds how many are kept.
        """
        return self._sized(library.teachdrl_teacher_history, np.uint64)

    @property
    def mixture(self) -> Mixture | None:
        """The mixture that tasks are drawn from now; None before the first fit, and with teachers that have none."""
        return self.mixture_at(0)

    def mixture_at(self, episode: SupportsIndex) -> Mixture | None:
        """The mixture fitted at one of the history's episodes."""
        d = self._mixture_dimension
        weights, means, covariances, sampling_weights = self._parts(
            library.teachdrl_teacher_mixture,
            episode,
            [((), np.float64), ((d,), np.float64), ((d, d), np.float64), ((), np.float64)],
        )
        return Mixture(weights, means, covariances, sampling_weights) if len(weights) else None

    @property
    def _mixture_dimension(self) -> int:
        """The number of coordinates of the teacher's mixtures; 0 with teachers that have none."""
        size = c_size_t()
        check(library.teachdrl_teacher_mixture_dimension(self._handle, byref(size)))
        return size.value

    @property
    def regions(self) -> Regions | None:
        """The regions that tasks are drawn from now; None with teachers that have none."""
        return self.regions_at(0)

    def regions_at(self, episode: SupportsIndex) -> Regions | None:
        """The regions after the split or the move at one of the history's episodes."""
        low, high, progress, is_leaf = self._parts(
            library.teachdrl_teacher_regions,
            episode,
            [(self._shape, np.float64), (self._shape, np.float64), ((), np.float64), ((), np.bool_)],
        )
        return Regions(low, high, progress, is_leaf) if len(progress) else None

    def _sized(self, function: Any, dtype: Any) -> NDArray[Any]:
        """What a function writes that is asked for its size first."""

        def attempt(capacity: int, count: c_size_t) -> tuple[int, NDArray[Any]]:
            values = np.empty(capacity, dtype=dtype)
            return function(self._handle, address(values) if capacity else None, capacity, byref(count)), values

        values, count = _with_room(attempt)
        return values[:count]

    def _parts(self, function: Any, episode: SupportsIndex, forms: list[tuple[Any, Any]]) -> list[NDArray[Any]]:
        """The same for a function that writes several arrays about one episode."""
        number = _arguments.index(episode, "episode")

        def attempt(capacity: int, count: c_size_t) -> tuple[int, list[NDArray[Any]]]:
            arrays = [np.empty((capacity, *shape), dtype=dtype) for shape, dtype in forms]
            addresses = [address(array) if capacity else None for array in arrays]
            return function(self._handle, number, *addresses, capacity, byref(count)), arrays

        arrays, count = _with_room(attempt)
        return [array[:count] for array in arrays]

    def __repr__(self) -> str:
        low, high = self._bounds()
        space = f"{low.tolist()}, {high.tolist()}"
        if len(space) > 60:
            space = f"{self._dimension} dimensions"
        return f"{type(self).__name__}({self.name!r}, {space}, episode_count={self.episode_count})"


AnyTeacher = TypeVar("AnyTeacher", bound=Teacher)
Result = TypeVar("Result")
_INVALID_ARGUMENT = 1


def _with_room(attempt: Callable[[int, c_size_t], tuple[int, Result]]) -> tuple[Result, int]:
    """What a function of varying size writes, and how much: asked with no room first, then with as much as it named.

    Another thread may make it more in between; then the room grows until it is enough.
    """
    count = c_size_t()
    status, result = attempt(0, count)
    check(status)
    capacity = count.value
    while capacity:
        status, result = attempt(capacity, count)
        if status == 0:
            break
        if status != _INVALID_ARGUMENT:
            raise error(status)
        capacity *= 2
    return result, count.value if capacity else 0


def _state(handle: int) -> bytes:
    """A teacher's state."""

    def attempt(capacity: int, size: c_size_t) -> tuple[int, Any]:
        buffer = create_string_buffer(capacity)
        return library.teachdrl_teacher_save_to_memory(
            handle, buffer if capacity else None, capacity, byref(size)
        ), buffer

    buffer, size = _with_room(attempt)
    return bytes(memoryview(buffer)[:size])


def _restored(cls: type[AnyTeacher], state: bytes) -> AnyTeacher:
    teacher = cls.from_bytes(state)
    teacher._process = None
    return teacher


def _document() -> None:
    """Puts the library's own list of options into the signature and the help text."""
    sections = []
    union: dict[str, descriptions.Option] = {}
    for description in _TEACHERS.values():
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
