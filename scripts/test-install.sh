#!/usr/bin/env bash
# Tests `make install` and `make uninstall` on what is built: files, links and folders, programs that use them, wrong
# arguments; and that a checkout that was moved builds. What needs root, the cache of /usr/local/lib, is left out without it.
#
# Usage: test-install.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
checkout=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "test-install: $1" >&2
  exit 1
}

make_quietly() {
  make --no-print-directory "$@" 2>&1
}

# ARGUMENT... MESSAGE: make with these arguments must fail with this message and write nothing.
refused() {
  local message=${*: -1} before after
  before=$(find "$folder" | sort)
  if said=$(make_quietly "${@:1:$#-1}"); then fail "make ${*:1:$#-1} does not fail"; fi
  [[ $said = *"$message"* ]] || fail "make ${*:1:$#-1} says '$said' instead of '$message'"
  after=$(find "$folder" | sort)
  [ "$before" = "$after" ] || fail "make ${*:1:$#-1} failed, but left files behind"
}

# What the folder holds, with permissions, and where links lead.
contents() {
  (cd "$1" && find . -printf '%M %p %l\n' | sort)
}

use() {
  local prefix=$1 build=$2
  mkdir -p "$build"
  (
    cd "$build"
    printf '#include <stdio.h>\n#include <teachdrl.h>\nint main(void) { return puts(teachdrl_version_string()) < 0; }\n' >main.c
    # A path with a space needs the eval that `make install` advises.
    eval "cc main.c $(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs teachdrl) -o main"
    [ "$(LD_LIBRARY_PATH=$prefix/lib ./main)" = "$version" ]
    cmake -S "$checkout/Tests/CMake" -B "cmake build" "-DCMAKE_PREFIX_PATH=$prefix" >/dev/null
    cmake --build "cmake build" >/dev/null
    "cmake build/version"
  ) || fail "a program cannot use the library in '$prefix'"
  [[ $("$prefix/bin/teachdrl" --version) = *"$version"* ]] || fail "'$prefix/bin/teachdrl' does not run"
}

echo "a prefix that is relative and has a space"
prefix="$folder/a b/it's & more"
mkdir -p "$prefix/lib" "$prefix/share/doc"
chmod 2775 "$prefix/lib"
echo foreign | tee "$prefix/lib/foreign.so" >"$prefix/share/doc/foreign.txt"
before=$(contents "$prefix")
touch "$folder/stamp"
make_quietly install PREFIX="$(realpath --relative-to=. "$folder")/./a b//it's & more/" DESTDIR= >"$folder/said.txt"
grep -qF "is installed in $prefix" "$folder/said.txt" || fail "$(cat "$folder/said.txt")"
grep -qF -- "-Wl,-rpath,\"$prefix/lib\"" "$folder/said.txt" || fail "does not say how programs find the library"
grep -qF "PKG_CONFIG_PATH=\"$prefix/lib/pkgconfig\"" "$folder/said.txt" || fail "does not say how pkg-config finds it"
written=$(find . -newer "$folder/stamp" -not -path './.git/*' -print -quit)
[ -z "$written" ] || fail "make install wrote to the checkout: $written"
use "$prefix" "$folder/build one"
[ "$(stat -c %a "$prefix/lib")" = 2775 ] || fail "make install changed the permissions of a folder that was there"
python3 - "$prefix" <<'PYTHON'
import pathlib, re, sys

