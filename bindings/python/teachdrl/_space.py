"""Task spaces: lists of named parameters, each with the values that it takes.

space = TaskSpace(gravity=Log(1, 20), legs=Integer(2, 4), ground=Choice("grass", "ice"))
teacher = Teacher("ALP-GMM", space, seed=1)
space.to_dict(teacher.sample_task())  # {"gravity": 3.7, "legs": 2, "ground": "ice"}
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments
from ._arguments import shown
from ._parameters import Coordinate, Kind, require_right
from .errors import InvalidArgumentError, UnknownNameError

if TYPE_CHECKING:
    import gymnasium

TaskLike = Union[ArrayLike, "Mapping[str, Any]"]
"""A task: a vector of numbers, or a mapping of the parameters' names to their values."""


class Parameter:
    """What values a parameter takes; with a `count`, those of a group of parameters that are alike.

    Two are equal if they take the same values under the same names.

    Attributes:
        low: The least value.
        high: The greatest value.
        categories: The names of a choice's values; empty for others.
        count: How many parameters the group has; None for one by itself.
        names: Of a group's parameters; None for NAME[0], NAME[1], ...
        unit: Of the values, such as "m".
        documentation: One line.
        default: The value that it has if nobody sets it; of a group one for all, or one for each.
    """

    kind: ClassVar[Kind]

    low: float
    high: float

    def __init__(
        self,
        low: float,
        high: float,
        *,
        count: int | None = None,
        names: Sequence[str] | None = None,
        unit: str | None = None,
        documentation: str | None = None,
        default: Any = None,
    ) -> None:
        self.low, self.high = _arguments.real(low, "low").value, _arguments.real(high, "high").value
        self.categories: tuple[str, ...] = ()
        self.count = None if count is None else _arguments.index(count, "count")
        if self.count == 0:
            raise InvalidArgumentError("count is 0; it must be 1 or more")
        self.names = None if names is None else tuple(_arguments.several(names, "names"))
        if self.names is not None and len(self.names) != self.count:
            raise InvalidArgumentError(f"names has {len(self.names)} names; it must have {self.count}, the count")
        self.unit, self.documentation, self.default = unit, documentation, default

    def _identity(self) -> tuple[Any, ...]:
        return type(self), self.low, self.high, self.categories, self.count, self.names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parameter) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        values = [repr(name) for name in self.categories] or [f"{self.low:g}", f"{self.high:g}"]
        told = [f"{name}={value!r}" for name, value in self._told() if value is not None]
        return f"{type(self).__name__}({', '.join(values + told)})"

    def _told(self) -> list[tuple[str, Any]]:
        return [("count", self.count), ("unit", self.unit), ("default", self.default)]

    # --------------------------------------------------------------------------------------------- one of its values

    def _value(self, number: float) -> Any:
        """A coordinate of a task as Python has it."""
        return number

    def _number(self, value: Any, name: str) -> float:
        """A value as a coordinate of a task."""
        number = value.item() if isinstance(value, (np.ndarray, np.generic)) and value.size == 1 else value
        return _arguments.real(number, name).value


class Number(Parameter):
    """Any number from `low` to `high`.

    Args:
        low: The least value.
        high: The greatest value.
        count: Makes a group of so many parameters, which is one entry of a task, an array.
        names: Of a group's parameters; None for NAME[0], NAME[1], ...
        unit: Of the values, such as "m".
        documentation: One line.
        default: The value that it has if nobody sets it; of a group one for all, or one for each.
    """

    kind = Kind.NUMBER


class Log(Number):
    """A log-scaled number from `low` to `high`, both positive: equal factors are equally far apart.

    Its arguments are those of `Number`.
    """

    kind = Kind.LOG_NUMBER


class Integer(Parameter):
    """A whole number from `low` to `high`. Its arguments are those of `Number`."""

    kind = Kind.INTEGER

    def _value(self, number: float) -> Any:
        return int(number)

    def _number(self, value: Any, name: str) -> float:
        number = super()._number(value, name)
        if not number.is_integer():
            raise InvalidArgumentError(f"parameter '{name}' is {number}; it must be a whole number")
        return number


