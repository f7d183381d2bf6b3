"""One teacher for any VecEnv, in whatever processes its environments play."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecNormalize, unwrap_vec_wrapper

from .._handles import NotCopyable
from .._teacher import Teacher
from ..errors import InvalidArgumentError
from ._environments import TeachdrlVecEnv


class VecCurriculum(NotCopyable, VecEnvWrapper):
    """Lets the environments of a VecEnv share one teacher, which stays in this process.

        def make_one():
            return TaskWrapper(gymnasium.make("Pendulum-v1"), set_gravity)

        env = VecCurriculum(SubprocVecEnv([make_one] * 8), teacher)

    An environment of a VecEnv starts its next episode inside the step that ends the last one, so the teacher is asked
    for each task one episode ahead of hearing the last return. The info of a step has the "task" that was played; at an
    episode's end also "episode_return" and "episode_length", of the rewards as they come from `venv`.

    Args:
        venv: Its environments have an attribute `task`: they are wrapped in TaskWrapper, or this package's own.
        teacher: Several may share it, in one process.
    """

    _instead = "make another around other environments"

    def __init__(self, venv: VecEnv, teacher: Teacher) -> None:
        normalized = unwrap_vec_wrapper(venv, VecNormalize)
        if normalized is not None and normalized.norm_reward:
            raise InvalidArgumentError(
                "VecCurriculum is around VecNormalize, so the teacher would hear normalized returns, which drift; put "
                "VecNormalize around VecCurriculum"
            )
        if isinstance(venv.unwrapped, TeachdrlVecEnv):
            raise InvalidArgumentError("a TeachdrlVecEnv asks the teacher itself: TeachdrlVecEnv(..., teacher=teacher)")
        # Not get_attr, which would end another process whose environment has none.
        if not venv.has_attr("task"):
            raise TypeError(
                "the environments have no attribute 'task'; wrap each in teachdrl.wrappers.TaskWrapper, which calls "
                "your set_task at each reset"
            )
        self.teacher = teacher
        super().__init__(venv)
        shape = (self.num_envs, teacher.dimension)
        self._tasks, self._next_tasks = np.zeros(shape), np.zeros(shape)
        self._returns = np.zeros(self.num_envs)
        self._lengths = np.zeros(self.num_envs, dtype=np.int64)

    def _propose(self, index: int, task: NDArray[np.float64]) -> None:
        # Not set_attr, which sets the attribute of the outermost wrapper.
        self.venv.env_method("set_wrapper_attr", "task", task.copy(), indices=[index])

    def reset(self) -> Any:
        """Starts an episode in every environment; the teacher hears nothing of those under way."""
        self._tasks = self.teacher.sample_tasks(self.num_envs)
        for index, task in enumerate(self._tasks):
            self._propose(index, task)
        observations = self.venv.reset()
        self.reset_infos = [{**info, "task": task.copy()} for info, task in zip(self.venv.reset_infos, self._tasks)]
        self._next_tasks = self.teacher.sample_tasks(self.num_envs)
        for index, task in enumerate(self._next_tasks):
            self._propose(index, task)
        self._returns[:] = 0.0
        self._lengths[:] = 0
        return observations

    def step_wait(self) -> tuple[Any, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Waits for the step; at an episode's end the teacher is told the return."""
        observations, rewards, ended, infos = self.venv.step_wait()
        self._returns += rewards
        self._lengths += 1
        infos = [{**info, "task": task.copy()} for info, task in zip(infos, self._tasks)]
        for index in np.flatnonzero(ended).tolist():
            total = float(self._returns[index])
            infos[index]["episode_return"], infos[index]["episode_length"] = total, int(self._lengths[index])
            self.teacher.update(self._tasks[index], total)
            self._tasks[index] = self._next_tasks[index]
            self._next_tasks[index] = self.teacher.sample_task()
            self._propose(index, self._next_tasks[index])
            self._returns[index], self._lengths[index] = 0.0, 0
        return observations, rewards, ended, infos
