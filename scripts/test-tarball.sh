#!/usr/bin/env bash
# Unpacks a release in an empty folder and uses it there as a stranger does.
#
# Usage: test-tarball.sh ARCHIVE
set -euo pipefail
cd "$(dirname "$0")/.."
archive=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar --extract --gzip --file "$archive" --directory "$folder"
root=$folder/$(basename "$archive" .tar.gz)

fail() {
  echo "$archive: $1" >&2
  exit 1
}

# Its place is its own, not where it was packed.
! grep -rIl "$PWD" "$root" || fail "names the folder in which it was packed"
for file in README.md include/teachdrl.h include/teachdrl.hpp lib/libteachdrl.so.0 bin/teachdrl share/doc/teachdrl/LICENSE \
  share/doc/teachdrl/THIRD-PARTY-NOTICES.txt share/doc/teachdrl/examples/cpp/CMakeLists.txt; do
  [ -s "$root/$file" ] || fail "has no $file"
done
[ "$(readlink "$root/lib/libteachdrl.so")" = libteachdrl.so.0 ] || fail "lib/libteachdrl.so is no link to libteachdrl.so.0"

# Its README names the package of everything that library and command line need.
for file in lib/libteachdrl.so.0 bin/teachdrl; do
  for library in $(readelf -d "$root/$file" | sed -n 's/.*Shared library: \[\(.*\)\]/\1/p' | grep -v '^libteachdrl'); do
    package=$(dpkg-query --search "*/$library" | cut -d: -f1 | sort -u | head -1)
    grep -qF "\`$package\`" "$root/README.md" || fail "README.md does not say that $file needs $package ($library)"
  done
done

"$root/bin/teachdrl" teachers | grep ALP-GMM >/dev/null || fail "the command line does not list the teachers"
scripts/test-examples.sh "$root" "$folder/examples" "$root/share/doc/teachdrl/examples"
# Its README's commands, as they stand.
(cd "$root" && sed -n '/^```sh$/,/^```$/{/^```/d;p}' README.md | bash -euo pipefail) >"$folder/said.txt"
[ "$(grep -c '^ *20000 ' "$folder/said.txt")" = 2 ] || fail "README.md's commands do not print two tables"
echo "$(basename "$archive"): unpacked and used"
