"""Many environments stepped by one call, on several threads, for Gymnasium.

    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", num_envs=64, walker="short")
    teacher = teachdrl.Teacher("ALP-GMM", envs.task_space)
    envs.attach_teachers(teacher)
    observations, infos = envs.reset(seed=42)
    while True:
        observations, rewards, terminations, truncations, infos = envs.step(choose(observations))

The curriculum runs inside the library: at an episode's end the teacher is told the return and proposes the next task.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable, Sequence
from ctypes import byref, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any, ClassVar, SupportsIndex

from . import _gymnasium  # noqa: F401

# isort: split
import gymnasium
import numpy as np
from gymnasium.envs.registration import EnvSpec
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import ArrayLike, NDArray

from . import _arguments, _wiring, descriptions
from ._arguments import address
from ._curriculum import TeacherLike, kept, require_teacher, reset_options
from ._environment import ENVIRONMENTS, Environment
from ._handles import Handle, NotCopyable
from ._library import check, error, library
from ._painter import Painter
from ._python_teachers import PythonTeachers, TakingTurns, is_native
from ._specification import limit_of, limited
from ._teacher import Teacher
from .envs import spaces_of, task_space_of
from .errors import InvalidArgumentError, InvalidStateError

__all__ = ["HexagonTracksVector", "StumpSequenceVector", "StumpTracksVector", "WalkerTracksVector", "WalkerVectorEnv"]


def __dir__() -> list[str]:
    return __all__


_step = library.teachdrl_vector_environment_step
_AUTORESET = {AutoresetMode.NEXT_STEP: 0, AutoresetMode.SAME_STEP: 1, AutoresetMode.DISABLED: 2}
# What get_attr and call find in each of the environments; the rest is the vector environment's.
_OF_EACH = {name for name in dir(Environment) if not name.startswith("_")}
_OF_EACH -= {"close", "reset", "seed", "set_task", "step"}
_ALL_ENVIRONMENTS = c_size_t(-1).value

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import EnvironmentOptions

    _VectorEnv = VectorEnv[NDArray[np.float32], NDArray[np.float32], NDArray[Any]]
else:
    _VectorEnv = VectorEnv


class _FinishedEpisodes(ctypes.Structure):
    _fields_ = (
        ("struct_size", c_size_t),
        ("observations", c_void_p),
        ("returns", c_void_p),
        ("lengths", c_void_p),
        ("tasks", c_void_p),
        ("sources", c_void_p),
    )


class _Results(NotCopyable):
    """Room for what steps lead to, `count` rows, which the library writes and NumPy reads."""

    _instead = "the library writes to its addresses"

    def __init__(self, count: int, observation_size: int, task_dimension: int) -> None:
        self.observations = np.zeros((count, observation_size), dtype=np.float32)
        self.rewards = np.zeros(count)
        self.terminations, self.truncations = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
        self.last_observations = np.zeros((count, observation_size), dtype=np.float32)
        self.returns, self.lengths = np.zeros(count), np.zeros(count, dtype=np.uint64)
        self.tasks, self.sources = np.zeros((count, task_dimension)), np.zeros(count, dtype=np.int32)
        self.to_observations, self.to_rewards = address(self.observations), address(self.rewards)
        self.to_terminations, self.to_truncations = address(self.terminations), address(self.truncations)
        self._episodes = _FinishedEpisodes(
            ctypes.sizeof(_FinishedEpisodes),
            address(self.last_observations),
            address(self.returns),
            address(self.lengths),
            address(self.tasks) if task_dimension else None,
            address(self.sources),
        )
        self.to_episodes = ctypes.addressof(self._episodes)

    def copies(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """The callers' own observations, rewards, terminations and truncations."""
        return self.observations.copy(), self.rewards.copy(), self.terminations.copy(), self.truncations.copy()

    def of_episodes(self, ended: NDArray[np.bool_]) -> dict[str, Any]:
        """What is known about the episodes that ended, in the form of Gymnasium's infos."""
        infos: dict[str, Any] = {}
        for name, values in (("episode_return", self.returns), ("episode_length", self.lengths.astype(np.int64))):
            infos[name], infos[f"_{name}"] = np.where(ended, values, 0), ended.copy()
        return infos


