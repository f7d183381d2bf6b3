"""TeacherCallback: what is logged, read back with TensorBoard's own reader."""

import csv
import warnings

import gymnasium
import numpy as np
import pytest
import teachdrl
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.callbacks import BaseCallback, EvalCallback
from stable_baselines3.common.logger import configure
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize
from teachdrl.sb3 import TeachdrlVecEnv, TeacherCallback
from teachdrl.wrappers import CurriculumWrapper
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

IDENTIFIER = "teachdrl/StumpTracks-v0"


def make_teacher(name="ALP-GMM"):
    options = {"ALP-GMM": {"fit_rate": 10, "max_k": 4}, "RIAC": {"max_region_size": 10}}.get(name, {})
    if name == "Covar-GMM":
        options = {"fit_rate": 10, "max_k": 4}
    return teachdrl.Teacher(name, [0, 0], [3, 6], seed=5, **options)


class Notes(BaseCallback):
    """What a reader of the infos would know of tasks and returns."""

    def _init_callback(self):
        self.tasks, self.returns = [], []

    def _on_step(self):
        for done, info in zip(self.locals["dones"], self.locals["infos"]):
            if done:
                self.tasks.append(info["task"])
                self.returns.append(info["episode"]["r"])
        return True


def small_ppo(env, **options):
    return PPO("MlpPolicy", env, n_steps=128, batch_size=64, n_epochs=1, device="cpu", seed=1, **options)


def scalars(folder):
    events = EventAccumulator(str(folder))
    events.Reload()
    return {tag: events.Scalars(tag) for tag in events.Tags()["scalars"]}


def test_tensorboard_has_the_curriculum(tmp_path):
    teacher, notes = make_teacher(), Notes()
    env = VecNormalize(TeachdrlVecEnv(IDENTIFIER, 4, teacher=teacher, walker="short"))
    model = small_ppo(env, tensorboard_log=str(tmp_path))
    model.learn(4096, [TeacherCallback(teacher, window=20), notes])
    logged = scalars(tmp_path / "PPO_1")
    last = {name.removeprefix("curriculum/"): events[-1] for name, events in logged.items() if "curriculum" in name}
    assert {event.step for event in last.values()} == {4096}
    values = {name: event.value for name, event in last.items()}
    tasks, returns = np.array(notes.tasks[-20:]), notes.returns[-20:]
    assert values["episodes"] == teacher.episode_count == len(notes.tasks) > 20
    assert values["return_mean"] == pytest.approx(np.mean(returns), abs=1e-3)
    for column, name in enumerate(("stump_height", "obstacle_spacing")):
        assert values[f"{name}_mean"] == pytest.approx(tasks[:, column].mean(), rel=1e-5)
        assert values[f"{name}_std"] == pytest.approx(tasks[:, column].std(), rel=1e-5)
    mixture = teacher.mixture
    assert values["components"] == len(mixture)
    numbers = teacher.progress()
    assert values["learning_progress"] == pytest.approx(numbers["learning_progress"], rel=1e-5)
    assert values["influence/stump_height"] == pytest.approx(numbers["influence/stump_height"], rel=1e-5)
    assert not any(name.startswith("part_") for name in values)


@pytest.mark.parametrize("name", ["RIAC", "Covar-GMM", "Oracle", "Random"])
def test_other_teachers_are_logged_too(name, tmp_path):
    options = {"Oracle": {"window_step": [0.1, 0.1], "reward_thr": 100}}.get(name, {})
    teacher = make_teacher(name) if not options else teachdrl.Teacher(name, [0, 0], [3, 6], seed=5)
    env = DummyVecEnv([lambda: CurriculumWrapper(gymnasium.make(IDENTIFIER, walker="short"), teacher)] * 2)
    model = small_ppo(env)
    model.set_logger(configure(str(tmp_path), ["csv"]))
    model.learn(2048, TeacherCallback(teacher, names=("height", "spacing")))
    with open(tmp_path / "progress.csv") as file:
        last = list(csv.DictReader(file))[-1]
    assert 0 <= float(last["curriculum/height_mean"]) <= 3
    assert int(last["curriculum/episodes"]) == teacher.episode_count
    if name == "RIAC":
        regions = teacher.regions
        assert int(last["curriculum/regions"]) == regions.is_leaf.sum() > 1
        assert float(last["curriculum/learning_progress"]) == pytest.approx(teacher.progress()["learning_progress"])
    assert ("curriculum/components" in last) == (name == "Covar-GMM")
    assert ("curriculum/learning_progress" in last) == (name == "RIAC")


def test_off_policy_algorithms_are_logged(tmp_path):
    teacher = make_teacher()
    env = TeachdrlVecEnv(IDENTIFIER, 2, teacher=teacher, walker="short")
    model = SAC("MlpPolicy", env, learning_starts=10_000, tensorboard_log=str(tmp_path), device="cpu")
    model.learn(2000, TeacherCallback(teacher), log_interval=1)
    logged = scalars(tmp_path / "SAC_1")["curriculum/episodes"]
    assert [event.value for event in logged] == sorted(event.value for event in logged)
    assert logged[-1].value == teacher.episode_count > 5


def test_an_evaluation_that_the_teacher_hears_of_is_noticed():
    teacher = make_teacher()
    env = DummyVecEnv([lambda: CurriculumWrapper(gymnasium.make(IDENTIFIER, walker="short"), teacher)])
    others = CurriculumWrapper(gymnasium.make(IDENTIFIER, walker="short"), teachdrl.Teacher("Random", [0, 0], [3, 6]))
    same = CurriculumWrapper(gymnasium.make(IDENTIFIER, walker="short"), teacher)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SB3's about Monitor
        warnings.filterwarnings("error", message="the teacher has heard")
        for evaluated, failure in ((others, None), (same, UserWarning)):
            evaluation = EvalCallback(evaluated, n_eval_episodes=2, eval_freq=100, verbose=0)
            learn = small_ppo(env).learn
            if failure is None:
                learn(512, [TeacherCallback(teacher), evaluation])
            else:
                with pytest.raises(failure, match="evaluation"):
                    learn(512, [TeacherCallback(teacher), evaluation])


def test_what_is_wrong_is_said():
    teacher = make_teacher()
    for options in ({"save_freq": 0}, {"keep": 0}, {"window": -1}, {"names": ("one",)}):
        with pytest.raises(teachdrl.InvalidArgumentError):
            TeacherCallback(teacher, **options)
    env = TeachdrlVecEnv(IDENTIFIER, 1, teacher=make_teacher())
    with pytest.raises(teachdrl.InvalidArgumentError, match="another teacher"):
        small_ppo(env).learn(1, TeacherCallback(teacher))
    with pytest.raises(teachdrl.InvalidArgumentError, match="has no teacher"):
        small_ppo(VecNormalize(TeachdrlVecEnv(IDENTIFIER, 1))).learn(1, TeacherCallback(teacher))
    with pytest.raises(teachdrl.InvalidStateError, match="CurriculumWrapper"):
        small_ppo(gymnasium.make("CartPole-v1")).learn(300, TeacherCallback(teacher))
