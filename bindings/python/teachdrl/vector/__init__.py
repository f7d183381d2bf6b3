"""Many environments stepped by one call, on several threads, for Gymnasium.

    envs = gymnasium.make_vec("teachdrl/StumpTracks-v0", num_envs=64, walker="short")
    teacher = teachdrl.Teacher("ALP-GMM", envs.task_space)
    envs.attach_teachers(teacher)
    observations, infos = envs.reset(seed=42)
    while True:
        observations, rewards, terminations, truncations, infos = envs.step(choose(observations))

The curriculum runs inside the library: at an episode's end the teacher is told the return and proposes the next task.
"""

from __future__ import annotations

from .. import _gymnasium  # noqa: F401

# isort: split
from .. import descriptions
from .._environment import ENVIRONMENTS
from .._registration import NAMES, class_name
from ._walkers import WalkerVectorEnv

__all__ = ["WalkerVectorEnv", *(f"{name}Vector" for name in sorted(NAMES))]

WalkerVectorEnv.__module__ = __name__


def __dir__() -> list[str]:
    return __all__


class StumpTracksVector(WalkerVectorEnv):
    library_name = "stump-tracks"


class HexagonTracksVector(WalkerVectorEnv):
    library_name = "hexagon-tracks"


class StumpSequenceVector(WalkerVectorEnv):
    library_name = "stump-sequence"


class WalkerTracksVector(WalkerVectorEnv):
    library_name = "walker-tracks"


for _library_name, _description in ENVIRONMENTS.items():
    _name = class_name(_library_name) + "Vector"
    # What the library has beside the published kinds.
    _kind = globals().setdefault(_name, type(_name, (WalkerVectorEnv,), {"library_name": _library_name}))
    _kind.__module__ = __name__
    _options = _description.options.values()
    _kind.__doc__ = descriptions.with_summary(f"Many of {_library_name}.", WalkerVectorEnv)
    descriptions.document(
        _kind,
        "Options",
        descriptions.option_lines(_options, " " * 4),
        descriptions.signature(
            lambda num_envs=1, *, render_mode=None, thread_count=None, autoreset_mode="NextStep", **options: None,
            _options,
        ),
    )
