"""Many walkers, stepped by one call."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from ctypes import byref, c_void_p
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import ArrayLike, NDArray

from .. import _arguments, _structures, _wiring
from .._arguments import address
from .._curriculum import reset_options
from .._described import Described
from .._environment import ENVIRONMENTS, Environment
from .._handles import Handle, NotCopyable
from .._infos import with_levels
from .._library import check, error, library
from .._painter import Painter
from .._python_teachers import PythonTeachers
from ..envs import spaces_of
from ..errors import InvalidArgumentError, InvalidStateError
from ._results import Results, with_tasks
from ._teachers import Teachers

_step = library.teachdrl_vector_environment_step
_AUTORESET = {AutoresetMode.NEXT_STEP: 0, AutoresetMode.SAME_STEP: 1, AutoresetMode.DISABLED: 2}

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import EnvironmentOptions

    _VectorEnv = VectorEnv[NDArray[np.float32], NDArray[np.float32], NDArray[Any]]
else:
    _VectorEnv = VectorEnv


class WalkerVectorEnv(NotCopyable, Described, Teachers, _VectorEnv):
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
        self._describe(self.library_name, options)
        self.num_envs = int(num_envs)
        self._observation_size, self._action_size = self._environment.observation_size, self._environment.action_size
        self._dimension = self._environment.task_dimension
        self.single_observation_space, self.single_action_space = spaces_of(self._environment)
        self.observation_space = batch_space(self.single_observation_space, self.num_envs)
        self.action_space = batch_space(self.single_action_space, self.num_envs)
        self._results = Results(self.num_envs, self._observation_size, self._dimension)
        self._actions = np.zeros((self.num_envs, self._action_size), dtype=np.float32)
        self._to_actions = address(self._actions)
        self._tasks = np.zeros((self.num_envs, self._dimension))
        self._to_tasks = address(self._tasks)
        self._set_tasks = np.full((self.num_envs, self._dimension), np.nan)
        self._everyone = np.ones(self.num_envs, dtype=np.bool_)
        self._teacher_count = 0
        self._python_teachers = PythonTeachers(self.num_envs, self.task_space, self._environment.mastered_return)
        self._next_seeds = {}
        self._reset_seeds = {}
        self._seeds_given = np.uint64(self._creation_seed) + np.arange(self.num_envs, dtype=np.uint64)
        self._beside = _structures.empty_proposals(self.num_envs)
        self._noticed: set[int] = set()
        # What infos say about tasks changes only where episodes start.
        self._task_infos: dict[str, Any] = {}
        # Those whose next step starts an episode.
        self._starting = np.zeros(self.num_envs, dtype=np.bool_)
        self._painter: Painter | None = None

    def _create(self, count: int, mode: AutoresetMode) -> None:
        """Makes the library's object."""
        given, handle = _arguments.Options(self._options, ENVIRONMENTS[self.library_name].options), c_void_p()
        definition = _structures.VectorEnvironmentDefinition(
            name=self.library_name.encode(),
            options=given.address,
            option_count=given.count,
            count=count,
            thread_count=self._thread_count,
            autoreset=_AUTORESET[mode],
            seed=self._creation_seed,
        )
        given.check(library.teachdrl_vector_environment_create(byref(definition), byref(handle)), count="num_envs")
        # Parts of it keep it too, for as long as they are in use.
        self._handle = Handle(handle.value, library.teachdrl_vector_environment_destroy)
        self._native_mode, self._is_as_made = mode, True
        self._environment = self._part(0)

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
        if self._next_seeds:
            self._use_next_seeds(np.flatnonzero(flags).tolist())
        self._propose(flags)
        self._reset(flags)
        self._look_at_tasks()
        self._starting &= ~flags
        infos = {name: values.copy() for name, values in self._task_infos.items()}
        for name in [name for name in infos if not name.startswith("_")]:
            infos[f"_{name}"] &= flags
            if not infos[f"_{name}"].any():
                del infos[name], infos[f"_{name}"]
            elif name == "task":
                infos[name][~infos["_task"]] = 0
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
        self._forget_seeds(flags)

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
        self._seeds_given[meant] = numbers[meant]
        for index in np.flatnonzero(meant).tolist():
            self._reset_seeds.pop(index, None)
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
        status = _step(self._address, self._to_actions, self.num_envs, self._action_size, results.to_rows)
        if status:
            raise error(status)
        ended = results.terminations | results.truncations
        some_ended, some_start = bool(ended.any()), bool(self._starting.any())
        if self._next_seeds:
            self._forget_seeds(ended if self._native_mode is AutoresetMode.SAME_STEP else self._starting)
        if some_ended and self._python_teachers.attached.any():
            self._tell(results, {index: index for index in np.flatnonzero(ended).tolist()})
        if some_ended and self._native_mode is not self.autoreset_mode:
            self._reset(ended)
        if some_start or (some_ended and self.autoreset_mode is AutoresetMode.SAME_STEP):
            self._look_at_tasks()
        if self.autoreset_mode is AutoresetMode.NEXT_STEP:
            self._starting = ended
        infos: dict[str, Any] = {name: values.copy() for name, values in self._task_infos.items()}
        if some_ended:
            self._tell_of_ends(infos, results, ended)
        return (*results.copies(), infos)

    def _look_at_tasks(self) -> None:
        """Makes what infos say about the running episodes' tasks."""
        self._task_infos = {}
        if not self._dimension:
            return
        check(
            library.teachdrl_vector_environment_running_tasks(
                self._address, self._to_tasks, None, self.num_envs, self._dimension
            )
        )
        with_tasks(self._task_infos, self._tasks, self._everyone)
        if self._teacher_count:
            self._look_at_proposals()

    def _look_at_proposals(self) -> None:
        """Makes what infos say about levels."""
        beside = self._beside
        check(library.teachdrl_vector_environment_running_proposals(self._address, address(beside), self.num_envs))
        here = self._python_teachers
        for index in np.flatnonzero(here.attached).tolist():
            played = here.proposals[index]
            if played is not None:
                beside["level"][index] = _structures.NO_LEVEL if played.level is None else played.level
                beside["is_for_learning"][index] = played.is_for_learning
        known = ~np.isnan(self._tasks).any(axis=1)
        has_level = known & (beside["level"] != _structures.NO_LEVEL)
        with_levels(self._task_infos, beside["level"], has_level, beside["is_for_learning"] | ~known, known)

    def _tell_of_ends(self, infos: dict[str, Any], results: Results, ended: NDArray[np.bool_]) -> None:
        """Adds what is known about the episodes that ended."""
        about = results.of_episodes(ended)
        if self._teacher_count:
            about["task_source"], about["_task_source"] = np.where(ended, results.sources, -1), ended.copy()
        if self.autoreset_mode is not AutoresetMode.SAME_STEP:
            infos.update(about)
            return
        results.with_what_was_played(about, ended)
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
                self._address, address(numbers), address(rows), len(numbers), self._action_size
            )
        )

    def receive(
        self, count: int
    ) -> tuple[NDArray[np.uintp], NDArray[np.float32], NDArray[Any], NDArray[Any], NDArray[Any], dict[str, Any]]:
        """Waits for the `count` environments that were sent first.

        Gives their indices and, row by row, what `step` gives; infos have the "episode_return", "episode_length",
        "episode_success" and "task" of episodes that ended.
        """
        rows = _arguments.index(count, "count")
        results = Results(min(rows, self.num_envs), self._observation_size, self._dimension)
        indices = np.empty(len(results.rewards), dtype=np.uintp)
        check(library.teachdrl_vector_environment_receive(self._address, address(indices), rows, results.to_rows))
        ended = results.terminations | results.truncations
        received = indices.astype(np.intp)
        started = np.zeros(self.num_envs, dtype=np.bool_)
        started[received] = ended if self._native_mode is AutoresetMode.SAME_STEP else self._starting[received]
        self._forget_seeds(started)
        if self.autoreset_mode is AutoresetMode.NEXT_STEP:
            self._starting[received] = ended
        infos: dict[str, Any] = {}
        if ended.any():
            self._tell(results, {int(indices[row]): row for row in np.flatnonzero(ended).tolist()})
            infos = results.of_episodes(ended)
            results.with_what_was_played(infos, ended)
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
