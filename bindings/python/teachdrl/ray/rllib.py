"""Curricula for RLlib, on its present API (env runners, connectors, learners).

    from ray.rllib.algorithms.ppo import PPOConfig
    from teachdrl.ray.rllib import with_curriculum

    config = PPOConfig().environment("teachdrl/StumpTracks-v0").env_runners(num_env_runners=8)
    config = with_curriculum(config, "stumps", "ALP-GMM", [0, 0], [3, 6], seed=1)
    algorithm = config.build_algo()
    result = algorithm.train()  # result["curriculum"] has what the teacher does
    algorithm.save_to_path("checkpoint")  # the teacher is in it

Each episode of each training environment is played on a task of its own from one shared teacher, which hears the
return, the length, and the success if an episode's last info has an "is_success" or "success", or if the environment
has a `mastered_return`. Evaluation tells it nothing.
"""

from __future__ import annotations

import contextlib
import functools
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeVar

import numpy as np
import ray
from numpy.typing import ArrayLike, NDArray

from .. import _arguments
from .._curriculum import TeacherLike, kept, require_played
from .._reports import Reports, Score
from .._space import TaskSpace
from .._teacher import SpaceLike
from .._wiring import attributes_of, have_attribute, refuse_inside, refuse_without_task
from ..errors import InvalidArgumentError, InvalidStateError
from ..vector import WalkerVectorEnv
from ._client import Episode, TaskClient
from ._journal import AnyPath
from ._python_teacher import bounds_or_space, is_same, made_of, revived
from ._service import SharedTeacher

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._options import TeacherOptions

try:
    from ray.rllib.algorithms.algorithm import Algorithm
    from ray.rllib.algorithms.algorithm_config import AlgorithmConfig
    from ray.rllib.callbacks.callbacks import RLlibCallback
    from ray.rllib.utils.checkpoints import Checkpointable
    from ray.rllib.utils.metrics import ENV_RUNNER_RESULTS
except ImportError as failure:
    raise ImportError('teachdrl.ray.rllib needs RLlib and PyTorch: pip install "ray[rllib]" torch') from failure

__all__ = ["TeacherCallback", "with_curriculum"]


def __dir__() -> list[str]:
    return __all__


Config = TypeVar("Config", bound=AlgorithmConfig)

# What env runners log for the algorithm's process, which makes the results of it.
_EPISODES, _REFUSED = "teachdrl_episodes", "teachdrl_refused"


