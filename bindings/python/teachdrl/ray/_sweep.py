"""The comparison of teachers, over seeds and walkers, on a cluster: each trial is a task of Ray's."""

from __future__ import annotations

import itertools
import json
import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any, SupportsIndex

from .. import _arguments, descriptions
from .._arguments import OptionValue
from ..errors import InvalidArgumentError, InvalidStateError, TeachdrlError, UnknownNameError
from ._command_line import CommandLine
from ._journal import AnyPath
from ._schedule import Schedule
from ._trial import PythonStudent, Record, Runner, Student, Trial, is_there, locked, replace_file

_OWN_FLAGS = {
    "exp_name": "the sweep names its trials",
    "s": "give seeds",
    "seed": "give seeds",
    "jobs": "Ray decides; give cpus_per_trial",
    "resume": "call the sweep again with its folder",
    "data_dir": "give folder",
    "overwrite": "give another folder",
    "teacher": "give teachers",
    "leg_size": "give walkers",
    "threads": "give cpus_per_trial",
}

_FILES = ("config", "test_set")
"""The options of `teachdrl train` that name a file."""


class SweepError(TeachdrlError, RuntimeError):
    """Trials of a sweep failed; the others are complete.

    Attributes:
        rows: The whole table, as `sweep` would have returned it.
    """

    def __init__(self, message: str, rows: list[Record]) -> None:
        super().__init__(message)
        self.rows = rows

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (str(self), self.rows)


def sweep(
    folder: AnyPath,
    teachers: Iterable[str],
    seeds: Iterable[SupportsIndex],
    walkers: Iterable[str] = ("default",),
    *,
    student: Student | None = None,
    teacher_options: Mapping[str, Mapping[str, OptionValue]] | None = None,
    cpus_per_trial: float = 1,
    retries: int = 3,
    checkpoint_every: float = 30.0,
    tool: AnyPath | None = None,
    quiet: bool = False,
    **options: OptionValue,
) -> list[Record]:
    """Trains a student with each teacher, seed and walker, as many at a time as the cluster has processors.

    Called again with the same folder, it goes on: what is complete stays, what was interrupted or failed goes on from
    its last checkpoint. Ctrl-C lets the trials save and stop. The folder must be the same on all machines.

    Args:
        folder: Where the trials and the table are: TEACHER-WALKER/TEACHER-WALKER_sSEED and results.csv.
        teachers, seeds, walkers: What is combined.
        student: A function `student(trial, folder)` that trains and returns a mapping of names to numbers, which become
            columns of the table; None for `teachdrl train`. It is called again with the same folder when it was
            interrupted, and goes on from whatever it keeps there.
        teacher_options: Further options of some trials, by their teacher.
        cpus_per_trial: Processors that Ray keeps for a trial; `teachdrl train` gets as many threads.
        retries: How often Ray runs a trial again whose process, worker or machine died.
        checkpoint_every: Seconds between two checkpoints of `teachdrl train`.
        tool: The program `teachdrl`; None takes the environment's TEACHDRL_TOOL, or looks in PATH.
        quiet: Whether nothing is said on stderr.
        **options: Options of `teachdrl train` by their names (`max_stump_h=3.0`, `hexa_shape=True`,
            `env_option={"track_noise": 0}`); of a student of your own whatever JSON knows, which it finds in
            `trial.options`.

    Returns:
        The table: a dictionary a trial with teacher, walker, seed, state ("complete"), steps, episodes, training_return
        (mean of the last epoch), test_return, mastered_share, what the student returned, seconds, folder and error.
        None where there is no number.

    Raises:
        InvalidArgumentError: An argument is not as it must be, or not as in the folder's sweep.
        UnknownNameError: There is no such teacher or walker.
        InvalidStateError: Another sweep is going on in the folder, or it holds something else.
        SweepError: Trials failed. It is raised when all others have ended.
    """
    if not _arguments.finite(cpus_per_trial, "cpus_per_trial") > 0:
        raise InvalidArgumentError(f"cpus_per_trial is {cpus_per_trial}; it must be positive")
    if _arguments.whole(retries, "retries") < -1:
        raise InvalidArgumentError(f"retries is {retries}; it must be 0 or more, or -1 for no limit")
    if not 0 <= _arguments.finite(checkpoint_every, "checkpoint_every") <= 1e9:
        raise InvalidArgumentError(f"checkpoint_every is {checkpoint_every}; it must be from 0 to 1e9")
    grid = {
        "teachers": _distinct("teachers", [str(name) for name in _arguments.several(teachers, "teachers")]),
        "walkers": _distinct("walkers", [str(name) for name in _arguments.several(walkers, "walkers")]),
        "seeds": _distinct("seeds", [_arguments.index(seed, "seeds") for seed in _arguments.several(seeds, "seeds")]),
    }
    common = {name: _plain(name, value) for name, value in options.items()}
    by_teacher = {
        teacher: {name: _plain(name, value) for name, value in _arguments.mapping(own, "teacher_options").items()}
        for teacher, own in _arguments.mapping(teacher_options, "teacher_options").items()
    }
    for name in by_teacher:
        if name not in grid["teachers"]:
            raise InvalidArgumentError(
                f"teacher_options has '{name}', which is none of the teachers {grid['teachers']}"
            )
    runner: Runner
    if student is None:
        _require_names(grid, common, *by_teacher.values())
        for given in (common, *by_teacher.values()):
            # Workers have another current folder.
            given.update({name: os.path.abspath(given[name]) for name in _FILES if name in given})
        name = os.fspath(tool or os.environ.get("TEACHDRL_TOOL") or "teachdrl")
        runner = CommandLine(os.path.abspath(name) if os.sep in name else name, checkpoint_every)
    else:
        runner = PythonStudent(student)
    root = _arguments.folder(folder, "folder").absolute()
    trials = [
        Trial(teacher, walker, seed, {**common, **by_teacher.get(teacher, {})}, cpus_per_trial)
        for teacher, walker, seed in itertools.product(*grid.values())
    ]
    settings = {
        **{name: sorted(values) for name, values in grid.items()},
        "student": None if student is None else _name_of(student),
        **common,
        **{f"{name} of {teacher}": value for teacher, own in by_teacher.items() for name, value in own.items()},
    }
    control = root / ".sweep"
    control.mkdir(parents=True, exist_ok=True)
    with locked(control, 0):
        _require_same(root, settings)
        rows = Schedule(root, trials, quiet).play(runner, retries)
    failed = [row for row in rows if row["state"] == "failed"]
    if failed:
        said = "\n".join(f"{row['folder']}: {row['error']}" for row in failed)
        raise SweepError(f"{len(failed)} of {len(rows)} trials failed; call the sweep again to retry.\n{said}", rows)
    return rows


