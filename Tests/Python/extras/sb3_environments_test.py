"""TeachdrlVecEnv beside SB3's own DummyVecEnv of single environments: same seeds, same numbers."""

import copy

import gymnasium
import numpy as np
import pytest
import teachdrl
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.callbacks import EvalCallback
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import DummyVecEnv, VecCheckNan, VecMonitor, VecNormalize
from teachdrl.sb3 import TeachdrlVecEnv
from teachdrl.wrappers import CurriculumWrapper

IDENTIFIER = "teachdrl/StumpTracks-v0"


def teacher(name="ALP-GMM"):
    # Both ways hand returns over as they are, and fit often.
    options = {"fit_rate": 10, "reward_range": (-150, 350)} if name == "ALP-GMM" else {}
    return teachdrl.Teacher(name, [0, 0], [3, 6], seed=7, **options)


def without_time(infos):
    """Infos without the seconds that Monitor puts there, and what ours adds to its episodes."""
    infos = copy.deepcopy(infos)
    for info in infos:
        if "episode" in info:
            del info["episode"]["t"]
            info["episode"].pop("task", None)
        if "is_success" in info:
            assert info.pop("is_success") == (info["episode_return"] > 230) == bool(info["episode_success"])
    return infos


def compare(ours, theirs, steps):
    """Plays the same actions in both and compares all that comes back; gives how many episodes ended."""
    for env in (ours, theirs):
        env.seed(11)
    assert np.array_equal(ours.reset(), theirs.reset())
    np.testing.assert_equal(ours.reset_infos, theirs.reset_infos)
    random, ended = np.random.default_rng(0), 0
    for _ in range(steps):
        actions = random.uniform(-1, 1, (ours.num_envs, 4)).astype(np.float32)
        *numbers, infos = ours.step(actions)
        *expected, expected_infos = theirs.step(actions)
        for mine, other in zip(numbers, expected):
            assert mine.dtype == other.dtype
            assert np.array_equal(mine, other)
        np.testing.assert_equal(without_time(infos), without_time(expected_infos))
        np.testing.assert_equal(ours.reset_infos, theirs.reset_infos)
        ended += numbers[2].sum()
    return ended


def test_it_gives_what_single_environments_give():
    ours = TeachdrlVecEnv(IDENTIFIER, 3, walker="short")
    theirs = DummyVecEnv([lambda: Monitor(gymnasium.make(IDENTIFIER, walker="short"))] * 3)
    for env in (ours, theirs):
        env.set_options({"task": [0.5, 3.0]})
    assert compare(ours, theirs, 400) > 3
    assert ours.observation_space == theirs.observation_space
    assert ours.action_space == theirs.action_space


def test_a_time_limit_is_told_from_an_end():
    options = {"max_episode_steps": 5}
    ours = TeachdrlVecEnv(IDENTIFIER, 2, **options)
    theirs = DummyVecEnv([lambda: Monitor(teachdrl.envs.StumpTracks(**options))] * 2)
    assert compare(ours, theirs, 20) == 8
    ours.reset()
    for _ in range(5):
        _, _, dones, infos = ours.step(np.zeros((2, 4)))
    assert dones.all() and all(info["TimeLimit.truncated"] for info in infos)
    assert infos[0]["episode"]["l"] == 5


def test_under_a_teacher_it_gives_what_single_environments_give():
    ours_teacher, their_teacher = teacher(), teacher()
    ours = TeachdrlVecEnv(IDENTIFIER, 4, teacher=ours_teacher, walker="short")
    theirs = DummyVecEnv(
        [lambda: Monitor(CurriculumWrapper(gymnasium.make(IDENTIFIER, walker="short"), their_teacher))] * 4
    )
    assert compare(ours, theirs, 500) >= 20
    assert ours_teacher.to_bytes() == their_teacher.to_bytes()
    assert ours_teacher.mixture is not None


def played_in_an_evaluation(env, episodes):
    model, played = PPO("MlpPolicy", TeachdrlVecEnv(IDENTIFIER, 1), device="cpu"), []

    def note(variables, _):
        if variables["done"]:
            played.append(tuple(variables["info"]["task"]))

    evaluate_policy(model, env, n_eval_episodes=episodes, callback=note)
    return played


