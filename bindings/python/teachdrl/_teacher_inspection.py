"""What a teacher draws its tasks from."""

from __future__ import annotations

from ctypes import byref, c_double, c_size_t
from dataclasses import dataclass
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import NDArray

from . import _arguments, _structures
from ._arguments import address
from ._batches import batches
from ._library import check, library
from ._space import TaskLike
from ._teacher_base import TeacherBase, with_room


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of Gaussians that tasks are drawn from, of k components in D dimensions.

    The dimensions are the task's and then, with ALP-GMM, the absolute learning progress; with Covar-GMM, the time and
    the reward. Coordinates are in the caller's units, those of log-scaled numbers are logarithms to base 10.

    Attributes:
        weights: k numbers, which add up to 1.
        means: k by D.
        covariances: k by D by D.
        sampling_weights: k numbers, in proportion to which a component is chosen to draw a task from; where all are 0,
            all are alike.
    """

    weights: NDArray[np.float64]
    means: NDArray[np.float64]
    covariances: NDArray[np.float64]
    sampling_weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.weights)

    def __repr__(self) -> str:
        return f"Mixture({len(self)} components of {self.means.shape[1]} dimensions)"


@dataclass(frozen=True, eq=False)
class Regions:
    """The n regions that tasks are drawn from: RIAC's, the whole task space first, or a teacher's one box.

    Bounds of integers and choices are not whole: with the values 0, 1 and 2 they lie from -0.5 to 2.5.

    Attributes:
        low: Lower bounds, n by the task's dimension.
        high: Upper bounds, likewise.
        progress: The absolute learning progress of each; 0 for a window.
        is_leaf: Whether each is not split itself.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    progress: NDArray[np.float64]
    is_leaf: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.progress)

    def __repr__(self) -> str:
        return f"Regions({len(self)} of {self.low.shape[1]} dimensions, {int(self.is_leaf.sum())} not split)"


class Inspection(TeacherBase):
    """Looks inside a teacher."""

    __slots__ = ()

    @property
    def learning_progress(self) -> float:
        """The learning progress that the newest update showed, in the unit of the rewards that the teacher sees.

        With ALP-GMM it is that of the update's episode, with RIAC that of the smallest region that holds its task. It
        is NaN before the first update since the teacher was created or loaded, and with teachers that compute none.
        """
        progress = c_double()
        check(library.teachdrl_teacher_learning_progress(self._handle, byref(progress)))
        return progress.value

    @property
    def history(self) -> NDArray[np.uint64]:
        """The episodes at which a mixture was fitted, a region split or a window moved, oldest first.

        Each can be given to `mixture_at` or `regions_at`. The option `history` bounds how many are kept.
        """
        return self._sized(library.teachdrl_teacher_history, np.uint64)

    @property
    def mixture(self) -> Mixture | None:
        """The mixture that tasks are drawn from now; None before the first fit, and with teachers that have none."""
        return self.mixture_at(0)

    def mixture_at(self, episode: SupportsIndex) -> Mixture | None:
        """The mixture fitted at one of the history's episodes."""
        d = self._mixture_dimension
        forms = {"weights": (), "means": (d,), "covariances": (d, d), "sampling_weights": ()}
        parts = self._parts(library.teachdrl_teacher_mixture, _structures.Mixture, episode, forms)
        return Mixture(**parts) if len(parts["weights"]) else None

    @property
    def _mixture_dimension(self) -> int:
        """The number of coordinates of the teacher's mixtures; 0 with teachers that have none."""
        size = c_size_t()
        check(library.teachdrl_teacher_mixture_dimension(self._handle, byref(size)))
        return size.value

    @property
    def regions(self) -> Regions | None:
        """The regions that tasks are drawn from now; None with teachers that have none."""
        return self.regions_at(0)

    def regions_at(self, episode: SupportsIndex) -> Regions | None:
        """The regions after the split or the move at one of the history's episodes."""
        forms = {"low": self._shape, "high": self._shape, "progress": (), "is_leaf": ()}
        parts = self._parts(library.teachdrl_teacher_regions, _structures.Regions, episode, forms)
        return Regions(**parts) if len(parts["progress"]) else None

    def _parts(
        self, function: Any, structure: type[_structures.Sized], episode: SupportsIndex, forms: dict[str, Any]
    ) -> dict[str, NDArray[Any]]:
        """What a function writes into the arrays of a structure, with the shapes of their rows, about one episode."""
        number = _arguments.index(episode, "episode")

        def attempt(capacity: int, count: c_size_t) -> tuple[int, dict[str, NDArray[Any]]]:
            arrays = {
                name: np.empty((capacity, *shape), dtype=np.bool_ if name == "is_leaf" else np.float64)
                for name, shape in forms.items()
            }
            rows = structure(capacity=capacity, **{name: address(array) for name, array in arrays.items()})
            return function(self._handle, number, byref(rows) if capacity else None, byref(count)), arrays

        arrays, count = with_room(attempt)
        return {name: array[:count] for name, array in arrays.items()}

    def log_density(self, task: TaskLike) -> float:
        """The natural logarithm of the density with which the next task would be proposed at a task.

        What importance weights are made of; -inf where no task is proposed. Of integers and choices it is the logarithm
        of a probability.
        """
        return float(self.log_densities([self._row(task)])[0])

    def log_densities(self, tasks: Any) -> NDArray[np.float64]:
        """The same for many tasks, one a row."""
        tasks = self._rows(tasks)
        densities = np.empty(len(tasks))
        for batch in batches(len(tasks)):
            rows, values = tasks[batch], densities[batch]
            check(
                library.teachdrl_teacher_log_density(
                    self._handle, address(rows), len(rows), self._dimension, address(values)
                )
            )
        return densities
