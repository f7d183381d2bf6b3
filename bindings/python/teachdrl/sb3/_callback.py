"""A teacher's part in a training run of Stable-Baselines3: its log, and its place in the checkpoints."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.vec_env import SubprocVecEnv, VecEnv, VecEnvWrapper

from .._arguments import folder, labels
from .._arguments import index as whole_number
from .._curriculum import TeacherLike, require_teacher
from .._progress import episodes_heard, progress_of
from ..errors import InvalidArgumentError, InvalidStateError
from ._checkpoints import AnyPath, checkpoints_in, discard, save
from ._environments import TeachdrlVecEnv
from ._interruption import Interruption


class TeacherCallback(BaseCallback):
    """Logs what the teacher does, and saves it together with the model.

    SB3's logger, and so TensorBoard, CSV and the terminal, gets at each of its dumps:

    - curriculum/episodes: how many returns the teacher has heard;
    - curriculum/return_mean: over the last `window` episodes, before any normalization;
    - curriculum/NAME_mean, curriculum/NAME_std: the same of each coordinate of the tasks that were played;
    - curriculum/learning_progress: the teacher's own estimate, averaged over ALP-GMM's components or RIAC's regions
      that are not split;
    - curriculum/components or curriculum/regions: how many of these there are.

    A checkpoint is a folder `save_path`/checkpoint_STEPS with the model, the teacher and, where there are, the replay
    buffer and the statistics of VecNormalize; `restore` gives them back. It is written beside and renamed: killed at
    any moment, a run leaves whole checkpoints only. It is made between two rollouts, when no collected data would be
    lost, and at the training's end.

    Ctrl-C ends the training at its next step, after the networks' update if one is under way; the checkpoint is saved
    and KeyboardInterrupt raised. A second Ctrl-C does not wait, and saves nothing.

    Args:
        teacher: The one that the training environment asks for tasks: a `Teacher`, or an object of your own with
            `sample_task` and `update`. Yours is saved by pickle, and its "episodes" are logged if it has an attribute
            `episode_count`.
        save_path: The folder of the checkpoints; None saves none.
        save_freq: Time steps, counted over all environments, between two checkpoints.
        keep: How many checkpoints stay, the newest; None for all.
        save_replay_buffer: Whether an off-policy model's replay buffer is in the checkpoint. SB3 saves it at its full
            size: a million transitions of Stump Tracks are 0.2 GB.
        names: Of the task's coordinates; None asks the environment, or calls them task_0, task_1, ...
        window: Episodes that means are taken over.
        verbose: 1 says where a checkpoint was saved.
    """

    def __init__(
        self,
        teacher: TeacherLike,
        *,
        save_path: AnyPath | None = None,
        save_freq: int = 100_000,
        keep: int | None = 1,
        save_replay_buffer: bool = True,
        names: Sequence[str] | None = None,
        window: int = 100,
        verbose: int = 0,
    ) -> None:
        super().__init__(verbose)
        require_teacher(teacher)
        for name, value in (("save_freq", save_freq), ("keep", keep), ("window", window)):
            if value is not None and whole_number(value, name) == 0:
                raise InvalidArgumentError(f"{name} is 0; it must be 1 or more")
        self.teacher = teacher
        self.save_path = None if save_path is None else folder(save_path, "save_path")
        self.save_freq, self.keep, self.save_replay_buffer = save_freq, keep, save_replay_buffer
        self._names = None if names is None else labels(names, getattr(teacher, "dimension", None))
        self._tasks: deque[NDArray[np.float64]] = deque(maxlen=window)
        self._returns: deque[float] = deque(maxlen=window)
        self._saved_at = 0
        self._ended, self._heard_before = 0, 0
        self._interruption = Interruption()

    # ---------------------------------------------------------------------------------------------- before the start

    def _init_callback(self) -> None:
        env = self.training_env
        teachers = _teachers_of(env)
        if not teachers and isinstance(env.unwrapped, SubprocVecEnv):
            raise InvalidArgumentError(
                "the environments play in other processes (SubprocVecEnv), where each would have a copy of the "
                "teacher; wrap them in TaskWrapper and the SubprocVecEnv in teachdrl.sb3.VecCurriculum(env, teacher)"
            )
        if not teachers and isinstance(env.unwrapped, TeachdrlVecEnv):
            raise InvalidArgumentError("the TeachdrlVecEnv has no teacher: create it with teacher=teacher")
        if teachers and not any(teacher is self.teacher for teacher in teachers):
            raise InvalidArgumentError(
                "the training environment asks another teacher than this callback's: give both the same object"
            )

    def _on_training_start(self) -> None:
        steps = self.model.num_timesteps
        self._saved_at = steps
        self._ended, self._heard_before = 0, episodes_heard(self.teacher) or 0
        if self.save_path is None:
            return
        elsewhere = isinstance(self.training_env.unwrapped, SubprocVecEnv)
        self._interruption.expect(self.model, self._save_what_is_new if elsewhere else None)
        later = [path for saved_at, path in checkpoints_in(self.save_path) if saved_at > steps]
        if later:
            raise InvalidStateError(
                f"'{later[-1]}' is of a run that has come further than this one, which is at step {steps}. To go on "
                "with it, use teachdrl.sb3.restore and learn(..., reset_num_timesteps=False); otherwise save to "
                "another folder"
            )

    # -------------------------------------------------------------------------------------------------------- the log

    def _on_step(self) -> bool:
        ended = np.flatnonzero(self.locals["dones"])
        for index in ended:
            self._note(self.locals["infos"][index])
        if len(ended):
            self._ended += len(ended)
            self._compare_counts()
            self._log()
        return not self._interruption.came

    def _note(self, info: dict[str, Any]) -> None:
        """Keeps an episode's task and return."""
        if "task" not in info:
            raise InvalidStateError(
                "the infos of the training environment do not say which task was played; use "
                "teachdrl.wrappers.CurriculumWrapper, teachdrl.sb3.VecCurriculum or teachdrl.sb3.TeachdrlVecEnv"
            )
        total = float(info["episode_return"] if "episode_return" in info else info["episode"]["r"])
        # The teacher does not hear of others either.
        if np.isfinite(total):
            self._tasks.append(np.array(info["task"], dtype=np.float64))
            self._returns.append(total)

    def _compare_counts(self) -> None:
        """Finds teachers that hear of more than the training, or of nothing."""
        heard = (episodes_heard(self.teacher) or 0) - self._heard_before
        if heard > self._ended:
            warnings.warn(
                f"the teacher has heard of {heard} episodes, but {self._ended} have ended in the training environment: "
                "is it in an evaluation environment too? Give that one tasks or a teacher of its own",
                stacklevel=2,
            )
            self._heard_before += heard - self._ended

    def _log(self) -> None:
        if not self._tasks:
            return
        record = self.logger.record
        record("curriculum/return_mean", float(np.mean(self._returns)))
        tasks = np.array(self._tasks)
        if self._names is None:
            self._names = _coordinate_names(self.training_env, tasks.shape[1])
        for name, mean, deviation in zip(self._names, tasks.mean(axis=0), tasks.std(axis=0)):
            record(f"curriculum/{name}_mean", float(mean))
            record(f"curriculum/{name}_std", float(deviation))
        for name, figure in progress_of(self.teacher).items():
            # The table on the screen cuts names to 36 characters, and fails if two are alike then.
            record(f"curriculum/{name}", figure, exclude="stdout" if "/" in name else None)

    # ---------------------------------------------------------------------------------------------------- checkpoints

    def _on_rollout_start(self) -> None:
        # The model's count, because this object's is of its last step.
        if self._interruption.came:
            self._on_training_end()
        elif self.model.num_timesteps - self._saved_at >= self.save_freq:
            self._save()

    def _on_training_end(self) -> None:
        try:
            self._save_what_is_new()
        finally:
            self._interruption.finish()

    def _save_what_is_new(self) -> None:
        if self.model.num_timesteps > self._saved_at:
            self._save()

    def _save(self) -> None:
        self._saved_at = self.model.num_timesteps
        if self.save_path is None:
            return
        path = save(self.save_path, self.model, self.teacher, replay_buffer=self.save_replay_buffer)
        if self.keep is not None:
            for _, old in checkpoints_in(self.save_path)[: -self.keep]:
                discard(old)
        if self.verbose:
            print(f"saved {path}")


def _teachers_of(env: VecEnv) -> list[Any]:
    """The teachers that an environment asks, as far as they can be seen."""
    while isinstance(env, VecEnvWrapper):
        if "teacher" in vars(env):
            return [env.teacher]
        env = env.venv
    if isinstance(env, SubprocVecEnv):
        return []  # it would send copies
    return list(env.get_attr("teacher")) if env.has_attr("teacher") else []


def _coordinate_names(env: VecEnv, dimension: int) -> tuple[str, ...]:
    """What the environments call a task's coordinates."""
    # In another process, get_attr of what is not there would end that process.
    names = tuple(env.get_attr("coordinate_names", indices=[0])[0]) if env.has_attr("coordinate_names") else ()
    return names if len(names) == dimension else tuple(f"task_{i}" for i in range(dimension))
