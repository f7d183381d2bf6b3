"""What a shared teacher knows: the teacher itself, who plays which episode, and what each worker was last told.

A ledger changes by entries only, one after the other, and the same entries lead to the same ledger, bit for bit: the
teacher's proposals are not kept, because they are made again. It knows nothing of Ray or of time.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Optional, Union

import numpy as np
from numpy.typing import NDArray

from .. import _structures as structures
from .._reports import Outcome, taken, tell
from .._teacher import Teacher
from ..errors import InvalidArgumentError, InvalidDataError, InvalidStateError
from ._python_teacher import AnyTeacher, PythonTeacher, is_same, proposals_of, revived, tell_of

_ENTRY = struct.Struct("<B16sQIII")
_REQUEST, _LEAVE, _LOSE, _RESTORE, _REQUEST_WITH_MORE, _LEAVE_WITH_MORE = 1, 2, 3, 4, 5, 6
_NOBODY = bytes(16)
_MAGIC = b"TEACHDRL-LEDGER\x01"

_RANGES = {"success": "from 0 to 1", "length": "1 or more"}

LOST_KEPT = 10_000
"""How many lost episodes, and how many workers that were given up, are remembered."""

MOST_WANTED = 100_000
"""The most tasks that one request can ask for."""


@dataclass(frozen=True)
class Request:
    """What a worker asks for: it reports results and wants tasks. Its requests are numbered from 1.

    Attributes:
        worker: 16 bytes that no other worker has.
        number: Its last request's number plus 1; or the same number, for a request whose reply did not come.
        wanted: How many tasks it wants.
        tickets: The episodes that it has finished, by the numbers that their tasks came with.
        returns: The return of each; NaN for an episode that was abandoned, of which the teacher does not hear.
        tasks: Tasks of its own, a row each, on which it has played an episode too.
        task_returns: The return of each of these.
        leaves: Whether this is the worker's last request; what it was given and did not play is abandoned.
        more: What else is known about each of the finished episodes, by the names of members of an `Outcome`; empty if
            it is of none. A return that is NaN is then not known.
        task_more: The same of the episodes on tasks of its own.
    """

    worker: bytes
    number: int
    wanted: int = 0
    tickets: Sequence[int] = ()
    returns: Sequence[float] = ()
    tasks: Sequence[Sequence[float]] = ()
    task_returns: Sequence[float] = ()
    leaves: bool = False
    more: Sequence[Mapping[str, float]] = ()
    task_more: Sequence[Mapping[str, float]] = ()

    def outcomes(self) -> list[Outcome | None]:
        """How the finished episodes have ended; None is abandoned."""
        found = _outcomes(self.returns, self.more)
        return [None if outcome == Outcome() else outcome for outcome in found]

    def task_outcomes(self) -> list[Outcome]:
        """How the episodes on tasks of its own have ended."""
        return _outcomes(self.task_returns, self.task_more)


def _outcomes(returns: Sequence[float], more: Sequence[Mapping[str, float]]) -> list[Outcome]:
    known: Sequence[Mapping[str, Any]] = more or [{}] * len(returns)
    return [Outcome(None if math.isnan(total) else total, **members) for total, members in zip(returns, known)]


@dataclass(frozen=True)
class Loss:
    """A worker is given up: the episodes that it was playing count as lost, until it reports one after all."""

    worker: bytes


@dataclass(frozen=True)
class Restoration:
    """The teacher is put back to a saved state; the episodes under way, which another one proposed, are abandoned."""

    state: bytes


Entry = Union[Request, Loss, Restoration]


Level = tuple[Optional[int], Optional[int], bool]
"""What a teacher proposed beside a task: the level's number, the seed, and whether the student should learn."""

NO_LEVEL: Level = (None, None, True)


@dataclass(frozen=True)
class Reply:
    """What a worker gets.

    Attributes:
        tickets: The numbers of the episodes it is to play.
        tasks: Their tasks, a row each.
        refused: Those of its tickets that no episode under way had: their returns were not counted.
        levels: The level, the seed and whether it is for learning, of each episode; empty if no teacher said so.
    """

    tickets: list[int]
    tasks: NDArray[np.float64]
    refused: list[int] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)


