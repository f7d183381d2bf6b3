#!/usr/bin/env python3
"""Trains Stable-Baselines3's SAC or PPO on Stump Tracks under a curriculum. Killed, it goes on when started again.

    python3 sb3_stump_tracks.py runs/first
    python3 sb3_stump_tracks.py runs/first --resume

The folder gets the run's arguments, TensorBoard's files (tensorboard --logdir runs/first) and the newest checkpoint:
model, teacher, replay buffer. --resume takes the arguments that make the run from there. At the end the student
is tested on the paper's fixed test set.
"""

import argparse
import json
import os
import pathlib
import sys

import teachdrl
import torch
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.evaluation import evaluate_policy
from teachdrl import sb3

IDENTIFIER = "teachdrl/StumpTracks-v0"
ALGORITHMS = {"PPO": PPO, "SAC": SAC}
# What makes the run: it stays as it was at the start. How long it is and what is saved may change.
DEFAULTS = {"algorithm": "SAC", "teacher": "ALP-GMM", "walker": "default", "envs": 8, "seed": 1}


def write_settings(folder: pathlib.Path, settings: dict) -> None:
    """Writes them beside and renames, so that a killed run leaves a whole file or none."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / ".arguments.json.partial"
    with open(beside, "w") as file:
        file.write(json.dumps(settings, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, folder / "arguments.json")


def kept_settings(folder: pathlib.Path, given: dict) -> dict:
    """The settings of the run in the folder; ends the program where one was given that differs."""
    file = folder / "arguments.json"
    if not file.is_file():
        sys.exit(f"'{folder}' has a checkpoint, but '{file}', which says what run it is of, is not there")
    kept = json.loads(file.read_text())
    for name, value in given.items():
        if value != kept[name]:
            sys.exit(
                f"--{name} is {value}, but the run in '{folder}' has {kept[name]}: leave it out, or start another run"
            )
    return kept


def new_model(name: str, env: sb3.TeachdrlVecEnv, seed: int, log: str):
    """A model with networks of the paper's size."""
    common = {"policy_kwargs": {"net_arch": [400, 300]}, "seed": seed, "tensorboard_log": log, "verbose": 1}
    if name == "SAC":
        # One update for each step, as with a single environment.
        return SAC("MlpPolicy", env, learning_starts=10_000, batch_size=1000, gradient_steps=-1, **common)
    return PPO("MlpPolicy", env, n_steps=max(2, 8192 // env.num_envs), batch_size=512, **common)


def mastered(model, walker: str, count: int) -> "tuple[int, int]":
    """On how many tasks of the test set the student reaches the return that counts as mastered, and of how many."""
    tests = teachdrl.test_set("stump-tracks", walker=walker)[:count]
    env = sb3.TeachdrlVecEnv(IDENTIFIER, 1, tasks=tests, walker=walker)
    env.seed(0)
    returns, _ = evaluate_policy(model, env, n_eval_episodes=len(tests), return_episode_rewards=True)
    return sum(total > env.get_attr("mastered_return")[0] for total in returns), len(tests)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="where the run is kept")
    for name, what in (
        ("algorithm", "the student: SAC or PPO"),
        ("teacher", "ALP-GMM, RIAC, Covar-GMM or Random"),
        ("walker", "default, short or quadru"),
        ("envs", "environments side by side"),
        ("seed", "of the teacher and the student"),
    ):
        parser.add_argument(
            f"--{name}",
            type=type(DEFAULTS[name]),
            choices=ALGORITHMS if name == "algorithm" else None,
            default=argparse.SUPPRESS,  # to tell what was given
            help=f"{what} (default: {DEFAULTS[name]})",
        )
    parser.add_argument("--steps", type=int, default=2_000_000, help="of the training in all (default: %(default)s)")
    parser.add_argument(
        "--save-every", type=int, default=50_000, help="steps between checkpoints (default: %(default)s)"
    )
    parser.add_argument("--tests", type=int, default=50, help="how many test tasks are played (default: %(default)s)")
    parser.add_argument("--resume", action="store_true", help="go on with the run in the folder")
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        torch.set_num_threads(1)  # networks of this size gain little from more, and the environments use them

    has_checkpoint = sb3.latest_checkpoint(arguments.folder) is not None
    if has_checkpoint and not arguments.resume:
        sys.exit(f"there is a run in '{arguments.folder}': --resume goes on with it")
    given = {name: value for name, value in vars(arguments).items() if name in DEFAULTS}
    # A run that was killed before its first checkpoint starts anew, as what it was.
    is_begun = has_checkpoint or (arguments.resume and (arguments.folder / "arguments.json").is_file())
    settings = kept_settings(arguments.folder, given) if is_begun else {**DEFAULTS, **given}

    def make_env(teacher: teachdrl.Teacher) -> sb3.TeachdrlVecEnv:
        return sb3.TeachdrlVecEnv(IDENTIFIER, settings["envs"], teacher=teacher, walker=settings["walker"])

    if has_checkpoint:
        model, teacher = sb3.restore(arguments.folder, ALGORITHMS[settings["algorithm"]], make_env)
        print(f"goes on from step {model.num_timesteps}, episode {teacher.episode_count}")
    else:
        low, high = teachdrl.Environment("stump-tracks", seed=0).task_bounds
        teacher = teachdrl.Teacher(settings["teacher"], low, high, seed=settings["seed"])
        model = new_model(settings["algorithm"], make_env(teacher), settings["seed"], str(arguments.folder))
        write_settings(arguments.folder, settings)

    callback = sb3.TeacherCallback(teacher, save_path=arguments.folder, save_freq=arguments.save_every, verbose=1)
    left = arguments.steps - model.num_timesteps
    if left > 0:
        model.learn(left, callback, reset_num_timesteps=False)
    count, of = mastered(model, settings["walker"], arguments.tests)
    print(f"{model.num_timesteps} steps, {teacher.episode_count} episodes; {count} of {of} test tasks are mastered")


if __name__ == "__main__":
    main()
