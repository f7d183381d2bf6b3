"""The toy environment."""

from __future__ import annotations

from ctypes import byref, c_double, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _arguments, descriptions
from ._arguments import address
from ._handles import Handle, NotCopyable
from ._library import check, library

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._options import ToyOptions


class ToyEnvironment(NotCopyable):
    """A stand-in for a student, to try and to compare teachers in seconds.

    The unit box cut into cells, each of which can be learnt only once a neighbour towards the origin is mastered. Used
    from one thread at a time.

        toy = ToyEnvironment()
        teacher = Teacher("ALP-GMM", toy.low, toy.high, seed=1)
        for episode in range(20_000):
            task = teacher.sample_task()
            teacher.update(task, toy.play(task))
        print(toy.mastered_share)
    """

    __slots__ = ("__weakref__", "_cells", "_dimension", "_handle", "_owned")

    _instead = "it has no saved state; make a new one"

    def __init__(self, **options: Unpack[ToyOptions]) -> None:
        given = _arguments.Options(options, _TOY.options)
        handle, dimension = c_void_p(), c_size_t()
        given.check(library.teachdrl_toy_create(given.array, given.count, byref(handle)))
        self._owned = Handle(handle.value, library.teachdrl_toy_destroy)
        self._handle = handle.value
        check(library.teachdrl_toy_task_dimension(handle, byref(dimension)))
        self._dimension = dimension.value
        values = {option.name: option.default for option in _TOY.options.values()}
        values.update({name: int(_arguments.option_text(name, value)) for name, value in options.items()})
        self._cells: tuple[Any, ...] = (values["nb_cubes"],) * int(str(values["nb_dims"]))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._dimension} dimensions, mastered_share={self.mastered_share:g})"

    def play(self, task: ArrayLike) -> float:
        """Plays one episode on a task in the unit box; the reward, in [0, 1], goes to the teacher as it is."""
        numbers, reward = _arguments.row(task, self._dimension, "task"), c_double()
        check(library.teachdrl_toy_play(self._handle, address(numbers), self._dimension, byref(reward)))
        return reward.value

    @property
    def low(self) -> NDArray[np.float64]:
        """The task space's lower bounds, zeros."""
        return np.zeros(self._dimension)

    @property
    def high(self) -> NDArray[np.float64]:
        """The task space's upper bounds, ones."""
        return np.ones(self._dimension)

    @property
    def mastered_share(self) -> float:
        """The share of mastered cells (competence above 75), in percent."""
        percent = c_double()
        check(library.teachdrl_toy_mastered_share(self._handle, byref(percent)))
        return percent.value

    @property
    def competences(self) -> NDArray[np.uint8]:
        """The competence of every cell, 0 to 100, an axis for each relevant dimension."""
        count = c_size_t()
        check(library.teachdrl_toy_competences(self._handle, None, 0, byref(count)))
        values = np.empty(count.value, dtype=np.uint8)
        check(library.teachdrl_toy_competences(self._handle, address(values), count.value, byref(count)))
        return values.reshape(self._cells)


_TOY = descriptions.toy()
descriptions.document(
    ToyEnvironment,
    "Options",
    descriptions.option_lines(_TOY.options.values(), " " * 4),
    descriptions.signature(lambda **options: None, _TOY.options.values()),
)
