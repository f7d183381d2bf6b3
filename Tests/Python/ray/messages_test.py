"""What `teachdrl.ray` says about wrong arguments, before any request is made."""

import pytest
import teachdrl
from teachdrl.ray import RolloutWorker, SharedTeacher, TaskClient, sweep
from wrong_calls import complaints


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_messages_name_the_parameter(cluster):
    teacher = SharedTeacher.create("messages", "Random", [0, 0], [3, 6], journal=None, seed=1)
    good = {
        "teacher": teacher,
        "environment": "teachdrl/StumpTracks-v0",
        "count": 1,
        "task": [0.5, 0.5],
        "tasks": [[0.5, 0.5]],
        "episode_return": 1.0,
        "worker": "ab" * 16,
        "state": teachdrl.Teacher("Random", [0, 0], [3, 6]).to_bytes(),
        "folder": "sweep",
        "teachers": ["Random"],
        "seeds": [1],
    }
    client = TaskClient(teacher)
    found = complaints("TaskClient", lambda: TaskClient, good)
    found += complaints("TaskClient.update", lambda: client.update, good)
    found += complaints("TaskClient.finish", lambda: client.finish, {**good, "episode": client.next})
    found += complaints("RolloutWorker", lambda: RolloutWorker, good)
    making = {**good, "teacher": "Random", "name": "another", "low": [0, 0], "high": [1, 1], "journal": None}
    found += complaints("SharedTeacher.create", lambda: SharedTeacher.create, making, skip={"name", "journal"})
    found += complaints("SharedTeacher.give_up", lambda: teacher.give_up, good)
    found += complaints("SharedTeacher.restore", lambda: teacher.restore, good)
    found += complaints("sweep", lambda: sweep, {**good, "student": lambda: lambda trial, folder: {}, "quiet": True})
    client.close()
    teacher.stop()
    assert not found, "\n".join(found)
