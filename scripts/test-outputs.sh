#!/usr/bin/env bash
# Compares the outputs of every teacher, environment and vector environment with the recorded ones, bit for bit: on any
# number of threads, and with the C library's functions for AVX-512, and for all else but AVX2 and FMA, on and off. So are
# those of call_programs, in the same folder, which were recorded before there were outcomes and kinds of parameters.
#
# Usage: test-outputs.sh OUTPUTS_PROGRAM [MATHEMATICS_PROGRAM]    the latter compares the C library's functions one by one
set -euo pipefail
program=$1
records=$(dirname "$0")/../Tests/Reliability

# RECORD WHERE PROGRAM [ARGUMENT]
compare_one() {
  diff "$records/$1" <("${@:3}") >&2 || {
    echo "the outputs$2 are not the recorded ones ($records/$1)" >&2
    exit 1
  }
}

# THREADS WHERE
compare() {
  compare_one outputs.txt "$2" "$program" "$1"
  compare_one call_programs.txt "$2" "$(dirname "$program")/call_programs"
}

for threads in 1 2 5; do compare $threads " on $threads threads"; done
# Processors that run the library differ in AVX-512 and FMA4; by the others, which they all have, glibc must not choose.
without=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD,-AVX_VNNI,-FMA4,-ERMS,-FSRM,-RTM
without+=,-AVX,-F16C,-SSSE3,-SSE4_1,-SSE4_2,-BMI1,-BMI2,-LZCNT,-MOVBE,-POPCNT
GLIBC_TUNABLES=glibc.cpu.hwcaps=$without compare 2 " without AVX-512"
[ $# -lt 2 ] || "$2" "$without"
works=$(cat "$records"/{outputs,call_programs}.txt | wc -l)
echo "$works works give the recorded outputs, on 1, 2 and 5 threads, with AVX-512 and without"
