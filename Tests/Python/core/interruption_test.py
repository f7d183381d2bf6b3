"""Ctrl-C in the middle of long work: it ends, and what was done by then is known."""

import signal
import threading
import time

import numpy as np
import pytest
from teachdrl import Teacher, _batches

COUNT = 60_000


def many(count=COUNT):
    teacher = Teacher("ALP-GMM", [0] * 8, [1] * 8, seed=1, fit_rate=20)
    tasks = np.random.default_rng(1).random((count, 8))
    return teacher, tasks, np.sin(9 * tasks).sum(axis=1)


@pytest.fixture
def interrupts():
    """Interrupts this process as Ctrl-C does, as soon as a teacher has heard of an episode."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    is_over = threading.Event()

    def interrupt_after_an_episode(teacher):
        while teacher.episode_count == 0 and not is_over.wait(0.01):
            pass
        if not is_over.is_set():
            signal.raise_signal(signal.SIGINT)

    yield lambda teacher: threading.Thread(target=interrupt_after_an_episode, args=(teacher,), daemon=True).start()
    is_over.set()
    signal.signal(signal.SIGINT, before)


def test_updates_stop_and_stay(interrupts):
    teacher, tasks, returns = many()
    interrupts(teacher)
    with pytest.raises(KeyboardInterrupt):
        teacher.update_tasks(tasks, returns)
    made = teacher.episode_count
    assert 0 < made < COUNT
    # The first ones, each whole.
    other, _, _ = many()
    for task, episode_return in zip(tasks[:made], returns[:made]):
        other.update(task, episode_return)
    assert teacher.to_bytes() == other.to_bytes()


def test_ends_of_episodes_stop_and_stay(interrupts):
    teacher, _, returns = many()
    teacher.begin_episodes(np.arange(COUNT))
    interrupts(teacher)
    with pytest.raises(KeyboardInterrupt):
        teacher.end_episodes(np.arange(COUNT), returns)
    made = teacher.episode_count
    assert 0 < made < COUNT
    assert np.array_equal(teacher.busy_slots, np.arange(made, COUNT))


def test_batches_are_the_same_as_one():
    teacher, tasks, returns = many(2000)
    other, _, _ = many()
    teacher.update_tasks(tasks, returns)
    for start in range(0, 2000, 50):
        other.update_tasks(tasks[start : start + 50], returns[start : start + 50])
    assert teacher.to_bytes() == other.to_bytes()
    sampled = teacher.sample_tasks(2000)
    assert np.array_equal(sampled, [other.sample_task() for _ in range(2000)])
    assert np.array_equal(teacher.log_densities(sampled), [teacher.log_density(task) for task in sampled])


@pytest.mark.parametrize("row", [0, 1000, 1999])
def test_one_that_is_wrong_stops_all(row):
    teacher, tasks, returns = many(2000)
    teacher.begin_episodes(np.arange(2000))
    before = teacher.to_bytes()
    outside, endless, slots = tasks.copy(), returns.copy(), np.arange(2000)
    outside[row, 3], endless[row], slots[row] = 1.5, np.nan, 2000
    twice = np.arange(2000)
    twice[row] = (row + 1) % 2000
    for call, message in (
        (lambda: teacher.update_tasks(outside, returns), r"1\.5"),
        (lambda: teacher.update_tasks(tasks, endless), rf"episode_returns\[{row}\]"),
        (lambda: teacher.end_episodes(np.arange(2000), endless), rf"episode_returns\[{row}\]"),
        (lambda: teacher.end_episodes(slots, returns), "slot 2000"),
        (lambda: teacher.end_episodes(twice, returns), "slot"),
    ):
        with pytest.raises((ValueError, RuntimeError), match=message):
            call()
        assert teacher.to_bytes() == before


def test_batches_cover_every_row_once_whatever_they_take(monkeypatch):
    for seconds_a_row in (0.0, 1e-4, 0.05, 10.0):
        now = [0.0]
        monkeypatch.setattr(time, "perf_counter", lambda now=now: now[0])
        rows, sizes = [], []
        for batch in _batches.batches(1000):
            rows += range(batch.start, batch.stop)
            sizes.append(batch.stop - batch.start)
            now[0] += seconds_a_row * sizes[-1]
        assert rows == list(range(1000))
        assert seconds_a_row < 1 or set(sizes[1:]) == {1}