class Choice(Integer):
    """One of some names. In a vector it is the name's index.

    Args:
        *categories: The names, all different.
        count: Makes a group of so many parameters, which is one entry of a task, a list of names.
        names: Of a group's parameters; None for NAME[0], NAME[1], ...
        documentation: One line.
        default: The value that it has if nobody sets it; of a group one for all, or one for each.
    """

    kind = Kind.CATEGORY

    def __init__(
        self,
        *categories: str,
        count: int | None = None,
        names: Sequence[str] | None = None,
        documentation: str | None = None,
        default: Any = None,
    ) -> None:
        super().__init__(
            0, max(len(categories) - 1, 0), count=count, names=names, documentation=documentation, default=default
        )
        for name in categories:
            _arguments.text(name, "a category")
        self.categories = categories

    def _value(self, number: float) -> Any:
        index = int(number)
        if not 0 <= index < len(self.categories):
            raise InvalidArgumentError(f"{index} is none of the indices of {', '.join(self.categories)}")
        return self.categories[index]

    def _number(self, value: Any, name: str) -> float:
        plain = value.item() if isinstance(value, (np.ndarray, np.generic)) and value.size == 1 else value
        if not isinstance(plain, str):
            return super()._number(plain, name)
        if plain not in self.categories:
            raise InvalidArgumentError(
                f"parameter '{name}' is {plain!r}; it must be one of {', '.join(map(repr, self.categories))}"
            )
        return float(self.categories.index(plain))


_KINDS: dict[Kind, type[Parameter]] = {kind.kind: kind for kind in (Number, Log, Integer, Choice)}


