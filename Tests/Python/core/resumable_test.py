"""The example of a run that can be killed at any moment."""

import pathlib
import random
import signal
import subprocess
import sys
import time

SCRIPT = pathlib.Path(__file__).resolve().parents[3] / "examples" / "python" / "resumable.py"
COMMAND = [sys.executable, str(SCRIPT), "run.npz", "--episodes", "10000", "--every", "100"]


def killed_at_random(folder, chance):
    """Starts the run again and again, each time for a moment only, until it is done; what it printed at last."""
    kills = 0
    while True:
        run = subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.PIPE, text=True)
        first_line = run.stdout.readline()
        if kills < 8:
            time.sleep(chance.uniform(0, 0.1))
            run.send_signal(signal.SIGKILL)
        # communicate() would pass over what readline() has read ahead.
        rest = run.stdout.read()
        run.wait(timeout=120)
        if run.returncode == 0:
            return kills, rest
        assert run.returncode == -signal.SIGKILL
        assert first_line.startswith("from episode ")
        kills += 1


def test_a_run_whose_file_is_damaged_is_left_as_it_is(tmp_path):
    checker = SCRIPT.parents[2] / "scripts" / "check-resuming.py"
    command = [sys.executable, str(checker), "run.npz", *COMMAND[:-4], "--episodes", "500"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_run_that_is_killed_ends_as_one_that_is_not(tmp_path):
    undisturbed, disturbed = tmp_path / "undisturbed", tmp_path / "disturbed"
    undisturbed.mkdir()
    disturbed.mkdir()
    whole = subprocess.run(COMMAND, cwd=undisturbed, check=True, capture_output=True, text=True, timeout=120).stdout
    kills, last_line = killed_at_random(disturbed, random.Random(8))
    assert kills > 1
    assert last_line == whole.splitlines(keepends=True)[-1]
