"""Where a shared teacher's history is kept: a snapshot, and a log of the batches of requests since.

A journal is a folder, or an address that fsspec knows ("s3://bucket/run/teacher"). An appended batch is durable when
`append` returns. In a folder the log is one file that grows and is forced to the disk at each batch. Object stores
cannot append, so there each batch is an object of its own.

A batch is framed by its length and checksums. What a crash leaves half written at the log's end was never acknowledged
and is cut off; damage before the end is an error.
"""

from __future__ import annotations

import fcntl
import os
import pathlib
import re
import struct
import zlib
from typing import Any, Protocol, Union

from .._handles import NotCopyable
from ..errors import InvalidDataError, InvalidStateError, StateFileError

AnyPath = Union[str, "os.PathLike[str]"]

_HEAD = struct.Struct("<III")
_SNAPSHOT = re.compile(r"snapshot\.(\d{8})")
_LOG = re.compile(r"log\.(\d{8})(?:\.(\d{8}))?")


def framed(batch: bytes) -> bytes:
    """A batch as it stands in a log: its length, the checksum of it, the checksum of these two numbers, the batch."""
    head = struct.pack("<II", len(batch), zlib.crc32(batch))
    return head + struct.pack("<I", zlib.crc32(head)) + batch


def _frame_at(log: bytes, offset: int) -> bytes | None:
    """The batch whose frame starts at an offset; None where none does, or it is cut short or damaged."""
    length = _length_at(log, offset)
    if length is None:
        return None
    start = offset + _HEAD.size
    batch = log[start : start + length]
    whole = len(batch) == length and zlib.crc32(batch) == _HEAD.unpack_from(log, offset)[1]
    return batch if whole else None


def _length_at(log: bytes, offset: int) -> int | None:
    if len(log) - offset < _HEAD.size:
        return None
    length, _, checksum = _HEAD.unpack_from(log, offset)
    return int(length) if zlib.crc32(log[offset : offset + 8]) == checksum else None


def batches_of(log: bytes, name: str) -> tuple[list[bytes], int]:
    """The batches of a log, and the length of the log up to the last whole one.

    Raises:
        InvalidDataError: Something behind a damaged place is whole, so that it is not the end that a crash left.
    """
    batches: list[bytes] = []
    offset = 0
    while offset < len(log):
        batch = _frame_at(log, offset)
        if batch is None:
            break
        batches.append(batch)
        offset += _HEAD.size + len(batch)
    length = _length_at(log, offset)
    # Where the length can be trusted, so can the place at which the next frame would begin.
    behind = offset + 1 if length is None else offset + _HEAD.size + length
    if any(_frame_at(log, place) is not None for place in range(behind, len(log) - _HEAD.size + 1)):
        raise InvalidDataError(f"the log '{name}' is damaged at byte {offset}: there are whole batches behind it")
    return batches, offset


class Journal(Protocol):
    """A snapshot and the batches since. Used by one process at a time."""

    def read(self) -> tuple[bytes | None, list[bytes]]:
        """The newest snapshot, None in a new journal, and the batches appended since, in order."""

    def append(self, batch: bytes) -> None:
        """Adds a batch, which is durable on return. On failure it is not there, now or later.

        Raises:
            StateFileError: It cannot be written.
        """

    def replace(self, snapshot: bytes) -> None:
        """Puts a snapshot in the place of the last one and of all batches.

        Raises:
            StateFileError: It cannot be written; what was there still is.
        """

    @property
    def log_size(self) -> int:
        """The bytes of the batches since the last snapshot."""

    def close(self) -> None:
        """Lets others open it."""


def open_journal(location: AnyPath) -> Journal:
    """The journal at a path or an address, made where there is none.

    Raises:
        InvalidStateError: Another process has it open.
        StateFileError: It cannot be read or written.
    """
    text = os.fspath(location)
    if text.startswith("file://"):
        return FolderJournal(text[len("file://") :])
    return ObjectJournal(text) if "://" in text else FolderJournal(text)


