#!/bin/bash
# Builds the plain walker as shared objects plain_walker_2.4.so and plain_walker_2.3.so, one for each Box2D.
#
#     scripts/build-plain-engines.sh FOLDER
#
# Box2D 2.3 is no Debian package any more; its sources come with a Python package, of which nothing else is used.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
sources=$root/Benchmarks/Environments
folder=$1
older=$folder/box2d-2.3
compile=(g++ -O2 -std=c++17 -fPIC -fvisibility=hidden)

mkdir -p "$older"
if [ ! -e "$older/libbox2d.a" ]; then
  python3 -m venv "$older/venv"
  "$older/venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --require-hashes \
    --requirement "$sources/box2d-2.3.txt" --dest "$older"
  tar --extract --file "$older"/box2d-py-*.tar.gz --directory "$older" --strip-components 1 --wildcards '*/Box2D'
  # Assertions as Box2D has them, not as Python exceptions.
  sed -i 's/^#define USE_EXCEPTIONS//' "$older/Box2D/Common/b2Settings.h"
  find "$older/Box2D" -name '*.cpp' | while read -r file; do
    "${compile[@]}" -w "-I$older" -c "$file" -o "$older/$(basename "$file" .cpp).o"
  done
  ar rcs "$older/libbox2d.a" "$older"/*.o
fi

# Their symbols must not meet.
compile+=(-Wall -Wextra -shared -Wl,-Bsymbolic "$sources/plain_engine.cpp")
"${compile[@]}" -o "$folder/plain_walker_2.4.so" -lbox2d
"${compile[@]}" -DBOX2D_2_3 "-isystem$older" -o "$folder/plain_walker_2.3.so" "$older/libbox2d.a"
