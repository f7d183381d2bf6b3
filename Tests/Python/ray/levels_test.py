"""Levels, successes and scores among workers: the same level is the same track, and the teacher hears all."""

import os
import signal
import time

import levels
import numpy as np
import pytest
import ray
from levels import OPTIONS, SEEDS, TASKS, Levels, action_at, levels_by_the_library, require_told, vector_of
from teachdrl import Choice, Environment, InvalidArgumentError, Log, Number, TaskSpace, Teacher
from teachdrl.ray import RolloutWorker, SharedTeacher, TaskClient
from teachdrl.ray._ledger import Ledger, Request, decoded, encoded
from teachdrl.ray._python_teacher import PythonTeacher, made_of

# The actor's process does not know the folder of the tests.
ray.cloudpickle.register_pickle_by_value(levels)

SPACE = Environment("stump-tracks", seed=1).task_space
WORKER = b"w" * 16


@pytest.fixture
def name(cluster, request):
    return request.node.name


def play(episode):
    """Plays an episode by the library's single environments."""
    environment = Environment("stump-tracks", seed=episode.seed, **OPTIONS)
    environment.set_task(episode.task)
    environment.reset()
    total, length, ended = 0.0, 0, False
    while not ended:
        _, reward, terminated, truncated = environment.step(action_at(length))
        total, length, ended = total + reward, length + 1, terminated or truncated
    return total, length


def test_clients_get_levels_and_tell_outcomes(name, tmp_path):
    shared = SharedTeacher.create(name, Levels(), SPACE, journal=tmp_path / "journal")
    assert shared.space == SPACE
    with TaskClient(shared) as client:
        for number in range(10):
            episode = client.next()
            level = episode.ticket % 3
            assert (episode.level, episode.seed) == (level, SEEDS[level])
            assert episode.is_for_learning == (episode.ticket % 4 != 3)
            total, length = play(episode)
            client.finish(episode, total, success=False, length=length, score=number)
        client.flush()
        process = shared.process
        before = shared.teacher()
        # What it was told is in the journal, all of it.
        os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while shared.process == process:
            assert time.monotonic() < deadline
        after = shared.teacher()
        assert (after.told, after.count) == (before.told, before.count)
        require_told(after, levels_by_the_library(), 10)
        assert [score for *_, score in after.told] == list(range(10))
    shared.stop()


def test_a_level_that_cannot_be_learnt_from_is_an_error(name):
    shared = SharedTeacher.create(name, Levels(), SPACE, journal=None)
    client = TaskClient(shared)
    client.finish(client.next(), 1.0)
    with pytest.raises(InvalidArgumentError, match=r"Levels\.update\(\) needs success, length"):
        client.flush()
    shared.stop()


def test_rollouts(name):
    shared, expected = SharedTeacher.create(name, Levels(), SPACE, journal=None), levels_by_the_library()
    step = {}

    class ByStep:
        """Actions by the number of each environment's step, which starts over with its episodes."""

        def __call__(self, observations, generator):
            for index, observation in enumerate(observations):
                is_first = any(observation.tobytes() == first for (first, *_), _, _ in expected)
                step[index] = 0 if is_first else step[index] + 1
            return np.array([action_at(step[index]) for index in range(len(observations))])

    worker = RolloutWorker("teachdrl/StumpTracks-v0", 3, shared, seed=1, score=lambda each: -each.length, **OPTIONS)
    rollout = worker.collect(ByStep(), 120)
    worker.flush()
    assert len(rollout.episodes) > 9 and not rollout.episodes.successes.any()
    teacher = shared.teacher()
    require_told(teacher, expected, 10)
    assert all(score == -length for *_, length, score in teacher.told)
    worker.close()
    shared.stop()


