"""The actor that keeps a shared teacher, and the handle by which it is made, found and asked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np
import ray
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._curriculum import TeacherLike
from .._progress import progress_of
from .._reports import derives_success
from .._space import TaskSpace
from .._teacher import SpaceLike, Teacher
from ..errors import InvalidArgumentError, InvalidStateError, StateFileError, TeachdrlError
from ._journal import AnyPath, Journal, open_journal
from ._ledger import Entry, Ledger, Level, Loss, PlayedEpisode, Reply, Request, Restoration, decoded, encoded
from ._python_teacher import AnyTeacher, PythonTeacher, bounds_or_space, is_same, made_of, revived

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import TeacherOptions

SNAPSHOT_AFTER = 1 << 20
"""A log of so many bytes, or of so many as the snapshot, is replaced by a new snapshot."""


@dataclass(frozen=True)
class TeacherSpecification:
    """What a teacher is made from where the journal has none yet."""

    name: str
    low: Any
    """The lower bounds, or a task space."""
    high: Any
    seed: int
    options: Mapping[str, Any]
    pickled: bytes | None = None
    """The state of a teacher that is written in Python; None for one of the library's."""

    def make(self) -> AnyTeacher:
        if self.pickled is not None:
            return PythonTeacher.from_bytes(self.pickled)
        return Teacher(self.name, self.low, self.high, seed=self.seed, **self.options)

    def require_same(self, found: AnyTeacher, location: str) -> None:
        """Refuses a journal of another teacher; the seed may differ, because the journal's goes on."""
        wanted = self.make()
        for what in ("name", "low", "high", "space", "options"):
            here, there = getattr(wanted, what), getattr(found, what)
            if not is_same(what, here, there):
                raise InvalidArgumentError(
                    f"{what} is {here}, but the teacher in the journal '{location}' has {there}; give that, or another "
                    "journal"
                )


@dataclass(frozen=True)
class ServiceStatistics:
    """What a shared teacher has done since its actor was started.

    Attributes:
        requests: The requests of workers that were answered.
        batches: The batches in which they were put into the log.
        seconds_writing: The time that this took.
        seconds_computing: The time in which requests were applied to the teacher.
        replayed: The entries that were applied again when the actor was started.
    """

    requests: int = 0
    batches: int = 0
    seconds_writing: float = 0.0
    seconds_computing: float = 0.0
    replayed: int = 0


