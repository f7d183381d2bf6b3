"""What the library's errors are in Python: each has the library's message, and a built-in class to catch it by."""

from __future__ import annotations

__all__ = [
    "InvalidArgumentError",
    "InvalidDataError",
    "InvalidStateError",
    "StateFileError",
    "StateFileNotFoundError",
    "StateMismatchError",
    "TeachdrlError",
    "UnknownNameError",
    "UnknownOptionError",
    "UnsupportedError",
]


def __dir__() -> list[str]:
    return __all__


class TeachdrlError(Exception):
    """The base of every error that the library reports."""


class InvalidArgumentError(TeachdrlError, ValueError):
    """An argument is not finite, out of its range, of the wrong shape, or not of the form it must have."""


class UnknownNameError(TeachdrlError, KeyError):
    """There is no teacher, environment, option or parameter of that name."""

    # KeyError shows its argument's repr, quotes and all.
    __str__ = Exception.__str__


class UnknownOptionError(UnknownNameError, TypeError):
    """A keyword argument is none of the object's options: a TypeError, as Python's own for a function's arguments."""


class InvalidStateError(TeachdrlError, RuntimeError):
    """The object cannot do this now: a step before reset, say."""


class UnsupportedError(TeachdrlError, RuntimeError):
    """This machine cannot run the library: it needs a processor with AVX2 and FMA."""


class StateFileError(TeachdrlError, OSError):
    """The system refused to read or write a file."""


class StateFileNotFoundError(StateFileError, FileNotFoundError):
    """There is no such file."""


class InvalidDataError(TeachdrlError, ValueError):
    """The bytes are no saved state, are damaged or cut short, or a later version of the library wrote them."""


class StateMismatchError(TeachdrlError, ValueError):
    """A saved state is of another teacher than the one that was described; the message says what differs."""
