"""One trial of a sweep, as a Ray worker runs it: a student that is trained by the command line or by a function."""

from __future__ import annotations

import contextlib
import fcntl
import json
import math
import os
import pathlib
import re
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol, Union

from ..errors import InvalidArgumentError, InvalidStateError

Record = dict[str, Any]
"""What is known of a trial: its state, its figures, what went wrong."""

FIGURES = ("steps", "episodes", "training_return", "test_return", "mastered_share")
"""What `teachdrl train` tells of a run."""
COLUMNS = ("teacher", "walker", "seed", "state", *FIGURES, "seconds", "folder", "error")
"""What every table has."""

LOCKS = ".sweep/locks"
"""The folder of the files that workers keep locked while they are at a trial, below the sweep's."""
SECONDS_FOR_LOCK = 120.0
"""How long a trial waits for the process that had it before, which was asked to save and to stop."""
LINES_OF_ERROR = 8


@dataclass(frozen=True)
class Trial:
    """What one student of a sweep is trained with.

    Attributes:
        teacher: The teacher's name.
        walker: The walker's build.
        seed: The seed.
        options: The sweep's options, and those of this teacher.
        cpus: The processors that Ray keeps for it.
    """

    teacher: str
    walker: str
    seed: int
    options: Mapping[str, Any] = field(hash=False)
    cpus: float

    def __repr__(self) -> str:
        return f"Trial({self.name!r}, {len(self.options)} options)"

    @property
    def experiment(self) -> str:
        """What it has in common with the trials of other seeds."""
        return f"{self.teacher}-{self.walker}"

    @property
    def name(self) -> str:
        """What tells it from the sweep's other trials."""
        return f"{self.experiment}_s{self.seed}"

    @property
    def folder(self) -> str:
        """Its folder below the sweep's, as `teachdrl train` names it."""
        return f"{self.experiment}/{self.name}"


Student = Callable[[Trial, pathlib.Path], Mapping[str, Union[int, float]]]
"""Trains for a trial in its folder and returns figures. Called again with the same folder if it was interrupted."""


class TrialKilledError(Exception):
    """A signal that the sweep did not send ended a trial's process. Ray runs the trial again, and it goes on."""


class TrialFailedError(Exception):
    """What the command line said when it ended with an error."""


class Runner(Protocol):
    """What trains the student of a trial."""

    def __call__(self, trial: Trial, root: pathlib.Path) -> Record:
        """Trains to the end, or until interrupted; the record has the state "complete" or "stopped", and figures.

        Raises:
            TrialKilledError: Its process was killed.
            Exception: The trial failed.
        """


def run(trial: Trial, root: str, runner: Runner) -> Record:
    """Runs a trial, or goes on with it. What is complete is on the disk before this returns, and is not run again."""
    folder = pathlib.Path(root)
    # An earlier worker may have died between the end of the trial and Ray's learning of it.
    kept = kept_record(trial, folder)
    if kept is not None:
        return kept
    lock = folder / LOCKS / trial.name
    lock.touch()
    try:
        with locked(lock):
            record = runner(trial, folder)
    except TrialKilledError:
        raise
    except Exception as failure:
        lines = str(failure) if isinstance(failure, TrialFailedError) else traceback.format_exc()
        return {"state": "failed", "error": last_lines(lines)}
    if record["state"] == "complete":
        replace_file(_record_path(trial, folder), json.dumps(record))
    return record


def kept_record(trial: Trial, root: pathlib.Path) -> Record | None:
    """The record of a trial that is complete; None for any other, and for one whose folder was removed."""
    path = _record_path(trial, root)
    return dict(json.loads(path.read_text())) if is_there(path) and is_there(root / trial.folder) else None


def _record_path(trial: Trial, root: pathlib.Path) -> pathlib.Path:
    return root / ".sweep" / f"{trial.name}.json"


# ---------------------------------------------------------------------------------------------------------- a function


@dataclass(frozen=True)
class PythonStudent:
    """Trains by a function, in the worker's own process."""

    function: Student

    def __call__(self, trial: Trial, root: pathlib.Path) -> Record:
        folder = root / trial.folder
        folder.mkdir(parents=True, exist_ok=True)
        start = time.monotonic()
        answer = self.function(trial, folder)
        seconds = time.monotonic() - start
        if not isinstance(answer, Mapping):
            raise InvalidArgumentError(f"the student returned {answer!r}; it must be a mapping of names to numbers")
        taken = sorted(set(answer) & set(COLUMNS) - set(FIGURES))
        if taken:
            raise InvalidArgumentError(f"the student returned {', '.join(taken)}, which the table has of its own")
        numbers = {str(name): finite(value) for name, value in answer.items()}
        return {"state": "complete", **numbers, "seconds": seconds}


def finite(value: Any) -> int | float | None:
    """A number as JSON has it; None for one that is not finite."""
    if isinstance(value, int):
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else None


# --------------------------------------------------------------------------------------------------------------- files


@contextlib.contextmanager
def locked(path: pathlib.Path, patience: float = SECONDS_FOR_LOCK) -> Iterator[None]:
    """Keeps a file or a folder for one process, as `teachdrl train` does; waits for another one that is about to stop.

    Raises:
        InvalidStateError: It goes on.
    """
    deadline = time.monotonic() + patience
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        while not _takes(descriptor, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise InvalidStateError(f"another process is at work in '{path}'")
            time.sleep(0.1)
        yield
    finally:
        os.close(descriptor)


def is_locked(path: pathlib.Path) -> bool:
    """Whether a process keeps a file for itself."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return not _takes(descriptor, fcntl.LOCK_SH)
    finally:
        os.close(descriptor)


def _takes(descriptor: int, lock: int) -> bool:
    try:
        fcntl.flock(descriptor, lock | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # Where the system knows no locks, a run is better than none.
    return True


def replace_file(path: pathlib.Path, text: str) -> None:
    """Puts a text in a file's place: at no moment is there half of it. For one process at a time."""
    beside = path.with_name(f"{path.name}.temporary")
    with open(beside, "w", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def is_there(path: pathlib.Path) -> bool:
    """Whether there is something at a path.

    Raises:
        OSError: The system cannot tell. What cannot be seen must not be overwritten as if it were not there.
    """
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    return True


def last_lines(text: str) -> str:
    """The end of what a program said, without colours and what only underlines."""
    lines = re.sub("\x1b\\[[0-9;]*m", "", text).splitlines()
    return "\n".join([line for line in lines if line.strip(" ^~")][-LINES_OF_ERROR:])
