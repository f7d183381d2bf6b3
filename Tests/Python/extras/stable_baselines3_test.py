"""What Stable-Baselines3 makes of the environments."""

import warnings

import gymnasium
import pytest
import teachdrl
from stable_baselines3 import PPO
from stable_baselines3.common.env_checker import check_env
from teachdrl._registration import NAMES
from teachdrl.wrappers import CurriculumWrapper


@pytest.mark.parametrize("identifier", NAMES.values())
def test_its_checker_has_nothing_to_say(identifier):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(gymnasium.make(identifier))


def test_it_trains_under_a_curriculum():
    env = gymnasium.make("teachdrl/StumpTracks-v0")
    teacher = teachdrl.Teacher("ALP-GMM", env.task_space, seed=1, reward_range=env.return_range)
    PPO("MlpPolicy", CurriculumWrapper(env, teacher), n_steps=512, seed=1, device="cpu").learn(1024)
    assert teacher.episode_count > 1
