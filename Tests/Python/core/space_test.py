"""Task spaces: names and values to numbers and back, and what is refused."""

import math

import numpy as np
import pytest
import teachdrl
from teachdrl import (
    Choice,
    Environment,
    Integer,
    InvalidArgumentError,
    Log,
    Number,
    TaskSpace,
    Teacher,
    UnknownNameError,
)

SPACE = TaskSpace(
    gravity=Log(1, 20),
    legs=Integer(2, 4, default=3),
    ground=Choice("grass", "ice", "mud"),
    height=Number(0, 3, unit="m", documentation="how high"),
    shape=Number(0, 4, count=3, default=1),
    kinds=Choice("a", "b", count=2, names=("left", "right")),
)
TASK = {"gravity": 9.81, "legs": 2, "ground": "ice", "height": 0.5, "shape": [1, 2, 3], "kinds": ["b", "a"]}
VECTOR = [9.81, 2, 1, 0.5, 1, 2, 3, 1, 0]


def test_names_and_bounds():
    assert SPACE.names == (
        "gravity", "legs", "ground", "height", "shape[0]", "shape[1]", "shape[2]", "left", "right"
    )  # fmt: skip
    assert SPACE.dimension == 9
    assert SPACE.low.tolist() == [1, 2, 0, 0, 0, 0, 0, 0, 0]
    assert SPACE.high.tolist() == [20, 4, 2, 3, 4, 4, 4, 1, 1]
    assert list(SPACE.parameters) == list(TASK)


def test_a_task_by_names_and_back():
    assert SPACE.to_vector(TASK).tolist() == VECTOR
    entries = SPACE.to_dict(VECTOR)
    assert list(entries) == list(TASK)
    assert entries.pop("shape").tolist() == TASK["shape"]
    assert entries == {name: value for name, value in TASK.items() if name != "shape"}
    assert [type(entries[name]) for name in ("gravity", "legs", "ground")] == [float, int, str]
    assert SPACE.to_vector(SPACE.to_dict(VECTOR)).tolist() == VECTOR


def test_every_task_that_is_drawn_comes_back():
    for task in Teacher("Random", SPACE, seed=3).sample_tasks(200):
        assert task in SPACE
        assert np.array_equal(SPACE.to_vector(SPACE.to_dict(task)), task)


def test_indices_numpys_numbers_and_defaults_are_values():
    given = {**TASK, "ground": np.int64(1), "kinds": np.array([1, 0]), "gravity": np.array([9.81]), "legs": 2.0}
    assert SPACE.to_vector(given).tolist() == VECTOR
    del given["legs"], given["shape"]
    assert SPACE.to_vector(given).tolist() == [9.81, 3, 1, 0.5, 1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        ({"ground": "sand"}, InvalidArgumentError, "'ground' is 'sand'; it must be one of 'grass', 'ice', 'mud'"),
        ({"legs": 2.5}, InvalidArgumentError, "'legs' is 2.5; it must be a whole number"),
        ({"shape": [1, 2]}, InvalidArgumentError, "'shape' has 2 values; it must have 3"),
        ({"kinds": "b"}, InvalidArgumentError, "'kinds' has 1 values; it must have 2"),
        ({"gravity": None}, InvalidArgumentError, "has no 'gravity'"),
        ({"gravity": "much"}, TypeError, "gravity must be a number"),
        ({"grund": "ice"}, UnknownNameError, "no parameter 'grund'; did you mean 'ground'"),
    ],
)
def test_what_is_no_task_is_refused(change, kind, message):
    with pytest.raises(kind, match=message):
        SPACE.to_vector({**TASK, **change})
    assert {**TASK, **change} not in SPACE


def test_what_lies_outside_is_refused_by_name():
    teacher = Teacher("Random", SPACE, seed=1)
    for change, message in (({"gravity": 30}, "parameter 'gravity' is 30"), ({"legs": 7}, "parameter 'legs' is 7")):
        assert {**TASK, **change} not in SPACE
        for call in (teacher.log_density, lambda task: teacher.update(task, 1.0)):
            with pytest.raises(InvalidArgumentError, match=message):
                call({**TASK, **change})
    assert teacher.episode_count == 0
    with pytest.raises(InvalidArgumentError, match="whole"):
        SPACE.to_dict([9.81, 2.5, *VECTOR[2:]])
    assert [*VECTOR[:2], 3, *VECTOR[3:]] not in SPACE


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"gravity": Number(2, 1)}, "gravity.*low must be below high"),
        ({"gravity": Number(0, math.inf)}, "gravity.*finite"),
        ({"gravity": Log(0, 1)}, "gravity.*above 0"),
        ({"legs": Integer(0.5, 2)}, "legs.*whole"),
        ({"ground": Choice()}, "ground.*no categories"),
        ({"ground": Choice("ice", "ice")}, "ground.*'ice'"),
        ({"a": Number(0, 1), "group": Number(0, 1, count=2, names=("a", "b"))}, "'a' is there twice"),
        ({"height": Number(0, 1, default=2)}, "height.*default"),
        ({"": Number(0, 1)}, "name is empty"),
        ({}, "^the number of parameters is 0"),
    ],
)
def test_parameters_that_cannot_be_are_refused_by_name(parameters, message):
    with pytest.raises(InvalidArgumentError, match=message):
        TaskSpace(parameters)


