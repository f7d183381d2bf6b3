"""Sweeps: whole, interrupted in every way, failing, refused."""

import _thread
import concurrent.futures
import contextlib
import csv
import errno
import fcntl
import json
import math
import os
import pathlib
import pickle
import shutil
import signal
import subprocess
import sys
import time

import pytest
from ray import cloudpickle
from teachdrl.errors import InvalidArgumentError, InvalidStateError, UnknownNameError
from teachdrl.ray import SweepError, _command_line, sweep
from teachdrl.ray._trial import Trial, TrialFailedError

# Ray's workers cannot import this file: its functions go to them whole.
cloudpickle.register_pickle_by_value(sys.modules[__name__])

TOOL = os.environ.get("TEACHDRL_TOOL") or shutil.which("teachdrl")
needs_tool = pytest.mark.skipif(TOOL is None, reason="TEACHDRL_TOOL does not say where the program teachdrl is")

GRID = {"teachers": ["ALP-GMM", "Random"], "seeds": [3, 4]}
OPTIONS = {
    "max_stump_h": 0.5,
    "hid": 16,
    "batch_size": 16,
    "epochs": 2,
    "steps_per_ep": 12_000,
    "nb_test_episodes": 1,
    "teacher_options": {"ALP-GMM": {"fit_rate": 50}},
    "checkpoint_every": 0.05,
    "tool": TOOL,
}
DRIVER = f"""
import ray, sys
from teachdrl.ray import sweep
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
sweep(sys.argv[1], **{GRID}, **{OPTIONS})
"""


def test_a_run_that_cannot_be_seen_is_not_overwritten(tmp_path, monkeypatch):
    trial = Trial("Random", "default", 1, {}, 1)
    run = tmp_path / trial.folder
    run.mkdir(parents=True)
    (tmp_path / ".sweep").mkdir()
    (run / "config.json").write_text("{}")
    see, commands = os.lstat, []

    def refuse(path, **options):
        if pathlib.Path(path).name == "config.json":
            raise OSError(errno.EIO, "Input/output error")
        return see(path, **options)

    monkeypatch.setattr(_command_line, "_process", lambda command, said: (commands.append(command), (1, False))[1])
    train = _command_line.CommandLine("true", 1)
    monkeypatch.setattr(os, "lstat", refuse)
    # What newer versions of Python say of what they cannot see.
    monkeypatch.setattr(pathlib.Path, "exists", lambda path, **_: path.name != "config.json")
    with pytest.raises(OSError, match="Input/output error"):
        train(trial, tmp_path)
    assert not commands
    monkeypatch.setattr(os, "lstat", see)
    (tmp_path / ".sweep" / f"{trial.name}.stderr").write_text("said")
    with pytest.raises(TrialFailedError, match="said"):
        train(trial, tmp_path)
    assert f"--resume={run}" in commands[0] and "--overwrite" not in commands[0]


def until(condition, what, seconds=60):
    """Waits for a condition and returns what it gave."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.01)
    return found


def training(folder, *arguments):
    """The processes that train below a folder, with these arguments: numbers, each with its parent's."""
    found = {}
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (process / "cmdline").read_text().split("\0")
            if "train" in command[:2] and str(folder) in "".join(command) and set(arguments) <= set(command):
                found[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def under_way(folder):
    """The runs below a folder that have come to their second epoch."""
    return [path.parent for path in folder.glob("*/*/progress.txt") if len(path.read_text().splitlines()) == 2]


def content(folder):
    """What the trials of a sweep left, without times."""
    files = {}
    for path in folder.glob("*/*/*"):
        if path.name == "checkpoint.safetensors":
            continue
        content = path.read_bytes()
        if path.name == "progress.txt":
            content = [line.rpartition(b"\t")[0] for line in content.splitlines()]
        files[str(path.relative_to(folder))] = content
    return files


def table(folder):
    with open(folder / "results.csv", newline="") as file:
        return list(csv.DictReader(file))


def without_times(rows):
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]


