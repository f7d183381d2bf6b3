"""Workers that play many of this package's environments at once under a shared teacher."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex, Union

from .. import _gymnasium  # noqa: F401

# isort: split
import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import ArrayLike, NDArray

from .. import _arguments, vector
from .._handles import NotCopyable
from .._infos import info_of
from .._registration import kind_of
from .._reports import Outcome, Reports, Score
from ..errors import InvalidArgumentError
from ._client import Episode, TaskClient
from ._service import SharedTeacher

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import EnvironmentOptions

Floats = NDArray[np.float32]
Policy = Callable[[Floats, np.random.Generator], Union[ArrayLike, "tuple[ArrayLike, Mapping[str, ArrayLike]]"]]
"""Gives actions, a row for each row of observations; and, if it likes, what else is to be kept of each step by name."""


@dataclass(frozen=True)
class FinishedEpisodes:
    """The episodes that ended during a rollout, in the order of their ends.

    Attributes:
        tickets: Their numbers at the shared teacher.
        tasks: What they were played on, a row each.
        returns: Their sums of rewards.
        lengths: Their steps.
        successes: 1 if the return is above the environment's `mastered_return`, else 0.
    """

    tickets: NDArray[np.int64]
    tasks: NDArray[np.float64]
    returns: NDArray[np.float64]
    lengths: NDArray[np.int64]
    successes: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.tickets)

    def __repr__(self) -> str:
        return f"FinishedEpisodes({len(self)})"


@dataclass(frozen=True)
class Rollout:
    """What `count` environments went through in `steps` steps, in arrays of (steps, count, ...), contiguous.

    Attributes:
        observations: Before each step, float32.
        actions: As they were played, float32.
        rewards: Of each step, float64.
        next_observations: After each step; at an episode's end its last one, not the first of the next.
        terminated: Whether the episode ended for good there.
        truncated: Whether it was cut off there.
        extras: What the policy returned beside the actions, by its names.
        episodes: Those that ended.
    """

    observations: Floats
    actions: Floats
    rewards: NDArray[np.float64]
    next_observations: Floats
    terminated: NDArray[np.bool_]
    truncated: NDArray[np.bool_]
    extras: dict[str, NDArray[Any]]
    episodes: FinishedEpisodes

    def __repr__(self) -> str:
        steps, count = self.rewards.shape
        return f"Rollout({steps} steps of {count} environments, {len(self.episodes)} episodes ended)"


_Finished = tuple[Episode, float, int, float]
"""An episode with its return, length and success."""


class RolloutWorker(NotCopyable):
    """Plays many environments by one native call, each episode of each on a task of its own from a shared teacher.

        worker = ray.remote(RolloutWorker).remote("teachdrl/StumpTracks-v0", 16, "stumps", seed=1)
        rollout = ray.get(worker.collect.remote(policy, 128))

    Episodes go on from one `collect` to the next. Environment i gives the bits of a single one that is reset with the
    seed `seed + i` and plays the same tasks and actions. Which tasks come depends on what else the teacher hears, and
    when; all the rest depends on the seed only. An episode whose return is not finite is abandoned with a warning.

    Args:
        environment: "teachdrl/StumpTracks-v0" or another of this package's.
        count: How many are played at once.
        teacher: The shared teacher, or its name.
        seed: Of the environments and of the generator that policies get; None draws one.
        prefetch: How many tasks are kept ready; None for half of `count`, and at least 8.
        thread_count: How many threads make the steps; None for one for each processor, too many where several workers
            share a machine.
        score: A function of a `FinishedEpisode` for the teacher, that says how well it went.
        **options: The environment's: `help(teachdrl.envs.StumpTracks)`.
    """

    _instead = "make another; ray.remote(RolloutWorker) makes it in another process"

    def __init__(
        self,
        environment: str,
        count: int,
        teacher: SharedTeacher | str,
        *,
        seed: SupportsIndex | None = None,
        prefetch: int | None = None,
        thread_count: int | None = 1,
        score: Score | None = None,
        **options: Unpack[EnvironmentOptions],
    ) -> None:
        if _arguments.index(count, "count") == 0:
            raise InvalidArgumentError("count is 0; it must be 1 or more")
        self._make = _maker(environment, thread_count, options)
        self._seed = _arguments.seed(seed)
        self._generator = np.random.default_rng(self._seed)
        self._envs = self._make(count)
        handle = SharedTeacher._of(teacher)
        if handle.dimension != self._envs.task_space.dimension:
            raise InvalidArgumentError(
                f"the teacher's tasks have {handle.dimension} parameters, those of '{environment}' have "
                f"{self._envs.task_space.dimension}"
            )
        self._client = TaskClient(handle, prefetch=max(8, count // 2) if prefetch is None else prefetch)
        self._reports = Reports(score, self._envs.mastered_return, handle._derives_success)
        self._playing: dict[int, Episode] = {}
        self._standing = np.ones(self._envs.num_envs, dtype=np.bool_)
        self._unreported: deque[tuple[Episode, Outcome | None]] = deque()
        self._observations: Floats = np.zeros(0, dtype=np.float32)

    # ------------------------------------------------------------------------------------------------------- episodes

    def collect(self, policy: Policy, steps: int) -> Rollout:
        """Plays so many steps in each environment.

        Args:
            policy: Called with the observations, a row for each environment, and a NumPy generator for its noise.
            steps: 1 or more.

        Raises:
            StateFileError: The teacher's journal cannot be written. What was played of this rollout is gone; the
                episodes go on with the next call.
        """
        length = _arguments.index(steps, "steps")
        if length == 0:
            raise InvalidArgumentError("steps is 0; it must be 1 or more")
        self._start_those_that_stand()
        recorder = _Recorder(length, self._observations.shape)
        finished: list[_Finished] = []
        for step in range(length):
            # A copy, because the policy may work in place.
            actions, extras = _answer(policy(self._observations.copy(), self._generator), len(self._observations))
            after, rewards, terminated, truncated, infos = self._envs.step(actions)
            recorder.record(step, self._observations, actions, rewards, after, terminated, truncated, extras)
            self._observations = after
            self._standing = terminated | truncated
            if self._standing.any():
                for index in np.flatnonzero(self._standing).tolist():
                    info, episode = info_of(infos, index), self._playing.pop(index)
                    total, length = float(info["episode_return"]), int(info["episode_length"])
                    finished.append((episode, total, length, float(info["episode_success"])))
                    heard = self._reports.outcome(None, episode.proposal, total, length, info)
                    self._unreported.append((episode, heard))
                self._start_those_that_stand()
        return recorder.rollout(_summary(finished, self._envs.task_space.dimension))

    def _start_those_that_stand(self) -> None:
        """Reports the episodes that ended and starts the next ones; where that fails, the next call goes on with it."""
        while self._unreported:
            self._client._finish_or_abandon(*self._unreported.popleft())
        standing = np.flatnonzero(self._standing).tolist()
        if not standing:
            return
        for index in standing:
            if index not in self._playing:
                self._playing[index] = self._client.next()
        tasks = np.zeros((self._envs.num_envs, self._envs.task_space.dimension))
        tasks[standing] = [self._playing[index].task for index in standing]
        self._envs.set_tasks(tasks, self._standing)
        seed = None if len(self._observations) else self._seed
        self._envs.set_attr("next_seed", [self._seed_of(index) for index in range(self._envs.num_envs)])
        self._observations, _ = self._envs.reset(seed=seed, options={"reset_mask": self._standing})
        self._standing = np.zeros_like(self._standing)

    def _seed_of(self, index: int) -> int | None:
        """The seed of the level that an environment plays next, if it stands and is given one."""
        return self._playing[index].seed if self._standing[index] else None

    def test(self, policy: Policy, tasks: Any, *, seed: SupportsIndex = 0) -> NDArray[np.float64]:
        """The returns that a policy reaches on given tasks, a row each. The teacher hears nothing of it.

        The episodes under way are left alone. With a policy that does not use its generator this is a function of the
        policy, the tasks and the seed.
        """
        tasks = [tasks] if isinstance(tasks, Mapping) else tasks
        rows = self._envs.task_space.rows(tasks if isinstance(tasks, list) else np.array(tasks, float, ndmin=2))
        count = len(rows)
        if count == 0:
            raise InvalidArgumentError("there are no tasks; there must be 1 or more")
        envs, generator = self._make(count), np.random.default_rng(_arguments.seed(seed))
        try:
            envs.set_tasks(rows)
            observations, _ = envs.reset(seed=_arguments.seed(seed))
            returns, is_playing = np.zeros(count), np.ones(count, dtype=np.bool_)
            while is_playing.any():
                actions, _ = _answer(policy(observations, generator), count)
                observations, _, terminated, truncated, infos = envs.step(actions)
                ended = (terminated | truncated) & is_playing
                if ended.any():
                    returns[ended] = infos["episode_return"][ended]
                    is_playing &= ~ended
                    observations, _ = envs.reset(options={"reset_mask": terminated | truncated})
            return returns
        finally:
            envs.close()

    # ------------------------------------------------------------------------------------------------ looking inside

    def name(self) -> str:
        """The worker's name, as the shared teacher lists it."""
        return self._client.worker

    def seconds_waited(self) -> float:
        """The time in which environments stood still because a task had to be waited for."""
        return self._client.seconds_waited

    def refused(self) -> int:
        """How many returns the teacher did not count, because it had given up this worker or been restored."""
        return self._client.refused

    def flush(self) -> None:
        """Waits until the teacher has confirmed all returns so far."""
        self._client.flush()

    def close(self) -> None:
        """Reports what there is to report and gives back the tasks; the episodes under way are abandoned."""
        self._client.close()
        self._envs.close()


