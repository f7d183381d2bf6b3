#!/usr/bin/env python3
"""Records an episode without chance as the plain walker plays it, on the Box2D that its shared object is built with.

    scripts/build-plain-engines.sh build
    scripts/record-plain-episode.py --engine build/plain_walker_2.3.so --action zero recording.json

`teachdrl plot --physics recording.json` draws how the library's episode differs from it. Each joint of the default
walker is told sin(0.1 t + joint), or 0, for 100 rows.
"""

import argparse
import ctypes
import json
import math
import pathlib

import plain_engine

ROWS, SIZE, JOINTS = 100, 24, 4


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", type=pathlib.Path, required=True)
    parser.add_argument("--action", choices=["sin", "zero"], required=True)
    parser.add_argument("--stump_height", type=float)
    parser.add_argument("--obstacle_spacing", type=float, default=8)
    parser.add_argument("output", type=pathlib.Path)
    arguments = parser.parse_args()
    track = plain_engine.PlainTrack(
        -1 if arguments.stump_height is None else arguments.stump_height, arguments.obstacle_spacing, None
    )
    steps = range(ROWS - 1)
    told = [math.sin(0.1 * t + i) if arguments.action == "sin" else 0.0 for t in steps for i in range(JOINTS)]
    engine = ctypes.CDLL(str(arguments.engine.resolve()))
    played = plain_engine.play(engine, "default", track, False, told, SIZE)
    rows = [[float(f"{x:.7g}") for x in observation] for observation in played]
    setting = {"stump_height": arguments.stump_height or 0.0, "obstacle_spacing": arguments.obstacle_spacing}
    record = {"walker": "default", "setting": setting, "action": arguments.action, "obs": rows}
    arguments.output.write_text(json.dumps(record, separators=(",", ":")).replace("],[", "],\n[") + "\n")


main()
