#!/usr/bin/env python3
"""Trains RLlib's PPO on Stump Tracks under a curriculum. Killed, it goes on when started again.

    python3 rllib_stump_tracks.py runs/first --env-runners 8
    python3 rllib_stump_tracks.py runs/first                  # goes on, with the settings that the checkpoint has

A checkpoint has the student and the teacher as they were at the same moment. At the end the student is tested on the
paper's fixed test set.
"""

import argparse
import os
import pathlib
import shutil

import ray
import teachdrl
from ray.rllib.algorithms.algorithm import Algorithm
from ray.rllib.algorithms.ppo import PPOConfig
from teachdrl.ray.rllib import with_curriculum

IDENTIFIER, LIBRARY_NAME = "teachdrl/StumpTracks-v0", "stump-tracks"


def configuration(arguments: argparse.Namespace):
    track = teachdrl.Environment(LIBRARY_NAME, walker=arguments.walker)
    tests = track.test_set[: arguments.tests]
    config = (
        PPOConfig()
        .environment(IDENTIFIER, env_config={"walker": arguments.walker})
        # All environments of an env runner are stepped by one call of the library.
        .env_runners(
            num_env_runners=arguments.env_runners,
            num_envs_per_env_runner=arguments.envs,
            gym_env_vectorize_mode="vector_entry_point",
        )
        .training(train_batch_size_per_learner=arguments.batch, minibatch_size=min(512, arguments.batch), num_epochs=10)
        .rl_module(model_config={"fcnet_hiddens": [128, 128], "vf_share_layers": False})
        # Environments of its own, which play the paper's test set and tell the teacher nothing. Once, at the end.
        .evaluation(
            evaluation_interval=10**9,
            evaluation_num_env_runners=0,
            evaluation_duration=len(tests),
            evaluation_config={"num_envs_per_env_runner": 1, "explore": False},
        )
        .debugging(seed=arguments.seed, log_level="ERROR")
    )
    curriculum = {"seed": arguments.seed, "reward_range": track.return_range, "evaluation_tasks": tests}
    return with_curriculum(config, "stumps", arguments.teacher, *track.task_bounds, **curriculum)


def checkpoints_in(folder: pathlib.Path) -> "list[pathlib.Path]":
    """The checkpoints, oldest first; none only if there is no such folder or it has none."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []  # Any other failure ends the program: it would replace checkpoints that it could not see.
    return [folder / name for name in sorted(names) if name.startswith("checkpoint_")]


def save(algorithm: Algorithm, folder: pathlib.Path) -> None:
    """Saves a checkpoint beside the last one and discards that when it is whole."""
    name = f"checkpoint_{algorithm.training_iteration:06d}"
    partial, final = folder / f".{name}.partial", folder / name
    shutil.rmtree(partial, ignore_errors=True)
    algorithm.save_to_path(partial.absolute())
    partial.rename(final)
    for old in checkpoints_in(folder):
        if old != final:
            shutil.rmtree(old)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="where the run is kept")
    for name, default, what in (
        ("steps", 20_000_000, "of the training in all"),
        ("env-runners", 1, "processes that play"),
        ("envs", 8, "environments of each"),
        ("batch", 4096, "steps between two updates"),
        ("teacher", "ALP-GMM", "ALP-GMM, RIAC, Covar-GMM or Random"),
        ("walker", "default", "default, short or quadru"),
        ("seed", 1, "of the teacher and the student"),
        ("tests", 50, "how many test tasks are played"),
        ("save-every", 10, "iterations between checkpoints"),
    ):
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"{what} (default: {default})")
    arguments = parser.parse_args()
    ray.init(include_dashboard=False, log_to_driver=False)

    kept = checkpoints_in(arguments.folder)
    if kept:
        algorithm = Algorithm.from_checkpoint(kept[-1].absolute())
        print(f"goes on from {kept[-1]}")
    else:
        algorithm = configuration(arguments).build_algo()
    steps = 0
    while steps < arguments.steps:
        result = algorithm.train()
        steps = int(result["num_env_steps_sampled_lifetime"])
        figures = ", ".join(f"{name} {value:.4g}" for name, value in result["curriculum"].items())
        print(f"step {steps}: {figures}", flush=True)
        if algorithm.training_iteration % arguments.save_every == 0 or steps >= arguments.steps:
            save(algorithm, arguments.folder)

    tested = algorithm.evaluate()["env_runners"]
    print(f"{steps} steps; a return of {tested['episode_return_mean']:.1f} on {tested['num_episodes']:.0f} test tasks")
    algorithm.stop()


if __name__ == "__main__":
    main()
