"""Pictures."""

import gc
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import gymnasium
import numpy as np
import pytest
import teachdrl.envs
from gymnasium.utils.env_checker import check_env
from teachdrl._registration import NAMES

pytestmark = pytest.mark.filterwarnings("error", "ignore:.*pkg_resources.*", "ignore:.*SDL.*")


@pytest.mark.parametrize("identifier", NAMES.values())
def test_gymnasiums_checker_has_nothing_to_say_about_pictures(identifier):
    check_env(gymnasium.make(identifier, render_mode="rgb_array"))


def test_a_picture_shows_walker_grass_and_sky():
    env = gymnasium.make("teachdrl/StumpTracks-v0", render_mode="rgb_array")
    env.set_environment(stump_height=1.0, obstacle_spacing=1.0)
    env.reset(seed=1)
    picture = env.render()
    assert (picture.shape, picture.dtype) == ((400, 600, 3), np.uint8)
    red, green, blue = picture[390, 300].astype(int)
    assert green > red
    assert green > blue  # grass below
    red, green, blue = picture[5, 5].astype(int)
    assert min(red, green, blue) > 200  # light above
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) > 5
    env.step(env.action_space.sample())
    assert not np.array_equal(env.render(), picture)


def test_the_picture_is_of_the_episode_and_changes_nothing():
    drawn, plain = (teachdrl.envs.HexagonTracks(mode) for mode in ("rgb_array", None))
    for env in (drawn, plain):
        env.reset(seed=2, options={"task": np.ones(12)})
    for _ in range(10):
        drawn.render()
        action = drawn.action_space.sample()
        assert np.array_equal(drawn.step(action)[0], plain.step(action)[0])


def test_a_window_without_a_screen():
    env = gymnasium.make("teachdrl/StumpTracks-v0", render_mode="human")
    for _ in range(2):
        env.reset()
        for _ in range(3):
            env.step(env.action_space.sample())
            assert env.render() is None
    env.close()
    env.close()


def test_closing_one_of_two_windows_leaves_the_other():
    import pygame

    first, second, third = (gymnasium.make("teachdrl/StumpTracks-v0", render_mode="human") for _ in range(3))
    for env in (first, second, third):
        env.reset(seed=1)
    first.close()
    assert pygame.display.get_surface() is not None
    second.step(second.action_space.sample())
    del env, third
    gc.collect()
    second.close()
    assert not pygame.display.get_init()


def test_a_window_that_somebody_else_has_closed_is_opened_again():
    import pygame

    env = gymnasium.make("teachdrl/StumpTracks-v0", render_mode="human")
    env.reset(seed=1)
    pygame.display.quit()
    env.step(env.action_space.sample())
    assert pygame.display.get_surface() is not None
    env.close()


def test_somebody_elses_window_is_left_alone():
    import pygame

    pygame.display.init()
    pygame.display.set_mode((100, 100))
    env = gymnasium.make("teachdrl/StumpTracks-v0", render_mode="human")
    env.reset(seed=1)
    env.close()
    assert pygame.display.get_surface() is not None
    pygame.display.quit()


def test_without_a_mode_there_is_a_word_about_it():
    with pytest.warns(UserWarning, match="render_mode"):
        assert gymnasium.make("teachdrl/StumpTracks-v0").render() is None


def test_an_unknown_mode_is_refused():
    with pytest.raises(teachdrl.InvalidArgumentError, match="'ansi'"):
        teachdrl.envs.StumpTracks(render_mode="ansi")


def test_a_picture_of_each_of_many():
    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", 2, render_mode="rgb_array")
    envs.reset(seed=1)
    single = gymnasium.make("teachdrl/StumpTracks-v0", render_mode="rgb_array")
    for picture, seed in zip(envs.render(), (1, 2)):
        single.reset(seed=seed)
        assert np.array_equal(picture, single.render())
