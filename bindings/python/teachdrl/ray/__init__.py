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
"""

from __future__ import annotations

try:
    import ray  # noqa: F401
except ImportError as failure:
    raise ImportError("teachdrl.ray needs Ray, which is not installed: pip install ray") from failure

from ._client import Episode, TaskClient
from ._service import ServiceStatistics, SharedTeacher
from ._sweep import SweepError, sweep
from ._trial import Trial

__all__ = ["Episode", "ServiceStatistics", "SharedTeacher", "SweepError", "TaskClient", "Trial", "sweep"]
