"""The plain walker in C++ (Benchmarks/Environments/plain_engine.hpp), in objects of `build-plain-engines.sh`."""

import ctypes
from collections.abc import Sequence


class PlainTrack(ctypes.Structure):
    """plain_track of the header."""

    _fields_ = (
        ("stump_height", ctypes.c_double),
        ("spacing", ctypes.c_double),
        ("poly_shape", ctypes.POINTER(ctypes.c_double)),
    )


def play(
    engine: ctypes.CDLL, walker: str, track: PlainTrack, published_senses: bool, actions: Sequence[float], size: int
) -> list[list[float]]:
    """An episode without chance: its observations of so many numbers, of the reset and of each step that it lasted.

    Args:
        actions: The numbers of each step, one step after the other.
    """
    joints = 8 if walker == "quadru" else 4
    steps = len(actions) // joints
    observations = (ctypes.c_float * (size * (steps + 1)))()
    told = (ctypes.c_float * len(actions))(*actions)
    played = engine.plain_play(
        walker.encode(), ctypes.byref(track), ctypes.c_bool(published_senses), told, steps, observations
    )
    return [observations[size * t : size * (t + 1)] for t in range(played + 1)]
