#!/usr/bin/env python3
"""Trains PPO on Stump Tracks with Ray: rollout workers on any machines of a cluster, one learner, one curriculum.

    python3 ray_ppo.py runs/first --workers 8 --envs 32
    python3 ray_ppo.py runs/first                            # goes on where it was stopped or killed

The folder gets the student's newest checkpoint and the teacher's journal. With several machines it must be on a file
system that they share (--address auto takes part in a running cluster). At the end the student is tested on the
paper's fixed test set.
"""

import argparse
import os
import pathlib
import sys
import time

import numpy as np
import ray
import teachdrl
import torch
from teachdrl.ray import RolloutWorker, SharedTeacher

IDENTIFIER, LIBRARY_NAME = "teachdrl/StumpTracks-v0", "stump-tracks"
HORIZON, EPOCHS, MINIBATCH = 128, 10, 512
DISCOUNT, TRACE, CLIP, LEARNING_RATE, REWARD_SCALE = 0.99, 0.95, 0.2, 3e-4, 0.1


class Student(torch.nn.Module):
    """A Gaussian policy and a value function."""

    def __init__(self, observation_size: int, action_size: int) -> None:
        super().__init__()

        def network(outputs: int) -> torch.nn.Module:
            layers = [torch.nn.Linear(observation_size, 128), torch.nn.Tanh(), torch.nn.Linear(128, 128)]
            return torch.nn.Sequential(*layers, torch.nn.Tanh(), torch.nn.Linear(128, outputs))

        self.mean, self.value = network(action_size), network(1)
        self.log_deviation = torch.nn.Parameter(torch.full((action_size,), -0.5))

    def log_probabilities(self, observations: torch.Tensor, actions: torch.Tensor) -> torch.Tensor:
        return torch.distributions.Normal(self.mean(observations), self.log_deviation.exp()).log_prob(actions).sum(-1)


class Explorer:
    """The student as rollout workers play it: with noise of theirs, and the probabilities that PPO asks for."""

    def __init__(self, student: Student, noise: float = 1.0) -> None:
        self.student, self.noise = student, noise

    @torch.no_grad()
    def __call__(self, observations: np.ndarray, generator: np.random.Generator):
        torch.set_num_threads(1)
        seen = torch.from_numpy(observations)
        mean = self.student.mean(seen)
        draws = torch.from_numpy(generator.standard_normal(mean.shape, dtype=np.float32))
        actions = mean + self.noise * draws * self.student.log_deviation.exp()
        extras = {
            "log_probabilities": self.student.log_probabilities(seen, actions),
            "values": self.student.value(seen),
        }
        # The environments clip actions; the probabilities are of those that were drawn.
        return actions.numpy(), {name: values.numpy() for name, values in extras.items()}


def advantages(rollout, student: Student) -> np.ndarray:
    """Generalized advantage estimates. Where an episode was cut off, its last state's value stands for the rest."""
    with torch.no_grad():
        after = student.value(torch.tensor(rollout.next_observations))[..., 0].numpy()
    values, goes_on = rollout.extras["values"][..., 0], ~(rollout.terminated | rollout.truncated)
    deltas = REWARD_SCALE * rollout.rewards + DISCOUNT * after * ~rollout.terminated - values
    estimates, later = np.zeros_like(deltas), np.zeros(deltas.shape[1])
    for step in reversed(range(len(deltas))):
        later = estimates[step] = deltas[step] + DISCOUNT * TRACE * goes_on[step] * later
    return estimates


def learn(student: Student, optimizer: torch.optim.Optimizer, rollouts: list, generator: torch.Generator) -> None:
    """PPO's updates on what the workers collected."""

    def flat(arrays: list) -> torch.Tensor:
        joined = np.concatenate([array.reshape(-1, *array.shape[2:]) for array in arrays])
        return torch.from_numpy(joined.astype(np.float32))

    estimates = [advantages(rollout, student) for rollout in rollouts]
    observations, actions = (flat([getattr(r, name) for r in rollouts]) for name in ("observations", "actions"))
    before, values = (flat([r.extras[name] for r in rollouts]) for name in ("log_probabilities", "values"))
    gains = flat(estimates)
    targets = gains + values[:, 0]
    gains = (gains - gains.mean()) / (gains.std() + 1e-8)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(gains), generator=generator).split(MINIBATCH):
            ratio = (student.log_probabilities(observations[rows], actions[rows]) - before[rows]).exp()
            surrogate = torch.minimum(ratio * gains[rows], ratio.clamp(1 - CLIP, 1 + CLIP) * gains[rows])
            errors = student.value(observations[rows])[:, 0] - targets[rows]
            optimizer.zero_grad()
            (errors.square().mean() / 2 - surrogate.mean()).backward()
            torch.nn.utils.clip_grad_norm_(student.parameters(), 0.5)
            optimizer.step()


