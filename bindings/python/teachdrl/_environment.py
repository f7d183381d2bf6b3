"""The walker environments, with NumPy alone; `teachdrl.envs` has them for Gymnasium."""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Mapping
from ctypes import byref, c_char_p, c_double, c_size_t, c_void_p
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments, descriptions
from ._arguments import Scratch, address
from ._handles import Handle, NotCopyable
from ._library import check, error, library
from ._parameters import coordinates_of
from ._space import TaskLike, TaskSpace
from ._structures import Step
from .errors import InvalidStateError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import EnvironmentOptions

_step = library.teachdrl_environment_step

SHAPE = np.dtype(
    [
        ("kind", np.int32),
        ("point_count", np.uint32),
        ("x", np.float32, 9),
        ("y", np.float32, 9),
        ("width", np.float32),
        ("color", np.float32, 3),
    ]
)
"""A shape of a scene: teachdrl_shape. `kind` is 0 for a filled polygon, 1 for a line, 2 for a filled circle."""


class View(ctypes.Structure):
    """The part of the world that a frame shows, in metres."""

    _fields_ = (("left", c_double), ("bottom", c_double), ("width", c_double), ("height", c_double))

    left: float
    bottom: float
    width: float
    height: float

    def __repr__(self) -> str:
        return f"View(left={self.left:g}, bottom={self.bottom:g}, width={self.width:g}, height={self.height:g})"


@dataclass(frozen=True, eq=False)
class Scene:
    """What a frame of an episode looks like, in metres, x to the right, y upwards.

    Attributes:
        view: The part of the world to show.
        shapes: A structured array of `SHAPE`, to be painted in order, the first at the bottom.
    """

    view: View
    shapes: NDArray[np.void]

    def __repr__(self) -> str:
        return f"Scene({self.view!r}, {len(self.shapes)} shapes)"