def test_what_is_no_parameter_is_refused():
    with pytest.raises(TypeError, match="'height' must be a Number, Log, Integer or Choice"):
        TaskSpace(height=(0, 3))
    with pytest.raises(InvalidArgumentError, match="count is 0"):
        Number(0, 1, count=0)
    with pytest.raises(InvalidArgumentError, match="names has 1 names; it must have 2"):
        Number(0, 1, count=2, names=["a"])


def test_equality_is_of_values_and_names():
    assert TaskSpace(a=Number(0, 1), b=Log(1, 2)) == TaskSpace(a=Number(0, 1, unit="m"), b=Log(1, 2))
    assert TaskSpace(a=Number(0, 1), b=Log(1, 2)) != TaskSpace(b=Log(1, 2), a=Number(0, 1))
    assert TaskSpace(a=Number(1, 2)) != TaskSpace(a=Log(1, 2))
    assert hash(TaskSpace(a=Number(0, 1))) == hash(TaskSpace(a=Number(0, 1)))
    assert repr(TaskSpace(a=Choice("x", "y"), b=Integer(2, 4, count=2))) == (
        "TaskSpace(a=Choice('x', 'y'), b=Integer(2, 4, count=2))"
    )


def test_a_teacher_has_the_space_that_it_was_made_from():
    teacher = Teacher("ALP-GMM", SPACE, seed=1)
    for each in (teacher, Teacher.from_bytes(teacher.to_bytes())):
        assert each.space == SPACE
        assert each.space.parameters["height"].unit == "m"
        assert each.space.parameters["height"].documentation == "how high"
        assert each.space.parameters["legs"].default == 3
    plain = Teacher("ALP-GMM", [0, 1], [3, 6], seed=1)
    assert plain.space == TaskSpace.from_bounds([0, 1], [3, 6])
    assert plain.space.names == ("task[0]", "task[1]")
    with pytest.raises(InvalidArgumentError, match=r"'task\[1\]' is 7"):
        plain.update([0, 7], 1)


def test_plain_numbers_by_names_give_the_tasks_of_bounds():
    # Two ways to describe the same box, so the same bits.
    one = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1, fit_rate=20)
    other = Teacher("ALP-GMM", TaskSpace(height=Number(0, 3), spacing=Number(0, 6)), seed=1, fit_rate=20)
    for _ in range(200):
        task = one.sample_task()
        assert np.array_equal(task, other.sample_task())
        one.update(task, task[0])
        other.update({"height": task[0], "spacing": task[1]}, task[0])


def test_the_density_adds_up_to_one():
    space = TaskSpace(gravity=Log(1, 1000), legs=Integer(2, 4), ground=Choice("grass", "ice"))
    teacher = Teacher("Random", space, seed=1)
    # The midpoint rule over the logarithm of gravity, and a sum over the six values of the others.
    edges = np.logspace(0, 3, 2001)
    middles, widths = np.sqrt(edges[:-1] * edges[1:]), np.diff(edges)
    total = 0.0
    for legs in (2, 3, 4):
        for ground in (0, 1):
            tasks = np.column_stack([middles, np.full(2000, legs), np.full(2000, ground)])
            total += np.sum(np.exp(teacher.log_densities(tasks)) * widths)
    assert total == pytest.approx(1, rel=1e-4)
    # A uniform logarithm: 1 / (g * ln 1000), over three and two values.
    expected = -math.log(10 * math.log(1000) * 6)
    assert teacher.log_density({"gravity": 10, "legs": 3, "ground": "ice"}) == pytest.approx(expected)


def test_environments_say_what_their_parameters_are():
    environment = Environment("walker-tracks", max_stump_height=2, min_stump_height=0.5, max_poly_shape=4)
    assert list(environment.task_space.parameters) == ["stump_height", "poly_shape"]
    assert environment.task_space.parameters["stump_height"] == Number(0.5, 2)
    group = environment.task_space.parameters["poly_shape"]
    assert (group.count, group.names[:2]) == (12, ("poly_shape_x1", "poly_shape_y1"))
    assert set(environment.task_space.names) < set(environment.parameters.names)
    assert all(parameter.documentation for parameter in environment.parameters.parameters.values())
    environment.set_task({"stump_height": 1, "poly_shape": np.full(12, 2.0)})
    environment.reset()
    with pytest.raises(InvalidArgumentError, match="stump_height"):
        environment.set_task({"stump_height": 0.1, "poly_shape": np.full(12, 2.0)})
    described = teachdrl.descriptions.environments()["stump-tracks"].parameters
    assert described == Environment("stump-tracks").parameters
