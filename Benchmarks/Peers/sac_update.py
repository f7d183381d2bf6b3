"""One update of Soft Actor-Critic in PyTorch and in Stable-Baselines3, beside this library's student.

    python sac_update.py THREADS [STUDENT_MILLISECONDS]

PyTorch: the same update, operation for operation: four losses at the weights before it, Adam, the target's average.
Stable-Baselines3: its own SAC, which has no value network but two target critics. Batch 1000, layers of 400 and 300,
24 observations, 4 actions. Medians.
"""

import statistics
import sys
import time

import numpy as np
import torch
from torch import nn

OBSERVATION, ACTION, BATCH, HIDDEN = 24, 4, 1000, (400, 300)
GAMMA, ALPHA, POLYAK, RATE = 0.99, 0.005, 0.995, 1e-3


def network(inputs, outputs):
    sizes = (inputs, *HIDDEN)
    layers = []
    for size, following in zip(sizes, sizes[1:]):
        layers += [nn.Linear(size, following), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(sizes[-1], outputs))


class Student:
    """The published update, with a value network."""

    def __init__(self):
        self.policy = network(OBSERVATION, 2 * ACTION)
        self.q1, self.q2 = network(OBSERVATION + ACTION, 1), network(OBSERVATION + ACTION, 1)
        self.value, self.target = network(OBSERVATION, 1), network(OBSERVATION, 1)
        self.target.load_state_dict(self.value.state_dict())
        self.critics = [*self.q1.parameters(), *self.q2.parameters(), *self.value.parameters()]
        self.policy_optimizer = torch.optim.Adam(self.policy.parameters(), lr=RATE)
        self.critic_optimizer = torch.optim.Adam(self.critics, lr=RATE)

    def losses(self, observation, action, reward, following, end):
        mean, raw = self.policy(observation).chunk(2, dim=-1)
        log_std = -20 + 11 * (torch.tanh(raw) + 1)
        std = log_std.exp()
        unsquashed = mean + std * torch.randn_like(std)
        proposed = torch.tanh(unsquashed)
        z = (unsquashed - mean) / (std + 1e-8)
        log_pi = (-0.5 * (z * z + 2 * log_std + 1.8378770664)).sum(-1, keepdim=True)
        log_pi = log_pi - torch.log((1 - proposed * proposed).clamp(0, 1) + 1e-6).sum(-1, keepdim=True)
        q1_proposed = self.q1(torch.cat((observation, proposed), -1))
        with torch.no_grad():
            q2_proposed = self.q2(torch.cat((observation, proposed), -1))
            q_target = reward + GAMMA * (1 - end) * self.target(following)
            v_target = torch.minimum(q1_proposed, q2_proposed) - ALPHA * log_pi
        policy_loss = (ALPHA * log_pi - q1_proposed).mean()
        taken = torch.cat((observation, action), -1)
        critic_loss = 0.5 * (
            (q_target - self.q1(taken)).square().mean()
            + (q_target - self.q2(taken)).square().mean()
            + (v_target - self.value(observation)).square().mean()
        )
        return policy_loss, critic_loss

    def update(self, batch):
        policy_loss, critic_loss = self.losses(*batch)
        policy_gradients = torch.autograd.grad(policy_loss, list(self.policy.parameters()), retain_graph=True)
        critic_gradients = torch.autograd.grad(critic_loss, self.critics)
        for parameter, gradient in zip(self.policy.parameters(), policy_gradients):
            parameter.grad = gradient
        for parameter, gradient in zip(self.critics, critic_gradients):
            parameter.grad = gradient
        self.policy_optimizer.step()
        self.critic_optimizer.step()
        with torch.no_grad():
            for target, value in zip(self.target.parameters(), self.value.parameters()):
                target.lerp_(value, 1 - POLYAK)


class Replay:
    """Transitions in NumPy arrays, drawn as a training loop draws them."""

    def __init__(self, count=200_000):
        self.random = np.random.default_rng(1)
        self.columns = [
            self.random.uniform(-1, 1, (count, size)).astype("f4") for size in (OBSERVATION, ACTION, 1, OBSERVATION)
        ]
        self.columns.append((self.random.uniform(size=(count, 1)) < 0.01).astype("f4"))

    def draw(self):
        rows = self.random.integers(len(self.columns[0]), size=BATCH)
        return [torch.from_numpy(column[rows]) for column in self.columns]


def milliseconds(step, repetitions=60):
    for _ in range(5):
        step()
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        step()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def stable_baselines(replay):
    import gymnasium
    import stable_baselines3

    class Spaces(gymnasium.Env):
        observation_space = gymnasium.spaces.Box(-1, 1, (OBSERVATION,), np.float32)
        action_space = gymnasium.spaces.Box(-1, 1, (ACTION,), np.float32)

        def reset(self, *, seed=None, options=None):
            return np.zeros(OBSERVATION, "f4"), {}

        def step(self, action):
            return np.zeros(OBSERVATION, "f4"), 0.0, False, False, {}

    model = stable_baselines3.SAC(
        "MlpPolicy",
        Spaces(),
        batch_size=BATCH,
        buffer_size=200_000,
        learning_rate=RATE,
        ent_coef=ALPHA,
        policy_kwargs={"net_arch": list(HIDDEN)},
        device="cpu",
    )
    model.set_logger(stable_baselines3.common.logger.configure(format_strings=[]))
    observation, action, reward, following, end = replay.columns
    for index in range(20_000):
        row = slice(index, index + 1)
        model.replay_buffer.add(observation[row], following[row], action[row], reward[index], end[index], [{}])
    return milliseconds(lambda: model.train(gradient_steps=1, batch_size=BATCH)), stable_baselines3.__version__


def main():
    threads = int(sys.argv[1])
    own = float(sys.argv[2]) if len(sys.argv) > 2 else None
    torch.set_num_threads(threads)
    replay = Replay()
    student = Student()

    def line(name, time):
        ratio = f"  {time / own:5.2f} times the student's {own:.1f} ms" if own else ""
        print(f"{name:34}{time:8.1f} ms{ratio}", flush=True)

    print(f"One update, batch {BATCH}, {HIDDEN[0]}-{HIDDEN[1]}, {threads} thread(s)")
    line(f"PyTorch {torch.__version__}", milliseconds(lambda: student.update(replay.draw())))
    time, version = stable_baselines(replay)
    line(f"Stable-Baselines3 {version}", time)


if __name__ == "__main__":
    main()
