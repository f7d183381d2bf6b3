"""This package's environments as one VecEnv of Stable-Baselines3."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import VecEnv

from .. import _arguments, vector
from .._curriculum import Task, TeacherLike, kept, require_teacher, reset_options
from .._handles import NotCopyable
from .._infos import info_of
from .._registration import NAMES, kind_of
from .._reports import Score
from .._space import TaskLike, TaskSpace
from ..errors import InvalidArgumentError, InvalidStateError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import EnvironmentOptions


def options_of_each(options: Any, count: int, *, others: bool = False) -> list[dict[str, Any]]:
    """The options of each environment's next reset: one dictionary for all, or a list of one for each."""
    given = options if isinstance(options, list) else [options] * count
    if len(given) != count:
        raise InvalidArgumentError(f"options has {len(given)} dictionaries; it must have {count}")
    return [reset_options(each, others=others) for each in given]


def _rows(tasks: Any, space: TaskSpace) -> NDArray[np.float64]:
    """Tasks, or one task, as rows of numbers."""
    several: Any = [tasks] if isinstance(tasks, Mapping) else tasks
    if isinstance(several, Sequence) and any(isinstance(task, Mapping) for task in several):
        return space.rows(several)
    return _arguments.rows(np.atleast_2d(_arguments.floats(several, "tasks")), space.dimension, "tasks")


