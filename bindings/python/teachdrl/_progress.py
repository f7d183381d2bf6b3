"""What a teacher has come to, in the figures that training logs show."""

from __future__ import annotations

import math

from ._teacher import Teacher


def episodes_heard(teacher: object) -> int | None:
    """How many returns a teacher has heard; None if it is written in Python and has no `episode_count`."""
    count = getattr(teacher, "episode_count", None)
    return None if count is None else int(count)


def progress_of(teacher: object) -> dict[str, float]:
    """A teacher's figures: those of `Teacher.progress` that are known, without those of parts of a parameter's range.

    A teacher that is written in Python has "episodes" if it has an attribute `episode_count`.
    """
    if isinstance(teacher, Teacher):
        values = teacher.progress()
        names = [number.name for number in teacher.progress_numbers if number.part is None]
        return {name: values[name] for name in names if not math.isnan(values[name])}
    heard = episodes_heard(teacher)
    return {} if heard is None else {"episodes": heard}
