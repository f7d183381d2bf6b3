"""Room for what steps lead to, and what infos say of it."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import _structures
from .._arguments import address
from .._handles import NotCopyable
from .._infos import with_levels


class Results(NotCopyable):
    """Room for what steps lead to, `count` rows, which the library writes and NumPy reads."""

    _instead = "the library writes to its addresses"

    def __init__(self, count: int, observation_size: int, task_dimension: int) -> None:
        self.observations = np.zeros((count, observation_size), dtype=np.float32)
        self.rewards = np.zeros(count)
        self.terminations, self.truncations = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
        self.last_observations = np.zeros((count, observation_size), dtype=np.float32)
        self.returns, self.lengths = np.zeros(count), np.zeros(count, dtype=np.uint64)
        self.tasks, self.sources = np.zeros((count, task_dimension)), np.zeros(count, dtype=np.int32)
        self.successes, self.levels = np.zeros(count), np.full(count, _structures.NO_LEVEL, dtype=np.uint64)
        self.are_for_learning = np.ones(count, dtype=np.bool_)
        self.to_observations = address(self.observations)
        self._episodes = _structures.FinishedEpisodes(
            observations=address(self.last_observations),
            returns=address(self.returns),
            lengths=address(self.lengths),
            tasks=address(self.tasks) if task_dimension else None,
            sources=address(self.sources),
            successes=address(self.successes),
            levels=address(self.levels),
            are_for_learning=address(self.are_for_learning),
        )
        self._rows = _structures.StepRows(
            observations=self.to_observations,
            observation_size=observation_size,
            rewards=address(self.rewards),
            terminated=address(self.terminations),
            truncated=address(self.truncations),
            episodes=ctypes.addressof(self._episodes),
        )
        self.to_rows = ctypes.addressof(self._rows)

    def copies(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """The callers' own observations, rewards, terminations and truncations."""
        return self.observations.copy(), self.rewards.copy(), self.terminations.copy(), self.truncations.copy()

    def of_episodes(self, ended: NDArray[np.bool_]) -> dict[str, Any]:
        """What is known about the episodes that ended, in the form of Gymnasium's infos."""
        infos: dict[str, Any] = {}
        for name, values in (
            ("episode_return", self.returns),
            ("episode_length", self.lengths.astype(np.int64)),
            ("episode_success", self.successes),
        ):
            infos[name], infos[f"_{name}"] = np.where(ended, values, 0), ended.copy()
        return infos

    def with_what_was_played(self, infos: dict[str, Any], ended: NDArray[np.bool_]) -> None:
        """Adds the tasks of the episodes that ended and, if they have such, their levels."""
        with_tasks(infos, self.tasks, ended)
        with_levels(
            infos,
            self.levels,
            ended & (self.levels != _structures.NO_LEVEL),
            self.are_for_learning | ~ended,
            ended,
        )


def with_tasks(infos: dict[str, Any], tasks: NDArray[np.float64], among: NDArray[np.bool_]) -> None:
    """Adds the tasks of those environments among some that have one."""
    known = among & ~np.isnan(tasks).any(axis=1)
    if tasks.shape[1] > 0 and known.any():
        infos["task"], infos["_task"] = np.where(known[:, None], tasks, 0), known
