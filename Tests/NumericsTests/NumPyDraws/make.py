"""Writes draws.txt: what NumPy's default generator draws, for PCG64Tests."""

from pathlib import Path

import numpy as np

SEEDS = (0, 1, 42, 2**31 - 1, 2**32 - 1, 2**32, 2**53 + 1, 2**64 - 1)
BOUNDS = ((5, 10), (1, 4), (4, 5), (0, 2), (0, 3_000_000_000), (-7, 1_000_000))

lines = []
for seed in SEEDS:
    generator = np.random.default_rng(seed)
    lines.append(f"seed {seed}")
    for _ in range(8):
        lines += [f"integer {low} {high} {generator.integers(low, high)}" for low, high in BOUNDS]
        lines += [f"uniform -1 1 {float(generator.uniform(-1, 1))!r}", f"uniform 0 1 {float(generator.random())!r}"]
Path(__file__).with_name("draws.txt").write_text("\n".join(lines) + "\n")
