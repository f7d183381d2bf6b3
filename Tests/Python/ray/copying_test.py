"""Copies of what Ray's workers hold: refused before anything of a copy is made, and the original goes on."""

import copy
import gc
import pickle

import pytest
from teachdrl.ray import RolloutWorker, SharedTeacher, TaskClient
from teachdrl.ray._journal import FolderJournal, open_journal

WAYS = [copy.copy, copy.deepcopy, pickle.dumps, lambda item: copy.deepcopy([item])]


@pytest.fixture
def teacher(cluster, request):
    shared = SharedTeacher.create(request.node.name, "Random", [0, 0], [3, 6], journal=None, seed=3)
    yield shared
    shared.stop()


def refuse_copies(item, instead):
    for way in WAYS:
        with pytest.raises(TypeError, match=instead):
            way(item)
    gc.collect()


def test_a_client_is_not_copied_and_lives_on(teacher):
    with TaskClient(teacher) as client:
        refuse_copies(client, "make one in each worker")
        assert not client._stopping.is_set()
        client.finish(client.next(), 1.0)
        client.flush()
    assert teacher.episode_count == 1


def test_a_rollout_worker_is_not_copied_and_plays_on(teacher):
    worker = RolloutWorker("teachdrl/StumpTracks-v0", 2, teacher, seed=1, walker="short")
    refuse_copies(worker, r"ray\.remote\(RolloutWorker\)")
    rollout = worker.collect(lambda observations, generator: generator.uniform(-1, 1, (2, 4)), 20)
    assert rollout.rewards.shape == (20, 2)
    worker.close()


@pytest.mark.parametrize("kind", ["folder", "object"])
def test_a_journal_is_not_copied(tmp_path, kind):
    journal = FolderJournal(tmp_path) if kind == "folder" else open_journal("memory://copying")
    refuse_copies(journal, "open its")
    journal.replace(b"snapshot")
    journal.append(b"batch")
    journal.close()


def test_a_handle_may_be_copied(teacher):
    for other in (copy.copy(teacher), copy.deepcopy(teacher)):
        assert other.name == teacher.name and other.episode_count == 0
