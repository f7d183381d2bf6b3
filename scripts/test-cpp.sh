#!/usr/bin/env bash
# Tests the C++ header, the environments and the examples against an installed library.
#
# Usage: test-cpp.sh PREFIX                 every dialect and compiler, the examples by pkg-config and by CMake
#        test-cpp.sh PREFIX address,...     C and C++ tests and examples under these sanitizers of g++
#
# clang++ is the one that comes with Swift.
set -euo pipefail
cd "$(dirname "$0")/.."
prefix=$(realpath "$1") sanitizers=${2:-}
folder=$PWD/build/cpp-tests${sanitizers:+-sanitized}
warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
read -ra cflags < <(pkg-config --cflags teachdrl)
read -ra libs < <(pkg-config --libs teachdrl)
libs+=(-lm -lpthread "-Wl,-rpath,$prefix/lib")
rm -rf "$folder"
mkdir -p "$folder"

# COMPILER DIALECT [FLAG...]: the tests of the C++ header, one file with exceptions and one without, in one program.
test_header() {
  local compiler=$1 dialect=$2 program=$folder/methods-$1-$2 flags
  flags=("-std=$dialect" "${warnings[@]}" -O1 "${cflags[@]}" "${@:3}")
  $compiler "${flags[@]}" -fno-exceptions -fno-rtti -c Tests/Cpp/results.cpp -o "$program-results.o"
  $compiler "${flags[@]}" -c Tests/Cpp/methods.cpp -o "$program.o"
  $compiler "${@:3}" "$program.o" "$program-results.o" "${libs[@]}" -o "$program"
  echo "$program"
  (cd "$folder" && timeout 120 "$program")
}

# What gaps printed: the share of mastered tasks has grown, and with ALP-GMM more than with Random.
check_table() {
  cat "$1"
  awk 'NF == 3 && $1 ~ /^[0-9]+$/ { rows++; if (rows == 1) first = $2; curriculum = $2; random = $3 }
       END { exit !(rows == 11 && curriculum > 3 * first && curriculum > 1.2 * random) }' "$1"
}

if [ -n "$sanitizers" ]; then
  sanitize=("-fsanitize=$sanitizers" -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
  export ASAN_OPTIONS=detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
  test_header g++ c++17 "${sanitize[@]}"
  for source in Tests/C/*.c examples/c/*.c; do
    program=$folder/$(basename "$source" .c)
    gcc -std=c17 -O1 "-DSTATUS_FUNCTIONS=$(grep -c '^teachdrl_status teachdrl_' include/teachdrl.h)" \
      "${sanitize[@]}" "${cflags[@]}" "$source" "${libs[@]}" -o "$program"
    echo "$program"
    case $program in
      */gaps) "$program" >"$folder/gaps.txt" && check_table "$folder/gaps.txt" ;;
      */resumable) (cd "$folder" && timeout 120 "$program") ;;
      *) timeout 300 "$program" ;;
    esac
  done
  g++ -std=c++17 -O1 "${sanitize[@]}" "${cflags[@]}" examples/cpp/main.cpp "${libs[@]}" -o "$folder/gaps-cpp"
  "$folder/gaps-cpp" | diff "$folder/gaps.txt" -
  exit
fi

# The environments beside the walker written by hand on Box2D.
g++ -std=c++17 "${warnings[@]}" -O2 "${cflags[@]}" Tests/Cpp/plain_walker.cpp "${libs[@]}" -lbox2d \
  -o "$folder/plain_walker"
echo "$folder/plain_walker"
timeout 300 "$folder/plain_walker"

scripts/check-cpp-header.py "$prefix" "$folder/coverage"
for compiler in g++ clang++; do
  for dialect in c++17 c++20 c++2b; do
    if [ $compiler-$dialect = g++-c++17 ] || [ $compiler-$dialect = clang++-c++20 ]; then
      test_header $compiler $dialect
    else
      $compiler -std=$dialect "${warnings[@]}" "${cflags[@]}" -fsyntax-only Tests/Cpp/methods.cpp
      $compiler -std=$dialect "${warnings[@]}" "${cflags[@]}" -fsyntax-only -fno-exceptions -fno-rtti Tests/Cpp/results.cpp
    fi
  done
done

scripts/test-examples.sh "$prefix" "$folder/examples"
check_table "$folder/examples/gaps.txt"
