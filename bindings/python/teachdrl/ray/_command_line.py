"""A trial's student that is trained by `teachdrl train`, in a process that ends with the Ray worker."""

from __future__ import annotations

import csv
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass

from .. import _arguments
from ._trial import Record, Trial, TrialFailedError, TrialKilledError, finite, is_there, locked

# Run by the Python of the worker, becomes the tool. When the worker dies, however it dies, the kernel asks it to stop;
# where the worker died before the kernel knew of that, it does not start.
_LAUNCH = """
import ctypes, os, signal, sys
PR_SET_PDEATHSIG = 1
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM))
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""


@dataclass(frozen=True)
class CommandLine:
    """Trains by `teachdrl train`, in a process of its own that ends with the worker."""

    tool: str
    checkpoint_every: float

    def __call__(self, trial: Trial, root: pathlib.Path) -> Record:
        tool, folder = shutil.which(self.tool), root / trial.folder
        if tool is None:
            raise TrialFailedError(f"there is no program '{self.tool}' on this machine; tool says where it is")
        if is_there(folder):
            with locked(folder):
                pass  # Nobody has the run any more, so that the new process gets it.
        arguments = ["--quiet", f"--threads={max(1, int(trial.cpus))}", f"--checkpoint_every={self.checkpoint_every}"]
        if is_there(folder / "config.json"):
            arguments.append(f"--resume={folder}")
        else:
            # What was killed before it had a configuration has trained nothing.
            arguments += ["--overwrite", f"--data_dir={root}", *_flags(trial)]
        said = root / ".sweep" / f"{trial.name}.stderr"
        status, interrupted = _process([os.path.abspath(tool), "train", *arguments], said)
        if status == 0:
            return {"state": "complete", **figures(folder)}
        if interrupted:
            return {"state": "stopped"}
        number = -status if status < 0 else status - 128
        if status < 0 or number in (signal.SIGINT, signal.SIGTERM):
            raise TrialKilledError(f"signal {number} ({signal.strsignal(number)}) ended its process")
        raise TrialFailedError(said.read_text(errors="replace") or f"it ended with status {status}")


def _flags(trial: Trial) -> list[str]:
    flags = [f"--exp_name={trial.experiment}", f"--teacher={trial.teacher}", f"--leg_size={trial.walker}"]
    flags.append(f"--seed={trial.seed}")
    for name, value in trial.options.items():
        if isinstance(value, bool):
            flags += [f"--{name}"] if value else []
        elif isinstance(value, dict):
            flags += [f"--{name}={key}={_arguments.option_text(key, setting)}" for key, setting in value.items()]
        else:
            flags.append(f"--{name}={_arguments.option_text(name, value)}")
    return flags


def _process(command: list[str], said: pathlib.Path) -> tuple[int, bool]:
    """The status with which a program ended, negative for a signal, and whether Ray had cancelled it."""
    # By this signal Ray cancels a task. As an exception it could come when there is a process that nobody knows yet.
    cancelled = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancelled.set())
    try:
        with open(said, "wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _LAUNCH, str(os.getpid()), *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,  # Ctrl-C is for the driver.
            )
        told = False
        while (status := process.poll()) is None:
            if cancelled.is_set() and not told:
                process.terminate()
                told = True
            time.sleep(0.05)
        return status, cancelled.is_set()
    finally:
        signal.signal(signal.SIGINT, before)


def figures(folder: pathlib.Path) -> Record:
    """What a run's tables say at its end; None if they have no number."""
    epochs = _rows(folder / "progress.txt", None)
    tests = _rows(folder / "test_episodes.tsv", None)
    # With a test_interval the last epoch may have no test.
    tests = [row for row in tests if row["epoch"] == tests[-1]["epoch"]]
    last = epochs[-1]
    tested = next((row for row in epochs if tests and row["Epoch"] == tests[-1]["epoch"]), last)
    episodes = _rows(folder / "episodes.tsv", 1)
    return {
        "steps": int(last["TotalEnvInteracts"]),
        "episodes": int(episodes[-1]["episode"]) if episodes else 0,
        "training_return": finite(float(last["AverageEpRet"])),
        "test_return": finite(float(tested["AverageTestEpRet"])),
        "mastered_share": sum(int(row["mastered"]) for row in tests) / len(tests) if tests else None,
        "seconds": float(last["Time"]),
    }


def _rows(path: pathlib.Path, newest: int | None) -> list[dict[str, str]]:
    with open(path, newline="") as file:
        return list(deque(csv.DictReader(file, delimiter="\t"), maxlen=newest))
