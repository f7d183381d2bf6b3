"""The parameters of a task as the library has them, and arrays of them for its functions."""

from __future__ import annotations

import ctypes
import enum
from collections.abc import Callable, Sequence
from ctypes import POINTER, c_char_p, c_void_p
from dataclasses import dataclass
from typing import Any

from . import _structures
from ._arguments import text
from ._library import check, library


class Kind(enum.IntEnum):
    """teachdrl_parameter_kind."""

    NUMBER = 0
    LOG_NUMBER = 1
    INTEGER = 2
    CATEGORY = 3


@dataclass(frozen=True)
class Coordinate:
    """One number of a task: teachdrl_parameter."""

    name: str
    kind: Kind
    low: float
    high: float
    categories: tuple[str, ...] = ()
    group: str | None = None
    unit: str | None = None
    documentation: str | None = None
    default: float | None = None


class ParameterArray:
    """An array of teachdrl_parameter, with its length."""

    def __init__(self, coordinates: Sequence[Coordinate]) -> None:
        self.count = len(coordinates)
        self.array = (_structures.Parameter * self.count)(*map(_structure, coordinates))
        self.address = ctypes.addressof(self.array)


def _structure(coordinate: Coordinate) -> _structures.Parameter:
    def encoded(value: str | None, what: str) -> bytes | None:
        return None if value is None else text(value, f"{what} of parameter '{coordinate.name}'")

    names = None
    if coordinate.kind is Kind.CATEGORY:
        # NULL ends them, and an empty list is for the library to refuse.
        ends = [text(name, "a category") for name in coordinate.categories] + [None]
        names = ctypes.cast((c_char_p * len(ends))(*ends), POINTER(c_char_p))
    return _structures.Parameter(
        name=encoded(coordinate.name, "the name"),
        kind=coordinate.kind,
        low=coordinate.low,
        high=coordinate.high,
        categories=names,
        group=encoded(coordinate.group, "the group"),
        unit=encoded(coordinate.unit, "the unit"),
        documentation=encoded(coordinate.documentation, "the documentation"),
        has_default=coordinate.default is not None,
        default_value=coordinate.default or 0,
    )


def _plain(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def coordinate_at(pointer: Any) -> Coordinate:
    """The parameter that the library has described at an address."""
    described = ctypes.cast(pointer, POINTER(_structures.Parameter)).contents
    categories: list[str] = []
    while described.categories and described.categories[len(categories)] is not None:
        categories.append(described.categories[len(categories)].decode())
    return Coordinate(
        described.name.decode(),
        Kind(described.kind),
        described.low,
        described.high,
        tuple(categories),
        _plain(described.group),
        _plain(described.unit),
        _plain(described.documentation),
        described.default_value if described.has_default else None,
    )


def coordinates_of(handle: int, count: int, function: Callable[..., int]) -> list[Coordinate]:
    """The parameters of an object, which a function of the library describes one by one."""
    found = []
    for index in range(count):
        pointer = c_void_p()
        check(function(handle, index, ctypes.byref(pointer)))
        found.append(coordinate_at(pointer))
    return found


def require_right(coordinates: Sequence[Coordinate]) -> None:
    """Refuses parameters that the library refuses: a teacher that takes any number of them tries."""
    parameters, handle = ParameterArray(coordinates), c_void_p()
    definition = _structures.TeacherDefinition(
        name=b"Random", parameters=parameters.address, parameter_count=parameters.count
    )
    status = library.teachdrl_teacher_create_from(ctypes.byref(definition), ctypes.byref(handle))
    check(status, parameter_count="the number of parameters")
    library.teachdrl_teacher_destroy(handle)