class TeacherService:
    """Answers workers. Requests that come while a batch is being written wait for the next one, together.

    What is in the log is applied, in its order: so a service that is started again goes on bit for bit.
    """

    def __init__(self, specification: TeacherSpecification, location: str | None, lease: float) -> None:
        self._location = location
        self._lease = lease
        self._journal: Journal | None = None
        self._snapshot_size = 0
        self._requests = self._batches = self._replayed = 0
        self._seconds_writing = self._seconds_computing = 0.0
        self._waiting: list[tuple[Entry, asyncio.Future[Reply]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        # What cannot be opened is told to who asks: Ray would give the reason as a text only.
        self._failure: Exception | None = None
        self._heard: dict[bytes, float] = {}
        try:
            self._known = self._restored(specification)
        except Exception as failure:
            self._failure = failure
            return
        # Who has been heard of, and when; those that the journal knows have been heard of now.
        self._heard = dict.fromkeys(self._known.workers, time.monotonic())

    @property
    def _ledger(self) -> Ledger:
        if self._failure is not None:
            raise self._failure
        return self._known

    def _restored(self, specification: TeacherSpecification) -> Ledger:
        if self._location is None:
            return Ledger(specification.make())
        self._journal = open_journal(self._location)
        snapshot, batches = self._journal.read()
        if snapshot is None:
            ledger = Ledger(specification.make())
            snapshot = ledger.to_bytes()
            self._journal.replace(snapshot)
        ledger = Ledger.from_bytes(snapshot, unpickles=specification.pickled is not None)
        specification.require_same(ledger.teacher, self._location)
        for batch in batches:
            for entry in decoded(batch, ledger.teacher.dimension):
                ledger.apply(entry)
                self._replayed += 1
        self._snapshot_size = len(snapshot)
        return ledger

    # ------------------------------------------------------------------------------------------------------- workers

    async def request(self, request: Request) -> tuple[list[int], bytes, list[int], list[Level]]:
        """Answers a worker once its request is in the log: tickets, tasks row after row, refused tickets, levels."""
        self._watch()
        self._heard[request.worker] = time.monotonic()
        reply = await self._entered(request)
        if request.leaves:
            self._heard.pop(request.worker, None)
        self._requests += 1
        return reply.tickets, reply.tasks.tobytes(), reply.refused, reply.levels

    async def renew(self, worker: bytes) -> None:
        """Hears that a worker is alive."""
        self._watch()
        self._heard[worker] = time.monotonic()

    async def give_up(self, worker: bytes) -> None:
        """Counts the episodes that a worker was playing as lost."""
        self._heard.pop(worker, None)
        await self._entered(Loss(worker))

    async def restore(self, state: bytes) -> None:
        """Puts the teacher back to a saved state, once that is in the log."""
        self._ledger.restored(state)
        await self._entered(Restoration(state))

    def _watch(self) -> None:
        # Not in __init__, where there is no loop.
        if self._watching is None and self._failure is None:
            self._watching = asyncio.create_task(self._watch_workers())

    async def _watch_workers(self) -> None:
        while True:
            await asyncio.sleep(self._lease / 4)
            now = time.monotonic()
            for worker in [name for name, heard in self._heard.items() if now - heard > self._lease]:
                try:
                    await self.give_up(worker)
                except StateFileError:
                    # The log cannot be written; it is tried again.
                    self._heard[worker] = now

    # --------------------------------------------------------------------------------------------------------- the log

    async def _entered(self, entry: Entry) -> Reply:
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, answer))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await answer

    async def _commit_all(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            if batch:
                await self._commit(batch)

    def _next_batch(self) -> list[tuple[Entry, asyncio.Future[Reply]]]:
        """Those that can be logged now, one for each worker; the others are answered, refused or wait on."""
        batch: list[tuple[Entry, asyncio.Future[Reply]]] = []
        later: list[tuple[Entry, asyncio.Future[Reply]]] = []
        workers: set[bytes] = set()
        for entry, answer in self._waiting:
            if answer.cancelled():
                continue
            if isinstance(entry, Restoration):
                batch.append((entry, answer))
                continue
            if entry.worker in workers:
                later.append((entry, answer))
                continue
            try:
                ledger = self._ledger
                known = ledger.check(entry) if isinstance(entry, Request) else None
            except Exception as refusal:
                answer.set_exception(refusal)
                continue
            if known is not None:
                answer.set_result(known)
                continue
            workers.add(entry.worker)
            batch.append((entry, answer))
        self._waiting = later
        return batch

    async def _commit(self, batch: list[tuple[Entry, asyncio.Future[Reply]]]) -> None:
        start = time.perf_counter()
        if self._journal is not None:
            try:
                content = encoded(entry for entry, _ in batch)
                await asyncio.get_running_loop().run_in_executor(None, self._journal.append, content)
            except Exception as failure:
                _refuse([answer for _, answer in batch], failure)
                return
        logged = time.perf_counter()
        for entry, answer in batch:
            try:
                reply = self._ledger.apply(entry)
            except Exception as failure:
                # Of a teacher written in Python: it is in the log, but in no ledger. Nobody can go on from here.
                self._failure = failure
                _refuse([waiting for _, waiting in batch], failure)
                return
            if not answer.cancelled():
                answer.set_result(reply)
        self._batches += 1
        self._seconds_writing += logged - start
        self._seconds_computing += time.perf_counter() - logged
        if self._journal is not None and self._journal.log_size > max(SNAPSHOT_AFTER, self._snapshot_size):
            # Where that fails the log still has everything; the next batch tries again.
            with contextlib.suppress(StateFileError):
                await self._replace()

    async def _replace(self) -> None:
        """Puts a snapshot in the log's place; not while a batch is being written."""
        if self._journal is None:
            return
        snapshot = self._ledger.to_bytes()
        await asyncio.get_running_loop().run_in_executor(None, self._journal.replace, snapshot)
        self._snapshot_size = len(snapshot)

    # -------------------------------------------------------------------------------------------------- looking inside

    async def state(self) -> bytes:
        """The teacher's saved state."""
        return self._ledger.teacher.to_bytes()

    async def progress(self) -> dict[str, float]:
        """What the teacher has come to, in figures."""
        return progress_of(self._ledger.teacher)

    async def books(self) -> tuple[int, list[str], dict[int, PlayedEpisode], dict[int, PlayedEpisode]]:
        """The number of updates, the workers, and the episodes under way and lost."""
        # Who looks for lost episodes has them found, even where no worker is left to start the watch.
        self._watch()
        ledger = self._ledger
        workers = [name.hex() for name in ledger.workers]
        # Copies: Ray writes them down while the originals change.
        return ledger.teacher.episode_count, workers, dict(ledger.running), dict(ledger.lost)

    async def statistics(self) -> dict[str, float]:
        """What `ServiceStatistics` is made of."""
        return asdict(
            ServiceStatistics(
                self._requests, self._batches, self._seconds_writing, self._seconds_computing, self._replayed
            )
        )

    async def snapshot(self) -> None:
        """Replaces the log by a new snapshot."""
        await self._committed()
        self._committing = asyncio.create_task(self._replace())
        try:
            await self._committing
        finally:
            # What came meanwhile waits for nobody else.
            if self._waiting:
                self._committing = asyncio.create_task(self._commit_all())

    async def _committed(self) -> None:
        """Waits until nobody writes to the journal."""
        while self._committing is not None and not self._committing.done():
            await asyncio.wait([self._committing])

    async def terms(self) -> tuple[float, TaskSpace, bool]:
        """The lease, the task space, and whether success follows from an environment's mastered return."""
        teacher = self._ledger.teacher
        own = teacher.wrapped if isinstance(teacher, PythonTeacher) else teacher
        return self._lease, teacher.space, derives_success(own)

    async def close(self) -> None:
        """Lets others open the journal. What comes after fails."""
        await self._committed()
        if self._journal is not None:
            self._journal.close()
        self._failure = InvalidStateError("the shared teacher was stopped")

    async def process(self) -> int:
        """The number of the actor's process."""
        return os.getpid()


class SharedTeacher:
    """A teacher in a Ray actor of its own, which workers on any machine of the cluster share.

        teacher = SharedTeacher.create("stumps", "ALP-GMM", [0, 0], [3, 6], journal="/shared/run/teacher", seed=1)

    and in each worker, wherever it runs,

        client = TaskClient("stumps")
        episode = client.next()
        client.finish(episode, play(episode.task))

    The actor acknowledges a result once it is in its journal: a folder that the actor's machine and those on which Ray
    may start it again have in common, or an address that fsspec knows. Ray restarts an actor that dies; it then goes on
    bit for bit, with each result counted once. Without a journal it would begin anew, so it is not restarted.

    The handle can be given to tasks and actors. All calls wait for the actor.
    """

    def __init__(self, actor: Any, name: str, lease: float, space: TaskSpace, derives_success: bool) -> None:
        self._actor = actor
        self.name = name
        self._lease = lease
        self.space = space
        self._derives_success = derives_success

    @property
    def dimension(self) -> int:
        """The number of parameters of a task."""
        return self.space.dimension

    def __repr__(self) -> str:
        return f"SharedTeacher({self.name!r}, {self.dimension} dimensions)"

    @classmethod
    def create(
        cls,
        name: str,
        teacher: str | TeacherLike,
        low: ArrayLike | SpaceLike,
        high: ArrayLike | None = None,
        *,
        journal: AnyPath | None,
        seed: SupportsIndex | None = None,
        lease: float = 60.0,
        detached: bool = False,
        actor_options: Mapping[str, Any] | None = None,
        **options: Unpack[TeacherOptions],
    ) -> SharedTeacher:
        """Starts the actor; where its journal has a teacher already, that one goes on.

        Args:
            name: The actor's name in Ray's namespace.
            teacher, low, high, seed, **options: As of `teachdrl.Teacher`; in a journal's teacher all but the seed must
                be the same. The teacher may also be an object of your own with `sample_task` and `update`, without
                seed and options: it is pickled, into the journal too, so it draws from generators of its own, and its
                class must be known where the actor runs.
            journal: Where the teacher is kept; None, and it is lost with its actor.
            lease: Seconds without a sign of life after which a worker is given up and its episodes count as lost.
            detached: Whether the actor outlives the driver.
            actor_options: Further options of Ray's for the actor ("resources", "scheduling_strategy", ...).

        Raises:
            InvalidArgumentError: The journal is of another teacher, or an argument is not as it must be.
            InvalidDataError: The journal is damaged.
            InvalidStateError: The journal is in use.
            StateFileError: It cannot be read or written.
            ValueError: There is an actor of that name.
        """
        if not _arguments.finite(lease, "lease") > 0:
            raise InvalidArgumentError(f"lease is {lease}; it must be positive")
        drawn = _arguments.seed(seed)
        # Made here too, so that mistakes come back at once.
        made = made_of(teacher, low, high, drawn, options)
        if isinstance(made, PythonTeacher) and seed is not None:
            raise TypeError("seed is of the library's teachers; one of your own has none here")
        specification = TeacherSpecification(
            made.name,
            *bounds_or_space(made),
            drawn,
            dict(options),
            made.to_bytes() if isinstance(made, PythonTeacher) else None,
        )
        location = None if journal is None else os.fspath(journal)
        if location is not None and "://" not in location:
            location = os.path.abspath(location)
        restarts = 0 if journal is None else -1
        actor: Any = (
            ray.remote(TeacherService)
            .options(
                name=name,
                lifetime="detached" if detached else None,
                num_cpus=0,
                max_restarts=restarts,
                max_task_retries=restarts,
                max_concurrency=100_000,
                **_arguments.mapping(actor_options, "actor_options"),
            )
            .remote(specification, location, float(lease))
        )
        try:
            return cls(actor, name, *answered(actor.terms.remote()))
        except TeachdrlError:
            ray.kill(actor, no_restart=True)
            raise

    @classmethod
    def get(cls, name: str, namespace: str | None = None) -> SharedTeacher:
        """The handle of a shared teacher that was created elsewhere, by its name.

        Raises:
            ValueError: There is no actor of that name.
        """
        actor = ray.get_actor(name, namespace)
        return cls(actor, name, *answered(actor.terms.remote()))

    @classmethod
    def _of(cls, teacher: SharedTeacher | str) -> SharedTeacher:
        """The handle that is given itself or by its name."""
        if not isinstance(teacher, (str, SharedTeacher)):
            raise TypeError(f"teacher must be a SharedTeacher or its name, not {_arguments.shown(teacher)}")
        return cls.get(teacher) if isinstance(teacher, str) else teacher

    # -------------------------------------------------------------------------------------------------- looking inside

    def teacher(self) -> Any:
        """A copy of the teacher as it is now, to look into or to save: a `Teacher`, or an object of your own class."""
        copy = revived(self.state(), unpickles=True)
        return copy.wrapped if isinstance(copy, PythonTeacher) else copy

    def state(self) -> bytes:
        """The teacher's state as it is now, for `restore`."""
        return bytes(answered(self._actor.state.remote()))

    def progress(self) -> dict[str, float]:
        """How the curriculum goes: `Teacher.progress`, without what is not known and without parts of parameters.

        An object of your own class has "episodes" alone.
        """
        return dict(answered(self._actor.progress.remote()))

    @property
    def episode_count(self) -> int:
        """The number of results that the teacher has learnt from."""
        return int(self._books()[0])

    @property
    def workers(self) -> list[str]:
        """The workers that take part, by their names in hexadecimal."""
        return list(self._books()[1])

    def running(self) -> dict[int, NDArray[np.float64]]:
        """The tasks of the episodes under way, or waiting at a worker to be played, by their tickets."""
        return _tasks(self._books()[2])

    def lost(self) -> dict[int, NDArray[np.float64]]:
        """The tasks of the episodes that workers which died were playing; the newest 10,000."""
        return _tasks(self._books()[3])

    @property
    def statistics(self) -> ServiceStatistics:
        """What the actor has done since it was started."""
        return ServiceStatistics(**answered(self._actor.statistics.remote()))

    def _books(self) -> Any:
        return answered(self._actor.books.remote())

    # ------------------------------------------------------------------------------------------------------ the actor

    def give_up(self, worker: str | bytes) -> None:
        """Counts the episodes of a worker as lost, for who knows of its death before its lease ends."""
        try:
            name = bytes.fromhex(worker) if isinstance(worker, str) else _arguments.content(worker, "worker")
        except ValueError:
            raise InvalidArgumentError(f"worker is {worker!r}; it must be a name from `workers`") from None
        answered(self._actor.give_up.remote(name))

    def restore(self, state: bytes | Teacher) -> None:
        """Puts the teacher back to a saved state, and writes so into the journal.

        The episodes under way are abandoned: workers play on, but results of tasks that were proposed before are
        refused, and counted in their clients' `refused`.

        Raises:
            InvalidArgumentError: The state is of a teacher of another name or space.
            InvalidDataError: It is damaged, or no teacher's.
            StateFileError: The journal cannot be written; the teacher is as it was.
            ray.exceptions.RayActorError: The actor died meanwhile: the teacher was put back, or is as it was.
        """
        content = state.to_bytes() if isinstance(state, Teacher) else _arguments.content(state, "state")
        # Not sent again by Ray: a second time it would undo what was learnt after the first.
        answered(self._actor.restore.options(max_task_retries=0).remote(content))

    def snapshot(self) -> None:
        """Makes the journal short: a snapshot in the place of the log. It happens by itself as the log grows."""
        answered(self._actor.snapshot.remote())

    def stop(self) -> None:
        """Ends the actor. The journal stays: `create` goes on from it."""
        answered(self._actor.close.remote())
        ray.kill(self._actor, no_restart=True)

    @property
    def process(self) -> int:
        """The number of the actor's process on its machine."""
        return int(answered(self._actor.process.remote()))


def answered(answer: Any) -> Any:
    """What an actor's method returned; what it raised, without Ray's wrapping."""
    try:
        return ray.get(answer)
    except ray.exceptions.RayTaskError as failure:
        raise plain(failure) from None


def _refuse(answers: list[asyncio.Future[Reply]], failure: Exception) -> None:
    """Gives those that wait an error for an answer."""
    for answer in answers:
        if not answer.done():
            answer.set_exception(failure)


def plain(failure: ray.exceptions.RayTaskError) -> Exception:
    """The library's error that came wrapped in one of Ray's; any other as it is."""
    cause = failure.cause
    return cause if isinstance(cause, TeachdrlError) else failure


def _tasks(episodes: Mapping[int, PlayedEpisode]) -> dict[int, NDArray[np.float64]]:
    return {ticket: np.array(episode.task) for ticket, episode in episodes.items()}
