"""What the package says about wrong arguments: it names the parameter, in Python's words."""

import inspect

import pytest
import teachdrl
from teachdrl import Environment, Teacher, ToyEnvironment, descriptions
from wrong_calls import complaints, complaints_of

GOOD = {
    "task": [0.5, 0.5],
    "tasks": [[0.5, 0.5]],
    "episode_return": 1.0,
    "episode_returns": [1.0],
    "count": 1,
    "slot": 3,
    "slots": [3],
    "episode": 0,
    "seed": 1,
    "low": [0.0, 0.0],
    "high": [3.0, 6.0],
    "action": [0.0] * 4,
    "value": 0.5,
}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """Where a teacher may be saved to a file that is called "wrong"."""
    monkeypatch.chdir(tmp_path)


def busy_teacher():
    teacher = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1)
    teacher.begin_episode(3)
    return teacher


def running_environment():
    environment = Environment("stump-tracks", seed=1)
    environment.reset()
    return environment


def test_constructors():
    found = complaints("Teacher", lambda: Teacher, {**GOOD, "name": "Random"})
    found += complaints("Environment", lambda: Environment, {**GOOD, "name": "stump-tracks"})
    found += complaints("ToyEnvironment", lambda: ToyEnvironment, GOOD)
    found += complaints("test_set", lambda: teachdrl.test_set, {"name": "stump-tracks"})
    assert not found, "\n".join(found)


def test_methods(tmp_path, monkeypatch):
    # Files called "wrong" are written and read.
    monkeypatch.chdir(tmp_path)
    busy_teacher().save("wrong")
    paths = {"path": lambda: tmp_path / "teacher.state", "state": busy_teacher().to_bytes()}
    busy_teacher().save(tmp_path / "teacher.state")
    found = complaints_of(Teacher, busy_teacher, {**GOOD, **paths})
    found += complaints_of(Environment, running_environment, {**GOOD, "name": "stump_height"})
    found += complaints_of(ToyEnvironment, ToyEnvironment, GOOD)
    assert not found, "\n".join(found)


def test_functions_of_modules():
    found = []
    for name, function in inspect.getmembers(descriptions, inspect.isfunction):
        if name in descriptions.__all__:
            found += complaints(f"descriptions.{name}", lambda function=function: function, GOOD)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("make", [lambda: Teacher("ALP-GMM", 0, 1, fit_rat=3), lambda: ToyEnvironment(nb_dim=3)])
def test_an_unknown_option_is_an_unexpected_keyword_argument(make):
    for kind in (TypeError, teachdrl.UnknownNameError, teachdrl.UnknownOptionError):
        with pytest.raises(kind, match=r"^got an unexpected keyword argument '\w+': .*did you mean '\w+'"):
            make()
