"""What TorchRL makes of the environments: its checker, and rollouts beside ours, under a teacher too."""

import gymnasium
import numpy as np
import pytest
import teachdrl
import torch
from gymnasium.vector import AutoresetMode
from levels import OPTIONS, Levels, levels_by_the_library
from teachdrl._registration import NAMES
from teachdrl.wrappers import CurriculumWrapper
from torchrl.envs import GymEnv, GymWrapper
from torchrl.envs.utils import check_env_specs

pytestmark = pytest.mark.filterwarnings("ignore:.*", "error::UserWarning:teachdrl")


@pytest.mark.parametrize("identifier", NAMES.values())
def test_its_checker_has_nothing_to_say(identifier):
    check_env_specs(GymEnv(identifier))


def test_it_passes_our_options_on_and_refuses_others():
    env = GymEnv("teachdrl/StumpTracks-v0", walker="quadru")
    assert env.action_spec.shape == (8,)
    # It gives a keyword argument of its own a try, and leaves it out where that is unexpected.
    with pytest.raises(TypeError, match="unexpected keyword argument 'walkr'.*did you mean 'walker'"):
        GymEnv("teachdrl/StumpTracks-v0", walkr="quadru")


def test_a_rollout_is_the_environments():
    env, plain = GymEnv("teachdrl/StumpTracks-v0"), gymnasium.make("teachdrl/StumpTracks-v0")
    env.set_seed(5)
    rollout = env.rollout(50, break_when_any_done=True)
    plain.reset(seed=5)  # as set_seed does
    observation, _ = plain.reset()
    for step in rollout:
        assert np.array_equal(step["observation"].numpy(), observation)
        observation, reward, terminated, _, _ = plain.step(step["action"].numpy())
        assert step["next", "reward"].item() == pytest.approx(reward, rel=1e-6)
        assert step["next", "terminated"].item() == terminated


@pytest.mark.parametrize("mode", [AutoresetMode.SAME_STEP, AutoresetMode.DISABLED])
def test_many_environments_under_a_teacher(mode):
    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", 3, walker="short", autoreset_mode=mode)
    teacher = teachdrl.Teacher("ALP-GMM", envs.task_space, seed=1)
    envs.attach_teachers(teacher)
    wrapped = GymWrapper(envs)
    check_env_specs(wrapped)
    before = teacher.episode_count
    rollout = wrapped.rollout(300, break_when_any_done=False)
    ended = int(rollout["next", "done"].sum())
    assert teacher.episode_count - before == ended > 2
    assert torch.isfinite(rollout["next", "reward"]).all()


def test_the_mode_that_it_cannot_use_is_named():
    with pytest.raises(RuntimeError, match="SAME_STEP or DISABLED"):
        GymWrapper(gymnasium.make_vec("teachdrl/StumpTracks-v0", 3))


def test_a_single_environment_under_a_teacher():
    env = gymnasium.make("teachdrl/StumpTracks-v0", walker="short")
    teacher = teachdrl.Teacher("ALP-GMM", env.task_space, seed=1, reward_range=env.return_range)
    wrapped = GymWrapper(CurriculumWrapper(env, teacher))
    rollout = wrapped.rollout(400, break_when_any_done=False)
    assert teacher.episode_count == int(rollout["next", "done"].sum()) > 1


def test_levels_and_successes():
    teacher, expected = Levels(), levels_by_the_library(0)
    env = GymWrapper(CurriculumWrapper(gymnasium.make("teachdrl/StumpTracks-v0", **OPTIONS), teacher))
    for episode in range(6):
        first = env.reset()
        assert first["observation"].numpy().tobytes() == expected[episode % 3][0][0]
        env.rollout(40, auto_reset=False, tensordict=first)
    assert [level for level, *_ in teacher.told] == [0, 1, 2, 0, 1, 2]
    assert all(success == 0 and length > 0 for _, _, _, success, length, _ in teacher.told)
