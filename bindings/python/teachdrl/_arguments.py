"""Python values in the forms that the library takes."""

from __future__ import annotations

import ctypes
import math
import operator
import os
import pathlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, SupportsFloat, SupportsIndex, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._handles import NotCopyable
from ._library import error
from .errors import InvalidArgumentError, UnknownNameError, UnknownOptionError

OptionValue = Union[bool, int, float, str, Sequence[float], NDArray[Any], None]
"""What an option can be given as; None is "off". A tensor of PyTorch's stands for its numbers."""


class _Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


def shown(value: object) -> str:
    """A value as an error message shows it: its type and a short repr."""
    text = " ".join(repr(value).split())
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"


def text(value: str, name: str) -> bytes:
    """A string as the library reads it."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {shown(value)}")
    if "\0" in value:
        raise InvalidArgumentError(f"{name} is {value!r}, which has a character NUL in it")
    # The class's own method: that of a subclass may give anything.
    return str.encode(value)


def path(value: str | os.PathLike[str], name: str = "path") -> bytes:
    """A path as the library reads it."""
    try:
        encoded = os.fsencode(value)
    except TypeError:
        raise TypeError(f"{name} must be a str or an os.PathLike, not {shown(value)}") from None
    if b"\0" in encoded:
        raise InvalidArgumentError(f"{name} is {value!r}, which has a character NUL in it")
    return encoded


def folder(value: str | os.PathLike[str], name: str) -> pathlib.Path:
    """A path, for what this package reads and writes itself."""
    return pathlib.Path(os.fsdecode(path(value, name)))


def function(value: Any, name: str, of: str) -> None:
    """Refuses what cannot be called; `of` says what it would be called with."""
    if not callable(value):
        raise TypeError(f"{name} must be a function of {of}, not {shown(value)}")


def several(values: Iterable[Any], name: str) -> list[Any]:
    """The items of a sequence."""
    if isinstance(values, (str, bytes, type)) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a sequence, not {shown(values)}")
    return list(values)


def mapping(values: Mapping[str, Any] | None, name: str) -> dict[str, Any]:
    """A dictionary; None is an empty one."""
    if values is not None and not isinstance(values, Mapping):
        raise TypeError(f"{name} must be a dict or None, not {shown(values)}")
    return dict(values or {})


def labels(names: Iterable[str], dimension: int | None) -> tuple[str, ...]:
    """Names of a task's coordinates, one for each; None if nobody knows how many these are."""
    given = tuple(str(name) for name in several(names, "names"))
    if dimension is not None and len(given) != dimension:
        raise InvalidArgumentError(f"names has {len(given)} names; it must have {dimension}, one for each coordinate")
    return given


def content(value: bytes | bytearray | memoryview, name: str) -> bytes:
    """The bytes in an object with a buffer: a copy that nobody else can change, whose `len` is its own."""
    try:
        return memoryview(value).tobytes()
    except TypeError:
        raise TypeError(f"{name} must be bytes, not {shown(value)}") from None


def option_text(name: str, value: object) -> str:
    """An option's value as the library reads it.

    A whole number is written without a fraction, whatever its type, so that options that are integers accept it.
    """
    plain = _plain(value)
    if plain is None:
        return "off"
    if isinstance(plain, str):
        return plain
    if isinstance(plain, Sequence) and not isinstance(plain, (bytes, bytearray)):
        return ",".join(_number_text(f"{name}[{place}]", item) for place, item in enumerate(plain))
    return _number_text(name, plain)


def _plain(value: Any) -> Any:
    """Python's own form of NumPy's numbers and arrays and of PyTorch's tensors."""
    return value.tolist() if hasattr(value, "tolist") else value


def _number_text(name: str, given: Any) -> str:
    value = _plain(given)
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "__index__"):
        return str(operator.index(value))
    if isinstance(value, (str, bytes, bytearray, complex)) or not hasattr(value, "__float__"):
        raise TypeError(
            f"option '{name}' is a {type(value).__name__}; it can be a bool, a number, a str, a sequence of numbers or "
            "None"
        )
    number = float(value)
    # Beyond 2**53 not every whole number is a float.
    return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)


class Options:
    """An array of teachdrl_option, with its length.

    Args:
        options: The values, by name.
        known: The options that there are; None if the name of what they are for is unknown.
    """

    def __init__(self, options: Mapping[str, object], known: Collection[str] | None) -> None:
        self._unexpected = [name for name in options if known is not None and name not in known]
        pairs = [
            _Option(text(name, "an option's name"), text(option_text(name, value), name))
            for name, value in options.items()
        ]
        self.count = len(pairs)
        self.array = (_Option * self.count)(*pairs) if pairs else None
        self.address = None if self.array is None else ctypes.addressof(self.array)

    def check(self, status: int, **names: str) -> None:
        """Raises the exception for a failed creation with these options; the arguments are those of `error`."""
        if not status:
            return
        failure = error(status, **names)
        if isinstance(failure, UnknownNameError) and self._unexpected:
            # Callers look for Python's own words and leave the argument out, TorchRL among them.
            raise UnknownOptionError(f"got an unexpected keyword argument '{self._unexpected[0]}': {failure}")
        raise failure


