#!/usr/bin/env bash
# Checks what a shared object shows and needs: the header's functions and nothing else, no library that is not promised,
# a size below 8 MB, a versioned soname, and no way to unload it.
set -euo pipefail
library=$1
header=$(dirname "$0")/../include/teachdrl.h

fail() {
  echo "$library: $1" >&2
  exit 1
}

declared=$(grep -oE '\bteachdrl_[a-z_]+\(' "$header" | tr -d '(' | sort -u | grep -vE '^teachdrl_(teacher|environment|toy)$')
exported=$(nm -D --defined-only "$library" | awk '{print $3}' | sort -u)
# The header's comments name only functions that exist, so every name before a parenthesis counts.
[ "$declared" = "$exported" ] || fail "exports differ from the header: $(diff <(echo "$declared") <(echo "$exported"))"

needed=$(readelf -d "$library" | sed -n 's/.*Shared library: \[\(.*\)\]/\1/p')
for name in $needed; do
  case $name in
    libbox2d.so.2 | libstdc++.so.6 | libgcc_s.so.1 | libm.so.6 | libc.so.6 | ld-linux-*) ;;
    *) fail "needs $name" ;;
  esac
done

size=$(stat -Lc %s "$library")
[ "$size" -lt 8000000 ] || fail "is $size bytes large"
readelf -d "$library" | grep 'SONAME.*\[libteachdrl\.so\.[0-9]*\]' >/dev/null || fail "has no versioned soname"
readelf -d "$library" | grep 'FLAGS_1.*NODELETE' >/dev/null || fail "can be unloaded"
echo "$library: $(echo "$exported" | wc -l) functions, $size bytes, needs $(echo $needed)"