@pytest.fixture(scope="module")
def undisturbed(cluster, tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    return folder, sweep(folder, **GRID, **OPTIONS)


@needs_tool
def test_a_sweep_leaves_a_table_of_its_trials(undisturbed):
    folder, rows = undisturbed
    trials = [(row["teacher"], row["walker"], row["seed"]) for row in rows]
    assert trials == [
        ("ALP-GMM", "default", 3),
        ("ALP-GMM", "default", 4),
        ("Random", "default", 3),
        ("Random", "default", 4),
    ]
    for row in rows:
        assert (row["state"], row["steps"], row["error"]) == ("complete", 24_000, None)
        run = folder / row["folder"]
        with open(run / "progress.txt") as file:
            last = list(csv.DictReader(file, delimiter="\t"))[-1]
        assert row["training_return"] == float(last["AverageEpRet"])
        assert row["test_return"] == float(last["AverageTestEpRet"])
        assert row["seconds"] == float(last["Time"])
        assert row["mastered_share"] in (0, 1)
        assert row["episodes"] == len((run / "episodes.tsv").read_text().splitlines()) - 1
        configuration = json.loads((run / "config.json").read_text())
        assert (configuration["teacher"]["name"], configuration["seed"]) == (row["teacher"], row["seed"])
        assert configuration["teacher"]["options"].get("fit_rate") == (None if row["teacher"] == "Random" else "50")
    assert len({row["training_return"] for row in rows}) == 4
    assert table(folder) == [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


@needs_tool
def test_what_is_complete_is_not_run_again(undisturbed, capfd):
    folder, rows = undisturbed
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*/*/*")}
    assert sweep(folder, **GRID, **OPTIONS) == rows
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*/*/*")} == before
    assert "4 of 4 trials are complete, 0 running, 0 failed" in capfd.readouterr().err
    sweep(folder, **GRID, **OPTIONS, quiet=True)
    assert capfd.readouterr().err == ""


@needs_tool
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_driver_that_is_ended_is_followed_by_another(undisturbed, tmp_path, number):
    driver = subprocess.Popen([sys.executable, "-c", DRIVER, tmp_path], stderr=subprocess.PIPE, text=True)
    until(lambda: under_way(tmp_path), "a trial is half done")
    driver.send_signal(number)
    said = driver.communicate(timeout=60)[1]
    if number == signal.SIGINT:
        assert "KeyboardInterrupt" in said and "The trials that are running save and stop." in said
        assert not training(tmp_path)
        assert {row["state"] for row in table(tmp_path)} <= {"stopped", "complete"}
    # Ray ends its workers, and the kernel what they have started.
    until(lambda: not training(tmp_path), "the trials have ended", seconds=20)
    complete = len(list((tmp_path / ".sweep").glob("*.json"))) - 1
    assert complete < 4
    rows = sweep(tmp_path, **GRID, **OPTIONS)
    assert without_times(rows) == without_times(undisturbed[1])
    assert content(tmp_path) == content(undisturbed[0])


@needs_tool
def test_a_trial_whose_folder_was_removed_is_run_again(cluster, tmp_path):
    arguments = ["Random"], [1], ["short"]
    options = {**OPTIONS, "steps_per_ep": 600, "teacher_options": None}
    rows = sweep(tmp_path, *arguments, **options)
    before = content(tmp_path)
    shutil.rmtree(tmp_path / "Random-short")
    assert without_times(sweep(tmp_path, *arguments, **options)) == without_times(rows)
    assert content(tmp_path) == before


@needs_tool
def test_a_trial_takes_repeated_options_and_its_last_test(cluster, tmp_path):
    options = {**OPTIONS, "teacher_options": None, "steps_per_ep": 600, "max_ep_len": 100, "epochs": 3}
    options |= {"test_interval": 2, "start_steps": 300, "env_option": {"track_noise": 0, "initial_push": 2.5}}
    options |= {"bounds": {"stump_height": [0.25, 0.5]}}
    (row,) = sweep(tmp_path, ["Random"], [1], ["short"], **options)
    configuration = json.loads((tmp_path / row["folder"] / "config.json").read_text())
    assert configuration["environment"]["options"]["track_noise"] == "0"
    assert configuration["environment"]["options"]["initial_push"] == "2.5"
    assert configuration["bounds"] == {"stump_height": [0.25, 0.5]}
    # The test after epoch 2, for the last epoch has none.
    with open(tmp_path / row["folder"] / "test_episodes.tsv") as file:
        (test,) = csv.DictReader(file, delimiter="\t")
    assert test["epoch"] == "2"
    assert row["test_return"] == float(test["return"])
    assert row["mastered_share"] == 0


@needs_tool
def test_workers_and_trials_that_are_killed_go_on(undisturbed, tmp_path):
    killed = {}

    def kill():
        for whom in ("worker", "trial"):
            run = until(lambda: set(under_way(tmp_path)) - set(killed), "a trial is half done").pop()
            arguments = f"--exp_name={run.parent.name}", f"--seed={run.name.rpartition('_s')[2]}"
            for trial, worker in training(tmp_path, *arguments).items():
                os.kill(worker if whom == "worker" else trial, signal.SIGKILL)
                killed[run] = whom
            # Nobody trains on alone.
            until(lambda arguments=arguments: not training(tmp_path, *arguments), "the trial has ended")
            assert run in under_way(tmp_path)

    with concurrent.futures.ThreadPoolExecutor() as threads:
        killer = threads.submit(kill)
        rows = sweep(tmp_path, **GRID, **OPTIONS)
        killer.result()
    assert list(killed.values()) == ["worker", "trial"]
    assert without_times(rows) == without_times(undisturbed[1])
    assert content(tmp_path) == content(undisturbed[0])


@needs_tool
def test_a_trial_that_fails_leaves_the_others_alone(cluster, tmp_path):
    options = {**OPTIONS, "steps_per_ep": 600, "teacher_options": {"Random": {"fit_rate": 9}}}
    with pytest.raises(SweepError, match=r"2 of 4 trials failed.*\n.*--fit_rate is an option of ALP-GMM") as failure:
        sweep(tmp_path, **GRID, **options)
    rows = failure.value.rows
    assert [row["state"] for row in rows] == ["complete", "complete", "failed", "failed"]
    assert [row["state"] for row in table(tmp_path)] == [row["state"] for row in rows]
    assert "not of the chosen teacher Random" in table(tmp_path)[3]["error"]
    with pytest.raises(SweepError, match="there is no program '/nowhere/teachdrl'"):
        sweep(tmp_path, **GRID, **{**options, "tool": "/nowhere/teachdrl"})


def fragile(trial, folder):
    """A student that kills its worker half way, and whose seed 2 fails once."""
    half = folder / "half"
    if not half.exists():
        half.touch()
        if trial.seed == 2:
            raise ValueError("seed 2 does not like this")
        os.kill(os.getpid(), signal.SIGKILL)
    return {"steps": 10 * trial.seed, "height": trial.options["height"] / 2, "lost": math.nan}


def test_a_function_can_be_the_student(cluster, tmp_path):
    arguments = {"seeds": [1, 2], "walkers": ["mine"], "student": fragile, "height": 3}
    with pytest.raises(SweepError, match="seed 2 does not like this") as failure:
        sweep(tmp_path, ["Own"], **arguments)
    assert [row["state"] for row in failure.value.rows] == ["complete", "failed"]
    rows = sweep(tmp_path, ["Own"], **arguments)
    assert [(row["state"], row["steps"], row["height"], row["lost"]) for row in rows] == [
        ("complete", 10, 1.5, None),
        ("complete", 20, 1.5, None),
    ]
    assert list(table(tmp_path)[0])[-5:] == ["height", "lost", "seconds", "folder", "error"]
    with pytest.raises(InvalidArgumentError, match=r"student is .*\.other, there .*\.fragile"):
        sweep(tmp_path, ["Own"], **{**arguments, "student": other})


def test_a_worker_that_always_dies_fails_its_trial(cluster, tmp_path):
    with pytest.raises(SweepError, match="worker died unexpectedly") as failure:
        sweep(tmp_path, ["Own"], [1], student=lambda trial, folder: os.kill(os.getpid(), signal.SIGKILL), retries=0)
    assert failure.value.rows == pickle.loads(pickle.dumps(failure.value)).rows
    assert table(tmp_path)[0]["state"] == "failed"


def patient(trial, folder):
    """A student that goes on until it is interrupted, saves, and is done when it is called again."""
    if not (folder / "saved").exists():
        (folder / "begun").touch()
        try:
            until(lambda: False, "it is interrupted")
        finally:
            (folder / "saved").touch()
    return {}


def test_ctrl_c_interrupts_a_student(cluster, tmp_path, capfd):
    folders = [tmp_path / "Own-default" / f"Own-default_s{seed}" for seed in (1, 2)]

    def interrupt():
        for folder in folders:
            until((folder / "begun").exists, "the students play")
        time.sleep(1.1)  # The line of progress is a second old at most.
        _thread.interrupt_main()

    with concurrent.futures.ThreadPoolExecutor() as threads:
        interrupter = threads.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            sweep(tmp_path, ["Own"], [1, 2], student=patient)
        interrupter.result()
    said = capfd.readouterr().err
    assert "0 of 2 trials are complete, 2 running, 0 failed" in said
    assert said.endswith("0 of 2 trials are complete, 0 running, 0 failed\n")
    assert [row["state"] for row in table(tmp_path)] == ["stopped"] * 2
    assert all((folder / "saved").exists() for folder in folders)
    assert [row["state"] for row in sweep(tmp_path, ["Own"], [1, 2], student=patient)] == ["complete"] * 2


def other(trial, folder):
    return {"state": 1} if trial.seed == 1 else 5


def test_what_a_student_returns_must_fit_the_table(cluster, tmp_path):
    with pytest.raises(SweepError, match=r"(?s)returned state, which.*returned 5; it must be a mapping"):
        sweep(tmp_path, ["Own"], [1, 2], student=other)


@needs_tool
def test_another_sweep_is_refused_in_the_folder(undisturbed):
    folder, rows = undisturbed
    for changed, message in (
        ({"seeds": [3]}, r"seeds is \[3\], there \[3, 4\]"),
        ({"epochs": 3}, "epochs is 3, there 2"),
        ({"gamma": 0.9}, "gamma is 0.9, there not given"),
        ({"teacher_options": {}}, "fit_rate of ALP-GMM is not given, there 50"),
    ):
        with pytest.raises(InvalidArgumentError, match=message):
            sweep(folder, **{**GRID, **OPTIONS, **changed})
    descriptor = os.open(folder / ".sweep", os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(InvalidStateError, match="another process is at work in"):
        sweep(folder, **GRID, **OPTIONS)
    os.close(descriptor)
    order = {"teachers": ["Random", "ALP-GMM"], "seeds": range(3, 5)}
    assert sweep(folder, **order, **OPTIONS) == rows[2:] + rows[:2]


def test_bad_arguments_are_refused(tmp_path):
    for changed, error, message in (
        ({"teachers": ["ALP"]}, UnknownNameError, "teachers has 'ALP', which is unknown; there are: ALP-GMM"),
        ({"walkers": ["long"]}, UnknownNameError, "walkers has 'long'.*short"),
        ({"seeds": [1, 1]}, InvalidArgumentError, r"seeds is \[1, 1\]; it must have"),
        ({"seeds": []}, InvalidArgumentError, r"seeds is \[\]"),
        ({"seeds": [-1]}, InvalidArgumentError, "seeds is -1"),
        ({"teachers": ["a/b"], "student": other}, InvalidArgumentError, "'a/b', which cannot be the name of a folder"),
        ({"cpus_per_trial": 0}, InvalidArgumentError, "cpus_per_trial is 0"),
        ({"retries": -2}, InvalidArgumentError, "retries is -2"),
        ({"checkpoint_every": -1}, InvalidArgumentError, "checkpoint_every is -1"),
        ({"data_dir": "x"}, InvalidArgumentError, "data_dir is not an option of a sweep: give folder"),
        ({"teacher_options": {"RIAC": {}}}, InvalidArgumentError, "teacher_options has 'RIAC'"),
        ({"gamma": object()}, InvalidArgumentError, "gamma is <object"),
    ):
        with pytest.raises(error, match=message):
            sweep(tmp_path / "new", **{**GRID, **changed})
    assert not (tmp_path / "new").exists()
    (tmp_path / "thesis.txt").touch()
    with pytest.raises(InvalidStateError, match=r"holds no sweep, but 'thesis.txt'"):
        sweep(tmp_path, **GRID, **OPTIONS)
