#!/usr/bin/env bash
# Builds the library on Box2D 2.3, for runs that are compared with published ones. Its contact flags and its lidar are as
# published if the environment's options say so.
#
#     scripts/build-published-dynamics.sh FOLDER
#     TEACHDRL=FOLDER/bin/teachdrl OPTIONS="--contacts published --lidar published" \
#       scripts/learning-campaign.sh data/published-dynamics 2 compare
#
# FOLDER gets bin/teachdrl, which `make` has built, and lib/ with the library. Episodes without chance are those that were
# recorded with Box2D 2.3, to 1e-4.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1/engine" "$1/bin" "$1/lib"
folder=$(cd "$1" && pwd)

"$root/scripts/build-plain-engines.sh" "$folder/engine"
older=$folder/engine/box2d-2.3
cd "$root"
swift build -c release --product teachdrl --scratch-path "$folder/build" -Xcc -march=x86-64-v3 -Xswiftc -static-stdlib \
  -Xswiftc -use-ld=lld -Xlinker -soname=libteachdrl.so.0 -Xlinker --version-script=exports.map -Xlinker -z -Xlinker nodelete \
  -Xcxx -DBOX2D_2_3 -Xcxx "-isystem$older" -Xlinker "-L$older"
cp "$folder/build/release/libteachdrl.so" "$folder/lib/libteachdrl.so.0"
cp "$root/build/bin/teachdrl" "$folder/bin/"
