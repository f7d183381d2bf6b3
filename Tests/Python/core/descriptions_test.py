"""Options: the library's list in signatures and help texts, and the forms in which values are given."""

import array
import inspect
import pydoc
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import teachdrl
from teachdrl import _arguments, descriptions


def test_the_published_teachers_and_seven_environments():
    assert set(descriptions.teachers()) >= {"ALP-GMM", "RIAC", "Covar-GMM", "Oracle", "Random"}
    tracks = {"stump-tracks", "hexagon-tracks", "stump-sequence", "walker-tracks"}
    bipedal_walkers = {"bipedal-walker", "bipedal-walker-hardcore", "parametric-bipedal-walker"}
    assert set(descriptions.environments()) == tracks | bipedal_walkers


def test_an_option_is_what_the_paper_says():
    option = descriptions.teachers()["ALP-GMM"].options["fit_rate"]
    assert (option.type, option.default, option.minimum, option.accepts_off) == ("integer", 250, 1, False)
    walker = descriptions.environments()["stump-tracks"].options["walker"]
    assert (walker.type, walker.default, walker.choices) == ("choice", "default", ("short", "default", "quadru"))


@pytest.mark.parametrize(
    ("documented", "described"),
    [
        (teachdrl.Teacher, descriptions.teachers().values()),
        (teachdrl.Environment, descriptions.environments().values()),
        (teachdrl.ToyEnvironment, [descriptions.toy()]),
    ],
)
def test_every_option_stands_in_the_signature_and_the_help_text(documented, described):
    text, parameters = pydoc.plain(pydoc.render_doc(documented)), inspect.signature(documented).parameters
    for description in described:
        for option in description.options.values():
            assert f"{option.name}: {option.annotation} = {option.default!r}" in text
            assert parameters[option.name].kind is inspect.Parameter.KEYWORD_ONLY


def test_defaults_are_what_a_teacher_has():
    for name, description in descriptions.teachers().items():
        required = {"window_step_vector": [0.1]} if name == "Oracle" else {}
        values = teachdrl.Teacher(name, [0], [1], **required).options
        for option in description.options.values():
            if option.name not in required:
                # If "off" stands for what follows from other options, the teacher reports that.
                stands_for = {"alp_window_size": 200, "min_reg_size": 10}
                stands_for |= {"grow_threshold": 180, "shrink_threshold": 0, "thresholds": (180,)}
                assert values[option.name] == stands_for.get(option.name, option.default)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (250, "250"),
        (np.int64(250), "250"),
        (0.1, "0.1"),
        (1e-300, "1e-300"),
        (np.float32(0.5), "0.5"),
        (True, "true"),
        (np.bool_(False), "false"),
        (None, "off"),
        ("aic", "aic"),
        ([-150, 350.5], "-150,350.5"),
        (np.array([-150.0, 350.0]), "-150,350"),
        ([np.float64(-150.0), np.array(350.5)], "-150,350.5"),
        (array.array("d", [1, 2.5]), "1,2.5"),
        (250.0, "250"),
        (np.float32(250), "250"),
        (np.array(250), "250"),
        (Fraction(1, 4), "0.25"),
        (Decimal("250"), "250"),
        (2.0**60, "1.152921504606847e+18"),
        (np.str_("aic"), "aic"),
        (np.array(True), "true"),
    ],
)
def test_values_are_written_as_the_library_reads_them(value, text):
    assert _arguments.option_text("name", value) == text


def test_values_come_back_as_they_were_given():
    given = {"fit_rate": 100, "random_task_ratio": 0.1, "gmm_fitness": "bic", "normalize": True}
    given.update(reward_range=(-150.0, 350.0), alp_max_size=None)
    values = teachdrl.Teacher("ALP-GMM", [0], [1], **given).options
    assert {name: values[name] for name in given} == given


def test_a_word_is_a_value_beside_numbers():
    option = teachdrl.descriptions.teachers()["RIAC"].options["reward_range"]
    assert (option.default, option.choices, option.accepts_off) == ("auto", ("auto",), True)
    assert option.annotation == "Sequence[float] | str | None"
    for value in ("auto", None, (-150.0, 350.0)):
        assert teachdrl.Teacher("RIAC", [0], [1], reward_range=value).options["reward_range"] == value


def test_a_value_of_another_type_is_refused():
    for value, said in (
        (object(), "option 'fit_rate' is a object"),
        (b"250", "option 'fit_rate' is a bytes"),
        ([1, "2"], r"option 'fit_rate\[1\]' is a str"),
        (np.ones((2, 2)), r"option 'fit_rate\[0\]' is a list"),
        (1j, "option 'fit_rate' is a complex"),
    ):
        with pytest.raises(TypeError, match=said):
            teachdrl.Teacher("ALP-GMM", [0], [1], fit_rate=value)


class Tensor:
    """What this package uses of a tensor of PyTorch's, which the quick tests do without."""

    def __init__(self, values):
        self.values = values

    def tolist(self):
        return self.values


@pytest.mark.parametrize("rate", [250.0, np.int64(250), np.float32(250), Tensor(250), Tensor(250.0)])
def test_whole_numbers_are_integers_whatever_their_type(rate):
    teacher = teachdrl.Teacher("ALP-GMM", [0], [1], fit_rate=rate, reward_range=Tensor([0, 1]), normalize=Tensor(True))
    assert teacher.options["fit_rate"] == 250
    assert teacher.options["reward_range"] == (0, 1)
    with pytest.raises(teachdrl.InvalidArgumentError, match="250.5"):
        teachdrl.Teacher("ALP-GMM", [0], [1], fit_rate=Tensor(250.5))
    environment = teachdrl.Environment("stump-tracks", max_episode_steps=type(rate)(50))
    assert environment.task_dimension == 2


@pytest.mark.parametrize("name", ["ALP-GMM", "Covar-GMM", "RIAC", "Random"])
def test_a_teacher_can_be_made_again_from_the_options_it_reports(name):
    given = {"min_k": 12, "fit_rate": 30} if "GMM" in name else {"max_region_size": 30} if name == "RIAC" else {}
    one = teachdrl.Teacher(name, [0], [1], seed=1, **given)
    other = teachdrl.Teacher(name, [0], [1], seed=1, **one.options)
    assert other.options == one.options
    if "GMM" in name:
        assert one.options["max_k"] == 12
    for episode in range(300):
        task = one.sample_task()
        assert other.sample_task() == task
        for teacher in (one, other):
            teacher.update(task, float(task[0]) * episode)
