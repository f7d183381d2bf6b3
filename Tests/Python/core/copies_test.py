"""Copies of every public object: they work, or a TypeError says what to do; the original goes on either way."""

import copy
import dataclasses
import gc
import importlib
import inspect
import os
import pickle

import numpy as np
import pytest
import teachdrl
from teachdrl import Environment, Teacher, ToyEnvironment, _handles
from teachdrl._registration import NAMES

IDENTIFIER = "teachdrl/StumpTracks-v0"


def teacher():
    made = Teacher("ALP-GMM", [0, 0], [3, 6], seed=1, fit_rate=20, min_k=2, max_k=2)
    for _ in range(40):
        made.update(made.sample_task(), 1.0)
    return made


def warned():
    made = Teacher("RIAC", [0], [1], seed=1)
    made.update([0.5], 1.0)
    return made


def environment():
    made = Environment("stump-tracks", seed=1)
    made.set_task([0.5, 3.0])
    return made


def play(env):
    """Some steps of whatever kind of environment it is; an error or a crash shows that it was harmed."""
    if hasattr(env, "play"):
        assert env.play([0.0, 0.0]) >= 0
        return
    outcome = env.reset()
    action = np.zeros(getattr(env, "action_size", None) or env.action_space.shape, dtype=np.float32)
    if hasattr(env, "num_envs") and action.shape[0] != env.num_envs:
        action = np.stack([action] * env.num_envs)
    for _ in range(50):
        outcome = env.step(action)
    assert np.isfinite(outcome[0]).all()


def learn(each):
    for _ in range(50):
        each.update(each.sample_task(), 1.0)


def nothing(_):
    pass


def wrapped(name):
    from teachdrl import envs, wrappers

    if name == "CurriculumWrapper":
        return wrappers.CurriculumWrapper(envs.StumpTracks(), teacher())
    if name == "TaskWrapper":
        return wrappers.TaskWrapper(envs.StumpTracks(), set_task)
    from gymnasium.vector import SyncVectorEnv

    return wrappers.VectorCurriculumWrapper(SyncVectorEnv([envs.StumpTracks] * 2), teacher())


def set_task(env, task):
    env.unwrapped.task = task


def sb3_object(name):
    from teachdrl import envs, sb3

    if name == "TeachdrlVecEnv":
        return sb3.TeachdrlVecEnv(IDENTIFIER, 2)
    if name == "TeacherCallback":
        return sb3.TeacherCallback(teacher())
    from stable_baselines3.common.vec_env import DummyVecEnv

    return sb3.VecCurriculum(DummyVecEnv([envs.StumpTracks] * 2), teacher())


ENVIRONMENTS = tuple(NAMES)
# Module, class: how to make one, how to use it afterwards.
MAKERS = {
    ("teachdrl", "Teacher"): (teacher, learn),
    ("teachdrl", "ToyEnvironment"): (ToyEnvironment, play),
    ("teachdrl", "Environment"): (environment, play),
    ("teachdrl", "Mixture"): (lambda: teacher().mixture, lambda mixture: mixture.weights.sum()),
    ("teachdrl", "Regions"): (
        lambda: Teacher("RIAC", [0], [1], seed=1).regions,
        lambda regions: regions.progress.sum(),
    ),
    ("teachdrl", "Number"): (lambda: teachdrl.Number(0, 3, count=2, unit="m"), hash),
    ("teachdrl", "Log"): (lambda: teachdrl.Log(1, 20), hash),
    ("teachdrl", "Integer"): (lambda: teachdrl.Integer(2, 4), hash),
    ("teachdrl", "Choice"): (lambda: teachdrl.Choice("grass", "ice"), hash),
    ("teachdrl", "TaskSpace"): (
        lambda: teachdrl.TaskSpace(height=teachdrl.Number(0, 3), legs=teachdrl.Integer(2, 4)),
        lambda space: Teacher("Random", space, seed=1).update({"height": 1, "legs": 2}, 1.0),
    ),
    ("teachdrl", "Proposal"): (lambda: teacher().propose(), lambda proposal: proposal.task.sum()),
    ("teachdrl", "OutcomeMembers"): (lambda: teacher().outcome_members, lambda members: sorted(members.needs)),
    ("teachdrl", "FinishedEpisode"): (
        lambda: teachdrl.FinishedEpisode(np.zeros(2), 1.0, 3, {}),
        lambda episode: episode.task.sum(),
    ),
    ("teachdrl", "ProgressNumber"): (lambda: teacher().progress_numbers[0], hash),
    ("teachdrl", "CurriculumWarning"): (lambda: warned().warnings()[0], str),
    ("teachdrl", "ProgressFile"): (
        lambda: teachdrl.ProgressFile(os.devnull, teacher()),
        lambda file: file.write(steps=1),
    ),
    ("teachdrl.descriptions", "Option"): (
        lambda: teachdrl.descriptions.toy().options["nb_dims"],
        lambda option: option.annotation,
    ),
    ("teachdrl.descriptions", "Description"): (teachdrl.descriptions.toy, lambda described: described.options),
    **{
        ("teachdrl.envs", name): (lambda name=name: getattr(importlib.import_module("teachdrl.envs"), name)(), play)
        for name in ENVIRONMENTS
    },
    **{
        ("teachdrl.vector", f"{name}Vector"): (
            lambda name=name: getattr(importlib.import_module("teachdrl.vector"), f"{name}Vector")(3, thread_count=2),
            play,
        )
        for name in ENVIRONMENTS
    },
    **{
        ("teachdrl.wrappers", name): (lambda name=name: wrapped(name), play)
        for name in ("CurriculumWrapper", "TaskWrapper", "VectorCurriculumWrapper")
    },
    **{
        ("teachdrl.sb3", name): (lambda name=name: sb3_object(name), play)
        for name in ("TeachdrlVecEnv", "VecCurriculum")
    },
    ("teachdrl.sb3", "TeacherCallback"): (lambda: sb3_object("TeacherCallback"), nothing),
}  # fmt: skip
ABSTRACT = {("teachdrl.envs", "WalkerEnv"), ("teachdrl.vector", "WalkerVectorEnv")}


