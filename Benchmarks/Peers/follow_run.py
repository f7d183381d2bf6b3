"""Follows a training run from one checkpoint to the next in PyTorch and double precision.

    python follow_run.py TEACHDRL

TEACHDRL is the command line. It trains with the published networks and batches for half a minute, is stopped, goes on
and is stopped again. What the run itself made of its weights in between is then made once more, from nothing but the
files: the weights, Adam's moments and the positions of the generators at the first stop, and the transitions. Philox,
the choice of transitions, the noise, the losses and Adam are written here from their definitions. Both must have drawn
as many numbers, and end at the same networks but for rounding: the run's distance from double precision is compared
with that of the same updates in single precision, for weights with small gradients go where rounding sends them. Fails
where the run is more than three times as far.
"""

import argparse
import json
import math
import signal
import struct
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

SEED, BATCH, ALPHA, GAMMA, POLYAK, RATE = 5, 1000, 0.005, 0.99, 0.995, 1e-3
OBSERVATION, ACTION = 24, 4
REPLAY, NOISE = 1, 2  # what streams of random numbers are for
NETWORKS = ("policy", "q1", "q2", "v", "target_v")


def split_mix(seed, place):
    """An output of SplitMix64, from 1 on."""
    mask = (1 << 64) - 1
    value = (seed + place * 0x9E3779B97F4A7C15) & mask
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & mask
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
    return value ^ (value >> 31)


class Stream:
    """Philox4x32-10 with its counter: position in the lower half, purpose in the upper."""

    def __init__(self, seed, purpose, position):
        self.key, self.purpose, self.position = (seed & 0xFFFFFFFF, seed >> 32), purpose, position

    def words(self, groups):
        """The four words of sixteen counters for each group, as (4, groups, 16)."""
        counter = np.uint64(self.position) + np.arange(16 * groups, dtype=np.uint64)
        self.position += 16 * groups
        low, shift = np.uint64(0xFFFFFFFF), np.uint64(32)
        a, b, c, d = counter & low, counter >> shift, np.full_like(counter, self.purpose), np.zeros_like(counter)
        k0, k1 = self.key
        for _ in range(10):
            first, second = a * np.uint64(0xD2511F53), c * np.uint64(0xCD9E8D57)
            a, b = (second >> shift) ^ b ^ np.uint64(k0), second & low
            c, d = (first >> shift) ^ d ^ np.uint64(k1), first & low
            k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
        return np.stack([word.reshape(groups, 16) for word in (a, b, c, d)])

    def indices(self, count, bound):
        words = self.words(math.ceil(count / 32))
        high, low = words[[0, 2]].transpose(1, 0, 2).ravel(), words[[1, 3]].transpose(1, 0, 2).ravel()
        return np.array([((int(h) << 32 | int(w)) * bound) >> 64 for h, w in zip(high, low)])[:count]

    def normals(self, count):
        """Box and Muller's."""
        words = self.words(math.ceil(count / 64))
        radius = np.sqrt(-2 * np.log((words[[0, 2]] + 0.5) / 2**32))
        angle = 2 * np.pi * words[[1, 3]] / 2**32
        pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)  # part, kind, group, lane
        return pairs.transpose(2, 0, 1, 3).ravel()[:count]


def read(path):
    """The 32-bit tensors of a safetensors file, and the words about them."""
    content = path.read_bytes()
    start = 8 + struct.unpack("<Q", content[:8])[0]
    header = json.loads(content[8:start])
    words = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] == "F32":
            begin, end = (start + offset for offset in entry["data_offsets"])
            tensors[name] = torch.tensor(np.frombuffer(content[begin:end], "<f4").astype("f8").reshape(entry["shape"]))
    return tensors, words


