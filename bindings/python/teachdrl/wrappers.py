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
from gymnasium.envs.registration import EnvSpec
from gymnasium.utils import RecordConstructorArgs
from gymnasium.vector import AutoresetMode, VectorEnv, VectorWrapper
from numpy.typing import ArrayLike, NDArray

from . import _arguments, _wiring
from ._arguments import shown
from ._curriculum import (
    Task,
    TeacherLike,
    kept,
    proposal,
    require_played,
    require_teacher,
    reset_options,
    tell,
)
from ._handles import NotCopyable
from .errors import InvalidArgumentError, InvalidStateError

__all__ = ["CurriculumWrapper", "TaskWrapper", "VectorCurriculumWrapper"]


def __dir__() -> list[str]:
    return __all__


class _Shared(dict[str, Any]):
    """A wrapper's arguments, which copies of its specification share: another teacher would hear of other episodes."""

    def __deepcopy__(self, memo: Any) -> _Shared:
        return self


class _Recorded(gymnasium.Wrapper[Any, Any, Any, Any], RecordConstructorArgs):
    """A wrapper that Gymnasium can make again from its specification, with the same teacher and the same function."""

    def __init__(self, env: gymnasium.Env[Any, Any], **arguments: Any) -> None:
        if not isinstance(env, gymnasium.Env):
            raise TypeError(f"env must be a gymnasium.Env, not {shown(env)}")
        RecordConstructorArgs.__init__(self, _disable_deepcopy=True, **arguments)
        self._saved_kwargs = _Shared(self._saved_kwargs)
        gymnasium.Wrapper.__init__(self, env)


def _chosen_by_the_teacher(wrapper: object) -> InvalidStateError:
    """What is raised if somebody else sets a task."""
    return InvalidStateError(
        f"{type(wrapper).__name__}'s teacher chooses the tasks; to play one of your own, of which the teacher hears "
        "nothing, write env.reset(options={'task': task})"
    )


class CurriculumWrapper(_Recorded):
    """Plays each episode on a task that a teacher proposes, and tells the teacher the return.

    An episode that is reset before its end counts for nothing, and neither does one whose return is not finite, of
    which a warning tells. `reset(options={"task": task})` plays that task, and the teacher hears nothing of it: so a
    student is tested. `info` has the episode's "task" and, at its end, its "episode_return" and "episode_length".

    Wrappers that end episodes, such as TimeLimit, belong inside; wrappers that normalize rewards belong outside.

    Args:
        env: Any environment.
        teacher: Several environments may share one, in one process. An object of your own with `sample_task` and
            `update` will do.
        set_task: Called with the environment and the task before each reset; None passes the task to the environment's
            `reset` as `options={"task": task}`, which this package's environments and TaskWrapper understand. An
            environment of your own that does too says so by the "task" in its `info`.

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
    ) -> None:
        require_teacher(teacher)
        if set_task is not None:
            _arguments.function(set_task, "set_task", "an environment and a task")
        super().__init__(env, teacher=teacher, set_task=set_task)
        _wiring.refuse_inside(env, type(self).__name__)
        self.teacher = teacher
        self._set_task = set_task
        # A task of the teacher's is kept until an episode has started on it.
        self._proposed: Task | None = None
        self._task: Task | None = None
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
        return self._task

    @task.setter
    def task(self, _: object) -> None:
        raise _chosen_by_the_teacher(self)

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
            task = kept(chosen)
        else:
            if self._proposed is None:
                self._proposed = proposal(self.teacher)
            task = self._proposed
        if self._set_task is None:
            given["task"] = task.copy()
        else:
            self._set_task(self.env, task.copy())
        observation, info = self.env.reset(seed=seed, options=given or None)
        if self._set_task is None:
            if "task" not in info:
                raise InvalidStateError(
                    f"{type(self.unwrapped).__name__} did not say that it plays the task it was given: its info has no "
                    "'task'; give set_task, which sets the task"
                )
            require_played(info["task"], task)
        if self._task is not None and not self._is_test and self._length:
            self._ends.given_up()
        self._is_test = chosen is not None
        if not self._is_test:
            self._proposed = None
        self._task, self._return, self._length, self._has_started = task, 0.0, 0, True
        return observation, {**info, "task": task.copy()}

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Plays a step; at the episode's end the teacher is told the return."""
        observation, reward, terminated, truncated, info = self.env.step(action)
        task = self._task
        if task is None:
            return observation, reward, terminated, truncated, info
        self._return += float(reward)
        self._length += 1
        info = {**info, "task": task.copy()}
        if terminated or truncated:
            info["episode_return"], info["episode_length"] = self._return, self._length
            self._task = None
            self._ends.ended()
            if not self._is_test:
                tell(self.teacher, task, self._return)
        return observation, reward, terminated, truncated, info