class _Recorder:
    """Room for a rollout."""

    def __init__(self, steps: int, shape: tuple[int, ...]) -> None:
        self._steps, self._count = steps, shape[0]
        self._observations = np.empty((steps, *shape), dtype=np.float32)
        self._after = np.empty((steps, *shape), dtype=np.float32)
        self._rewards = np.empty((steps, self._count))
        self._terminated = np.empty((steps, self._count), dtype=np.bool_)
        self._truncated = np.empty((steps, self._count), dtype=np.bool_)
        # As wide as the policy's are.
        self._others: dict[str, NDArray[Any]] = {}

    def record(
        self,
        step: int,
        observations: Floats,
        actions: Floats,
        rewards: NDArray[np.float64],
        after: Floats,
        terminated: NDArray[np.bool_],
        truncated: NDArray[np.bool_],
        extras: Mapping[str, NDArray[Any]],
    ) -> None:
        self._observations[step], self._rewards[step], self._after[step] = observations, rewards, after
        self._terminated[step], self._truncated[step] = terminated, truncated
        if step == 0:
            for name, values in (*extras.items(), ("", actions)):
                self._others[name] = np.empty((self._steps, *values.shape), dtype=values.dtype)
        self._others[""][step] = actions
        for name, values in extras.items():
            self._others[name][step] = values

    def rollout(self, episodes: FinishedEpisodes) -> Rollout:
        return Rollout(
            self._observations,
            self._others.pop(""),
            self._rewards,
            self._after,
            self._terminated,
            self._truncated,
            self._others,
            episodes,
        )