class Learner:
    """The networks at a checkpoint and what moves them."""

    def __init__(self, tensors, words, precision):
        self.precision = precision
        tensors = {name: value.to(precision, copy=True) for name, value in tensors.items()}
        self.weights = {name: value for name, value in tensors.items() if name.split(".")[0] in NETWORKS}
        self.first = {name: tensors[f"adam_m.{name}"] for name in self.trained("policy", "q1", "q2", "v")}
        self.second = {name: tensors[f"adam_v.{name}"] for name in self.first}
        for name in self.first:
            self.weights[name].requires_grad_()
        self.count = int(words["update_count"])
        seed = split_mix(SEED, 4)
        self.replay = Stream(seed, REPLAY, int(words["replay_stream_position"]))
        self.noise = Stream(seed, NOISE, int(words["noise_stream_position"]))

    def trained(self, *networks):
        return [name for name in self.weights if name.split(".")[0] in networks]

    def dense(self, name, x):
        return x @ self.weights[f"{name}.kernel"] + self.weights[f"{name}.bias"]

    def hidden(self, network, x):
        for layer in range(2):
            x = torch.relu(self.dense(f"{network}.hidden.{layer}", x))
        return x

    def value(self, network, *inputs):
        return self.dense(f"{network}.output", self.hidden(network, torch.cat(inputs, -1)))[:, 0]

    def losses(self, observation, action, reward, following, end):
        noise = torch.tensor(self.noise.normals(BATCH * ACTION), dtype=self.precision).view(BATCH, ACTION)
        hidden = self.hidden("policy", observation)
        mean, raw = self.dense("policy.mean", hidden), self.dense("policy.log_std", hidden)
        log_std = -20 + 11 * (torch.tanh(raw) + 1)
        unsquashed = mean + log_std.exp() * noise
        proposed = torch.tanh(unsquashed)
        z = (unsquashed - mean) / (log_std.exp() + 1e-8)
        log_pi = (-0.5 * (z * z + 2 * log_std + math.log(2 * math.pi))).sum(-1)
        log_pi = log_pi - torch.log((1 - proposed * proposed).clamp(0, 1) + 1e-6).sum(-1)
        q1 = self.value("q1", observation, proposed)
        with torch.no_grad():
            q_target = reward + GAMMA * (1 - end) * self.value("target_v", following)
            v_target = torch.minimum(q1, self.value("q2", observation, proposed)) - ALPHA * log_pi
        critics = [self.value(name, observation, action) - q_target for name in ("q1", "q2")]
        critics.append(self.value("v", observation) - v_target)
        return (ALPHA * log_pi - q1).mean(), sum(0.5 * error.square().mean() for error in critics)

    def update(self, *batch):
        policy_loss, critic_loss = self.losses(*batch)
        gradients = {}
        for loss, names in ((policy_loss, self.trained("policy")), (critic_loss, self.trained("q1", "q2", "v"))):
            variables = [self.weights[name] for name in names]
            gradients.update(zip(names, torch.autograd.grad(loss, variables, retain_graph=True)))
        self.count += 1
        rate = RATE * math.sqrt(1 - 0.999**self.count) / (1 - 0.9**self.count)
        with torch.no_grad():
            for name, gradient in gradients.items():
                self.first[name] += 0.1 * (gradient - self.first[name])
                self.second[name] += 0.001 * (gradient * gradient - self.second[name])
                self.weights[name] -= rate * self.first[name] / (self.second[name].sqrt() + 1e-8)
            for name in self.trained("target_v"):
                self.weights[name].mul_(POLYAK).add_(self.weights[name.removeprefix("target_")], alpha=1 - POLYAK)


def train(tool, options, seconds):
    """Trains for a while and stops with a checkpoint."""
    run = subprocess.Popen([tool, "train", "--quiet", "--threads", "1", *options], stdout=subprocess.DEVNULL)
    time.sleep(seconds)
    run.send_signal(signal.SIGTERM)
    if run.wait() not in (128 + signal.SIGTERM, -signal.SIGTERM):
        raise SystemExit(f"the run ended by itself, with {run.returncode}")


def follow(learner, run, episodes):
    """Makes the updates at the ends of some episodes."""
    rows = np.fromfile(run / "transitions.bin", "<f4", offset=64).reshape(-1, OBSERVATION + ACTION + 2)
    kinds = rows[:, -1].copy().view("<u4")
    steps = np.flatnonzero(kinds != 2)
    header, *table = [line.split("\t") for line in (run / "episodes.tsv").read_text().splitlines()]
    column = {name: place for place, name in enumerate(header)}
    for episode in episodes:
        total_steps, length = (int(table[episode][column[name]]) for name in ("total_steps", "length"))
        for _ in range(math.ceil(length / 10)):
            place = steps[learner.replay.indices(BATCH, total_steps)]
            columns = (
                rows[place, :OBSERVATION],
                rows[place, OBSERVATION : OBSERVATION + ACTION],
                rows[place, OBSERVATION + ACTION],
                rows[place + 1, :OBSERVATION],
                kinds[place] == 1,
            )
            learner.update(*(torch.tensor(column, dtype=learner.precision) for column in columns))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    tool = parser.parse_args().tool
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run" / f"run_s{SEED}"
        options = f"--data_dir {folder} --exp_name run --seed {SEED} --epochs 1 --max_ep_len 60 --max_stump_h 3.0"
        train(tool, options.split(), 40)
        start, words = read(run / "checkpoint.safetensors")
        train(tool, ["--resume", str(run)], 4)
        end, words_at_end = read(run / "checkpoint.safetensors")
        episodes = range(int(words["episode_count"]), int(words_at_end["episode_count"]))
        double, single = (Learner(start, words, precision) for precision in (torch.float64, torch.float32))
        before = double.count
        for learner in (double, single):
            follow(learner, run, episodes)
    counts = (double.count, double.replay.position, double.noise.position)
    names = ("update_count", "replay_stream_position", "noise_stream_position")
    expected = tuple(int(words_at_end[name]) for name in names)
    print(f"{double.count - before} updates; positions {counts}, the run's {expected}")
    passed = counts == expected and double.count > before

    def distance(network, weights):
        """How far some weights are from those in double precision."""
        names = double.trained(network)
        with torch.no_grad():
            squares = [(weights[name].double() - double.weights[name]).square().sum() for name in names]
        return math.sqrt(sum(float(square) for square in squares))

    print("          way made   from double precision: the run   single precision")
    for network in NETWORKS:
        way, own, rounding = (distance(network, weights) for weights in (start, end, single.weights))
        print(f"{network:9} {way:8.3f} {own:32.4f} {rounding:18.4f}")
        passed = passed and own < 3 * rounding
    if not passed:
        raise SystemExit("the run did not do what it should")


if __name__ == "__main__":
    main()
