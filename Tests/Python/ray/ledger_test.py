"""The ledger: the same entries give the same teacher and the same books, from a start or from a snapshot."""

import random

import numpy as np
import pytest
from teachdrl import InvalidArgumentError, InvalidDataError, InvalidStateError, Teacher
from teachdrl.ray._ledger import LOST_KEPT, Ledger, Loss, Request, decoded, encoded


def make_teacher():
    return Teacher("ALP-GMM", [0, 0], [3, 6], seed=5, fit_rate=20, max_k=4)


class Workers:
    """Workers that play, report late and in any order, repeat requests, die and come back."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.numbers = {}
        self.playing = {}
        self.updates = []  # what a teacher must have been told, in order
        self.entries = []

    def step(self, ledger):
        names = [bytes([index]) * 16 for index in range(5)]
        worker = self.chance.choice(names)
        playing = self.playing.setdefault(worker, {})
        if self.chance.random() < 0.05:
            entry = Loss(worker)
        else:
            finished = self.chance.sample(sorted(playing), self.chance.randint(0, len(playing)))
            returns = [float(playing[ticket][0]) * self.chance.random() for ticket in finished]
            own = [[self.chance.uniform(0, 3), self.chance.uniform(0, 6)] for _ in range(self.chance.randint(0, 1))]
            leaves = self.chance.random() < 0.03
            number = self.numbers.get(worker, 0) + 1
            entry = Request(
                worker, number, 0 if leaves else self.chance.randint(0, 4), finished, returns, own,
                [1.0] * len(own), leaves,
            )  # fmt: skip
            assert ledger.check(entry) is None
        reply = ledger.apply(entry)
        self.entries.append(entry)
        if isinstance(entry, Loss):
            return
        assert reply.refused == []
        tasks = [playing.pop(ticket) for ticket in entry.tickets]
        self.updates += [*zip(tasks, entry.returns), *zip(entry.tasks, entry.task_returns), len(reply.tickets)]
        playing.update(zip(reply.tickets, reply.tasks))
        self.numbers[worker] = 0 if entry.leaves else entry.number
        if entry.leaves:
            playing.clear()
        else:
            again = ledger.check(entry)
            assert again.tickets == reply.tickets and np.array_equal(again.tasks, reply.tasks)


def test_the_teacher_is_told_what_workers_report_and_nothing_else():
    ledger, workers = Ledger(make_teacher()), Workers(1)
    for _ in range(2000):
        workers.step(ledger)
    plain = make_teacher()
    for update in workers.updates:
        if isinstance(update, int):
            plain.sample_tasks(update)
        else:
            plain.update(*update)
    assert plain.episode_count > 1000
    assert ledger.teacher.to_bytes() == plain.to_bytes()
    playing = {ticket for tickets in workers.playing.values() for ticket in tickets}
    assert set(ledger.running) | set(ledger.lost) == playing
    assert not set(ledger.running) & set(ledger.lost)


@pytest.mark.parametrize("seed", range(5))
def test_a_snapshot_and_the_log_since_lead_to_the_same_ledger(seed):
    ledger, workers = Ledger(make_teacher()), Workers(seed)
    for _ in range(300):
        workers.step(ledger)
    snapshot = ledger.to_bytes()
    workers.entries.clear()
    for _ in range(300):
        workers.step(ledger)
    # Batches of any sizes, through the form in which they are written.
    restored = Ledger.from_bytes(snapshot)
    entries = workers.entries
    while entries:
        count = workers.chance.randint(1, 20)
        for entry in decoded(encoded(entries[:count]), 2):
            restored.apply(entry)
        entries = entries[count:]
    assert restored.to_bytes() == ledger.to_bytes()
    assert restored.workers == ledger.workers


def test_a_request_counts_once_and_none_may_be_missing():
    ledger = Ledger(make_teacher())
    first = Request(b"w" * 16, 1, wanted=2)
    reply = ledger.apply(first)
    assert ledger.check(first).tickets == reply.tickets
    with pytest.raises(InvalidStateError, match="its request 3, but the last known is 1"):
        ledger.check(Request(b"w" * 16, 3))
    # A worker that the teacher told of its results, and a teacher that has lost them.
    with pytest.raises(InvalidStateError, match="restored without what it had acknowledged"):
        Ledger(make_teacher()).check(Request(b"w" * 16, 2, 0, reply.tickets, [1.0, 2.0]))
    # No episode under way has the ticket: the rest counts.
    second = Request(b"w" * 16, 2, 0, [reply.tickets[0], 77], [1.0, 1.0])
    assert ledger.apply(second).refused == [77]
    assert ledger.teacher.episode_count == 1


def test_a_worker_may_leave_twice():
    ledger = Ledger(make_teacher())
    ledger.apply(Request(b"w" * 16, 1, wanted=2))
    leave = Request(b"w" * 16, 2, leaves=True)
    assert ledger.check(leave) is None
    ledger.apply(leave)
    assert ledger.check(leave).tickets == [] and ledger.running == {}
    with pytest.raises(InvalidStateError, match="its request 2, but the last known is 0"):
        ledger.check(Request(b"w" * 16, 2, 0, [0], [1.0], leaves=True))


def test_wrong_requests_are_refused():
    ledger = Ledger(make_teacher())
    worker = b"w" * 16
    for wrong, message in [
        (Request(b"w", 1), "worker has 1 bytes"),
        (Request(worker, 1, -1), "wanted is -1"),
        (Request(worker, 1, 100_001), "wanted is 100001"),
        (Request(worker, 1, 0, [1, 2], [0.5]), "2 tickets, but 1 returns"),
        (Request(worker, 1, 0, [1], [float("inf")]), "must be finite"),
        (Request(worker, 1, 0, [], [], [[1.0, 1.0]], [float("nan")]), "must be finite"),
        (Request(worker, 1, 0, [], [], [[1.0, 7.0]], [0.5]), "task"),
        (Request(worker, 1, 0, [], [], [[1.0]], [0.5]), "shape"),
    ]:
        with pytest.raises(InvalidArgumentError, match=message):
            ledger.check(wrong)
    assert ledger.teacher.episode_count == 0


def test_lost_episodes_are_known_and_count_when_they_come_after_all():
    ledger = Ledger(make_teacher())
    worker = b"w" * 16
    reply = ledger.apply(Request(worker, 1, 3))
    ledger.apply(Loss(worker))
    assert list(ledger.lost) == reply.tickets and not ledger.running and ledger.workers == []
    assert [episode.task for episode in ledger.lost.values()] == reply.tasks.tolist()
    assert ledger.apply(Request(worker, 2, 0, reply.tickets[:1], [1.0])).refused == []
    assert ledger.teacher.episode_count == 1 and list(ledger.lost) == reply.tickets[1:]
    assert ledger.workers == [worker]


def test_what_is_remembered_of_the_dead_is_bounded():
    ledger = Ledger(make_teacher())
    for index in range(LOST_KEPT + 50):
        worker = index.to_bytes(16, "little")
        ledger.apply(Request(worker, 1, 2))
        ledger.apply(Loss(worker))
    assert len(ledger.lost) == LOST_KEPT and len(ledger._workers) == LOST_KEPT


def test_a_damaged_snapshot_is_refused():
    ledger, workers = Ledger(make_teacher()), Workers(3)
    for _ in range(60):
        workers.step(ledger)
    state = ledger.to_bytes()
    for place in range(0, len(state), 7):
        changed = state[:place] + bytes([state[place] ^ 1]) + state[place + 1 :]
        with pytest.raises(InvalidDataError):
            Ledger.from_bytes(changed)
    for length in range(0, len(state), 61):
        with pytest.raises(InvalidDataError):
            Ledger.from_bytes(state[:length])


def test_a_batch_that_is_no_list_of_entries_is_refused():
    batch = encoded([Request(b"w" * 16, 1, 2, [1], [0.5], [[1.0, 2.0]], [3.0])])
    for length in range(1, len(batch)):
        with pytest.raises(InvalidDataError, match="no list of entries"):
            decoded(batch[:length], 2)
    with pytest.raises(InvalidDataError, match="kind 99"):
        decoded(b"\x63" + batch[1:], 2)


def test_an_abandoned_episode_is_over_and_not_heard_of():
    ledger, worker = Ledger(make_teacher()), b"w" * 16
    tickets = ledger.apply(Request(worker, 1, 2)).tickets
    entry = Request(worker, 2, 0, tickets, [float("nan"), 0.5])
    assert ledger.check(entry) is None
    (logged,) = decoded(encoded([entry]), 2)
    assert ledger.apply(logged).refused == []
    assert ledger.teacher.episode_count == 1 and ledger.running == {}
