"""Plots: that what is drawn is what the teacher has."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
from matplotlib import pyplot
from teachdrl import Teacher, ToyEnvironment, plot


@pytest.fixture(autouse=True)
def closed():
    yield
    pyplot.close("all")


def trained(name, episodes=1500, dims=2):
    toy = ToyEnvironment(nb_dims=dims)
    teacher = Teacher(name, toy.low, toy.high, seed=7)
    tasks, returns = [], []
    for _ in range(episodes):
        tasks.append(teacher.sample_task())
        returns.append(toy.play(tasks[-1]))
        teacher.update(tasks[-1], returns[-1])
    return teacher, tasks, returns


def test_an_ellipse_for_each_component():
    teacher, _, _ = trained("ALP-GMM", dims=3)
    axes = plot.mixture(teacher, dimensions=(0, 2), names=("a", "b", "c"))
    centers = sorted(tuple(patch.get_center()) for patch in axes.patches)
    assert np.array(centers) == pytest.approx(np.array(sorted(map(tuple, teacher.mixture.means[:, [0, 2]]))))
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("a", "c")
    # An ellipse's bounding box reaches two standard deviations to each side.
    for patch in axes.patches:
        i = np.argmin(np.abs(teacher.mixture.means[:, [0, 2]] - patch.get_center()).sum(axis=1))
        extent = patch.get_path().transformed(patch.get_patch_transform()).get_extents().width
        assert extent == pytest.approx(4 * np.sqrt(teacher.mixture.covariances[i, 0, 0]), rel=0.01)


def test_a_rectangle_for_each_leaf():
    teacher, _, _ = trained("RIAC")
    axes = plot.regions(teacher)
    assert len(axes.patches) == teacher.regions.is_leaf.sum()
    assert sum(patch.get_width() * patch.get_height() for patch in axes.patches) == pytest.approx(1)


@pytest.mark.parametrize("name", ["ALP-GMM", "RIAC"])
def test_history_spans_the_teachers(name):
    teacher, _, _ = trained(name)
    titles = [axes.get_title() for axes in plot.history(teacher, 4).axes]
    assert titles[0] == f"episode {teacher.history[0]}"
    assert titles[-1] == f"episode {teacher.history[-1]}"
    assert len(titles) == 4


def test_the_curriculum_over_time():
    _, tasks, returns = trained("ALP-GMM", episodes=300)
    figure = plot.curriculum(tasks, returns, names=("height", "spacing"), window=50)
    upper, lower = figure.axes[:2]
    assert upper.get_ylabel() == "height"
    assert np.array_equal(np.asarray(upper.collections[0].get_offsets())[:, 1], np.array(tasks)[:, 0])
    line = lower.lines[0]
    assert line.get_xdata()[0] == 50
    assert line.get_ydata()[0] == pytest.approx(np.mean([task[1] for task in tasks[:50]]))


def test_what_cannot_be_drawn_is_said():
    with pytest.raises(ValueError, match="history is empty"):
        plot.history(Teacher("ALP-GMM", [0, 0], [1, 1]))
    with pytest.raises(ValueError, match="one dimension"):
        plot.mixture(Teacher("ALP-GMM", [0], [1]))
    with pytest.raises(ValueError, match="shape"):
        plot.curriculum([])
