"""A shared teacher under many workers: nothing acknowledged is lost or counted twice, whoever is killed."""

import json
import os
import signal
import time

import numpy as np
import pytest
from teachdrl import InvalidArgumentError, InvalidStateError, StateFileError, Teacher
from teachdrl.ray import SharedTeacher, TaskClient
from teachdrl.ray._journal import FolderJournal
from teachdrl.ray._ledger import Ledger, Request, decoded

OPTIONS = {"fit_rate": 20, "max_k": 4}


def create(name, journal, **changes):
    arguments = {"seed": 3, "lease": 60.0} | OPTIONS | changes
    return SharedTeacher.create(name, "ALP-GMM", [0, 0], [3, 6], journal=journal, **arguments)


def patiently(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def worker_class(cluster):
    class Worker:
        """Plays, and writes into a file what the teacher has confirmed."""

        def __init__(self, name, file):
            self.client, self.path = TaskClient(name), file

        def worker(self):
            return self.client.worker

        def process(self):
            return os.getpid()

        def play(self, episodes, pause=0.0):
            with open(self.path, "a") as confirmed:
                for _ in range(episodes):
                    episode = self.client.next()
                    time.sleep(pause)
                    episode_return = float(episode.task.sum())
                    self.client.finish(episode, episode_return)
                    self.client.flush()
                    confirmed.write(json.dumps([episode.ticket, *episode.task, episode_return]) + "\n")
                    confirmed.flush()
            return self.client.refused

    return cluster.remote(Worker).options(num_cpus=0)


def replayed(folder):
    """The ledger that a journal leads to, made by hand, and the entries of its log."""
    journal = FolderJournal(folder)
    snapshot, batches = journal.read()
    journal.close()
    ledger = Ledger.from_bytes(snapshot)
    entries = [entry for batch in batches for entry in decoded(batch, ledger.teacher.dimension)]
    for entry in entries:
        ledger.apply(entry)
    return ledger, entries


def test_one_worker_gets_what_a_teacher_alone_proposes(cluster, tmp_path):
    teacher = create("alone", tmp_path / "journal")
    plain = Teacher("ALP-GMM", [0, 0], [3, 6], seed=3, **OPTIONS)
    with TaskClient("alone", prefetch=1, prefetch_limit=1) as client:
        # One ahead: a task is proposed before the result of the one in hand.
        ahead = plain.sample_task()
        for _ in range(100):
            episode = client.next()
            assert np.array_equal(episode.task, ahead)
            ahead = plain.sample_task()
            client.finish(episode, episode.task[0])
            client.flush()
            plain.update(episode.task, episode.task[0])
            assert client.unconfirmed == 0
        assert teacher.teacher().to_bytes() == plain.to_bytes()
        assert len(teacher.running()) == 1 and teacher.workers == [client.worker]
    assert teacher.running() == {} and teacher.workers == [] and teacher.lost() == {}
    assert client.refused == 0 and teacher.episode_count == 100
    teacher.stop()


def test_kills_lose_nothing_that_was_acknowledged(cluster, worker_class, tmp_path):
    teacher = create("killed", tmp_path / "journal", lease=2.0)
    files = [tmp_path / f"worker{index}" for index in range(4)]
    workers = [worker_class.remote("killed", file) for file in files]
    names = cluster.get([worker.worker.remote() for worker in workers])
    processes = cluster.get([worker.process.remote() for worker in workers])
    games = [worker.play.remote(150, 0.002) for worker in workers[:3]]
    # The fourth plays until it is killed in the middle of an episode.
    workers[3].play.remote(1_000_000, 0.002)
    for round_ in range(3):
        patiently(lambda enough=60 * (round_ + 1): teacher.episode_count >= enough)
        if round_ == 1:
            os.kill(processes[3], signal.SIGKILL)
        os.kill(teacher.process, signal.SIGKILL)
    assert cluster.get(games, timeout=120) == [0, 0, 0]
    # What the dead worker was playing is known to be lost once its lease has ended.
    patiently(lambda: len(teacher.lost()) > 0)
    assert names[3] not in teacher.workers
    confirmed = [tuple(json.loads(line)) for file in files for line in file.read_text().splitlines()]
    tickets = [ticket for ticket, *_ in confirmed]
    assert len(set(tickets)) == len(tickets) >= 450
    # The dead worker may have been killed after its last result was acknowledged and before it wrote so.
    assert teacher.episode_count - len(tickets) in (0, 1)
    assert not set(tickets) & (set(teacher.running()) | set(teacher.lost()))
    assert teacher.statistics.replayed > 0
    state, lost = teacher.teacher().to_bytes(), teacher.lost()
    teacher.stop()
    ledger, entries = replayed(tmp_path / "journal")
    assert ledger.teacher.to_bytes() == state and list(ledger.lost) == list(lost)
    # Each result is in the log once, with the return that the worker reported.
    logged = [pair for entry in entries if isinstance(entry, Request) for pair in zip(entry.tickets, entry.returns)]
    assert len(dict(logged)) == len(logged) == ledger.teacher.episode_count
    assert {(ticket, value) for ticket, *_, value in confirmed} <= set(logged)


def test_a_worker_that_was_only_slow_loses_nothing(cluster, tmp_path):
    teacher = create("slow", tmp_path / "journal")
    client = TaskClient("slow")
    episode = client.next()
    teacher.give_up(client.worker)
    assert episode.ticket in teacher.lost() and teacher.workers == []
    client.finish(episode, 1.0)
    client.flush()
    assert episode.ticket not in teacher.lost() and teacher.episode_count == 1
    assert client.refused == 0 and teacher.workers == [client.worker]
    client.close()
    teacher.stop()


def test_a_worker_that_has_to_wait_fetches_further_ahead(cluster):
    teacher = create("ahead", None)
    client = TaskClient("ahead", prefetch=1, prefetch_limit=8)
    for _ in range(100):
        client.finish(client.next(), 0.5)
    client.flush()
    # The next ones, all of them here.
    assert len(teacher.running()) == 8
    client.close()
    teacher.stop()


def test_a_quiet_worker_stays(cluster, tmp_path):
    teacher = create("quiet", None, lease=0.5)
    client = TaskClient("quiet")
    client.next()
    time.sleep(2)
    assert teacher.workers == [client.worker] and teacher.lost() == {}
    client.close()
    teacher.stop()


def test_a_journal_goes_on_and_is_one_teachers(cluster, tmp_path):
    teacher = create("before", tmp_path / "journal")
    with TaskClient(teacher) as client:
        for _ in range(50):
            episode = client.next()
            client.finish(episode, 0.5)
    with pytest.raises(InvalidStateError, match="another process has the journal"):
        create("beside", tmp_path / "journal")
    state = teacher.teacher().to_bytes()
    teacher.snapshot()
    teacher.stop()
    again = create("again", tmp_path / "journal", seed=99)
    assert again.teacher().to_bytes() == state and again.statistics.replayed == 0
    again.stop()
    for changes, message in [({"fit_rate": 30}, "options is .*30.*, but the teacher in the journal .* has .*20")]:
        with pytest.raises(InvalidArgumentError, match=message):
            create("other", tmp_path / "journal", **changes)
    with pytest.raises(InvalidArgumentError, match="name is RIAC"):
        SharedTeacher.create("other", "RIAC", [0, 0], [3, 6], journal=tmp_path / "journal")


def test_wrong_calls_say_what_is_wrong(cluster, tmp_path):
    for arguments, message in [
        ({"lease": 0}, "lease is 0"),
        ({"fit_rat": 1}, "fit_rate"),
        ({"seed": -1}, "seed is -1"),
    ]:
        with pytest.raises((InvalidArgumentError, KeyError), match=message):
            create("wrong", None, **arguments)
    (tmp_path / "file").write_text("")
    with pytest.raises(StateFileError, match="file/journal"):
        create("wrong", tmp_path / "file" / "journal")
    teacher = create("right", None)
    with pytest.raises(ValueError, match="right"):
        create("right", None)
    with pytest.raises(InvalidArgumentError, match="prefetch is 0"):
        TaskClient("right", prefetch=0)
    with pytest.raises(InvalidArgumentError, match="prefetch_limit is 3; it must be from prefetch, 4,"):
        TaskClient("right", prefetch=4, prefetch_limit=3)
    client = TaskClient("right")
    episode = client.next()
    with pytest.raises(InvalidArgumentError, match="episode_return is nan"):
        client.finish(episode, float("nan"))
    client.finish(episode, 1.0)
    with pytest.raises(InvalidStateError, match="is not under way"):
        client.finish(episode, 1.0)
    # The teacher refuses a task outside its space; the worker's other results count all the same.
    episode = client.next()
    client.flush()
    client.update([1.0, 7.0], 1.0)
    with pytest.raises(InvalidArgumentError):
        client.flush()
    client.finish(episode, 2.0)
    client.update([1.0, 5.0], 1.0)
    client.flush()
    assert teacher.episode_count == 3
    client.close()
    with pytest.raises(InvalidStateError, match="closed"):
        client.next()
    teacher.stop()
