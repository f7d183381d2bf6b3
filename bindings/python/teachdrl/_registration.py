"""Tells Gymnasium, where it is installed, of the environments."""

from __future__ import annotations

NAMES = {
    "StumpTracks": "teachdrl/StumpTracks-v0",
    "HexagonTracks": "teachdrl/HexagonTracks-v0",
    "StumpSequence": "teachdrl/StumpSequence-v0",
    "WalkerTracks": "teachdrl/WalkerTracks-v0",
}
"""The identifiers, by the names of the classes in `teachdrl.envs`."""


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
                # The library checks what these wrappers check, and without them set_environment is at hand.
                order_enforce=False,
                disable_env_checker=True,
            )