class TaskWrapper(_Recorded):
    """Gives any environment an attribute `task`, the task of the episodes that start from now on.

    It is set by `env.task = task` or by `reset(options={"task": task})`. The `info` of a reset has the episode's
    "task", if one was set.

    Args:
        env: Any environment.
        set_task: Called with the environment and the task before each reset.
    """

    def __init__(
        self, env: gymnasium.Env[Any, Any], set_task: Callable[[gymnasium.Env[Any, Any], Task], object]
    ) -> None:
        _arguments.function(set_task, "set_task", "an environment and a task")
        super().__init__(env, set_task=set_task)
        self._set_task = set_task
        self._task: Task | None = None
        self._noticed: set[int] = set()

    @property
    def task(self) -> Task | None:
        """The task of the episodes that start from now on; None leaves the environment as it is."""
        return self._task

    @task.setter
    def task(self, task: ArrayLike | None) -> None:
        self._task = None if task is None else kept(task)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Starts an episode on the task, or on `options["task"]`; further options are the environment's.

        Raises:
            UnknownNameError: An option is a misspelt "task".
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        given = reset_options(options, others=True)
        chosen = given.pop("task", None)
        task = self._task if chosen is None else kept(chosen)
        if task is not None:
            self._set_task(self.env, task.copy())
        observation, info = self.env.reset(seed=seed, options=given or None)
        self._task = task
        return observation, info if task is None else {**info, "task": task.copy()}


