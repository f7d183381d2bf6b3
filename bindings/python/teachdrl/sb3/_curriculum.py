"""One teacher for any VecEnv, in whatever processes its environments play."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.vec_env import VecEnv, VecEnvWrapper, VecNormalize, unwrap_vec_wrapper

from .. import _arguments
from .._curriculum import TeacherLike, about, kept, proposal, require_played, require_teacher, space_from
from .._handles import NotCopyable
from .._proposals import Proposal
from .._reports import Reports, Score
from .._space import TaskSpace
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

    The teacher hears the return and the length; the success, if the info has an "is_success" or "success", or if the
    environments have a `mastered_return`; and what `score` gives. If it proposes levels, episodes are reset with their
    levels' seeds, and infos have the "level" and whether the episode "is_for_learning".

    `set_options({"task": task})` has that task played in the episodes that the next reset starts; the teacher hears
    nothing of them.

    Args:
        venv: Its environments have an attribute `task`: they are wrapped in TaskWrapper, or this package's own.
        teacher: Several may share it, in one process: a `Teacher`, or an object of your own with `sample_task` and
            `update`.
        score: A function of a `FinishedEpisode` that says how well it went, for what a return and a success do not say.

    Raises:
        TypeError: The environments have no attribute `task`.
        InvalidArgumentError: They have teachers already, or normalize rewards.
    """

    proposes_tasks = True
    """What wrappers around look for: the tasks are chosen in here."""

    _instead = "make another around other environments"

    def __init__(self, venv: VecEnv, teacher: TeacherLike, score: Score | None = None) -> None:
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
        known = _attribute_of_each(venv, "mastered_return")
        self._reports = [Reports(score, None if number is None else float(number)) for number in known]
        super().__init__(venv)
        # Proposals of the teacher's are kept until episodes have started on them.
        self._proposed: list[Proposal] = []
        self._tests: list[Proposal | None] = [None] * self.num_envs
        self._running: list[Proposal] = []
        self._next: list[Proposal] = []
        self._is_test = np.zeros(self.num_envs, dtype=np.bool_)
        self._returns = np.zeros(self.num_envs)
        self._lengths = np.zeros(self.num_envs, dtype=np.int64)
        # Whether environments take a level's seed; None before a teacher has proposed one.
        self._take_seeds: bool | None = None

    def _space(self) -> TaskSpace | None:
        return space_from(self.teacher) or space_from(*_attribute_of_each(self.venv, "task_space"))

    def _next_proposal(self) -> Proposal:
        return proposal(self.teacher, len(self._running[0].task) if self._running else None, self._space)

    def _set(self, index: int, proposed: Proposal) -> None:
        """Has an environment play a proposal next."""
        # Not set_attr, which sets the attribute of the outermost wrapper.
        self.venv.env_method("set_wrapper_attr", "task", proposed.task.copy(), indices=[index])
        if proposed.seed is None and self._take_seeds is None:
            return
        if self._take_seeds is None:
            if not self.venv.has_attr("next_seed"):
                raise InvalidStateError(
                    "the teacher proposes levels with seeds, but the environments have no attribute 'next_seed'; wrap "
                    "each in teachdrl.wrappers.TaskWrapper"
                )
            self._take_seeds = True
        self.venv.env_method("set_wrapper_attr", "next_seed", proposed.seed, indices=[index])

    def set_options(self, options: list[dict[str, Any]] | dict[str, Any] | None = None) -> None:
        """Gives the options of the next reset: "task" is played as a test, the others are the environments'."""
        several = options_of_each(options, self.num_envs, others=True)
        tests = [each.pop("task", None) for each in several]
        self._tests = [None if task is None else Proposal(kept(task, space=self._space)) for task in tests]
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
        starting = [next(proposed) if test is None else test for test in self._tests]
        for index, each in enumerate(starting):
            self._set(index, each)
        try:
            observations = self.venv.reset()
            for info, each in zip(self.venv.reset_infos, starting):
                require_played(info.get("task", each.task), each.task)
        except BaseException:
            for index, each in enumerate(self._next):
                self._set(index, each)
            raise
        self._running, self._proposed = starting, []
        self._is_test = np.array([test is not None for test in self._tests])
        self._tests = [None] * self.num_envs
        self._returns[:] = 0.0
        self._lengths[:] = 0
        self.reset_infos = [_with(info, each) for info, each in zip(self.venv.reset_infos, starting)]
        self._next = [self._next_proposal() for _ in range(self.num_envs)]
        for index, each in enumerate(self._next):
            self._set(index, each)
        return observations

    def step_wait(self) -> tuple[Any, NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Waits for the step; at an episode's end the teacher is told of it."""
        observations, rewards, ended, infos = self.venv.step_wait()
        self._returns += rewards
        self._lengths += 1
        infos = [_with(info, each) for info, each in zip(infos, self._running)]
        for index in np.flatnonzero(ended).tolist():
            following, played = self._next[index], self._running[index]
            require_played(self.venv.reset_infos[index].get("task", following.task), following.task)
            total, length, info = float(self._returns[index]), int(self._lengths[index]), infos[index]
            info["episode_return"], info["episode_length"] = total, length
            self._returns[index], self._lengths[index] = 0.0, 0
            if not self._is_test[index]:
                self._reports[index].tell(self.teacher, played, total, length, info)
            self._is_test[index] = False
            self._running[index] = following
            self._next[index] = self._next_proposal()
            self._set(index, self._next[index])
        return observations, rewards, ended, infos


def _with(info: dict[str, Any], played: Proposal) -> dict[str, Any]:
    """An info with what is played."""
    return {**info, "task": played.task.copy(), **about(played)}


def _attribute_of_each(venv: VecEnv, name: str) -> list[Any]:
    """An attribute of each environment; None where it has none."""
    # In another process, get_attr of what is not there would end that process.
    return list(venv.get_attr(name)) if venv.has_attr(name) else [None] * venv.num_envs