def whole(value: SupportsIndex, name: str) -> int:
    """A whole number."""
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, not {shown(value)}") from None


def index(value: SupportsIndex, name: str) -> int:
    """A number that is not negative, for a size_t: ctypes would wrap others."""
    number = whole(value, name)
    if not 0 <= number < 1 << 64:
        raise InvalidArgumentError(f"{name} is {number}; it must be from 0 to 2**64 - 1")
    return number


def seed(value: SupportsIndex | None) -> int:
    """A seed for the library; None draws one from the system.

    Seeds of up to 128 bits, such as Gymnasium's `np_random_seed`, are reduced to 64 by NumPy's SeedSequence. Those
    below 2**64 stay as they are.
    """
    if value is None:
        return int.from_bytes(os.urandom(8), "little")
    number = whole(value, "seed")
    if not 0 <= number < 1 << 128:
        raise InvalidArgumentError(f"seed is {number}; it must be from 0 to 2**128 - 1")
    return number if number < 1 << 64 else int(np.random.SeedSequence(number).generate_state(1, np.uint64)[0])


def address(array: NDArray[Any]) -> int:
    """Where a contiguous array's numbers are."""
    return int(array.ctypes.data)


def floats(value: ArrayLike, name: str, dtype: type[Any] = np.float64) -> NDArray[Any]:
    """A contiguous array of floats; the caller's own if it is one. A number becomes an array of one."""
    try:
        given = np.asarray(value)
        # NumPy would read None as NaN and parse strings.
        texts = given.dtype.kind == "O" and any(item is None or isinstance(item, (str, bytes)) for item in given.flat)
        if given.dtype.kind in "biufO" and not texts:
            with np.errstate(over="ignore"):  # what is too large becomes infinite, which the library refuses
                return np.ascontiguousarray(given.astype(dtype, copy=False))
    except (TypeError, ValueError):
        pass
    raise TypeError(f"{name} must be numbers, not {shown(value)}")


def numbers(value: ArrayLike, name: str) -> NDArray[np.float64]:
    """A row of numbers; the caller's own array if it is contiguous and of float64."""
    array = floats(value, name)
    if array.ndim != 1:
        raise InvalidArgumentError(f"{name} has the shape {array.shape}; it must have one dimension")
    return array


def rows(value: ArrayLike, dimension: int, name: str) -> NDArray[np.float64]:
    """Rows of `dimension` numbers; the caller's own array if it is contiguous and of float64."""
    array = floats(value, name)
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


def real(value: SupportsFloat, name: str) -> ctypes.c_double:
    """A number, for a double."""
    try:
        return ctypes.c_double(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):  # NumPy parses an array of one string
        raise TypeError(f"{name} must be a number, not {shown(value)}") from None


def finite(value: SupportsFloat, name: str) -> float:
    """A number that is finite."""
    number = real(value, name).value
    if not math.isfinite(number):
        raise InvalidArgumentError(f"{name} is {number}; it must be a finite number")
    return number


def flags(value: ArrayLike, count: int, name: str) -> NDArray[np.bool_]:
    """`count` values that are true or false."""
    try:
        given = np.asarray(value)
    except ValueError:  # ragged
        given = np.empty(0, dtype=object)
    if given.dtype.kind not in "biu":
        raise TypeError(f"{name} must be an array of bool, not {shown(value)}")
    if given.shape != (count,):
        raise InvalidArgumentError(f"{name} has the shape {given.shape}; it must be ({count},)")
    return np.ascontiguousarray(given, dtype=np.bool_)


def indices(value: ArrayLike, name: str) -> NDArray[np.uintp]:
    """A row of whole numbers that are not negative, as size_t."""
    try:
        given = np.asarray(value)
    except ValueError:
        given = np.empty(0, dtype=object)
    if given.dtype.kind == "f" and given.size == 0:
        return np.empty(0, dtype=np.uintp)
    if given.dtype.kind not in "iu":
        kind = InvalidArgumentError if given.dtype.kind == "f" else TypeError
        raise kind(f"{name} must be whole numbers, not {shown(value)}")
    if given.ndim != 1:
        raise InvalidArgumentError(f"{name} has the shape {given.shape}; it must have one dimension")
    if given.size and given.min() < 0:
        raise InvalidArgumentError(f"{name} has {given.min()} in it; it must not be negative")
    return np.ascontiguousarray(given, dtype=np.uintp)


def same_bounds(one: ArrayLike, other: ArrayLike) -> bool:
    """Whether bounds are the same, apart from what a rounding to float32 explains."""
    here, there = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    if here.shape != there.shape:
        return False
    # Bounds beyond the largest float32 have no unit in its last place; they must be equal.
    with np.errstate(over="ignore", invalid="ignore"):
        units = np.spacing(np.abs(there.astype(np.float32)))
        return bool(np.all((here == there) | (np.abs(here - there) <= units)))


class Scratch(NotCopyable):
    """Room for one row of numbers: its address for the library, a view of it for NumPy."""

    __slots__ = ("address", "view")

    _instead = "make another"

    def __init__(self, size: int, dtype: type[np.float64] | type[np.float32] = np.float64) -> None:
        self.view: NDArray[Any] = np.zeros(size, dtype=dtype)
        self.address = address(self.view)
