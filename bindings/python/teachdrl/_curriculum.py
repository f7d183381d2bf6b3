"""What everything that has a teacher does with it: proposals, returns, and the options of a reset."""

from __future__ import annotations

import difflib
import math
import warnings
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._arguments import floats, shown
from .errors import InvalidArgumentError, InvalidStateError, UnknownNameError

Task = NDArray[np.float64]


class TeacherLike(Protocol):
    """What proposes tasks and hears returns: a `Teacher`, or an object of your own with these two methods.

        class Uniform:
            def sample_task(self):
                return np.random.uniform([0, 0], [3, 6])

            def update(self, task, episode_return):
                pass

    It can be attached wherever a `Teacher` can. Tasks come from it and go to it as copies. Each episode that ends is
    one call of `update`, with the task that was played and its return (the sum of rewards); updates may come late, and
    in another order than the samples. It is used from one thread at a time.
    """

    def sample_task(self) -> ArrayLike:
        """Proposes a task: finite numbers, always as many."""

    def update(self, task: NDArray[np.float64], episode_return: float, /) -> object:
        """Hears the return that was reached on a task."""


def require_teacher(teacher: Any, name: str = "teacher") -> None:
    """Refuses what cannot propose tasks and hear returns."""
    for method in ("sample_task", "update"):
        if isinstance(teacher, type) or not callable(getattr(teacher, method, None)):
            raise TypeError(
                f"{name} must be a teachdrl.Teacher or an object with methods sample_task and update, not "
                f"{shown(teacher)}"
            )


def kept(task: ArrayLike, name: str = "task", dimension: int | None = None) -> Task:
    """A copy of a task that nobody can change: one row of finite numbers."""
    numbers = np.array(floats(task, name))
    if numbers.ndim != 1:
        raise InvalidArgumentError(f"{name} has the shape {numbers.shape}; it must have one dimension")
    if dimension is not None and len(numbers) != dimension:
        raise InvalidArgumentError(f"{name} has {len(numbers)} numbers; it must have {dimension}")
    if not np.isfinite(numbers).all():
        raise InvalidArgumentError(f"{name} is {numbers.tolist()}; its numbers must be finite")
    numbers.setflags(write=False)
    return numbers


def proposal(teacher: TeacherLike, dimension: int | None = None) -> Task:
    """A teacher's next task.

    Raises:
        InvalidArgumentError: A teacher of the user's own gave something else.
    """
    return kept(teacher.sample_task(), f"what {type(teacher).__name__}.sample_task() gave", dimension)


def tell(teacher: TeacherLike, task: Task, episode_return: float) -> None:
    """Tells a teacher a return. An episode whose return is not finite is abandoned, with a warning."""
    if is_heard(task, episode_return):
        teacher.update(task.copy(), episode_return)


def is_heard(task: Task, episode_return: float) -> bool:
    """Whether an episode can be told to a teacher; if not, there is a warning."""
    if math.isfinite(episode_return):
        return True
    warnings.warn(
        f"an episode on the task {task.tolist()} ended with the return {episode_return}; the teacher is not told of it",
        RuntimeWarning,
        stacklevel=4,
    )
    return False


def require_played(played: Any, task: Task) -> None:
    """Refuses an environment that says that it plays another task than the one it was given."""
    same = np.shape(played) == task.shape
    # An environment may keep it in fewer digits. Most do not, and np.allclose takes long.
    if not same or not (np.equal(played, task).all() or np.allclose(played, task, rtol=1e-5)):
        raise InvalidStateError(
            f"the environment plays the task {np.asarray(played).tolist()}, but {task.tolist()} was set: something "
            "between the two changes or keeps it"
        )


def reset_options(
    options: Mapping[str, Any] | None, known: tuple[str, ...] = ("task",), *, others: bool = False
) -> dict[str, Any]:
    """The options of a reset, in a dictionary of one's own.

    Args:
        options: What was given.
        known: The options that there are.
        others: Whether an environment inside may have more of them; then only what looks misspelt is refused.

    Raises:
        UnknownNameError: There is no such option.
    """
    if options is None:
        return {}
    if not isinstance(options, Mapping):
        raise TypeError(f"options must be a dict, not {shown(options)}")
    given = dict(options)
    for name in given:
        if name in known:
            continue
        meant = _misspelt(str(name), known)
        if meant is not None:
            raise UnknownNameError(f"there is no option '{name}' of reset; did you mean '{meant}'?")
        if not others:
            raise UnknownNameError(f"there is no option '{name}' of reset; there are: {', '.join(known)}")
    return given


def _misspelt(name: str, known: tuple[str, ...]) -> str | None:
    """The option that a name stands for with a letter too many, one too few, or two exchanged."""
    lower = name.lower()
    for option in known:
        if sorted(lower) == sorted(option) or difflib.SequenceMatcher(None, lower, option).ratio() >= 0.8:
            return option
    return None
