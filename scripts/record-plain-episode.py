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

ROWS, SIZE, JOINTS = 100, 24, 4


class PlainTrack(ctypes.Structure):
    _fields_ = (
        ("stump_height", ctypes.c_double),
        ("spacing", ctypes.c_double),
        ("poly_shape", ctypes.POINTER(ctypes.c_double)),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", type=pathlib.Path, required=True)
    parser.add_argument("--action", choices=["sin", "zero"], required=True)
    parser.add_argument("--stump_height", type=float)
    parser.add_argument("--obstacle_spacing", type=float, default=8)
    parser.add_argument("output", type=pathlib.Path)
    arguments = parser.parse_args()
    track = PlainTrack(
        -1 if arguments.stump_height is None else arguments.stump_height, arguments.obstacle_spacing, None
    )
    steps = range(ROWS - 1)
    told = [math.sin(0.1 * t + i) if arguments.action == "sin" else 0.0 for t in steps for i in range(JOINTS)]
    observations = (ctypes.c_float * (SIZE * ROWS))()
    engine = ctypes.CDLL(str(arguments.engine.resolve()))
    actions = (ctypes.c_float * len(told))(*told)
    played = engine.plain_play(b"default", ctypes.byref(track), ctypes.c_bool(False), actions, ROWS - 1, observations)
    rows = [[float(f"{x:.7g}") for x in observations[SIZE * t : SIZE * (t + 1)]] for t in range(played + 1)]
    setting = {"stump_height": arguments.stump_height or 0.0, "obstacle_spacing": arguments.obstacle_spacing}
    record = {"walker": "default", "setting": setting, "action": arguments.action, "obs": rows}
    arguments.output.write_text(json.dumps(record, separators=(",", ":")).replace("],[", "],\n[") + "\n")


main()