def with_curriculum(  # type: ignore[misc]  # its `window` is not the option of ExpandingBox and Stages
    config: Config,
    name: str,
    teacher: str | TeacherLike | None = None,
    low: ArrayLike | SpaceLike | None = None,
    high: ArrayLike | None = None,
    *,
    journal: AnyPath | None = None,
    seed: SupportsIndex | None = None,
    evaluation_tasks: Any = None,
    names: Sequence[str] | None = None,
    window: int = 100,
    score: Score | None = None,
    lease: float = 60.0,
    **options: Unpack[TeacherOptions],
) -> Config:
    """A copy of an algorithm's configuration whose training episodes play a shared teacher's tasks.

    The environments are this package's, or have an attribute `task` (`teachdrl.wrappers.TaskWrapper`), single-agent, in
    any of RLlib's vectorizations; "vector_entry_point" is the fastest for this package's. The algorithm that is built
    has the teacher in its checkpoints and puts it back when one is restored.

    Args:
        config: The configuration; its callbacks stay.
        name: The shared teacher's. One that is there is used. Each algorithm needs a teacher of its own.
        teacher, low, high, journal, seed, lease, **options: As of `SharedTeacher.create`, for where none is there; that
            one ends when the algorithm is stopped. With no `teacher` it must be there. Checkpoints have the teacher
            even without a journal, which keeps what was learnt since.
        evaluation_tasks: What evaluation environments play, a task a row; None leaves them as they are. Of n
            environments in all, number i plays the rows i, i + n, ... in turn, from the start at each evaluation: a
            single one, with as many episodes as there are rows, plays each once.
        names: Of the task's coordinates, in the results; None asks the environments, or calls them task_0, task_1, ...
        window: Episodes that the results' means are taken over.
        score: A function of a `FinishedEpisode` that says how well it went, for what a return and a success do not say.
            It is called in the env runners' processes.

    Raises:
        InvalidArgumentError: An argument is not as it must be.
    """
    if not config.enable_env_runner_and_connector_v2 or config.is_multi_agent:
        raise InvalidArgumentError(
            "the configuration is multi-agent, or of RLlib's old API stack; it must be single-agent and of the new one"
        )
    if _arguments.index(window, "window") == 0:
        raise InvalidArgumentError("window is 0; it must be 1 or more")
    making: dict[str, Any] | None = None
    if teacher is not None:
        if low is None:
            raise InvalidArgumentError("low is None; with a teacher's name the bounds of its tasks must be given")
        drawn = _arguments.seed(seed)
        # Made here too, so that mistakes come back at once.
        made = made_of(teacher, low, high, drawn, options)
        bounds = bounds_or_space(made)
        making = {"teacher": teacher, "low": bounds[0], "high": bounds[1], "lease": lease, **options}
        making["journal"] = journal
        if isinstance(teacher, str):
            making["seed"] = drawn
    tests = None if evaluation_tasks is None else _rows(evaluation_tasks, None if making is None else made.space)
    if score is not None:
        _arguments.function(score, "score", "a FinishedEpisode")
    callback = functools.partial(
        TeacherCallback, name, making=making, evaluation_tasks=tests, names=names, window=window, score=score
    )
    copy: Any = config.copy(copy_frozen=False)
    present = copy.callbacks_class if isinstance(copy.callbacks_class, list) else [copy.callbacks_class]
    copy.callbacks([*(kind for kind in present if kind is not RLlibCallback), callback])
    copy.algo_class = _with_teacher(copy.algo_class)
    return copy  # type: ignore[no-any-return]


def _rows(tasks: Any, space: TaskSpace | None) -> NDArray[np.float64]:
    """Tasks of an evaluation, a row each."""
    several: Any = [tasks] if isinstance(tasks, Mapping) else tasks
    if isinstance(several, Sequence) and any(isinstance(task, Mapping) for task in several):
        several = [kept(task, "evaluation_tasks", space=lambda: space) for task in several]
    return np.array(several, dtype=np.float64, ndmin=2)


