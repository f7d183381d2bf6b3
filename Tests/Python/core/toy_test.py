"""The toy environment."""

import pickle

import numpy as np
import pytest
import teachdrl


def test_competence_grows_where_it_is_played():
    toy = teachdrl.ToyEnvironment(nb_dims=3, nb_cubes=4)
    assert toy.competences.shape == (4, 4, 4)
    rewards = [toy.play([0.1, 0.1, 0.1]) for _ in range(200)]
    assert toy.competences[0, 0, 0] == 100
    assert toy.competences.sum() == 100
    assert toy.mastered_share == pytest.approx(100 / 64)
    assert all(0 <= reward <= 1 for reward in rewards)


def test_irrelevant_dimensions_belong_to_the_task():
    toy = teachdrl.ToyEnvironment(irrelevant_dims=3)
    assert toy.low.tolist() == [0] * 5
    assert toy.high.tolist() == [1] * 5
    toy.play(np.full(5, 0.5))


def test_errors():
    with pytest.raises(teachdrl.UnknownNameError, match="nb_cubes"):
        teachdrl.ToyEnvironment(nb_cube=3)
    with pytest.raises(ValueError, match="task has 3 numbers"):
        teachdrl.ToyEnvironment().play([0, 0, 0])
    with pytest.raises(teachdrl.InvalidArgumentError):
        teachdrl.ToyEnvironment().play([0, 2])
    with pytest.raises(TypeError, match="no saved state"):
        pickle.dumps(teachdrl.ToyEnvironment())