def _maker(
    environment: str, thread_count: int | None, options: Mapping[str, Any]
) -> Callable[[int], vector.WalkerVectorEnv]:
    kind = getattr(vector, f"{kind_of(environment, 'For others, use a TaskClient')}Vector")
    return lambda count: kind(count, thread_count=thread_count, autoreset_mode=AutoresetMode.DISABLED, **options)


def _answer(answer: Any, count: int) -> tuple[Floats, dict[str, NDArray[Any]]]:
    """A policy's actions and what else it gives, with a row for each environment."""
    actions, extras = answer if isinstance(answer, tuple) else (answer, {})
    kept = {name: np.asarray(values) for name, values in extras.items()}
    for name, values in kept.items():
        if values.shape[:1] != (count,):
            raise InvalidArgumentError(
                f"the policy's {name} has the shape {values.shape}; it must have {count} rows, one for each environment"
            )
    return np.asarray(actions, dtype=np.float32), kept


def _summary(finished: list[_Finished], dimension: int) -> FinishedEpisodes:
    return FinishedEpisodes(
        np.array([episode.ticket for episode, _, _, _ in finished], dtype=np.int64),
        np.array([episode.task for episode, _, _, _ in finished], dtype=np.float64).reshape(-1, dimension),
        np.array([total for _, total, _, _ in finished], dtype=np.float64),
        np.array([length for _, _, length, _ in finished], dtype=np.int64),
        np.array([success for _, _, _, success in finished], dtype=np.float64),
    )
