#!/usr/bin/env python3
"""Prints how far the library's episodes are from recorded ones without chance, row by row, as a Markdown table.

    scripts/compare-with-published.py [--engine OBJECT] FOLDER...

A folder holds one JSON file an episode: `walker`, `setting` (the track's parameters), `action` ("sin", "zero" or
"ones") and `obs`, the observations. Each cell is the largest difference of a row's angles: the hull's and the joints'.
With --engine the plain walker plays instead, in a shared object of scripts/build-plain-engines.sh, with contact flags
and lidar as published; the last column is then the largest difference of these up to the fall or to row 60.
"""

import argparse
import ctypes
import functools
import json
import math
import pathlib
import sys

import plain_engine

ROWS = [0, 1, 2, 3, 5, 7, 9, 12, 15, 20, 30, 40, 60]
LIBRARY = pathlib.Path(__file__).resolve().parent.parent / "build/lib/libteachdrl.so"


class Option(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class Step(ctypes.Structure):
    _fields_ = (
        ("struct_size", ctypes.c_size_t),
        ("reward", ctypes.c_double),
        ("terminated", ctypes.c_bool),
        ("truncated", ctypes.c_bool),
    )


def action_of(record: dict, t: int, joint: int) -> float:
    """What a joint is told in a step."""
    return {"sin": math.sin(0.1 * t + joint), "zero": 0.0, "ones": 1.0}[record["action"]]


def play_plain(engine: ctypes.CDLL, record: dict, is_flat: bool, count: int) -> list[list[float]]:
    """The first observations of the recorded episode, as the plain walker plays it."""
    setting = {} if is_flat else {name: value for name, value in record["setting"].items() if value is not None}
    track = plain_engine.PlainTrack(setting.get("stump_height", -1), setting.get("obstacle_spacing", 8))
    if "poly_shape" in setting:
        track.poly_shape = (ctypes.c_double * 12)(*setting["poly_shape"])
    joints = 8 if record["walker"] == "quadru" else 4
    actions = [action_of(record, t, joint) for t in range(count - 1) for joint in range(joints)]
    return plain_engine.play(engine, record["walker"], track, True, actions, len(record["obs"][0]))


def play(library: ctypes.CDLL, record: dict, is_flat: bool, count: int) -> list[list[float]]:
    """The first observations of the recorded episode, as the library plays it."""

    def check(status: int) -> None:
        if status != 0:
            sys.exit(library.teachdrl_last_error().decode())

    size_t = ctypes.c_size_t
    pairs = {"walker": record["walker"], "track_noise": "0", "initial_push": "0"}
    options = (Option * len(pairs))(*[Option(k.encode(), v.encode()) for k, v in pairs.items()])
    environment = ctypes.c_void_p()
    check(
        library.teachdrl_environment_create(
            b"walker-tracks", options, size_t(len(pairs)), ctypes.c_uint64(0), ctypes.byref(environment)
        )
    )
    for name, value in record["setting"].items():
        if name in ("stump_height", "obstacle_spacing", "poly_shape") and not is_flat and value is not None:
            numbers = value if isinstance(value, list) else [value]
            array = (ctypes.c_double * len(numbers))(*numbers)
            check(library.teachdrl_environment_set_parameter(environment, name.encode(), array, size_t(len(numbers))))
    size, joints = len(record["obs"][0]), 8 if record["walker"] == "quadru" else 4
    observation, action = (ctypes.c_float * size)(), (ctypes.c_float * joints)()
    step = Step(ctypes.sizeof(Step))
    check(library.teachdrl_environment_reset(environment, observation, size_t(size)))
    rows = [list(observation)]
    while len(rows) < count and not step.terminated:
        t = len(rows) - 1
        for i in range(joints):
            action[i] = action_of(record, t, i)
        check(
            library.teachdrl_environment_step(
                environment, action, size_t(joints), observation, size_t(size), ctypes.byref(step)
            )
        )
        rows.append(list(observation))
    library.teachdrl_environment_destroy(environment)
    return rows


def angles(size: int) -> list[int]:
    """Where an observation has the hull's angle, and each leg's hip and knee."""
    return [0] + [4 + 5 * leg + joint for leg in range((size - 14) // 5) for joint in (0, 2)]


def senses(size: int) -> list[int]:
    """Where an observation has the contact flags and the lidar."""
    return [8 + 5 * leg for leg in range((size - 14) // 5)] + list(range(size - 10, size))


def difference(ours: list[float], recorded: list[float], places: list[int]) -> float:
    """The largest difference of two observations among some of their numbers."""
    return max(abs(ours[i] - recorded[i]) for i in places)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", type=pathlib.Path)
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.engine:
        engine = ctypes.CDLL(str(arguments.engine.resolve()))
        player = functools.partial(play_plain, engine)
    else:
        library = ctypes.CDLL(str(LIBRARY))
        library.teachdrl_last_error.restype = ctypes.c_char_p
        player = functools.partial(play, library)
    columns = [*map(str, ROWS), *(["contacts, lidar"] if arguments.engine else [])]
    print("| episode \\ row | " + " | ".join(columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for folder in arguments.folders:
        for file in sorted(folder.glob("*.json")):
            record = json.loads(file.read_text())
            ours = player(record, file.name.startswith("flat"), ROWS[-1] + 1)
            size, recorded = len(ours[0]), record["obs"]
            cells = [f"{difference(ours[t], recorded[t], angles(size)):.0e}" if t < len(ours) else "" for t in ROWS]
            if arguments.engine:
                cells.append(f"{max(difference(row, recorded[t], senses(size)) for t, row in enumerate(ours)):.0e}")
            print(f"| {file.stem} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
