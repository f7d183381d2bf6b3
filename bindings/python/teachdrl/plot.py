"""Pictures of what a teacher does, with matplotlib.

    from teachdrl import plot

    plot.mixture(teacher)             # what tasks are drawn from now, where a mixture is fitted
    plot.regions(teacher)             # the same for a tree of regions
    plot.history(teacher)             # either of them over time
    plot.curriculum(tasks, returns)   # what was played, coordinate by coordinate

Each takes `ax`, the axes to draw on, and gives back what it drew on.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

try:
    from matplotlib import pyplot
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse, Polygon, Rectangle
except ImportError as failure:
    raise ImportError("teachdrl.plot needs matplotlib, which is not installed: pip install matplotlib") from failure

from . import _arguments
from ._parameters import Kind
from ._teacher import Teacher
from .errors import InvalidArgumentError

__all__ = ["curriculum", "history", "mixture", "regions"]


def __dir__() -> list[str]:
    return __all__


Floats = NDArray[np.float64]

_COLORS = "viridis"


class _Picture:
    """What one or two dimensions of a task space are drawn on, checked before any figure is made."""

    def __init__(self, teacher: Teacher, dimensions: Sequence[int] | None, names: Sequence[str] | None) -> None:
        shown = range(min(2, teacher.dimension)) if dimensions is None else dimensions
        if isinstance(shown, (str, bytes)) or not isinstance(shown, Iterable):
            raise TypeError(f"dimensions must be one or two whole numbers, not {_arguments.shown(shown)}")
        self.shown = [_arguments.index(number, "dimensions") for number in shown]
        if not 1 <= len(self.shown) <= 2 or len(set(self.shown)) < len(self.shown):
            raise InvalidArgumentError(f"dimensions is {dimensions}; it must be one or two different numbers")
        if max(self.shown) >= teacher.dimension:
            raise InvalidArgumentError(
                f"dimensions is {dimensions}; each must be below {teacher.dimension}, the length of the teacher's tasks"
            )
        labels = teacher.space.names if names is None else _arguments.labels(names, teacher.dimension)
        self.labels = [labels[number] for number in self.shown]
        self.kinds = [teacher.space.coordinates[number].kind for number in self.shown]
        # Around whole numbers a region reaches half way to the next.
        margin = np.array([0.5 if kind >= Kind.INTEGER else 0.0 for kind in self.kinds])
        self.low, self.high = teacher.low[self.shown] - margin, teacher.high[self.shown] + margin

    def prepare(self, axes: Axes) -> None:
        """Gives axes the limits, the scales and the labels of the task space."""
        for place, axis in enumerate((axes.xaxis, axes.yaxis)[: len(self.shown)]):
            axis.axes.set(**{f"{axis.axis_name}lim": (self.low[place], self.high[place])})
            axis.set_label_text(self.labels[place])
            if self.kinds[place] is Kind.LOG_NUMBER:
                axis.axes.set(**{f"{axis.axis_name}scale": "log"})

    def in_logarithms(self) -> _Picture:
        """The same with the logarithms to base 10 of log-scaled numbers, as mixtures have them."""
        for place, kind in enumerate(self.kinds):
            if kind is Kind.LOG_NUMBER:
                self.low[place], self.high[place] = np.log10([self.low[place], self.high[place]])
                self.labels[place] = f"log10 {self.labels[place]}"
                self.kinds[place] = Kind.NUMBER
        return self


def _require_teacher(teacher: Teacher) -> None:
    if not isinstance(teacher, Teacher):
        raise TypeError(f"teacher must be a teachdrl.Teacher, not {_arguments.shown(teacher)}")


def _require_axes(ax: Any) -> None:
    if ax is not None and not isinstance(ax, Axes):
        raise TypeError(f"ax must be matplotlib's Axes, not {_arguments.shown(ax)}")


@contextlib.contextmanager
def _new(*arguments: Any, **options: Any) -> Iterator[tuple[Figure, Any]]:
    """A new figure and its axes; closed where drawing fails, because nobody else has it then."""
    figure, axes = pyplot.subplots(*arguments, **options)
    try:
        yield figure, axes
    except BaseException:
        pyplot.close(figure)
        raise


@contextlib.contextmanager
def _drawn_on(ax: Axes | None) -> Iterator[Axes]:
    """The caller's axes, or new ones."""
    if ax is not None:
        yield ax
        return
    with _new() as (_, axes):
        yield axes


