"""A teacher written in Python that workers share: journal, restarts and refusals are as with the library's."""

import os
import signal
import time

import numpy as np
import pytest
from teachdrl import InvalidArgumentError, InvalidDataError, Teacher
from teachdrl.ray import SharedTeacher, TaskClient
from teachdrl.ray._ledger import Ledger, Request
from teachdrl.ray._python_teacher import PythonTeacher


def make_kind():
    # Not of the module's, which the actor's process could not import.
    class Greedy:
        """Proposes near the task on which it heard the greatest return."""

        def __init__(self, seed=1):
            self.random, self.best, self.heard = np.random.default_rng(seed), (None, -np.inf), []

        def sample_task(self):
            center = self.random.uniform([0, 0], [3, 6]) if self.best[0] is None else self.best[0]
            return np.clip(center + self.random.normal(0, 0.1, 2), [0, 0], [3, 6])

        def update(self, task, episode_return):
            self.heard.append((task.tolist(), episode_return))
            if episode_return > self.best[1]:
                self.best = task, episode_return

    return Greedy


Greedy = make_kind()


def play(client, episodes):
    for _ in range(episodes):
        episode = client.next()
        client.finish(episode, float(episode.task.sum()))
    client.flush()


@pytest.fixture
def name(cluster, request):
    return request.node.name


def test_a_worker_gets_what_it_would_get_alone(name):
    shared = SharedTeacher.create(name, Greedy(), [0, 0], [3, 6], journal=None)
    with TaskClient(shared, prefetch=1, prefetch_limit=1) as client:
        play(client, 40)
    copy = shared.teacher()
    assert len(copy.heard) == shared.episode_count == 40
    assert shared.progress() == {"episodes": 40}
    assert all(total == sum(task) for task, total in copy.heard)
    assert copy.best[1] == max(total for _, total in copy.heard)
    shared.stop()


def test_the_actor_goes_on_where_it_was_killed(name, tmp_path):
    shared = SharedTeacher.create(name, Greedy(), [0, 0], [3, 6], journal=tmp_path / "journal")
    with TaskClient(shared) as client:
        play(client, 20)
        before, process = shared.teacher(), shared.process
        os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while shared.process == process:
            assert time.monotonic() < deadline
        after = shared.teacher()
        assert after.heard == before.heard
        assert np.array_equal(after.sample_task(), before.sample_task())
        play(client, 20)
    assert len(shared.teacher().heard) == shared.episode_count == 40
    shared.stop()
    # A journal goes on, whatever state the given object is in.
    again = SharedTeacher.create(f"{name}-again", Greedy(7), [0, 0], [3, 6], journal=tmp_path / "journal")
    assert len(again.teacher().heard) == 40
    again.stop()
    with pytest.raises(InvalidDataError, match="written in Python"):
        SharedTeacher.create(f"{name}-native", "Random", [0, 0], [3, 6], journal=tmp_path / "journal")


def test_it_is_restored(name):
    shared = SharedTeacher.create(name, Greedy(), [0, 0], [3, 6], journal=None)
    with TaskClient(shared) as client:
        play(client, 5)
        state = shared.state()
        play(client, 5)
        shared.restore(state)
        assert len(shared.teacher().heard) == 5
    with pytest.raises(InvalidArgumentError, match="whose name is Random"):
        shared.restore(Teacher("Random", [0, 0], [3, 6]))
    shared.stop()
    native = SharedTeacher.create(f"{name}-native", "Random", [0, 0], [3, 6], journal=None)
    with pytest.raises(InvalidDataError, match="written in Python"):
        native.restore(state)
    native.stop()


def test_its_errors_reach_the_workers(name):
    class Failing(Greedy):
        def update(self, task, episode_return):
            raise ZeroDivisionError("nothing to divide by")

    shared = SharedTeacher.create(name, Failing(), [0, 0], [3, 6], journal=None)
    client = TaskClient(shared)
    with pytest.raises(Exception, match="nothing to divide by"):
        play(client, 3)
    shared.stop()


def test_what_cannot_be_is_refused(name):
    for wrong, options, said in (
        (object(), {}, "teacher must be a teachdrl.Teacher or an object with methods"),
        (Greedy, {}, "teacher must be a teachdrl.Teacher or an object with methods"),
        (Greedy(), {"fit_rate": 5}, "fit_rate is an option of the library's teachers"),
        (Greedy(), {"seed": 5}, "seed is of the library's teachers"),
    ):
        with pytest.raises(TypeError, match=said):
            SharedTeacher.create(name, wrong, [0, 0], [3, 6], journal=None, **options)
    with pytest.raises(InvalidArgumentError, match="low"):
        SharedTeacher.create(name, Greedy(), [3, 0], [0, 6], journal=None)


def test_tasks_outside_the_space_are_refused():
    class Outside(Greedy):
        def sample_task(self):
            return [9.0, 9.0]

    with pytest.raises(InvalidArgumentError, match=r"Outside proposed is .* outside the task space"):
        PythonTeacher(Outside(), [0, 0], [3, 6]).proposals(1)
    ledger = Ledger(PythonTeacher(Greedy(), [0, 0], [3, 6]))
    for own in ([[1.0, 7.0]], [[1.0]]):
        with pytest.raises(InvalidArgumentError, match="tasks"):
            ledger.check(Request(b"w" * 16, 1, 0, [], [], own, [0.5]))
    again = Ledger.from_bytes(ledger.to_bytes(), unpickles=True)
    assert again.to_bytes() == ledger.to_bytes()
    with pytest.raises(InvalidDataError, match="written in Python"):
        Ledger.from_bytes(ledger.to_bytes())
