#!/usr/bin/env bash
# Throws bytes at the library, built with AddressSanitizer, UndefinedBehaviorSanitizer (its C and C++) and coverage: a trap of
# Swift's, an assertion of Box2D's, an access beside memory and a promise of the header's that is not kept are findings.
#
# Usage: fuzz.sh SECONDS LIBRARY_FOLDER [TARGET...]    SECONDS for each target; 0 runs the kept corpus only
#        fuzz.sh keep LIBRARY_FOLDER [TARGET...]       makes the kept corpus from what was found to be new
set -euo pipefail
action=$1 libraries=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.."
targets=("$@")
[ $# -gt 0 ] || targets=(saved_state options tasks calls)
swift=$(dirname "$(readlink -f "$(command -v swiftc)")")/..
build=build/fuzz
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1

for target in "${targets[@]}"; do
  kept=Tests/Fuzz/Corpus/$target found=$build/corpus/$target
  mkdir -p "$found" "$build/findings" "$kept"
  "$swift/bin/clang" -std=gnu11 -g -O1 -fuse-ld=lld -fsanitize=fuzzer,address,undefined -Iinclude "Tests/Fuzz/$target.c" \
    -o "$build/$target" -L"$libraries" -lteachdrl -lm -L"$swift/lib/swift/linux" -Wl,-rpath,"$libraries" \
    -Wl,-rpath,"$swift/lib/swift/linux"
  longest=4096
  # What a state may hold is seen best from states, whole ones.
  if [ "$target" = saved_state ]; then
    longest=16384
    for state in Tests/TeachersTests/States/*/*.state; do
      version=$(basename "$(dirname "$state")")
      # The first byte says that an envelope is missing, and which version's.
      { printf "\\x$(printf %02x $((2 * version - 1)))" && tail -c +25 "$state"; } >"$found/$version-$(basename "$state")"
    done
  fi
  options=(-timeout=60 -rss_limit_mb=3000 "-max_len=$longest" -len_control=0 -print_final_stats=1
    "-artifact_prefix=$build/findings/$target-")
  case $action in
    keep)
      smaller=$(mktemp -d)
      "$build/$target" -set_cover_merge=1 -use_counters=0 "-max_len=$((longest / 4))" "$smaller" "$found" "$kept" 2>&1 | tail -1
      rm -rf "$kept" && mv "$smaller" "$kept" && chmod 755 "$kept"
      ;;
    0) "$build/$target" "${options[@]}" -runs=0 "$kept" 2>&1 | grep -E 'DONE|ERROR|Done' ;;
    *)
      echo "$target, $action s"
      TIMEFORMAT='processor time: %U s, and %S s of the system'
      time "$build/$target" "${options[@]}" -max_total_time="$action" "$found" "$kept" >"$build/$target.log" 2>&1 || {
        tail -60 "$build/$target.log" >&2
        exit 1
      }
      grep -E 'PC tables|DONE|^Done|stat::(peak|average)' "$build/$target.log"
      ;;
  esac
done
