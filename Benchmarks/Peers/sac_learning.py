"""Does the student learn as its update in PyTorch does? The same loop and the same tracks for both, on small networks.

    python sac_learning.py TEACHDRL SEED... [--steps 150000]

TEACHDRL is the command line. Stumps up to 0.3 high, episodes of 500 steps, two layers of 64, batches of 128, an update
a step, random tasks. Prints for each 25,000 steps the mean return of the training episodes. The two draw other random
numbers, so seeds are to be compared as samples; a seed takes the command line two minutes of a core, PyTorch ten.
"""

import argparse
import csv
import math
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import sac_update
import teachdrl
import torch

EPOCH, RANDOM_STEPS, EPISODE = 25_000, 10_001, 500
HIGH = (0.3, 6.0)
HIDDEN, BATCH = 64, 128


def initialize(student):
    """As the published student starts: Glorot's uniform kernels, each output head for itself; biases 0."""
    for network in (student.policy, student.q1, student.q2, student.value):
        layers = [module for module in network if isinstance(module, torch.nn.Linear)]
        for layer in layers:
            heads = 2 if network is student.policy and layer is layers[-1] else 1
            limit = math.sqrt(6 / (layer.in_features + layer.out_features // heads))
            torch.nn.init.uniform_(layer.weight, -limit, limit)
            torch.nn.init.zeros_(layer.bias)
    student.target.load_state_dict(student.value.state_dict())


def act(student, observation):
    with torch.no_grad():
        mean, raw = student.policy(torch.from_numpy(observation[None])).chunk(2, -1)
        std = torch.exp(-20 + 11 * (torch.tanh(raw) + 1))
        return torch.tanh(mean + std * torch.randn_like(std)).numpy()[0]


def train_pytorch(seed, steps):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    sac_update.HIDDEN, sac_update.BATCH = (HIDDEN, HIDDEN), BATCH
    student = sac_update.Student()
    initialize(student)
    env = teachdrl.Environment(
        "stump-tracks", seed=seed, max_stump_height=HIGH[0], max_obstacle_spacing=HIGH[1], max_episode_steps=EPISODE
    )
    sizes = (sac_update.OBSERVATION, sac_update.ACTION, 1, sac_update.OBSERVATION, 1)
    replay = [np.zeros((steps, size), "f4") for size in sizes]

    def reset():
        env.set_task(random.uniform((0, 0), HIGH))
        return np.array(env.reset())

    observation, episode_return, length, returns = reset(), 0.0, 0, []
    for step in range(steps):
        action = random.uniform(-1, 1, sizes[1]).astype("f4") if step < RANDOM_STEPS else act(student, observation)
        following, reward, terminated, truncated = env.step(action)
        following = np.array(following)
        episode_return += reward
        length += 1
        is_cut = truncated or length == EPISODE
        for column, value in zip(replay, (observation, action, reward, following, terminated and not is_cut)):
            column[step] = value
        observation = following
        if terminated or is_cut:
            for _ in range(length):
                rows = random.integers(step + 1, size=BATCH)
                student.update([torch.from_numpy(column[rows]) for column in replay])
            returns.append(episode_return)
            observation, episode_return, length = reset(), 0.0, 0
        if (step + 1) % EPOCH == 0:
            yield np.mean(returns)
            returns = []


def train_own(tool, seed, steps):
    options = f"--teacher Random --max_stump_h {HIGH[0]} --max_obstacle_spacing {HIGH[1]} --max_ep_len {EPISODE}"
    options += f" --hid {HIDDEN} --l 2 --batch_size {BATCH} --train_freq 1 --nb_test_episodes 1 --quiet --threads 1"
    options += f" --steps_per_ep {EPOCH} --epochs {steps // EPOCH} --seed {seed} --exp_name run --data_dir"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([tool, "train", *options.split(), folder], check=True, stdout=subprocess.DEVNULL)
        with open(Path(folder) / "run" / f"run_s{seed}" / "progress.txt") as file:
            return [float(row["AverageEpRet"]) for row in csv.DictReader(file, delimiter="\t")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--steps", type=int, default=150_000)
    arguments = parser.parse_args()

    def line(name, seed, returns):
        print(f"{name:10} seed {seed:<3}" + "".join(f"{value:8.1f}" for value in returns), flush=True)

    epochs = arguments.steps // EPOCH
    print(f"{'steps':19}" + "".join(f"{EPOCH * (i + 1):8}" for i in range(epochs)))
    for seed in arguments.seeds:
        line("student", seed, train_own(arguments.tool, seed, arguments.steps))
        line("PyTorch", seed, train_pytorch(seed, epochs * EPOCH))


if __name__ == "__main__":
    main()
