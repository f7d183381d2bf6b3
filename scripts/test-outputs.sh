#!/usr/bin/env bash
# Compares the outputs of every teacher, environment and vector environment with the recorded ones, bit for bit: on any
# number of threads, and with the C library's functions for AVX-512, and for all else but AVX2 and FMA, on and off.
#
# Usage: test-outputs.sh OUTPUTS_PROGRAM [MATHEMATICS_PROGRAM]    the latter compares the C library's functions one by one
set -euo pipefail
program=$1
record=$(dirname "$0")/../Tests/Reliability/outputs.txt

compare() {
  diff "$record" <("$program" "$1") >&2 || {
    echo "the outputs$2 are not the recorded ones ($record)" >&2
    exit 1
  }
}

for threads in 1 2 5; do compare $threads " on $threads threads"; done
# Processors that run the library differ in AVX-512 and FMA4; by the others, which they all have, glibc must not choose.
without=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD,-AVX_VNNI,-FMA4,-ERMS,-FSRM,-RTM
without+=,-AVX,-F16C,-SSSE3,-SSE4_1,-SSE4_2,-BMI1,-BMI2,-LZCNT,-MOVBE,-POPCNT
GLIBC_TUNABLES=glibc.cpu.hwcaps=$without compare 2 " without AVX-512"
[ $# -lt 2 ] || "$2" "$without"
echo "$(wc -l <"$record") works give the recorded outputs, on 1, 2 and 5 threads, with AVX-512 and without"
