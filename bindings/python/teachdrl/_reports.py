"""How teachers hear of episodes that have ended, whoever plays them."""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, SupportsFloat

from . import _arguments
from ._curriculum import TeacherLike
from ._outcomes import FinishedEpisode
from ._proposals import Proposal
from ._teacher import Teacher
from ._teacher_base import TEACHERS
from .errors import InvalidArgumentError

Score = Callable[[FinishedEpisode], SupportsFloat]
"""Gives a number that says how well an episode went."""

# Gymnasium-Robotics' and Stable-Baselines3's first, then Meta-World's and RLlib's.
_SUCCESS = ("is_success", "success")


@dataclass(frozen=True)
class Outcome:
    """What is known about an episode; None is not known."""

    episode_return: float | None = None
    success: float | None = None
    value_estimate: float | None = None
    length: int | None = None
    score: float | None = None
    level: int | None = None

    def known(self) -> dict[str, Any]:
        """What is known beside the return, by name."""
        values = {each.name: getattr(self, each.name) for each in fields(self)[1:]}
        return {name: value for name, value in values.items() if value is not None}


class Reports:
    """What is known about the episodes of an environment, and told to its teacher.

    Args:
        score: A function of the user's own of a `FinishedEpisode`; None for none.
        mastered_return: The environment's; None if it has none.
        derives: Whether success follows from that if the environment does not say it; None asks each teacher.
    """

    def __init__(
        self, score: Score | None = None, mastered_return: float | None = None, derives: bool | None = None
    ) -> None:
        if score is not None:
            _arguments.function(score, "score", "a FinishedEpisode")
        self._score, self._mastered_return, self._derives = score, mastered_return, derives

    def outcome(
        self,
        teacher: TeacherLike | None,
        proposed: Proposal,
        episode_return: float,
        length: int,
        info: Mapping[str, Any],
    ) -> Outcome | None:
        """What is known about an episode; None, after a warning, if the teacher must not hear of it."""
        success = success_in(info)
        if success is None and self._mastered_return is not None:
            derives = derives_success(teacher) if self._derives is None else self._derives
            success = float(episode_return > self._mastered_return) if derives else None
        if not is_heard(proposed.task, episode_return):
            return None
        score = None
        if self._score is not None:
            ended = FinishedEpisode(proposed.task.copy(), episode_return, length, dict(info), success, proposed.level)
            score = _arguments.real(self._score(ended), "what score() gave").value
            if not is_heard(proposed.task, score, "score"):
                return None
        return Outcome(episode_return, success, None, length, score, proposed.level)

    def tell(
        self, teacher: TeacherLike, proposed: Proposal, episode_return: float, length: int, info: Mapping[str, Any]
    ) -> None:
        """Tells a teacher how an episode has ended. One whose return is not finite is abandoned, with a warning."""
        known = self.outcome(teacher, proposed, episode_return, length, info)
        if known is not None:
            tell(teacher, proposed.task, known)


def success_in(info: Mapping[str, Any]) -> float | None:
    """What an environment's info says about an episode's success; None if it says nothing."""
    for name in _SUCCESS:
        try:
            number = float(info[name])
        except (KeyError, TypeError, ValueError):
            continue
        if 0 <= number <= 1:
            return number
    return None


def derives_success(teacher: TeacherLike | None) -> bool:
    """Whether success follows from an environment's mastered return, if it is not known, and not from an option."""
    if not isinstance(teacher, Teacher):
        return True
    return "success_return" not in TEACHERS[teacher.name].options or teacher._option("success_return") == "auto"


def is_heard(task: Any, number: float, what: str = "return") -> bool:
    """Whether an episode can be told to a teacher; if not, there is a warning."""
    if math.isfinite(number):
        return True
    warnings.warn(
        f"an episode on the task {task.tolist()} ended with the {what} {number}; the teacher is not told of it",
        RuntimeWarning,
        stacklevel=5,
    )
    return False


def tell(teacher: TeacherLike, task: Any, outcome: Outcome) -> None:
    """Tells a teacher how an episode has ended: of what is known, what its `update` takes.

    Raises:
        InvalidArgumentError: It needs what is not known.
    """
    is_own = getattr(type(teacher), "update", None) is not Teacher.update
    known = taken(teacher, outcome) if is_own else outcome.known()
    teacher.update(task.copy(), outcome.episode_return, **known)


def taken(teacher: TeacherLike, outcome: Outcome) -> dict[str, Any]:
    """What the `update` of a teacher of the user's own takes of what is known beside the return.

    Raises:
        InvalidArgumentError: It needs what is not known.
    """
    known = outcome.known()
    try:
        parameters = list(inspect.signature(teacher.update).parameters.values())
    except (TypeError, ValueError):  # it is not written in Python
        return {}
    # The first two are the task and the return.
    named = {each.name: each for each in parameters[2:] if each.kind in (each.KEYWORD_ONLY, each.POSITIONAL_OR_KEYWORD)}
    missing = [name for name, each in named.items() if each.default is each.empty and name not in known]
    if outcome.episode_return is None:
        missing.insert(0, "episode_return")
    if missing:
        raise InvalidArgumentError(
            f"{type(teacher).__name__}.update() needs {', '.join(missing)}, which is not known about this episode; "
            f"known is {', '.join(known) or 'nothing else'}"
        )
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters)
    return {name: value for name, value in known.items() if takes_all or name in named}
