"""Levels, successes and scores with Stable-Baselines3: the same level is the same track, and its teacher hears all."""

import numpy as np
import pytest
import teachdrl
from levels import OPTIONS, Levels, action_at, levels_by_the_library, require_told
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.vec_env import DummyVecEnv, SubprocVecEnv
from teachdrl import envs
from teachdrl.sb3 import TeachdrlVecEnv, VecCurriculum

COUNT = 3


def make():
    return envs.StumpTracks(**OPTIONS)


@pytest.mark.parametrize(
    "make_many",
    [
        lambda teacher: TeachdrlVecEnv("teachdrl/StumpTracks-v0", COUNT, teacher=teacher, **OPTIONS),
        lambda teacher: VecCurriculum(DummyVecEnv([make] * COUNT), teacher),
        lambda teacher: VecCurriculum(SubprocVecEnv([make] * COUNT), teacher),
    ],
    ids=["ours", "in this process", "in others"],
)
def test_the_same_level_is_the_same_track(make_many):
    teacher, expected = Levels(), levels_by_the_library()
    many = make_many(teacher)
    many.seed(3)
    observations = many.reset()
    running, played = [[observation.tobytes()] for observation in observations], 0
    for _ in range(150):
        levels = [info["level"] for info in many.reset_infos]
        actions = np.array([action_at(len(each) - 1) for each in running], dtype=np.float32)
        observations, _, dones, infos = many.step(actions)
        for index, info in enumerate(infos):
            assert info["level"] == levels[index] and isinstance(bool(info["is_for_learning"]), bool)
            if not dones[index]:
                running[index].append(observations[index].tobytes())
                continue
            running[index].append(info["terminal_observation"].tobytes())
            assert running[index] == expected[info["level"]][0]
            running[index], played = [observations[index].tobytes()], played + 1
    assert played > 9
    # VecEnvs add rewards of float32.
    for number, (level, task, total, *others) in enumerate(teacher.told):
        assert total == pytest.approx(expected[level][1], rel=1e-5)
        teacher.told[number] = (level, task, expected[level][1], *others)
    require_told(teacher, expected, 10)
    many.close()


class Succeeding(envs.StumpTracks):
    """An environment that says itself whether an episode has succeeded."""

    def step(self, action):
        *outcome, info = super().step(action)
        if "episode_return" in info:
            info["is_success"] = True
        return (*outcome, info)


def test_success_and_scores_reach_the_teacher():
    teacher = Levels()
    many = VecCurriculum(DummyVecEnv([lambda: Succeeding(**OPTIONS)] * 2), teacher, score=lambda each: each.length / 2)
    many.reset()
    for _ in range(80):
        many.step(np.zeros((2, 4), dtype=np.float32))
    assert len(teacher.told) >= 4
    assert all((success, score) == (1.0, length / 2) for _, _, _, success, length, score in teacher.told)


def test_our_environments_have_success_rates():
    env = TeachdrlVecEnv("teachdrl/StumpTracks-v0", 1, tasks={"stump_height": 0, "obstacle_spacing": 6}, **OPTIONS)
    successes = []

    class Still:
        def predict(self, observations, **_):
            return np.zeros((1, 4), dtype=np.float32), None

    def note(found, _):
        if found["done"]:
            successes.append(found["info"]["is_success"])

    evaluate_policy(Still(), env, n_eval_episodes=3, callback=note)
    assert successes == [False] * 3


def test_environments_that_cannot_be_seeded_are_refused():
    class Stubborn(envs.StumpTracks):
        def __getattribute__(self, name):
            if name == "next_seed":
                raise AttributeError(name)
            return super().__getattribute__(name)

    with pytest.raises(teachdrl.InvalidStateError, match="next_seed"):
        VecCurriculum(DummyVecEnv([lambda: Stubborn(**OPTIONS)]), Levels()).reset()
