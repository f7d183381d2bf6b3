"""The trials of a sweep under way: Ray's tasks, their table, a line of progress."""

from __future__ import annotations

import csv
import io
import pathlib
import sys
from typing import Any

import ray

from ._trial import (
    COLUMNS,
    LOCKS,
    Record,
    Runner,
    Trial,
    TrialKilledError,
    is_locked,
    kept_record,
    last_lines,
    replace_file,
    run,
)

WAITING: Record = {"state": "waiting"}


class Schedule:
    """The trials of a sweep under way, and the table of what is known of them."""

    def __init__(self, root: pathlib.Path, trials: list[Trial], quiet: bool) -> None:
        self._root = root
        self._records: dict[Trial, Record] = {trial: kept_record(trial, root) or WAITING for trial in trials}
        self._locks = root / LOCKS
        self._locks.mkdir(exist_ok=True)
        self._quiet = quiet
        self._said = ""

    def play(self, runner: Runner, retries: int) -> list[Record]:
        """Runs what is not complete; the table, when every trial has ended."""
        pending: dict[Any, Trial] = {}
        self._write()
        try:
            shared = ray.put(runner)
            # Ray's types know no list of exceptions here.
            retried: dict[str, Any] = {"max_retries": retries, "retry_exceptions": [TrialKilledError]}
            task: Any = ray.remote(**retried)(run)
            for trial in [trial for trial, record in self._records.items() if record is WAITING]:
                ticket = task.options(name=trial.name, num_cpus=trial.cpus).remote(trial, str(self._root), shared)
                pending[ticket] = trial
            while pending:
                self._take(pending, 1, 1.0)
        except BaseException:
            self._stop(pending)
            raise
        finally:
            self._say(end="\n")
        return self._rows()

    def _take(self, pending: dict[Any, Trial], count: int, patience: float | None) -> None:
        """Waits for so many trials, but not longer than it has patience, and enters those that ended."""
        ended, _ = ray.wait(list(pending), num_returns=count, timeout=patience)
        for task in ended:
            self._records[pending.pop(task)] = _result(task)
        if ended:
            self._write()
        self._say()

    def _stop(self, pending: dict[Any, Trial]) -> None:
        """Lets what is running save and stop, and waits for it."""
        if not pending:
            return
        if not self._quiet:
            print("\nThe trials that are running save and stop.", file=sys.stderr, flush=True)
        for task in pending:
            ray.cancel(task)
        self._take(pending, len(pending), None)

    # ----------------------------------------------------------------------------------------------------- the table

    def _rows(self) -> list[Record]:
        extra = {name: None for record in self._records.values() for name in record if name not in COLUMNS}
        last = COLUMNS.index("seconds")
        columns = (*COLUMNS[:last], *extra, *COLUMNS[last:])
        return [
            {
                **dict.fromkeys(columns),
                **{"teacher": trial.teacher, "walker": trial.walker, "seed": trial.seed, "folder": trial.folder},
                **record,
            }
            for trial, record in self._records.items()
        ]

    def _write(self) -> None:
        rows, text = self._rows(), io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        replace_file(self._root / "results.csv", text.getvalue())

    def _say(self, end: str = "") -> None:
        """One line of progress: on a terminal always the same, elsewhere a new one where it changes."""
        states = [record["state"] for record in self._records.values()]
        running = sum(is_locked(lock) for lock in self._locks.iterdir())
        line = f"{states.count('complete')} of {len(states)} trials are complete, {running} running"
        line += f", {states.count('failed')} failed"
        if self._quiet or (line == self._said and not end):
            return
        if sys.stderr.isatty():
            print(f"\r{line}\x1b[K", end=end, file=sys.stderr, flush=True)
        elif line != self._said:
            print(line, file=sys.stderr, flush=True)
        self._said = line


def _result(task: Any) -> Record:
    """What a task says of its trial, or what became of the task."""
    try:
        return dict(ray.get(task))
    except ray.exceptions.TaskCancelledError:
        return {"state": "stopped"}
    except ray.exceptions.RayTaskError as failure:
        cause = failure.cause
        return {"state": "failed", "error": last_lines(str(cause if isinstance(cause, TrialKilledError) else failure))}
    except ray.exceptions.RayError as failure:
        return {"state": "failed", "error": last_lines(str(failure))}
