#!/usr/bin/env bash
# Runs the core's tests on each Python from 3.9 to 3.13 that is here, on the PATH or installed by pyenv.
set -euo pipefail
cd "$(dirname "$0")/.."
ran=0
for version in 3.9 3.10 3.11 3.12 3.13; do
  for python in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python3; do
    # A pyenv shim is on the PATH even where it leads nowhere.
    "$python" -c 'import ensurepip, venv' 2>/dev/null || continue
    venv=.venv-python$version
    if [ ! -e "$venv/ready" ]; then
      "$python" -m venv "$venv"
      "$venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy pytest
      touch "$venv/ready"
    fi
    "$venv/bin/python" --version
    PYTHONPATH=$PWD/bindings/python timeout 600 "$venv/bin/python" -m pytest -q -p no:cacheprovider Tests/Python/core
    ran=$((ran + 1))
    break
  done
done
[ "$ran" -gt 0 ] || { echo "there is no Python from 3.9 to 3.13" >&2 && exit 1; }
