#!/usr/bin/env bash
# Says how the ABI differs from the recorded one, and fails where it does.
#
# Usage: check-abi.sh RECORD LIBRARY SONAME
#
# What is meant is recorded by `make abi`, and the changelog says it. Once the ABI is declared stable, what abidiff calls
# incompatible takes a new soname as well.
set -euo pipefail
record=$1 library=$2 soname=$3
root=$(cd "$(dirname "$0")/.." && pwd)
now=$(mktemp --suffix=.abi)
trap 'rm -f "$now"' EXIT

python3 "$root/scripts/describe-abi.py" "$root/include/teachdrl.h" "$library" "$soname" "$now"
if abidiff --no-show-locs "$record" "$now"; then
  echo "the ABI is the recorded one ($record)"
else
  echo "the ABI is not the recorded one; if that is meant, run 'make abi' and say so in CHANGELOG.md" >&2
  exit 1
fi
