"""A teacher for any Gymnasium environment.

def set_gravity(env, task):
    env.unwrapped.g = task[0]

teacher = teachdrl.Teacher("ALP-GMM", [1.0], [20.0])
env = CurriculumWrapper(gymnasium.make("Pendulum-v1"), teacher, set_task=set_gravity)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import _gymnasium  # noqa: F401

# isort: split
import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv, VectorWrapper
from numpy.typing import NDArray

from ._handles import NotCopyable
from ._teacher import Teacher

__all__ = ["CurriculumWrapper", "TaskWrapper", "VectorCurriculumWrapper"]


def __dir__() -> list[str]:
    return __all__


Task = NDArray[np.float64]


class CurriculumWrapper(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Plays each episode on a task that a teacher proposes, and tells the teacher the return.

    An episode that is reset before its end counts for nothing. `reset(options={"task": task})` plays that task, and the
    teacher hears nothing of it: so a student is tested. `info` has the episode's "task" and, at its end, its
    "episode_return" and "episode_length".

    Args:
        env: Any environment.
        teacher: Several environments may share one, in one process.
        set_task: Called with the environment and the task before each reset; None passes the task to the environment's
            `reset` as `options={"task": task}`, which this package's environments understand.
    """

    def __init__(
        self,
        env: gymnasium.Env[Any, Any],
        teacher: Teacher,
        set_task: Callable[[gymnasium.Env[Any, Any], Task], object] | None = None,
    ) -> None:
        super().__init__(env)
        self.teacher = teacher
        self._set_task = set_task
        self._task: Task | None = None
        self._is_test = False
        self._return, self._length = 0.0, 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts an episode on a task of the teacher's, or on `options["task"]`."""
        given = dict(options or {})
        chosen = given.pop("task", None)
        self._is_test = chosen is not None
        task = self.teacher.sample_task() if chosen is None else np.array(chosen, dtype=np.float64)
        if self._set_task is None:
            given["task"] = task
        else:
            self._set_task(self.env, task)
        observation, info = self.env.reset(seed=seed, options=given or None)
        self._task, self._return, self._length = task, 0.0, 0
        return observation, {**info, "task": task}

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Plays a step; at the episode's end the teacher is told the return."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        if self._task is None:
            return observation, reward, terminated, truncated, info
        self._return += float(reward)
        self._length += 1
        info = {**info, "task": self._task}
        if terminated or truncated:
            info["episode_return"], info["episode_length"] = self._return, self._length
            if not self._is_test:
                self.teacher.update(self._task, self._return)
            self._task = None
        return observation, reward, terminated, truncated, info


class TaskWrapper(gymnasium.Wrapper[Any, Any, Any, Any]):
    """Gives any environment an attribute `task`, the task of the episodes that start from now on.

    Args:
        env: Any environment.
        set_task: Called with the environment and the task before each reset.
    """

    def __init__(
        self, env: gymnasium.Env[Any, Any], set_task: Callable[[gymnasium.Env[Any, Any], Task], object]
    ) -> None:
        super().__init__(env)
        self._set_task = set_task
        self.task: Task | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts an episode on the task."""
        if self.task is not None:
            self._set_task(self.env, self.task)
        return self.env.reset(seed=seed, options=options)


def _set_attribute(env: VectorEnv[Any, Any, Any], tasks: list[Task]) -> None:
    env.set_attr("task", tasks)  # type: ignore[attr-defined]


if TYPE_CHECKING:
    _VectorWrapper = VectorWrapper[Any, Any, Any, Any, Any]  # type: ignore[type-arg, unused-ignore]
else:  # not generic in earlier versions of Gymnasium
    _VectorWrapper = VectorWrapper


class VectorCurriculumWrapper(NotCopyable, _VectorWrapper):
    """Lets many environments share one teacher: of a SyncVectorEnv, or of an AsyncVectorEnv's processes.

        envs = gymnasium.vector.AsyncVectorEnv([make_one] * 8)  # make_one gives a TaskWrapper
        envs = VectorCurriculumWrapper(envs, teacher)

    Where episodes end in one step the teacher is told their returns and asked for the next tasks one environment after
    the other. `infos` has the "task" of each environment, and "episode_return" with a mask "_episode_return" of those
    whose episodes have ended. This package's own vector environments have `attach_teachers` instead.

    Args:
        env: Vector environments with autoreset in the next step, or disabled.
        teacher: The teacher, in this process.
        set_tasks: Called with the vector environment and a task for each of its environments, before those start that
            have a new one; None sets the environments' attribute `task`.
    """

    _instead = "make another around other environments"

    def __init__(
        self,
        env: VectorEnv[Any, Any, Any],
        teacher: Teacher,
        set_tasks: Callable[[VectorEnv[Any, Any, Any], list[Task]], object] | None = None,
    ) -> None:
        super().__init__(env)
        mode = env.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        if mode not in (AutoresetMode.NEXT_STEP, AutoresetMode.DISABLED):
            raise ValueError(
                f"the environments' autoreset mode is {mode.value}: a task must be set between two episodes, so it "
                "must be NextStep or Disabled"
            )
        if set_tasks is None and not hasattr(env, "set_attr"):
            raise TypeError(f"{type(env).__name__} has no set_attr; give set_tasks")
        self.teacher = teacher
        self._renews = mode is AutoresetMode.NEXT_STEP
        self._set_tasks = set_tasks or _set_attribute
        self._tasks = np.zeros((env.num_envs, teacher.dimension))
        self._returns = np.zeros(env.num_envs)
        self._is_playing = np.zeros(env.num_envs, dtype=np.bool_)

    def reset(  # type: ignore[override, unused-ignore]
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Starts an episode in every environment, or in those of `options["reset_mask"]`.

        Episodes under way there are given up.
        """
        mask = np.ones(self.num_envs, dtype=np.bool_)
        if options is not None and "reset_mask" in options:
            mask = np.asarray(options["reset_mask"], dtype=np.bool_)
        tasks = self._tasks.copy()
        tasks[mask] = self.teacher.sample_tasks(int(mask.sum()))
        self._set_tasks(self.env, list(tasks))
        observations, infos = self.env.reset(seed=seed, options=options)  # type: ignore[arg-type]
        self._tasks = tasks
        self._returns[mask] = 0.0
        self._is_playing |= mask
        return observations, {**infos, "task": tasks}

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Plays a step in every environment."""
        observations, rewards, terminations, truncations, infos = self.env.step(actions)
        self._returns[self._is_playing] += np.asarray(rewards, dtype=np.float64)[self._is_playing]
        ended = (np.asarray(terminations) | np.asarray(truncations)) & self._is_playing
        infos = {**infos, "task": self._tasks}
        # Those that had ended before have started by now, on the tasks that were set then.
        if self._renews:
            self._is_playing[:] = True
        if ended.any():
            infos["episode_return"], infos["_episode_return"] = self._returns.copy(), ended
            self._is_playing[ended] = False
            tasks = self._tasks.copy()
            for index in np.flatnonzero(ended):
                self.teacher.update(tasks[index], self._returns[index])
                if self._renews:
                    tasks[index] = self.teacher.sample_task()
            self._returns[ended] = 0.0
            if self._renews:
                self._set_tasks(self.env, list(tasks))
                self._tasks = tasks
        return observations, rewards, terminations, truncations, infos
