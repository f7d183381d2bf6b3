"""What everything that has a teacher does with it: proposals, and the options of a reset."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ._arguments import floats, index, shown
from ._proposals import Proposal
from ._space import TaskLike, TaskSpace
from ._teacher import Teacher
from .errors import InvalidArgumentError, InvalidStateError, UnknownNameError

Task = NDArray[np.float64]


class TeacherLike(Protocol):
    """What proposes tasks and hears how episodes end: a `Teacher`, or an object of your own with these two methods.

        class Uniform:
            def sample_task(self):
                return np.random.uniform([0, 0], [3, 6])

            def update(self, task, episode_return):
                pass

    It can be attached wherever a `Teacher` can. Tasks come from it and go to it as copies. Each episode that ends is
    one call of `update`, with the task that was played and its return (the sum of rewards); updates may come late, and
    in another order than the samples. It is used from one thread at a time.

    What else is known about an episode is passed by name, as far as `update` takes it: `success`, `length`, `score`,
    `value_estimate` and `level`. One without a default is needed: an episode of which it is not known is an error.

            def update(self, task, episode_return, *, success, length=None, **others):
                ...

    If there is a method `propose` it is asked instead of `sample_task`. It gives a `Proposal`: a task, and with it the
    number of a level, the seed to play it with, and whether the student should learn from the episode.

    With an attribute `space`, a `TaskSpace`, tasks may be mappings.
    """

    def sample_task(self) -> TaskLike:
        """Proposes a task: finite numbers, always as many."""

    @property
    def update(self) -> Callable[..., object]:
        """Hears the return that was reached on a task."""


def require_teacher(teacher: Any, name: str = "teacher") -> None:
    """Refuses what cannot propose tasks and hear returns."""
    for method in ("sample_task", "update"):
        if isinstance(teacher, type) or not callable(getattr(teacher, method, None)):
            raise TypeError(
                f"{name} must be a teachdrl.Teacher or an object with methods sample_task and update, not "
                f"{shown(teacher)}"
            )


def space_from(*owners: Any) -> TaskSpace | None:
    """The first task space among some objects and their attributes `space`."""
    for owner in owners:
        found = owner if isinstance(owner, TaskSpace) else getattr(owner, "space", None)
        if isinstance(found, TaskSpace):
            return found
    return None


def kept(
    task: TaskLike,
    name: str = "task",
    dimension: int | None = None,
    space: Callable[[], TaskSpace | None] = lambda: None,
) -> Task:
    """A copy of a task that nobody can change: one row of finite numbers.

    Args:
        task: The task.
        name: What messages call it.
        dimension: How many numbers it must have; None for any.
        space: Gives the space whose names it may be written in, if that is known.
    """
    if isinstance(task, Mapping):
        names = space()
        if names is None:
            raise TypeError(
                f"{name} is a mapping, but nobody says what its parameters are: the teacher must have a TaskSpace, or "
                "the environment's TaskWrapper one"
            )
        numbers = names.to_vector(task)
    else:
        numbers = np.array(floats(task, name))
    if numbers.ndim != 1:
        raise InvalidArgumentError(f"{name} has the shape {numbers.shape}; it must have one dimension")
    if dimension is not None and len(numbers) != dimension:
        raise InvalidArgumentError(f"{name} has {len(numbers)} numbers; it must have {dimension}")
    if not np.isfinite(numbers).all():
        raise InvalidArgumentError(f"{name} is {numbers.tolist()}; its numbers must be finite")
    numbers.setflags(write=False)
    return numbers


def proposal(
    teacher: TeacherLike, dimension: int | None = None, space: Callable[[], TaskSpace | None] = lambda: None
) -> Proposal:
    """What a teacher proposes next. Its task is one that nobody can change.

    Raises:
        InvalidArgumentError: A teacher of the user's own gave something else.
    """
    ask = getattr(teacher, "propose", None) if _proposes(teacher) else None
    what = f"what {type(teacher).__name__}.{'sample_task' if ask is None else 'propose'}() gave"
    given = Proposal(teacher.sample_task()) if ask is None else ask()
    if not hasattr(given, "task"):
        raise TypeError(f"{what} must be a teachdrl.Proposal, not {shown(given)}")
    task = kept(given.task, what, dimension, lambda: space_from(teacher) or space())
    level, seed = getattr(given, "level", None), getattr(given, "seed", None)
    return Proposal(
        task,
        None if level is None else index(level, f"the level of {what}"),
        None if seed is None else index(seed, f"the seed of {what}"),
        bool(getattr(given, "is_for_learning", True)),
    )


def _proposes(teacher: Any) -> bool:
    """Whether a teacher is asked by `propose`."""
    if not callable(getattr(teacher, "propose", None)):
        return False
    # A subclass may have replaced the other method only.
    kind = type(teacher)
    return (
        not isinstance(teacher, Teacher)
        or kind.sample_task is Teacher.sample_task
        or kind.propose is not Teacher.propose
    )


def about(proposed: Proposal) -> dict[str, Any]:
    """What an info says of a proposal beside the task."""
    if proposed.level is None and proposed.is_for_learning:
        return {}
    level = {} if proposed.level is None else {"level": proposed.level}
    return {**level, "is_for_learning": proposed.is_for_learning}


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
