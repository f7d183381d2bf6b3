#!/usr/bin/env bash
# Makes the API reference of the two headers, build/reference/index.html. Fails where a symbol is not documented, and where
# a function of the C header is not in it.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf build/reference
mkdir -p build/reference
doxygen packaging/Doxyfile

declared=$(sed -nE 's/^[a-z].*[ *](teachdrl_[a-z_]+)\(.*/\1/p' include/teachdrl.h | sort -u)
described=$(sed -nE 's|.*<name>(teachdrl_[a-z_]+)</name>.*|\1|p' build/reference/teachdrl.tag | sort -u)
missing=$(comm -23 <(echo "$declared") <(echo "$described"))
[ -z "$missing" ] || { echo "the reference lacks" $missing >&2 && exit 1; }
echo "build/reference/index.html: $(wc -w <<<"$declared") functions of C, every symbol of C and C++ documented"
