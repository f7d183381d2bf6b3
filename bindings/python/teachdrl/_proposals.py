"""What a teacher proposes: a task, and with it a level that can be played again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ._structures import NO_LEVEL


@dataclass(frozen=True, eq=False)
class Proposal:
    """What a teacher proposes for an episode.

    Attributes:
        task: What to play.
        level: The number of a level that can be played again; None if there is none.
        seed: What to reset the environment with: the same task with the same seed is the same episode. None leaves the
            environment's generator alone.
        is_for_learning: Whether the student should learn from the episode; False if it is played to see how well the
            student does.
    """

    task: Any
    level: int | None = None
    seed: int | None = None
    is_for_learning: bool = True


def proposal_of(task: Any, beside: Any) -> Proposal:
    """A task and what the library proposed beside it: a structure, or a row of `_structures.PROPOSAL`."""
    get = beside.__getitem__ if hasattr(beside, "dtype") else beside.__getattribute__
    level = int(get("level"))
    return Proposal(
        task,
        None if level == NO_LEVEL else level,
        int(get("seed")) if get("has_seed") else None,
        bool(get("is_for_learning")),
    )
