"""Three updates of Soft Actor-Critic in double precision with NumPy: the figures in UpdateFiguresTests.swift.

An implementation of its own, written from the algorithm's definition, on networks and a batch given by formulas.
Run it as `python3 update_figures.py`; it prints the figures as Swift literals.
"""

import numpy as np

OBSERVATION, ACTION, HIDDEN, BATCH = 3, 2, [7, 5], 6
DISCOUNT, ALPHA, RATE, POLYAK = 0.97, 0.1, 1e-2, 0.9


def wave(count, phase, scale):
    """What the Swift test calls wave(): float32 numbers that look like nothing in particular."""
    index = np.arange(count, dtype=np.float64)
    return (
        (scale * np.sin(1.7 * index + 0.3 * index * index / (index + 5) + phase)).astype(np.float32).astype(np.float64)
    )


def network(inputs, outputs, phase):
    """Kernels and biases, layer by layer."""
    variables, width = [], inputs
    for size in HIDDEN + outputs:
        variables.append(wave(width * size, phase, 0.6).reshape(width, size))
        variables.append(wave(size, phase + 0.5, 0.2))
        phase += 1
        if len(variables) <= 2 * len(HIDDEN):
            width = size
    return variables


def hidden(w, x):
    layers = [x]
    for i in range(len(HIDDEN)):
        layers.append(np.maximum(layers[-1] @ w[2 * i] + w[2 * i + 1], 0))
    return layers


def back(w, layers, gradient):
    """From the gradient of the last hidden layer's outputs to the hidden variables and the inputs."""
    result = []
    for i in reversed(range(len(HIDDEN))):
        gradient = gradient * (layers[i + 1] > 0)
        result = [layers[i].T @ gradient, gradient.sum(0), *result]
        gradient = gradient @ w[2 * i].T
    return result, gradient


def value(w, x):
    layers = hidden(w, x)
    return layers, (layers[-1] @ w[-2] + w[-1])[:, 0]


def value_gradient(w, layers, gradient):
    gradient = gradient[:, None]
    variables, inputs = back(w, layers, gradient @ w[-2].T)
    return [*variables, layers[-1].T @ gradient, gradient.sum(0)], inputs


policy = network(OBSERVATION, [ACTION, ACTION], 0)
policy[-1] += 1
q1 = network(OBSERVATION + ACTION, [1], 10)
q2 = network(OBSERVATION + ACTION, [1], 20)
v = network(OBSERVATION, [1], 30)
target = [x.copy() for x in v]
trained = [policy, q1, q2, v]
moments = [[(np.zeros_like(x), np.zeros_like(x)) for x in w] for w in trained]

losses, probabilities = [], []
for step in range(3):
    o = wave(BATCH * OBSERVATION, 40 + step, 1.5).reshape(BATCH, OBSERVATION)
    o2 = wave(BATCH * OBSERVATION, 50 + step, 1.5).reshape(BATCH, OBSERVATION)
    a = wave(BATCH * ACTION, 60 + step, 1).reshape(BATCH, ACTION)
    r = wave(BATCH, 70 + step, 2)
    d = (np.arange(BATCH) == step).astype(float)
    n = wave(BATCH * ACTION, 80 + step, 1.2).reshape(BATCH, ACTION)

    layers = hidden(policy, o)
    mean = layers[-1] @ policy[-4] + policy[-3]
    squashed = np.tanh(layers[-1] @ policy[-2] + policy[-1])
    log_std = -20 + 11 * (squashed + 1)
    std = np.exp(log_std)
    u = mean + std * n
    pi = np.tanh(u)
    z = (u - mean) / (std + 1e-8)
    log_pi = (-0.5 * (z**2 + 2 * log_std + np.log(2 * np.pi)) - np.log(1 - pi**2 + 1e-6)).sum(1)

    oa, op = np.hstack([o, a]), np.hstack([o, pi])
    q_target = r + DISCOUNT * (1 - d) * value(target, o2)[1]
    (l1, v1), (l2, v2), (lv, vv) = value(q1, oa), value(q2, oa), value(v, o)
    (lp, p1), (_, p2) = value(q1, op), value(q2, op)
    v_target = np.minimum(p1, p2) - ALPHA * log_pi
    losses.append(
        [(ALPHA * log_pi - p1).mean()]
        + [0.5 * ((t - x) ** 2).mean() for t, x in [(q_target, v1), (q_target, v2), (v_target, vv)]]
    )
    probabilities.append(log_pi[0])

    g1 = value_gradient(q1, l1, (v1 - q_target) / BATCH)[0]
    g2 = value_gradient(q2, l2, (v2 - q_target) / BATCH)[0]
    gv = value_gradient(v, lv, (vv - v_target) / BATCH)[0]
    by_action = value_gradient(q1, lp, np.full(BATCH, -1 / BATCH))[1][:, OBSERVATION:]
    by_u = (ALPHA / BATCH * 2 * pi / (1 - pi**2 + 1e-6) + by_action) * (1 - pi**2)
    by_log_std = by_u * std * n - ALPHA / BATCH
    by_raw = by_log_std * 11 * (1 - squashed**2)
    gp, _ = back(policy, layers, by_u @ policy[-4].T + by_raw @ policy[-2].T)
    gp += [layers[-1].T @ by_u, by_u.sum(0), layers[-1].T @ by_raw, by_raw.sum(0)]

    time = step + 1
    for w, g, moment in zip(trained, [gp, g1, g2, gv], moments):
        for i in range(len(w)):
            first, second = moment[i]
            first, second = 0.9 * first + 0.1 * g[i], 0.999 * second + 0.001 * g[i] ** 2
            moment[i] = (first, second)
            w[i] -= RATE * np.sqrt(1 - 0.999**time) / (1 - 0.9**time) * first / (np.sqrt(second) + 1e-8)
    target = [POLYAK * t + (1 - POLYAK) * x for t, x in zip(target, v)]


def checksums(w):
    flat = np.concatenate([x.ravel() for x in w])
    return [flat.sum(), (flat * np.cos(np.arange(len(flat)))).sum()]


print("losses", [[float(f"{x:.9g}") for x in row] for row in losses])
print("log pi of the first row", [float(f"{x:.9g}") for x in probabilities])
print("checksums", [[float(f"{x:.9g}") for x in checksums(w)] for w in [*trained, target]])
