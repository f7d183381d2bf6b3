"""What one environment and many of a kind have in common for Gymnasium: what the library says of the kind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from gymnasium.envs.registration import EnvSpec
from numpy.typing import NDArray

from ._environment import Environment
from ._space import TaskSpace
from ._specification import limit_of, limited


class Described:
    """Says what an environment of the library says."""

    _environment: Environment
    """The one to ask."""

    _limit: int
    _spec: EnvSpec | None

    def _describe(self, name: str, options: Mapping[str, object]) -> None:
        """Keeps what follows from the library's name and the options given."""
        self._limit, self._spec = limit_of(name, options), None

    @property
    def spec(self) -> EnvSpec | None:
        """What Gymnasium made the environment from; its `max_episode_steps` is the limit that is kept."""
        return self._spec

    @spec.setter
    def spec(self, spec: EnvSpec | None) -> None:
        self._spec = limited(spec, self._limit)

    @property
    def task_space(self) -> TaskSpace:
        """The task space of each environment; what a teacher is created with."""
        return self._environment.task_space

    @property
    def coordinate_names(self) -> tuple[str, ...]:
        """The names of a task's coordinates."""
        return self._environment.coordinate_names

    @property
    def return_range(self) -> tuple[float, float]:
        """The published range of returns: a value for the option `reward_range` of teachers."""
        return self._environment.return_range

    @property
    def window_step_vector(self) -> tuple[float, ...] | None:
        """The published value for Oracle's option `window_step_vector`; None if there is none for this task space."""
        return self._environment.window_step_vector

    @property
    def mastered_return(self) -> float:
        """The return above which a task counts as mastered."""
        return self._environment.mastered_return

    @property
    def test_set(self) -> NDArray[np.float64]:
        """The paper's fixed test set, a task a row."""
        return self._environment.test_set
