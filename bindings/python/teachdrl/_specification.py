"""Gymnasium's specifications of environments that end their episodes themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from gymnasium.envs.registration import EnvSpec

from . import _arguments
from ._environment import ENVIRONMENTS


@dataclass(repr=False)
class LimitedSpec(EnvSpec):
    """A specification whose `max_episode_steps` is the limit that is kept.

    Gymnasium's TimeLimit says in it what it was given. Around an environment with a limit of its own it can only cut
    episodes shorter.
    """

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r}, max_episode_steps={self.max_episode_steps})"

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "max_episode_steps":
            limit: int = self.__dict__.get("own_limit", value)
            value = limit if value is None else min(limit, value)
        super().__setattr__(name, value)


def limited(spec: EnvSpec | None, limit: int) -> EnvSpec | None:
    """The same specification with an environment's own limit."""
    if spec is None:
        return None
    copy = LimitedSpec(**{each.name: getattr(spec, each.name) for each in fields(EnvSpec) if each.init})
    copy.own_limit = limit
    copy.max_episode_steps = spec.max_episode_steps
    return copy


def limit_of(name: str, options: Mapping[str, object]) -> int:
    """The option `max_episode_steps` of the library's environment of a name, given or its default."""
    option = ENVIRONMENTS[name].options["max_episode_steps"]
    given = options.get(option.name, option.default)
    return int(_arguments.option_text(option.name, given))
