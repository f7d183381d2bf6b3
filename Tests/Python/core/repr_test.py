"""Every repr is one short line, however much an object holds."""

import numpy as np
import pytest
import teachdrl
from teachdrl import descriptions


def things():
    toy = teachdrl.ToyEnvironment()
    environment = teachdrl.Environment("hexagon-tracks", seed=1)
    environment.reset()
    closed = teachdrl.Environment("stump-tracks")
    closed.close()
    yield from (toy, environment, closed, environment.scene, environment.scene.view)
    for name in ("ALP-GMM", "RIAC"):
        for dimension in (2, 12, 60):
            teacher = teachdrl.Teacher(name, [0] * dimension, [1 / 3] * dimension, seed=1)
            tasks = teacher.sample_tasks(1000)
            teacher.update_tasks(tasks, np.sin(9 * tasks).sum(axis=1))
            yield from (teacher, teacher.mixture, teacher.regions)
    for described in (*descriptions.teachers().values(), *descriptions.environments().values(), descriptions.toy()):
        yield described
        yield from described.options.values()


def test_one_short_line():
    for thing in things():
        assert len(repr(thing)) <= 120
        assert "\n" not in repr(thing)
        assert thing is None or type(thing).__name__ in repr(thing)


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        (teachdrl.Teacher("Random", [0, 0], [3, 6]), "Teacher('Random', [0.0, 0.0], [3.0, 6.0], episode_count=0)"),
        (teachdrl.Teacher("Random", [0] * 12, [3] * 12), "Teacher('Random', 12 dimensions, episode_count=0)"),
        (descriptions.toy().options["nb_dims"], "Option(nb_dims: int = 2)"),
        (teachdrl.Environment("stump-tracks"), "Environment(2 task parameters, 24 observations, 4 actions)"),
    ],
)
def test_it_says_what_matters(thing, text):
    assert repr(thing) == text