def _set_attribute(envs: VectorEnv[Any, Any, Any], tasks: list[Task]) -> None:
    # A VectorWrapper does not pass it on.
    envs.unwrapped.set_attr("task", tasks)  # type: ignore[attr-defined, unused-ignore]


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
    whose episodes have ended. An episode whose return is not finite is abandoned with a warning.

    With autoreset in the same step the next episode starts inside the step that ends the last one: the teacher is asked
    for each task one episode ahead, and what is known about the episodes that ended is in `infos["final_info"]`.

    This package's own vector environments have `attach_teachers` instead.

    Args:
        env: Vector environments, with any autoreset mode.
        teacher: The teacher, in this process: a `Teacher`, or an object of your own with `sample_task` and `update`.
        set_tasks: Called with the vector environment and a task for each of its environments, before those start that
            have a new one; with autoreset in the same step an episode ahead, so that it must leave running episodes
            alone. None sets the environments' attribute `task`.

    Raises:
        TypeError: The environments have no attribute `task`, and `set_tasks` was not given.
        InvalidArgumentError: They have teachers already, or normalize rewards.
    """

    proposes_tasks = True
    """What wrappers around look for: the tasks are chosen in here."""

    _instead = "make another around other environments"

    def __init__(
        self,
        env: VectorEnv[Any, Any, Any],
        teacher: TeacherLike,
        set_tasks: Callable[[VectorEnv[Any, Any, Any], list[Task]], object] | None = None,
    ) -> None:
        require_teacher(teacher)
        if not isinstance(env, VectorEnv):
            raise TypeError(f"env must be a gymnasium.vector.VectorEnv, not {shown(env)}")
        mode = env.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        if set_tasks is None:
            if not hasattr(env.unwrapped, "set_attr"):
                raise TypeError(f"{type(env.unwrapped).__name__} has no set_attr; give set_tasks")
            _wiring.refuse_without_task(env)
        else:
            _arguments.function(set_tasks, "set_tasks", "the vector environment and a list of tasks")
        _wiring.refuse_inside(env, type(self).__name__)
        _wiring.refuse_copied_teacher(teacher)
        # Last, because Gymnasium closes the environments of a wrapper that nobody has, and so of one that was refused.
        super().__init__(env)
        self.teacher = teacher
        self._renews = mode is AutoresetMode.NEXT_STEP
        self._is_ahead = mode is AutoresetMode.SAME_STEP
        self._checks = set_tasks is None
        self._set_tasks = set_tasks or _set_attribute
        # The tasks of the running episodes, and of those that start next; known when the teacher has proposed one.
        self._tasks: Task | None = None
        # With autoreset in the same step, those that the environments have been given for their next episodes.
        self._next: Task | None = None
        # Tasks of the teacher's are kept until episodes have started on them.
        self._proposed: dict[int, Task] = {}
        self._returns, self._lengths = np.zeros(env.num_envs), np.zeros(env.num_envs, dtype=np.int64)
        self._is_playing, self._is_test = (np.zeros(env.num_envs, dtype=np.bool_) for _ in range(2))
        self._ends = _wiring.EndWatch()
        self._noticed: set[int] = set()

    @property
    def task(self) -> Task | None:
        """The tasks of the running episodes, one a row; None before the first reset. The teacher chooses them."""
        return None if self._tasks is None else self._tasks.copy()

    @task.setter
    def task(self, _: object) -> None:
        raise _chosen_by_the_teacher(self)

    def reset(  # type: ignore[override, unused-ignore]
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Starts an episode in every environment, or in those of `options["reset_mask"]`.

        Episodes under way there are given up. `options["task"]`, one for all or a row for each environment, is played
        instead of the teacher's tasks, in one episode of each, of which the teacher hears nothing. Further options are
        the environments'. If it fails, the running episodes go on and are heard.

        Raises:
            UnknownNameError: An option is a misspelt one of these.
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        given = reset_options(options, ("task", "reset_mask"), others=True)
        mask = np.ones(self.num_envs, dtype=np.bool_)
        if "reset_mask" in given:
            mask = given["reset_mask"] = _arguments.flags(given["reset_mask"], self.num_envs, "reset_mask")
        chosen = given.pop("task", None)
        tasks = self._with_new(mask, chosen)
        self._set(tasks if self._next is None else np.where(mask[:, None], tasks, self._next))
        try:
            observations, infos = self.env.reset(seed=seed, options=given or None)  # type: ignore[arg-type]
            self._require_played(infos, tasks, mask)
        except BaseException:
            before = self._next if self._is_ahead else self._tasks
            if before is not None:
                self._set(before)
            raise
        if (self._is_playing & ~self._is_test & (self._lengths > 0))[mask].any():
            self._ends.given_up()
        self._tasks = tasks
        self._is_test[mask] = chosen is not None
        if chosen is None:
            self._proposed.clear()
        self._returns[mask], self._lengths[mask] = 0.0, 0
        self._is_playing |= mask
        if self._is_ahead:
            self._look_ahead(mask if chosen is None else np.zeros_like(mask))
        return observations, self._said(infos)

    def _look_ahead(self, among: NDArray[np.bool_]) -> None:
        """Gives environments the tasks of their next episodes, new ones to some."""
        assert self._tasks is not None
        if self._next is None:
            self._next, among = np.zeros_like(self._tasks), np.ones_like(among)
        following = self._next.copy()
        for index in np.flatnonzero(among).tolist():
            following[index] = proposal(self.teacher, following.shape[1])
        self._set(following)
        self._next = following

    def _with_new(self, mask: NDArray[np.bool_], chosen: ArrayLike | None) -> Task:
        """The tasks, with new ones for those of a mask: chosen ones, or proposals."""
        meant = np.flatnonzero(mask).tolist()
        dimension = None if self._tasks is None else self._tasks.shape[1]
        if chosen is None and self._next is not None:
            new: dict[int, Task] = {index: self._next[index] for index in meant}
        elif chosen is None:
            for index in meant:
                if index not in self._proposed:
                    self._proposed[index] = proposal(self.teacher, dimension)
                    dimension = len(self._proposed[index])
            new = {index: self._proposed[index] for index in meant}
        else:
            rows = _arguments.floats(chosen, "task")
            if rows.ndim == 1:
                rows = np.broadcast_to(rows, (self.num_envs, len(rows)))
            if rows.ndim != 2 or len(rows) != self.num_envs:
                raise InvalidArgumentError(
                    f"task has the shape {rows.shape}; it must be one task, or {self.num_envs} rows"
                )
            new = {index: kept(rows[index], "task", dimension) for index in meant}
            dimension = rows.shape[1]
        tasks = np.zeros((self.num_envs, dimension or 0)) if self._tasks is None else self._tasks.copy()
        for index, task in new.items():
            tasks[index] = task
        return tasks

    def _set(self, tasks: Task) -> None:
        self._set_tasks(self.env, [task.copy() for task in tasks])

    def _require_played(self, infos: dict[str, Any], tasks: Task, among: NDArray[np.bool_]) -> None:
        """Refuses environments that say that they play another task than the one that was set."""
        if self._checks and "task" in infos:
            for index in np.flatnonzero(among & infos.get("_task", among)):
                require_played(infos["task"][index], tasks[index])

    def _said(self, infos: dict[str, Any]) -> dict[str, Any]:
        """Infos with the task of each environment."""
        assert self._tasks is not None
        return {**infos, "task": self._tasks.copy(), "_task": np.ones(self.num_envs, dtype=np.bool_)}

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Plays a step in every environment."""
        if self._tasks is None:
            raise InvalidStateError("no episode is under way: call reset before step")
        observations, rewards, terminations, truncations, infos = self.env.step(actions)
        playing, tasks = self._is_playing.copy(), self._tasks
        self._returns[playing] += np.asarray(rewards, dtype=np.float64)[playing]
        self._lengths[playing] += 1
        ended = (np.asarray(terminations) | np.asarray(truncations)) & playing
        # Those that had ended before have started by now, on the tasks that were set then.
        if self._renews and not playing.all():
            self._require_played(infos, tasks, ~playing)
            self._is_playing[:] = True
        if not ended.any():
            return observations, rewards, terminations, truncations, self._said(infos)
        returns, lengths = self._returns.copy(), self._lengths.copy()
        self._returns[ended], self._lengths[ended] = 0.0, 0
        self._ends.ended()
        if self._is_ahead:
            about = {**infos.get("final_info", {}), "task": tasks.copy(), "_task": ended.copy()}
            for name, values in (("episode_return", returns), ("episode_length", lengths)):
                about[name], about[f"_{name}"] = np.where(ended, values, 0), ended.copy()
            self._go_on(ended, returns)
            self._require_played(infos, self._tasks, ended)
            infos = {**self._said(infos), "final_info": about, "_final_info": ended.copy()}
        else:
            infos = self._said(infos)
            infos["episode_return"], infos["_episode_return"] = returns.copy(), ended.copy()
            self._is_playing[ended] = False
            self._renew(ended, returns)
        return observations, rewards, terminations, truncations, infos

    def _go_on(self, ended: NDArray[np.bool_], returns: NDArray[np.float64]) -> None:
        """Tells the teacher how episodes have ended where others have begun already, and asks for those after them."""
        assert self._tasks is not None and self._next is not None
        over, following, was_test = self._tasks, self._next.copy(), self._is_test.copy()
        self._tasks = np.where(ended[:, None], self._next, self._tasks)
        self._is_test[ended] = False
        for index in np.flatnonzero(ended).tolist():
            if not was_test[index]:
                tell(self.teacher, over[index], float(returns[index]))
            following[index] = proposal(self.teacher, following.shape[1])
        self._set(following)
        self._next = following

    def _renew(self, ended: NDArray[np.bool_], returns: NDArray[np.float64]) -> None:
        """Tells the teacher how episodes have ended, and has the next ones played on new tasks."""
        assert self._tasks is not None
        tasks = self._tasks.copy()
        for index in np.flatnonzero(ended).tolist():
            if not self._is_test[index]:
                tell(self.teacher, tasks[index], float(returns[index]))
            if self._renews:
                tasks[index] = proposal(self.teacher, tasks.shape[1])
        if self._renews:
            self._is_test[ended] = False
            self._set(tasks)
            self._tasks = tasks