def test_a_test_set_is_played_by_each_evaluation():
    tasks = np.random.default_rng(3).uniform([0, 0], [3, 6], (6, 2))
    rows = [tuple(task) for task in tasks]
    single = TeachdrlVecEnv(IDENTIFIER, 1, tasks=tasks)
    several = TeachdrlVecEnv(IDENTIFIER, 3, tasks=tasks)
    for _ in range(2):
        assert played_in_an_evaluation(single, 6) == rows
        assert sorted(played_in_an_evaluation(several, 6)) == sorted(rows)
    assert played_in_an_evaluation(single, 8) == rows + rows[:2]


def test_it_works_in_sb3s_wrappers_and_algorithms():
    env = VecNormalize(TeachdrlVecEnv(IDENTIFIER, 2, teacher=teacher("Random")))
    tests = TeachdrlVecEnv(IDENTIFIER, 1, tasks=env.get_attr("test_set", [0])[0])
    evaluation = EvalCallback(VecNormalize(tests, training=False), n_eval_episodes=2, eval_freq=100, verbose=0)
    model = PPO("MlpPolicy", env, n_steps=128, batch_size=64, device="cpu", seed=3).learn(512, callback=evaluation)
    assert len(model.ep_info_buffer) > 0
    assert np.isfinite(evaluation.last_mean_reward)
    env = VecCheckNan(VecMonitor(TeachdrlVecEnv(IDENTIFIER, 2, teacher=teacher())), raise_exception=True)
    model = SAC("MlpPolicy", env, learning_starts=100, device="cpu").learn(120)
    assert model.num_timesteps == 120


def test_attributes_and_methods_are_each_environments():
    env = TeachdrlVecEnv(IDENTIFIER, 3)
    assert env.get_attr("task") == [None] * 3
    env.set_attr("task", [1.0, 2.0])
    env.set_attr("task", [0.5, 4.0], indices=1)
    env.reset()
    assert [task.tolist() for task in env.get_attr("task")] == [[1, 2], [0.5, 4], [1, 2]]
    assert [info["task"].tolist() for info in env.reset_infos] == [[1, 2], [0.5, 4], [1, 2]]
    assert env.get_attr("coordinate_names", indices=[2]) == [("stump_height", "obstacle_spacing")]
    assert env.get_attr("mastered_return") == [230.0] * 3
    assert env.env_method("set_parameter", "stump_height", 0.2, indices=[0, 2]) == [None, None]
    assert env.env_is_wrapped(Monitor) == [True] * 3
    assert env.env_is_wrapped(gymnasium.wrappers.TimeLimit, indices=0) == [False]
    assert not env.has_attr("teacher") and not env.has_attr("gravity")
    assert env.render_mode is None


def test_seeds_are_used_once():
    env = TeachdrlVecEnv(IDENTIFIER, 2)
    assert env.seed(4) == [4, 5]
    first = env.reset()
    assert not np.array_equal(first, env.reset())
    env.seed(4)
    assert np.array_equal(first, env.reset())


def test_pictures_are_tiled():
    env = TeachdrlVecEnv(IDENTIFIER, 2, render_mode="rgb_array")
    env.reset()
    assert len(env.get_images()) == 2
    height, width, _ = env.get_images()[0].shape
    assert env.render().shape in ((2 * height, width, 3), (height, 2 * width, 3))


