"""The shared object: where it is found, its functions with their types, and its errors as exceptions.

Pointers are `c_void_p` throughout: an address as an int, or None, is what ctypes converts fastest.
"""

from __future__ import annotations

import ctypes
import os
import pathlib
import re
from collections.abc import Iterator
from ctypes import c_char_p, c_double, c_int, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

from . import errors

SONAME = "libteachdrl.so.0"
_PACKAGE = pathlib.Path(__file__).resolve().parent

# What a function takes; one that is in none of the other tables returns a teachdrl_status.
_ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "teachdrl_teacher_describe": (c_size_t, c_void_p),
    "teachdrl_environment_describe": (c_size_t, c_void_p),
    "teachdrl_toy_describe": (c_void_p,),
    # teachers
    "teachdrl_teacher_create": (c_char_p, c_size_t, c_void_p, c_void_p, c_void_p, c_size_t, c_uint64, c_void_p),
    "teachdrl_teacher_create_from": (c_void_p, c_void_p),
    "teachdrl_teacher_sample_task": (c_void_p, c_void_p, c_size_t),
    "teachdrl_teacher_sample_tasks": (c_void_p, c_void_p, c_size_t, c_size_t),
    "teachdrl_teacher_propose": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_update": (c_void_p, c_void_p, c_size_t, c_double),
    "teachdrl_teacher_update_tasks": (c_void_p, c_void_p, c_size_t, c_size_t, c_void_p),
    "teachdrl_teacher_update_outcomes": (c_void_p, c_void_p, c_size_t, c_size_t, c_void_p),
    "teachdrl_teacher_outcome_members": (c_void_p, c_void_p, c_void_p),
    "teachdrl_teacher_dimension": (c_void_p, c_void_p),
    "teachdrl_teacher_task_space": (c_void_p, c_void_p, c_void_p, c_size_t),
    "teachdrl_teacher_parameter": (c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_episode_count": (c_void_p, c_void_p),
    "teachdrl_teacher_learning_progress": (c_void_p, c_void_p),
    "teachdrl_teacher_name": (c_void_p, c_void_p),
    "teachdrl_teacher_option": (c_void_p, c_char_p, c_void_p),
    "teachdrl_teacher_save": (c_void_p, c_char_p),
    "teachdrl_teacher_load": (c_char_p, c_void_p),
    "teachdrl_teacher_load_as": (c_char_p, c_void_p, c_void_p),
    "teachdrl_teacher_save_to_memory": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_load_from_memory": (c_char_p, c_size_t, c_void_p),
    "teachdrl_teacher_load_from_memory_as": (c_char_p, c_size_t, c_void_p, c_void_p),
    "teachdrl_teacher_begin_episode": (c_void_p, c_size_t, c_void_p, c_size_t),
    "teachdrl_teacher_begin_episodes": (c_void_p, c_void_p, c_size_t, c_void_p, c_size_t),
    "teachdrl_teacher_end_episode": (c_void_p, c_size_t, c_double),
    "teachdrl_teacher_end_episodes": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_end_episodes_with_outcomes": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_abandon_episode": (c_void_p, c_size_t),
    "teachdrl_teacher_busy_slots": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_task_in_slot": (c_void_p, c_size_t, c_void_p, c_size_t),
    "teachdrl_teacher_proposal_in_slot": (c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_history": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_mixture_dimension": (c_void_p, c_void_p),
    "teachdrl_teacher_mixture": (c_void_p, c_uint64, c_void_p, c_void_p),
    "teachdrl_teacher_regions": (c_void_p, c_uint64, c_void_p, c_void_p),
    "teachdrl_teacher_log_density": (c_void_p, c_void_p, c_size_t, c_size_t, c_void_p),
    "teachdrl_teacher_progress": (c_void_p, c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_teacher_warnings": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_permutation_test": (c_void_p, c_size_t, c_void_p, c_size_t, c_uint64, c_void_p),
    # environments
    "teachdrl_environment_create": (c_char_p, c_void_p, c_size_t, c_uint64, c_void_p),
    "teachdrl_environment_observation_size": (c_void_p, c_void_p),
    "teachdrl_environment_action_size": (c_void_p, c_void_p),
    "teachdrl_environment_observation_bounds": (c_void_p, c_void_p, c_void_p, c_size_t),
    "teachdrl_environment_task_dimension": (c_void_p, c_void_p),
    "teachdrl_environment_task_space": (c_void_p, c_void_p, c_void_p, c_size_t),
    "teachdrl_environment_task_parameter": (c_void_p, c_size_t, c_void_p),
    "teachdrl_environment_parameter_count": (c_void_p, c_void_p),
    "teachdrl_environment_parameter": (c_void_p, c_size_t, c_void_p),
    "teachdrl_environment_return_range": (c_void_p, c_void_p, c_void_p),
    "teachdrl_environment_window_step_vector": (c_void_p, c_void_p),
    "teachdrl_environment_mastered_return": (c_void_p, c_void_p),
    "teachdrl_environment_test_set": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_environment_seed": (c_void_p, c_uint64),
    "teachdrl_environment_set_task": (c_void_p, c_void_p, c_size_t),
    "teachdrl_environment_set_parameter": (c_void_p, c_char_p, c_void_p, c_size_t),
    "teachdrl_environment_reset": (c_void_p, c_void_p, c_size_t),
    "teachdrl_environment_step": (c_void_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p),
    "teachdrl_environment_scene": (c_void_p, c_void_p, c_void_p, c_size_t, c_void_p),
    # many environments
    "teachdrl_vector_environment_create": (c_void_p, c_void_p),
    "teachdrl_vector_environment_at": (c_void_p, c_size_t, c_void_p),
    "teachdrl_vector_environment_seed": (c_void_p, c_void_p, c_void_p, c_size_t),
    "teachdrl_vector_environment_set_tasks": (c_void_p, c_void_p, c_void_p, c_size_t, c_size_t),
    "teachdrl_vector_environment_attach_teachers": (c_void_p, c_size_t, c_void_p, c_void_p, c_size_t),
    "teachdrl_vector_environment_running_tasks": (c_void_p, c_void_p, c_void_p, c_size_t, c_size_t),
    "teachdrl_vector_environment_running_proposals": (c_void_p, c_void_p, c_size_t),
    "teachdrl_vector_environment_reset": (c_void_p, c_void_p, c_void_p, c_size_t, c_size_t),
    "teachdrl_vector_environment_step": (c_void_p, c_void_p, c_size_t, c_size_t, c_void_p),
    "teachdrl_vector_environment_send": (c_void_p, c_void_p, c_void_p, c_size_t, c_size_t),
    "teachdrl_vector_environment_receive": (c_void_p, c_void_p, c_size_t, c_void_p),
    # the toy environment
    "teachdrl_toy_create": (c_void_p, c_size_t, c_void_p),
    "teachdrl_toy_task_dimension": (c_void_p, c_void_p),
    "teachdrl_toy_play": (c_void_p, c_void_p, c_size_t, c_void_p),
    "teachdrl_toy_mastered_share": (c_void_p, c_void_p),
    "teachdrl_toy_competences": (c_void_p, c_void_p, c_size_t, c_void_p),
}

# Functions that cannot fail: what they return, and what they take.
_OTHERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "teachdrl_version": (c_uint32, ()),
    "teachdrl_version_string": (c_char_p, ()),
    "teachdrl_status_name": (c_char_p, (c_int,)),
    "teachdrl_last_error": (c_char_p, ()),
    "teachdrl_teacher_count": (c_size_t, ()),
    "teachdrl_environment_count": (c_size_t, ()),
    "teachdrl_teacher_destroy": (None, (c_void_p,)),
    "teachdrl_environment_destroy": (None, (c_void_p,)),
    "teachdrl_vector_environment_destroy": (None, (c_void_p,)),
    "teachdrl_toy_destroy": (None, (c_void_p,)),
}


def _candidates() -> Iterator[str]:
    """Where the library may be, the likeliest first."""
    chosen = os.environ.get("TEACHDRL_LIBRARY")
    if chosen:
        yield chosen
        return
    # A wheel's, a working copy's. Near the root of the file system there may be no such parent.
    for folder in (_PACKAGE / "_lib", *(parent / "build" / "lib" for parent in list(_PACKAGE.parents)[2:3])):
        if (folder / SONAME).exists():
            yield str(folder / SONAME)
            return
    yield SONAME  # the system's


def _load() -> ctypes.CDLL:
    for path in _candidates():
        try:
            return ctypes.CDLL(path)
        except OSError as error:
            reason = error
    raise ImportError(
        f"teachdrl needs its library {SONAME}, which a wheel brings along and `make install` puts on the system; "
        f"TEACHDRL_LIBRARY can name its file ({reason})"
    )


def _declared(loaded: ctypes.CDLL) -> ctypes.CDLL:
    """Tells ctypes what the functions take and return."""
    functions = {**{name: (c_int, arguments) for name, arguments in _ARGUMENTS.items()}, **_OTHERS}
    for name, (result, arguments) in functions.items():
        try:
            function = getattr(loaded, name)
        except AttributeError:
            raise ImportError(f"{loaded._name} is another version of teachdrl's library: it has no {name}") from None
        function.argtypes, function.restype = arguments, result
    return loaded


library = _declared(_load())
version: str = library.teachdrl_version_string().decode()

_EXCEPTIONS: dict[int, type[errors.TeachdrlError]] = {
    1: errors.InvalidArgumentError,
    2: errors.UnknownNameError,
    3: errors.InvalidStateError,
    4: errors.UnsupportedError,
    5: errors.StateFileError,
    6: errors.InvalidDataError,
    7: errors.StateFileNotFoundError,
    8: errors.StateMismatchError,
}


_STRUCTURE = re.compile(r"'definition\.(\w+)")
_FUNCTION = re.compile(r"\bteachdrl_(?:vector_environment|environment|teacher|toy)_(\w+)")
_ARGUMENT = re.compile(r"(\bargument )?'(\w+)((?:\[\d+\])*)'")


def error(status: int, **names: str) -> errors.TeachdrlError:
    """The exception for the calling thread's failed call.

    Its message is the library's, with functions and arguments as Python has them.

    Args:
        status: What the call returned.
        **names: What Python calls an argument that has another name in C.
    """
    message = library.teachdrl_last_error().decode(errors="replace")
    message = _FUNCTION.sub(r"\1()", message)
    message = _STRUCTURE.sub(r"'\1", message)

    def as_in_python(found: re.Match[str]) -> str:
        if found[1] is None and found[2] not in names:
            return found[0]
        return names.get(found[2], found[2]) + found[3]

    message = _ARGUMENT.sub(as_in_python, message)
    return _EXCEPTIONS.get(status, errors.TeachdrlError)(message)


def check(status: int, **names: str) -> None:
    """Raises the exception for a status that is not TEACHDRL_OK; the arguments are those of `error`."""
    if status:
        raise error(status, **names)


__all__ = ["SONAME", "check", "error", "library", "version"]
