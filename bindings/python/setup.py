"""Puts the shared object into the package. What does not change stands in pyproject.toml.

The library is built by `make library`; `make wheel` makes the wheel that is given to people.
"""

import atexit
import pathlib
import re
import shutil
import sys
import tempfile

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

HERE = pathlib.Path(__file__).resolve().parent
SONAME = "libteachdrl.so.0"


def found(file: pathlib.Path) -> pathlib.Path:
    """A file of the working copy around this folder."""
    if file.is_file():
        return file
    sys.exit(
        f"teachdrl: there is no {SONAME} to put into the package; run `make library` in a working copy of teachdrl "
        "first, or install a wheel"
    )


def version() -> str:
    """The version that the header says."""
    header = found(HERE.parents[1] / "include" / "teachdrl.h").read_text()
    parts = (re.search(rf"#define TEACHDRL_VERSION_{part} (\d+)", header) for part in ("MAJOR", "MINOR", "PATCH"))
    return ".".join(part[1] for part in parts if part)


class BuildWithLibrary(build_py):
    """Copies the shared object into the package that is built."""

    def run(self) -> None:
        super().run()
        folder = pathlib.Path(self.build_lib) / "teachdrl" / "_lib"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(found(HERE.parents[1] / "build" / "lib" / SONAME), folder / SONAME)


class BinaryDistribution(Distribution):
    """What is for one platform, though there is no extension module in it."""

    def has_ext_modules(self) -> bool:
        return True


class AnyPythonWheel(bdist_wheel):
    """A wheel for any Python 3."""

    def get_tag(self) -> "tuple[str, str, str]":
        return "py3", "none", super().get_tag()[2]


# Setuptools would leave build/ and teachdrl.egg-info here; `pip install` is to leave nothing in a working copy.
TRACES = tempfile.mkdtemp(prefix="teachdrl-setup-")
atexit.register(shutil.rmtree, TRACES, ignore_errors=True)

setup(
    version=version(),
    distclass=BinaryDistribution,
    options={"build": {"build_base": TRACES}, "egg_info": {"egg_base": TRACES}},
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": AnyPythonWheel},
)
