"""One curriculum for many machines, with Ray.

    import ray
    from teachdrl.ray import SharedTeacher, TaskClient

    ray.init()
    teacher = SharedTeacher.create("stumps", "ALP-GMM", [0, 0], [3, 6], journal="run/teacher", seed=1)

    @ray.remote
    def work(episodes):
        with TaskClient("stumps") as client:
            for _ in range(episodes):
                episode = client.next()
                client.finish(episode, play(episode.task))

    ray.get([work.remote(1000) for _ in range(64)])

A result counts once it is in the journal, and once only, whatever dies in between.

`RolloutWorker` plays many of this package's environments so; `teachdrl.ray.rllib` is for RLlib.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

try:
    import ray  # noqa: F401
except ImportError as failure:
    raise ImportError("teachdrl.ray needs Ray, which is not installed: pip install ray") from failure

from ._client import Episode, TaskClient
from ._service import ServiceStatistics, SharedTeacher
from ._sweep import SweepError, sweep
from ._trial import Trial

if TYPE_CHECKING:
    from . import rllib as rllib
    from ._rollouts import FinishedEpisodes as FinishedEpisodes
    from ._rollouts import Rollout as Rollout
    from ._rollouts import RolloutWorker as RolloutWorker

__all__ = ["Episode", "ServiceStatistics", "SharedTeacher", "SweepError", "TaskClient", "Trial", "sweep"]


# These need Gymnasium or RLlib, so they are imported when they are asked for.
_OF_ROLLOUTS = ("FinishedEpisodes", "Rollout", "RolloutWorker")


def __dir__() -> list[str]:
    return sorted([*__all__, *_OF_ROLLOUTS, "rllib"])


def __getattr__(name: str) -> Any:
    if name in _OF_ROLLOUTS:
        return getattr(importlib.import_module("._rollouts", __name__), name)
    if name == "rllib":
        return importlib.import_module(".rllib", __name__)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