def save(file: pathlib.Path, content: dict) -> None:
    """Writes beside and renames, so that a killed run leaves a whole checkpoint."""
    beside = file.with_suffix(".partial")
    with open(beside, "wb") as stream:
        torch.save(content, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(beside, file)


class Crew:
    """The rollout workers. One that dies is replaced, and the teacher is told that its episodes are lost."""

    def __init__(self, arguments: argparse.Namespace, teacher: SharedTeacher, steps: int) -> None:
        self._arguments, self._teacher, self._next_seed = arguments, teacher, arguments.seed + steps
        self.workers = [self._hire() for _ in range(arguments.workers)]

    def _hire(self):
        self._next_seed += self._arguments.envs
        worker = ray.remote(num_cpus=1)(RolloutWorker).remote(
            IDENTIFIER, self._arguments.envs, self._teacher, seed=self._next_seed, walker=self._arguments.walker
        )
        return worker, ray.get(worker.name.remote())

    def collect(self, policy: Explorer) -> list:
        shared, rollouts = ray.put(policy), []
        answers = [worker.collect.remote(shared, HORIZON) for worker, _ in self.workers]
        for index, answer in enumerate(answers):
            try:
                rollouts.append(ray.get(answer))
            except ray.exceptions.RayActorError:
                print(f"rollout worker {index} has died; another takes its place", flush=True)
                self._teacher.give_up(self.workers[index][1])
                self.workers[index] = self._hire()
        return rollouts

    def test(self, policy: Explorer, tasks: np.ndarray) -> np.ndarray:
        shares = np.array_split(tasks, min(len(self.workers), len(tasks)))
        answers = [worker.test.remote(policy, share) for (worker, _), share in zip(self.workers, shares)]
        return np.concatenate(ray.get(answers))

    def dismiss(self) -> None:
        ray.get([worker.close.remote() for worker, _ in self.workers])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="where the run is kept")
    for name, default, what in (
        ("workers", 2, "rollout workers, a processor each"),
        ("envs", 16, "environments of each"),
        ("steps", 20_000_000, "of the training in all"),
        ("teacher", "ALP-GMM", "ALP-GMM, RIAC, Covar-GMM or Random"),
        ("walker", "default", "default, short or quadru"),
        ("seed", 1, "of the teacher and the student"),
        ("tests", 50, "how many test tasks are played"),
    ):
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"{what} (default: {default})")
    parser.add_argument("--address", help="of a running cluster; none starts one on this machine")
    arguments = parser.parse_args()
    ray.init(arguments.address, **({} if arguments.address else {"include_dashboard": False}))
    if ray.cluster_resources().get("CPU", 0) < arguments.workers:
        sys.exit(f"--workers is {arguments.workers}, but the cluster has fewer processors")
    torch.manual_seed(arguments.seed)
    track = teachdrl.Environment(LIBRARY_NAME, walker=arguments.walker)
    # Its journal goes on where there is one, and refuses another kind of teacher.
    options = {"journal": arguments.folder / "teacher", "reward_range": track.return_range}
    teacher = SharedTeacher.create("teacher", arguments.teacher, *track.task_bounds, seed=arguments.seed, **options)
    for name in teacher.workers:
        teacher.give_up(name)  # of the run that was killed
    student = Student(track.observation_size, track.action_size)
    optimizer = torch.optim.Adam(student.parameters(), LEARNING_RATE)
    checkpoint, steps = arguments.folder / "student.pt", 0
    try:
        kept = torch.load(checkpoint, weights_only=True)
    except FileNotFoundError:
        kept = None  # A new run. Any other failure ends the program, which would overwrite the student.
    if kept is not None:
        if kept["walker"] != arguments.walker:
            sys.exit(f"--walker is {arguments.walker}, but the run in '{arguments.folder}' has {kept['walker']}")
        student.load_state_dict(kept["student"])
        optimizer.load_state_dict(kept["optimizer"])
        steps = kept["steps"]
        print(f"goes on from step {steps}, episode {teacher.episode_count}")

    crew, start, returns = Crew(arguments, teacher, steps), time.perf_counter(), []
    while steps < arguments.steps:
        rollouts = crew.collect(Explorer(student))
        if not rollouts:
            continue
        learn(student, optimizer, rollouts, torch.Generator().manual_seed(arguments.seed + steps))
        steps += sum(rollout.rewards.size for rollout in rollouts)
        state = {"student": student.state_dict(), "optimizer": optimizer.state_dict()}
        save(checkpoint, {**state, "steps": steps, "walker": arguments.walker})
        returns = [*returns, *(total for rollout in rollouts for total in rollout.episodes.returns)][-100:]
        figures = ", ".join(f"{name} {value:.4g}" for name, value in teacher.progress().items())
        mean = f"{np.mean(returns):.1f}" if returns else "-"
        print(f"step {steps}, {time.perf_counter() - start:.0f} s: return {mean}; {figures}", flush=True)

    returns = crew.test(Explorer(student, noise=0), track.test_set[: arguments.tests])
    crew.dismiss()
    count = int((returns > track.mastered_return).sum())
    print(f"{steps} steps, {teacher.episode_count} episodes, {len(teacher.lost())} lost; ", end="")
    print(f"{count} of {len(returns)} test tasks are mastered")
    teacher.stop()


if __name__ == "__main__":
    main()
