"""What environments are reset with, if some of their episodes are levels with seeds."""

from __future__ import annotations

import numpy as np


class ResetSeeds:
    """The seeds of one environment's resets: a level's, the caller's, or none.

    After a level the environment's generator is where that level's seed has led it. An episode without a seed would
    then be the same after each such level, so it gets one that is drawn, from a generator of the caller's last seed.

    Args:
        seed: The caller's last; None if there is none.
    """

    def __init__(self, seed: int | None = None) -> None:
        self._seed = seed
        # Made when it is needed: what is no seed is for the environment to refuse.
        self._generator: np.random.Generator | None = None
        self._follows_level = False

    def next(self, level: int | None, given: int | None) -> int | None:
        """What to reset with.

        Args:
            level: The seed of the level that is to be played, if it has one.
            given: The caller's, if there is one.
        """
        if given is not None:
            self._seed, self._generator = given, None
        follows, self._follows_level = self._follows_level, level is not None
        if level is not None:
            return level
        return self.drawn() if follows and given is None else given

    def drawn(self) -> int:
        """A seed for what follows a level."""
        if self._generator is None:
            self._generator = np.random.default_rng(self._seed)
        return int(self._generator.integers(1 << 63))
