#!/usr/bin/env bash
# Hosts of every kind (Tests/Reliability), all of which must get the recorded outputs.
#
# Usage: test-hosts.sh PROGRAM_FOLDER LIBRARY
set -euo pipefail
programs=$(realpath "$1") library=$(realpath "$2")
cd "$(dirname "$0")/.."

# A locale with a decimal comma, made here where the system has none.
locales=$programs/locales
[ -e "$locales/de_DE.UTF-8" ] || { mkdir -p "$locales" && localedef -i de_DE -f UTF-8 "$locales/de_DE.UTF-8"; }
echo circumstances
LOCPATH=$locales timeout 600 "$programs/circumstances"

echo first_calls
timeout 600 "$programs/first_calls"

echo first_uses
timeout 120 "$programs/first_uses"

echo reload
timeout 120 "$programs/reload" "$library"

# A neighbor with its own Swift run time, and one with the system's; loaded after ours, and before.
for runtime in own shared; do
  neighbor=$programs/libneighbor-$runtime.so
  options=(-O -emit-library -module-name Teachers -use-ld=lld)
  [ $runtime = shared ] || options+=(-static-stdlib)
  [ "$neighbor" -nt Tests/Reliability/Neighbor.swift ] ||
    swiftc "${options[@]}" Tests/Reliability/Neighbor.swift -o "$neighbor"
  result=$("$programs/neighbor_alone" "$neighbor")
  for first in "" "$neighbor"; do
    echo "neighbors, $runtime run time${first:+, loaded first}"
    LD_PRELOAD=$first timeout 120 "$programs/neighbors" "$neighbor" "$result" Tests/Reliability/outputs.txt
  done
done
