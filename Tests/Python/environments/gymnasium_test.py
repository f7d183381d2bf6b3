"""The environments as Gymnasium has them."""

import copy
import inspect
import pickle
import subprocess
import sys
import warnings

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.utils.env_checker import check_env
from teachdrl import descriptions, envs, vector
from teachdrl._registration import NAMES

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("identifier", NAMES.values())
def test_gymnasiums_checker_has_nothing_to_say(identifier):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gymnasium.make(identifier), skip_render_check=True)
        check_env(gymnasium.make(identifier, disable_env_checker=False).unwrapped, skip_render_check=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_a_keyword_argument(name):
    kind = getattr(envs, name)
    options = descriptions.environments()[kind.library_name].options
    assert list(inspect.signature(kind).parameters) == ["render_mode", *options]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = {name: option.default for name, option in options.items() if name != "max_episode_steps"}
        gymnasium.make(NAMES[name], **given).reset(seed=1)
    for option in options:
        assert option in kind.__doc__


def test_classes_and_identifiers_follow_from_the_librarys_listing():
    expected = ["StumpTracks", "HexagonTracks", "StumpSequence", "WalkerTracks"]
    assert list(NAMES)[:4] == expected and len(NAMES) == len(descriptions.environments())
    for name, library_name in zip(NAMES, descriptions.environments()):
        assert getattr(envs, name).library_name == getattr(vector, f"{name}Vector").library_name == library_name
    assert set(envs.__all__) == {"WalkerEnv", *NAMES}


FURTHER_KIND = """
import importlib, pickle, teachdrl
from teachdrl import _environment, _registration
_environment.ENVIRONMENTS["ramp-tracks"] = _environment.ENVIRONMENTS["stump-tracks"]
importlib.reload(_registration).register()
import gymnasium
from teachdrl import envs, vector
assert envs.RampTracks.library_name == vector.RampTracksVector.library_name == "ramp-tracks"
assert pickle.loads(pickle.dumps(envs.RampTracks)) is envs.RampTracks and "RampTracks" in envs.__all__
specification = gymnasium.spec("teachdrl/RampTracks-v0")
assert specification.entry_point == "teachdrl.envs:RampTracks"
assert specification.vector_entry_point == "teachdrl.vector:RampTracksVector"
assert "obstacle_spacing" in envs.RampTracks.__doc__
"""


def test_a_further_kind_of_the_library_needs_nothing_here():
    subprocess.run([sys.executable, "-c", FURTHER_KIND], check=True, timeout=60)


def test_options_do_what_they_say():
    env = gymnasium.make("teachdrl/StumpTracks-v0", walker="quadru", track_noise=0, initial_push=0)
    assert env.observation_space.shape == (34,)
    assert env.action_space.shape == (8,)
    # Without chance, seeds make no difference.
    observations = [env.reset(seed=seed, options={"task": [1, 1]})[0] for seed in (1, 2)]
    assert np.array_equal(*observations)
    with pytest.raises(teachdrl.UnknownNameError, match="did you mean 'walker'"):
        gymnasium.make("teachdrl/StumpTracks-v0", walkr="quadru")


def test_contacts_and_lidar_as_published():
    name, task = "teachdrl/StumpTracks-v0", {"task": [1, 0.2]}
    options = {"walker": "quadru", "contacts": "published", "lidar": "published"}
    usual, published = gymnasium.make(name, walker="quadru"), gymnasium.make(name, **options)
    many = gymnasium.make_vec(name, num_envs=1, **options)
    generator = np.random.default_rng(1)
    observations = [env.reset(seed=5, options=task)[0] for env in (usual, published, many)]
    differences, over = set(), False
    while not over:
        assert np.array_equal(observations[1], observations[2].reshape(-1))
        differences |= set(np.flatnonzero(observations[0] != observations[1]))
        action = generator.uniform(-1, 1, 8).astype(np.float32)
        results = [usual.step(action), published.step(action), many.step(action[None])]
        observations = [result[0] for result in results]
        over = results[0][2] or results[0][3]
    # The contact flags of the second pair of legs, and the lidar.
    assert {18, 23} <= differences
    assert differences & set(range(24, 34))
    assert differences <= {8, 13, 18, 23, *range(24, 34)}


def test_the_published_oracle_fits_the_task_space():
    env = gymnasium.make("teachdrl/StumpTracks-v0", max_stump_height=2).unwrapped
    envs_of_many = gymnasium.make_vec("teachdrl/StumpTracks-v0", num_envs=2, max_stump_height=2)
    assert env.window_step_vector == envs_of_many.window_step_vector == (0.1, -0.2)
    teachdrl.Teacher("Oracle", env.task_space, window_step_vector=env.window_step_vector)


def test_an_episode_is_the_librarys():
    env, plain = gymnasium.make("teachdrl/StumpTracks-v0"), teachdrl.Environment("stump-tracks", seed=5)
    plain.set_task([0.5, 3])
    first, info = env.reset(seed=5, options={"task": [0.5, 3]})
    assert np.array_equal(first, plain.reset())
    assert info["task"].tolist() == [0.5, 3]
    total, length, over = 0.0, 0, False
    while not over:
        action = env.action_space.sample() if length % 2 else np.ones(4, dtype=np.float32)
        observation, reward, terminated, truncated, info = env.step(action)
        expected = plain.step(action)
        assert np.array_equal(observation, expected[0])
        assert (reward, terminated, truncated) == expected[1:]
        total, length, over = total + reward, length + 1, terminated or truncated
        assert ("episode_return" in info) is over
    assert info["episode_return"] == pytest.approx(total)
    assert info["episode_length"] == length
    assert info["task"].tolist() == [0.5, 3]


def test_the_published_pseudo_code_runs():
    env = gymnasium.make("teachdrl/StumpTracks-v0")
    for episode in range(3):
        env.set_environment(stump_height=0.5 * episode, obstacle_spacing=3.0)
        env.reset()
        for _ in range(20):
            env.step(env.action_space.sample())
        assert env.task.tolist() == [0.5 * episode, 3]


def test_set_environment_sets_all_and_fails_whole():
    env = envs.StumpTracks()
    _, info = env.reset()
    assert "task" not in info
    env.set_environment(stump_height=0.5, obstacle_spacing=3.0)
    with pytest.raises(teachdrl.InvalidArgumentError):
        env.set_environment(stump_height=1.0, obstacle_spacing=99.0)
    with pytest.raises(teachdrl.UnknownNameError):
        env.set_environment(stump_height=1.0, obstacle_spacing=1.0, stump_rot=1.0)
    other = envs.StumpTracks()
    _, info = env.reset(seed=1)
    other.reset(seed=1, options={"task": [0.5, 3.0]})
    assert info["task"].tolist() == [0.5, 3]
    action, over = np.ones(4, dtype=np.float32), False
    while not over:
        step = env.step(action)
        assert np.array_equal(step[0], other.step(action)[0])
        over = step[2] or step[3]
    env.set_environment(stump_height=0.5)
    assert env.task is None


def test_a_parameter_of_two_numbers():
    env = envs.WalkerTracks(max_stump_height=3, max_stump_width=2, max_stump_width_deviation=1)
    assert env.coordinate_names == ("stump_height", "stump_width", "stump_width_deviation")
    env.set_environment(stump_height=1, stump_width=[1.5, 0.2])
    assert env.task.tolist() == [1, 1.5, 0.2]
    env.set_environment(stump_height=1, stump_width=1.5, roughness=0.5)
    assert env.task is None


def test_the_running_task_is_not_the_next():
    env = teachdrl.envs.StumpTracks()
    env.reset(options={"task": [1, 2]})
    env.task = [2, 3]
    assert env.step(np.zeros(4, dtype=np.float32))[4]["task"].tolist() == [1, 2]
    assert env.reset()[1]["task"].tolist() == [2, 3]


def test_a_teacher_over_the_task_space():
    env = gymnasium.make("teachdrl/HexagonTracks-v0")
    teacher = teachdrl.Teacher("ALP-GMM", env.task_space, seed=1, reward_range=env.return_range)
    assert teacher.dimension == 12
    assert teacher.sample_task() in env.task_space
    assert env.test_set.shape == (50, 12)


def test_a_copy_is_made_again():
    env = envs.StumpTracks(walker="short")
    for other in (copy.deepcopy(env), pickle.loads(pickle.dumps(env))):
        assert np.array_equal(other.reset(seed=1)[0], env.reset(seed=1)[0])


COPIES = [copy.copy, copy.deepcopy, lambda env: pickle.loads(pickle.dumps(env))]


def played(env):
    """An episode of fixed actions in numbers."""
    rows, action = [env.reset(seed=1)[0]], np.ones(env.action_space.shape, dtype=np.float32)
    for _ in range(200):
        observation, reward, terminated, truncated, _ = env.step(action)
        rows.append(np.append(observation, reward))
        if terminated or truncated:
            break
    return np.concatenate(rows)


@pytest.mark.parametrize("again", COPIES)
def test_a_copy_carries_its_task_and_parameters_along(again):
    flat = played(envs.StumpTracks())
    with_a_task, partly_set, named = envs.StumpTracks(), envs.StumpTracks(), envs.WalkerTracks(walker="short")
    with_a_task.task = [0.5, 3.0]
    partly_set.set_environment(stump_height=0.6, obstacle_spacing=1.0)
    partly_set.set_environment(obstacle_spacing=1.0)
    named.set_environment(stump_height=0.5, stump_width=[1.5, 0.2], roughness=0.5)
    for env in (with_a_task, partly_set, named):
        other = again(env)
        assert np.array_equal(played(other), played(env))
        # A spacing alone has nothing to space.
        assert env is partly_set or not np.array_equal(played(other), flat)
        assert np.array_equal(other.task, env.task) or (other.task is None and env.task is None)
    # What follows in one does not reach the other.
    other = again(with_a_task)
    other.task = [0.0, 6.0]
    assert with_a_task.task.tolist() == [0.5, 3.0]
    assert np.array_equal(played(with_a_task), played(again(with_a_task)))


@pytest.mark.parametrize("again", COPIES)
def test_a_copy_is_not_in_the_middle_of_an_episode(again):
    env = gymnasium.make("teachdrl/StumpTracks-v0")
    env.reset(seed=1)
    other = again(env)
    assert other.spec == env.spec
    with pytest.raises(teachdrl.InvalidStateError, match="reset"):
        other.step(np.zeros(4, dtype=np.float32))
    env.step(np.zeros(4, dtype=np.float32))


def test_parameters_are_kept_as_they_were_given():
    env, height = envs.StumpTracks(), np.array([0.5])
    env.set_environment(stump_height=height)
    height[0] = 2.0
    with pytest.raises(teachdrl.InvalidArgumentError):
        env.set_environment(stump_height=1.0, obstacle_spacing=99.0)
    other = envs.StumpTracks()
    other.set_environment(stump_height=0.5)
    assert np.array_equal(played(env), played(other))


def test_vectors_of_gymnasiums_own():
    vector = gymnasium.make_vec("teachdrl/StumpTracks-v0", 2, vectorization_mode="async", walker="short")
    vector.reset(seed=1)
    assert vector.step(vector.action_space.sample())[0].shape == (2, 24)
    vector.close()


def test_seeds_are_the_librarys():
    with pytest.raises(teachdrl.InvalidArgumentError, match="seed is"):
        envs.StumpTracks().reset(seed=2**128)
