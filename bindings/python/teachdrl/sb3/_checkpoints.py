"""A model and its teacher on disk, always of the same moment.

A checkpoint is a folder, checkpoint_STEPS. It is written under another name, forced to the disk and then renamed, so
whatever has that name is whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar, Union

import cloudpickle
from stable_baselines3.common.base_class import BaseAlgorithm
from stable_baselines3.common.off_policy_algorithm import OffPolicyAlgorithm
from stable_baselines3.common.vec_env import VecEnv, VecNormalize, unwrap_vec_normalize

from .. import _arguments
from .._curriculum import TeacherLike
from .._progress import episodes_heard
from .._teacher import Teacher
from ..errors import InvalidArgumentError, InvalidDataError, StateFileNotFoundError

Algorithm = TypeVar("Algorithm", bound=BaseAlgorithm)
AnyPath = Union[str, "os.PathLike[str]"]

_NAME = re.compile(r"checkpoint_(\d+)")
_MODEL, _TEACHER, _BUFFER, _NORMALIZATION = "model.zip", "teacher.state", "replay_buffer.pkl", "vecnormalize.pkl"
# In the place of a state, for teachers that are written in Python.
_PICKLED_TEACHER = "teacher.pkl"
_COUNTS = "counts.json"


def checkpoints_in(folder: AnyPath) -> list[tuple[int, pathlib.Path]]:
    """A folder's checkpoints with their steps, oldest first."""
    path = _arguments.folder(folder, "folder")
    try:
        names = os.listdir(path)
    except FileNotFoundError:
        names = []  # Any other failure is one: a checkpoint that cannot be seen may still be there.
    found = [(_NAME.fullmatch(name), path / name) for name in names]
    return sorted((int(match[1]), entry) for match, entry in found if match)


def latest_checkpoint(folder: AnyPath) -> pathlib.Path | None:
    """The newest checkpoint in a folder that a TeacherCallback saves to; None if there is none."""
    checkpoints = checkpoints_in(folder)
    return checkpoints[-1][1] if checkpoints else None


