"""Gymnasium's spaces as task spaces, and back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from . import _gymnasium  # noqa: F401

# isort: split
import numpy as np
from gymnasium import Space, spaces

from ._arguments import shown
from ._space import Choice, Integer, Number, Parameter, TaskSpace
from .errors import InvalidArgumentError

_WITHOUT_NAME = "task"


def parameters(space: Any, name: str = "") -> Iterator[tuple[str, Parameter]]:
    """The parameters of a space that is called so, or, if the name is empty, is all there is."""
    if isinstance(space, spaces.Dict):
        for key, inner in space.spaces.items():
            yield from parameters(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(space, spaces.Tuple):
        for index, inner in enumerate(space.spaces):
            yield from parameters(inner, f"{name or _WITHOUT_NAME}[{index}]")
    elif isinstance(space, spaces.Discrete):
        yield name or f"{_WITHOUT_NAME}[0]", Integer(int(space.start), int(space.start) + int(space.n) - 1)
    elif isinstance(space, spaces.MultiDiscrete):
        start = np.asarray(space.start, dtype=np.int64)
        yield from _several(name, Integer, start, start + np.asarray(space.nvec, dtype=np.int64) - 1)
    elif isinstance(space, spaces.Box):
        kind = Integer if np.issubdtype(space.dtype, np.integer) else Number
        yield from _several(name, kind, space.low, space.high)
    else:
        raise TypeError(f"the space must be a Box, Discrete, MultiDiscrete, Dict or Tuple, not {shown(space)}")


def _several(name: str, kind: type[Parameter], low: Any, high: Any) -> Iterator[tuple[str, Parameter]]:
    """The parameters of an array."""
    lows, highs = np.ravel(low).tolist(), np.ravel(high).tolist()
    for least, most in zip(lows, highs):
        if not (np.isfinite(least) and np.isfinite(most)):
            raise InvalidArgumentError(
                f"the bounds of '{name or _WITHOUT_NAME}' are {least} and {most}; they must be finite"
            )
    if name and len(lows) == 1:
        yield name, kind(lows[0], highs[0])
    elif name and len(set(lows)) == len(set(highs)) == 1:
        yield name, kind(lows[0], highs[0], count=len(lows))
    else:
        for index, (least, most) in enumerate(zip(lows, highs)):
            yield f"{name or _WITHOUT_NAME}[{index}]", kind(least, most)


def space(task_space: TaskSpace) -> Space[Any]:
    """A task space as one of Gymnasium's."""
    each = task_space.parameters
    if list(each) == [f"{_WITHOUT_NAME}[{i}]" for i in range(len(each))] and all(
        type(parameter) is Number and parameter.count is None for parameter in each.values()
    ):
        return spaces.Box(task_space.low, task_space.high, dtype=np.float64)
    # Gymnasium sorts the keys of other mappings.
    return spaces.Dict(OrderedDict((name, _space_of(parameter)) for name, parameter in each.items()))


def _space_of(parameter: Parameter) -> Space[Any]:
    shape = () if parameter.count is None else (parameter.count,)
    if not isinstance(parameter, Integer):
        return spaces.Box(parameter.low, parameter.high, shape, np.float64)
    start, size = int(parameter.low), int(parameter.high - parameter.low) + 1
    if parameter.count is None:
        return spaces.Discrete(size, start=0 if isinstance(parameter, Choice) else start)
    return spaces.MultiDiscrete([size] * parameter.count, start=[start] * parameter.count)
