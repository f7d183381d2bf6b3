"""A teacher around one environment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gymnasium
from gymnasium.envs.registration import EnvSpec

from .. import _arguments, _wiring
from .._curriculum import (
    Task,
    TeacherLike,
    about,
    kept,
    proposal,
    require_played,
    require_teacher,
    reset_options,
    space_from,
)
from .._level_seeds import ResetSeeds
from .._proposals import Proposal
from .._reports import Reports, Score
from .._space import TaskSpace
from ..errors import InvalidStateError
from ._recorded import Recorded, chosen_by_the_teacher


class CurriculumWrapper(Recorded):
    """Plays each episode on a task that a teacher proposes, and tells the teacher how it ended.

    An episode that is reset before its end counts for nothing, and neither does one whose return is not finite, of
    which a warning tells. `reset(options={"task": task})` plays that task, and the teacher hears nothing of it: so a
    student is tested. `info` has the episode's "task" and, at its end, its "episode_return" and "episode_length".

    The teacher hears the return and the length; the success, if the `info` of the last step has an "is_success" or
    "success", or if the environment has a `mastered_return`; and what `score` gives. If the teacher proposes levels,
    an episode is reset with its level's seed, and `info` has the "level" and whether the episode "is_for_learning".

    Wrappers that end episodes, such as TimeLimit, belong inside; wrappers that normalize rewards belong outside.

    Args:
        env: Any environment.
        teacher: Several environments may share one, in one process. An object of your own with `sample_task` and
            `update` will do.
        set_task: Called with the environment and the task before each reset; None passes the task to the environment's
            `reset` as `options={"task": task}`, which this package's environments and TaskWrapper understand. An
            environment of your own that does too says so by the "task" in its `info`.
        score: A function of a `FinishedEpisode` that says how well it went, for what a return and a success do not say.

    Raises:
        InvalidArgumentError: The environment has a teacher already, or normalizes rewards.
    """

    proposes_tasks = True
    """What wrappers around look for: the tasks are chosen in here."""

    def __init__(
        self,
        env: gymnasium.Env[Any, Any],
        teacher: TeacherLike,
        set_task: Callable[[gymnasium.Env[Any, Any], Task], object] | None = None,
        score: Score | None = None,
    ) -> None:
        require_teacher(teacher)
        if set_task is not None:
            _arguments.function(set_task, "set_task", "an environment and a task")
        super().__init__(env, teacher=teacher, set_task=set_task, score=score)
        _wiring.refuse_inside(env, type(self).__name__)
        self.teacher = teacher
        self._set_task = set_task
        self._reports = Reports(score, _wiring.mastered_return_of(env))
        # A proposal of the teacher's is kept until an episode has started on it.
        self._proposed: Proposal | None = None
        self._playing: Proposal | None = None
        self._seeds = ResetSeeds()
        self._is_test = self._has_started = False
        self._return, self._length = 0.0, 0
        self._ends = _wiring.EndWatch()
        self._noticed: set[int] = set()

    @property
    def spec(self) -> EnvSpec | None:  # type: ignore[override, unused-ignore]
        """What Gymnasium makes the environment from, with this teacher: nondeterministic, as seeds choose no task."""
        spec = super().spec
        if spec is not None:
            spec.nondeterministic = True
        return spec

    @property
    def task(self) -> Task | None:
        """The task of the running episode; None if none is under way. The teacher chooses it."""
        return None if self._playing is None else self._playing.task

    @task.setter
    def task(self, _: object) -> None:
        raise chosen_by_the_teacher(self)

    def _space(self) -> TaskSpace | None:
        return space_from(self.teacher, _wiring.attribute_of(self.env, "task_space"))

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts an episode on a task of the teacher's, or on `options["task"]`; further options are the environment's.

        If it fails, the running episode goes on and is heard.

        Raises:
            InvalidStateError: The teacher is a copy in another process that plays environments (AsyncVectorEnv,
                SubprocVecEnv), a time limit is around this wrapper, or the environment did not play the task.
            UnknownNameError: An option is a misspelt "task".
        """
        if not self._has_started:
            # Not in __init__: what an environment raises then does not reach who made the workers.
            _wiring.refuse_copied_teacher(self.teacher)
        outer = _wiring.around(self)
        _wiring.refuse_time_limit(outer, self)
        _wiring.find_swallowed_task(outer, self, self._noticed)
        given = reset_options(options, others=True)
        chosen = given.pop("task", None)
        if chosen is not None:
            proposed = Proposal(kept(chosen, space=self._space))
        else:
            if self._proposed is None:
                self._proposed = proposal(self.teacher, space=self._space)
            proposed = self._proposed
        task = proposed.task
        if self._set_task is None:
            given["task"] = task.copy()
        else:
            self._set_task(self.env, task.copy())
        observation, info = self.env.reset(seed=self._seeds.next(proposed.seed, seed), options=given or None)
        if self._set_task is None:
            if "task" not in info:
                raise InvalidStateError(
                    f"{type(self.unwrapped).__name__} did not say that it plays the task it was given: its info has no "
                    "'task'; give set_task, which sets the task"
                )
            require_played(info["task"], task)
        if self._playing is not None and not self._is_test and self._length:
            self._ends.given_up()
        self._is_test = chosen is not None
        if not self._is_test:
            self._proposed = None
        self._playing, self._return, self._length, self._has_started = proposed, 0.0, 0, True
        return observation, {**info, "task": task.copy(), **about(proposed)}

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Plays a step; at the episode's end the teacher is told of it."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        playing = self._playing
        if playing is None:
            return observation, reward, terminated, truncated, info
        self._return += float(reward)
        self._length += 1
        info = {**info, "task": playing.task.copy(), **about(playing)}
        if terminated or truncated:
            info["episode_return"], info["episode_length"] = self._return, self._length
            self._playing = None
            self._ends.ended()
            if not self._is_test:
                self._reports.tell(self.teacher, playing, self._return, self._length, info)
        return observation, reward, terminated, truncated, info