class Environment(NotCopyable):
    """A walker on a procedurally generated track. Used from one thread at a time.

    Args:
        name: Which environment; see below.
        seed: From 0 to 2**64 - 1; None draws one from the system.
        **options: The environment's, as below. None stands for "off".
    """

    __slots__ = (
        "__weakref__",
        "_action",
        "_address",
        "_observation",
        "_outcome",
        "_owned",
        "_task_dimension",
        "_task_space",
        "_to_outcome",
        "action_size",
        "observation_size",
    )

    _instead = "make another with the same arguments, set its task and reset it with a seed"

    observation_size: int
    """The number of floats in an observation."""
    action_size: int
    """The number of floats in an action; each lies in [-1, 1]."""

    def __init__(self, name: str, *, seed: SupportsIndex | None = None, **options: Unpack[EnvironmentOptions]) -> None:
        kind, handle = _arguments.text(name, "name"), c_void_p()
        given = _arguments.Options(options, ENVIRONMENTS[name].options if name in ENVIRONMENTS else None)
        given.check(
            library.teachdrl_environment_create(kind, given.array, given.count, _arguments.seed(seed), byref(handle))
        )
        self._adopt(handle, Handle(handle.value, library.teachdrl_environment_destroy))

    def _adopt(self, handle: c_void_p, owned: Handle) -> None:
        """Uses an environment for as long as what it belongs to is kept here."""
        assert handle.value is not None
        self._owned = owned
        self._address = handle.value
        self.observation_size = self._size(library.teachdrl_environment_observation_size)
        self.action_size = self._size(library.teachdrl_environment_action_size)
        self._task_dimension = self._size(library.teachdrl_environment_task_dimension)
        self._observation = Scratch(self.observation_size, np.float32)
        self._action = Scratch(self.action_size, np.float32)
        self._outcome = Step()
        self._to_outcome = ctypes.addressof(self._outcome)
        self._task_space: TaskSpace | None = None

    @classmethod
    def _part_of(cls, owner: Handle, handle: c_void_p) -> Environment:
        environment = cls.__new__(cls)
        environment._adopt(handle, owner)
        return environment

    @property
    def _handle(self) -> int:
        """The environment's address, while it is there."""
        if self._owned.value is None:
            self._owned.require_open("environment")
        return self._address

    def close(self) -> None:
        """Gives the environment's memory back now. Later calls raise InvalidStateError; another `close` does nothing.

        Raises:
            InvalidStateError: It is part of a vector environment, which is closed as a whole.
        """
        if self._owned.value not in (None, self._address):
            raise InvalidStateError("this environment is part of a vector environment: close that")
        self._owned.close()

    def __enter__(self) -> Environment:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._owned.value is None else f"{self._task_dimension} task parameters"
        return f"{type(self).__name__}({state}, {self.observation_size} observations, {self.action_size} actions)"

    def _size(self, function: Any) -> int:
        size = c_size_t()
        check(function(self._handle, byref(size)))
        return size.value

    # ------------------------------------------------------------------------------------------------ what it is like

    @property
    def observation_bounds(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Bounds that every observation keeps to, the lower ones first."""
        low, high = (np.empty(self.observation_size, dtype=np.float32) for _ in range(2))
        check(
            library.teachdrl_environment_observation_bounds(
                self._handle, address(low), address(high), self.observation_size
            )
        )
        return low, high

    @property
    def task_dimension(self) -> int:
        """The number of parameters of a task; 0 if all are off."""
        return self._task_dimension

    @property
    def task_bounds(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The bounds of the task space, the lower ones first: what a teacher is created with."""
        low, high = (np.empty(self._task_dimension) for _ in range(2))
        if self._task_dimension:
            check(
                library.teachdrl_environment_task_space(self._handle, address(low), address(high), self._task_dimension)
            )
        return low, high

    @property
    def task_space(self) -> TaskSpace:
        """The task space: what a teacher is created with. Without parameters if all are off."""
        handle = self._handle  # of a closed one nothing is told
        if self._task_space is None:
            self._task_space = TaskSpace._of(
                coordinates_of(handle, self._task_dimension, library.teachdrl_environment_task_parameter)
            )
        return self._task_space

    @property
    def coordinate_names(self) -> tuple[str, ...]:
        """The names of a task's coordinates: "stump_height", "poly_shape_x1", ..."""
        return self.task_space.names

    @property
    def parameters(self) -> TaskSpace:
        """The parameters that can be set by name, those of the task among them."""
        count = self._size(library.teachdrl_environment_parameter_count)
        return TaskSpace._of(coordinates_of(self._handle, count, library.teachdrl_environment_parameter))

    @property
    def return_range(self) -> tuple[float, float]:
        """The published range of returns: a value for the option `reward_range` of teachers."""
        low, high = c_double(), c_double()
        check(library.teachdrl_environment_return_range(self._handle, byref(low), byref(high)))
        return low.value, high.value

    @property
    def window_step_vector(self) -> tuple[float, ...] | None:
        """How far Oracle's window moves in this task space as published: the option `window_step_vector`.

        None if nothing is published for the task's parameters.
        """
        value = c_char_p()
        check(library.teachdrl_environment_window_step_vector(self._handle, byref(value)))
        text = (value.value or b"off").decode()
        return None if text == "off" else tuple(float(step) for step in text.split(","))

    @property
    def mastered_return(self) -> float:
        """The return above which a task counts as mastered."""
        threshold = c_double()
        check(library.teachdrl_environment_mastered_return(self._handle, byref(threshold)))
        return threshold.value

    @property
    def test_set(self) -> NDArray[np.float64]:
        """The paper's fixed test set for this environment, a task a row."""
        count = c_size_t()
        check(library.teachdrl_environment_test_set(self._handle, None, 0, byref(count)))
        tasks = np.empty((count.value, self._task_dimension))
        check(library.teachdrl_environment_test_set(self._handle, address(tasks), tasks.size, byref(count)))
        return tasks

    # ------------------------------------------------------------------------------------------------------- episodes

    def seed(self, seed: SupportsIndex) -> None:
        """Starts the generator anew, as if created with this seed. The running episode is not touched."""
        check(library.teachdrl_environment_seed(self._handle, _arguments.seed(seed)))

    def set_task(self, task: TaskLike) -> None:
        """Sets the task of the episodes that start from now on."""
        vector = self.task_space.to_vector(task) if isinstance(task, Mapping) else task
        numbers = _arguments.numbers(vector, "task")
        check(
            library.teachdrl_environment_set_task(self._handle, address(numbers), len(numbers)),
            dimension="the length of task",
        )

    def set_parameter(self, name: str, value: ArrayLike | None) -> None:
        """Sets one parameter of the track for the episodes that start from now on; None turns it off."""
        numbers = np.empty(0) if value is None else _arguments.numbers(value, "value")
        check(
            library.teachdrl_environment_set_parameter(
                self._handle, _arguments.text(name, "name"), address(numbers), len(numbers)
            ),
            count="the length of value",
            values="value",
        )

    def reset(self) -> NDArray[np.float32]:
        """Starts an episode and gives its first observation."""
        scratch = self._observation
        check(library.teachdrl_environment_reset(self._handle, scratch.address, self.observation_size))
        return scratch.view.copy()

    def step(self, action: ArrayLike) -> tuple[NDArray[np.float32], float, bool, bool]:
        """Plays one step, 1/50 s: the observation, the reward, and whether the episode was terminated or truncated."""
        view = self._action.view
        if action.__class__ is not np.ndarray or action.shape != view.shape or action.dtype is not view.dtype:
            action = _arguments.row(action, self.action_size, "action")
        view[:] = action
        status = _step(
            self._handle,
            self._action.address,
            self.action_size,
            self._observation.address,
            self.observation_size,
            self._to_outcome,
        )
        if status:
            raise error(status)
        outcome = self._outcome
        return self._observation.view.copy(), outcome.reward, outcome.terminated, outcome.truncated

    @property
    def scene(self) -> Scene:
        """The present frame, as shapes to paint."""
        view, count = View(), c_size_t()
        check(library.teachdrl_environment_scene(self._handle, None, None, 0, byref(count)))
        shapes = np.empty(count.value, dtype=SHAPE)
        check(library.teachdrl_environment_scene(self._handle, byref(view), address(shapes), len(shapes), byref(count)))
        return Scene(view, shapes)


def test_set(name: str, **options: Unpack[EnvironmentOptions]) -> NDArray[np.float64]:
    """The paper's fixed test set for an environment and its options, a task a row.

    Stump heights are drawn from 0 to 3 whatever `max_stump_height` is.
    """
    return Environment(name, seed=0, **options).test_set


# What pytest would take for a test where a test imports it.
test_set.__test__ = False  # type: ignore[attr-defined]

ENVIRONMENTS = descriptions.environments()

_lines = [
    f"    {each.name}: {each.documentation}\n" + descriptions.option_lines(each.options.values(), " " * 8)
    for each in ENVIRONMENTS.values()
]
_union = {option.name: option for each in reversed(ENVIRONMENTS.values()) for option in each.options.values()}
descriptions.document(
    Environment,
    "Environments and their options",
    "\n".join(_lines),
    inspect.Signature(list(descriptions.signature(Environment.__init__, _union.values()).parameters.values())[1:]),
)