def test_what_is_wrong_is_said():
    with pytest.raises(teachdrl.UnknownNameError, match="teachdrl/StumpTracks-v0"):
        TeachdrlVecEnv("CartPole-v1")
    with pytest.raises(teachdrl.InvalidArgumentError):
        TeachdrlVecEnv(IDENTIFIER, 0)
    with pytest.raises(teachdrl.InvalidArgumentError, match="one of them"):
        TeachdrlVecEnv(IDENTIFIER, teacher=teacher(), tasks=[[0, 0]])
    with pytest.raises(teachdrl.InvalidArgumentError, match="1 tasks for 2"):
        TeachdrlVecEnv(IDENTIFIER, 2, tasks=[[0, 0]])
    with pytest.raises(teachdrl.InvalidArgumentError, match="2"):
        TeachdrlVecEnv(IDENTIFIER, teacher=teachdrl.Teacher("Random", [0], [1]))
    env = TeachdrlVecEnv(IDENTIFIER, 2, teacher=teacher())
    with pytest.raises(teachdrl.InvalidStateError, match="proposes"):
        env.set_attr("task", [1, 1])
    with pytest.raises(AttributeError, match="set_parameter"):
        env.set_attr("stump_height", 1)
    env.reset()
    with pytest.raises(teachdrl.InvalidStateError, match="step_async"):
        env.step_wait()
    with pytest.raises(teachdrl.InvalidArgumentError, match=r"\(2, 4\)"):
        env.step(np.zeros((3, 4)))
    with pytest.raises(teachdrl.UnknownNameError, match="'low'.*task"):
        env.set_options({"low": 1})


def test_what_is_given_out_is_the_callers():
    one, other = (TeachdrlVecEnv(IDENTIFIER, 2, walker="short", max_episode_steps=20) for _ in range(2))
    for env in (one, other):
        env.set_options({"task": [0.5, 3.0]})
        env.seed(1)
        env.reset()
    actions = np.zeros((2, 4), dtype=np.float32)
    for step in range(50):
        actions[:] = np.sin(step)
        one.step_async(actions)
        actions[:] = 0  # ours are copies by now
        results = one.step_wait(), other.step(np.full((2, 4), np.sin(step), dtype=np.float32))
        assert np.array_equal(results[0][0], results[1][0])
        for ours, theirs in zip(results[0][3], results[1][3]):
            assert np.array_equal(ours["task"], theirs["task"])
            ours["task"] *= 0
        for info in one.reset_infos:
            info["task"] *= 0
    assert one.get_attr("task")[0].tolist() == [0.5, 3.0]


def test_a_refused_reset_changes_nothing():
    one, other = (TeachdrlVecEnv(IDENTIFIER, 2, walker="short") for _ in range(2))
    for env in (one, other):
        env.set_options({"task": [0.5, 3.0]})
        env.seed(1)
        env.reset()
    one.set_options([{"task": [1.0, 1.0]}, {"task": [99.0, 1.0]}])
    with pytest.raises(teachdrl.InvalidArgumentError):
        one.reset()
    with pytest.raises(teachdrl.InvalidArgumentError):
        one.set_attr("task", [99.0, 1.0])
    assert [task.tolist() for task in one.get_attr("task")] == [[0.5, 3.0]] * 2
    one.set_options(None)
    for step in range(100):
        results = [env.step(np.full((2, 4), np.sin(step), dtype=np.float32)) for env in (one, other)]
        assert np.array_equal(results[0][0], results[1][0])
        assert [info["task"].tolist() for info in results[0][3]] == [[0.5, 3.0]] * 2
    for wrong, message in (({"tsak": [1.0, 1.0]}, "did you mean 'task'"), ([{}], "it must have 2"), (3, "a dict")):
        with pytest.raises((teachdrl.TeachdrlError, TypeError), match=message):
            one.set_options(wrong)
    one.reset()  # a refused option is forgotten


@pytest.mark.parametrize("wrong", ["hard", [[1.0, 1.0], [2.0]], [[1.0, "a"], [1.0, 1.0]]])
def test_tasks_that_are_no_numbers(wrong):
    with pytest.raises(TypeError, match="tasks must be numbers, not"):
        TeachdrlVecEnv(IDENTIFIER, 2, tasks=wrong)


def test_a_seed_that_is_no_whole_number():
    with pytest.raises(TypeError, match="seed must be a whole number, not"):
        TeachdrlVecEnv(IDENTIFIER, 1).seed("one")


def test_its_repr_is_one_short_line():
    assert repr(TeachdrlVecEnv(IDENTIFIER, 3)) == f"TeachdrlVecEnv('{IDENTIFIER}', 3)"
