"""A worker's side of a shared teacher."""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, SupportsFloat, SupportsIndex

import numpy as np
import ray
from numpy.typing import NDArray

from .. import _arguments
from .._handles import NotCopyable
from .._outcomes import outcome
from .._proposals import Proposal
from .._reports import Outcome
from .._space import TaskLike
from ..errors import InvalidArgumentError, InvalidStateError
from ._ledger import MOST_WANTED, NO_LEVEL, Request
from ._service import SharedTeacher, plain


@dataclass(frozen=True)
class Episode:
    """An episode to play.

    Attributes:
        ticket: The number by which the shared teacher knows it.
        task: What to play it on.
        level: The number of a level that can be played again; None if there is none.
        seed: What to reset the environment with; None leaves its generator alone.
        is_for_learning: Whether the student should learn from the episode.
    """

    ticket: int
    task: NDArray[np.float64] = field(compare=False)
    level: int | None = None
    seed: int | None = None
    is_for_learning: bool = True

    @property
    def proposal(self) -> Proposal:
        """The same as a teacher proposes it."""
        return Proposal(self.task, self.level, self.seed, self.is_for_learning)

    def __repr__(self) -> str:
        return f"Episode({self.ticket}, a task of {len(self.task)} numbers)"


class TaskClient(NotCopyable):
    """Brings a worker tasks from a shared teacher, and the teacher the worker's results.

        with TaskClient("stumps") as client:
            while training:
                episode = client.next()
                client.finish(episode, play(episode.task))

    Tasks are fetched ahead and results travel with the next request, so that an episode waits for nobody. There is one
    request under way at a time; a result counts once, however often its request is sent. A worker that dies loses the
    episodes it was playing, and results that no reply had confirmed: the teacher lists their tasks as lost.

    For one thread at a time. A thread of the client's own tells the teacher now and then that the worker lives.

    Args:
        teacher: The shared teacher, or its name.
        prefetch: How many tasks are kept ready at first. More hide longer delays; the teacher proposes them so much
            earlier.
        prefetch_limit: How many at the most: their number doubles whenever the worker had to wait.
    """

    _instead = "make one in each worker, with the shared teacher or its name"

    def __init__(self, teacher: SharedTeacher | str, *, prefetch: int = 2, prefetch_limit: int = 64) -> None:
        if not 1 <= _arguments.whole(prefetch, "prefetch") <= MOST_WANTED:
            raise InvalidArgumentError(f"prefetch is {prefetch}; it must be from 1 to {MOST_WANTED}")
        if not prefetch <= _arguments.whole(prefetch_limit, "prefetch_limit") <= MOST_WANTED:
            raise InvalidArgumentError(
                f"prefetch_limit is {prefetch_limit}; it must be from prefetch, {prefetch}, to {MOST_WANTED}"
            )
        self._teacher = SharedTeacher._of(teacher)
        self._actor = self._teacher._actor
        self._prefetch, self._prefetch_limit = prefetch, prefetch_limit
        self._worker = uuid.uuid4().bytes
        self._ready: deque[Episode] = deque()
        self._playing: set[int] = set()
        # Tickets or tasks, returns, and what else is known.
        self._finished: list[tuple[int, float, Mapping[str, float]]] = []
        self._own: list[tuple[list[float], float, Mapping[str, float]]] = []
        self._sent: Request | None = None
        self._answer: Future[Any] | None = None
        self._number = 0
        self._closed = False
        self.seconds_waited = 0.0
        """The time in which `next` waited for the teacher."""
        self.refused = 0
        """How many results were not counted, because the teacher had given up this worker long ago."""
        self._stopping = threading.Event()
        _keep_alive(self, self._teacher._lease / 4)
        self._send()

    @property
    def worker(self) -> str:
        """The worker's name, as the shared teacher lists it."""
        return self._worker.hex()

    # ------------------------------------------------------------------------------------------------------- episodes

    def next(self) -> Episode:
        """The next episode to play; waits only where no task is ready.

        Raises:
            StateFileError: The teacher's journal cannot be written; the call can be made again.
        """
        self._require_open()
        self._collect()
        if not self._ready and self._number:
            self._prefetch = min(2 * self._prefetch, self._prefetch_limit)
        while not self._ready:
            self._send()
            self._wait()
        episode = self._ready.popleft()
        self._playing.add(episode.ticket)
        self._send()
        return episode

    def finish(
        self,
        episode: Episode,
        episode_return: SupportsFloat | None = None,
        *,
        success: SupportsFloat | None = None,
        value_estimate: SupportsFloat | None = None,
        length: SupportsIndex | None = None,
        score: SupportsFloat | None = None,
    ) -> None:
        """Reports how an episode has ended, as `Teacher.update` hears it: with the request that `next` makes.

        Raises:
            InvalidArgumentError: A number is not finite, or nothing is known; `abandon` the episode. What the teacher
                itself refuses it says in a later call.
            InvalidStateError: The episode is none of this client's under way.
        """
        self._require_open()
        total, more = _known(episode_return, success, value_estimate, length, score)
        self._end(episode, total, more)

    def abandon(self, episode: Episode) -> None:
        """Gives up an episode, of which the teacher does not hear: with the request that `next` makes.

        Raises:
            InvalidStateError: The episode is none of this client's under way.
        """
        self._require_open()
        self._end(episode, math.nan, {})

    def _finish_or_abandon(self, episode: Episode, outcome: Outcome | None) -> None:
        """Ends an episode; None abandons it."""
        self._require_open()
        if outcome is None or outcome.episode_return is None:
            self._end(episode, math.nan, {})
            return
        more = outcome.known()
        more.pop("level", None)  # the teacher knows it
        self._end(episode, outcome.episode_return, more)

    def _end(self, episode: Episode, value: float, more: Mapping[str, float]) -> None:
        if not isinstance(episode, Episode):
            raise TypeError(f"episode must be what next() gave, not {_arguments.shown(episode)}")
        if episode.ticket not in self._playing:
            raise InvalidStateError(f"episode {episode.ticket} is not under way at this client")
        self._playing.discard(episode.ticket)
        self._finished.append((episode.ticket, value, more))

    def update(
        self,
        task: TaskLike,
        episode_return: SupportsFloat | None = None,
        *,
        success: SupportsFloat | None = None,
        value_estimate: SupportsFloat | None = None,
        length: SupportsIndex | None = None,
        score: SupportsFloat | None = None,
        level: SupportsIndex | None = None,
    ) -> None:
        """Reports what was reached on a task of the worker's own choice, as `Teacher.update` hears it.

        Raises:
            InvalidArgumentError: A number is not finite, or the task has another number of parameters; what the teacher
                itself refuses, as a task outside its space, it says in a later call.
        """
        self._require_open()
        vector = self._teacher.space.to_vector(task) if isinstance(task, Mapping) else task
        row = _arguments.row(vector, self._teacher.dimension, "task").tolist()
        total, more = _known(episode_return, success, value_estimate, length, score, level)
        # What may fail comes first: the result is taken, or it is not.
        self._collect()
        self._own.append((row, total, more))
        self._send()

    def flush(self) -> None:
        """Waits until the teacher has confirmed every result so far."""
        self._require_open()
        while self._sent is not None or self._finished or self._own:
            self._send()
            self._wait()

    @property
    def unconfirmed(self) -> int:
        """How many results the teacher has not confirmed yet: what would be lost if this process died now."""
        sent = 0 if self._sent is None else len(self._sent.tickets) + len(self._sent.tasks)
        return sent + len(self._finished) + len(self._own)

    # ------------------------------------------------------------------------------------------------------- the end

    def close(self) -> None:
        """Reports what there is to report and gives back the tasks that were not played, which count as abandoned."""
        if self._closed:
            return
        self.flush()
        self._send(leaves=True)
        self._wait()
        self._closed = True
        self._stopping.set()

    def __enter__(self) -> TaskClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            # Whatever went wrong, it is not hidden by what may go wrong here.
            self._closed = True
            self._stopping.set()

    def __del__(self) -> None:
        stopping = getattr(self, "_stopping", None)
        if stopping is not None:
            stopping.set()

    def _require_open(self) -> None:
        if self._closed:
            raise InvalidStateError("the client is closed")

    # ------------------------------------------------------------------------------------------------------- requests

    def _send(self, leaves: bool = False) -> None:
        """Sends a request where there is something to say or to ask for and none is under way."""
        if self._answer is not None:
            return
        if self._sent is None:
            wanted = 0 if leaves else max(0, self._prefetch - len(self._ready))
            if not (wanted or self._finished or self._own or leaves):
                return
            finished, own = self._finished, self._own
            self._sent = Request(
                self._worker,
                self._number + 1,
                wanted,
                [ticket for ticket, _, _ in finished],
                [value for _, value, _ in finished],
                [task for task, _, _ in own],
                [value for _, value, _ in own],
                leaves,
                [more for _, _, more in finished] if any(more for _, _, more in finished) else (),
                [more for _, _, more in own] if any(more for _, _, more in own) else (),
            )
            self._finished, self._own = [], []
        # Else the same again: it failed, or nobody knows whether it did.
        self._answer = self._actor.request.remote(self._sent).future()

    def _collect(self) -> None:
        if self._answer is not None and self._answer.done():
            self._take()

    def _wait(self) -> None:
        if self._answer is None:
            return
        start = time.perf_counter()
        try:
            self._take()
        finally:
            self.seconds_waited += time.perf_counter() - start

    def _take(self) -> None:
        """Takes the answer of the request under way. If that is an error, the same request is what is sent next."""
        assert self._answer is not None and self._sent is not None
        answer, self._answer = self._answer, None
        try:
            tickets, tasks, refused, levels = answer.result()
        except ray.exceptions.RayTaskError as failure:
            if isinstance(failure.cause, InvalidArgumentError):
                # What the teacher refuses it would refuse for ever.
                self._give_back(self._sent)
            raise plain(failure) from None
        self._number = self._sent.number
        self._sent = None
        self.refused += len(refused)
        rows = np.frombuffer(tasks).reshape(len(tickets), self._teacher.dimension)
        of_each = levels or [NO_LEVEL] * len(tickets)
        self._ready.extend(Episode(ticket, row.copy(), *level) for ticket, row, level in zip(tickets, rows, of_each))

    def _give_back(self, request: Request) -> None:
        """Drops the tasks of the worker's own from a request that was refused; the rest is reported again."""
        more: Sequence[Mapping[str, float]] = request.more or [{}] * len(request.tickets)
        self._finished = [*zip(request.tickets, request.returns, more), *self._finished]
        self._sent = None


def _known(*members: Any) -> tuple[float, dict[str, float]]:
    """A return, NaN if it is not known, and what else is known about an episode."""
    names = ("episode_return", "success", "value_estimate", "length", "score", "level")
    row = outcome(*members)
    known = {name: row[name][0].item() for name, member in zip(names, members) if member is not None}
    if not known:
        raise InvalidArgumentError("episode_return is None, and nothing else is known about the episode")
    return known.pop("episode_return", math.nan), known


def _keep_alive(client: TaskClient, period: float) -> None:
    """Starts the thread that tells the teacher that the worker lives, until its client is closed or gone."""
    actor, worker, stopping = client._actor, client._worker, client._stopping
    threading.Thread(target=_renew, args=(actor, worker, stopping, period), name="teachdrl-lease", daemon=True).start()


def _renew(actor: Any, worker: bytes, stopping: threading.Event, period: float) -> None:
    while not stopping.wait(period):
        try:
            actor.renew.remote(worker)
        except Exception:
            # Ray is shut down, or the actor is gone for good: the next request says so.
            return
