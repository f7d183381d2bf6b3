"""The environments for Gymnasium.

import gymnasium
import teachdrl

env = gymnasium.make("teachdrl/StumpTracks-v0", walker="quadru")
observation, info = env.reset(seed=1, options={"task": [0.5, 3.0]})
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from . import _gymnasium  # noqa: F401

# isort: split
import gymnasium
import numpy as np
from gymnasium.utils import EzPickle
from numpy.typing import ArrayLike, NDArray

from . import _arguments, _wiring, descriptions
from ._curriculum import kept, reset_options
from ._described import Described
from ._environment import ENVIRONMENTS, Environment
from ._level_seeds import ResetSeeds
from ._painter import Painter
from ._registration import NAMES, class_name
from ._space import TaskLike
from .errors import InvalidArgumentError

__all__ = ["WalkerEnv", *sorted(NAMES)]


def __dir__() -> list[str]:
    return __all__


if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import EnvironmentOptions, EnvironmentParameters

    Floats = gymnasium.Space[NDArray[np.float32]]


def spaces_of(environment: Environment) -> tuple[Floats, Floats]:
    """An environment's spaces of observations and actions."""
    low, high = environment.observation_bounds
    observations = gymnasium.spaces.Box(low, high, dtype=np.float32)
    actions = gymnasium.spaces.Box(-1.0, 1.0, (environment.action_size,), dtype=np.float32)
    return cast("Floats", observations), cast("Floats", actions)


