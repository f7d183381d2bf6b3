"""Wrappers that Gymnasium can make again from their specifications."""

from __future__ import annotations

from typing import Any

import gymnasium
from gymnasium.utils import RecordConstructorArgs

from .._arguments import shown
from ..errors import InvalidStateError


class _Shared(dict[str, Any]):
    """A wrapper's arguments, which copies of its specification share: another teacher would hear of other episodes."""

    def __deepcopy__(self, memo: Any) -> _Shared:
        return self


class Recorded(gymnasium.Wrapper[Any, Any, Any, Any], RecordConstructorArgs):
    """A wrapper that Gymnasium can make again from its specification, with the same teacher and the same function."""

    def __init__(self, env: gymnasium.Env[Any, Any], **arguments: Any) -> None:
        if not isinstance(env, gymnasium.Env):
            raise TypeError(f"env must be a gymnasium.Env, not {shown(env)}")
        RecordConstructorArgs.__init__(self, _disable_deepcopy=True, **arguments)
        self._saved_kwargs = _Shared(self._saved_kwargs)
        gymnasium.Wrapper.__init__(self, env)


def chosen_by_the_teacher(wrapper: object) -> InvalidStateError:
    """What is raised if somebody else sets a task."""
    return InvalidStateError(
        f"{type(wrapper).__name__}'s teacher chooses the tasks; to play one of your own, of which the teacher hears "
        "nothing, write env.reset(options={'task': task})"
    )
