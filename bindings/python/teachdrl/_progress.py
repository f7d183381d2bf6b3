"""What a teacher has come to, in the figures that training logs show."""

from __future__ import annotations

from ._teacher import Teacher


def progress_of(teacher: Teacher) -> dict[str, float]:
    """A teacher's figures.

    "episodes" is how many returns it has heard. The others are there where the teacher has such a thing: "components"
    or "regions" (those that are not split) is how many there are, "learning_progress" its own estimate averaged over
    them.
    """
    figures: dict[str, float] = {"episodes": teacher.episode_count}
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
