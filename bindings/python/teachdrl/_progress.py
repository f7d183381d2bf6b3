"""What a teacher has come to, in the figures that training logs show."""

from __future__ import annotations

from ._teacher import Teacher


def episodes_heard(teacher: object) -> int | None:
    """How many returns a teacher has heard; None if it is written in Python and has no `episode_count`."""
    count = getattr(teacher, "episode_count", None)
    return None if count is None else int(count)


def progress_of(teacher: object) -> dict[str, float]:
    """A teacher's figures.

    "episodes" is how many returns it has heard. The others are there if the teacher has such a thing: "components" or
    "regions" (those that are not split) is how many there are, "learning_progress" its own estimate averaged over them.
    A teacher that is written in Python has "episodes" if it has an attribute `episode_count`.
    """
    heard = episodes_heard(teacher)
    figures: dict[str, float] = {} if heard is None else {"episodes": heard}
    if not isinstance(teacher, Teacher):
        return figures
    mixture = teacher.mixture
    if mixture is not None:
        figures["components"] = len(mixture)
        # With ALP-GMM a component's mean ends with its learning progress; Covar-GMM's ends with the reward.
        if mixture.means.shape[1] == teacher.dimension + 1:
            figures["learning_progress"] = float(mixture.weights @ mixture.means[:, -1])
    regions = teacher.regions
    if regions is not None:
        progress = regions.progress[regions.is_leaf]
        figures["regions"] = len(progress)
        figures["learning_progress"] = float(progress.mean())
    return figures
