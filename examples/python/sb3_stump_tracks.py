#!/usr/bin/env python3
"""Trains Stable-Baselines3's SAC or PPO on Stump Tracks under a curriculum. Killed, it goes on when started again.

    python3 sb3_stump_tracks.py runs/first
    python3 sb3_stump_tracks.py runs/first --resume

The folder gets TensorBoard's files (tensorboard --logdir runs/first) and the newest checkpoint: model, teacher, replay
buffer. At the end the student is tested on the paper's fixed test set.
"""

import argparse
import pathlib
import sys

import teachdrl
import torch
from stable_baselines3 import PPO, SAC
from stable_baselines3.common.evaluation import evaluate_policy
from teachdrl import sb3

IDENTIFIER = "teachdrl/StumpTracks-v0"
ALGORITHMS = {"PPO": PPO, "SAC": SAC}


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
    parser.add_argument("--algorithm", choices=ALGORITHMS, default="SAC", help="the student (default: %(default)s)")
    parser.add_argument(
        "--teacher", default="ALP-GMM", help="ALP-GMM, RIAC, Covar-GMM or Random (default: %(default)s)"
    )
    parser.add_argument("--walker", default="default", help="default, short or quadru (default: %(default)s)")
    parser.add_argument("--envs", type=int, default=8, help="environments side by side (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the teacher and the student (default: %(default)s)")
    parser.add_argument("--steps", type=int, default=2_000_000, help="of the training in all (default: %(default)s)")
    parser.add_argument(
        "--save-every", type=int, default=50_000, help="steps between checkpoints (default: %(default)s)"
    )
    parser.add_argument("--tests", type=int, default=50, help="how many test tasks are played (default: %(default)s)")
    parser.add_argument("--resume", action="store_true", help="go on with the run in the folder")
    arguments = parser.parse_args()
    if not torch.cuda.is_available():
        torch.set_num_threads(1)  # networks of this size gain little from more, and the environments use them

    def make_env(teacher: teachdrl.Teacher) -> sb3.TeachdrlVecEnv:
        return sb3.TeachdrlVecEnv(IDENTIFIER, arguments.envs, teacher=teacher, walker=arguments.walker)

    has_checkpoint = sb3.latest_checkpoint(arguments.folder) is not None
    if arguments.resume and has_checkpoint:
        model, teacher = sb3.restore(arguments.folder, ALGORITHMS[arguments.algorithm], make_env)
        print(f"goes on from step {model.num_timesteps}, episode {teacher.episode_count}")
    elif has_checkpoint:
        sys.exit(f"there is a run in '{arguments.folder}': --resume goes on with it")
    else:
        low, high = teachdrl.Environment("stump-tracks", seed=0).task_bounds
        teacher = teachdrl.Teacher(arguments.teacher, low, high, seed=arguments.seed)
        model = new_model(arguments.algorithm, make_env(teacher), arguments.seed, str(arguments.folder))

    callback = sb3.TeacherCallback(teacher, save_path=arguments.folder, save_freq=arguments.save_every, verbose=1)
    left = arguments.steps - model.num_timesteps
    if left > 0:
        model.learn(left, callback, reset_num_timesteps=False)
    count, of = mastered(model, arguments.walker, arguments.tests)
    print(f"{model.num_timesteps} steps, {teacher.episode_count} episodes; {count} of {of} test tasks are mastered")


if __name__ == "__main__":
    main()
