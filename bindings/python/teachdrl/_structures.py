"""The library's structures, as ctypes and NumPy lay them out.

Each begins with its size, by which the library knows the version of the header that the caller has.
"""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_bool, c_char_p, c_double, c_int, c_size_t, c_uint64, c_void_p
from typing import Any

import numpy as np
from numpy.typing import NDArray

NO_LEVEL = 2**64 - 1
"""Instead of a level's number: there is no level."""


class Sized(ctypes.Structure):
    """A structure whose first member, `struct_size`, is its size."""

    def __init__(self, **members: Any) -> None:
        super().__init__(struct_size=ctypes.sizeof(type(self)), **members)


class Parameter(Sized):
    """One parameter of a task: teachdrl_parameter."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("kind", c_int),
        ("low", c_double),
        ("high", c_double),
        ("categories", POINTER(c_char_p)),
        ("group", c_char_p),
        ("unit", c_char_p),
        ("documentation", c_char_p),
        ("has_default", c_bool),
        ("default_value", c_double),
    )


class TeacherDefinition(Sized):
    """A teacher to create: teachdrl_teacher_definition."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("parameters", c_void_p),
        ("parameter_count", c_size_t),
        ("options", c_void_p),
        ("option_count", c_size_t),
        ("seed", c_uint64),
    )


class Proposal(Sized):
    """What a teacher proposes beside the task: teachdrl_proposal."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("level", c_uint64),
        ("has_seed", c_bool),
        ("is_for_learning", c_bool),
        ("seed", c_uint64),
    )


class Mixture(Sized):
    """Where to write a mixture: teachdrl_mixture."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("weights", c_void_p),
        ("means", c_void_p),
        ("covariances", c_void_p),
        ("sampling_weights", c_void_p),
        ("capacity", c_size_t),
    )


class Regions(Sized):
    """Where to write regions: teachdrl_regions."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("low", c_void_p),
        ("high", c_void_p),
        ("progress", c_void_p),
        ("is_leaf", c_void_p),
        ("capacity", c_size_t),
    )


class ProgressNumber(ctypes.Structure):
    """What a number of a teacher's progress says: teachdrl_progress_number."""

    _fields_ = (
        ("name", c_char_p),
        ("quantity", c_char_p),
        ("documentation", c_char_p),
        ("parameter", c_size_t),
        ("part", c_size_t),
        ("low", c_double),
        ("high", c_double),
    )


class Warning(ctypes.Structure):
    """A warning about a curriculum: teachdrl_warning."""

    _fields_ = (
        ("name", c_char_p),
        ("kind", c_char_p),
        ("text", c_char_p),
        ("parameter", c_size_t),
    )


class Step(Sized):
    """What a step led to: teachdrl_step."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("reward", c_double),
        ("terminated", c_bool),
        ("truncated", c_bool),
    )


class VectorEnvironmentDefinition(Sized):
    """Many environments to create: teachdrl_vector_environment_definition."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("options", c_void_p),
        ("option_count", c_size_t),
        ("count", c_size_t),
        ("thread_count", c_size_t),
        ("autoreset", c_int),
        ("seed", c_uint64),
    )


class FinishedEpisodes(Sized):
    """Where to write about episodes that end: teachdrl_finished_episodes."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("observations", c_void_p),
        ("returns", c_void_p),
        ("lengths", c_void_p),
        ("tasks", c_void_p),
        ("sources", c_void_p),
        ("successes", c_void_p),
        ("levels", c_void_p),
        ("are_for_learning", c_void_p),
    )


class StepRows(Sized):
    """Where to write what steps led to: teachdrl_step_rows."""

    _fields_ = (
        ("struct_size", c_size_t),
        ("observations", c_void_p),
        ("observation_size", c_size_t),
        ("rewards", c_void_p),
        ("terminated", c_void_p),
        ("truncated", c_void_p),
        ("episodes", c_void_p),
    )


OUTCOME = np.dtype(
    [
        ("struct_size", np.uintp),
        ("known", np.uint32),
        ("episode_return", np.float64),
        ("success", np.float64),
        ("value_estimate", np.float64),
        ("length", np.uint64),
        ("score", np.float64),
        ("level", np.uint64),
    ],
    align=True,
)
"""What is known about an episode: teachdrl_outcome."""

_UNKNOWN = np.array([(OUTCOME.itemsize, 0, np.nan, np.nan, np.nan, 0, np.nan, NO_LEVEL)], dtype=OUTCOME)

PROPOSAL = np.dtype(
    {
        "names": [name for name, _ in Proposal._fields_],
        "formats": [np.uintp, np.uint64, np.bool_, np.bool_, np.uint64],
        "offsets": [getattr(Proposal, name).offset for name, _ in Proposal._fields_],
        "itemsize": ctypes.sizeof(Proposal),
    }
)
"""The same as `Proposal`, for many."""


def unknown_outcomes(count: int) -> NDArray[np.void]:
    """Outcomes of which nothing is known: their numbers are NaN, their lengths 0, and they have no level."""
    return np.repeat(_UNKNOWN, count)


def mark_known(outcomes: NDArray[np.void]) -> NDArray[np.void]:
    """Sets the flags of the members that are not as `unknown_outcomes` has them."""
    known = np.zeros(len(outcomes), dtype=np.uint32)
    for name, flag in (("episode_return", 1), ("success", 2), ("value_estimate", 4), ("score", 16)):
        known |= np.where(np.isnan(outcomes[name]), 0, flag).astype(np.uint32)
    known |= np.where(outcomes["length"] == 0, 0, 8).astype(np.uint32)
    known |= np.where(outcomes["level"] == NO_LEVEL, 0, 32).astype(np.uint32)
    outcomes["known"] = known
    return outcomes


def empty_proposals(count: int) -> NDArray[np.void]:
    """Room for proposals."""
    room = np.zeros(count, dtype=PROPOSAL)
    room["struct_size"] = PROPOSAL.itemsize
    return room
