"""Does the student learn as its update in PyTorch does? The same loop and the same tracks for both.

    python sac_learning.py TEACHDRL SEED... [--only student|pytorch] [options]

TEACHDRL is the command line. By default stumps up to 0.3 high, episodes of 500 steps, two layers of 64, batches of
128, an update a step, random tasks: a seed takes the command line two minutes of a core, PyTorch ten. The options make
any other setting of it, `--published` the published one. Prints for each epoch the mean return of its training
episodes. The two draw other random numbers, so seeds are to be compared as samples.
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

RANDOM_STEPS = 10_001
PUBLISHED = {
    "steps": 1_000_000,
    "epoch": 100_000,
    "episode": 2000,
    "stumps": 3.0,
    "hidden": [400, 300],
    "batch": 1000,
    "train_freq": 10,
    "teacher": "ALP-GMM",
}


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


class Actor:
    """The policy in NumPy, which takes a fifth of PyTorch's time for one observation."""

    def __init__(self, policy, random):
        self.random = random
        self.layers = [
            (layer.weight.detach().numpy().T.copy(), layer.bias.detach().numpy().copy())
            for layer in policy
            if isinstance(layer, torch.nn.Linear)
        ]

    def act(self, observation):
        x = observation
        for kernel, bias in self.layers[:-1]:
            x = np.maximum(x @ kernel + bias, 0)
        kernel, bias = self.layers[-1]
        mean, raw = np.split(x @ kernel + bias, 2)
        std = np.exp(-20 + 11 * (np.tanh(raw) + 1))
        return np.tanh(mean + std * self.random.standard_normal(mean.size, "f4"))


def train_pytorch(setting, seed):
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    sac_update.HIDDEN, sac_update.BATCH = tuple(setting.hidden), setting.batch
    student = sac_update.Student()
    initialize(student)
    env = teachdrl.Environment(
        "stump-tracks",
        seed=seed,
        max_stump_height=setting.stumps,
        max_obstacle_spacing=6.0,
        max_episode_steps=setting.episode,
    )
    rescaling = {} if setting.teacher == "Random" else {"reward_range": env.return_range}
    teacher = teachdrl.Teacher(setting.teacher, *env.task_bounds, seed=seed, **rescaling)
    sizes = (sac_update.OBSERVATION, sac_update.ACTION, 1, sac_update.OBSERVATION, 1)
    replay = [np.zeros((setting.steps, size), "f4") for size in sizes]

    def reset():
        task = teacher.sample_task()
        env.set_task(task)
        return task, np.array(env.reset()), 0.0, 0

    (task, observation, episode_return, length), returns = reset(), []
    actor = Actor(student.policy, random)
    for step in range(setting.steps):
        action = random.uniform(-1, 1, sizes[1]).astype("f4") if step < RANDOM_STEPS else actor.act(observation)
        following, reward, terminated, truncated = env.step(action)
        following = np.array(following)
        episode_return += reward
        length += 1
        is_cut = truncated or length == setting.episode
        for column, value in zip(replay, (observation, action, reward, following, terminated and not is_cut)):
            column[step] = value
        observation = following
        if terminated or is_cut:
            for _ in range(math.ceil(length / setting.train_freq)):
                rows = random.integers(step + 1, size=setting.batch)
                student.update([torch.from_numpy(column[rows]) for column in replay])
            teacher.update(task, episode_return)
            returns.append(episode_return)
            actor = Actor(student.policy, random)
            task, observation, episode_return, length = reset()
        if (step + 1) % setting.epoch == 0:
            yield np.mean(returns) if returns else math.nan
            returns = []


def train_own(setting, seed):
    options = f"--teacher {setting.teacher} --max_stump_h {setting.stumps} --max_obstacle_spacing 6.0"
    if setting.hidden != PUBLISHED["hidden"]:
        options += f" --hid {setting.hidden[0]} --l {len(setting.hidden)}"
    options += f" --max_ep_len {setting.episode} --batch_size {setting.batch} --train_freq {setting.train_freq}"
    options += f" --steps_per_ep {setting.epoch} --epochs {setting.steps // setting.epoch} --seed {seed}"
    options += " --nb_test_episodes 1 --quiet --threads 1 --exp_name run --data_dir"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([setting.tool, "train", *options.split(), folder], check=True, stdout=subprocess.DEVNULL)
        with open(Path(folder) / "run" / f"run_s{seed}" / "progress.txt") as file:
            return [float(row["AverageEpRet"]) for row in csv.DictReader(file, delimiter="\t")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("seeds", type=int, nargs="+")
    parser.add_argument("--only", choices=("student", "pytorch"))
    parser.add_argument("--published", action="store_true", help="what no option says is as published")
    parser.add_argument("--steps", type=int, default=150_000)
    parser.add_argument("--epoch", type=int, default=25_000, help="steps of an epoch")
    parser.add_argument("--episode", type=int, default=500, help="steps of an episode at most")
    parser.add_argument("--stumps", type=float, default=0.3, help="the highest stump")
    parser.add_argument("--hidden", type=int, nargs="+", default=[64, 64], help="units of each hidden layer")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--train_freq", type=int, default=1, help="steps for each update")
    parser.add_argument("--teacher", default="Random")
    if parser.parse_args().published:
        parser.set_defaults(**PUBLISHED)
    setting = parser.parse_args()
    if setting.hidden != PUBLISHED["hidden"] and len(set(setting.hidden)) > 1:
        parser.error(f"hidden is {setting.hidden}; it must be 400 300, or layers of one size")

    kinds = {"student": train_own, "pytorch": train_pytorch}
    epochs = setting.steps // setting.epoch
    setting.steps = epochs * setting.epoch
    print(f"{'steps':19}" + "".join(f"{setting.epoch * (i + 1):9}" for i in range(epochs)))
    for seed in setting.seeds:
        for kind in (setting.only,) if setting.only else kinds:
            print(f"{kind:10} seed {seed:<3}", end="", flush=True)
            for value in kinds[kind](setting, seed):
                print(f"{value:9.1f}", end="", flush=True)
            print()


if __name__ == "__main__":
    main()
