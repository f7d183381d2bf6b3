"""Finds environments, wrappers and teachers that are put together so that no curriculum comes about."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any

import gymnasium
from gymnasium.vector import VectorEnv, VectorWrapper
from gymnasium.wrappers import TimeLimit

from ._curriculum import TeacherLike
from ._teacher import Teacher
from .errors import InvalidArgumentError, InvalidStateError

# The modules whose code runs environments in processes of their own, and what gives those one teacher.
_WORKERS = {
    "gymnasium.vector.async_vector_env": "VectorCurriculumWrapper(AsyncVectorEnv([make_one, ...]), teacher)",
    "stable_baselines3.common.vec_env.subproc_vec_env": (
        "teachdrl.sb3.VecCurriculum(SubprocVecEnv([make_one, ...]), teacher)"
    ),
    "ray.rllib.env.single_agent_env_runner": "teachdrl.ray.rllib.with_curriculum(config, ...)",
}


def around(env: Any) -> list[Any]:
    """The wrappers around an environment, or around many, whose reset is under way, the nearest first.

    An environment does not know what is around it; but the wrappers' own `reset` are what called it.
    """
    found: list[Any] = []
    frame = sys._getframe(1).f_back
    while frame is not None:
        code = frame.f_code
        if code.co_name in ("reset", "step") and code.co_varnames[:1] == ("self",):
            owner = frame.f_locals.get("self")
            if not (isinstance(owner, (gymnasium.Env, VectorEnv)) and owner.unwrapped is env.unwrapped):
                break
            if isinstance(owner, (gymnasium.Wrapper, VectorWrapper)) and owner is not env and owner not in found:
                found.append(owner)
        elif found:
            # Of other functions, the caller's among them, nothing is looked at: that would keep their variables alive.
            break
        frame = frame.f_back
    return found


def find_swallowed_task(wrappers: list[Any], env: Any, noticed: set[int]) -> None:
    """Warns if `task` was set on a wrapper around an environment, where nobody reads it; once for each wrapper."""
    for wrapper in wrappers:
        if hasattr(type(wrapper), "task"):
            break  # It looks itself, and sets the tasks of what is inside.
        if "task" in vars(wrapper) and id(wrapper) not in noticed:
            noticed.add(id(wrapper))
            name = type(wrapper).__name__
            directly = (
                "env.unwrapped.set_attr('task', task) instead"
                if isinstance(env, VectorEnv)
                else "env.set_wrapper_attr('task', task) instead, and in Stable-Baselines3 "
                "vec_env.env_method('set_wrapper_attr', 'task', task)"
            )
            warnings.warn(
                f"the attribute 'task' was set on {name}, a wrapper around {type(env).__name__}, which does not hear "
                f"of it; write env.reset(options={{'task': task}}) or {directly}",
                UserWarning,
                stacklevel=3,
            )


def refuse_time_limit(wrappers: list[Any], env: gymnasium.Env[Any, Any]) -> None:
    """Refuses a time limit around a wrapper with a teacher: it would not see the episodes' ends."""
    for wrapper in wrappers:
        if isinstance(wrapper, TimeLimit):
            raise InvalidStateError(
                f"TimeLimit is around {type(env).__name__}, so the teacher does not hear of the episodes that it cuts; "
                f"put it inside: {type(env).__name__}(TimeLimit(env, max_episode_steps=...), teacher)"
            )


def refuse_inside(env: Any, wrapper: str, instead: str | None = None) -> None:
    """Refuses what must not be inside a wrapper with a teacher: another teacher, and normalized rewards.

    Args:
        env: What is inside.
        wrapper: What has the teacher.
        instead: Where rewards are normalized instead; None for around the wrapper.
    """
    if any(_each_has(env, "proposes_tasks")):
        raise InvalidArgumentError(
            f"the environment of {wrapper} has a teacher already; leave one of the two out, or use TaskWrapper inside "
            "instead of CurriculumWrapper"
        )
    if any(_each_has(env, "return_rms")):
        raise InvalidArgumentError(
            f"NormalizeReward is inside {wrapper}, so the teacher would hear normalized returns, which drift; "
            f"{instead or f'put it around: NormalizeReward({wrapper}(env, teacher))'}"
        )


