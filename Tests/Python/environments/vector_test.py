"""Many environments in one call, beside Gymnasium's own loop over single ones."""

import gc
import inspect

import gymnasium
import numpy as np
import pytest
import teachdrl
from gymnasium.vector import AutoresetMode, SyncVectorEnv
from teachdrl import Teacher, descriptions, envs, vector
from teachdrl._registration import NAMES
from teachdrl.wrappers import VectorCurriculumWrapper

COUNT = 5
OPTIONS = {"walker": "short", "max_episode_steps": 40}


def ours(**options):
    return vector.StumpTracksVector(COUNT, **OPTIONS, **options)


def gymnasiums(mode=AutoresetMode.NEXT_STEP):
    return SyncVectorEnv([lambda: envs.StumpTracks(**OPTIONS)] * COUNT, autoreset_mode=mode)


def actions_for(step):
    return np.sin(step + np.arange(COUNT * 4)).reshape(COUNT, 4).astype(np.float32)


def same(one, other, where=""):
    """Whether two infos say the same."""
    assert one.keys() == other.keys(), where
    for key, value in one.items():
        if isinstance(value, dict):
            same(value, other[key], f"{where}/{key}")
        elif value.dtype == object:
            assert all(np.array_equal(a, b) for a, b in zip(value, other[key])), f"{where}/{key}"
        else:
            assert value.dtype == other[key].dtype, f"{where}/{key}"
            assert value == pytest.approx(other[key], rel=1e-12), f"{where}/{key}"


def compare(one, other, mode, steps=120):
    """Plays the same in two vector environments, which must give the same."""
    for outcome in zip(one.reset(seed=3), other.reset(seed=3)):
        same(*outcome) if isinstance(outcome[0], dict) else np.testing.assert_array_equal(*outcome)
    for step in range(steps):
        results = one.step(actions_for(step)), other.step(actions_for(step))
        for a, b in zip(results[0][:4], results[1][:4]):
            np.testing.assert_array_equal(a, b)
        same(results[0][4], results[1][4])
        ended = results[0][2] | results[0][3]
        if mode is AutoresetMode.DISABLED and ended.any():
            again = [each.reset(options={"reset_mask": ended}) for each in (one, other)]
            np.testing.assert_array_equal(again[0][0], again[1][0])
            same(again[0][1], again[1][1])


@pytest.mark.parametrize("mode", AutoresetMode)
@pytest.mark.parametrize("thread_count", [1, 3])
def test_it_is_gymnasiums_loop_over_single_environments(mode, thread_count):
    one, other = ours(autoreset_mode=mode, thread_count=thread_count), gymnasiums(mode)
    tasks = np.random.default_rng(1).uniform(0, [3, 6], (COUNT, 2))
    one.set_tasks(tasks)
    other.set_attr("task", list(tasks))
    compare(one, other, mode)


@pytest.mark.parametrize("mode", AutoresetMode)
def test_without_a_task_too(mode):
    compare(ours(autoreset_mode=mode), gymnasiums(mode), mode, steps=60)


def test_a_teacher_inside_is_a_teacher_outside():
    options = {"seed": 2, "fit_rate": 10, "reward_range": (-150, 350)}
    inside, outside = (Teacher("ALP-GMM", [0, 0], [3, 6], **options) for _ in range(2))
    one, other = ours(), VectorCurriculumWrapper(gymnasiums(), outside)
    one.attach_teachers(inside)
    observations = [each.reset(seed=3)[0] for each in (one, other)]
    np.testing.assert_array_equal(*observations)
    for step in range(400):
        results = one.step(actions_for(step)), other.step(actions_for(step))
        for a, b in zip(results[0][:4], results[1][:4]):
            np.testing.assert_array_equal(a, b)
        assert results[0][4]["task"] == pytest.approx(results[1][4]["task"])
        if "episode_return" in results[1][4]:
            assert results[0][4]["episode_return"][results[1][4]["_episode_return"]] == pytest.approx(
                results[1][4]["episode_return"][results[1][4]["_episode_return"]]
            )
    assert inside.episode_count == outside.episode_count > 40
    assert np.array_equal(inside.sample_tasks(50), outside.sample_tasks(50))


def test_several_teachers_take_turns():
    teachers = [Teacher("Random", [0, 0], [3, 6], seed=seed) for seed in range(2)]
    envs = ours()
    envs.attach_teachers(teachers, shares=[0.75, 0.25])
    envs.reset(seed=1)
    sources = []
    for step in range(800):
        infos = envs.step(actions_for(step))[4]
        if "task_source" in infos:
            sources += infos["task_source"][infos["_task_source"]].tolist()
    counts = [teacher.episode_count for teacher in teachers]
    assert counts == [sources.count(0), sources.count(1)]
    share, error = counts[0] / sum(counts), np.sqrt(0.75 * 0.25 / sum(counts))
    assert abs(share - 0.75) < 4 * error
    envs.attach_teachers([])
    envs.reset()
    envs.step(actions_for(0))
    with pytest.raises(teachdrl.InvalidArgumentError, match="shares has 1 numbers"):
        envs.attach_teachers(teachers, shares=[1])


