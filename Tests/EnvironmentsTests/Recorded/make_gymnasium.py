"""Writes gymnasium.json: the heights of Gymnasium's terrains and its pushes, for GymnasiumCoursesTests.

Needs gymnasium[box2d]. Two episodes for each seed, the second without one.
"""

import json
from pathlib import Path

import gymnasium

SEEDS = (0, 1, 123, 2**32 + 5)

recorded = []
for hardcore in (False, True):
    walker = gymnasium.make("BipedalWalker-v3", hardcore=hardcore).unwrapped
    for seed in SEEDS:
        for episode in range(2):
            walker.reset(seed=None if episode else seed)
            edges = [body for body in walker.terrain if len(body.fixtures[0].shape.vertices) == 2]
            heights = sorted(tuple(edge.fixtures[0].shape.vertices[0]) for edge in edges)
            bits = walker.np_random.bit_generator
            state = bits.state
            # The push is what was drawn last.
            bits.advance(-1)
            push = walker.np_random.uniform(-5, 5)
            bits.state = state
            recorded.append(
                {
                    "hardcore": hardcore,
                    "seed": seed,
                    "episode": episode,
                    "push": push,
                    "y": [round(y, 6) for _, y in heights[::3]],
                }
            )
text = ",\n".join(json.dumps(each, separators=(",", ":")) for each in recorded)
Path(__file__).with_name("gymnasium.json").write_text(f"[{text}]\n")
