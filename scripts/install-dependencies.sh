#!/usr/bin/env bash
# Installs what is missing of the Debian packages that the build, the tests and the linters need, with those named as
# arguments, and says so. With --check as the first argument it installs nothing: it names them and fails.
set -euo pipefail

installs=true
if [ "${1-}" = --check ]; then
  installs=false
  shift
fi

packages=(g++ make git pkg-config cmake libbox2d-dev libdnnl-dev clang-format binutils abigail-tools
  libcairo2-dev libcgif-dev fonts-dejavu-core)
# What only some commands need is named by who calls.
packages+=("$@")
# A Python of one's own, from elsewhere, will do.
python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3 python3-venv)

if ! command -v swift >/dev/null; then
  echo "teachdrl: there is no 'swift' on the PATH; install Swift 6.3 from https://www.swift.org/install/linux" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! $installs; then
  echo "teachdrl: Debian packages are missing: ${missing[*]}" >&2
  echo "    'make deps' installs them; so do 'make run' and 'make test'" >&2
  exit 1
fi

if ! command -v apt-get >/dev/null; then
  echo "teachdrl: this is no Debian; install what it calls ${missing[*]}" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null; then
  as_root=(sudo env)
else
  echo "teachdrl: Debian packages are missing; as root, run" >&2
  echo "    apt-get update && apt-get install -y ${missing[*]}" >&2
  exit 1
fi
echo "teachdrl: installing the Debian packages ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
