#!/usr/bin/env bash
# Builds the programs of Tests/Reliability against a library.
#
# Usage: build-reliability-tests.sh FOLDER LIBRARY_FOLDER [COMPILER OPTION...]
set -euo pipefail
folder=$1 libraries=$(realpath "$2")
shift 2
cd "$(dirname "$0")/.."
compiler=(gcc)
[ $# -eq 0 ] || compiler=("$@")
mkdir -p "$folder"
for source in Tests/Reliability/*.c; do
  program=$folder/$(basename "$source" .c)
  options=(-std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Werror -O1 -g -Iinclude)
  linked=("$source" -L"$libraries" -lteachdrl -lm -lpthread -Wl,-rpath,"$libraries")
  case $source in
    */failing_files.c) program=$program.so linked=(-shared -fPIC "$source") ;;
    */saving.c) linked+=(Tests/Reliability/failing_files.c) ;;
  esac
  "${compiler[@]}" "${options[@]}" "${linked[@]}" -o "$program"
done