class _Member:
    """One of the environments, as get_attr, set_attr and env_method see it."""

    _owner: TeachdrlVecEnv
    _index: int
    # What the library's environment knows of itself.
    _shared = frozenset(
        (
            "coordinate_names",
            "mastered_return",
            "return_range",
            "scene",
            "set_parameter",
            "task_dimension",
            "test_set",
            "window_step_vector",
        )
    )

    def __init__(self, owner: TeachdrlVecEnv, index: int) -> None:
        self.__dict__.update(_owner=owner, _index=index)

    @property
    def task(self) -> NDArray[np.float64] | None:
        return self._owner._task_of(self._index)

    @property
    def teacher(self) -> TeacherLike:
        if self._owner.teacher is None:
            raise AttributeError("the environments have no teacher")
        return self._owner.teacher

    @property
    def unwrapped(self) -> _Member:
        return self

    def __getattr__(self, name: str) -> Any:
        envs = self._owner._envs
        if name in ("observation_space", "action_space"):
            return getattr(envs, f"single_{name}")
        if name in ("render_mode", "task_space", "metadata"):
            return getattr(envs, name)
        if name in self._shared:
            return getattr(envs.environment_at(self._index), name)
        raise AttributeError(f"the environments have no attribute '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "task":
            raise AttributeError(
                f"'{name}' cannot be set: 'task' can, and what env_method('set_parameter', name, value) takes"
            )
        self._owner._set({self._index: value})


_OF_TASKS = ("task", "level", "is_for_learning")


class TeachdrlVecEnv(NotCopyable, VecEnv):
    """Many of this package's environments, stepped by one call on several threads.

    Environment i gives what `gymnasium.make` with the same options gives in a DummyVecEnv, seed by seed. At an
    episode's end the info has what SB3's Monitor puts there ("episode"), so none is needed, the task that was played
    ("task"), and whether the return is above `mastered_return` ("is_success"), from which SB3 makes success rates.

    With a teacher it proposes the tasks and hears how episodes end inside the step. With `tasks` environment i plays
    the rows i, i + n_envs, ... in turn, from the first again at each reset: a test set for EvalCallback. With neither,
    tasks are yours: `env.set_attr("task", task)`.

    Args:
        identifier: "teachdrl/StumpTracks-v0" or another of this package's.
        n_envs: How many.
        teacher: What proposes the tasks. An object of your own with `sample_task` and `update` will do.
        tasks: Tasks to be played in turn, one a row; not with a teacher.
        score: A function of a `FinishedEpisode` for the teacher, that says how well it went.
        render_mode: None or "rgb_array"; pictures need pygame.
        thread_count: How many threads make the steps; None for one for each processor.
        **options: The environment's: `help(teachdrl.envs.StumpTracks)`.
    """

    _instead = "make another with the same arguments"

    def __init__(
        self,
        identifier: str,
        n_envs: int = 1,
        *,
        teacher: TeacherLike | None = None,
        tasks: Any = None,
        score: Score | None = None,
        render_mode: str | None = None,
        thread_count: int | None = None,
        **options: Unpack[EnvironmentOptions],
    ) -> None:
        kind = kind_of(identifier, "Others go into SB3's own VecEnvs, with CurriculumWrapper or VecCurriculum")
        if _arguments.index(n_envs, "n_envs") == 0:
            raise InvalidArgumentError("n_envs is 0; it must be 1 or more")
        if teacher is not None:
            require_teacher(teacher)
        if teacher is not None and tasks is not None:
            raise InvalidArgumentError("teacher and tasks were given; who proposes the tasks can be one of them only")
        self._envs: vector.WalkerVectorEnv = getattr(vector, f"{kind}Vector")(
            n_envs,
            render_mode=render_mode,
            thread_count=thread_count,
            autoreset_mode=AutoresetMode.SAME_STEP,
            **options,
        )
        self.teacher = teacher
        if teacher is not None:
            self._envs.attach_teachers(teacher, score=score)
        self._rows: NDArray[np.float64] | None = None
        if tasks is not None:
            self._rows = _rows(tasks, self._envs.task_space).copy()
            if len(self._rows) < n_envs:
                raise InvalidArgumentError(f"there are {len(self._rows)} tasks for {n_envs} environments")
        self._next_rows = np.arange(n_envs)
        # Nobody can change it; what is given out are copies.
        self._set_tasks: list[Task | None] = [None] * n_envs
        self._playing: list[dict[str, Any]] = [{} for _ in range(n_envs)]
        self._members = [_Member(self, index) for index in range(n_envs)]
        self._actions: NDArray[np.float32] | None = None
        self._started = time.time()
        self._kind = kind
        super().__init__(n_envs, self._envs.single_observation_space, self._envs.single_action_space)

    def __repr__(self) -> str:
        return f"TeachdrlVecEnv({NAMES[self._kind]!r}, {self.num_envs})"

    # ------------------------------------------------------------------------------------------------------- episodes

    def reset(self) -> NDArray[np.float32]:
        """Starts an episode in every environment, with the seeds and options that were given since the last reset."""
        chosen = [options.get("task") for options in self._options]
        self._set({index: task for index, task in enumerate(chosen) if task is not None})
        everyone = np.ones(self.num_envs, dtype=np.bool_)
        if self._rows is not None:
            self._next_rows = np.arange(self.num_envs)
            self._propose(everyone)
        seeds = None if all(seed is None for seed in self._seeds) else self._seeds
        observations, infos = self._envs.reset(seed=seeds)
        self._reset_seeds()
        self._reset_options()
        self._actions = None
        self._look_at_tasks(infos, everyone)
        self.reset_infos = [self._about(index) for index in range(self.num_envs)]
        self._propose(everyone)
        return observations

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        """Gives the seeds of the next reset: environment i gets `seed + i`; None draws one."""
        seeds: Sequence[int | None] = super().seed(None if seed is None else _arguments.whole(seed, "seed"))
        return seeds

    def set_options(self, options: list[dict[str, Any]] | dict[str, Any] | None = None) -> None:
        """Gives the options of the next reset, for all environments or a list of one for each: "task"."""
        super().set_options(options_of_each(options, self.num_envs))

    def _propose(self, among: NDArray[np.bool_]) -> None:
        """Sets those environments' next tasks: their episodes start inside the steps that end the present ones."""
        if self._rows is None:
            return
        self._envs.set_tasks(self._rows[self._next_rows], among)
        self._next_rows[among] += self.num_envs
        over = self._next_rows >= len(self._rows)
        self._next_rows[over] = np.flatnonzero(over)

    def _look_at_tasks(self, infos: dict[str, Any], among: NDArray[np.bool_]) -> None:
        """Keeps what is known about the episodes that have begun."""
        for index in np.flatnonzero(among).tolist():
            self._playing[index] = {name: value for name, value in info_of(infos, index).items() if name in _OF_TASKS}

    def _about(self, index: int) -> dict[str, Any]:
        """What an info says about the running episode's task and level."""
        return {name: value.copy() for name, value in self._playing[index].items()}

    def step_async(self, actions: NDArray[np.float32]) -> None:
        """Takes the actions of the next step."""
        # The caller may use the array again before the step is played.
        self._actions = np.array(_arguments.floats(actions, "actions", np.float32))

    def step_wait(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_], list[dict[str, Any]]]:
        """Plays the step."""
        if self._actions is None:
            raise InvalidStateError("there are no actions to play: call step_async before step_wait, or step")
        actions, self._actions = self._actions, None
        observations, rewards, terminations, truncations, said = self._envs.step(actions)
        ended = terminations | truncations
        infos = [{**self._about(index), "TimeLimit.truncated": False} for index in range(self.num_envs)]
        if ended.any():
            about, last = said["final_info"], said["final_obs"]
            elapsed = round(time.time() - self._started, 6)
            indices = np.flatnonzero(ended).tolist()
            for index in indices:
                total, length = float(about["episode_return"][index]), int(about["episode_length"][index])
                info = infos[index]
                info["TimeLimit.truncated"] = bool(truncations[index] and not terminations[index])
                info["terminal_observation"] = last[index]
                info["episode_return"], info["episode_length"] = total, length
                info["episode_success"] = float(about["episode_success"][index])
                info["is_success"] = bool(info["episode_success"])
                # SB3 keeps the last hundred of these in its models, where plain numbers are best.
                info["episode"] = {"r": round(total, 6), "l": length, "t": elapsed}
                if "task" in info:
                    info["episode"]["task"] = info["task"].tolist()
            self._look_at_tasks(said, ended)
            for index in indices:
                self.reset_infos[index] = self._about(index)
            self._propose(ended)
        return observations, rewards.astype(np.float32), ended, infos

    def close(self) -> None:
        """Gives the environments and their threads back."""
        self._envs.close()

    # ------------------------------------------------------------------------------------------------------- the tasks

    @property
    def task_space(self) -> TaskSpace:
        """The task space; what a teacher is created with."""
        return self._envs.task_space

    @property
    def test_set(self) -> NDArray[np.float64]:
        """The paper's fixed test set, a task a row."""
        return self._envs.test_set

    def _task_of(self, index: int) -> NDArray[np.float64] | None:
        """The task that was set last; where others propose them, the one that is played."""
        if self.teacher is None and self._rows is None:
            return self._set_tasks[index]
        return self._playing[index].get("task")

    def _set(self, tasks: Mapping[int, TaskLike]) -> None:
        """Sets some environments' tasks: all of them, or none if one is wrong."""
        if not tasks:
            return
        if self.teacher is not None or self._rows is not None:
            proposer = "teacher" if self.teacher is not None else "list of tasks"
            raise InvalidStateError(f"these environments' {proposer} proposes their tasks, so none can be set")
        space = self._envs.task_space
        dimension = space.dimension
        rows = {index: kept(task, "task", dimension, lambda: space) for index, task in tasks.items()}
        among, all_rows = np.zeros(self.num_envs, dtype=np.bool_), np.zeros((self.num_envs, dimension))
        for index, row in rows.items():
            among[index], all_rows[index] = True, row
        self._envs.set_tasks(all_rows, among)
        for index, row in rows.items():
            self._set_tasks[index] = row

    # ----------------------------------------------------------------------------------------- one by one, SB3's way

    def _meant(self, indices: Any) -> list[_Member]:
        return [self._members[index] for index in self._get_indices(indices)]

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        """An attribute of each environment: task, test_set, mastered_return, ..."""
        _arguments.text(attr_name, "attr_name")
        return [getattr(member, attr_name) for member in self._meant(indices)]

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        """Sets `task`, for the episodes that start from now on: the same in each environment."""
        _arguments.text(attr_name, "attr_name")
        members = self._meant(indices)
        if attr_name == "task":
            self._set({member._index: value for member in members})
            return
        for member in members:
            setattr(member, attr_name, value)

    def env_method(self, method_name: str, *method_args: Any, indices: Any = None, **method_kwargs: Any) -> list[Any]:
        """Calls a method of each environment: set_parameter."""
        _arguments.text(method_name, "method_name")
        return [getattr(member, method_name)(*method_args, **method_kwargs) for member in self._meant(indices)]

    def env_is_wrapped(self, wrapper_class: type[Any], indices: Any = None) -> list[bool]:
        """True for Monitor, whose work these environments do themselves; False for others."""
        if not isinstance(wrapper_class, type):
            raise TypeError(f"wrapper_class must be a class, not {_arguments.shown(wrapper_class)}")
        return [issubclass(wrapper_class, Monitor)] * len(self._meant(indices))

    def get_images(self) -> Sequence[NDArray[np.uint8] | None]:
        """The present frame of each environment, with "rgb_array"."""
        return self._envs.render() or [None] * self.num_envs