@dataclass
class _Worker:
    number: int
    reply: Reply
    is_lost: bool = False


@dataclass(frozen=True)
class PlayedEpisode:
    """An episode that a worker is, or was, playing."""

    worker: bytes
    task: list[float]
    level: Level = NO_LEVEL


class Ledger:
    """A teacher and the episodes that workers play on its tasks."""

    def __init__(self, teacher: AnyTeacher) -> None:
        self.teacher = teacher
        self._workers: dict[bytes, _Worker] = {}
        self._running: dict[int, PlayedEpisode] = {}
        self._lost: dict[int, PlayedEpisode] = {}
        self._next_ticket = 0
        # Members of outcomes that the teacher has been found to do with.
        self._suffice: set[frozenset[str]] = set()

    # ------------------------------------------------------------------------------------------------------- entries

    def check(self, request: Request) -> Reply | None:
        """Whether an entry can be applied: None, or the reply to a request that was applied already.

        Raises:
            InvalidArgumentError: A number in it is not as it must be.
            InvalidStateError: The worker's requests before it are missing.
        """
        if len(request.worker) != 16:
            raise InvalidArgumentError(f"worker has {len(request.worker)} bytes; it must have 16")
        if not 0 <= request.wanted <= MOST_WANTED:
            raise InvalidArgumentError(f"wanted is {request.wanted}; it must be from 0 to {MOST_WANTED}")
        for name, values, returns, more in (
            ("tickets", request.tickets, request.returns, request.more),
            ("tasks", request.tasks, request.task_returns, request.task_more),
        ):
            if len(values) != len(returns):
                raise InvalidArgumentError(f"there are {len(values)} {name}, but {len(returns)} returns")
            if len(more) not in (0, len(values)):
                raise InvalidArgumentError(f"there are {len(values)} {name}, but more is known about {len(more)}")
            may_be_unknown = name == "tickets" or more
            if not all(math.isfinite(value) or (may_be_unknown and math.isnan(value)) for value in returns):
                raise InvalidArgumentError(f"the returns are {list(returns)}; they must be finite")
        if len(request.tasks):
            # The teacher's own refusals, before anything is logged.
            if isinstance(self.teacher, PythonTeacher):
                self.teacher.require_tasks(request.tasks)
            else:
                self.teacher.log_densities(request.tasks)
        for ticket, ended in zip(request.tickets, request.outcomes()):
            episode = self._running.get(ticket) or self._lost.get(ticket)
            if ended is not None and episode is not None:
                self._require_enough(replace(ended, level=episode.level[0]))
        for outcome in request.task_outcomes():
            self._require_enough(outcome)
        last = self._workers.get(request.worker)
        number = 0 if last is None else last.number
        if last is not None and request.number == number:
            return last.reply
        if last is None and request.leaves and request.number > 1 and not (len(request.tickets) or len(request.tasks)):
            # It has left already, and did not hear of it; or it has nothing to lose.
            return Reply([], np.empty((0, self.teacher.dimension)))
        if request.number != number + 1:
            raise InvalidStateError(
                f"worker {request.worker.hex()} sends its request {request.number}, but the last known is {number}: "
                "the teacher was restored without what it had acknowledged"
            )
        return None

    def _require_enough(self, outcome: Outcome) -> None:
        """Refuses an outcome that the teacher refuses."""
        for name, value in outcome.known().items():
            if not math.isfinite(value) or (name == "success" and not 0 <= value <= 1):
                raise InvalidArgumentError(f"{name} is {value}; it must be {_RANGES.get(name, 'a finite number')}")
        if isinstance(self.teacher, PythonTeacher):
            taken(self.teacher.wrapped, outcome)
            return
        members = frozenset(outcome.known()) | ({"episode_return"} if outcome.episode_return is not None else set())
        if members in self._suffice:
            return
        if not self.teacher.outcome_members.needs <= members:
            # What follows from what, and how to say it, the library knows; this is asked once for the same members.
            copy = Teacher.from_bytes(self.teacher.to_bytes())
            tell(copy, copy.sample_task(), outcome)
        self._suffice.add(members)

    def restored(self, state: bytes) -> AnyTeacher:
        """The teacher that a restoration would put in the present one's place.

        Raises:
            InvalidDataError: The bytes are no teacher's, or damaged.
            InvalidArgumentError: They are of a teacher of another name or space.
        """
        teacher = revived(state, unpickles=isinstance(self.teacher, PythonTeacher))
        for what in ("name", "low", "high", "space"):
            here, there = getattr(self.teacher, what), getattr(teacher, what)
            if not is_same(what, here, there):
                raise InvalidArgumentError(
                    f"the state is of a teacher whose {what} is {there}; it must be {here}, as this one's"
                )
        return teacher

    def apply(self, entry: Entry) -> Reply:
        """Applies an entry that `check`, or `restored`, has let pass."""
        if isinstance(entry, Loss):
            self._lose(entry.worker)
            return Reply([], np.empty((0, self.teacher.dimension)))
        if isinstance(entry, Restoration):
            self.teacher = self.restored(entry.state)
            # Tickets go on, so that no new episode has the number of one that a worker may yet report.
            self._running.clear()
            self._lost.clear()
            return Reply([], np.empty((0, self.teacher.dimension)))
        ended = zip(entry.tickets, entry.outcomes())
        refused = [ticket for ticket, outcome in ended if not self._finish(ticket, outcome)]
        for task, known in zip(entry.tasks, entry.task_outcomes()):
            tell_of(self.teacher, task, known)
        proposals = proposals_of(self.teacher, entry.wanted)
        tickets = list(range(self._next_ticket, self._next_ticket + entry.wanted))
        self._next_ticket += entry.wanted
        levels: list[Level] = [(each.level, each.seed, each.is_for_learning) for each in proposals]
        tasks = np.array([each.task for each in proposals]).reshape(entry.wanted, self.teacher.dimension)
        for ticket, task, level in zip(tickets, tasks.tolist(), levels):
            self._running[ticket] = PlayedEpisode(entry.worker, task, level)
        reply = Reply(tickets, tasks, refused, [] if all(level == NO_LEVEL for level in levels) else levels)
        if entry.leaves:
            self._workers.pop(entry.worker, None)
            for episodes in (self._running, self._lost):
                for ticket in _tickets_of(entry.worker, episodes):
                    del episodes[ticket]
        else:
            # Back at the end: the dictionary is in the order of their last requests.
            self._workers.pop(entry.worker, None)
            self._workers[entry.worker] = _Worker(entry.number, reply)
        return reply

    def _finish(self, ticket: int, outcome: Outcome | None) -> bool:
        episode = self._running.pop(ticket, None) or self._lost.pop(ticket, None)
        if episode is None:
            return False
        if outcome is not None:
            tell_of(self.teacher, episode.task, replace(outcome, level=episode.level[0]))
        return True

    def _lose(self, name: bytes) -> None:
        worker = self._workers.get(name)
        if worker is None:
            return
        worker.is_lost = True
        for ticket in _tickets_of(name, self._running):
            self._lost[ticket] = self._running.pop(ticket)
        for ticket in list(self._lost)[: max(0, len(self._lost) - LOST_KEPT)]:
            del self._lost[ticket]
        given_up = [other for other, state in self._workers.items() if state.is_lost]
        for other in given_up[: max(0, len(given_up) - LOST_KEPT)]:
            del self._workers[other]

    # ------------------------------------------------------------------------------------------------ looking inside

    @property
    def running(self) -> dict[int, PlayedEpisode]:
        """The episodes under way, by their tickets."""
        return self._running

    @property
    def lost(self) -> dict[int, PlayedEpisode]:
        """The episodes of workers that were given up; the newest LOST_KEPT."""
        return self._lost

    @property
    def workers(self) -> list[bytes]:
        """The workers that take part."""
        return [name for name, worker in self._workers.items() if not worker.is_lost]

    # --------------------------------------------------------------------------------------------------- saved state

    def to_bytes(self) -> bytes:
        """All of it, teacher and bookkeeping, with a checksum."""

        def episodes(of: dict[int, PlayedEpisode]) -> list[object]:
            return [
                [ticket, episode.worker.hex(), episode.task, *_written(episode.level)] for ticket, episode in of.items()
            ]

        books = {
            "next_ticket": self._next_ticket,
            "workers": [
                [name.hex(), worker.number, worker.is_lost, worker.reply.tickets, worker.reply.tasks.tolist(),
                 worker.reply.refused, worker.reply.levels]
                for name, worker in self._workers.items()
            ],
            "running": episodes(self._running),
            "lost": episodes(self._lost),
        }  # fmt: skip
        text = json.dumps(books, separators=(",", ":")).encode()
        content = _MAGIC + struct.pack("<Q", len(text)) + text + self.teacher.to_bytes()
        return content + struct.pack("<I", zlib.crc32(content))

    @classmethod
    def from_bytes(cls, state: bytes, *, unpickles: bool = False) -> Ledger:
        """The ledger whose state these bytes are.

        Args:
            state: As `to_bytes` gave it.
            unpickles: Whether the teacher may be one that is written in Python, whose pickle is loaded.

        Raises:
            InvalidDataError: They are no ledger's, or damaged.
        """
        content, start = state[:-4], len(_MAGIC) + 8
        if not content.startswith(_MAGIC) or struct.pack("<I", zlib.crc32(content)) != state[-4:]:
            raise InvalidDataError("the snapshot is no shared teacher's, is damaged, or a later version wrote it")
        (length,) = struct.unpack_from("<Q", content, len(_MAGIC))
        books = json.loads(content[start : start + length])
        ledger = cls(revived(content[start + length :], unpickles=unpickles))

        def rows(tasks: list[list[float]]) -> NDArray[np.float64]:
            return np.array(tasks, dtype=np.float64).reshape(-1, ledger.teacher.dimension)

        # Earlier versions wrote no levels.
        def episodes(listed: list[list[Any]]) -> dict[int, PlayedEpisode]:
            return {
                ticket: PlayedEpisode(bytes.fromhex(worker), task, _read(level))
                for ticket, worker, task, *level in listed
            }

        ledger._next_ticket = books["next_ticket"]
        for name, number, is_lost, tickets, tasks, refused, *more in books["workers"]:
            levels = [_read(level) for level in (more[0] if more else [])]
            reply = Reply(tickets, rows(tasks), refused, levels)
            ledger._workers[bytes.fromhex(name)] = _Worker(number, reply, is_lost)
        ledger._running, ledger._lost = episodes(books["running"]), episodes(books["lost"])
        return ledger


