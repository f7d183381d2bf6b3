"""What goes into the library: any form of the same numbers or bytes, and nothing read beyond its end."""

import array
import ctypes

import numpy as np
import pytest
import teachdrl
from teachdrl import Environment, Teacher, ToyEnvironment


class LyingBytes(bytes):
    """Says that it is longer than it is."""

    def __len__(self):
        return 1 << 40


class LyingBuffer(bytearray):
    """Says that it is empty."""

    def __len__(self):
        return 0


def state():
    teacher = Teacher("Random", [0, 0], [1, 1], seed=3)
    teacher.update([0.25, 0.5], 1)
    return teacher.to_bytes()


def whole_items(size):
    """A state whose length is a multiple of the size of larger items."""
    # A state has the options as they were written.
    ratios = (f"0.{'1' * digits}" for digits in range(1, 20))
    states = (Teacher("ALP-GMM", [0], [1], seed=3, random_task_ratio=ratio).to_bytes() for ratio in ratios)
    return next(state for state in states if len(state) % size == 0)


@pytest.mark.parametrize(
    "form",
    [
        bytes,
        bytearray,
        memoryview,
        LyingBytes,
        LyingBuffer,
        lambda content: np.frombuffer(content, dtype=np.uint8),
        lambda content: array.array("B", content),
        lambda content: (ctypes.c_ubyte * len(content)).from_buffer_copy(content),
        lambda content: memoryview(np.repeat(np.frombuffer(content, dtype=np.uint8), 2))[::2],
    ],
)
def test_a_state_may_come_in_any_buffer(form):
    content = state()
    assert Teacher.from_bytes(form(content)).to_bytes() == content


def test_a_view_of_larger_items_is_read_to_its_end():
    content = whole_items(8)
    assert Teacher.from_bytes(memoryview(content).cast("d")).to_bytes() == content
    assert Teacher.from_bytes(np.frombuffer(content, dtype=np.float64)).to_bytes() == content


@pytest.mark.parametrize("wrong", [5, "text", None, [1, 2], 1.5])
def test_what_has_no_bytes_is_refused(wrong):
    with pytest.raises(TypeError, match="state must be bytes, not "):
        Teacher.from_bytes(wrong)


class Labelled(np.ndarray):
    """A subclass whose len lies."""

    def __len__(self):
        return 1 << 30


FORMS = [
    list,
    tuple,
    np.array,
    lambda row: np.array(row, dtype=">f8"),
    lambda row: np.array(row, dtype=np.float16),
    lambda row: np.array(row, dtype=object),
    lambda row: np.array([row, row]).T[:, 0],
    lambda row: np.array([row[::-1]])[0, ::-1],
    lambda row: np.array(row).view(Labelled),
    lambda row: np.ma.array(row),
    lambda row: array.array("d", row),
    lambda row: array.array("f", row),
    lambda row: (ctypes.c_double * len(row))(*row),
    lambda row: memoryview(np.array(row)),
]


def read_only(row):
    numbers = np.array(row)
    numbers.setflags(write=False)
    return numbers


@pytest.mark.parametrize("form", [*FORMS, read_only])
def test_numbers_may_come_in_any_form(form):
    teacher, plain = (Teacher("ALP-GMM", [0, 0], [1, 1], seed=3, fit_rate=4, min_k=2, max_k=2) for _ in range(2))
    for k in range(8):
        task = [k / 8, 0.5]
        for one, given in ((teacher, form(task)), (plain, task)):
            one.update(given, k)
            one.update_tasks([given], form([k]) if one is teacher else [k])
            one.end_episodes([one.begin_episodes(np.array([k], dtype=">u4")) is None or k], [k])
    assert teacher.to_bytes() == plain.to_bytes()
    assert teacher.log_density(form([0.5, 0.5])) == plain.log_density([0.5, 0.5])
    assert ToyEnvironment().play(form([0.0, 0.0])) >= 0
    environments = [Environment("stump-tracks", seed=2) for _ in range(2)]
    environments[0].set_task(form([0.5, 3.0]))
    environments[1].set_task([0.5, 3.0])
    for environment in environments:
        environment.reset()
    action = [0.5, -0.5, 0.25, -0.25]
    assert np.array_equal(environments[0].step(form(action))[0], environments[1].step(action)[0])


@pytest.mark.parametrize(
    "wrong", [[0.5 + 1j, 0.5], np.array([0.5 + 1j, 0.5]), np.zeros((2, 2)), np.zeros(3), [], np.zeros((2, 0))]
)
def test_other_numbers_are_refused(wrong):
    teacher, environment = Teacher("Random", [0, 0], [1, 1], seed=3), Environment("stump-tracks", seed=2)
    for call in (
        lambda: teacher.update(wrong, 1.0),
        lambda: teacher.log_density(wrong),
        lambda: environment.set_task(wrong),
        lambda: ToyEnvironment().play(wrong),
    ):
        with pytest.raises((teachdrl.InvalidArgumentError, TypeError), match="task|action"):
            call()
    assert teacher.episode_count == 0


class Name(str):
    """A string with an encode of its own."""

    __slots__ = ()

    def encode(self, *_):
        return None


def test_strings_of_a_subclass_are_their_characters():
    assert Teacher(Name("Random"), [0], [1], seed=1).name == "Random"
    assert Teacher("ALP-GMM", [0], [1], gmm_fitness=Name("bic")).options["gmm_fitness"] == "bic"
