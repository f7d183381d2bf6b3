"""The numbers of a teacher's progress, its warnings, and the file of them."""

import csv
import math
import pickle

import numpy as np
import pytest
import teachdrl
from teachdrl import CurriculumWarning, Log, Number, ProgressFile, TaskSpace, Teacher, errors


def trained(episodes=600, name="ALP-GMM", **options):
    teacher = Teacher(name, TaskSpace(gravity=Log(1, 32), size=Number(0, 1)), seed=3, **options)
    for episode in range(episodes):
        task = teacher.sample_task()
        teacher.update(task, task[1] * episode, success=task[1] > 0.5)
    return teacher


def test_numbers_are_what_their_definitions_say():
    teacher = Teacher("Random", [0, 0], [1, 4], seed=2)
    tasks = teacher.sample_tasks(900)
    returns = np.sin(np.arange(90))
    for task, total in zip(tasks, returns):
        teacher.update(task, total, success=0.25)
    numbers = teacher.progress()
    assert numbers["episodes"] == 90
    assert numbers["proposals"] == 900
    assert numbers["mean_return"] == pytest.approx(returns.mean())
    assert numbers["return_deviation"] == pytest.approx(returns.std())
    assert numbers["mean_success"] == pytest.approx(0.25)
    assert numbers["proposal_mean/task[1]"] == pytest.approx(tasks[:, 1].mean())
    assert numbers["proposal_spread/task[1]"] == pytest.approx(tasks[:, 1].std() / 4 * math.sqrt(12))
    cells = {(int(a * 16), int(b * 4)) for a, b in tasks}
    assert numbers["coverage"] == len(cells) / 256
    low = returns[tasks[:90, 0] < 0.2]
    assert numbers["part_return/task[0]/0"] == pytest.approx(low.mean())
    assert math.isnan(numbers["components"])


def test_numbers_are_described():
    teacher = trained()
    described = teacher.progress_numbers
    assert [number.name for number in described] == list(teacher.progress())
    by_name = {number.name: number for number in described}
    assert by_name["coverage"].parameter is None and math.isnan(by_name["coverage"].low)
    part = by_name["part_success/gravity/4"]
    assert (part.quantity, part.parameter, part.part) == ("part_success", 0, 4)
    assert (part.low, part.high) == (pytest.approx(16), pytest.approx(32))
    assert "2000" in by_name["coverage"].documentation


def test_copies_have_them():
    teacher = trained()
    for copy in (pickle.loads(pickle.dumps(teacher)), teachdrl.Teacher.from_bytes(teacher.to_bytes())):
        np.testing.assert_array_equal(list(copy.progress().values()), list(teacher.progress().values()))


def test_warnings_come_and_go():
    teacher = Teacher("ALP-GMM", [0], [1], seed=1)
    assert teacher.warnings() == []
    for _ in range(220):
        teacher.update(teacher.sample_task(), 1.0)
    warnings = teacher.warnings()
    assert [warning.name for warning in warnings] == ["not_fitted", "constant_rewards"]
    assert str(warnings[1]).startswith("constant_rewards: ") and "reward_range" in warnings[1].text
    for episode in range(30):
        teacher.update(teacher.sample_task(), float(episode))
    assert teacher.warnings() == []


def test_a_warning_names_its_parameter():
    teacher = Teacher("Oracle", TaskSpace(width=Number(0, 1)), seed=1, window_step_vector=[0.1], reward_threshold=1e9)
    for _ in range(2000):
        teacher.sample_task()
    (warning,) = teacher.warnings()
    assert isinstance(warning, CurriculumWarning)
    assert (warning.name, warning.kind, warning.parameter) == (
        "high_border_not_proposed/width",
        "high_border_not_proposed",
        0,
    )


def test_a_file_has_a_row_each_time(tmp_path):
    path, teacher = tmp_path / "curriculum.csv", trained(100)
    file = ProgressFile(path, teacher)
    file.write(steps=1000)
    teacher.update(teacher.sample_task(), 5.0)
    ProgressFile(path, teacher).write(steps=2000)
    with open(path, newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["steps"] for row in rows] == ["1000", "2000"]
    assert [row["episodes"] for row in rows] == ["100", "101"]
    assert rows[1]["components"] == ""
    assert float(rows[1]["mean_return"]) == pytest.approx(teacher.progress()["mean_return"])


def test_a_file_of_another_teacher_is_refused(tmp_path):
    path = tmp_path / "curriculum.csv"
    ProgressFile(path, trained(1))
    with pytest.raises(errors.InvalidArgumentError, match="other columns"):
        ProgressFile(path, Teacher("Random", [0], [1]))
    with pytest.raises(errors.InvalidArgumentError, match="columns"):
        ProgressFile(path, trained(1)).write(time=3)
