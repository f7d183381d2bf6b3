"""What every part of a teacher needs: its handle, its task space, and what it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from ctypes import byref, c_char_p, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from . import _arguments, descriptions
from ._arguments import Scratch, address
from ._handles import Handle
from ._library import check, error, library
from ._outcomes import OutcomeMembers, member_names
from ._parameters import coordinates_of
from ._space import TaskLike, TaskSpace
from .descriptions import ParsedValue

TEACHERS = descriptions.teachers()


class TeacherBase:
    """A teacher of the library's."""

    __slots__ = ("__weakref__", "_dimension", "_handle", "_owned", "_process", "_scratch", "_shape", "_space")

    _owned: Handle
    _handle: int
    _dimension: int
    _shape: tuple[int]
    _space: TaskSpace | None
    """Made when it is asked for."""
    _scratch: list[Scratch]
    _process: int | None
    """The process that made the teacher, or copied it on purpose; None if it came by pickle."""

    def _adopt(self, handle: c_void_p) -> None:
        """Makes a handle this object's own."""
        assert handle.value is not None
        self._owned = Handle(handle.value, library.teachdrl_teacher_destroy)
        self._handle = handle.value
        dimension = c_size_t()
        check(library.teachdrl_teacher_dimension(handle, byref(dimension)))
        self._dimension = dimension.value
        self._shape = (dimension.value,)
        self._space = None
        # Threads take rows from here and put them back: a call on a teacher releases the interpreter.
        self._scratch = [Scratch(self._dimension)]
        self._process = os.getpid()

    def _row(self, task: TaskLike, name: str = "task") -> NDArray[np.float64]:
        """A task as a vector."""
        vector = self.space.to_vector(task) if isinstance(task, Mapping) else task
        return _arguments.row(vector, self._dimension, name)

    def _rows(self, tasks: Any, name: str = "tasks") -> NDArray[np.float64]:
        """Tasks as rows of numbers."""
        if isinstance(tasks, np.ndarray):
            return _arguments.rows(tasks, self._dimension, name)
        return self.space.rows(tasks, name)

    @property
    def name(self) -> str:
        """The name that the teacher was created by."""
        name = c_char_p()
        check(library.teachdrl_teacher_name(self._handle, byref(name)))
        return (name.value or b"").decode()

    @property
    def space(self) -> TaskSpace:
        """The task space. Parameters that were created from bounds alone are called task[0], task[1], ..."""
        if self._space is None:
            self._space = TaskSpace._of(
                coordinates_of(self._handle, self._dimension, library.teachdrl_teacher_parameter)
            )
        return self._space

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
    def outcome_members(self) -> OutcomeMembers:
        """What the teacher needs to know about an episode with its options, and what it can use."""
        needs, uses = c_uint32(), c_uint32()
        check(library.teachdrl_teacher_outcome_members(self._handle, byref(needs), byref(uses)))
        return OutcomeMembers(member_names(needs.value), member_names(uses.value))

    @property
    def episode_count(self) -> int:
        """The number of updates received so far."""
        count = c_uint64()
        check(library.teachdrl_teacher_episode_count(self._handle, byref(count)))
        return count.value

    @property
    def options(self) -> dict[str, ParsedValue]:
        """The values of the teacher's options, given or their defaults."""
        return {name: self._option(name) for name in TEACHERS[self.name].options}

    def _option(self, name: str) -> ParsedValue:
        value = c_char_p()
        check(library.teachdrl_teacher_option(self._handle, name.encode(), byref(value)))
        return TEACHERS[self.name].options[name].parse((value.value or b"").decode())

    def _sized(self, function: Any, dtype: Any) -> NDArray[Any]:
        """What a function writes that is asked for its size first."""

        def attempt(capacity: int, count: c_size_t) -> tuple[int, NDArray[Any]]:
            values = np.empty(capacity, dtype=dtype)
            return function(self._handle, address(values) if capacity else None, capacity, byref(count)), values

        values, count = with_room(attempt)
        return values[:count]


Result = TypeVar("Result")
_INVALID_ARGUMENT = 1


def with_room(attempt: Callable[[int, c_size_t], tuple[int, Result]]) -> tuple[Result, int]:
    """What a function of varying size writes, and how much: asked with no room first, then with as much as it named.

    If another thread makes it more in between, it is asked again.

    Raises:
        TeachdrlError: the function fails for another reason than too little room.
    """
    count = c_size_t()
    status, result = attempt(0, count)
    check(status)
    while True:
        capacity = count.value
        status, result = attempt(capacity, count)
        if status == 0 and count.value <= capacity:
            return result, count.value
        if status not in (0, _INVALID_ARGUMENT):
            raise error(status)
        # Too little room, unless asking for the size fails too.
        check(attempt(0, count)[0])