documents = pathlib.Path(sys.argv[1], "share/doc/teachdrl")
pages = [*documents.glob("docs/*.md"), *documents.glob("docs/teachers/*.md")]
links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())]
broken = [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
if broken or len(links) < 30:
    sys.exit(f"test-install: of {len(links)} links in the installed guides, these lead nowhere: {broken}")
PYTHON

missing=$(comm -23 <(git ls-files docs examples | LC_ALL=C sort) \
  <(cd "$prefix/share/doc/teachdrl" && find docs examples -type f | LC_ALL=C sort))
[ -z "$missing" ] || fail "these are not installed: $missing"

echo "an installation over an older one"
touch "$prefix/lib/libteachdrl.so.0.0.9" "$prefix/lib/libforeign.so.0.0.9"
sed -i '1i lib/libteachdrl.so.0.0.9' "$prefix/share/doc/teachdrl/installed-files.txt"
once=$(contents "$prefix" | grep -v 'so.0.0.9')
make_quietly install PREFIX="$prefix" DESTDIR= >/dev/null
[ ! -e "$prefix/lib/libteachdrl.so.0.0.9" ] || fail "a file of the older version is left"
rm "$prefix/lib/libforeign.so.0.0.9" || fail "a foreign file was removed"
[ "$(contents "$prefix")" = "$once" ] || fail "the second installation differs from the first"
make_quietly uninstall PREFIX="$prefix" DESTDIR= >/dev/null
diff <(echo "$before") <(contents "$prefix") || fail "make uninstall does not leave what was there before"
refused uninstall PREFIX="$prefix" DESTDIR= "nothing is known to be installed"

echo "an installation that was broken off"
make_quietly install PREFIX="$folder/half" DESTDIR= >/dev/null
rm "$folder/half/bin/teachdrl" "$folder/half/lib/libteachdrl.so"
make_quietly uninstall PREFIX="$folder/half" DESTDIR= >/dev/null
[ -z "$(ls -A "$folder/half")" ] || fail "make uninstall leaves $(ls -A "$folder/half")"

echo "a list of files that leads outside"
make_quietly install PREFIX="$folder/outside" DESTDIR= >/dev/null
touch "$folder/victim"
sed -i '1i ../victim' "$folder/outside/share/doc/teachdrl/installed-files.txt"
refused uninstall PREFIX="$folder/outside" DESTDIR= "is damaged: '../victim'"

echo "a package's folder"
make_quietly install PREFIX=/usr DESTDIR="$folder/package" >"$folder/said.txt"
[ "$(wc -l <"$folder/said.txt")" = 1 ] || fail "gives advice to packagers: $(cat "$folder/said.txt")"
grep -qx 'prefix=/usr' "$folder/package/usr/lib/pkgconfig/teachdrl.pc" || fail "DESTDIR is in the file of pkg-config"
! grep -rIlF "$folder" "$folder/package" || fail "DESTDIR is in an installed file"
make_quietly uninstall PREFIX=/usr DESTDIR="$folder/package" >/dev/null
[ -z "$(find "$folder/package" ! -type d)" ] || fail "make uninstall leaves files"

echo "wrong arguments"
refused install PREFIX= DESTDIR= "PREFIX is empty"
refused install PREFIX=usr DESTDIR="$folder/package" "with DESTDIR it must be absolute"
refused install PREFIX='~/teachdrl' DESTDIR= 'write $HOME instead'
refused install PREFIX="$folder/a\"b" DESTDIR= "must not have a quotation mark"
refused install PREFIX="$folder/a:b" DESTDIR= "colon"
refused install PREFIX="$folder/victim" DESTDIR= "victim"
make_quietly help | grep '^make uninstall ' >/dev/null || fail "make help does not list the commands"

echo "a checkout in which nothing is built"
mkdir "$folder/moved"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --no-dereference --parents -t "$folder/moved" 2>/dev/null ||
  true # a file that was removed and is still in the index
refused -C "$folder/moved" install PREFIX="$folder/none" DESTDIR= "run make first"

echo "a checkout with a space in its path"
mv "$folder/moved" "$folder/mo ved"
make_quietly -C "$folder/mo ved" help | grep '^make uninstall ' >/dev/null || fail "make help does not work in a path with a space"
make_quietly -C "$folder/mo ved" --dry-run tool | grep -F -- "'-L$folder/mo ved/build/lib'" >/dev/null ||
  fail "the folder of the library is not quoted"
refused -C "$folder/mo ved" test "has a space in it"
mv "$folder/mo ved" "$folder/moved"

if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
  echo "/usr/local, in a mount namespace, with README's command"
  cp -a /etc "$folder/etc"
  cp "$folder/build one/main.c" "$folder/main.c"
  unshare --mount bash -euo pipefail -c '
    mount --bind "$1/etc" /etc
    mount -t tmpfs none /usr/local
    mkdir -p /usr/local/lib
    make --no-print-directory install DESTDIR= >"$1/said.txt"
    cd "$1"
    cc main.c $(pkg-config --cflags --libs teachdrl) -o main
    ./main >/dev/null
    make --no-print-directory -C "$2" uninstall DESTDIR= >/dev/null
    ! ldconfig -p | grep -F /usr/local/lib/libteachdrl
    [ -z "$(find /usr/local ! -type d)" ]' - "$folder" "$checkout" || fail "README's commands fail: $(cat "$folder/said.txt")"
  [ "$(wc -l <"$folder/said.txt")" = 1 ] || fail "gives advice that nobody needs: $(cat "$folder/said.txt")"
else
  echo "left out: /usr/local needs root and a mount namespace"
fi

echo "a checkout that was moved"
cp -a .build-lib "$folder/moved/"
mkdir -p "$folder/moved/build" && cp build/checkout "$folder/moved/build/"
(
  cd "$folder/moved"
  make --no-print-directory deps | grep -F "this checkout was $checkout before" >/dev/null
  make --no-print-directory deps
  swift build -c release --scratch-path .build-lib --target Arguments
) >"$folder/said.txt" 2>&1 || fail "a checkout that was moved does not build: $(tail -20 "$folder/said.txt")"
! grep -q 'is compiled anew' "$folder/said.txt" || fail "what was compiled here is thrown away: $(cat "$folder/said.txt")"
# Without the record, SwiftPM's files say where it was.
rm "$folder/moved/build/checkout" && (cd "$folder/moved" && scripts/forget-moved-builds.sh) >"$folder/said.txt"
[ ! -s "$folder/said.txt" ] && [ -d "$folder/moved/.build-lib/release/Arguments.build" ] || fail "$(cat "$folder/said.txt")"
mv "$folder/moved" "$folder/again" && rm "$folder/again/build/checkout"
(cd "$folder/again" && scripts/forget-moved-builds.sh) >"$folder/said.txt"
[ -s "$folder/said.txt" ] && [ ! -e "$folder/again/.build-lib/release" ] || fail "a move without a record is not noticed"
echo "installed, used and removed; built after a move"
