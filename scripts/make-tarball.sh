#!/usr/bin/env bash
# Packs what `make install` installs, relocatable, into
# build/dist/teachdrl-VERSION-MACHINE-linux.tar.gz. The same files give the same bits.
#
# Usage: make-tarball.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
machine=$(uname -m)
name=teachdrl-$version-$machine-linux
root=$PWD/build/dist/$name
documents=$root/share/doc/teachdrl
rm -rf "$root" "$root.tar.gz"
mkdir -p "$root"

make --no-print-directory install PREFIX="$root" DESTDIR= >/dev/null
rm "$documents/installed-files.txt" # of make uninstall
sed -i 's|^prefix=.*|prefix=${pcfiledir}/../..|' "$root/lib/pkgconfig/teachdrl.pc"
sed -e "s|@VERSION@|$version|" -e "s|@MACHINE@|$machine|" packaging/release.md >"$root/README.md"

# Nothing of when, where and by whom it was packed.
tar --create --file - --directory build/dist --format=gnu --sort=name --owner=0 --group=0 --numeric-owner \
  --mode='u=rwX,go=rX' --mtime="@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}" "$name" | gzip -9n >"$root.tar.gz"
rm -r "$root"
echo "$root.tar.gz: $(stat -c %s "$root.tar.gz") bytes"
