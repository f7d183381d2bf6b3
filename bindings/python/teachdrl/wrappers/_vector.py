"""One teacher around many environments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv, VectorWrapper
from numpy.typing import NDArray

from .. import _arguments, _wiring
from .._arguments import shown
from .._curriculum import (
    Task,
    TeacherLike,
    kept,
    proposal,
    require_played,
    require_teacher,
    reset_options,
    space_from,
)
from .._handles import NotCopyable
from .._infos import info_of, with_proposals
from .._proposals import Proposal
from .._reports import Reports, Score
from .._space import TaskSpace
from ..errors import InvalidArgumentError, InvalidStateError
from ._recorded import chosen_by_the_teacher


def _set_attribute(envs: VectorEnv[Any, Any, Any], tasks: list[Task]) -> None:
    # A VectorWrapper does not pass it on.
    envs.unwrapped.set_attr("task", tasks)  # type: ignore[attr-defined, unused-ignore]


if TYPE_CHECKING:
    _VectorWrapper = VectorWrapper[Any, Any, Any, Any, Any]  # type: ignore[type-arg, unused-ignore]
else:  # not generic in earlier versions of Gymnasium
    _VectorWrapper = VectorWrapper


class VectorCurriculumWrapper(NotCopyable, _VectorWrapper):
    """Lets many environments share one teacher: of a SyncVectorEnv, or of an AsyncVectorEnv's processes.

        envs = gymnasium.vector.AsyncVectorEnv([make_one] * 8)  # make_one gives a TaskWrapper
        envs = VectorCurriculumWrapper(envs, teacher)

    Where episodes end in one step the teacher is told of them and asked for the next tasks one environment after
    the other. `infos` has the "task" of each environment, and "episode_return" with a mask "_episode_return" of those
    whose episodes have ended. An episode whose return is not finite is abandoned with a warning.

    The teacher hears of each episode what `CurriculumWrapper` tells, from the environment's own infos. If it proposes
    levels, `infos` has the "level" and whether each episode "is_for_learning"; the environments must then have an
    attribute `next_seed`, as TaskWrapper and this package's have, or autoreset must be disabled.

    With autoreset in the same step the next episode starts inside the step that ends the last one: the teacher is asked
    for each task one episode ahead, and what is known about the episodes that ended is in `infos["final_info"]`.

    This package's own vector environments have `attach_teachers` instead.

    Args:
        env: Vector environments, with any autoreset mode.
        teacher: The teacher, in this process: a `Teacher`, or an object of your own with `sample_task` and `update`.
        set_tasks: Called with the vector environment and a task for each of its environments, before those start that
            have a new one; with autoreset in the same step an episode ahead, so that it must leave running episodes
            alone. None sets the environments' attribute `task`.
        score: A function of a `FinishedEpisode` that says how well it went, for what a return and a success do not say.

    Raises:
        TypeError: The environments have no attribute `task`, and `set_tasks` was not given.
        InvalidArgumentError: They have teachers already, or normalize rewards.
    """

    proposes_tasks = True
    """What wrappers around look for: the tasks are chosen in here."""

    _instead = "make another around other environments"

    def __init__(
        self,
        env: VectorEnv[Any, Any, Any],
        teacher: TeacherLike,
        set_tasks: Callable[[VectorEnv[Any, Any, Any], list[Task]], object] | None = None,
        score: Score | None = None,
    ) -> None:
        require_teacher(teacher)
        if not isinstance(env, VectorEnv):
            raise TypeError(f"env must be a gymnasium.vector.VectorEnv, not {shown(env)}")
        mode = env.metadata.get("autoreset_mode", AutoresetMode.NEXT_STEP)
        if set_tasks is None:
            if not hasattr(env.unwrapped, "set_attr"):
                raise TypeError(f"{type(env.unwrapped).__name__} has no set_attr; give set_tasks")
            _wiring.refuse_without_task(env)
        else:
            _arguments.function(set_tasks, "set_tasks", "the vector environment and a list of tasks")
        _wiring.refuse_inside(env, type(self).__name__)
        _wiring.refuse_copied_teacher(teacher)
        reports = [Reports(score, mastered) for mastered in _wiring.attributes_of(env, "mastered_return")]
        # Last, because Gymnasium closes the environments of a wrapper that nobody has, and so of one that was refused.
        super().__init__(env)
        self.teacher = teacher
        self._reports = reports
        self._renews = mode is AutoresetMode.NEXT_STEP
        self._is_ahead = mode is AutoresetMode.SAME_STEP
        self._checks = set_tasks is None
        self._set_tasks = set_tasks or _set_attribute
        # What is played, and what is played next; known when the teacher has proposed something.
        self._running: list[Proposal] = []
        # With autoreset in the same step, what the environments have been given for their next episodes.
        self._next: list[Proposal] = []
        # Proposals of the teacher's are kept until episodes have started on them.
        self._proposed: dict[int, Proposal] = {}
        # Whether environments have been given seeds, and how: None before a teacher has proposed one.
        self._have_seeds = False
        self._take_seeds: bool | None = None
        self._about: dict[str, Any] = {}
        self._returns, self._lengths = np.zeros(env.num_envs), np.zeros(env.num_envs, dtype=np.int64)
        self._is_playing, self._is_test = (np.zeros(env.num_envs, dtype=np.bool_) for _ in range(2))
        self._ends = _wiring.EndWatch()
        self._noticed: set[int] = set()

    @property
    def task(self) -> Task | None:
        """The tasks of the running episodes, one a row; None before the first reset. The teacher chooses them."""
        return _rows(self._running) if self._running else None

    @task.setter
    def task(self, _: object) -> None:
        raise chosen_by_the_teacher(self)

    def _space(self) -> TaskSpace | None:
        return space_from(self.teacher, getattr(self.env.unwrapped, "task_space", None)) or space_from(
            *_wiring.attributes_of(self.env, "task_space")
        )

    @property
    def _dimension(self) -> int | None:
        """The number of parameters of a task, if it is known."""
        return len(self._running[0].task) if self._running else None

    def _proposal(self, dimension: int | None) -> Proposal:
        return proposal(self.teacher, dimension, self._space)

    def reset(  # type: ignore[override, unused-ignore]
        self, *, seed: int | list[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Starts an episode in every environment, or in those of `options["reset_mask"]`.

        Episodes under way there are given up. `options["task"]`, one for all or a row for each environment, is played
        instead of the teacher's tasks, in one episode of each, of which the teacher hears nothing. Further options are
        the environments'. If it fails, the running episodes go on and are heard.

        Raises:
            UnknownNameError: An option is a misspelt one of these.
        """
        _wiring.find_swallowed_task(_wiring.around(self), self, self._noticed)
        given = reset_options(options, ("task", "reset_mask"), others=True)
        mask = np.ones(self.num_envs, dtype=np.bool_)
        if "reset_mask" in given:
            mask = given["reset_mask"] = _arguments.flags(given["reset_mask"], self.num_envs, "reset_mask")
        chosen = given.pop("task", None)
        starting = self._with_new(mask, chosen)
        following = starting if not self._next else _mixed(mask, starting, self._next)
        seeds = self._set(following, seed, mask)
        try:
            observations, infos = self.env.reset(seed=seeds, options=given or None)
            self._require_played(infos, starting, mask)
        except BaseException:
            before = self._next if self._is_ahead else self._running
            if before:
                self._set(before)
            raise
        if (self._is_playing & ~self._is_test & (self._lengths > 0))[mask].any():
            self._ends.given_up()
        self._run(starting)
        self._is_test[mask] = chosen is not None
        if chosen is None:
            self._proposed.clear()
        self._returns[mask], self._lengths[mask] = 0.0, 0
        self._is_playing |= mask
        if self._is_ahead:
            self._look_ahead(mask if chosen is None else np.zeros_like(mask))
        return observations, self._said(infos)

    def _look_ahead(self, among: NDArray[np.bool_]) -> None:
        """Gives environments what they play next, something new to some."""
        if not self._next:
            among = np.ones_like(among)
        following = list(self._next) or list(self._running)
        for index in np.flatnonzero(among).tolist():
            following[index] = self._proposal(self._dimension)
        self._set(following)
        self._next = following

    def _with_new(self, mask: NDArray[np.bool_], chosen: Any) -> list[Proposal]:
        """What is played after a reset, with something new for those of a mask: chosen tasks, or proposals."""
        meant = np.flatnonzero(mask).tolist()
        dimension = self._dimension
        if chosen is None and self._next:
            new = {index: self._next[index] for index in meant}
        elif chosen is None:
            for index in meant:
                if index not in self._proposed:
                    self._proposed[index] = self._proposal(dimension)
                    dimension = len(self._proposed[index].task)
            new = {index: self._proposed[index] for index in meant}
        else:
            rows = self._chosen_rows(chosen)
            new = {index: Proposal(kept(rows[index], "task", dimension)) for index in meant}
            dimension = rows.shape[1]
        unset = Proposal(np.zeros(dimension or 0))
        return [new.get(index, self._running[index] if self._running else unset) for index in range(self.num_envs)]

    def _chosen_rows(self, chosen: Any) -> NDArray[np.float64]:
        """Tasks of the caller's, one for all or one for each environment."""
        if isinstance(chosen, Mapping):
            chosen = kept(chosen, space=self._space)
        elif isinstance(chosen, Sequence) and any(isinstance(each, Mapping) for each in chosen):
            chosen = [kept(each, space=self._space) for each in chosen]
        rows = _arguments.floats(chosen, "task")
        if rows.ndim == 1:
            rows = np.broadcast_to(rows, (self.num_envs, len(rows)))
        if rows.ndim != 2 or len(rows) != self.num_envs:
            raise InvalidArgumentError(f"task has the shape {rows.shape}; it must be one task, or {self.num_envs} rows")
        return rows

    def _set(self, following: list[Proposal], seed: Any = None, mask: NDArray[np.bool_] | None = None) -> Any:
        """Gives environments what they play next, and what to seed a reset of some of them with."""
        self._set_tasks(self.env, [each.task.copy() for each in following])
        levels = [each.seed for each in following]
        has_seeds = any(level is not None for level in levels)
        if not (has_seeds or self._have_seeds):
            return seed
        if self._take_seeds is None:
            self._take_seeds = _wiring.have_attribute(self.env, "next_seed")
        self._have_seeds = has_seeds
        if self._take_seeds:
            self.env.unwrapped.set_attr("next_seed", levels)  # type: ignore[attr-defined, unused-ignore]
            return seed
        if self._renews or self._is_ahead:
            raise InvalidStateError(
                "the teacher proposes levels with seeds, but the environments have no attribute 'next_seed'; wrap each "
                "in teachdrl.wrappers.TaskWrapper, or disable the autoreset"
            )
        if mask is None:
            return seed
        own = [seed + i for i in range(self.num_envs)] if isinstance(seed, int) else seed or [None] * self.num_envs
        return [given if level is None else level for level, given in zip(levels, own)]

    def _run(self, proposals: list[Proposal]) -> None:
        """Keeps what is played now, and what infos say of it."""
        self._running = proposals
        self._about = {}
        with_proposals(self._about, proposals)

    def _require_played(self, infos: dict[str, Any], proposals: list[Proposal], among: NDArray[np.bool_]) -> None:
        """Refuses environments that say that they play another task than the one that was set."""
        if self._checks and "task" in infos:
            for index in np.flatnonzero(among & infos.get("_task", among)):
                require_played(infos["task"][index], proposals[index].task)

    def _said(self, infos: dict[str, Any]) -> dict[str, Any]:
        """Infos with the task of each environment."""
        return {**infos, **{name: values.copy() for name, values in self._about.items()}}

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Plays a step in every environment."""
        if not self._running:
            raise InvalidStateError("no episode is under way: call reset before step")
        observations, rewards, terminations, truncations, infos = self.env.step(actions)
        playing = self._is_playing.copy()
        self._returns[playing] += np.asarray(rewards, dtype=np.float64)[playing]
        self._lengths[playing] += 1
        ended = (np.asarray(terminations) | np.asarray(truncations)) & playing
        # Those that had ended before have started by now, on the tasks that were set then.
        if self._renews and not playing.all():
            self._require_played(infos, self._running, ~playing)
            self._is_playing[:] = True
        if not ended.any():
            return observations, rewards, terminations, truncations, self._said(infos)
        returns, lengths = self._returns.copy(), self._lengths.copy()
        self._returns[ended], self._lengths[ended] = 0.0, 0
        self._ends.ended()
        if self._is_ahead:
            last = self._said(infos.get("final_info", {}))
            last.update({f"_{name}": last[f"_{name}"] & ended for name in self._about if not name.startswith("_")})
            last["episode_return"], last["_episode_return"] = np.where(ended, returns, 0), ended.copy()
            last["episode_length"], last["_episode_length"] = np.where(ended, lengths, 0), ended.copy()
            self._go_on(ended, returns, lengths, last)
            self._require_played(infos, self._running, ended)
            infos = {**self._said(infos), "final_info": last, "_final_info": ended.copy()}
        else:
            infos = self._said(infos)
            infos["episode_return"], infos["_episode_return"] = returns.copy(), ended.copy()
            self._is_playing[ended] = False
            self._renew(ended, returns, lengths, infos)
        return observations, rewards, terminations, truncations, infos

    def _tell(self, index: int, total: float, length: int, infos: dict[str, Any]) -> None:
        """Tells the teacher how an environment's episode has ended, if it was no test."""
        if not self._is_test[index]:
            self._reports[index].tell(self.teacher, self._running[index], total, length, info_of(infos, index))

    def _go_on(
        self,
        ended: NDArray[np.bool_],
        returns: NDArray[np.float64],
        lengths: NDArray[np.int64],
        infos: dict[str, Any],
    ) -> None:
        """Tells the teacher how episodes have ended where others have begun already, and asks for those after them."""
        following = list(self._next)
        for index in np.flatnonzero(ended).tolist():
            self._tell(index, float(returns[index]), int(lengths[index]), infos)
            following[index] = self._proposal(self._dimension)
        self._is_test[ended] = False
        self._run(_mixed(ended, self._next, self._running))
        self._set(following)
        self._next = following

    def _renew(
        self,
        ended: NDArray[np.bool_],
        returns: NDArray[np.float64],
        lengths: NDArray[np.int64],
        infos: dict[str, Any],
    ) -> None:
        """Tells the teacher how episodes have ended, and has the next ones played on new tasks."""
        proposals = list(self._running)
        for index in np.flatnonzero(ended).tolist():
            self._tell(index, float(returns[index]), int(lengths[index]), infos)
            if self._renews:
                proposals[index] = self._proposal(self._dimension)
        if self._renews:
            self._is_test[ended] = False
            self._set(proposals)
            self._run(proposals)


def _rows(proposals: list[Proposal]) -> Task:
    """The tasks of proposals, one a row."""
    return np.array([each.task for each in proposals])


def _mixed(mask: NDArray[np.bool_], these: list[Proposal], others: list[Proposal]) -> list[Proposal]:
    """Of two lists the first where a mask says so, else the second."""
    return [one if is_meant else other for is_meant, one, other in zip(mask, these, others)]
