#!/usr/bin/env python3
"""Kills a program at random moments and starts it again until it ends: it must print what it prints undisturbed.

Usage: kill-and-resume.py KILLS COMMAND... where the argument {} stands for the path of a checkpoint.
"""

import pathlib
import random
import subprocess
import sys
import tempfile
import time


def run(command: list[str], checkpoint: str, patience: float | None) -> str | None:
    """What the program prints; nothing if it was killed."""
    arguments = [checkpoint if argument == "{}" else argument for argument in command]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        output, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {process.returncode}")
    return output


def main() -> None:
    kills, command = int(sys.argv[1]), sys.argv[2:]
    chance = random.Random(kills)
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        expected = run(command, str(pathlib.Path(folder, "undisturbed")), None)
        duration = time.monotonic() - start
        killed = 0
        output = None
        while output is None:
            patience = chance.uniform(0, 1.5 * duration / kills) if killed < kills else None
            output = run(command, str(pathlib.Path(folder, "killed")), patience)
            killed += output is None
    if killed == 0:
        sys.exit(f"{command[0]} was never killed: it ended too soon")
    if output != expected:
        sys.exit(f"{command[0]}, killed {killed} times, printed\n{output}instead of\n{expected}")
    print(f"{pathlib.Path(command[0]).name}: killed {killed} times, and ended as if it had not been")


main()