def _written(level: Level) -> list[object]:
    """A level behind an episode in the books; nothing if there is none."""
    return [] if level == NO_LEVEL else list(level)


def _read(level: Sequence[Any]) -> Level:
    number, seed, is_for_learning = level or NO_LEVEL
    return number, seed, is_for_learning


def _tickets_of(worker: bytes, episodes: Mapping[int, PlayedEpisode]) -> list[int]:
    return [ticket for ticket, episode in episodes.items() if episode.worker == worker]


def encoded(entries: Iterable[Entry]) -> bytes:
    """Entries as a batch of a log."""
    parts: list[bytes] = []
    for entry in entries:
        if isinstance(entry, Loss):
            parts.append(_ENTRY.pack(_LOSE, entry.worker, 0, 0, 0, 0))
            continue
        if isinstance(entry, Restoration):
            parts += [_ENTRY.pack(_RESTORE, _NOBODY, len(entry.state), 0, 0, 0), entry.state]
            continue
        has_more = bool(entry.more or entry.task_more)
        kind = _LEAVE if entry.leaves else _REQUEST
        if has_more:
            kind = _LEAVE_WITH_MORE if entry.leaves else _REQUEST_WITH_MORE
        parts += [
            _ENTRY.pack(kind, entry.worker, entry.number, entry.wanted, len(entry.tickets), len(entry.tasks)),
            np.asarray(entry.tickets, dtype="<u8").tobytes(),
            np.asarray(entry.returns, dtype="<f8").tobytes(),
            np.asarray(entry.tasks, dtype="<f8").tobytes(),
            np.asarray(entry.task_returns, dtype="<f8").tobytes(),
        ]
        if has_more:
            parts += [
                _columns(entry.more, len(entry.tickets)).tobytes(),
                _columns(entry.task_more, len(entry.tasks)).tobytes(),
            ]
    return b"".join(parts)


