"""One teacher for any VecEnv, in whatever processes its environments play."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecNormalize, unwrap_vec_wrapper

from .. import _arguments
from .._curriculum import Task, TeacherLike, kept, proposal, require_played, require_teacher, tell
from .._handles import NotCopyable
from .._wiring import refuse_copied_teacher
from ..errors import InvalidArgumentError, InvalidStateError
from ._environments import TeachdrlVecEnv, options_of_each


class VecCurriculum(NotCopyable, VecEnvWrapper):
    """Lets the environments of a VecEnv share one teacher, which stays in this process.

        def make_one():
            return TaskWrapper(gymnasium.make("Pendulum-v1"), set_gravity)

        env = VecCurriculum(SubprocVecEnv([make_one] * 8), teacher)

    An environment of a VecEnv starts its next episode inside the step that ends the last one, so the teacher is asked
    for each task one episode ahead of hearing the last return. The info of a step has the "task" that was played; at an
    episode's end also "episode_return" and "episode_length", of the rewards as they come from `venv`. An episode whose
    return is not finite is abandoned with a warning.

    `set_options({"task": task})` has that task played in the episodes that the next reset starts; the teacher hears
    nothing of them.

    Args:
        venv: Its environments have an attribute `task`: they are wrapped in TaskWrapper, or this package's own.
        teacher: Several may share it, in one process: a `Teacher`, or an object of your own with `sample_task` and
            `update`.

    Raises:
        TypeError: The environments have no attribute `task`.
        InvalidArgumentError: They have teachers already, or normalize rewards.
    """

    proposes_tasks = True
    """What wrappers around look for: the tasks are chosen in here."""

    _instead = "make another around other environments"

    def __init__(self, venv: VecEnv, teacher: TeacherLike) -> None:
        require_teacher(teacher)
        if not isinstance(venv, VecEnv):
            raise TypeError(f"venv must be a VecEnv of Stable-Baselines3's, not {_arguments.shown(venv)}")
        normalized = unwrap_vec_wrapper(venv, VecNormalize)
        if normalized is not None and normalized.norm_reward:
            raise InvalidArgumentError(
                "VecCurriculum is around VecNormalize, so the teacher would hear normalized returns, which drift; put "
                "VecNormalize around VecCurriculum"
            )
        if isinstance(venv.unwrapped, TeachdrlVecEnv):
            raise InvalidArgumentError("a TeachdrlVecEnv asks the teacher itself: TeachdrlVecEnv(..., teacher=teacher)")
        # Not get_attr, which would end another process whose environment has none.
        if unwrap_vec_wrapper(venv, VecCurriculum) is not None or venv.has_attr("proposes_tasks"):
            raise InvalidArgumentError(
                "the environments of VecCurriculum have teachers already, in a CurriculumWrapper or another "
                "VecCurriculum; leave one of the two out, or use TaskWrapper inside"
            )
        if venv.has_attr("return_rms"):
            raise InvalidArgumentError(
                "NormalizeReward is inside VecCurriculum, so the teacher would hear normalized returns, which drift; "
                "put VecNormalize around VecCurriculum"
            )
        if not venv.has_attr("task"):
            raise TypeError(
                "the environments have no attribute 'task'; wrap each in teachdrl.wrappers.TaskWrapper, which calls "
                "your set_task at each reset"
            )
        refuse_copied_teacher(teacher)
        self.teacher = teacher
        super().__init__(venv)
        # Tasks of the teacher's are kept until episodes have started on them.
        self._proposed: list[Task] = []
        self._tests: list[Task | None] = [None] * self.num_envs
        self._tasks: list[Task] = []
        self._next_tasks: list[Task] = []
        self._is_test = np.zeros(self.num_envs, dtype=np.bool_)
        self._returns = np.zeros(self.num_envs)
        self._lengths = np.zeros(self.num_envs, dtype=np.int64)

    def _next_proposal(self) -> Task:
        return proposal(self.teacher, len(self._tasks[0]) if self._tasks else None)

    def _set(self, index: int, task: Task) -> None:
        # Not set_attr, which sets the attribute of the outermost wrapper.
        self.venv.env_method("set_wrapper_attr", "task", task.copy(), indices=[index])

    def set_options(self, options: list[dict[str, Any]] | dict[str, Any] | None = None) -> None:
        """Gives the options of the next reset: "task" is played as a test, the others are the environments'."""
        several = options_of_each(options, self.num_envs, others=True)
        tests = [each.pop("task", None) for each in several]
        self._tests = [None if task is None else kept(task) for task in tests]
        self.venv.set_options(several)

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Sets an attribute of the environments: not `task`, which the teacher chooses."""
        if attr_name == "task":
            raise InvalidStateError(
                "VecCurriculum's teacher chooses the tasks; to play one of your own, of which the teacher hears "
                "nothing, call set_options({'task': task}) before reset"
            )
        self.venv.set_attr(attr_name, value, indices)

    def reset(self) -> Any:
        """Starts an episode in every environment; the teacher hears nothing of those under way."""
        while len(self._proposed) < sum(test is None for test in self._tests):
            self._proposed.append(self._next_proposal())
        proposed = iter(self._proposed)
        tasks = [next(proposed) if test is None else test for test in self._tests]
        for index, task in enumerate(tasks):
            self._set(index, task)
        try:
            observations = self.venv.reset()
            self._require_played(tasks)
        except BaseException:
            for index, task in enumerate(self._next_tasks):
                self._set(index, task)
            raise
        self._tasks, self._proposed = tasks, []
        self._is_test = np.array([test is not None for test in self._tests])
        self._tests = [None] * self.num_envs
        self._returns[:] = 0.0
        self._lengths[:] = 0
        self.reset_infos = [{**info, "task": task.copy()} for info, task in zip(self.venv.reset_infos, tasks)]
        self._next_tasks = [self._next_proposal() for _ in range(self.num_envs)]
        for index, task in enumerate(self._next_tasks):
            self._set(index, task)
        return observations

    def _require_played(self, tasks: list[Task]) -> None:
        for info, task in zip(self.venv.reset_infos, tasks):
            require_played(info.get("task", task), task)

    def step_wait(self) -> tuple[Any, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Waits for the step; at an episode's end the teacher is told the return."""
        observations, rewards, ended, infos = self.venv.step_wait()
        self._returns += rewards
        self._lengths += 1
        infos = [{**info, "task": task.copy()} for info, task in zip(infos, self._tasks)]
        for index in np.flatnonzero(ended).tolist():
            require_played(self.venv.reset_infos[index].get("task", self._next_tasks[index]), self._next_tasks[index])
            task, total = self._tasks[index], float(self._returns[index])
            infos[index]["episode_return"], infos[index]["episode_length"] = total, int(self._lengths[index])
            self._returns[index], self._lengths[index] = 0.0, 0
            if not self._is_test[index]:
                tell(self.teacher, task, total)
            self._is_test[index] = False
            self._tasks[index] = self._next_tasks[index]
            self._next_tasks[index] = self._next_proposal()
            self._set(index, self._next_tasks[index])
        return observations, rewards, ended, infos
