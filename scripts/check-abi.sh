#!/usr/bin/env bash
# Compares the ABI, as the header and the library have it, with the one that is recorded for its soname.
#
# Usage: check-abi.sh check|record RECORD HEADER LIBRARY SONAME
#
# check   fails where the ABI is not the recorded one, and says what to do about it
# record  records it anew, unless programs that were built before would no longer run: that takes another soname
set -euo pipefail
action=$1 record=$2 header=$3 library=$4 soname=$5
root=$(cd "$(dirname "$0")/.." && pwd)
now=$(mktemp --suffix=.abi)
trap 'rm -f "$now"' EXIT

python3 "$root/scripts/describe-abi.py" "$header" "$library" "$soname" "$now"
if [ ! -e "$record" ]; then
  [ "$action" = record ] || { echo "there is no record of this soname's ABI ($record); run 'make abi'" >&2 && exit 1; }
elif abidiff --harmless --leaf-changes-only --no-show-locs "$record" "$now"; then
  echo "the ABI is the recorded one ($record)"
  exit 0
elif ! abidiff --no-added-syms --suppressions "$root/packaging/abi.suppressions" "$record" "$now" >/dev/null ||
  ! "$root/scripts/check-growth.py" "$record" "$now"; then
  echo "programs that were built for $soname would no longer run: take it back, or raise SOVERSION in the Makefile" >&2
  exit 1
elif [ "$action" = check ]; then
  echo "the ABI has grown; if that is meant, run 'make abi' and say so in CHANGELOG.md" >&2
  exit 1
fi
cp "$now" "$record"
echo "recorded the ABI in $record"
