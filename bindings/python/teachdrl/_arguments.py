"""Python values in the forms that the library takes."""

from __future__ import annotations

import ctypes
import operator
import os
from collections.abc import Mapping, Sequence
from typing import Any, SupportsIndex, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import InvalidArgumentError

OptionValue = Union[bool, int, float, str, Sequence[float], NDArray[Any], None]
"""What an option can be given as; None is "off"."""


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


def text(value: str) -> bytes:
    """A string as the library reads it."""
    if "\0" in value:
        raise InvalidArgumentError(f"{value!r} has a character NUL in it")
    return value.encode()


def path(value: str | os.PathLike[str]) -> bytes:
    """A path as the library reads it."""
    encoded = os.fsencode(value)
    if b"\0" in encoded:
        raise InvalidArgumentError(f"the path {value!r} has a character NUL in it")
    return encoded


def option_text(name: str, value: OptionValue) -> str:
    """An option's value as the library reads it."""
    if value is None:
        return "off"
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (Sequence, np.ndarray)):
        return ",".join(option_text(name, item) for item in value)
    raise TypeError(
        f"option '{name}' is a {type(value).__name__}; it can be a bool, a number, a str, a sequence or None"
    )


class Options:
    """An array of teachdrl_option, with its length."""

    def __init__(self, options: Mapping[str, OptionValue]) -> None:
        pairs = [_Option(text(name), text(option_text(name, value))) for name, value in options.items()]
        self.count = len(pairs)
        self.array = (_Option * self.count)(*pairs) if pairs else None


def seed(value: SupportsIndex | None) -> int:
    """A seed; None draws one from the system."""
    if value is None:
        return int.from_bytes(os.urandom(8), "little")
    number = operator.index(value)
    if not 0 <= number < 1 << 64:
        raise InvalidArgumentError(f"seed is {number}; it must be from 0 to 2**64 - 1")
    return number


def address(array: NDArray[Any]) -> int:
    """Where a contiguous array's numbers are."""
    return int(array.ctypes.data)


def numbers(value: ArrayLike, name: str) -> NDArray[np.float64]:
    """A row of numbers; the caller's own array if it is contiguous and of float64."""
    array = np.ascontiguousarray(value, dtype=np.float64)
    if array.ndim != 1:
        raise InvalidArgumentError(f"{name} has the shape {array.shape}; it must have one dimension")
    return array


def rows(value: ArrayLike, dimension: int, name: str) -> NDArray[np.float64]:
    """Rows of `dimension` numbers; the caller's own array if it is contiguous and of float64."""
    array = np.ascontiguousarray(value, dtype=np.float64)
    if array.size == 0 and array.ndim == 1:
        array = array.reshape(0, dimension)
    if array.ndim != 2 or array.shape[1] != dimension:
        raise InvalidArgumentError(f"{name} has the shape {array.shape}; it must be rows of {dimension} numbers")
    return array


def row(value: ArrayLike, dimension: int, name: str) -> NDArray[np.float64]:
    """`dimension` numbers."""
    array = numbers(value, name)
    if array.shape[0] != dimension:
        raise InvalidArgumentError(f"{name} has {array.shape[0]} numbers; it must have {dimension}")
    return array


def indices(value: ArrayLike, name: str) -> NDArray[np.uintp]:
    """A row of numbers that are not negative, as size_t."""
    given = np.asarray(value)
    if given.size == 0:
        return np.empty(0, dtype=np.uintp)
    if given.ndim != 1 or given.dtype.kind not in "iu" or given.min() < 0:
        raise InvalidArgumentError(f"{name} must be a row of whole numbers that are not negative, not {value!r}")
    return np.ascontiguousarray(given, dtype=np.uintp)


def index(value: SupportsIndex, name: str) -> int:
    """A number that is not negative, for a size_t: ctypes would wrap others."""
    number = operator.index(value)
    if not 0 <= number < 1 << 64:
        raise InvalidArgumentError(f"{name} is {number}; it must not be negative")
    return number


class Scratch:
    """Room for one row of numbers: its address for the library, a view of it for NumPy."""

    __slots__ = ("address", "view")

    def __init__(self, size: int, dtype: type[np.float64] | type[np.float32] = np.float64) -> None:
        self.view: NDArray[Any] = np.zeros(size, dtype=dtype)
        self.address = address(self.view)
