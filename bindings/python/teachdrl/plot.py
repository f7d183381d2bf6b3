"""Pictures of what a teacher does, with matplotlib.

    from teachdrl import plot

    plot.mixture(teacher)             # what tasks are drawn from now, where a mixture is fitted
    plot.regions(teacher)             # the same for a tree of regions
    plot.history(teacher)             # either of them over time
    plot.curriculum(tasks, returns)   # what was played, coordinate by coordinate

Each takes `ax`, the axes to draw on, and gives back what it drew on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

try:
    from matplotlib import pyplot
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure
    from matplotlib.patches import Ellipse, Rectangle
except ImportError as failure:
    raise ImportError("teachdrl.plot needs matplotlib, which is not installed: pip install matplotlib") from failure

from ._teacher import Teacher

__all__ = ["curriculum", "history", "mixture", "regions"]


def __dir__() -> list[str]:
    return __all__


_COLORS = "viridis"


def _prepared(
    teacher: Teacher, dimensions: tuple[int, int], names: Sequence[str] | None, ax: Axes | None
) -> tuple[Axes, int, int]:
    """Axes that show two dimensions of the task space."""
    if teacher.dimension < 2:
        raise ValueError("the task space has one dimension; a picture of it needs two")
    first, second = dimensions
    axes = pyplot.subplots()[1] if ax is None else ax
    low, high = teacher.low, teacher.high
    axes.set_xlim(low[first], high[first])
    axes.set_ylim(low[second], high[second])
    axes.set_xlabel(names[first] if names else f"task[{first}]")
    axes.set_ylabel(names[second] if names else f"task[{second}]")
    return axes, first, second


def _colored(axes: Axes, patches: list[Any], values: Any, label: str, bar: bool) -> None:
    """Adds patches, coloured by a value each."""
    norm = Normalize(0, max(float(np.max(values)), np.finfo(float).tiny))
    colors = pyplot.get_cmap(_COLORS)
    for patch, value in zip(patches, values):
        patch.set_facecolor(colors(norm(value)))
        axes.add_patch(patch)
    if bar:
        axes.figure.colorbar(ScalarMappable(norm, _COLORS), ax=axes, label=label)


def mixture(
    teacher: Teacher,
    episode: int = 0,
    *,
    dimensions: tuple[int, int] = (0, 1),
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    bar: bool = True,
) -> Axes:
    """Draws the mixture that tasks are drawn from: an ellipse of two standard deviations for each component.

    Args:
        teacher: ALP-GMM or Covar-GMM; with another, or before the first fit, the axes stay empty.
        episode: 0 for now, or one of the teacher's history.
        dimensions: Which two of the task's are shown.
        names: Of the task's dimensions.
        ax: The axes to draw on; None makes new ones.
        bar: Whether to add a colour bar: how often a component is chosen.
    """
    axes, first, second = _prepared(teacher, dimensions, names, ax)
    shown = teacher.mixture_at(episode)
    if shown is None:
        return axes
    ellipses = []
    weights = shown.sampling_weights
    shares = weights / weights.sum() if weights.sum() > 0 else shown.weights
    order = np.argsort(shares, kind="stable")  # those that matter on top
    for mean, covariance in zip(shown.means[order], shown.covariances[order]):
        values, vectors = np.linalg.eigh(covariance[np.ix_([first, second], [first, second])])
        width, height = 4 * np.sqrt(np.maximum(values, 0))
        angle = float(np.degrees(np.arctan2(vectors[1, 0], vectors[0, 0])))
        ellipses.append(Ellipse((mean[first], mean[second]), width, height, angle=angle, alpha=0.5, edgecolor="black"))
    _colored(axes, ellipses, shares[order], "share of the tasks drawn", bar)
    return axes


def regions(
    teacher: Teacher,
    episode: int = 0,
    *,
    dimensions: tuple[int, int] = (0, 1),
    names: Sequence[str] | None = None,
    ax: Axes | None = None,
    bar: bool = True,
) -> Axes:
    """Draws the regions that are not split themselves, or Oracle's window, coloured by their learning progress.

    With more than two dimensions regions overlap in a picture; those with the greatest progress are on top. The
    arguments are those of `mixture`.
    """
    axes, first, second = _prepared(teacher, dimensions, names, ax)
    shown = teacher.regions_at(episode)
    if shown is None:
        return axes
    leaves = np.flatnonzero(shown.is_leaf)
    leaves = leaves[np.argsort(shown.progress[leaves], kind="stable")]
    sizes = shown.high - shown.low
    rectangles = [
        Rectangle((shown.low[i, first], shown.low[i, second]), sizes[i, first], sizes[i, second], edgecolor="black")
        for i in leaves
    ]
    _colored(axes, rectangles, shown.progress[leaves], "absolute learning progress", bar)
    return axes


def history(
    teacher: Teacher, count: int = 6, *, dimensions: tuple[int, int] = (0, 1), names: Sequence[str] | None = None
) -> Figure:
    """Draws the teacher's mixtures or regions at `count` episodes, evenly spread over its history."""
    episodes = teacher.history
    if len(episodes) == 0:
        raise ValueError("the teacher's history is empty: it has fitted, split or moved nothing yet")
    chosen = episodes[np.unique(np.linspace(0, len(episodes) - 1, count).round().astype(int))]
    columns = min(3, len(chosen))
    lines = -(-len(chosen) // columns)
    figure, grid = pyplot.subplots(
        lines, columns, figsize=(3.5 * columns, 3 * lines), squeeze=False, layout="constrained"
    )
    draw = regions if teacher.regions is not None else mixture
    for ax in grid.flat[len(chosen) :]:
        ax.remove()
    for ax, episode in zip(grid.flat, chosen):
        draw(teacher, int(episode), dimensions=dimensions, names=names, ax=ax, bar=False)
        ax.set_title(f"episode {episode}")
    return figure


def curriculum(
    tasks: ArrayLike,
    returns: ArrayLike | None = None,
    *,
    names: Sequence[str] | None = None,
    window: int = 200,
    ax: Sequence[Axes] | None = None,
) -> Figure:
    """Draws the tasks that were played over time, a coordinate a row.

    Args:
        tasks: A task a row, in the order of the episodes.
        returns: The returns that were reached on them, shown as colours.
        names: Of the task's coordinates.
        window: Episodes over which the line, a running mean, is taken.
        ax: Axes to draw on, one for each coordinate; None makes new ones.
    """
    rows = np.asarray(tasks, dtype=np.float64)
    if rows.ndim != 2 or len(rows) == 0:
        raise ValueError(f"tasks has the shape {rows.shape}; it must be one task or more, a row each")
    count, dimension = rows.shape
    if ax is None:
        figure, grid = pyplot.subplots(
            dimension, 1, sharex=True, squeeze=False, figsize=(8, 2.2 * dimension + 0.6), layout="constrained"
        )
        ax = list(grid.flat)
    else:
        figure = cast("Figure", ax[0].figure)
    episodes = np.arange(1, count + 1)
    width = max(1, min(window, count))
    sums = np.concatenate([np.zeros((1, dimension)), np.cumsum(rows, axis=0)])
    means = (sums[width:] - sums[:-width]) / width
    dots: Any = None
    for i, axes in enumerate(ax):
        colors: Any = "0.6" if returns is None else np.asarray(returns, dtype=np.float64)
        dots = axes.scatter(episodes, rows[:, i], s=4, c=colors, cmap=None if returns is None else _COLORS)
        axes.plot(episodes[width - 1 :], means[:, i], color="black", label=f"mean of {width} episodes")
        axes.set_ylabel(names[i] if names else f"task[{i}]")
    ax[-1].set_xlabel("episode")
    ax[0].legend(loc="upper left")
    if returns is not None:
        figure.colorbar(dots, ax=list(ax), label="return")
    return figure
