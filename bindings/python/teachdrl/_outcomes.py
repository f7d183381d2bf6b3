"""What is known about episodes that have ended, in the form that the library takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, SupportsFloat, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments
from ._arguments import shown
from ._library import error
from ._structures import NO_LEVEL, mark_known, unknown_outcomes
from .errors import InvalidArgumentError

# By the flags of teachdrl_outcome_member: 1, 2, 4, ...
_MEMBERS = ("episode_return", "success", "value_estimate", "length", "score", "level")


def member_names(flags: int) -> frozenset[str]:
    """The members of an outcome that flags stand for, by the names of the arguments of `Teacher.update`."""
    return frozenset(name for place, name in enumerate(_MEMBERS) if flags >> place & 1)


class OutcomeMembers(NamedTuple):
    """Which members of an outcome a teacher wants, by the names of the arguments of `Teacher.update`."""

    needs: frozenset[str]
    """Those without which an update is refused."""
    uses: frozenset[str]
    """Those that it makes use of, those that it needs among them."""


@dataclass(frozen=True)
class FinishedEpisode:
    """An episode that has ended, as the `score` of a wrapper gets it.

    Attributes:
        task: What was played.
        episode_return: The sum of its rewards.
        length: The number of its steps.
        info: The environment's info of the last step.
        success: From 0 to 1; None if it is not known.
        level: The level's number; None if there is none.
    """

    task: NDArray[np.float64]
    episode_return: float
    length: int
    info: dict[str, object]
    success: float | None = None
    level: int | None = None


def outcome(
    episode_return: SupportsFloat | None = None,
    success: SupportsFloat | None = None,
    value_estimate: SupportsFloat | None = None,
    length: SupportsIndex | None = None,
    score: SupportsFloat | None = None,
    level: SupportsIndex | None = None,
) -> NDArray[np.void]:
    """What is known about one episode; None is not known."""
    row = unknown_outcomes(1)
    numbers = {
        "episode_return": episode_return,
        "success": success,
        "value_estimate": value_estimate,
        "score": score,
    }
    for name, number in numbers.items():
        if number is not None:
            row[name] = _arguments.finite(number, name)
    if success is not None and not 0 <= row["success"][0] <= 1:
        raise InvalidArgumentError(f"success is {row['success'][0]}; it must be from 0 to 1")
    if length is not None:
        row["length"] = _positive(length, "length")
    if level is not None:
        row["level"] = _arguments.index(level, "level")
    return mark_known(row)


def outcomes(
    count: int,
    episode_returns: ArrayLike | None = None,
    successes: ArrayLike | None = None,
    value_estimates: ArrayLike | None = None,
    lengths: ArrayLike | None = None,
    scores: ArrayLike | None = None,
    levels: ArrayLike | Iterable[int | None] | None = None,
) -> NDArray[np.void]:
    """What is known about several episodes; NaN, and None among levels, is not known."""
    rows = unknown_outcomes(count)
    columns = {
        "episode_return": (episode_returns, "episode_returns"),
        "success": (successes, "successes"),
        "value_estimate": (value_estimates, "value_estimates"),
        "score": (scores, "scores"),
    }
    for member, (values, name) in columns.items():
        if values is not None:
            rows[member] = _arguments.row(values, count, name)
    if lengths is not None:
        rows["length"] = _column(_arguments.indices(lengths, "lengths"), count, "lengths")
    if levels is not None:
        given = [NO_LEVEL if level is None else _arguments.index(level, "levels") for level in _items(levels)]
        rows["level"] = _column(np.array(given, dtype=np.uint64), count, "levels")
    return mark_known(rows)


def are_complete(rows: NDArray[np.void], needs: frozenset[str]) -> bool:
    """Whether no row can be refused, as far as that is certain here."""
    return bool(
        all(rows["length"].all() if name == "length" else np.isfinite(rows[name]).all() for name in needs)
        and not any(np.isinf(rows[name]).any() for name in ("episode_return", "value_estimate", "score"))
        and (np.isnan(rows["success"]) | ((rows["success"] >= 0) & (rows["success"] <= 1))).all()
    )


def _items(values: ArrayLike | Iterable[int | None]) -> list[SupportsIndex | None]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"levels must be whole numbers or None, not {shown(values)}")
    return list(values)  # type: ignore[arg-type]


def _column(values: NDArray[np.generic], count: int, name: str) -> NDArray[np.generic]:
    if len(values) != count:
        raise InvalidArgumentError(f"{name} has {len(values)} numbers; it must have {count}")
    return values


def _positive(value: SupportsIndex, name: str) -> int:
    number = _arguments.index(value, name)
    if number == 0:
        raise InvalidArgumentError(f"{name} is 0; it must be 1 or more")
    return number


# The library names members of structures; here they are arguments.
_STRUCTURE = re.compile(r"'outcomes(?P<place>(?:\[\d+\])?)(?:'|\.(?P<member>\w+)')(?P<rest>.*)", re.DOTALL)
_MEMBER = re.compile(r"'(" + "|".join(_MEMBERS) + ")'")


def check_outcomes(status: int, *, many: bool = False) -> None:
    """Raises the exception for a call with outcomes, whose message names the arguments as Python has them."""
    if not status:
        return
    failure = error(status)
    message = str(failure)
    found = _STRUCTURE.match(message)
    place = (found["place"] or "[0]") if found and many else ""

    def named(member: str) -> str:
        return f"{'successes' if member == 'success' else f'{member}s'}{place}" if many else member

    if found:
        message = (named(found["member"]) if found["member"] else "") + found["rest"]
        message = message.lstrip(": ")
    message = _MEMBER.sub(lambda each: named(each[1]), message.replace("the outcome's ", ""))
    raise type(failure)(message)