def refuse_without_task(envs: VectorEnv[Any, Any, Any]) -> None:
    """Refuses vector environments whose environments do not take tasks."""
    if not all(_each_has(envs, "task")):
        raise TypeError(
            "the environments have no attribute 'task', so none would play the teacher's tasks; wrap each in "
            "teachdrl.wrappers.TaskWrapper(env, set_task), or give set_tasks"
        )


def _each_has(env: Any, name: str) -> list[bool]:
    """Whether an environment, or each of many, has an attribute, or a wrapper of it; empty if that cannot be known."""
    if not isinstance(env, VectorEnv):
        return [env.has_wrapper_attr(name)]
    while True:
        if getattr(env, "takes_tasks", False):
            return [name in ("task", "next_seed")]
        if name in vars(env) or hasattr(type(env), name):
            return [True]
        if hasattr(env, "call"):
            return list(env.call("has_wrapper_attr", name))
        if env is env.unwrapped:
            return []
        env = env.env  # type: ignore[attr-defined]


def attribute_of(env: Any, name: str) -> Any:
    """An attribute of an environment or of a wrapper of it; None if it has none."""
    return env.get_wrapper_attr(name) if env.has_wrapper_attr(name) else None


def attributes_of(envs: VectorEnv[Any, Any, Any], name: str) -> list[Any]:
    """The same of each of many environments; None where it has none, or that cannot be known."""
    inner = envs.unwrapped
    if not hasattr(inner, "call"):
        return [None] * envs.num_envs
    if getattr(inner, "takes_tasks", False):
        return list(inner.call(name)) if hasattr(type(inner), name) else [None] * envs.num_envs
    # One that does not have it would end a process.
    if not all(inner.call("has_wrapper_attr", name)):
        return [None] * envs.num_envs
    return list(inner.call("get_wrapper_attr", name))


def mastered_return_of(env: Any) -> float | None:
    """The return above which an environment's task counts as mastered, if it says so."""
    found = attribute_of(env, "mastered_return")
    return None if found is None else float(found)


def have_attribute(envs: VectorEnv[Any, Any, Any], name: str) -> bool:
    """Whether each of many environments has an attribute, or a wrapper of it."""
    known = _each_has(envs, name)
    return bool(known) and all(known)


def refuse_copied_teacher(teacher: TeacherLike) -> None:
    """Refuses a teacher that came as a copy into a process which plays for others: it would hear a part of them only.

    A teacher that was made in the process, or copied there on purpose, is its own.
    """
    instead = _instead_of_workers()
    if instead is None:
        return
    if not isinstance(teacher, Teacher):
        warnings.warn(
            f"this process plays environments for another one; its {type(teacher).__name__} is not the other's, and "
            f"hears of these episodes only. To share one teacher, use TaskWrapper here and {instead} there",
            UserWarning,
            stacklevel=3,
        )
    elif teacher._process != os.getpid():
        raise InvalidStateError(
            "the teacher is a copy in a process that plays environments: each process would play the same tasks, and "
            f"the teacher that was copied would hear nothing. Use TaskWrapper here and {instead} in the process that "
            "has the teacher"
        )


def _instead_of_workers() -> str | None:
    """What shares a teacher, if this code was called by one of the known workers in a process of its own."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__")
        if module == "ray.rllib.env.single_agent_env_runner" or (
            module in _WORKERS and frame.f_code.co_name in ("_worker", "_async_worker")
        ):
            return _WORKERS[module]
        frame = frame.f_back
    return None


class EndWatch:
    """Notices that no episode ever ends in a wrapper, because something around it ends them."""

    PATIENCE = 10

    def __init__(self) -> None:
        self._given_up = 0

    def ended(self) -> None:
        """An episode has ended."""
        self._given_up = -1

    def given_up(self) -> None:
        """An episode was reset before its end."""
        if self._given_up < 0:
            return
        self._given_up += 1
        if self._given_up == self.PATIENCE:
            warnings.warn(
                f"the first {self.PATIENCE} episodes were reset before they ended, and the teacher has heard of none; "
                "if a wrapper around this one ends episodes, as a time limit does, put it inside",
                UserWarning,
                stacklevel=4,
            )
