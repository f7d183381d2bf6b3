"""What type checkers make of the options: documented defaults pass, misspelt names and wrong types are found."""

import importlib.util
import pathlib
import runpy
import subprocess
import sys

import pytest
import teachdrl
from teachdrl import descriptions

ROOT = pathlib.Path(__file__).resolve().parents[3]
PACKAGE = pathlib.Path(teachdrl.__file__).resolve().parent


def test_the_typed_options_are_the_librarys():
    script = ROOT / "scripts" / "generate-python-options.py"
    if not script.exists():
        pytest.skip("there is no working copy here")
    source = runpy.run_path(str(script))["module"]()
    assert (PACKAGE / "_options.py").read_text() == source, "make python-options writes teachdrl/_options.py anew"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where mypy keeps what it knows of the package."""
    return tmp_path_factory.mktemp("typing")


def errors_in(source, folder):
    """The lines of a program in which mypy finds an error, with what it says."""
    if importlib.util.find_spec("mypy") is None:
        pytest.skip("mypy is not here")
    (folder / "program.py").write_text(source)
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", folder / "cache", "--no-error-summary", "program.py"],
        cwd=folder,
        env={"MYPYPATH": str(PACKAGE.parent), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=600,
    )
    # 1 says that there are errors. Anything else, and mypy has not looked: no error of the program would be found.
    assert (result.returncode in (0, 1), result.stderr) == (True, ""), result
    # Those in the package are for its own check.
    lines = [line.split(":", 2) for line in result.stdout.splitlines() if line.startswith("program.py:")]
    return {int(number): message.strip() for _, number, message in lines if " note:" not in message}


def default_calls():
    """Every teacher and environment with every option at its documented default, as in the help text."""
    for name, described in descriptions.teachers().items():
        options = ", ".join(f"{option.name}={option.default!r}" for option in described.options.values())
        yield f"teachdrl.Teacher({name!r}, [0, 0], [1, 1], seed=None, {options})"
    for name, described in descriptions.environments().items():
        options = ", ".join(f"{option.name}={option.default!r}" for option in described.options.values())
        yield f"teachdrl.Environment({name!r}, seed=None, {options})"
        yield f"teachdrl.test_set({name!r}, {options})"
    options = ", ".join(f"{option.name}={option.default!r}" for option in descriptions.toy().options.values())
    yield f"teachdrl.ToyEnvironment({options})"


def test_documented_defaults_pass(folder):
    assert errors_in("import teachdrl\n" + "\n".join(default_calls()), folder) == {}


GOOD = """
import numpy as np
import teachdrl

environment = teachdrl.Environment("stump-tracks", walker="quadru", max_stump_height=2, track_noise=np.float32(0.5))
low, high = environment.task_bounds
teacher = teachdrl.Teacher("ALP-GMM", low, high, seed=np.int64(3), fit_rate=np.int64(100), reward_range=(-150.0, 350.0))
teacher.update(teacher.sample_task(), np.float32(1))
range_of_returns = environment.return_range
space = teachdrl.TaskSpace(
    gravity=teachdrl.Log(1, 20), legs=teachdrl.Integer(2, 4), ground=teachdrl.Choice("grass", "ice"),
    shape=teachdrl.Number(0, 4, count=12, unit="m"),
)
teacher = teachdrl.Teacher("RIAC", space, seed=1, signal="success", success_return="auto")
teacher.update({"gravity": 9.81, "legs": 2}, success=True, length=np.int64(3), score=np.float32(1))
teacher.update_tasks([{"gravity": 9.81}, space.to_dict(teacher.sample_task())], successes=[0.5, 1], levels=[None, 3])
level = teacher.propose().level
loaded: bool = teachdrl.Teacher.fits("teacher.state", space, name="RIAC", max_region_size=100)
teacher = teachdrl.Teacher.load("teacher.state", environment.task_space)


class Mine:
    def sample_task(self) -> list[float]:
        return [1.0, 2.0]

    def propose(self) -> teachdrl.Proposal:
        return teachdrl.Proposal([1.0, 2.0], level=3, seed=5, is_for_learning=False)

    def update(self, task: object, episode_return: float, *, success: float, **others: float) -> None:
        pass


class Named:
    def sample_task(self) -> dict[str, float]:
        return {"stump_height": 1.0}

    def update(self, task: object, episode_return: float) -> None:
        pass


liked: list[teachdrl.TeacherLike] = [teacher, Mine(), Named()]
teacher = teachdrl.Teacher("Oracle", [0], [1], window_step_vector=np.array([0.1]), reward_range=range_of_returns)
"""

BAD = """
import teachdrl
teachdrl.Teacher("ALP-GMM", [0], [1], fit_rat=250)
teachdrl.Teacher("ALP-GMM", [0], [1], fit_rate="often")
teachdrl.Environment("stump-tracks", walkr="short")
teachdrl.test_set("stump-tracks", max_stump_hieght=3)
teachdrl.ToyEnvironment(nb_dim=2)
teachdrl.Teacher("ALP-GMM", [0], [1], window_step_vector=0.1)
teachdrl.Teacher("ALP-GMM", [0], [1]).update([0.5], sucess=True)
teachdrl.Teacher("ALP-GMM", [0], [1]).update([0.5], success="yes")
teachdrl.TaskSpace(gravity=(1, 20))
teachdrl.Choice(1, 2)
teachdrl.Teacher.fits("teacher.state", fit_rat=250)
"""


def test_what_is_right_passes(folder):
    assert errors_in(GOOD, folder) == {}


def test_misspelt_options_and_wrong_types_are_found(folder):
    found = errors_in(BAD, folder)
    assert sorted(found) == [*range(3, 14)], found
    for line, name in (
        (3, "fit_rat"),
        (5, "walkr"),
        (6, "max_stump_hieght"),
        (7, "nb_dim"),
        (9, "sucess"),
        (13, "fit_rat"),
    ):
        assert f'Unexpected keyword argument "{name}"' in found[line]