class TeacherCallback(RLlibCallback):
    """A teacher's part in an algorithm and in its env runners; `with_curriculum` puts it there.

    In the algorithm's process it makes the teacher, where there is none, and adds to the results, under "curriculum":

    - episodes: how many returns the teacher has heard;
    - return_mean: over the last `window` episodes;
    - NAME_mean, NAME_std: the same of each coordinate of the tasks that were played;
    - learning_progress: the teacher's own estimate, averaged over ALP-GMM's components or RIAC's regions that are not
      split;
    - components or regions: how many of these there are;
    - refused: how many returns were not counted, because the teacher was restored, or had given up the env runner.

    In an env runner's process it is the teacher's client. An episode that RLlib gives up before its end is played
    again, on the same task, so that the teacher hears of each task once and not only of those whose episodes are short.
    """

    def __init__(
        self,
        name: str,
        *,
        making: Mapping[str, Any] | None = None,
        evaluation_tasks: NDArray[np.float64] | None = None,
        names: Sequence[str] | None = None,
        window: int = 100,
        score: Score | None = None,
    ) -> None:
        super().__init__()
        self.name = name
        self._score = score
        self._making, self._tests, self._names = making, evaluation_tasks, names
        self._recent: deque[list[float]] = deque(maxlen=window)
        self._teacher: SharedTeacher | None = None
        self._is_made_here = False
        self._client: TaskClient | None = None
        self._refused = 0
        # By the environments' indices.
        self._playing: dict[int, Episode] = {}
        self._returns: dict[int, float] = {}
        self._lengths: dict[int, int] = {}
        self._seeds: dict[int, int | None] = {}
        self._reports: list[Reports] = []
        self._set: dict[int, NDArray[np.float64]] = {}
        self._test: dict[int, int] = {}
        self._next_test: dict[int, int] = {}

    # ------------------------------------------------------------------------------------- in the algorithm's process

    @property
    def teacher(self) -> SharedTeacher:
        """The shared teacher.

        Raises:
            InvalidStateError: There is none of that name.
        """
        if self._teacher is None:
            try:
                self._teacher = SharedTeacher.get(self.name)
            except ValueError:
                raise InvalidStateError(
                    f"there is no shared teacher '{self.name}': create it first, or tell with_curriculum of what kind "
                    "it is to be"
                ) from None
        return self._teacher

    def on_algorithm_init(self, *, algorithm: Algorithm, **_: Any) -> None:
        """Finds the teacher, or makes it."""
        if self._making is None:
            self._teacher = self.teacher
            return
        try:
            self._teacher = SharedTeacher.get(self.name)
        except ValueError:
            self._teacher = SharedTeacher.create(self.name, **self._making)
            self._is_made_here = True
            return
        found, kind = revived(self._teacher.state(), unpickles=True), self._making["teacher"]
        name = kind if isinstance(kind, str) else type(kind).__qualname__
        low, high = self._making["low"], self._making["high"]
        space = TaskSpace.from_bounds(low, high) if high is not None else low
        described = (("name", name), ("low", space.low), ("high", space.high), ("space", space))
        for what, wanted in described:
            there = getattr(found, what)
            if not is_same(what, wanted, there):
                raise InvalidArgumentError(
                    f"there is a shared teacher '{self.name}' whose {what} is {there}, not {wanted}; "
                    "choose another name"
                )

    def restore(self, state: bytes) -> None:
        """Puts the teacher back to a saved state; the results' means are of the episodes since."""
        self.teacher.restore(state)
        self._recent.clear()

    def end(self) -> None:
        """Ends the teacher where this algorithm has made it."""
        if self._is_made_here and self._teacher is not None:
            self._is_made_here = False
            # It may be gone already.
            with contextlib.suppress(ray.exceptions.RayError):
                self._teacher.stop()

    def on_evaluate_start(self, *, algorithm: Algorithm, **_: Any) -> None:
        """Refuses an evaluation whose episodes the teacher would hear of."""
        if algorithm.eval_env_runner_group is None:
            raise InvalidStateError(
                "without evaluation env runners, evaluate() plays in the training's environments, and the teacher "
                "would hear of it; configure them: config.evaluation(evaluation_interval=...)"
            )

    def on_train_result(self, *, algorithm: Algorithm, result: dict[str, Any], **_: Any) -> None:
        """Adds the curriculum's figures to the results."""
        reported = result.get(ENV_RUNNER_RESULTS, {})
        episodes = reported.pop(_EPISODES, [])
        # RLlib gives a single item without its list.
        for self._names, row in [episodes] if isinstance(episodes, tuple) else episodes:
            self._recent.append(row)
        figures = self.teacher.progress()
        figures["refused"] = float(reported.pop(_REFUSED, 0))
        if self._recent:
            rows = np.array(self._recent)
            figures["return_mean"] = float(rows[:, -1].mean())
            for name, mean, deviation in zip(self._names or (), rows.mean(axis=0), rows.std(axis=0)):
                figures[f"{name}_mean"], figures[f"{name}_std"] = float(mean), float(deviation)
        result["curriculum"] = figures

    # ------------------------------------------------------------------------------------- in an env runner's process

    def on_environment_created(self, *, env: Any, **_: Any) -> None:
        """Checks that the environments can be given tasks, and starts anew with them."""
        if not isinstance(env, WalkerVectorEnv):
            refuse_inside(env, "with_curriculum", "normalize in a connector, or where the student learns")
            try:
                refuse_without_task(env)
            except TypeError as failure:
                raise InvalidArgumentError(str(failure)) from None
        # Environments are made again after a failure, which may be of the tasks that they were playing.
        self._playing, self._returns, self._set, self._lengths, self._seeds = {}, {}, {}, {}, {}
        self._reports = []

    def on_episode_created(self, *, env_runner: Any = None, env: Any = None, env_index: int, **_: Any) -> None:
        """Sets the task of the episode that starts next."""
        if env_runner.config.in_evaluation:
            self._set_test(env_runner, env, env_index)
            return
        self._returns[env_index], self._lengths[env_index] = 0.0, 0
        if env_index not in self._playing:
            self._playing[env_index] = self._client_for(env).next()
        self._set_task(env, env_index, self._playing[env_index].task, self._playing[env_index].seed)

    def on_episode_start(self, *, episode: Any, env_index: int, **_: Any) -> None:
        """Refuses environments that say that they play another task than the one that was set."""
        if env_index in self._set:
            require_played(episode.get_infos(-1).get("task", self._set[env_index]), self._set[env_index])

    def on_episode_step(self, *, episode: Any, env_index: int, **_: Any) -> None:
        """Adds up the rewards."""
        if env_index in self._returns:
            self._returns[env_index] += float(episode.get_rewards(-1))
            self._lengths[env_index] += 1

    def on_episode_end(
        self,
        *,
        episode: Any,
        env_runner: Any = None,
        env: Any = None,
        env_index: int,
        metrics_logger: Any = None,
        **_: Any,
    ) -> None:
        """Tells the teacher how the episode has ended."""
        if env_index in self._test:
            self._next_test[env_index] = self._test[env_index] + _share(env_runner, env)[1]
        if env_index not in self._playing:
            return
        played, total = self._playing.pop(env_index), self._returns[env_index]
        info = episode.get_infos(-1) or {}
        reports = self._reports_of(env)[env_index]
        heard = reports.outcome(None, played.proposal, total, self._lengths[env_index], info)
        self._client_for(env)._finish_or_abandon(played, heard)
        if heard is None:
            return
        if self._names is None:
            self._names = _coordinate_names(env, len(played.task))
        # Whole, because it is the algorithm's process that takes means over all env runners.
        metrics_logger.log_value(_EPISODES, (self._names, [*played.task.tolist(), total]), reduce="item_series")

    def on_sample_end(self, *, metrics_logger: Any = None, **_: Any) -> None:
        """Waits until the teacher knows the returns of what was sampled: a checkpoint then has them."""
        if self._client is None:
            return
        if self._client.unconfirmed:
            self._client.flush()
        metrics_logger.log_value(_REFUSED, self._client.refused - self._refused, reduce="lifetime_sum")
        self._refused = self._client.refused

    def _client_for(self, env: Any) -> TaskClient:
        if self._client is None:
            # Here, because the teacher is made when the algorithm has been.
            self._client = TaskClient(self.teacher, prefetch=max(2, env.num_envs // 4))
        return self._client

    def _reports_of(self, env: Any) -> list[Reports]:
        """What is known about episodes, for each environment."""
        if not self._reports:
            derives = self.teacher._derives_success
            known = attributes_of(env, "mastered_return")
            self._reports = [Reports(self._score, None if each is None else float(each), derives) for each in known]
        return self._reports

    def _set_test(self, env_runner: Any, env: Any, env_index: int) -> None:
        """Sets the next of an evaluation environment's share of the tests; the first where an evaluation begins."""
        if self._tests is None:
            return
        # A start that follows no end is an evaluation's first, or that of one that was given up.
        row = self._next_test.pop(env_index, _share(env_runner, env)[0] + env_index)
        self._test[env_index] = row
        self._set_task(env, env_index, self._tests[row % len(self._tests)])

    def _set_task(self, env: Any, index: int, task: NDArray[np.float64], seed: int | None = None) -> None:
        self._set[index] = task
        if isinstance(env, WalkerVectorEnv):
            env.set_tasks(task, np.arange(env.num_envs) == index)
            env._set_next_seeds({index: seed})
            return
        # Gymnasium sets an attribute of all; those of the others are set to what they are.
        has_seeds = seed is not None or any(each is not None for each in self._seeds.values())
        self._seeds[index] = seed
        if has_seeds and not have_attribute(env, "next_seed"):
            raise InvalidStateError(
                "the teacher proposes levels with seeds, but the environments have no attribute 'next_seed'; wrap each "
                "in teachdrl.wrappers.TaskWrapper"
            )
        if len(self._set) == env.num_envs:
            env.set_attr("task", [self._set[other] for other in range(env.num_envs)])
            if has_seeds:
                env.set_attr("next_seed", [self._seeds.get(other) for other in range(env.num_envs)])


def _share(env_runner: Any, env: Any) -> tuple[int, int]:
    """The number of an env runner's first environment, and how many all env runners have."""
    runner, runners = max(0, (env_runner.worker_index or 0) - 1), max(1, env_runner.config.num_env_runners)
    return runner * env.num_envs, runners * env.num_envs


def _coordinate_names(env: Any, dimension: int) -> tuple[str, ...]:
    """What environments call a task's coordinates; those that do not say have them numbered."""
    try:
        known = env.environment_at(0) if isinstance(env, WalkerVectorEnv) else None
        names = tuple(env.get_attr("coordinate_names")[0] if known is None else known.coordinate_names)
    except AttributeError:
        names = ()
    return names if len(names) == dimension else tuple(f"task_{i}" for i in range(dimension))


class _TeacherInCheckpoint(Checkpointable):
    """A shared teacher as a component of an algorithm."""

    def __init__(self, callback: TeacherCallback) -> None:
        self._callback = callback

    def get_state(
        self,
        components: str | Collection[str] | None = None,
        *,
        not_components: str | Collection[str] | None = None,
        **_: Any,
    ) -> dict[str, Any]:
        return {"teacher": self._callback.teacher.state()}

    def set_state(self, state: dict[str, Any]) -> None:
        self._callback.restore(state["teacher"])

    def get_ctor_args_and_kwargs(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        # The algorithm makes it.
        return (), {}


class _TeacherMixin:
    """Makes a shared teacher a part of an algorithm's state."""

    callbacks: list[Any]

    def _teacher_callback(self) -> TeacherCallback:
        (callback,) = (callback for callback in self.callbacks if isinstance(callback, TeacherCallback))
        return callback

    def _component(self) -> _TeacherInCheckpoint:
        return _TeacherInCheckpoint(self._teacher_callback())

    def cleanup(self) -> None:
        super().cleanup()  # type: ignore[misc]
        self._teacher_callback().end()

    def get_checkpointable_components(self) -> list[tuple[str, Checkpointable]]:
        components: list[tuple[str, Checkpointable]] = super().get_checkpointable_components()  # type: ignore[misc]
        return [*components, ("teacher", self._component())]

    def get_state(
        self,
        components: str | Collection[str] | None = None,
        *,
        not_components: str | Collection[str] | None = None,
        **arguments: Any,
    ) -> dict[str, Any]:
        state: dict[str, Any] = super().get_state(components, not_components=not_components, **arguments)  # type: ignore[misc]
        if self._check_component("teacher", components, not_components):  # type: ignore[attr-defined]
            state["teacher"] = self._component().get_state()
        return state

    def set_state(self, state: dict[str, Any]) -> None:
        super().set_state(state)  # type: ignore[misc]
        if "teacher" in state:
            self._component().set_state(state["teacher"])


def _with_teacher(kind: type[Algorithm]) -> type[Algorithm]:
    if issubclass(kind, _TeacherMixin):
        raise InvalidArgumentError("the configuration has a curriculum already; an algorithm has one teacher")
    # Named as it was: results and folders of runs are named after it.
    return type(kind.__name__, (_TeacherMixin, kind), {"__module__": __name__})