def public_classes():
    """Every class that a module of the package names in its `__all__`, as far as the module can be imported here."""
    found = set()
    for name in ("teachdrl", "teachdrl.descriptions", "teachdrl.envs", "teachdrl.vector", "teachdrl.wrappers",
                 "teachdrl.sb3"):  # fmt: skip
        try:
            module = importlib.import_module(name)
        except ImportError:
            continue
        names = getattr(module, "__all__", [each for each in vars(module) if not each.startswith("_")])
        for each in names:
            kind = getattr(module, each)
            if inspect.isclass(kind) and kind.__module__.startswith("teachdrl") and not issubclass(kind, Exception):
                found.add((name, each))
    return found


def is_made_by_protocol(key):
    return getattr(getattr(importlib.import_module(key[0]), key[1]), "_is_protocol", False)


def test_every_public_class_is_tried_here():
    missing = {key for key in public_classes() - ABSTRACT - set(MAKERS) if not is_made_by_protocol(key)}
    assert missing == set()


@dataclasses.dataclass
class Holder:
    """What people put such objects into."""

    item: object


WAYS = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda item: pickle.loads(pickle.dumps(item)),
    "asdict": lambda item: dataclasses.asdict(Holder(item))["item"],
    "astuple": lambda item: dataclasses.astuple(Holder(item))[0],
    "list": lambda item: copy.deepcopy([item, item])[0],
    "holder": lambda item: copy.deepcopy(Holder(item)).item,
    "dictionary": lambda item: pickle.loads(pickle.dumps({"item": item}))["item"],
    "old pickle": lambda item: pickle.loads(pickle.dumps(item, protocol=0)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("key", sorted(MAKERS), ids="-".join)
def test_a_copy_works_or_says_what_to_do(key, way):
    if key not in public_classes():
        pytest.skip(f"{key[0]} cannot be imported here")
    make, use = MAKERS[key]
    original = make()
    try:
        other = WAYS[way](original)
    except TypeError as refusal:
        said = str(refusal)
        assert "cannot be copied or pickled: " in said and len(said.split(": ")[1]) > 10
    else:
        if dataclasses.is_dataclass(original) and way in ("asdict", "astuple"):
            assert len(other) == len(dataclasses.fields(original))
        else:
            assert type(other) is type(original)
            use(other)
        del other
    gc.collect()
    use(original)
    if hasattr(original, "close"):
        original.close()


@pytest.mark.parametrize("kind", [Teacher, ToyEnvironment, Environment, _handles.Handle])
def test_a_half_made_object_destroys_nothing(kind):
    half = kind.__new__(kind)
    del half
    gc.collect()


def test_a_teacher_that_is_made_again_gives_its_first_self_back():
    made = teacher()
    made.__init__("Random", [0], [1], seed=1)
    gc.collect()
    learn(made)
    assert made.name == "Random"
    with pytest.raises(teachdrl.UnknownNameError):
        made.__init__("Nobody", [0], [1])
    learn(made)


def test_a_copy_is_its_own():
    made = teacher()
    for way in ("copy", "deepcopy", "pickle", "asdict"):
        other = WAYS[way](made)
        heard = made.episode_count
        learn(other)
        assert made.episode_count == heard