def test_a_typed_space_and_tasks_by_name(name, tmp_path):
    space = TaskSpace(gravity=Log(1, 20), ground=Choice("grass", "ice"))
    arguments = dict(journal=tmp_path / "journal", seed=1, signal="success", fit_rate=10)
    shared = SharedTeacher.create(name, "ALP-GMM", space, **arguments)
    assert shared.space == shared.teacher().space == space
    plain = Teacher("ALP-GMM", space, seed=1, signal="success", fit_rate=10)
    with TaskClient(shared, prefetch=1, prefetch_limit=1) as client:
        task = {"gravity": 9.81, "ground": "ice"}
        client.update(task, success=0.5)
        client.flush()
    plain.update(task, success=0.5)
    assert shared.teacher().episode_count == 1
    assert shared.teacher().log_density(task) == plain.log_density(task)
    shared.stop()
    again = SharedTeacher.create(f"{name}-again", "ALP-GMM", space, **arguments)
    assert again.episode_count == 1
    again.stop()
    other = TaskSpace(gravity=Number(1, 20), ground=Choice("grass", "ice"))
    with pytest.raises(InvalidArgumentError, match="space is"):
        SharedTeacher.create(f"{name}-other", "ALP-GMM", other, **arguments)


# Without a cluster: the ledger itself.


def test_levels_and_outcomes_are_in_snapshots_and_logs():
    ledger = Ledger(PythonTeacher(Levels(), SPACE, None))
    reply = ledger.apply(Request(WORKER, 1, 3))
    assert [level for level, _, _ in reply.levels] == [0, 1, 2]
    again = Ledger.from_bytes(ledger.to_bytes(), unpickles=True)
    assert again.check(Request(WORKER, 1, 3)) == again.check(Request(WORKER, 1, 3))
    assert again.check(Request(WORKER, 1, 3)).levels == reply.levels
    entry = Request(
        WORKER, 2, 1, reply.tickets[:2], [1.5, 2.5], [vector_of(0)], [3.5], False,
        [{"success": 1.0, "length": 7}, {"success": 0.25, "length": 8, "score": -2.0, "value_estimate": 0.5}],
        [{"success": 0.0, "length": 9, "level": 2**64 - 2}],
    )  # fmt: skip
    assert ledger.check(entry) is None
    assert decoded(encoded([entry]), 2) == [entry]
    for each, logged in ((ledger, entry), (again, decoded(encoded([entry]), 2)[0])):
        each.apply(logged)
        # Of a ticket the level is the ledger's, of a worker's own task the worker's.
        assert [(level, success, length) for level, _, _, success, length, _ in each.teacher.wrapped.told] == [
            (0, 1.0, 7), (1, 0.25, 8), (2**64 - 2, 0.0, 9)
        ]  # fmt: skip
        assert np.array(TASKS[1]).tolist() == each.teacher.wrapped.told[1][1]
    assert again.to_bytes() == ledger.to_bytes()


def test_what_the_teacher_would_refuse_is_refused_before_it_is_logged():
    def made(**options):
        return Ledger(made_of("ALP-GMM", [0, 0], [1, 1], 1, {"fit_rate": 10, **options}))

    own = [[0.5, 0.5]]
    ledger = made(signal="success")
    for more, said in (((), "needs success"), ([{"success": 2.0}], "success is 2.0"), ([{"score": 1.0}], "success")):
        with pytest.raises(InvalidArgumentError, match=said):
            ledger.check(Request(WORKER, 1, 0, [], [], own, [1.0], False, (), more))
    assert ledger.check(Request(WORKER, 1, 0, [], [], own, [1.0], False, (), [{"success": 0.5}])) is None
    # Success that follows from the return is enough.
    derived = made(signal="success", success_return=0.5)
    assert derived.check(Request(WORKER, 1, 0, [], [], own, [1.0])) is None
    assert derived.teacher.episode_count == 0
    with pytest.raises(InvalidArgumentError, match="1 tasks, but more is known about 2"):
        ledger.check(Request(WORKER, 1, 0, [], [], own, [1.0], False, (), [{}, {}]))


def test_a_log_of_returns_alone_is_read_as_before():
    # As earlier versions wrote it: kind, worker, number, wanted, tickets and tasks, then their numbers.
    old = b"\x01" + WORKER + (1).to_bytes(8, "little") + b"".join(n.to_bytes(4, "little") for n in (2, 1, 1))
    old += (7).to_bytes(8, "little") + np.array([0.5, 1.0, 2.0, 3.0]).tobytes()
    entry = Request(WORKER, 1, 2, [7], [0.5], [[1.0, 2.0]], [3.0])
    assert decoded(old, 2) == [entry] and encoded([entry]) == old