class TaskSpace:
    """The tasks that there are: named parameters, in the order of a task's numbers.

        TaskSpace(gravity=Log(1, 20), legs=Integer(2, 4), ground=Choice("grass", "ice"), shape=Number(0, 4, count=12))

    A task is a vector with a number for each parameter: integers are whole, and a choice is its index. Wherever a task
    is passed in it may be a mapping as well, of names to values: a group is one entry with an array, a choice is a name
    or its index, and what has a default may be left out.

    Args:
        parameters: A mapping of names to `Number`, `Log`, `Integer` or `Choice`.
        **more: Further ones.

    Raises:
        InvalidArgumentError: A parameter is not as it must be; the message names it.
    """

    def __init__(self, parameters: Mapping[str, Parameter] | None = None, /, **more: Parameter) -> None:
        given = {**_arguments.mapping(parameters, "parameters"), **more}
        for name, parameter in given.items():
            _arguments.text(name, "a parameter's name")
            if not isinstance(parameter, Parameter):
                raise TypeError(f"parameter '{name}' must be a Number, Log, Integer or Choice, not {shown(parameter)}")
        self._describe(given)
        require_right(self.coordinates)

    def _describe(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = dict(parameters)
        self.coordinates: tuple[Coordinate, ...] = tuple(
            coordinate for name, parameter in parameters.items() for coordinate in _coordinates(name, parameter)
        )
        """The parameters one by one, as the library has them."""

    @classmethod
    def from_bounds(cls, low: ArrayLike, high: ArrayLike) -> TaskSpace:
        """Plain numbers between bounds, called task[0], task[1], ... as those of a teacher without names."""
        lows = _arguments.numbers(low, "low")
        highs = _arguments.row(high, len(lows), "high")
        return cls({f"task[{i}]": Number(a, b) for i, (a, b) in enumerate(zip(lows.tolist(), highs.tolist()))})

    @classmethod
    def _of(cls, coordinates: Sequence[Coordinate]) -> TaskSpace:
        """The space of the library's parameters."""
        space = cls.__new__(cls)
        entries: dict[str, list[Coordinate]] = {}
        for coordinate in coordinates:
            entries.setdefault(coordinate.group or coordinate.name, []).append(coordinate)
        space._describe({name: _parameter(members) for name, members in entries.items()})
        return space

    # ------------------------------------------------------------------------------------------------ what it is like

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters and groups by name."""
        return MappingProxyType(self._parameters)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each of a task's numbers."""
        return tuple(coordinate.name for coordinate in self.coordinates)

    @property
    def dimension(self) -> int:
        """The number of parameters of a task."""
        return len(self.coordinates)

    @property
    def low(self) -> NDArray[np.float64]:
        """The least value of each number of a task."""
        return np.array([coordinate.low for coordinate in self.coordinates])

    @property
    def high(self) -> NDArray[np.float64]:
        """The greatest value of each number of a task."""
        return np.array([coordinate.high for coordinate in self.coordinates])

    @property
    def is_plain(self) -> bool:
        """Whether all parameters are numbers without names of their own, so that bounds say everything."""
        return self == TaskSpace.from_bounds(self.low, self.high)

    def is_like(self, other: TaskSpace) -> bool:
        """Whether another space has the same parameters, apart from what a rounding of bounds to float32 explains."""

        def forms(space: TaskSpace) -> list[tuple[Any, ...]]:
            return [(each.name, each.group, each.kind, each.categories) for each in space.coordinates]

        return (
            forms(self) == forms(other)
            and _arguments.same_bounds(self.low, other.low)
            and _arguments.same_bounds(self.high, other.high)
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TaskSpace) and list(self._parameters.items()) == list(other._parameters.items())

    def __hash__(self) -> int:
        return hash(tuple(self._parameters.items()))

    def __repr__(self) -> str:
        if all(name.isidentifier() for name in self._parameters):
            return f"TaskSpace({', '.join(f'{name}={each!r}' for name, each in self._parameters.items())})"
        return f"TaskSpace({self._parameters!r})"

    def __contains__(self, task: object) -> bool:
        try:
            numbers = self.to_vector(task)  # type: ignore[arg-type]
            self.to_dict(numbers)
        except (TypeError, ValueError, KeyError):
            return False
        return bool(((numbers >= self.low) & (numbers <= self.high)).all())

    # ---------------------------------------------------------------------------------------------------------- tasks

    def to_dict(self, vector: ArrayLike) -> dict[str, Any]:
        """A task by names: a group is an array (of a choice, a list), an integer an int, a choice its name.

        Raises:
            InvalidArgumentError: It has another number of parameters, or an integer or choice is not whole.
        """
        row = _arguments.row(vector, self.dimension, "vector")
        entries: dict[str, Any] = {}
        start = 0
        for name, parameter in self._parameters.items():
            numbers = row[start : start + (parameter.count or 1)]
            start += len(numbers)
            if isinstance(parameter, Integer) and not (numbers == np.rint(numbers)).all():
                raise InvalidArgumentError(f"parameter '{name}' is {numbers.tolist()}; it must be whole numbers")
            values = [parameter._value(number) for number in numbers.tolist()]
            if parameter.count is None:
                entries[name] = values[0]
            else:
                entries[name] = values if isinstance(parameter, Choice) else np.array(values)
        return entries

    def to_vector(self, task: TaskLike) -> NDArray[np.float64]:
        """A task as a vector of numbers; one that is a vector already is copied.

        Samples of the space that `from_gymnasium` was given are tasks too.

        Raises:
            UnknownNameError: There is no parameter of a name.
            InvalidArgumentError: A parameter is missing, or its value is none of its values.
        """
        if isinstance(task, tuple) and any(isinstance(part, Mapping) or np.ndim(part) for part in task):
            task = {f"task[{i}]": part for i, part in enumerate(task)}
        if not isinstance(task, Mapping):
            return _arguments.row(task, self.dimension, "task").copy()
        values = dict(self._flattened(task))
        numbers: list[float] = []
        for name, parameter in self._parameters.items():
            value = values.get(name, parameter.default)
            if value is None:
                raise InvalidArgumentError(f"the task has no '{name}'; it must have {', '.join(self._parameters)}")
            numbers += _numbers(parameter, name, value)
        return np.array(numbers)

    def rows(self, tasks: Any, name: str = "tasks") -> NDArray[np.float64]:
        """Tasks, each a vector or a mapping, as rows of numbers; an array of rows stays as it is."""
        if isinstance(tasks, Sequence) and any(isinstance(task, Mapping) for task in tasks):
            tasks = [self.to_vector(task) for task in tasks]
        return _arguments.rows(tasks, self.dimension, name)

    def _flattened(self, task: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
        """The values of a task by the names of parameters; those of spaces inside one another are taken apart."""
        for key, value in task.items():
            name = f"{prefix}{key}"
            if name in self._parameters:
                yield name, value
            elif isinstance(value, Mapping):
                yield from self._flattened(value, f"{name}.")
            elif any(known.startswith(f"{name}[") for known in self._parameters):
                parts = value if isinstance(value, tuple) else np.ravel(value)
                yield from self._flattened({f"{name}[{i}]": part for i, part in enumerate(parts)})
            else:
                raise UnknownNameError(self._unknown(name))

    def _unknown(self, name: str) -> str:
        close = difflib.get_close_matches(name, self._parameters, 1)
        known = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(self._parameters)}"
        return f"there is no parameter '{name}'; {known}"

    # ------------------------------------------------------------------------------------------------------ Gymnasium

    @classmethod
    def from_gymnasium(cls, space: gymnasium.Space[Any]) -> TaskSpace:
        """The task space of a Box, Discrete, MultiDiscrete, Dict or Tuple.

        A Dict's keys are the names, joined by dots where one is in another; where there is no key, parameters are
        called task[0], task[1], ... An array whose numbers have the same bounds is a group.

        Raises:
            InvalidArgumentError: A bound is infinite.
            TypeError: There is a space of another kind.
        """
        from . import _from_gymnasium

        return cls(dict(_from_gymnasium.parameters(space)))

    def to_gymnasium(self) -> gymnasium.Space[Any]:
        """A Dict with a Box, Discrete or MultiDiscrete for each parameter or group; a Box for numbers without names.

        Tasks drawn from it are tasks of this space. What Gymnasium has no word for is left out: that a number is
        log-scaled, what categories are called, units and defaults.
        """
        from . import _from_gymnasium

        return _from_gymnasium.space(self)


def _coordinates(name: str, parameter: Parameter) -> Iterator[Coordinate]:
    """A parameter, or those of a group, as the library has them."""
    count = parameter.count or 1
    names = [name] if parameter.count is None else parameter.names or [f"{name}[{i}]" for i in range(count)]
    defaults: list[float | None] = [None] * count
    if parameter.default is not None:
        defaults = list(_numbers(parameter, name, parameter.default))
    for own, default in zip(names, defaults):
        yield Coordinate(
            own,
            parameter.kind,
            parameter.low,
            parameter.high,
            parameter.categories,
            None if parameter.count is None else name,
            parameter.unit,
            parameter.documentation,
            default,
        )


def _numbers(parameter: Parameter, name: str, value: Any) -> list[float]:
    """A parameter's value, or a group's values, as numbers; a group's default may be one for all."""
    if parameter.count is None:
        return [parameter._number(value, name)]
    if value is parameter.default and (isinstance(value, str) or np.ndim(value) == 0):
        return [parameter._number(value, name)] * parameter.count
    items = [value]
    if isinstance(value, np.ndarray):
        items = list(value.ravel())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        items = list(value)
    if len(items) != parameter.count:
        raise InvalidArgumentError(f"parameter '{name}' has {len(items)} values; it must have {parameter.count}")
    return [parameter._number(item, f"{name}[{i}]") for i, item in enumerate(items)]


def _parameter(members: Sequence[Coordinate]) -> Parameter:
    """The parameter that a coordinate of the library's is, or the group that several are."""
    first = members[0]
    more: dict[str, Any] = {"documentation": first.documentation}
    if first.group is not None:
        names = [member.name for member in members]
        more["count"] = len(members)
        more["names"] = None if names == [f"{first.group}[{i}]" for i in range(len(names))] else names
    bounds: tuple[Any, ...] = first.categories
    if first.kind is not Kind.CATEGORY:
        bounds, more["unit"] = (first.low, first.high), first.unit
    defaults = [member.default for member in members]
    if None not in defaults:
        more["default"] = defaults if first.group is not None else defaults[0]
    return _KINDS[first.kind](*bounds, **more)
