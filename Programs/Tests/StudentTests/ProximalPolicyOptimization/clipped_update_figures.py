"""Three updates of Proximal Policy Optimization by PyTorch in double precision: clipped_update_figures.json.

Networks and batches are given by formulas, which ClippedUpdateTests.swift computes too. Run it as
`python3 clipped_update_figures.py > clipped_update_figures.json` with PyTorch (2.15 made the file).
"""

import json
import math
from collections.abc import Iterable
from itertools import chain

import torch

OBSERVATION, ACTION, HIDDEN, BATCH = 3, 2, [7, 5], 6
CLIP, ENTROPY, VALUE, NORM, RATE = 0.2, 0.01, 0.5, 0.5, 1e-2

torch.set_default_dtype(torch.float64)


def wave(count: int, phase: float, scale: float) -> torch.Tensor:
    """What the Swift tests call wave(): float32 numbers that look like nothing in particular."""
    values = [scale * math.sin(1.7 * i + 0.3 * i * i / (i + 5) + phase) for i in range(count)]
    return torch.tensor(values, dtype=torch.float32).double()


def network(outputs: int, phase: float) -> list[torch.Tensor]:
    variables, width = [], OBSERVATION
    for layer, size in enumerate([*HIDDEN, outputs]):
        variables.append(wave(width * size, phase + layer, 0.6).reshape(width, size).requires_grad_())
        variables.append(wave(size, phase + layer + 0.5, 0.2).requires_grad_())
        width = size
    return variables


def forward(variables: list[torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    for kernel, bias in zip(variables[:-2:2], variables[1:-2:2], strict=True):
        x = torch.tanh(x @ kernel + bias)
    return x @ variables[-2] + variables[-1]


def joined(lists: Iterable[list[float]]) -> list[float]:
    return list(chain.from_iterable(lists))


def main() -> None:
    policy, value = network(ACTION, 0), network(1, 10)
    log_deviation = wave(ACTION, 20, 0.5).requires_grad_()
    parameters = [*policy, log_deviation, *value]
    optimizer = torch.optim.Adam(parameters, lr=RATE, eps=1e-5)
    steps = []
    for step in range(3):
        observations = wave(BATCH * OBSERVATION, 40 + step, 1.5).reshape(BATCH, OBSERVATION)
        actions = wave(BATCH * ACTION, 60 + step, 2).reshape(BATCH, ACTION)
        old = wave(BATCH, 70 + step, 0.5) - 3
        advantages, returns = wave(BATCH, 80 + step, 3), wave(BATCH, 90 + step, 2)
        advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)
        distribution = torch.distributions.Normal(forward(policy, observations), log_deviation.exp())
        ratio = (distribution.log_prob(actions).sum(1) - old).exp()
        policy_loss = -torch.min(ratio * advantages, ratio.clamp(1 - CLIP, 1 + CLIP) * advantages).mean()
        value_loss = ((forward(value, observations)[:, 0] - returns) ** 2).mean()
        loss = policy_loss - ENTROPY * distribution.entropy().sum(1).mean() + VALUE * value_loss
        optimizer.zero_grad()
        loss.backward()
        gradients = [p.grad.flatten().tolist() for p in parameters]
        norm = torch.nn.utils.clip_grad_norm_(parameters, NORM)
        optimizer.step()
        steps.append(
            {
                "policy_loss": policy_loss.item(),
                "value_loss": value_loss.item(),
                "clipped_share": ((ratio < 1 - CLIP) | (ratio > 1 + CLIP)).double().mean().item(),
                "norm": norm.item(),
                "policy_gradient": joined(gradients[: len(policy) + 1]),
                "value_gradient": joined(gradients[len(policy) + 1 :]),
            }
        )
    state = [optimizer.state[p] for p in parameters]
    print(
        json.dumps(
            {
                "steps": steps,
                "parameters": joined(p.flatten().tolist() for p in parameters),
                "first_moments": joined(s["exp_avg"].flatten().tolist() for s in state),
                "second_moments": joined(s["exp_avg_sq"].flatten().tolist() for s in state),
            }
        )
    )


if __name__ == "__main__":
    main()
