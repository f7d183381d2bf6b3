#!/usr/bin/env python3
"""Kills training runs at random moments, resumes them each time, and compares what they leave with an undisturbed run.

kill-training.py TOOL KILLS [SEED [FAILING_FILES]]

With FAILING_FILES (Tests/Reliability/failing_files.c as a shared object) the disk fails instead: it is full after some
bytes, or a call is refused. The run must then say so and end by itself.
"""

import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

OPTIONS = (
    "--max_stump_h 0.5 --max_obstacle_spacing 6 --leg_size short --hid 32 --l 2 --batch_size 200 --train_freq 10 "
    "--max_ep_len 300 --nb_test_episodes 3 --fit_rate 20 --epochs 4 --steps_per_ep 5500 --buf_size 9000 --quiet"
).split()
SAME = (
    "episodes.tsv",
    "test_episodes.tsv",
    "teacher_history.jsonl",
    "networks.safetensors",
    "teacher.state",
    "transitions.bin",
)


def progress(path):
    """The table without its last column, the time."""
    return [line.split("\t")[:-1] for line in (path / "progress.txt").read_text().splitlines()]


def hear_hangups():
    """For a script that nohup has started: a run goes on ignoring what it was started to ignore."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def disturbed_by_kill(command, folder, chance, seconds):
    """Starts a run and kills it; whether it was still running."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, preexec_fn=hear_hangups)
    try:
        process.wait(chance.uniform(0, seconds))
    except subprocess.TimeoutExpired:
        polite = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        process.send_signal(chance.choice((signal.SIGKILL, *polite)))
        process.wait(30)
        return True
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    return False


def disturbed_by_disk(command, folder, chance, library):
    """Starts a run on a disk that fails; whether the run met that."""
    order = chance.choice(("FAIL_AFTER_BYTES", "FAIL_OPEN", "FAIL_WRITE", "FAIL_FSYNC", "FAIL_RENAME"))
    # As often early as late.
    number = int(2 ** chance.uniform(0, 22 if order == "FAIL_AFTER_BYTES" else 9))
    environment = os.environ | {"LD_PRELOAD": library, order: str(number)}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=600)
    if run.returncode == 0:
        return False
    if run.returncode < 0 or "No space left on device" not in run.stderr:
        sys.exit(f"{order}={number} {' '.join(command)} ended with status {run.returncode}:\n{run.stderr}")
    return True


def main():
    tool, kills = str(pathlib.Path(sys.argv[1]).resolve()), int(sys.argv[2])
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    library = str(pathlib.Path(sys.argv[4]).resolve()) if len(sys.argv) > 4 else None
    done = run = 0
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        subprocess.run(
            [tool, "train", *OPTIONS, "--exp_name", "whole"], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        seconds = time.monotonic() - start
        whole = pathlib.Path(folder, "data/whole/whole_s0")
        while done < kills:
            run += 1
            name = f"run{run}"
            parts = pathlib.Path(folder, "data", name, f"{name}_s0")
            command = [tool, "train", *OPTIONS, "--exp_name", name, "--overwrite"]
            interval = chance.choice(("0", "0.1", "30"))
            while True:
                full = [*command, "--checkpoint_every", interval]
                # With long intervals only a long part comes to a checkpoint.
                patience = (1.3 if interval == "30" else 0.3) * seconds
                if library:
                    disturbed = disturbed_by_disk(full, folder, chance, library)
                else:
                    disturbed = disturbed_by_kill(full, folder, chance, patience)
                if not disturbed:
                    break
                done += 1
                if (parts / "config.json").exists():
                    command = [tool, "train", "--resume", str(parts), "--quiet"]
            for file in SAME:
                if (whole / file).read_bytes() != (parts / file).read_bytes():
                    sys.exit(f"{file} of {name} differs")
            left = sorted(path.name for path in parts.iterdir())
            if left != sorted(path.name for path in whole.iterdir()):
                sys.exit(f"{name} leaves {', '.join(left)}")
            if progress(whole) != progress(parts):
                sys.exit(f"progress.txt of {name} differs")
            print(f"{name}: the same after {done} disturbances in all", flush=True)


main()
