#!/usr/bin/env bash
# Compares the outputs of every teacher, environment and vector environment with the recorded ones, bit for bit: on any
# number of threads, and with the C library's choice of functions for AVX-512 on and off.
#
# Usage: test-outputs.sh OUTPUTS_PROGRAM
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
without=-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-AVX512CD,-ERMS,-FSRM
GLIBC_TUNABLES=glibc.cpu.hwcaps=$without compare 2 " without AVX-512"
echo "$(wc -l <"$record") works give the recorded outputs, on 1, 2 and 5 threads, with AVX-512 and without"