_MORE = np.dtype([("success", "<f8"), ("value_estimate", "<f8"), ("score", "<f8"), ("length", "<u8"), ("level", "<u8")])
_UNKNOWN = (math.nan, math.nan, math.nan, 0, structures.NO_LEVEL)


def _columns(more: Sequence[Mapping[str, float]], count: int) -> NDArray[np.void]:
    """What is known beside returns, a row for each episode."""
    rows = np.full(count, np.array(_UNKNOWN, dtype=_MORE))
    for row, known in zip(rows, more):
        for name, value in known.items():
            row[name] = value
    return rows


def _known(rows: NDArray[np.void]) -> list[dict[str, Any]]:
    """The same as mappings, without what is not known."""
    assert _MORE.names is not None
    found: list[dict[str, Any]] = []
    for row in rows.tolist():
        members = zip(_MORE.names, row, _UNKNOWN)
        found.append({name: value for name, value, unknown in members if value == value and value != unknown})
    return found


def decoded(batch: bytes, dimension: int) -> list[Entry]:
    """The entries of a batch, whose tasks have so many numbers.

    Raises:
        InvalidDataError: The batch does not consist of entries.
    """
    entries: list[Entry] = []
    offset = 0

    def numbers(kind: str, count: int) -> NDArray[np.float64]:
        nonlocal offset
        values = np.frombuffer(batch, kind, count, offset)
        offset += 8 * count
        return values

    def more(count: int) -> NDArray[np.void]:
        nonlocal offset
        rows = np.frombuffer(batch, _MORE, count, offset)
        offset += _MORE.itemsize * count
        return rows

    try:
        while offset < len(batch):
            kind, worker, number, wanted, finished, own = _ENTRY.unpack_from(batch, offset)
            offset += _ENTRY.size
            if kind == _LOSE:
                entries.append(Loss(worker))
                continue
            if kind == _RESTORE:
                state = batch[offset : offset + number]
                if len(state) < number:
                    raise InvalidDataError(f"the log has {len(state)} bytes of a teacher's state of {number}")
                entries.append(Restoration(state))
                offset += number
                continue
            if kind not in (_REQUEST, _LEAVE, _REQUEST_WITH_MORE, _LEAVE_WITH_MORE):
                raise InvalidDataError(f"the log has an entry of kind {kind}, which a later version must have written")
            request = Request(
                worker,
                number,
                wanted,
                [int(ticket) for ticket in numbers("<u8", finished)],
                numbers("<f8", finished).tolist(),
                numbers("<f8", own * dimension).reshape(own, dimension).tolist(),
                numbers("<f8", own).tolist(),
                kind in (_LEAVE, _LEAVE_WITH_MORE),
            )
            if kind in (_REQUEST_WITH_MORE, _LEAVE_WITH_MORE):
                request = replace(request, more=_known(more(finished)), task_more=_known(more(own)))
            entries.append(request)
    except (struct.error, ValueError) as failure:
        if isinstance(failure, InvalidDataError):
            raise
        raise InvalidDataError(f"the log has a batch that is no list of entries: {failure}") from failure
    return entries
