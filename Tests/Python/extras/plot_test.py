"""Plots: that what is drawn is what the teacher has."""

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pytest
from matplotlib import pyplot
from teachdrl import Integer, Log, TaskSpace, Teacher, ToyEnvironment, plot
from wrong_calls import complaints


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


SPACE = TaskSpace(gravity=Log(1, 1000), legs=Integer(2, 4))


def trained_on(name):
    teacher = Teacher(name, SPACE, seed=7, **({"fit_rate": 50} if name == "ALP-GMM" else {"max_region_size": 50}))
    for episode in range(300):
        task = teacher.sample_task()
        teacher.update(task, episode * (task[0] < 30) * task[1])
    return teacher


def test_log_scaled_numbers_of_a_mixture_are_shown_by_their_logarithms():
    teacher = trained_on("ALP-GMM")
    axes = plot.mixture(teacher)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("log10 gravity", "legs")
    assert axes.get_xlim() == pytest.approx((0, 3)) and axes.get_ylim() == (1.5, 4.5)
    centers = sorted(tuple(patch.get_center()) for patch in axes.patches)
    assert np.array(centers) == pytest.approx(np.array(sorted(map(tuple, teacher.mixture.means[:, :2]))))


def test_regions_tile_the_picture_of_a_typed_space():
    axes = plot.regions(trained_on("RIAC"))
    assert axes.get_xscale() == "log" and axes.get_xlim() == pytest.approx((1, 1000))
    assert axes.get_ylim() == (1.5, 4.5) and axes.get_xlabel() == "gravity"
    areas = [np.log10((each.get_x() + each.get_width()) / each.get_x()) * each.get_height() for each in axes.patches]
    assert len(areas) > 1 and sum(areas) == pytest.approx(3 * 3)


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


def test_one_dimension_has_a_bell_for_each_component():
    teacher, _, _ = trained("ALP-GMM", dims=1)
    axes = plot.mixture(teacher)
    mixture = teacher.mixture
    shares = np.sort(mixture.sampling_weights / mixture.sampling_weights.sum())
    assert len(axes.patches) == len(mixture)
    # The area under each is its share, less what lies outside the task space.
    for patch, share in zip(axes.patches, shares):
        x, y = patch.get_xy().T
        assert 0.4 * share <= np.trapezoid(y[1:-2], x[1:-2]) <= 1.001 * share
    assert axes.get_xlim() == (0, 1)
    assert plot.mixture(trained("ALP-GMM", dims=3)[0], dimensions=[2]).get_xlabel() == "task[2]"


def test_one_dimension_has_a_bar_for_each_leaf():
    teacher, _, _ = trained("RIAC", dims=1)
    axes = plot.regions(teacher)
    assert len(axes.patches) == teacher.regions.is_leaf.sum()
    assert sum(patch.get_width() for patch in axes.patches) == pytest.approx(1)


def test_one_coordinate_over_time():
    teacher, tasks, returns = trained("RIAC", dims=1)
    for form in (tasks, np.ravel(tasks)):
        figure = plot.curriculum(form, returns, names=["height"])
        assert figure.axes[0].get_ylabel() == "height"
    assert plot.curriculum(tasks, ax=pyplot.subplots()[1]).axes
    assert len(plot.history(teacher, 3).axes) == 3


@pytest.mark.parametrize(
    ("draw", "name", "text"),
    [
        (plot.mixture, "ALP-GMM", "not fitted yet"),
        (plot.mixture, "RIAC", "RIAC has no mixture"),
        (plot.mixture, "Random", "Random has no mixture"),
        (plot.regions, "ALP-GMM", "ALP-GMM has no regions"),
        (lambda teacher: plot.history(teacher).axes[0], "Covar-GMM", "not fitted yet"),
        (lambda teacher: plot.history(teacher).axes[0], "Random", "Random has no mixture"),
    ],
)
def test_a_picture_says_why_it_is_empty(draw, name, text):
    for dimension in (1, 2):
        axes = draw(Teacher(name, [0] * dimension, [1] * dimension, seed=1))
        assert [each.get_text() for each in axes.texts] == [text]


TWO = Teacher("ALP-GMM", [0, 0], [1, 1], seed=1)


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plot.mixture(TWO, names=["one"]), "names has 1 names; it must have 2"),
        (lambda: plot.regions(TWO, names="height"), "names must be a sequence, not 'height'"),
        (lambda: plot.history(TWO, names=["one", "two", "three"]), "names has 3 names"),
        (lambda: plot.curriculum([[1, 2]], names=["one"]), "names has 1 names; it must have 2"),
        (lambda: plot.mixture(TWO, dimensions=(0, 2)), "dimensions is .* below 2"),
        (lambda: plot.mixture(TWO, dimensions=(1, 1)), "dimensions is .* different"),
        (lambda: plot.mixture(TWO, 77), "episode is 77"),
        (lambda: plot.history(TWO, 0), "count is 0"),
        (lambda: plot.curriculum([]), "tasks has the shape"),
        (lambda: plot.curriculum([[1, 2]], [1, 2]), "returns has 2 numbers; it must have 1"),
        (lambda: plot.curriculum([[1, 2]], window=0), "window is 0"),
        (lambda: plot.curriculum([[1, 2]], ax=[pyplot.subplots(num=99)[1]]), "ax has 1 axes; it must have 2"),
    ],
)
def test_what_cannot_be_drawn_is_said_and_leaves_no_figure(draw, message):
    with pytest.raises((TypeError, ValueError), match=message):
        draw()
    assert set(pyplot.get_fignums()) <= {99}


def test_a_figure_whose_drawing_fails_is_closed(monkeypatch):
    monkeypatch.setattr(plot, "_colored", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plot.history(trained("RIAC")[0])
    assert pyplot.get_fignums() == []


def test_messages_name_the_parameter():
    good = {"teacher": TWO, "tasks": [[0.5, 0.5]]}
    found = []
    for name in plot.__all__:
        found += complaints(f"plot.{name}", lambda name=name: getattr(plot, name), good)
        pyplot.close("all")
    assert not found, "\n".join(found)
