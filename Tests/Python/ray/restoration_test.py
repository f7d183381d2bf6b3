"""A shared teacher that is put back to a saved state: in the ledger, in the journal, and for its workers."""

import os
import signal

import numpy as np
import pytest
import teachdrl
from teachdrl.ray import SharedTeacher, TaskClient
from teachdrl.ray._ledger import Ledger, Loss, Request, Restoration, decoded, encoded

WORKER = bytes(range(16))


def make_teacher():
    return teachdrl.Teacher("ALP-GMM", [0, 0], [3, 6], seed=3, fit_rate=5, max_k=3)


def make_entries():
    """Some requests, a restoration to the state before them, and what comes after."""
    heard = [float(i) for i in range(8)]
    before = [Request(WORKER, 1, 8, [], [], [], []), Request(WORKER, 2, 8, list(range(8)), heard, [], [])]
    state = make_teacher().to_bytes()
    last = Request(WORKER, 4, 0, [16], [7.0], [[1.0, 2.0]], [3.0])
    after = [Request(WORKER, 3, 1, [8], [5.0], [], []), Loss(WORKER), last]
    return [*before, Restoration(state), *after]


def test_a_ledger_goes_on_from_the_state():
    ledger = Ledger(make_teacher())
    replies = [ledger.apply(entry) for entry in make_entries()]
    # The old episode's result is refused; the new one's ticket is new, its task what the state would propose first.
    assert replies[3].refused == [8] and replies[3].tickets == [16]
    assert replies[3].tasks.tolist() == [make_teacher().sample_task().tolist()]
    # Lost and reported after all, with a task of the worker's own.
    assert replies[5].refused == [] and ledger.teacher.episode_count == 2


def test_bounds_may_have_passed_through_float32():
    low, high = [0.1, 0.0], [0.3, 1e300]
    rounded = [float(np.float32(0.1)), 0.0], [float(np.float32(0.3)), 1e300]
    ledger = Ledger(teachdrl.Teacher("RIAC", low, high, seed=3))
    assert ledger.restored(teachdrl.Teacher("RIAC", *rounded, seed=4).to_bytes()).high[0] > 0.3
    for other in ([0.3001, 1e300], [0.3, np.nextafter(1e300, 0)], [0.3], [0.3, 1e300, 1]):
        with pytest.raises(teachdrl.InvalidArgumentError, match="the state is of a teacher whose"):
            ledger.restored(teachdrl.Teacher("RIAC", [0.1, 0, 0][: len(other)], other, seed=4).to_bytes())
    with pytest.raises(teachdrl.InvalidArgumentError, match="name"):
        ledger.restored(teachdrl.Teacher("Random", low, high).to_bytes())


def test_entries_are_read_back_from_a_batch():
    entries = make_entries()
    assert decoded(encoded(entries), 2) == entries
    one, other = Ledger(make_teacher()), Ledger(make_teacher())
    for entry in entries:
        one.apply(entry)
    for entry in decoded(encoded(entries), 2):
        other.apply(entry)
    assert one.to_bytes() == other.to_bytes() == Ledger.from_bytes(one.to_bytes()).to_bytes()


def test_a_batch_that_ends_inside_a_state_is_refused():
    batch = encoded([Restoration(make_teacher().to_bytes())])
    with pytest.raises(teachdrl.InvalidDataError, match="bytes of a teacher's state"):
        decoded(batch[:-1], 2)


@pytest.mark.usefixtures("cluster")
def test_workers_go_on_and_a_killed_actor_comes_back_restored(tmp_path):
    teacher = SharedTeacher.create("back", "ALP-GMM", [0, 0], [3, 6], journal=tmp_path, seed=3, fit_rate=5, max_k=3)
    with TaskClient(teacher, prefetch_limit=2) as client:
        for value in range(12):
            client.finish(client.next(), value)
        client.flush()
        saved = teacher.teacher().to_bytes()
        old = client.next()
        for value in range(12):
            client.finish(client.next(), value)
        client.flush()
        teacher.restore(saved)
        assert teacher.teacher().to_bytes() == saved
        os.kill(teacher.process, signal.SIGKILL)
        assert teacher.teacher().to_bytes() == saved and teacher.running() == {}
        client.finish(old, 1.0)
        client.flush()
        assert client.refused == 1 and teacher.episode_count == 12
        # Two that were fetched before, then new ones.
        for value in range(6):
            client.finish(client.next(), value)
        client.flush()
        assert client.refused == 3 and teacher.episode_count == 16
    assert teacher.running() == teacher.lost() == {}
    teacher.stop()


@pytest.mark.usefixtures("cluster")
def test_only_a_teacher_of_the_same_kind_can_be_put_back():
    teacher = SharedTeacher.create("kinds", "Random", [0, 0], [3, 6], journal=None)
    before = teacher.teacher().to_bytes()
    for state, failure, message in (
        (teachdrl.Teacher("RIAC", [0, 0], [3, 6]), teachdrl.InvalidArgumentError, "name is RIAC; it must be Random"),
        (teachdrl.Teacher("Random", [0, 1], [3, 6]), teachdrl.InvalidArgumentError, "low is"),
        (before[:-1], teachdrl.InvalidDataError, "damaged"),
    ):
        with pytest.raises(failure, match=message):
            teacher.restore(state)
    assert teacher.teacher().to_bytes() == before
    teacher.stop()
