"""Task spaces from Gymnasium's and back: what one draws is a task of the other."""

import gymnasium
import numpy as np
import pytest
from gymnasium import spaces
from teachdrl import Choice, Integer, InvalidArgumentError, Log, Number, TaskSpace, Teacher

SPACE = TaskSpace(
    gravity=Log(1, 20),
    legs=Integer(2, 4),
    ground=Choice("grass", "ice"),
    shape=Number(0, 4, count=3),
    counts=Integer(-1, 3, count=2),
    kinds=Choice("a", "b", "c", count=2),
)

CASES = [
    (spaces.Box(0, 3, (2,)), {"task[0]": Number(0, 3), "task[1]": Number(0, 3)}),
    (
        spaces.Box(np.array([0, 1]), np.array([3, 6]), dtype=np.int64),
        {"task[0]": Integer(0, 3), "task[1]": Integer(1, 6)},
    ),
    (spaces.Discrete(3, start=2), {"task[0]": Integer(2, 4)}),
    (spaces.MultiDiscrete([2, 3]), {"task[0]": Integer(0, 1), "task[1]": Integer(0, 2)}),
    (
        spaces.Dict(
            gravity=spaces.Box(1, 20, (1,)),
            shape=spaces.Box(0, 4, (2, 2), dtype=np.float64),
            bounds=spaces.Box(np.zeros(2), np.array([1.0, 2.0]), dtype=np.float64),
            legs=spaces.Discrete(3),
            inner=spaces.Dict(a=spaces.Discrete(2), b=spaces.Tuple([spaces.Discrete(2), spaces.Box(0, 1, (2,))])),
        ),
        {
            "gravity": Number(1, 20),
            "shape": Number(0, 4, count=4),
            "bounds[0]": Number(0, 1),
            "bounds[1]": Number(0, 2),
            "legs": Integer(0, 2),
            "inner.a": Integer(0, 1),
            "inner.b[0]": Integer(0, 1),
            "inner.b[1]": Number(0, 1, count=2),
        },
    ),
    (
        spaces.Tuple([spaces.Discrete(2), spaces.Box(0, 1, (2,)), spaces.Dict(x=spaces.Discrete(4))]),
        {"task[0]": Integer(0, 1), "task[1]": Number(0, 1, count=2), "task[2].x": Integer(0, 3)},
    ),
]


@pytest.mark.parametrize(("space", "parameters"), CASES, ids=lambda case: type(case).__name__)
def test_what_they_draw_is_a_task(space, parameters):
    ours = TaskSpace.from_gymnasium(space)
    by_name = dict(ours.parameters)
    # Gymnasium puts the keys of a Dict in order.
    assert {name: by_name[name] for name in sorted(by_name)} == {name: parameters[name] for name in sorted(parameters)}
    assert Teacher("Random", space, seed=1).space == ours
    space.seed(1)
    for _ in range(50):
        drawn = space.sample()
        vector = ours.to_vector(drawn)
        assert vector in ours
        flat = np.concatenate([np.ravel(part) for part in leaves(drawn)])
        assert sorted(vector.tolist()) == pytest.approx(sorted(flat.astype(float).tolist()))


def leaves(drawn):
    if isinstance(drawn, dict):
        return [leaf for each in drawn.values() for leaf in leaves(each)]
    if isinstance(drawn, tuple):
        return [leaf for each in drawn for leaf in leaves(each)]
    return [drawn]


def test_what_a_teacher_proposes_is_theirs():
    theirs = SPACE.to_gymnasium()
    assert isinstance(theirs, spaces.Dict) and set(theirs.spaces) == set(SPACE.parameters)
    assert theirs["legs"] == spaces.Discrete(3, start=2)
    assert theirs["counts"] == spaces.MultiDiscrete([5, 5], start=[-1, -1])
    assert theirs["shape"] == spaces.Box(0, 4, (3,), np.float64)
    theirs.seed(1)
    for _ in range(50):
        assert theirs.sample() in SPACE
    teacher = Teacher("Random", SPACE, seed=1)
    for _ in range(50):
        task = SPACE.to_dict(teacher.sample_task())
        task["ground"] = SPACE.parameters["ground"].categories.index(task["ground"])
        task["kinds"] = np.array(["abc".index(kind) for kind in task["kinds"]])
        task["gravity"] = np.array(task["gravity"])
        assert theirs.contains(task)


def test_there_and_back_all_but_words_stay():
    back = TaskSpace.from_gymnasium(SPACE.to_gymnasium())
    assert dict(back.parameters) == {
        "gravity": Number(1, 20),
        "legs": Integer(2, 4),
        "ground": Integer(0, 1),
        "shape": Number(0, 4, count=3),
        "counts": Integer(-1, 3, count=2),
        "kinds": Integer(0, 2, count=2),
    }
    plain = TaskSpace.from_bounds([0, 1], [3, 6])
    assert plain.to_gymnasium() == spaces.Box(np.array([0.0, 1]), np.array([3.0, 6]), dtype=np.float64)
    assert TaskSpace.from_gymnasium(plain.to_gymnasium()) == plain
    env = gymnasium.make("teachdrl/StumpTracks-v0").unwrapped
    assert TaskSpace.from_gymnasium(env.task_space.to_gymnasium()) == env.task_space


@pytest.mark.parametrize(
    ("space", "kind", "message"),
    [
        (spaces.Box(0, np.inf, (2,)), InvalidArgumentError, "the bounds of 'task' are 0.0 and inf"),
        (spaces.Dict(speed=spaces.Box(-np.inf, 1, (2,))), InvalidArgumentError, "the bounds of 'speed'"),
        (spaces.Text(3), TypeError, "must be a Box, Discrete, MultiDiscrete, Dict or Tuple"),
    ],
)
def test_spaces_that_are_no_task_spaces_are_refused(space, kind, message):
    with pytest.raises(kind, match=message):
        TaskSpace.from_gymnasium(space)
