"""BipedalWalker beside Gymnasium's own, which is installed here with its physics engine."""

import gymnasium
import numpy as np
import pytest
import teachdrl  # noqa: F401

pytest.importorskip("Box2D")

pytestmark = pytest.mark.filterwarnings("ignore")

PAIRS = [
    ("BipedalWalker-v3", {}),
    ("BipedalWalker-v3", {"hardcore": True}),
    ("BipedalWalkerHardcore-v3", {}),
]


def both(name, **options):
    return gymnasium.make(name, **options), gymnasium.make(f"teachdrl/{name}", **options)


def edges_of(walker):
    """The ground's points, as Gymnasium's physics engine has them."""
    shapes = [body.fixtures[0].shape for body in walker.unwrapped.terrain]
    return np.array(sorted(shape.vertices[0] for shape in shapes if len(shape.vertices) == 2))


def boxes_of(walker):
    shapes = [body.fixtures[0].shape for body in walker.unwrapped.terrain]
    return [np.array(sorted(shape.vertices)) for shape in shapes if len(shape.vertices) == 4]


def drawn(walker, kind, size):
    """The points of a scene's shapes of a kind and a number of points."""
    shapes = walker.unwrapped._environment.scene.shapes
    shapes = shapes[(shapes["kind"] == kind) & (shapes["point_count"] == size)]
    return np.stack([shapes["x"][:, :size], shapes["y"][:, :size]], axis=2)


@pytest.mark.parametrize(("name", "options"), PAIRS)
def test_only_the_name_changes(name, options):
    theirs, ours = both(name, **options)
    assert theirs.observation_space.shape == ours.observation_space.shape
    assert theirs.observation_space.dtype == ours.observation_space.dtype
    assert theirs.action_space == ours.action_space
    assert theirs.spec.max_episode_steps == ours.spec.max_episode_steps
    assert theirs.spec.reward_threshold == ours.spec.reward_threshold
    assert theirs.metadata["render_fps"] == ours.metadata["render_fps"]
    assert set(theirs.metadata["render_modes"]) == set(ours.metadata["render_modes"])
    many = [gymnasium.make_vec(each, num_envs=2, **options) for each in (name, f"teachdrl/{name}")]
    shapes = [each.reset(seed=1)[0].shape for each in many]
    assert shapes == [(2, 24), (2, 24)]


@pytest.mark.parametrize(("name", "options"), PAIRS)
def test_the_terrain_is_the_same_for_the_same_seed(name, options):
    theirs, ours = both(name, **options)
    for seed in (None, 0, 7, 2**32 + 1, None):
        if seed is None and ours.unwrapped._np_random_seed is None:
            continue
        theirs.reset(seed=seed)
        ours.reset(seed=seed)
        points = edges_of(theirs)
        # What is in view at the start: the lines of the ground are the ones of two points.
        lines = drawn(ours, 1, 2)
        starts = lines[:, 0]
        found = [start for start in starts if np.abs(points - start).max(axis=1).min() < 2e-6]
        assert len(found) >= 40
        boxes = boxes_of(theirs)
        polygons = [np.array(sorted(map(tuple, box))) for box in drawn(ours, 0, 4)]
        in_view = [box for box in boxes if box[:, 0].min() < 15]
        for box in in_view:
            assert min(np.abs(polygon - box).max() for polygon in polygons) < 1e-5


@pytest.mark.parametrize(("name", "options"), PAIRS)
def test_the_first_observation_is_nearly_the_same(name, options):
    theirs, ours = both(name, **options)
    for seed in range(20):
        # The engines differ in how they pull the joints together: by less than a thousandth in the angles.
        one, other = theirs.reset(seed=seed)[0], ours.reset(seed=seed)[0]
        assert np.abs(one - other).max() < 2e-2, (seed, one - other)
        assert np.abs(one[14:] - other[14:]).max() < 1e-3


def test_random_episodes_are_alike():
    returns, lengths = {}, {}
    for walker in both("BipedalWalker-v3"):
        generator = np.random.default_rng(5)
        totals, counts = [], []
        for seed in range(60):
            walker.reset(seed=seed)
            total, count, over = 0.0, 0, False
            while not over:
                _, reward, terminated, truncated, _ = walker.step(generator.uniform(-1, 1, 4).astype(np.float32))
                total, count, over = total + reward, count + 1, terminated or truncated
            totals.append(total)
            counts.append(count)
        returns[walker.spec.id], lengths[walker.spec.id] = totals, counts
    for samples in (returns, lengths):
        one, other = map(np.sort, samples.values())
        places = np.concatenate([one, other])
        shares = [np.searchsorted(each, places, side="right") / len(each) for each in (one, other)]
        # The two-sample Kolmogorov-Smirnov test at a level of 0.001.
        assert np.abs(shares[0] - shares[1]).max() < 1.95 * (2 / len(one)) ** 0.5
