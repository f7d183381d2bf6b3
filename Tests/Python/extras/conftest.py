"""Puts the folder of the core's tests on the path, for what other folders' tests share with them."""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "core"))
