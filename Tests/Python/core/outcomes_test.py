"""Outcomes: what of them reaches a teacher, one by one, in batches and in slots; states by their description."""

import numpy as np
import pytest
from teachdrl import (
    Integer,
    InvalidArgumentError,
    Log,
    Number,
    StateFileNotFoundError,
    StateMismatchError,
    TaskSpace,
    Teacher,
)


def teacher(**options):
    return Teacher("ALP-GMM", [0, 0], [1, 1], seed=1, fit_rate=20, max_k=3, normalize=False, **options)


def follow(first, tell_first, second, tell_second, episodes=200):
    """Whether two teachers that are told about the same episodes propose the same."""
    for _ in range(episodes):
        task = first.sample_task()
        if not np.array_equal(task, second.sample_task()):
            return False
        tell_first(first, task)
        tell_second(second, task)
    return first.episode_count == second.episode_count == episodes


def test_what_is_known_beside_the_return_changes_nothing_by_default():
    assert follow(
        teacher(), lambda each, task: each.update(task, task[0]),
        teacher(), lambda each, task: each.update(task, task[0], success=True, length=3, value_estimate=0.5, level=9),
    )  # fmt: skip


def test_a_score_is_learnt_from_if_there_is_one():
    assert follow(
        teacher(), lambda each, task: each.update(task, task[1]),
        teacher(), lambda each, task: each.update(task, task[0], score=task[1]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("signal", "outcome"),
    [
        ("return", {"success": 0.5, "score": 3.0}),
        ("success", {"episode_return": 7.0, "score": 3.0}),
        ("score", {"episode_return": 7.0, "success": 0.5}),
    ],
)
def test_the_signal_is_what_is_learnt_from(signal, outcome):
    name = "episode_return" if signal == "return" else signal
    assert follow(
        teacher(), lambda each, task: each.update(task, task[0]),
        teacher(signal=signal), lambda each, task: each.update(task, **{**outcome, name: task[0]}),
    )  # fmt: skip


def test_success_follows_from_the_return_unless_it_is_known():
    assert follow(
        teacher(signal="success"), lambda each, task: each.update(task, success=task[0] > 0.5),
        teacher(signal="success", success_return=0.5), lambda each, task: each.update(task, task[0]),
    )  # fmt: skip
    assert follow(
        teacher(signal="success"), lambda each, task: each.update(task, success=task[1]),
        teacher(signal="success", success_return=0.5), lambda each, task: each.update(task, task[0], success=task[1]),
    )  # fmt: skip


def test_what_is_needed_and_not_known_is_named():
    needy = teacher(signal="success")
    assert needy.outcome_members.needs == {"success"}
    needy.begin_episodes([1, 2])
    before = needy.to_bytes()
    for call, name in (
        (lambda: needy.update([0.5, 0.5], 1.0), "success"),
        (lambda: needy.update([0.5, 0.5], 1.0, length=3), "success"),
        (lambda: needy.update_tasks([[0.5, 0.5]] * 2, [1.0, 2.0], successes=[0.5, np.nan]), r"successes\[1\]"),
        (lambda: needy.end_episode(1, 1.0), "success"),
        (lambda: needy.end_episodes([1, 2], [1.0, 2.0]), r"successes\[0\]"),
        (lambda: needy.update([0.5, 0.5], success=1.5), "success is 1.5; it must be from 0 to 1"),
        (lambda: needy.update([0.5, 0.5], success=1, score=np.inf), "score is inf"),
        (lambda: needy.update([0.5, 0.5], success=1, length=0), "length is 0"),
        (lambda: needy.update_tasks([[0.5, 0.5]], successes=[2.0]), r"successes\[0\] is 2"),
    ):
        with pytest.raises(InvalidArgumentError, match=name):
            call()
        assert needy.to_bytes() == before


def test_batches_and_slots_tell_the_same_as_one_by_one():
    tasks = np.random.default_rng(1).uniform(0, 1, (60, 2))
    members = {
        "successes": tasks[:, 0],
        "lengths": np.arange(1, 61),
        "value_estimates": tasks[:, 1],
        "scores": np.where(np.arange(60) % 2, tasks[:, 0], np.nan),
    }
    one, batch, slots, slot_batch = (teacher(signal="auto") for _ in range(4))
    played = slots.begin_episodes(np.arange(60))
    assert np.array_equal(played, slot_batch.begin_episodes(np.arange(60)))
    for row in range(60):
        known = {"success": tasks[row, 0], "length": row + 1, "value_estimate": tasks[row, 1]}
        known["score"] = tasks[row, 0] if row % 2 else None
        one.update(tasks[row], tasks[row, 1], **known, level=row)
        slots.end_episode(row, tasks[row, 1], **known)
    batch.update_tasks(tasks, tasks[:, 1], **members, levels=range(60))
    slot_batch.end_episodes(np.arange(60), tasks[:, 1], **members)
    assert one.to_bytes() == batch.to_bytes()
    assert slots.to_bytes() == slot_batch.to_bytes()


def test_what_is_proposed_stays_in_the_slot():
    one, other = teacher(), teacher()
    task = one.begin_episode(7)
    kept = Teacher.from_bytes(one.to_bytes()).proposal_in_slot(7)
    assert np.array_equal(kept.task, task) and np.array_equal(task, other.propose().task)
    assert (kept.level, kept.seed, kept.is_for_learning) == (None, None, True)


SPACE = TaskSpace(gravity=Log(1, 20), legs=Integer(2, 4))


def test_a_state_is_loaded_by_its_description(tmp_path):
    path = tmp_path / "teacher.state"
    Teacher("ALP-GMM", SPACE, seed=1, fit_rate=50).save(path)
    assert Teacher.fits(path) and Teacher.fits(path, SPACE, name="ALP-GMM", fit_rate=50)
    described = TaskSpace(gravity=Log(1, 20, unit="m/s2"), legs=Integer(2, 4))
    loaded = Teacher.load(path, described)
    assert loaded.space.parameters["gravity"].unit == "m/s2"
    for arguments, options, difference in (
        ((TaskSpace(gravity=Log(1, 25), legs=Integer(2, 4)),), {}, "gravity"),
        ((TaskSpace(gravity=Number(1, 20), legs=Integer(2, 4)),), {}, "gravity"),
        ((TaskSpace(gravity=Log(1, 20), arms=Integer(2, 4)),), {}, "legs|arms"),
        ((TaskSpace(gravity=Log(1, 20)),), {}, "1|2"),
        ((SPACE,), {"name": "RIAC"}, "ALP-GMM"),
        ((), {"fit_rate": 51}, "fit_rate"),
    ):
        assert not Teacher.fits(path, *arguments, **options)
        with pytest.raises(StateMismatchError, match=difference):
            Teacher.load(path, *arguments, **options)
        with pytest.raises(StateMismatchError, match=difference):
            Teacher.from_bytes(path.read_bytes(), *arguments, **options)
    with pytest.raises(StateFileNotFoundError):
        Teacher.fits(tmp_path / "absent", SPACE)


def test_a_state_without_names_fits_any_names(tmp_path):
    path = tmp_path / "teacher.state"
    Teacher("Random", [0, 0], [3, 6], seed=1).save(path)
    named = TaskSpace(height=Number(0, 3), spacing=Number(0, 6))
    assert Teacher.load(path, named).space == named
    assert not Teacher.fits(path, TaskSpace(height=Number(0, 3), spacing=Number(0, 7)))
