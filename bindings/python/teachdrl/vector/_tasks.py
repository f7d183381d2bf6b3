"""The tasks of many walkers, as the caller sets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._arguments import address
from .._environment import Environment
from .._handles import Handle
from .._level_seeds import ResetSeeds
from .._library import check, library
from .._python_teachers import PythonTeachers
from .._space import TaskLike, TaskSpace
from ..errors import InvalidArgumentError, InvalidStateError

# What get_attr and call find in each of the environments; the rest is the vector environment's.
_OF_EACH = {name for name in dir(Environment) if not name.startswith("_")}
_OF_EACH -= {"close", "reset", "seed", "set_task", "step"}


class Tasks:
    """Many environments whose tasks can be set, and which can be asked one by one."""

    num_envs: int
    _handle: Handle
    _dimension: int
    _everyone: NDArray[np.bool_]
    _is_as_made: bool
    _python_teachers: PythonTeachers
    _set_tasks: NDArray[np.float64]
    _tasks: NDArray[np.float64]
    _teacher_count: int
    _next_seeds: dict[int, int | None]
    """Of environments whose next episode starts from a seed, until it has."""
    _reset_seeds: dict[int, ResetSeeds]
    """Of environments that have played a level."""
    _seeds_given: NDArray[np.uint64]

    @property
    def _address(self) -> int:
        """The address of the library's object, while it is there."""
        return self._handle.require_open("vector environment")

    def _mask(self, mask: ArrayLike | None) -> NDArray[np.bool_]:
        if mask is None:
            return self._everyone
        return _arguments.flags(mask, self.num_envs, "mask")

    @property
    def task_space(self) -> TaskSpace:
        """The task space of each environment; what a teacher is created with."""
        raise NotImplementedError

    def _part(self, index: int) -> Environment:
        raise NotImplementedError

    def _look_at_tasks(self) -> None:
        raise NotImplementedError

    def set_tasks(self, tasks: Any, mask: ArrayLike | None = None) -> None:
        """Sets the tasks of the episodes that start from now on: one for all, or a row for each environment.

        Args:
            tasks: A task, which may be a mapping, or a row for each environment; rows of environments that are not
                meant are not looked at.
            mask: Which environments are meant; None for all.
        """
        self._set_rows(tasks, self._mask(mask), "tasks")

    def _set_rows(self, tasks: Any, flags: NDArray[np.bool_], name: str) -> None:
        with_teachers = np.flatnonzero(flags & self._python_teachers.attached)
        if len(with_teachers):
            raise InvalidStateError(
                f"environment {with_teachers[0]} has teachers, which set its tasks; detach them first"
            )
        if isinstance(tasks, Mapping):
            tasks = self.task_space.to_vector(tasks)
        elif isinstance(tasks, Sequence) and any(isinstance(task, Mapping) for task in tasks):
            tasks = self.task_space.rows(tasks, name)
        given = _arguments.floats(tasks, name)
        if given.ndim == 1:
            given = np.broadcast_to(_arguments.row(given, self._dimension, name), (self.num_envs, self._dimension))
        self._set_checked(_arguments.rows(given, self._dimension, name), flags, name)

    def _set_checked(self, rows: NDArray[np.float64], flags: NDArray[np.bool_], name: str) -> None:
        self._is_as_made = False
        check(
            library.teachdrl_vector_environment_set_tasks(
                self._address, address(flags), address(rows), len(rows), self._dimension
            ),
            tasks=name,
            count=f"the number of rows of {name}",
        )
        self._set_tasks[flags] = rows[flags]

    def set_task(self, task: TaskLike, index: SupportsIndex | None = None) -> None:
        """Sets the task of the episodes that start from now on in one environment; None for all."""
        vector = self.task_space.to_vector(task) if isinstance(task, Mapping) else task
        row = _arguments.row(vector, self._dimension, "task")
        mask = None
        if index is not None:
            mask = np.arange(self.num_envs) == self._index(index)
        self.set_tasks(row, mask)

    @property
    def task(self) -> tuple[NDArray[np.float64] | None, ...]:
        """The environments' tasks, as of `get_attr` and `set_attr`."""
        return self._tasks_now()

    @task.setter
    def task(self, tasks: Any) -> None:
        self._set_rows(tasks, self._everyone, "task")

    def _index(self, index: SupportsIndex) -> int:
        """The number of an environment."""
        number = _arguments.index(index, "index")
        if number >= self.num_envs:
            raise InvalidArgumentError(f"index is {number}; it must be below {self.num_envs}")
        return number

    def get_attr(self, name: str) -> tuple[Any, ...]:
        """An attribute of each environment, as Gymnasium's own vector environments give it.

        Args:
            name: "task", or an attribute of `teachdrl.Environment`: "mastered_return", "scene", ... The task is the one
                that was set last or, where teachers propose them, the one that is played; None where there is none.
        """
        return self.call(name)

    def set_attr(self, name: str, values: Any) -> None:
        """Sets the environments' "task": one for all, or one for each.

        Or their "next_seed", with which the next episode of each starts, whatever a reset is given; None for none.
        """
        if name == "next_seed":
            several = list(values) if isinstance(values, Iterable) else [values] * self.num_envs
            self._set_next_seeds(dict(enumerate(several)))
            return
        if name != "task":
            raise AttributeError(f"name is {name!r}, which cannot be set; 'task' and 'next_seed' can")
        self._set_rows(values, self._everyone, "values")

    def _set_next_seeds(self, seeds: Mapping[int, int | None]) -> None:
        """Has the next episode of some environments start from seeds; None leaves a generator alone."""
        given = {index: None if seed is None else _arguments.seed(seed) for index, seed in seeds.items()}
        self._next_seeds.update(given)
        self._use_next_seeds(given)

    def _forget_seeds(self, started: NDArray[np.bool_]) -> None:
        """Takes note of episodes that have started; what follows a level starts from seeds that are drawn."""
        drawn: dict[int, int | None] = {}
        for index in [index for index in self._next_seeds if started[index]]:
            if self._next_seeds.pop(index) is not None:
                own = self._reset_seeds.setdefault(index, ResetSeeds(int(self._seeds_given[index])))
                drawn[index] = own.drawn()
        self._seed_from(drawn)

    def _use_next_seeds(self, among: Iterable[int]) -> None:
        self._seed_from({index: self._next_seeds.get(index) for index in among})

    def _seed_from(self, seeds: Mapping[int, int | None]) -> None:
        """Starts some environments' generators anew; None leaves one alone."""
        numbers, flags = np.zeros(self.num_envs, dtype=np.uint64), np.zeros(self.num_envs, dtype=np.bool_)
        for index, seed in seeds.items():
            if seed is not None:
                numbers[index], flags[index] = seed, True
        if not flags.any():
            return
        self._is_as_made = False
        check(library.teachdrl_vector_environment_seed(self._address, address(flags), address(numbers), self.num_envs))

    def call(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """What a method of each environment returns, or its attribute.

        Args:
            name: "set_task", "set_parameter", or an attribute as of `get_attr`.
            *args: The method's arguments.
            **kwargs: Its keyword arguments.
        """
        self._handle.require_open("vector environment")
        if _arguments.text(name, "name") == b"set_task":
            self.set_task(*args, **kwargs)
            return (None,) * self.num_envs
        if name == "task":
            return self._tasks_now()
        if name not in _OF_EACH:
            known = sorted({"task", "set_task", *_OF_EACH})
            raise AttributeError(f"name is {name!r}, which the environments do not have; they have {', '.join(known)}")
        found = [getattr(self._part(index), name) for index in range(self.num_envs)]
        results = tuple(each(*args, **kwargs) if callable(each) else each for each in found)
        if name == "set_parameter":
            self._set_tasks[:] = np.nan  # no longer what is played
            self._is_as_made = False
        return results

    def _tasks_now(self) -> tuple[NDArray[np.float64] | None, ...]:
        """The tasks that were set last; where teachers propose them, those that are played."""
        if self._teacher_count:
            self._look_at_tasks()
        rows = self._tasks if self._teacher_count else self._set_tasks
        return tuple(row.copy() if len(row) and not np.isnan(row).any() else None for row in rows)
