"""Tells Gymnasium, where it is installed, of the environments."""

from __future__ import annotations

from ._environment import ENVIRONMENTS
from .errors import UnknownNameError


def class_name(library_name: str) -> str:
    """The name of an environment's class in `teachdrl.envs`: StumpTracks for the library's "stump-tracks"."""
    return "".join(word.capitalize() for word in library_name.split("-"))


# Gymnasium's own environments keep the version that they have there, and the mean return at which they are solved.
_VERSIONS = {"BipedalWalker": 3, "BipedalWalkerHardcore": 3}
_REWARD_THRESHOLDS = {"BipedalWalker": 300, "BipedalWalkerHardcore": 300}

NAMES = {name: f"teachdrl/{name}-v{_VERSIONS.get(name, 0)}" for name in map(class_name, ENVIRONMENTS)}
"""The identifiers, by the names of the classes in `teachdrl.envs`."""


def kind_of(identifier: str, others: str) -> str:
    """The name of the class in `teachdrl.envs` of an identifier, which may begin with "teachdrl:" as in Gymnasium.

    Args:
        identifier: What the caller has given.
        others: What to do with other environments, for the message.

    Raises:
        UnknownNameError: This package has no such environment.
    """
    if not isinstance(identifier, str):
        raise TypeError(f"the environment's identifier must be a str, not {identifier!r}")
    kinds = {name: kind for kind, name in NAMES.items()}
    plain = identifier[len("teachdrl:") :] if identifier.startswith("teachdrl:") else identifier
    if plain not in kinds:
        raise UnknownNameError(
            f"there is no environment '{identifier}' of this package; there are {', '.join(kinds)}. {others}"
        )
    return kinds[plain]


def register() -> None:
    """Registers the environments, once."""
    try:
        from gymnasium.envs import registration
    except ImportError:
        return
    for name, identifier in NAMES.items():
        if identifier not in registration.registry:
            registration.register(
                identifier,
                entry_point=f"teachdrl.envs:{name}",
                vector_entry_point=f"teachdrl.vector:{name}Vector",
                reward_threshold=_REWARD_THRESHOLDS.get(name),
                # The library checks what these wrappers check, and without them set_environment is at hand.
                order_enforce=False,
                disable_env_checker=True,
            )