class WalkerEnv(Described, gymnasium.Env[NDArray[np.float32], NDArray[np.float32]], EzPickle):
    """A walker on a procedurally generated track.

    The task of the next episodes is set by `reset(options={"task": task})`, by `env.task = task`, or by name with
    `set_environment`. `info` has the running episode's "task", where all of it was set; at an episode's end also its
    "episode_return", "episode_length" and "episode_success": 1 if the return is above `mastered_return`, else 0.

    A copy, or what is unpickled, has the same options, task and parameters. The running episode and the generator's
    state do not come along: reset it, with a seed if its episodes are to be known.

    Args:
        render_mode: None, "rgb_array" or "human"; pictures need pygame.
        **options: The library's, as below. None stands for "off".
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["human", "rgb_array"], "render_fps": 50}  # type: ignore[misc]

    library_name: ClassVar[str]
    """The library's name for this kind of environment."""

    def __init__(self, render_mode: str | None = None, **options: Unpack[EnvironmentOptions]) -> None:
        EzPickle.__init__(self, render_mode, **options)
        if render_mode is not None and render_mode not in self.metadata["render_modes"]:
            raise InvalidArgumentError(f"render_mode is {render_mode!r}; it must be None, 'human' or 'rgb_array'")
        self.render_mode = render_mode
        self._environment = Environment(self.library_name, **options)
        self._describe(self.library_name, options)
        self.observation_space, self.action_space = spaces_of(self._environment)
        settable = self._environment.parameters
        self._numbers = settable.coordinates
        self._parameters: dict[str, ArrayLike | None] = dict.fromkeys(settable.parameters)
        self._set_parameters(self._parameters)
        self._seeds = ResetSeeds()
        self.next_seed: int | None = None
        """What the next reset is seeded with, whatever it is given: a level's seed. None once it has begun."""
        self._next_task: NDArray[np.float64] | None = None
        self._running_task: NDArray[np.float64] | None = None
        self._return, self._length = 0.0, 0
        self._mastered_return = self._environment.mastered_return
        self._noticed: set[int] = set()
        self._painter: Painter | None = None

    # ------------------------------------------------------------------------------------------------------- the task

    @property
    def task(self) -> NDArray[np.float64] | None:
        """The task of the episodes that start from now on; None where it was not or only partly set."""
        return self._next_task

    @task.setter
    def task(self, task: TaskLike) -> None:
        row = kept(task, space=lambda: self.task_space)
        self._environment.set_task(row)
        self._next_task = row

    def set_environment(self, **parameters: Unpack[EnvironmentParameters]) -> None:
        """Sets the track of the episodes that start from now on; what is not given is off.

        Args:
            **parameters: Those that `task_space` names and, with "teachdrl/WalkerTracks-v0", all there are. Of those
                that have a deviation, the mean alone or both.

        Raises:
            UnknownNameError: This environment does not have the parameter.
            InvalidArgumentError: A value is out of its range or of the wrong length.
        """
        given = cast("dict[str, ArrayLike | None]", dict(parameters))
        values: dict[str, ArrayLike | None] = {
            # Copies, because a failure or a copy of the environment sets them again.
            name: None if value is None else _arguments.numbers(value, name).copy()
            for name, value in {**dict.fromkeys(self._parameters), **given}.items()
            if value is not None or name in self._parameters
        }
        before = self._next_task, dict(self._parameters)
        try:
            self._set_parameters(values)
        except Exception:
            self._restore(*before)
            raise
        self._parameters, self._next_task = values, self._task_of(values)

    def __getstate__(self) -> dict[str, Any]:
        carried = {"spec": self.spec, "parameters": self._parameters, "task": self._next_task}
        return {**super().__getstate__(), "teachdrl": carried}  # type: ignore[no-untyped-call, unused-ignore]

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)  # type: ignore[no-untyped-call, unused-ignore]
        carried = state["teachdrl"]
        self.spec, self._parameters, self._next_task = carried["spec"], carried["parameters"], carried["task"]
        self._restore(self._next_task, self._parameters)

    def _restore(self, task: NDArray[np.float64] | None, parameters: dict[str, ArrayLike | None]) -> None:
        self._set_parameters(parameters)
        if task is not None:
            self._environment.set_task(task)

    def _set_parameters(self, values: Mapping[str, ArrayLike | None]) -> None:
        # What is off first: a mean can be given with its deviation, which is a parameter too.
        for name, value in sorted(values.items(), key=lambda pair: pair[1] is not None):
            self._environment.set_parameter(name, value)

    def _task_of(self, values: Mapping[str, ArrayLike | None]) -> NDArray[np.float64] | None:
        """The task that parameters by name amount to; None if it leaves a number open, or they set one more."""
        found: dict[str, float] = {}
        for name, value in values.items():
            if value is not None:
                # A name's values are those of its own numbers and of those behind them.
                start = next(i for i, each in enumerate(self._numbers) if name in (each.name, each.group))
                found.update(zip((each.name for each in self._numbers[start:]), np.atleast_1d(value).tolist()))
        names = self.coordinate_names
        return kept([found[name] for name in names]) if names and found.keys() == set(names) else None

    # ------------------------------------------------------------------------------------------------------- episodes

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """Starts an episode; `options` may have its "task". If it fails, the running episode goes on.

        Raises:
            InvalidArgumentError: The task is outside the task space.
            UnknownNameError: There is another option.
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        task = reset_options(options).get("task")
        seed = self._seeds.next(self.next_seed, seed)
        if seed is None and self._np_random_seed is None:
            # Drawn, so that `np_random_seed` replays what follows.
            seed = self.np_random_seed
        reduced = None if seed is None else _arguments.seed(seed)
        if task is not None:
            self.task = task
        super().reset(seed=None if seed is None else int(seed))
        if reduced is not None:
            self._environment.seed(reduced)
        observation = self._environment.reset()
        self.next_seed = None
        self._running_task = self._next_task
        self._return, self._length = 0.0, 0
        if self.render_mode == "human":
            self._paint()
        return observation, self._info()

    def step(self, action: NDArray[np.float32]) -> tuple[NDArray[np.float32], float, bool, bool, dict[str, Any]]:
        """Plays one step, 1/50 s."""
        observation, reward, terminated, truncated = self._environment.step(action)
        self._return += reward
        self._length += 1
        info = self._info()
        if terminated or truncated:
            info["episode_return"], info["episode_length"] = self._return, self._length
            info["episode_success"] = float(self._return > self._mastered_return)
        if self.render_mode == "human":
            self._paint()
        return observation, reward, terminated, truncated, info

    def _info(self) -> dict[str, Any]:
        return {} if self._running_task is None else {"task": self._running_task.copy()}

    # ------------------------------------------------------------------------------------------------------- pictures

    def render(self) -> NDArray[np.uint8] | None:  # type: ignore[override, unused-ignore]
        """The present frame with "rgb_array"; with "human" it is shown by `reset` and `step` already."""
        if self.render_mode is None:
            identifier = NAMES[class_name(self.library_name)]
            gymnasium.logger.warn(
                "You are calling render method without specifying any render mode. "
                f'Pass it on creation: gymnasium.make("{identifier}", render_mode="rgb_array")'
            )
            return None
        if self.render_mode == "human":
            return None
        return self._paint().picture()

    def _paint(self) -> Painter:
        scene = self._environment.scene
        if self._painter is None:
            self._painter = Painter(self.metadata["render_fps"], window=self.render_mode == "human")
        self._painter.paint(scene)
        return self._painter

    def close(self) -> None:
        """Closes the window and gives the environment's memory back. Later calls raise InvalidStateError."""
        if self._painter is not None:
            self._painter.close()
            self._painter = None
        self._environment.close()


class StumpTracks(WalkerEnv):
    library_name = "stump-tracks"


class HexagonTracks(WalkerEnv):
    library_name = "hexagon-tracks"


class StumpSequence(WalkerEnv):
    library_name = "stump-sequence"


class WalkerTracks(WalkerEnv):
    library_name = "walker-tracks"


for _library_name, _description in ENVIRONMENTS.items():
    _name = class_name(_library_name)
    # What the library has beside the published kinds.
    _kind = globals().setdefault(_name, type(_name, (WalkerEnv,), {"library_name": _library_name}))
    _kind.__module__ = __name__
    _options = _description.options.values()
    _kind.__doc__ = descriptions.with_summary(_description.documentation, WalkerEnv)
    descriptions.document(
        _kind,
        "Parameters of the track, for `set_environment`, and options",
        descriptions.parameter_lines(_description.parameters, " " * 4)
        + "\n\n"
        + descriptions.option_lines(_options, " " * 4),
        descriptions.signature(lambda render_mode=None, **options: None, _options),
    )
