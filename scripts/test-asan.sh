#!/usr/bin/env bash
# Runs the tests in C, the examples, the reliability programs and the fuzzers' corpus against a library that watches every
# access to memory (AddressSanitizer) and, in its C and C++, undefined behaviour. What is never given back counts as well.
#
# Usage: test-asan.sh LIBRARY_FOLDER OUTPUT_FOLDER
set -euo pipefail
libraries=$(realpath "$1")
mkdir -p "$2"
programs=$(realpath "$2")
cd "$(dirname "$0")/.."
swift=$(dirname "$(readlink -f "$(command -v swiftc)")")/..
flags=(-g -O1 -fuse-ld=lld -fsanitize=address,undefined -fno-sanitize-recover=undefined -Iinclude)
linked=(-L"$libraries" -lteachdrl -lm -lpthread -L"$swift/lib/swift/linux" -Wl,-rpath,"$libraries"
  -Wl,-rpath,"$swift/lib/swift/linux")
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1

run() {
  echo "$1"
  (cd "$programs" && timeout 900 "$@")
}

functions=$(grep -c '^teachdrl_status teachdrl_' include/teachdrl.h)
for source in Tests/C/*.c examples/c/*.c; do
  program=$programs/$(basename "$source" .c)
  rm -f "$programs/training.checkpoint"
  "$swift/bin/clang" -std=c17 "${flags[@]}" -DSTATUS_FUNCTIONS="$functions" "$source" -o "$program" "${linked[@]}"
  run "$program"
done
for source in Tests/C/*.c; do
  program=$programs/$(basename "$source" .c)-c++
  "$swift/bin/clang++" -x c++ -std=c++17 "${flags[@]}" -DSTATUS_FUNCTIONS="$functions" "$source" -o "$program" "${linked[@]}"
  run "$program"
done

# The same outputs as from any other build.
for program in outputs call_programs circumstances; do
  "$swift/bin/clang" -std=gnu11 -D_GNU_SOURCE "${flags[@]}" Tests/Reliability/$program.c -o "$programs/$program" "${linked[@]}"
done
scripts/test-outputs.sh "$programs/outputs"
mkdir -p "$programs/locales"
[ -e "$programs/locales/de_DE.UTF-8" ] || localedef -i de_DE -f UTF-8 "$programs/locales/de_DE.UTF-8"
LOCPATH=$programs/locales run "$programs/circumstances"

scripts/fuzz.sh 0 "$libraries"