class FolderJournal(NotCopyable):
    """A journal in a folder of a file system, which is locked while it is open."""

    _instead = "open its folder again when it is closed"

    def __init__(self, folder: AnyPath) -> None:
        self._folder = pathlib.Path(folder)
        self._log = -1
        self._generation = -1
        self._size = 0
        self._lock = -1
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            raise InvalidStateError(f"another process has the journal '{self._folder}' open") from None
        except OSError as failure:
            self.close()
            raise _refused("open", self._folder, failure) from failure

    @property
    def log_size(self) -> int:
        return self._size

    def read(self) -> tuple[bytes | None, list[bytes]]:
        try:
            newest = _newest_snapshot(os.listdir(self._folder), self._folder)
            if newest is None:
                return None, []
            self._generation = newest
            snapshot = self._path("snapshot").read_bytes()
            try:
                log = self._path("log").read_bytes()
            except FileNotFoundError:
                log = b""  # Killed after its snapshot was written. Any other failure must not cut the log.
            batches, whole = batches_of(log, str(self._path("log")))
            self._open_log(whole)
            self._discard_older()
        except OSError as failure:
            raise _refused("read", self._folder, failure) from failure
        return snapshot, batches

    def append(self, batch: bytes) -> None:
        self._require_open()
        frame = framed(batch)
        try:
            if self._log < 0:
                self._open_log(self._size)
            written = 0
            while written < len(frame):
                written += os.write(self._log, frame[written:])
            os.fsync(self._log)
        except OSError as failure:
            self._take_back()
            raise _refused("write to", self._path("log"), failure) from failure
        self._size += len(frame)

    def replace(self, snapshot: bytes) -> None:
        self._require_open()
        self._generation += 1
        final, partial = self._path("snapshot"), self._folder / "snapshot.partial"
        try:
            with open(partial, "wb") as file:
                file.write(snapshot)
                file.flush()
                os.fsync(file.fileno())
            os.rename(partial, final)
        except OSError as failure:
            self._generation -= 1
            raise _refused("write", final, failure) from failure
        # From here on the new snapshot is what is read. Its log takes no batch, and what is older stays, before the
        # folder is on the disk: until then either may be found after a crash.
        self._size = 0
        self._close_log()
        try:
            self._open_log(0)
            self._discard_older()
        except OSError as failure:
            raise _refused("open", self._path("log"), failure) from failure

    def close(self) -> None:
        for descriptor in (self._log, self._lock):
            if descriptor >= 0:
                os.close(descriptor)
        self._log = self._lock = -1

    def _require_open(self) -> None:
        # Without its lock the folder may be another process's.
        if self._lock < 0:
            raise InvalidStateError(f"the journal '{self._folder}' is closed")

    def _path(self, kind: str) -> pathlib.Path:
        return self._folder / f"{kind}.{self._generation:08d}"

    def _open_log(self, length: int) -> None:
        self._close_log()
        log = os.open(self._path("log"), os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            os.ftruncate(log, length)
            os.fsync(log)
            _synchronize(self._folder)
        except OSError:
            os.close(log)
            raise
        self._log, self._size = log, length

    def _close_log(self) -> None:
        if self._log >= 0:
            os.close(self._log)
            self._log = -1

    def _take_back(self) -> None:
        """After a batch that failed: nothing of it may be found when the log is read again."""
        if self._log < 0:
            return
        try:
            os.ftruncate(self._log, self._size)
            os.fsync(self._log)
        except OSError:
            # The next batch opens it anew, and cuts it first.
            os.close(self._log)
            self._log = -1

    def _discard_older(self) -> None:
        for name in os.listdir(self._folder):
            match = _SNAPSHOT.fullmatch(name) or _LOG.fullmatch(name)
            if match and int(match[1]) < self._generation:
                (self._folder / name).unlink(missing_ok=True)


class ObjectJournal(NotCopyable):
    """A journal of objects, each written at once, in whatever fsspec knows. It has no lock."""

    _instead = "open its address again"

    def __init__(self, address: str) -> None:
        try:
            import fsspec
        except ImportError as failure:
            raise ImportError(f"'{address}' needs fsspec, which is not installed: pip install fsspec") from failure
        self._address = address
        try:
            self._files, root = fsspec.core.url_to_fs(address)
            self._root = str(root).rstrip("/")
            self._files.makedirs(self._root, exist_ok=True)
        except (OSError, ValueError, ImportError) as failure:
            raise _refused("open", address, failure) from failure
        self._generation = -1
        self._count = 0
        self._size = 0

    @property
    def log_size(self) -> int:
        return self._size

    def read(self) -> tuple[bytes | None, list[bytes]]:
        try:
            names = self._names()
            newest = _newest_snapshot(names, self._address)
            if newest is None:
                return None, []
            self._generation = newest
            snapshot = self._files.cat_file(self._path(f"snapshot.{self._generation:08d}"))
            batches: list[bytes] = []
            for number in self._numbers(names):
                name = self._log_name(number)
                content = self._files.cat_file(self._path(name))
                batch = _frame_at(content, 0)
                if number != len(batches) or batch is None:
                    raise InvalidDataError(f"batch {len(batches)} of the log in '{self._address}' is damaged or gone")
                batches.append(batch)
                self._size += len(content)
            self._count = len(batches)
            self._discard_older(names)
        except OSError as failure:
            raise _refused("read", self._address, failure) from failure
        return bytes(snapshot), batches

    def append(self, batch: bytes) -> None:
        frame = framed(batch)
        path = self._path(self._log_name(self._count))
        self._put(path, frame)
        self._count += 1
        self._size += len(frame)

    def replace(self, snapshot: bytes) -> None:
        self._put(self._path(f"snapshot.{self._generation + 1:08d}"), snapshot)
        self._generation += 1
        self._count = self._size = 0
        try:
            self._discard_older(self._names())
        except OSError as failure:
            raise _refused("read", self._address, failure) from failure

    def close(self) -> None:
        pass

    def _put(self, path: str, content: bytes) -> None:
        try:
            self._files.pipe_file(path, content)
        except OSError as failure:
            raise _refused("write", path, failure) from failure

    def _log_name(self, number: int) -> str:
        return f"log.{self._generation:08d}.{number:08d}"

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _names(self) -> list[str]:
        self._files.invalidate_cache(self._root)
        return [str(path).rsplit("/", 1)[-1] for path in self._files.ls(self._root, detail=False)]

    def _numbers(self, names: list[str]) -> list[int]:
        matches = [match for match in map(_LOG.fullmatch, names) if match and match[2]]
        return sorted(int(match[2]) for match in matches if int(match[1]) == self._generation)

    def _discard_older(self, names: list[str]) -> None:
        for name in names:
            match = _SNAPSHOT.fullmatch(name) or _LOG.fullmatch(name)
            if match and int(match[1]) < self._generation:
                self._files.rm_file(self._path(name))


def _newest_snapshot(names: list[str], location: Any) -> int | None:
    """The generation of the newest snapshot among a journal's files; None in a new journal.

    Raises:
        InvalidDataError: There is a log without a snapshot, so that this is no new journal, but one that lost its own.
    """
    generations = [int(match[1]) for match in map(_SNAPSHOT.fullmatch, names) if match]
    logs = sorted(name for name in names if _LOG.fullmatch(name))
    if not generations and logs:
        raise InvalidDataError(f"the journal '{location}' has '{logs[0]}', but no snapshot: it is damaged")
    return max(generations, default=None)


def _synchronize(folder: pathlib.Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refused(action: str, path: Any, failure: Exception) -> StateFileError:
    return StateFileError(f"cannot {action} '{path}': {failure}")