def _colored(axes: Axes, patches: list[Any], values: Any, label: str, bar: bool) -> None:
    """Adds patches, coloured by a value each."""
    norm = Normalize(0, max(float(np.max(values)), np.finfo(float).tiny))
    colors = pyplot.get_cmap(_COLORS)
    for patch, value in zip(patches, values):
        patch.set_facecolor(colors(norm(value)))
        axes.add_patch(patch)
    if bar:
        axes.figure.colorbar(ScalarMappable(norm, _COLORS), ax=axes, label=label)


def _note(axes: Axes, text: str) -> None:
    """Says in the picture why it is empty."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", wrap=True)


def _ellipse(mean: Floats, covariance: Floats) -> Ellipse:
    """Two standard deviations around a component's mean."""
    values, vectors = np.linalg.eigh(covariance)
    width, height = 4 * np.sqrt(np.maximum(values, 0))
    angle = float(np.degrees(np.arctan2(vectors[1, 0], vectors[0, 0])))
    return Ellipse((mean[0], mean[1]), width, height, angle=angle, alpha=0.5, edgecolor="black")


def _bell(mean: float, variance: float, share: float, points: Floats) -> Polygon:
    """A component's part of the density with which tasks are drawn."""
    deviation = max(math.sqrt(max(variance, 0.0)), np.finfo(float).tiny)
    density = share * np.exp(-0.5 * ((points - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi))
    outline = np.column_stack([points, density])
    closed = np.vstack([[points[0], 0.0], outline, [points[-1], 0.0]])
    return Polygon(closed, alpha=0.5, edgecolor="black")


def mixture(
    teacher: Teacher,
    episode: int = 0,
    *,
    dimensions: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    bar: bool = True,
) -> Axes:
    """Draws the mixture that tasks are drawn from, component by component.

    In two dimensions each is an ellipse of two standard deviations; in one it is its part of the density. Log-scaled
    numbers are shown by their logarithms to base 10.

    Args:
        teacher: ALP-GMM or Covar-GMM; with another, or before the first fit, the picture says that there is none.
        episode: 0 for now, or one of the teacher's history.
        dimensions: Which one or two of the task's are shown; None for the first two.
        names: Of the task's coordinates, all of them; None for those of the task space.
        ax: The axes to draw on; None makes new ones, whose figure is `axes.figure`.
        bar: Whether to add a colour bar: how often a component is chosen.

    Returns:
        The axes.
    """
    _require_teacher(teacher)
    _require_axes(ax)
    picture, found = _Picture(teacher, dimensions, names).in_logarithms(), teacher.mixture_at(episode)
    with _drawn_on(ax) as axes:
        picture.prepare(axes)
        if len(picture.shown) == 1:
            axes.set_ylabel("density")
        if found is None:
            _note(axes, "not fitted yet" if teacher._mixture_dimension else f"{teacher.name} has no mixture")
            return axes
        weights = found.sampling_weights
        shares = weights / weights.sum() if weights.sum() > 0 else found.weights
        order = np.argsort(shares, kind="stable")  # those that matter on top
        shapes: list[Any] = []
        points = np.linspace(picture.low[0], picture.high[0], 400)
        for mean, covariance, share in zip(found.means[order], found.covariances[order], shares[order]):
            center, spread = mean[picture.shown], covariance[np.ix_(picture.shown, picture.shown)]
            if len(picture.shown) == 2:
                shapes.append(_ellipse(center, spread))
            else:
                shapes.append(_bell(center[0], spread[0, 0], share, points))
        _colored(axes, shapes, shares[order], "share of the tasks drawn", bar)
        if len(picture.shown) == 1:
            axes.set_ylim(0, 1.05 * max(float(shape.get_xy()[:, 1].max()) for shape in shapes))
        return axes


def regions(
    teacher: Teacher,
    episode: int = 0,
    *,
    dimensions: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    bar: bool = True,
) -> Axes:
    """Draws the regions that are not split themselves, or a teacher's one box, coloured by their learning progress.

    With more dimensions than are shown regions overlap in a picture; those with the greatest progress are on top. The
    arguments are those of `mixture`.

    Returns:
        The axes.
    """
    _require_teacher(teacher)
    _require_axes(ax)
    picture, found = _Picture(teacher, dimensions, names), teacher.regions_at(episode)
    with _drawn_on(ax) as axes:
        picture.prepare(axes)
        if len(picture.shown) == 1:
            axes.set_ylim(0, 1)
            axes.set_yticks([])
        if found is None:
            _note(axes, f"{teacher.name} has no regions")
            return axes
        leaves = np.flatnonzero(found.is_leaf)
        leaves = leaves[np.argsort(found.progress[leaves], kind="stable")]
        corners, sizes = found.low[:, picture.shown], (found.high - found.low)[:, picture.shown]
        if len(picture.shown) == 1:  # as high as the picture
            corners = np.column_stack([corners, np.zeros(len(corners))])
            sizes = np.column_stack([sizes, np.ones(len(sizes))])
        rectangles = [Rectangle((corners[i, 0], corners[i, 1]), *sizes[i], edgecolor="black") for i in leaves]
        _colored(axes, rectangles, found.progress[leaves], "absolute learning progress", bar)
        return axes


def history(
    teacher: Teacher,
    count: int = 6,
    *,
    dimensions: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
) -> Figure:
    """Draws the teacher's mixtures or regions at `count` episodes, evenly spread over its history.

    Where the history is empty, what there is now is drawn. The other arguments are those of `mixture`.

    Returns:
        The figure.
    """
    _require_teacher(teacher)
    if _arguments.index(count, "count") == 0:
        raise InvalidArgumentError("count is 0; it must be 1 or more")
    _Picture(teacher, dimensions, names)
    episodes = teacher.history
    if len(episodes):
        wanted = np.linspace(0, len(episodes) - 1, min(count, len(episodes))).round().astype(int)
        chosen = {f"episode {episode}": int(episode) for episode in episodes[np.unique(wanted)]}
    else:
        chosen = {f"episode {teacher.episode_count}": 0}
    columns = min(3, len(chosen))
    lines = -(-len(chosen) // columns)
    draw = regions if teacher.regions is not None else mixture
    size = (3.5 * columns, 3 * lines)
    with _new(lines, columns, figsize=size, squeeze=False, layout="constrained") as (figure, grid):
        for axes in grid.flat[len(chosen) :]:
            axes.remove()
        for axes, (title, episode) in zip(grid.flat, chosen.items()):
            draw(teacher, episode, dimensions=dimensions, names=names, ax=axes, bar=False)
            axes.set_title(title)
    return figure


def curriculum(
    tasks: ArrayLike,
    returns: ArrayLike | None = None,
    *,
    names: Sequence[str] | None = None,
    window: int = 200,
    ax: Axes | Sequence[Axes] | None = None,
) -> Figure:
    """Draws the tasks that were played over time, a coordinate a row.

    Args:
        tasks: A task a row, in the order of the episodes; of one coordinate, numbers will do.
        returns: The returns that were reached on them, shown as colours.
        names: Of the task's coordinates.
        window: Episodes over which the line, a running mean, is taken.
        ax: Axes to draw on, one for each coordinate; None makes new ones.

    Returns:
        The figure.
    """
    rows = _arguments.floats(tasks, "tasks")
    if rows.ndim == 1:
        rows = rows.reshape(-1, 1)
    if rows.ndim != 2 or rows.size == 0:
        raise InvalidArgumentError(f"tasks has the shape {rows.shape}; it must be one task or more, a row each")
    count, dimension = rows.shape
    heard = None if returns is None else _arguments.row(returns, count, "returns")
    labels = [f"task[{i}]" for i in range(dimension)] if names is None else _arguments.labels(names, dimension)
    width = min(_arguments.index(window, "window"), count)
    if width == 0:
        raise InvalidArgumentError("window is 0; it must be 1 or more")
    if ax is None:
        size = (8, 2.2 * dimension + 0.6)
        with _new(dimension, 1, sharex=True, squeeze=False, figsize=size, layout="constrained") as (figure, grid):
            _draw_curriculum(rows, heard, labels, width, list(grid.flat))
        return figure
    given = [ax] if isinstance(ax, Axes) else list(ax) if isinstance(ax, Iterable) else [ax]
    for axes in given:
        _require_axes(axes)
    if len(given) != dimension:
        raise InvalidArgumentError(f"ax has {len(given)} axes; it must have {dimension}, one for each coordinate")
    _draw_curriculum(rows, heard, labels, width, given)
    return cast("Figure", given[0].figure)


def _draw_curriculum(rows: Floats, returns: Floats | None, labels: Sequence[str], width: int, grid: list[Axes]) -> None:
    count, dimension = rows.shape
    episodes = np.arange(1, count + 1)
    sums = np.concatenate([np.zeros((1, dimension)), np.cumsum(rows, axis=0)])
    means = (sums[width:] - sums[:-width]) / width
    dots: Any = None
    for i, axes in enumerate(grid):
        colors: Any = "0.6" if returns is None else returns
        dots = axes.scatter(episodes, rows[:, i], s=4, c=colors, cmap=None if returns is None else _COLORS)
        axes.plot(episodes[width - 1 :], means[:, i], color="black", label=f"mean of {width} episodes")
        axes.set_ylabel(labels[i])
    grid[-1].set_xlabel("episode")
    grid[0].legend(loc="upper left")
    if returns is not None:
        grid[0].figure.colorbar(dots, ax=grid, label="return")