def test_a_teacher_lives_as_long_as_it_is_attached():
    envs = ours()
    envs.attach_teachers(Teacher("Random", [0, 0], [3, 6], seed=1))
    gc.collect()
    envs.reset(seed=1)
    for step in range(100):
        infos = envs.step(actions_for(step))[4]
    assert infos["_task"].all()


def test_sent_and_received_is_stepped():
    one, other = ours(thread_count=3), ours(thread_count=1)
    first, second = one.reset(seed=3), other.reset(seed=3)
    np.testing.assert_array_equal(first[0], second[0])
    seen, expected = ([[] for _ in range(COUNT)] for _ in range(2))
    one.send(np.arange(COUNT), actions_for(0))
    for step in range(60):
        observations, rewards, terminations, truncations, infos = other.step(actions_for(step))
        for i in range(COUNT):
            row = [*observations[i], rewards[i], terminations[i], truncations[i]]
            expected[i].append(row + ([infos["episode_return"][i]] if terminations[i] or truncations[i] else []))
        for part in ([0, 1], [2, 3, 4]):
            indices, observations, rewards, terminations, truncations, infos = one.receive(len(part))
            assert indices.tolist() == part
            for r, i in enumerate(part):
                row = [*observations[r], rewards[r], terminations[r], truncations[r]]
                seen[i].append(row + ([infos["episode_return"][r]] if terminations[r] or truncations[r] else []))
            one.send(part, actions_for(step + 1)[part])
    assert seen == expected


def test_what_is_given_out_is_the_callers():
    envs = ours()
    first, _ = envs.reset(seed=1)
    kept = first.copy()
    stepped = envs.step(actions_for(0))
    copies = [array.copy() for array in stepped[:4]]
    envs.step(actions_for(1))
    assert np.array_equal(first, kept)
    assert all(np.array_equal(a, b) for a, b in zip(stepped, copies))


@pytest.mark.parametrize("name", NAMES)
def test_gymnasium_makes_them(name):
    envs = gymnasium.make_vec(NAMES[name], num_envs=3, walker="quadru", max_episode_steps=50, thread_count=2)
    assert isinstance(envs, vector.WalkerVectorEnv)
    observations, _ = envs.reset(seed=[1, None, 3])
    assert envs.observation_space.contains(observations)
    assert envs.action_space.shape == (3, 8)
    for _ in range(60):
        observations = envs.step(envs.action_space.sample())[0]
    assert envs.observation_space.contains(observations)
    envs.close()
    envs.close()
    options = descriptions.environments()[envs.library_name].options
    leading = ["num_envs", "render_mode", "thread_count", "autoreset_mode"]
    assert list(inspect.signature(type(envs)).parameters) == [*leading, *options]


def test_seeds_and_tasks_of_some():
    envs, other = ours(), ours()
    everyone = envs.reset(seed=3, options={"task": [1, 1]})[0]
    mask = np.array([True, False, True, False, False])
    some, infos = other.reset(seed=[3, None, 5, None, None], options={"reset_mask": mask, "task": [1, 1]})
    assert np.array_equal(some[mask], everyone[mask])
    assert not some[~mask].any()
    assert infos["_task"].tolist() == mask.tolist()
    assert infos["task"][mask].tolist() == [[1, 1]] * 2


def test_an_environment_outlives_what_it_is_a_part_of():
    envs = ours()
    part = envs.environment_at(2)
    envs.reset(seed=1)
    del envs
    gc.collect()
    assert part.coordinate_names == ("stump_height", "obstacle_spacing")
    assert len(part.scene.shapes) > 0


def test_errors():
    envs = ours()
    with pytest.raises(teachdrl.InvalidStateError, match="reset"):
        envs.step(actions_for(0))
    envs.reset()
    with pytest.raises(ValueError, match=r"actions have the shape \(5, 3\)"):
        envs.step(np.zeros((5, 3)))
    with pytest.raises(teachdrl.InvalidArgumentError):
        envs.step(np.full((5, 4), np.nan))
    with pytest.raises(ValueError, match="mask has the shape"):
        envs.reset(options={"reset_mask": [True]})
    with pytest.raises(ValueError, match="seed has 2 numbers"):
        envs.reset(seed=[1, 2])
    with pytest.raises(teachdrl.InvalidArgumentError):
        envs.receive(1)
    with pytest.raises(teachdrl.InvalidArgumentError):
        envs.attach_teachers(Teacher("Random", [0, 0], [9, 9]))
    with pytest.raises(teachdrl.UnknownNameError, match="did you mean 'walker'"):
        vector.StumpTracksVector(2, walkr="short")
    with pytest.raises(teachdrl.InvalidArgumentError):
        vector.StumpTracksVector(0)
