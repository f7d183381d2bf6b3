"""How a curriculum goes: named numbers, and warnings."""

from __future__ import annotations

import csv
import math
import os
from ctypes import POINTER, byref, c_size_t
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import _structures
from ._arguments import address
from ._library import library
from ._teacher_base import TeacherBase, with_room
from .errors import InvalidArgumentError

_WHOLE = c_size_t(-1).value


@dataclass(frozen=True)
class ProgressNumber:
    """What a number of a teacher's progress says.

    Attributes:
        name: "coverage", "influence/gravity", "part_return/gravity/0"; no other number's.
        quantity: The part of the name before the first slash.
        documentation: How it is defined.
        parameter: The index of the parameter that it is about; None if it is about the whole.
        part: The index of the part of the parameter's range that it is about; None if it is about all of it.
        low: The lower bound of that parameter or part; NaN for the whole.
        high: The upper bound.
    """

    name: str
    quantity: str
    documentation: str
    parameter: int | None
    part: int | None
    low: float
    high: float


@dataclass(frozen=True)
class CurriculumWarning:
    """Something about a curriculum that is probably not as you want it.

    Attributes:
        name: "not_fitted", "no_influence/gravity"; no other warning's.
        kind: The part of the name before the slash.
        text: What is so, and what to do about it.
        parameter: The index of the parameter that it is about; None if it is about none.
    """

    name: str
    kind: str
    text: str
    parameter: int | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


class Progress(TeacherBase):
    """Says how the curriculum goes."""

    __slots__ = ()

    def progress(self) -> dict[str, float]:
        """Named numbers on how the curriculum goes; NaN is what is not known.

        `progress_numbers` says what each of them is. They are part of the saved state.
        """
        numbers, values = self._numbers()
        return {_text(number.contents.name): float(value) for number, value in zip(numbers, values)}

    @property
    def progress_numbers(self) -> list[ProgressNumber]:
        """What each number of `progress` says, in the same order."""
        return [
            ProgressNumber(
                name=_text(entry.name),
                quantity=_text(entry.quantity),
                documentation=_text(entry.documentation),
                parameter=_index(entry.parameter),
                part=_index(entry.part),
                low=entry.low,
                high=entry.high,
            )
            for entry in (number.contents for number in self._numbers()[0])
        ]

    def _numbers(self) -> tuple[Any, Any]:
        """Pointers to what the numbers say, and their values."""

        def attempt(capacity: int, count: c_size_t) -> tuple[int, tuple[Any, Any]]:
            said = (POINTER(_structures.ProgressNumber) * capacity)()
            values = np.empty(capacity)
            pointers = (said, address(values)) if capacity else (None, None)
            return library.teachdrl_teacher_progress(self._handle, *pointers, capacity, byref(count)), (said, values)

        return with_room(attempt)[0]

    def warnings(self) -> list[CurriculumWarning]:
        """What there is to warn of now: each says what is so and what to do about it."""

        def attempt(capacity: int, count: c_size_t) -> tuple[int, Any]:
            present = (POINTER(_structures.Warning) * capacity)()
            pointer = present if capacity else None
            return library.teachdrl_teacher_warnings(self._handle, pointer, capacity, byref(count)), present

        present, count = with_room(attempt)
        return [
            CurriculumWarning(_text(entry.name), _text(entry.kind), _text(entry.text), _index(entry.parameter))
            for entry in (warning.contents for warning in present[:count])
        ]


def _text(text: bytes | None) -> str:
    return (text or b"").decode()


def _index(index: int) -> int | None:
    return None if index == _WHOLE else index


class ProgressFile:
    """A CSV file of a teacher's numbers, a row each time it is asked to write one.

        file = ProgressFile("curriculum.csv", teacher)
        ...
        file.write(steps=steps)

    A file that is there already is continued if its columns are the same. What is not known is an empty cell.

    Args:
        path: The file.
        teacher: Whose numbers they are.
        columns: Names of further numbers that each row begins with, such as "steps".

    Raises:
        InvalidArgumentError: The file has other columns.
    """

    def __init__(self, path: str | os.PathLike[str], teacher: Progress, columns: tuple[str, ...] = ("steps",)) -> None:
        self._path, self._teacher, self._columns = os.fspath(path), teacher, tuple(columns)
        header = [*self._columns, *teacher.progress()]
        try:
            with open(self._path, newline="") as file:
                there = next(csv.reader(file), None)
        except FileNotFoundError:
            there = None
        if there is None:
            self._append(header)
        elif there != header:
            raise InvalidArgumentError(
                f"'{self._path}' has other columns than this teacher's numbers; give another path"
            )

    def write(self, **values: float) -> None:
        """Writes a row: the numbers as they are now.

        Args:
            **values: The further columns' values, each by its name.
        """
        if set(values) != set(self._columns):
            raise InvalidArgumentError(
                f"the row has the values {sorted(values)}; it must have those of the columns {list(self._columns)}"
            )
        numbers = [values[name] for name in self._columns] + list(self._teacher.progress().values())
        self._append(["" if math.isnan(number) else f"{number:.10g}" for number in numbers])

    def _append(self, row: list[str]) -> None:
        with open(self._path, "a", newline="") as file:
            csv.writer(file).writerow(row)