# ------------------------------------------------------------------------------------------------------ the arguments


def _distinct(name: str, values: list[Any]) -> list[Any]:
    if not values or len(set(values)) < len(values):
        raise InvalidArgumentError(f"{name} is {values}; it must have one value or more, each once")
    for value in values:
        if isinstance(value, str) and (not value or "/" in value or value.startswith(".")):
            raise InvalidArgumentError(f"{name} has '{value}', which cannot be the name of a folder")
    return values


def _require_names(grid: Mapping[str, list[Any]], *options: Mapping[str, Any]) -> None:
    """Refuses what `teachdrl train` would refuse in every trial."""
    known = {
        "teachers": tuple(descriptions.teachers()),
        "walkers": descriptions.environments()["stump-tracks"].options["walker"].choices,
    }
    for what, names in known.items():
        for name in grid[what]:
            if name not in names:
                raise UnknownNameError(f"{what} has '{name}', which is unknown; there are: {', '.join(names)}")
    for flag in (flag for given in options for flag in given):
        if flag in _OWN_FLAGS:
            raise InvalidArgumentError(f"{flag} is not an option of a sweep: {_OWN_FLAGS[flag]}")


def _name_of(student: Student) -> str:
    named = student if hasattr(student, "__qualname__") else type(student)
    return f"{named.__module__}.{named.__qualname__}"


def _plain(name: str, value: Any) -> Any:
    """A value as it is read back from the settings."""
    try:
        return json.loads(json.dumps(value, default=lambda array: array.tolist()))
    except (AttributeError, TypeError, ValueError):
        raise InvalidArgumentError(f"{name} is {value!r}; it must be something that JSON can hold") from None


def _require_same(root: pathlib.Path, settings: Record) -> None:
    """Refuses a folder of another sweep, or of none; one that is new gets the settings."""
    path = root / ".sweep" / "settings.json"
    if not is_there(path):
        strangers = sorted(name for name in os.listdir(root) if name != ".sweep")
        if strangers:
            raise InvalidStateError(
                f"'{root}' holds no sweep, but '{strangers[0]}'; give a new folder, or an empty one"
            )
        replace_file(path, json.dumps(settings, indent=2))
    found = json.loads(path.read_text())
    differing = [
        f"{name} is {settings.get(name, 'not given')}, there {found.get(name, 'not given')}"
        for name in {**settings, **found}
        if name not in settings or name not in found or settings[name] != found[name]
    ]
    if differing:
        raise InvalidArgumentError(
            f"the sweep in '{root}' is another one: {'; '.join(differing)}. Give what it has, or another folder"
        )