def _with_tasks(infos: dict[str, Any], tasks: NDArray[np.float64], among: NDArray[np.bool_]) -> None:
    """Adds the tasks of those environments among some that have one."""
    known = among & ~np.isnan(tasks).any(axis=1)
    if tasks.shape[1] > 0 and known.any():
        infos["task"], infos["_task"] = np.where(known[:, None], tasks, 0), known


class WalkerVectorEnv(NotCopyable, _VectorEnv):
    """Many environments of one kind, whose steps are made by several threads of the library.

    Environment i gives the same bits as a single one that is reset with the seed `seed + i`; nothing depends on the
    number of threads. `infos` has what the single environments' have, with a mask "_key" for each "key". With several
    teachers it also has "task_source": which of them proposed the tasks of the episodes that ended, -1 for none.

    `reset` takes `options`: a "task" for all or one for each environment, and a "reset_mask" of those that are meant.
    With teachers attached a "task" is refused: tests are played in other environments.

    Args:
        num_envs: 1 to 65,536.
        render_mode: None or "rgb_array"; pictures need pygame.
        thread_count: How many threads make the steps, the caller's among them; None for one for each processor.
        autoreset_mode: What follows the end of an episode.
        **options: The library's, as below. None stands for "off".
    """

    metadata: ClassVar[dict[str, Any]] = {  # type: ignore[misc]
        "render_modes": ["rgb_array"],
        "render_fps": 50,
        "autoreset_mode": AutoresetMode.NEXT_STEP,
    }

    library_name: ClassVar[str]
    """The library's name for this kind of environment."""

    takes_tasks = True
    """What wrappers around look for: tasks can be set."""

    _instead = "make another with the same arguments, set its tasks and reset it with a seed"

    def __init__(
        self,
        num_envs: int = 1,
        *,
        render_mode: str | None = None,
        thread_count: int | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        **options: Unpack[EnvironmentOptions],
    ) -> None:
        self.closed = True  # until there is something to close
        self._spec: EnvSpec | None = None
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise InvalidArgumentError(f"render_mode is {render_mode!r}; it must be None or 'rgb_array'")
        try:
            mode = AutoresetMode(autoreset_mode)
        except ValueError:
            known = ", ".join(repr(mode.value) for mode in AutoresetMode)
            raise InvalidArgumentError(
                f"autoreset_mode is {autoreset_mode!r}; it must be an AutoresetMode or its value, {known}"
            ) from None
        if thread_count is None:
            thread_count = min(_arguments.index(num_envs, "num_envs"), len(os.sched_getaffinity(0)), 256)
        self.metadata = {**type(self).metadata, "autoreset_mode": mode}  # type: ignore[misc]
        self.render_mode = render_mode
        self._options, self._creation_seed = dict(options), _arguments.seed(None)
        self._thread_count = _arguments.index(thread_count, "thread_count")
        self._create(_arguments.index(num_envs, "num_envs"), mode)
        self.closed = False
        # Beside the metadata, as in Gymnasium's own: TorchRL looks here.
        self.autoreset_mode = mode
        self._limit = limit_of(self.library_name, options)
        self.num_envs = int(num_envs)
        self._observation_size, self._action_size = self._first.observation_size, self._first.action_size
        self._dimension = self._first.task_dimension
        self.single_observation_space, self.single_action_space = spaces_of(self._first)
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)
        self._results = _Results(self.num_envs, self._observation_size, self._dimension)
        self._actions = np.zeros((self.num_envs, self._action_size), dtype=np.float32)
        self._to_actions = address(self._actions)
        self._tasks = np.zeros((self.num_envs, self._dimension))
        self._to_tasks = address(self._tasks)
        self._set_tasks = np.full((self.num_envs, self._dimension), np.nan)
        self._everyone = np.ones(self.num_envs, dtype=np.bool_)
        self._teacher_count = 0
        self._python_teachers = PythonTeachers(self.num_envs, self._dimension)
        self._noticed: set[int] = set()
        # What infos say about tasks changes only where episodes start.
        self._task_infos: dict[str, Any] = {}
        self._some_start = False
        self._painter: Painter | None = None

    def _create(self, count: int, mode: AutoresetMode) -> None:
        """Makes the library's object."""
        given, handle = _arguments.Options(self._options, ENVIRONMENTS[self.library_name].options), c_void_p()
        given.check(
            library.teachdrl_vector_environment_create(
                self.library_name.encode(),
                given.array,
                given.count,
                count,
                self._thread_count,
                _AUTORESET[mode],
                self._creation_seed,
                byref(handle),
            ),
            count="num_envs",
        )
        # Parts of it keep it too, for as long as they are in use.
        self._handle = Handle(handle.value, library.teachdrl_vector_environment_destroy)
        self._native_mode, self._is_as_made = mode, True
        self._first = self._part(0)

    @property
    def spec(self) -> EnvSpec | None:
        """What Gymnasium made the environments from; its `max_episode_steps` is the limit that is kept."""
        return self._spec

    @spec.setter
    def spec(self, spec: EnvSpec | None) -> None:
        self._spec = limited(spec, self._limit)

    # ------------------------------------------------------------------------------------------------------ the tasks

    @property
    def task_space(self) -> gymnasium.spaces.Box:
        """The task space of each environment; what a teacher is created with."""
        return task_space_of(self._first)

    @property
    def return_range(self) -> tuple[float, float]:
        """The published range of returns: a value for the option `reward_range` of teachers."""
        return self._first.return_range

    @property
    def window_step_vector(self) -> tuple[float, ...] | None:
        """The published value for Oracle's option `window_step_vector`; None if there is none for this task space."""
        return self._first.window_step_vector

    @property
    def test_set(self) -> NDArray[np.float64]:
        """The paper's fixed test set, a task a row."""
        return self._first.test_set

    @property
    def _address(self) -> int:
        """The address of the library's object, while it is there."""
        return self._handle.require_open("vector environment")

    def environment_at(self, index: int) -> Environment:
        """An environment: its sizes, bounds and scene, and to set its parameters by name. The rest is done here."""
        self._is_as_made = False
        return self._part(index)

    def _part(self, index: int) -> Environment:
        environment = c_void_p()
        check(
            library.teachdrl_vector_environment_at(self._address, _arguments.index(index, "index"), byref(environment))
        )
        return Environment._part_of(self._handle, environment)

    def set_tasks(self, tasks: ArrayLike, mask: ArrayLike | None = None) -> None:
        """Sets the tasks of the episodes that start from now on: one for all, or a row for each environment.

        Args:
            tasks: A task, or a row for each environment; rows of environments that are not meant are not looked at.
            mask: Which environments are meant; None for all.
        """
        self._set_rows(tasks, self._mask(mask), "tasks")

    def _set_rows(self, tasks: ArrayLike, flags: NDArray[np.bool_], name: str) -> None:
        with_teachers = np.flatnonzero(flags & self._python_teachers.attached)
        if len(with_teachers):
            raise InvalidStateError(
                f"environment {with_teachers[0]} has teachers, which set its tasks; detach them first"
            )
        given = _arguments.floats(tasks, name)
        if given.ndim == 1:
            given = np.broadcast_to(_arguments.row(given, self._dimension, name), (self.num_envs, self._dimension))
        self._set_checked(_arguments.rows(given, self._dimension, name), flags, name)

    def _set_checked(self, rows: NDArray[np.float64], flags: NDArray[np.bool_], name: str) -> None:
        self._is_as_made = False
        check(
            library.teachdrl_vector_environment_set_tasks(
                self._address, address(flags), address(rows), len(rows), self._dimension
            ),
            tasks=name,
            count=f"the number of rows of {name}",
        )
        self._set_tasks[flags] = rows[flags]

    def set_task(self, task: ArrayLike, index: SupportsIndex | None = None) -> None:
        """Sets the task of the episodes that start from now on in one environment; None for all."""
        row = _arguments.row(task, self._dimension, "task")
        mask = None
        if index is not None:
            mask = np.arange(self.num_envs) == self._index(index)
        self.set_tasks(row, mask)

    @property
    def task(self) -> tuple[NDArray[np.float64] | None, ...]:
        """The environments' tasks, as of `get_attr` and `set_attr`."""
        return self._tasks_now()

    @task.setter
    def task(self, tasks: ArrayLike) -> None:
        self._set_rows(tasks, self._everyone, "task")

    def _index(self, index: SupportsIndex) -> int:
        """The number of an environment."""
        number = _arguments.index(index, "index")
        if number >= self.num_envs:
            raise InvalidArgumentError(f"index is {number}; it must be below {self.num_envs}")
        return number

    def get_attr(self, name: str) -> tuple[Any, ...]:
        """An attribute of each environment, as Gymnasium's own vector environments give it.

        Args:
            name: "task", or an attribute of `teachdrl.Environment`: "mastered_return", "scene", ... The task is the one
                that was set last or, where teachers propose them, the one that is played; None where there is none.
        """
        return self.call(name)

    def set_attr(self, name: str, values: ArrayLike) -> None:
        """Sets the environments' "task", the only attribute that can be set: one for all, or one for each."""
        if name != "task":
            raise AttributeError(f"name is {name!r}, which cannot be set; 'task' can")
        self._set_rows(values, self._everyone, "values")

    def call(self, name: str, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """What a method of each environment returns, or its attribute.

        Args:
            name: "set_task", "set_parameter", or an attribute as of `get_attr`.
            *args: The method's arguments.
            **kwargs: Its keyword arguments.
        """
        self._handle.require_open("vector environment")
        if _arguments.text(name, "name") == b"set_task":
            self.set_task(*args, **kwargs)
            return (None,) * self.num_envs
        if name == "task":
            return self._tasks_now()
        if name not in _OF_EACH:
            known = sorted({"task", "set_task", *_OF_EACH})
            raise AttributeError(f"name is {name!r}, which the environments do not have; they have {', '.join(known)}")
        found = [getattr(self._part(index), name) for index in range(self.num_envs)]
        results = tuple(each(*args, **kwargs) if callable(each) else each for each in found)
        if name == "set_parameter":
            self._set_tasks[:] = np.nan  # no longer what is played
            self._is_as_made = False
        return results

    def _tasks_now(self) -> tuple[NDArray[np.float64] | None, ...]:
        """The tasks that were set last; where teachers propose them, those that are played."""
        if self._teacher_count:
            self._look_at_tasks()
        rows = self._tasks if self._teacher_count else self._set_tasks
        return tuple(row.copy() if len(row) and not np.isnan(row).any() else None for row in rows)

    def attach_teachers(
        self,
        teachers: TeacherLike | Sequence[TeacherLike],
        *,
        shares: ArrayLike | None = None,
        index: int | None = None,
    ) -> None:
        """Has teachers propose the tasks and hear the returns, inside the calls that end episodes.

        The episodes under way are given up: reset before the next step. A teacher gets the returns as they are, as from
        `Teacher.update`.

        A teacher may be an object of your own with `sample_task` and `update`, or a Teacher whose methods a subclass
        replaces. It is called in Python after the step that ends an episode: in the same order, but on one thread and
        with some microseconds of Python for each episode. With autoreset in the same step it is attached before
        anything else is done, and `send` and `receive` cannot be used.

        Args:
            teachers: One, or several of which one is drawn for each episode; none, and tasks are the caller's again.
            shares: How often each of several proposes; None for equally often.
            index: One environment; None for all.

        Raises:
            InvalidArgumentError: A teacher's task space is not inside the environment's, or a share is negative.
            InvalidStateError: Autoreset is in the same step, a teacher is written in Python, and the environments have
                been used already.
        """
        # A teacher can be iterable itself.
        is_one = hasattr(teachers, "sample_task") or not isinstance(teachers, Iterable)
        several: list[Any] = [teachers] if is_one else list(teachers)  # type: ignore[arg-type]
        for teacher in several:
            require_teacher(teacher, "teachers")
            if isinstance(teacher, Teacher) and teacher.dimension != self._dimension:
                raise InvalidArgumentError(
                    f"teachers proposes tasks of {teacher.dimension} numbers; this environment's have {self._dimension}"
                )
        meant = range(self.num_envs) if index is None else [self._index(index)]
        weights = None if shares is None else _arguments.row(shares, len(several), "shares")
        in_python = not all(is_native(teacher) for teacher in several)
        resets_here = self._native_mode is not self.autoreset_mode
        turns = TakingTurns(several, weights) if several and (in_python or resets_here) else None
        if turns is not None and self.autoreset_mode is AutoresetMode.SAME_STEP and not resets_here:
            if not self._is_as_made:
                raise InvalidStateError(
                    "with autoreset in the same step a teacher that is written in Python must be attached before "
                    "anything else is done with the environments"
                )
            # The library would start the next episodes before their tasks are known.
            self._create(self.num_envs, AutoresetMode.DISABLED)
        self._attach([] if turns is not None else several, weights if turns is None else None, index)
        self._python_teachers.attach(turns, meant)
        self._teacher_count = max(len(several), 0 if index is None else self._teacher_count)

    def _attach(self, several: list[Any], weights: NDArray[np.float64] | None, index: int | None) -> None:
        """Attaches teachers that the library calls itself; none gives up the episodes under way."""
        handles = (c_void_p * max(1, len(several)))(*(teacher._handle for teacher in several))
        check(
            library.teachdrl_vector_environment_attach_teachers(
                self._address,
                _ALL_ENVIRONMENTS if index is None else _arguments.index(index, "index"),
                handles,
                None if weights is None else address(weights),
                len(several),
            )
        )
        self._is_as_made = self._is_as_made and not several

    def _mask(self, mask: ArrayLike | None) -> NDArray[np.bool_]:
        if mask is None:
            return self._everyone
        return _arguments.flags(mask, self.num_envs, "mask")

    # ------------------------------------------------------------------------------------------------------- episodes

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """Starts an episode in every environment, or in those of `options["reset_mask"]`.

        If it fails, nothing has changed.

        Raises:
            InvalidArgumentError: A task, a seed or the mask is not as it must be.
            InvalidStateError: `options` has a "task", but teachers propose the tasks.
            UnknownNameError: There is another option.
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        given = reset_options(options, ("task", "reset_mask"))
        flags = self._mask(given.get("reset_mask"))
        seeds = None if seed is None else self._seeds(seed)
        if given.get("task") is not None:
            self._set_rows(given["task"], flags, "task")
        if seed is None and self._np_random_seed is None:
            # Drawn, so that `np_random_seed` replays what follows.
            self._seed(self._seeds(self.np_random_seed), self._everyone)
        elif seeds is not None:
            if not isinstance(seed, Iterable):
                super().reset(seed=_arguments.whole(seed, "seed"))  # type: ignore[arg-type]
            self._seed(seeds, flags)
        results = self._results
        self._propose(flags)
        self._reset(flags)
        self._look_at_tasks()
        self._some_start = self._some_start and not flags.all()
        infos: dict[str, Any] = {}
        if self._task_infos:
            _with_tasks(infos, np.where(self._task_infos["_task"][:, None], self._task_infos["task"], np.nan), flags)
        return results.observations.copy(), infos

    def _reset(self, flags: NDArray[np.bool_]) -> None:
        """Starts episodes; their first observations are in the results."""
        self._is_as_made = False
        check(
            library.teachdrl_vector_environment_reset(
                self._address,
                address(flags),
                self._results.to_observations,
                self.num_envs,
                self._observation_size,
            )
        )

    def _propose(self, flags: NDArray[np.bool_]) -> None:
        """Sets the next tasks of those environments among some that have teachers written in Python."""
        meant = flags & self._python_teachers.attached
        if not meant.any():
            return
        rows = np.zeros((self.num_envs, self._dimension))
        for index in np.flatnonzero(meant).tolist():
            rows[index] = self._python_teachers.propose(index)
        self._set_proposals(rows, meant)

    def _set_proposals(self, rows: NDArray[np.float64], flags: NDArray[np.bool_]) -> None:
        try:
            self._set_checked(rows, flags, "tasks")
        except InvalidArgumentError as failure:
            raise InvalidArgumentError(f"what sample_task() gave is no task of these environments: {failure}") from None

    def _tell(self, results: _Results, rows: dict[int, int]) -> None:
        """Tells teachers written in Python the returns of environments, by their rows, and sets their next tasks."""
        tasks, flags = np.zeros((self.num_envs, self._dimension)), np.zeros(self.num_envs, dtype=np.bool_)
        for index, row in rows.items():
            if not self._python_teachers.attached[index]:
                continue
            results.sources[row] = self._python_teachers.sources[index]
            self._python_teachers.tell(index, kept(results.tasks[row]), float(results.returns[row]))
            if self.autoreset_mode is not AutoresetMode.DISABLED:
                tasks[index], flags[index] = self._python_teachers.propose(index), True
        if flags.any():
            self._set_proposals(tasks, flags)

    def _seeds(self, seed: Any) -> list[int | None]:
        """The seed of each environment; None leaves its generator alone."""
        if isinstance(seed, Iterable) and not isinstance(seed, (str, bytes)):
            seeds = [None if number is None else _arguments.seed(number) for number in seed]
            if len(seeds) != self.num_envs:
                raise InvalidArgumentError(f"seed has {len(seeds)} numbers; it must have {self.num_envs}")
            return seeds
        _arguments.seed(seed)
        first = _arguments.whole(seed, "seed")
        return [_arguments.seed((first + i) % 2**128) for i in range(self.num_envs)]

    def _seed(self, seeds: list[int | None], flags: NDArray[np.bool_]) -> None:
        meant = flags & np.array([number is not None for number in seeds])
        if not meant.any():
            return
        numbers = np.array([number or 0 for number in seeds], dtype=np.uint64)
        for index in np.flatnonzero(meant & self._python_teachers.attached).tolist():
            self._python_teachers.seed(index, int(numbers[index]))
        check(library.teachdrl_vector_environment_seed(self._address, address(meant), address(numbers), self.num_envs))

    def step(
        self, actions: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[Any], NDArray[Any], NDArray[Any], dict[str, Any]]:
        """Plays a step in every environment."""
        given = _arguments.floats(actions, "actions", np.float32)
        if given.shape != self._actions.shape:
            raise InvalidArgumentError(f"actions have the shape {given.shape}; it must be {self._actions.shape}")
        self._actions[:] = given
        results = self._results
        status = _step(
            self._address,
            self._to_actions,
            self._action_size,
            results.to_observations,
            self._observation_size,
            results.to_rewards,
            results.to_terminations,
            results.to_truncations,
            self.num_envs,
            results.to_episodes,
        )
        if status:
            raise error(status)
        ended = results.terminations | results.truncations
        some_ended = bool(ended.any())
        if some_ended and self._python_teachers.attached.any():
            self._tell(results, {index: index for index in np.flatnonzero(ended).tolist()})
        if some_ended and self._native_mode is not self.autoreset_mode:
            self._reset(ended)
        if self._some_start or (some_ended and self.autoreset_mode is AutoresetMode.SAME_STEP):
            self._look_at_tasks()
        self._some_start = some_ended and self.autoreset_mode is AutoresetMode.NEXT_STEP
        infos: dict[str, Any] = {name: values.copy() for name, values in self._task_infos.items()}
        if some_ended:
            self._tell_of_ends(infos, results, ended)
        return (*results.copies(), infos)

    def _look_at_tasks(self) -> None:
        """Makes what infos say about the running episodes' tasks."""
        self._task_infos = {}
        if self._dimension:
            check(
                library.teachdrl_vector_environment_running_tasks(
                    self._address, self._to_tasks, None, self.num_envs, self._dimension
                )
            )
            _with_tasks(self._task_infos, self._tasks, self._everyone)

    def _tell_of_ends(self, infos: dict[str, Any], results: _Results, ended: NDArray[np.bool_]) -> None:
        """Adds what is known about the episodes that ended."""
        about = results.of_episodes(ended)
        if self._teacher_count:
            about["task_source"], about["_task_source"] = np.where(ended, results.sources, -1), ended.copy()
        if self.autoreset_mode is not AutoresetMode.SAME_STEP:
            infos.update(about)
            return
        _with_tasks(about, results.tasks, ended)
        last = np.full(self.num_envs, None, dtype=object)
        for index in np.flatnonzero(ended):
            last[index] = results.last_observations[index].copy()
        infos["final_obs"], infos["_final_obs"] = last, ended.copy()
        infos["final_info"], infos["_final_info"] = about, ended.copy()

    def send(self, indices: ArrayLike, actions: ArrayLike) -> None:
        """Has some environments stepped by the other threads and returns at once."""
        if self._native_mode is not self.autoreset_mode:
            raise InvalidStateError(
                "with autoreset in the same step and a teacher that is written in Python, environments cannot be sent; "
                "use step, or autoreset in the next step"
            )
        numbers = _arguments.indices(indices, "indices")
        rows = _arguments.floats(actions, "actions", np.float32)
        if rows.shape != (len(numbers), self._action_size):
            raise InvalidArgumentError(
                f"actions have the shape {rows.shape}; it must be ({len(numbers)}, {self._action_size})"
            )
        check(
            library.teachdrl_vector_environment_send(
                self._address, address(numbers), address(rows), self._action_size, len(numbers)
            )
        )

    def receive(
        self, count: int
    ) -> tuple[NDArray[np.uintp], NDArray[np.float32], NDArray[Any], NDArray[Any], NDArray[Any], dict[str, Any]]:
        """Waits for the `count` environments that were sent first.

        Gives their indices and, row by row, what `step` gives; infos have the "episode_return", "episode_length" and
        "task" of episodes that ended.
        """
        rows = _arguments.index(count, "count")
        results = _Results(min(rows, self.num_envs), self._observation_size, self._dimension)
        indices = np.empty(len(results.rewards), dtype=np.uintp)
        check(
            library.teachdrl_vector_environment_receive(
                self._address,
                address(indices),
                results.to_observations,
                self._observation_size,
                results.to_rewards,
                results.to_terminations,
                results.to_truncations,
                rows,
                results.to_episodes,
            )
        )
        ended = results.terminations | results.truncations
        infos: dict[str, Any] = {}
        if ended.any():
            self._some_start = self.autoreset_mode is AutoresetMode.NEXT_STEP
            self._tell(results, {int(indices[row]): row for row in np.flatnonzero(ended).tolist()})
            infos = results.of_episodes(ended)
            _with_tasks(infos, results.tasks, ended)
        return indices, results.observations, results.rewards, results.terminations, results.truncations, infos

    # ------------------------------------------------------------------------------------------------------- pictures

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:  # type: ignore[override, unused-ignore]
        """The present frame of each environment, with "rgb_array"."""
        self._handle.require_open("vector environment")
        if self.render_mode is None:
            return None
        if self._painter is None:
            self._painter = Painter(self.metadata["render_fps"], window=False)
        pictures = []
        for index in range(self.num_envs):
            self._painter.paint(self.environment_at(index).scene)
            pictures.append(self._painter.picture())
        return tuple(pictures)

    def __del__(self) -> None:
        # Not to close, as Gymnasium would: a part that is still in use keeps the environments.
        pass

    def close_extras(self, **_: Any) -> None:
        """Gives the environments, their threads and their memory back. Later calls raise InvalidStateError."""
        self._handle.close()


class StumpTracksVector(WalkerVectorEnv):
    library_name = "stump-tracks"


class HexagonTracksVector(WalkerVectorEnv):
    library_name = "hexagon-tracks"


class StumpSequenceVector(WalkerVectorEnv):
    library_name = "stump-sequence"


class WalkerTracksVector(WalkerVectorEnv):
    library_name = "walker-tracks"


for _kind in (StumpTracksVector, HexagonTracksVector, StumpSequenceVector, WalkerTracksVector):
    _options = ENVIRONMENTS[_kind.library_name].options.values()
    _kind.__doc__ = descriptions.with_summary(f"Many of {_kind.library_name}.", WalkerVectorEnv)
    descriptions.document(
        _kind,
        "Options",
        descriptions.option_lines(_options, " " * 4),
        descriptions.signature(
            lambda num_envs=1, *, render_mode=None, thread_count=None, autoreset_mode="NextStep", **options: None,
            _options,
        ),
    )
