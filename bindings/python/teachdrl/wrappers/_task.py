"""An attribute `task` for any environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium

from .. import _arguments, _wiring
from .._curriculum import Task, kept, reset_options
from .._level_seeds import ResetSeeds
from .._space import TaskLike, TaskSpace
from .._teacher import space_of
from ._recorded import Recorded


class TaskWrapper(Recorded):
    """Gives any environment an attribute `task`, the task of the episodes that start from now on.

    It is set by `env.task = task` or by `reset(options={"task": task})`. The `info` of a reset has the episode's
    "task", if one was set.

    Args:
        env: Any environment.
        set_task: Called with the environment and the task, a vector, before each reset.
        space: The task space, if tasks may be mappings of its names.
    """

    def __init__(
        self,
        env: gymnasium.Env[Any, Any],
        set_task: Callable[[gymnasium.Env[Any, Any], Task], object],
        space: TaskSpace | None = None,
    ) -> None:
        _arguments.function(set_task, "set_task", "an environment and a task")
        super().__init__(env, set_task=set_task, space=space)
        self._set_task = set_task
        self.task_space = None if space is None else space_of(space)
        self.next_seed: int | None = None
        """What the next reset is seeded with, whatever it is given: a level's seed. None once it has begun."""
        self._seeds = ResetSeeds()
        self._task: Task | None = None
        self._noticed: set[int] = set()

    @property
    def task(self) -> Task | None:
        """The task of the episodes that start from now on; None leaves the environment as it is."""
        return self._task

    @task.setter
    def task(self, task: TaskLike | None) -> None:
        self._task = None if task is None else self._kept(task)

    def _kept(self, task: TaskLike) -> Task:
        return kept(task, space=lambda: self.task_space)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts an episode on the task, or on `options["task"]`; further options are the environment's.

        Raises:
            UnknownNameError: An option is a misspelt "task".
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        given = reset_options(options, others=True)
        chosen = given.pop("task", None)
        task = self._task if chosen is None else self._kept(chosen)
        if task is not None:
            self._set_task(self.env, task.copy())
        observation, info = self.env.reset(seed=self._seeds.next(self.next_seed, seed), options=given or None)
        self._task, self.next_seed = task, None
        return observation, info if task is None else {**info, "task": task.copy()}
