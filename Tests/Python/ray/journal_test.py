"""The journal: what was appended is there again, whatever the end was; what is damaged is refused."""

import errno
import os
import pathlib

import pytest
from teachdrl import InvalidDataError, InvalidStateError, StateFileError
from teachdrl.ray._journal import FolderJournal, ObjectJournal, batches_of, framed, open_journal

BATCHES = [b"first", b"", b"third" * 20, b"\0" * 9]
LOG = b"".join(map(framed, BATCHES))
ENDS = [sum(len(framed(batch)) for batch in BATCHES[:count]) for count in range(len(BATCHES) + 1)]


def places(tmp_path):
    return [str(tmp_path / "folder"), f"memory://{tmp_path.name}"]


def reopened(journal, location):
    journal.close()
    return open_journal(location)


@pytest.mark.parametrize("kind", [0, 1])
def test_what_was_appended_is_there_again(tmp_path, kind):
    location = places(tmp_path)[kind]
    journal = open_journal(location)
    assert isinstance(journal, [FolderJournal, ObjectJournal][kind])
    assert journal.read() == (None, [])
    journal.replace(b"start")
    for batch in BATCHES:
        journal.append(batch)
    assert journal.log_size == len(LOG)
    journal = reopened(journal, location)
    assert journal.read() == (b"start", BATCHES)
    assert journal.log_size == len(LOG)
    # Goes on behind them; a snapshot takes their place.
    journal.append(b"more")
    journal.replace(b"later")
    assert journal.log_size == 0
    journal.append(b"after")
    journal = reopened(journal, location)
    assert journal.read() == (b"later", [b"after"])
    journal.close()


def test_a_log_may_end_anywhere():
    for length in range(len(LOG) + 1):
        whole = max(end for end in ENDS if end <= length)
        assert batches_of(LOG[:length], "log") == (BATCHES[: ENDS.index(whole)], whole)


def test_a_changed_byte_is_damage_or_the_torn_end():
    for place in range(len(LOG)):
        changed = LOG[:place] + bytes([LOG[place] ^ 0x40]) + LOG[place + 1 :]
        if place < ENDS[-2]:
            with pytest.raises(InvalidDataError, match="damaged at byte"):
                batches_of(changed, "log")
        else:
            # The last batch: as a crash may leave it. Who was told that it is there says so (ledger_test.py).
            assert batches_of(changed, "log") == (BATCHES[:-1], ENDS[-2])


def test_a_torn_end_is_cut_before_more_is_written(tmp_path):
    journal = FolderJournal(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"whole")
    journal.close()
    with open(tmp_path / "log.00000000", "ab") as log:
        log.write(framed(b"torn by a crash")[:-3])
    journal = FolderJournal(tmp_path)
    assert journal.read() == (b"start", [b"whole"])
    journal.append(b"next")
    journal.close()
    journal = FolderJournal(tmp_path)
    assert journal.read() == (b"start", [b"whole", b"next"])
    journal.close()


def test_one_process_at_a_time(tmp_path):
    journal = FolderJournal(tmp_path)
    with pytest.raises(InvalidStateError, match="another process has the journal"):
        FolderJournal(tmp_path)
    journal.close()
    FolderJournal(tmp_path).close()


@pytest.mark.parametrize("step", ["write", "write after a part", "fsync", "ftruncate too"])
def test_a_batch_that_failed_is_not_there(tmp_path, monkeypatch, step):
    journal = FolderJournal(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"before")
    write, real_truncate = os.write, os.ftruncate
    parts = iter([4]) if step != "write" else iter([])

    def full(descriptor, content):
        part = next(parts, None)
        if part is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, content[:part])

    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "write", write if step == "fsync" else full)
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", refuse)
    if step == "ftruncate too":
        monkeypatch.setattr(os, "ftruncate", refuse)
    with pytest.raises(StateFileError, match="cannot write to"):
        journal.append(b"a batch for which there is no room")
    monkeypatch.undo()
    assert os.ftruncate is real_truncate
    journal.append(b"after")
    journal.close()
    journal = FolderJournal(tmp_path)
    assert journal.read() == (b"start", [b"before", b"after"])
    journal.close()


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_snapshot_that_failed_changes_nothing(tmp_path, monkeypatch, step):
    journal = FolderJournal(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"batch")

    def refuse(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(StateFileError, match="cannot write"):
        journal.replace(b"later")
    monkeypatch.undo()
    journal.append(b"another")
    journal.close()
    journal = FolderJournal(tmp_path)
    assert journal.read() == (b"start", [b"batch", b"another"])
    journal.close()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StateFileError, match="file/journal"):
        FolderJournal(tmp_path / "file" / "journal")
    with pytest.raises(StateFileError, match="nosuchprotocol"):
        open_journal("nosuchprotocol://somewhere")


def test_a_log_that_cannot_be_read_is_not_cut(tmp_path, monkeypatch):
    journal = FolderJournal(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"batch")
    journal.close()
    log = next(tmp_path.glob("log.*"))
    kept, read = log.read_bytes(), pathlib.Path.read_bytes

    def refuse(path):
        if path == log:
            raise OSError(errno.EIO, "Input/output error")
        return read(path)

    monkeypatch.setattr(pathlib.Path, "read_bytes", refuse)
    # What newer versions of Python say of what they cannot see.
    monkeypatch.setattr(pathlib.Path, "exists", lambda path, **_: path != log)
    journal = FolderJournal(tmp_path)
    with pytest.raises(StateFileError, match="cannot read"):
        journal.read()
    journal.close()
    monkeypatch.undo()
    assert log.read_bytes() == kept


@pytest.mark.parametrize("open_it", [FolderJournal, lambda path: ObjectJournal(f"memory://{path.name}/journal")])
def test_a_journal_without_its_snapshot_is_damaged_and_not_new(tmp_path, open_it):
    journal = open_it(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"batch")
    journal.close()
    if isinstance(journal, FolderJournal):
        next(tmp_path.glob("snapshot.*")).unlink()
    else:
        journal._files.rm_file(journal._path("snapshot.00000000"))
    with pytest.raises(InvalidDataError, match="no snapshot"):
        open_it(tmp_path).read()


def test_an_object_that_is_gone_is_damage(tmp_path):
    journal = ObjectJournal(f"memory://{tmp_path.name}")
    journal.replace(b"start")
    for batch in BATCHES:
        journal.append(batch)
    journal._files.rm_file(journal._path(journal._log_name(1)))
    with pytest.raises(InvalidDataError, match="batch 1 "):
        ObjectJournal(f"memory://{tmp_path.name}").read()


def test_a_snapshot_whose_folder_is_not_on_the_disk_loses_nothing(tmp_path, monkeypatch):
    journal = FolderJournal(tmp_path)
    journal.read()
    journal.replace(b"start")
    journal.append(b"batch")
    real, calls = os.fsync, []

    def refuse(descriptor):
        calls.append(descriptor)
        if len(calls) > 1:  # The snapshot's own comes first.
            raise OSError(errno.EIO, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StateFileError, match="cannot open"):
        journal.replace(b"later, batch included")
    with pytest.raises(StateFileError):
        journal.append(b"too early")
    monkeypatch.undo()
    journal.append(b"another")
    journal.close()
    with pytest.raises(InvalidStateError, match="is closed"):
        journal.append(b"too late")
    journal = FolderJournal(tmp_path)
    assert journal.read() == (b"later, batch included", [b"another"])
    journal.close()
