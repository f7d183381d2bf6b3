#!/usr/bin/env python3
"""A curriculum for an ordinary Gymnasium task: MountainCarContinuous, whose engine and goal are the task's parameters.

    python3 gymnasium_curriculum.py --teacher ALP-GMM --seeds 0 1 2 3 4 5 --csv alp_gmm.csv
    python3 gymnasium_curriculum.py --teacher Random --seeds 0 1 2 3 4 5 --csv random.csv

A car must get out of a valley and pays for every push. A task is the engine's power, as an order of magnitude, and the
speed at which the car must arrive. In the space "wide" most engines are too weak or the speed is beyond the car's
limit, but nobody who sets up such a task knows that beforehand; in "narrow" nearly everything can be learnt.

Every 10,240 steps, five rollouts, the student, Stable-Baselines3's PPO, is tested on a fixed set of 100 tasks that can
be done. First it prints the share of the space that this is.
"""

import argparse
import csv
import pathlib

import gymnasium
import numpy as np
import teachdrl
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.monitor import Monitor
from stable_baselines3.common.vec_env import DummyVecEnv, VecNormalize
from teachdrl.sb3 import TeacherCallback
from teachdrl.wrappers import CurriculumWrapper

# The bounds of log10(power) and of the speed at the goal. Gymnasium's own task is (-2.8, 0); the car's limit is 0.07.
SPACES = {"wide": ([-6.0, 0.0], [-2.0, 0.28]), "narrow": ([-3.0, 0.0], [-2.0, 0.05])}
NAMES = ("log10_power", "goal_velocity")
EPISODE_STEPS = 200


def make_car() -> gymnasium.Env:
    return gymnasium.make("MountainCarContinuous-v0", max_episode_steps=EPISODE_STEPS)


def set_task(env: gymnasium.Env, task: np.ndarray) -> None:
    car = env.unwrapped
    car.power, car.goal_velocity = 10 ** task[0], task[1]


def can_be_done(task: np.ndarray) -> bool:
    """Whether pushing with full power the way that the car moves reaches the goal."""
    car = make_car().unwrapped
    set_task(car, task)
    car.reset(seed=0)
    car.state = np.array([-0.5, 0.0])
    for _ in range(EPISODE_STEPS):
        observation, _, terminated, _, _ = car.step(np.array([1.0 if car.state[1] >= 0 else -1.0]))
        if terminated:
            return True
    return False


def test_tasks(low: list, high: list, count: int) -> "tuple[np.ndarray, int]":
    """The first of a fixed series of uniform tasks that can be done, and how many had to be drawn for them."""
    random, tasks, drawn = np.random.default_rng(1), [], 0
    while len(tasks) < count:
        task = random.uniform(low, high)
        drawn += 1
        if can_be_done(task):
            tasks.append(task)
    return np.array(tasks), drawn


def solved_share(model: PPO, tasks: np.ndarray) -> float:
    """The share of tasks on which the student, without exploring, reaches the goal."""
    cars = [make_car() for _ in tasks]
    observations = np.zeros((len(tasks), 2), dtype=np.float32)
    for i, (car, task) in enumerate(zip(cars, tasks)):
        set_task(car, task)
        observations[i], _ = car.reset(seed=i)
    playing, solved = np.ones(len(tasks), dtype=bool), np.zeros(len(tasks), dtype=bool)
    normalization = model.get_vec_normalize_env()
    while playing.any():
        actions, _ = model.predict(normalization.normalize_obs(observations), deterministic=True)
        for i in np.flatnonzero(playing):
            observations[i], _, solved[i], out_of_time, _ = cars[i].step(actions[i])
            playing[i] = not (solved[i] or out_of_time)
    return float(solved.mean())


def train(name: str, space: str, tasks: np.ndarray, seed: int, steps: int, log: "str | None"):
    """Trains one student; yields its steps, the teacher's episodes and the share of test tasks that it can do."""
    low, high = SPACES[space]
    # Doing nothing gives 0, an arrival up to 100, a pointless effort down to -20.
    options = {} if name == "Random" else {"reward_range": (-20, 100)}
    if name == "ALP-GMM":
        options["fit_rate"] = 50  # an episode is long beside the whole training
    teacher = teachdrl.Teacher(name, low, high, seed=seed, **options)
    env = VecNormalize(DummyVecEnv([lambda: Monitor(CurriculumWrapper(make_car(), teacher, set_task))] * 8))
    model = PPO("MlpPolicy", env, n_steps=256, batch_size=256, seed=seed, device="cpu", tensorboard_log=log)
    while model.num_timesteps < steps:
        callback = TeacherCallback(teacher, names=NAMES)
        model.learn(min(10_000, steps), callback, reset_num_timesteps=False, tb_log_name=f"{space}_{name}_{seed}")
        yield model.num_timesteps, teacher.episode_count, solved_share(model, tasks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--teacher", default="ALP-GMM", help="ALP-GMM, RIAC, Covar-GMM or Random (default: %(default)s)"
    )
    parser.add_argument("--space", choices=SPACES, default="wide", help="the tasks (default: %(default)s)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0], help="a training each (default: 0)")
    parser.add_argument("--steps", type=int, default=100_000, help="of a training (default: %(default)s)")
    parser.add_argument("--csv", type=pathlib.Path, help="a file to add the results to")
    parser.add_argument("--tensorboard", help="a folder for TensorBoard")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # the networks are small
    tasks, drawn = test_tasks(*SPACES[arguments.space], 100)
    print(f"{arguments.space}: {len(tasks)} of {drawn} random tasks can be done, {len(tasks) / drawn:.1%}", flush=True)
    for seed in arguments.seeds:
        for row in train(arguments.teacher, arguments.space, tasks, seed, arguments.steps, arguments.tensorboard):
            steps, episodes, share = row
            print(
                f"{arguments.teacher} {seed}: {steps} steps, {episodes} episodes, {share:.0%} of the test tasks",
                flush=True,
            )
            if arguments.csv is not None:
                is_new = not arguments.csv.exists()
                with open(arguments.csv, "a", newline="") as file:
                    writer = csv.writer(file)
                    if is_new:
                        writer.writerow(["space", "teacher", "seed", "steps", "episodes", "solved_share"])
                    writer.writerow([arguments.space, arguments.teacher, seed, steps, episodes, share])


if __name__ == "__main__":
    main()
