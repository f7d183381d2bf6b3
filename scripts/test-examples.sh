#!/usr/bin/env bash
# Builds examples/c and examples/cpp as a stranger does, in an empty folder, against an installed library: by pkg-config
# and by CMake. All must print the same table.
#
# Usage: test-examples.sh PREFIX FOLDER [EXAMPLES]
set -euo pipefail
prefix=$(realpath "$1") folder=$2 examples=$(realpath "${3:-$(dirname "$0")/../examples}")
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Werror)

cc -std=c99 -O2 "${warnings[@]}" "$examples/c/gaps.c" $(pkg-config --cflags --libs teachdrl) -lm -o gaps-c
c++ -std=c++17 -O2 "${warnings[@]}" "$examples/cpp/main.cpp" $(pkg-config --cflags --libs teachdrl) -o gaps-cpp
for language in c cpp; do
  cmake -S "$examples/$language" -B "cmake-$language" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
  cmake --build "cmake-$language" >/dev/null
done

LD_LIBRARY_PATH=$prefix/lib timeout 60 ./gaps-c >gaps.txt
LD_LIBRARY_PATH=$prefix/lib timeout 60 ./gaps-cpp | diff gaps.txt -
for language in c cpp; do
  timeout 60 "cmake-$language/gaps" | diff gaps.txt -
done
(cd cmake-c && timeout 120 ./resumable >/dev/null 2>&1)
echo "examples in $folder: C and C++, by pkg-config and by CMake, with the same result"
