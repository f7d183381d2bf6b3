"""What functions of varying size give while other threads change it."""

from ctypes import c_size_t

import pytest
import teachdrl
from teachdrl import Teacher
from teachdrl._teacher_base import with_room

INVALID_ARGUMENT = 1


class Growing:
    """A function whose result grows between calls."""

    def __init__(self, sizes: list[int]) -> None:
        self.sizes = sizes
        self.calls = 0

    def __call__(self, capacity: int, count: c_size_t) -> tuple[int, int]:
        size = self.sizes[min(self.calls, len(self.sizes) - 1)]
        self.calls += 1
        count.value = size
        return (0 if capacity == 0 or capacity >= size else INVALID_ARGUMENT), capacity


@pytest.mark.parametrize("sizes", [[0], [3], [3, 5, 5], [3, 9, 3, 3], [0, 4, 4], [1, 2, 3, 4, 5, 5]])
def test_what_grows_in_between_is_asked_for_again(sizes: list[int]) -> None:
    room, count = with_room(Growing(sizes))
    assert (room, count) == (sizes[-1], sizes[-1])


def test_an_episode_that_leaves_the_history_in_between_ends_in_an_error() -> None:
    teacher = Teacher("ALP-GMM", [0.0], [1.0], seed=1)

    def forgotten(capacity: int, count: c_size_t) -> tuple[int, None]:
        forgotten.calls += 1
        if forgotten.calls == 1:
            count.value = 10
            return 0, None
        with pytest.raises(teachdrl.InvalidArgumentError):
            teacher.mixture_at(7)
        return INVALID_ARGUMENT, None

    forgotten.calls = 0
    with pytest.raises(teachdrl.InvalidArgumentError, match="7"):
        with_room(forgotten)
    assert forgotten.calls == 3
