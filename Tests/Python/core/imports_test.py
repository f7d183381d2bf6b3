"""That the package can be imported: however Python is started, and wherever it is installed."""

import importlib.metadata
import importlib.util
import os
import pathlib
import subprocess
import sys
import types

import pytest
import teachdrl
from teachdrl import _library

# What each module needs besides NumPy.
NEEDS = {
    "teachdrl": None,
    "teachdrl.envs": "gymnasium",
    "teachdrl.vector": "gymnasium",
    "teachdrl.wrappers": "gymnasium",
    "teachdrl.plot": "matplotlib",
    "teachdrl.sb3": "stable_baselines3",
    "teachdrl.ray": "ray",
}


def is_here(need):
    return need is None or importlib.util.find_spec(need) is not None


def run(*arguments, code):
    return subprocess.run([sys.executable, *arguments, "-c", code], capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("flags", [("-OO",), ("-W", "error")])
@pytest.mark.parametrize("module", NEEDS)
def test_a_module_is_imported_whatever_the_flags(module, flags):
    if not is_here(NEEDS[module]):
        pytest.skip(f"{NEEDS[module]} is not here")
    need = f"import {NEEDS[module]}" if NEEDS[module] else "import numpy"
    # What others warn of when they are imported is their own.
    code = f"import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n    {need}\n"
    result = run(*flags, code=f"{code}import {module}")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("module", NEEDS)
def test_what_is_missing_is_named(module):
    need = NEEDS[module]
    if need is None or is_here(need):
        pytest.skip("nothing is missing")
    with pytest.raises(ImportError, match=r"^teachdrl\S+ (needs .*|environments need .*): pip install "):
        importlib.import_module(module)


STUB = """
import sys, types
fake = sys.modules["gymnasium"] = types.ModuleType("gymnasium")
fake.__version__, fake.__path__ = "{version}", []
"""


@pytest.mark.parametrize("version", ["0.29.1", "1.0.0"])
@pytest.mark.parametrize("module", ["envs", "vector", "wrappers"])
def test_an_old_gymnasium_is_named_in_one_sentence(module, version):
    result = run(code=STUB.format(version=version) + f"import teachdrl\nimport teachdrl.{module}")
    said = f"need Gymnasium 1.1 or later, but {version} is installed: pip install 'gymnasium>=1.1'"
    assert result.stderr.splitlines()[-1] == f"ImportError: teachdrl's environments {said}"


@pytest.mark.parametrize("folder", ["/teachdrl", "/deps/teachdrl", "/usr/lib/teachdrl", "/a/b/c/d/teachdrl"])
def test_a_package_near_the_root_looks_for_its_library(folder, monkeypatch):
    monkeypatch.setattr(_library, "_PACKAGE", pathlib.PurePosixPath(folder))
    monkeypatch.setattr(_library.pathlib.PurePosixPath, "exists", lambda path: False, raising=False)
    monkeypatch.delenv("TEACHDRL_LIBRARY", raising=False)
    assert list(_library._candidates()) == [_library.SONAME]


def test_completion_shows_the_submodules_and_public_names():
    on_demand = {"envs", "plot", "ray", "sb3", "vector", "wrappers"}
    assert set(dir(teachdrl)) == {*teachdrl.__all__, *on_demand}
    for module in (importlib.import_module(module) for module in NEEDS if is_here(NEEDS[module])):
        for name in set(dir(module)) - on_demand - {"rllib"}:
            assert not name.startswith("_") or name == "__version__"
            # Nothing that is another's: typing's, NumPy's, Python's own modules.
            found = getattr(module, name)
            assert getattr(found, "__module__", "teachdrl").startswith("teachdrl"), name
            assert not isinstance(found, types.ModuleType) or found.__name__.startswith("teachdrl")


def test_the_library_can_be_named(tmp_path):
    environment = {**os.environ, "TEACHDRL_LIBRARY": _library.library._name}
    code = "import teachdrl; print(teachdrl.__version__)"
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == teachdrl.__version__


def test_an_installation_leaves_nothing_in_the_working_copy(tmp_path):
    package = pathlib.Path(__file__).resolve().parents[3] / "bindings" / "python"
    if not (package / "setup.py").exists():
        pytest.skip("there is no working copy here")
    if not is_here("setuptools") or int(importlib.metadata.version("setuptools").split(".")[0]) < 77:
        pytest.skip("it takes Setuptools 77 or later")

    def files():
        return sorted(path for path in package.rglob("*") if "__pycache__" not in path.parts)

    before = files()
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--target", tmp_path]
    result = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, package], capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "teachdrl" / "_lib" / _library.SONAME).exists()
    assert files() == before
