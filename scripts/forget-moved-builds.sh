#!/usr/bin/env bash
# Removes what Swift compiled where this checkout was before it was moved or copied: Swift's module caches hold the old
# path, and a build that finds them fails. Fetched packages stay.
#
# build/checkout says where the checkout was when something was compiled last.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
former=$(cat build/checkout 2>/dev/null || true)
[ "$former" != "$here" ] || exit 0

moved=()
for folder in .build-*/; do
  [ -d "$folder" ] && [ ! -L "${folder%/}" ] || continue
  # Without a record, what SwiftPM wrote about its last build says where that was.
  if [ -n "$former" ] || ! cat "$folder"*.yaml 2>/dev/null | grep -F "\"$here/" >/dev/null; then moved+=("$folder"); fi
done
if [ ${#moved[@]} -gt 0 ]; then
  echo "teachdrl: this checkout was ${former:-somewhere else} before, so ${moved[*]%/} are compiled anew"
  for folder in "${moved[@]}"; do
    find "$folder" -mindepth 1 -maxdepth 1 ! -name checkouts ! -name repositories ! -name artifacts \
      ! -name workspace-state.json -exec rm -rf {} +
  done
fi
mkdir -p build
printf '%s\n' "$here" >build/checkout
