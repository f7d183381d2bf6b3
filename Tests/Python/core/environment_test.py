"""The walker environments with NumPy alone."""

import copy
import threading

import numpy as np
import pytest
import teachdrl
from teachdrl import Environment


def episode(environment, steps=200):
    """An episode of fixed actions in numbers."""
    rows = [environment.reset()]
    for step in range(steps):
        action = np.sin(step + np.arange(environment.action_size))
        observation, reward, terminated, truncated = environment.step(action)
        rows.append([*observation, reward])
        if terminated or truncated:
            break
    return np.concatenate(rows)


def test_same_seed_and_task_same_bits():
    environments = [Environment("stump-tracks", seed=seed) for seed in (3, 3, 4)]
    for environment in environments:
        environment.set_task([0.5, 3.0])
    a, b, c = map(episode, environments)
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    environments[2].seed(3)
    assert np.array_equal(episode(environments[2]), a)


@pytest.mark.parametrize(("walker", "sizes"), [("short", (4, 24)), ("default", (4, 24)), ("quadru", (8, 34))])
def test_sizes(walker, sizes):
    environment = Environment("hexagon-tracks", seed=1, walker=walker)
    assert (environment.action_size, environment.observation_size) == sizes
    low, high = environment.observation_bounds
    environment.set_task(np.full(12, 2.0))
    observation = environment.reset()
    assert observation.dtype == np.float32
    assert np.all((low <= observation) & (observation <= high))


def test_the_task_space():
    environment = Environment("stump-tracks", max_stump_height=2)
    assert environment.coordinate_names == ("stump_height", "obstacle_spacing")
    assert [bounds.tolist() for bounds in environment.task_bounds] == [[0, 0], [2, 6]]
    assert environment.return_range == (-150, 350)
    assert environment.mastered_return == 230
    assert Environment("walker-tracks").task_dimension == 0


@pytest.mark.parametrize(
    ("name", "options", "steps"),
    [
        ("stump-tracks", {"max_stump_height": 2, "max_obstacle_spacing": 3}, (0.1, -0.2)),
        ("walker-tracks", {"max_stump_height": 2, "max_obstacle_spacing": 3}, (0.1, -0.2)),
        ("hexagon-tracks", {"max_poly_shape": 3}, (0.1,) * 12),
        ("stump-sequence", {"max_stump_seq": 5}, (0.1,) * 10),
        ("stump-tracks", {"max_obstacle_spacing": None}, None),
        ("stump-tracks", {"max_stump_height": None}, None),
        ("walker-tracks", {"max_poly_shape": 4, "max_obstacle_spacing": 6}, None),
        ("walker-tracks", {}, None),
    ],
)
def test_the_published_oracle_fits_the_parameters_whatever_their_bounds(name, options, steps):
    environment = Environment(name, **options)
    assert environment.window_step_vector == steps
    if steps:
        low, high = environment.task_bounds
        teacher = teachdrl.Teacher("Oracle", low, high, seed=1, window_step_vector=environment.window_step_vector)
        for _ in range(50):
            teacher.update(low, 231)
        corner = np.where(np.array(steps) > 0, low, high - high / 6) + steps
        tasks = teacher.sample_tasks(1000)
        assert np.all((tasks >= corner - 1e-9) & (tasks <= corner + high / 6 + 1e-9))


@pytest.mark.parametrize("option", ["contacts", "lidar"])
def test_a_walker_feels_and_sees_as_published(option):
    usual, published = (
        Environment("stump-tracks", seed=2, walker="quadru", **given) for given in ({}, {option: "published"})
    )
    rows = []
    for environment in (usual, published):
        environment.set_task([1, 0.2])
        generator = np.random.default_rng(1)
        observations, over = [environment.reset()], False
        while not over:
            observation, _, terminated, truncated = environment.step(generator.uniform(-1, 1, 8))
            observations.append(observation)
            over = terminated or truncated
        rows.append(np.array(observations))
    differs = np.flatnonzero((rows[0] != rows[1]).any(axis=0))
    assert len(differs) > 0
    assert set(differs) <= ({8, 13, 18, 23} if option == "contacts" else set(range(24, 34)))
    with pytest.raises(teachdrl.InvalidArgumentError, match=f"option '{option}' is 'no'; it must be .* or published"):
        Environment("stump-tracks", **{option: "no"})


def test_test_sets_are_the_published_draw():
    # NumPy's legacy generator with seed 4222, a number for each coordinate.
    draw = np.random.RandomState(4222).uniform(0, [3, 6], (50, 2))
    assert teachdrl.test_set("stump-tracks") == pytest.approx(draw)
    assert teachdrl.test_set("hexagon-tracks").shape == (50, 12)


def test_parameters_by_name():
    one, other = (Environment("stump-tracks", seed=3) for _ in range(2))
    one.set_task([0.5, 3.0])
    other.set_parameter("stump_height", 0.5)
    other.set_parameter("obstacle_spacing", [3.0])
    assert np.array_equal(episode(one), episode(other))
    other.set_parameter("stump_height", None)
    assert not np.array_equal(episode(one), episode(other))


def test_a_scene_is_in_view_and_changes_nothing():
    drawn, plain = (Environment("stump-tracks", seed=3) for _ in range(2))
    drawn.reset()
    plain.reset()
    for _ in range(20):
        scene = drawn.scene
        assert np.array_equal(drawn.step(np.ones(4))[0], plain.step(np.ones(4))[0])
    view, shapes = scene.view, scene.shapes
    assert (view.width, view.height) == (20, pytest.approx(40 / 3))
    assert len(shapes) > 10
    assert set(shapes["kind"]) <= {0, 1, 2}
    for shape in shapes:
        x = shape["x"][: shape["point_count"]]
        assert x.min() <= view.left + view.width
        assert x.max() >= view.left
    assert np.all((shapes["color"] >= 0) & (shapes["color"] <= 1))


def test_errors():
    with pytest.raises(teachdrl.UnknownNameError, match="did you mean 'stump-tracks'"):
        Environment("stump-track")
    environment = Environment("stump-tracks", seed=1)
    with pytest.raises(teachdrl.InvalidStateError, match="reset"):
        environment.step(np.zeros(4))
    with pytest.raises(teachdrl.InvalidStateError, match="reset"):
        environment.scene  # noqa: B018
    environment.reset()
    with pytest.raises(ValueError, match="action has 3 numbers"):
        environment.step(np.zeros(3))
    with pytest.raises(teachdrl.InvalidArgumentError, match="action"):
        environment.step([0, 0, 0, np.nan])
    with pytest.raises(teachdrl.InvalidArgumentError):
        environment.set_task([0.5])
    with pytest.raises(TypeError, match="make another"):
        copy.deepcopy(environment)


def test_environments_of_different_threads_do_not_meet():
    expected = [episode(Environment("stump-tracks", seed=seed)) for seed in range(4)]
    found = [None] * 4

    def play(seed):
        found[seed] = episode(Environment("stump-tracks", seed=seed))

    threads = [threading.Thread(target=play, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for ours, theirs in zip(found, expected):
        assert np.array_equal(ours, theirs)