def _synced(path: pathlib.Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def save(folder: pathlib.Path, model: BaseAlgorithm, teacher: TeacherLike, *, replay_buffer: bool) -> pathlib.Path:
    """Saves a checkpoint and gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"checkpoint_{model.num_timesteps}"
    final, partial = folder / name, folder / f".{name}.partial"
    for left_by_a_kill in folder.glob(".checkpoint_*.partial"):
        shutil.rmtree(left_by_a_kill)
    partial.mkdir()
    model.save(partial / _MODEL)
    if type(teacher) is Teacher:
        teacher.save(partial / _TEACHER)
    else:
        (partial / _PICKLED_TEACHER).write_bytes(cloudpickle.dumps(teacher))
    if replay_buffer and isinstance(model, OffPolicyAlgorithm) and model.replay_buffer is not None:
        model.save_replay_buffer(partial / _BUFFER)
    normalization = model.get_vec_normalize_env()
    if normalization is not None:
        normalization.save(str(partial / _NORMALIZATION))
    counts = {"num_timesteps": model.num_timesteps, "teacher_episodes": episodes_heard(teacher)}
    kind = {"algorithm": type(model).__name__, "normalized": normalization is not None}
    (partial / _COUNTS).write_text(json.dumps({**kind, **counts}) + "\n")
    for file in partial.iterdir():
        _synced(file)
    _synced(partial)
    partial.rename(final)
    _synced(folder)
    return final


def discard(checkpoint: pathlib.Path) -> None:
    """Deletes a checkpoint; killed in the middle, it leaves no half of one."""
    partial = checkpoint.with_name(f".{checkpoint.name}.partial")
    checkpoint.rename(partial)
    shutil.rmtree(partial)


def restore(
    path: AnyPath,
    algorithm: type[Algorithm],
    make_env: Callable[[Any], Any],
    *,
    replay_buffer: bool = True,
    **changes: Any,
) -> tuple[Algorithm, Any]:
    """The model and the teacher of a checkpoint that a TeacherCallback saved.

        model, teacher = restore("checkpoints", SAC, make_env)
        model.learn(1_000_000 - model.num_timesteps, TeacherCallback(teacher, ...), reset_num_timesteps=False)

    The teacher goes on bit for bit; one that is written in Python goes on as it was pickled. The model has its
    networks, optimizers, replay buffer and the statistics of a VecNormalize. Stable-Baselines3 keeps neither the
    environments, so that their episodes start anew, nor the random generators, which start again from the model's seed.

    Args:
        path: A checkpoint, or a folder of checkpoints of which the newest is taken.
        algorithm: The model's class: SAC, PPO, ...
        make_env: Called with the teacher; gives the environment to train on, as at the run's start.
        replay_buffer: Whether to load the replay buffer, if one was saved.
        **changes: What to change: `algorithm.load` takes them.

    Raises:
        StateFileNotFoundError: There is no checkpoint (a FileNotFoundError). Start a new run only in this case.
        InvalidArgumentError: The checkpoint is of another algorithm, or the environments do not fit its replay buffer.
        InvalidDataError: The checkpoint's files are not of one moment, or one of them is missing or damaged.
    """
    folder = _arguments.folder(path, "path")
    if not (isinstance(algorithm, type) and issubclass(algorithm, BaseAlgorithm)):
        raise TypeError(f"algorithm must be a class of Stable-Baselines3's, not {_arguments.shown(algorithm)}")
    _arguments.function(make_env, "make_env", "a teacher")
    is_checkpoint = (folder / _COUNTS).is_file() or (_NAME.fullmatch(folder.name) is not None and folder.is_dir())
    checkpoint = folder if is_checkpoint else latest_checkpoint(folder)
    if checkpoint is None:
        raise StateFileNotFoundError(f"there is no checkpoint in '{folder}'")
    with _found_whole(checkpoint):
        counts = json.loads((checkpoint / _COUNTS).read_text())
    saved_algorithm = counts.pop("algorithm", None)
    # Checkpoints of earlier versions do not say.
    is_normalized = counts.pop("normalized", (checkpoint / _NORMALIZATION).is_file())
    # By name: a class of one's own may be of another module when the run goes on.
    if saved_algorithm not in [base.__name__ for base in algorithm.__mro__]:
        raise InvalidArgumentError(
            f"algorithm is {algorithm.__name__}, but '{checkpoint}' is of {saved_algorithm}; give {saved_algorithm}"
        )
    pickled = checkpoint / _PICKLED_TEACHER
    with _found_whole(checkpoint):
        teacher = cloudpickle.loads(pickled.read_bytes()) if pickled.is_file() else Teacher.load(checkpoint / _TEACHER)
    env = make_env(teacher)
    if is_normalized:
        with _found_whole(checkpoint):
            env = _normalized(env, str(checkpoint / _NORMALIZATION))
    with _found_whole(checkpoint):
        model = algorithm.load(checkpoint / _MODEL, env=env, **changes)
    found = {"num_timesteps": model.num_timesteps, "teacher_episodes": episodes_heard(teacher)}
    if found != counts:
        raise InvalidDataError(f"'{checkpoint}' is of {counts}, but its files are of {found}: one was replaced")
    if isinstance(model, OffPolicyAlgorithm):
        _give_buffer(model, checkpoint / _BUFFER, replay_buffer)
    return model, teacher


@contextlib.contextmanager
def _found_whole(checkpoint: pathlib.Path) -> Iterator[None]:
    """Tells a checkpoint without one of its files, which is damaged, from no checkpoint at all."""
    try:
        yield
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError) as failure:
        raise InvalidDataError(f"'{checkpoint}' is damaged: {failure}") from failure


def _normalized(env: Any, file: str) -> Any:
    """The environment with the statistics of a VecNormalize, which may be among its wrappers already."""
    present = unwrap_vec_normalize(env) if isinstance(env, VecEnv) else None
    if present is None:
        return VecNormalize.load(file, BaseAlgorithm._wrap_env(env))
    saved = VecNormalize.load(file, present.venv)
    present.obs_rms, present.ret_rms = saved.obs_rms, saved.ret_rms
    return env


def _give_buffer(model: OffPolicyAlgorithm, file: pathlib.Path, wanted: bool) -> None:
    if wanted and file.is_file():
        model.load_replay_buffer(file)
        buffered = model.replay_buffer.n_envs if model.replay_buffer is not None else model.n_envs
        if buffered != model.n_envs:
            raise InvalidArgumentError(
                f"the checkpoint's replay buffer is of {buffered} environments, make_env gave {model.n_envs}; give "
                f"{buffered}, or leave the buffer with replay_buffer=False"
            )
    elif model.num_timesteps > model.learning_starts:
        warnings.warn(
            "the model starts with an empty replay buffer and will learn from its first few transitions; set "
            "model.learning_starts = model.num_timesteps + some to fill it first",
            stacklevel=3,
        )
