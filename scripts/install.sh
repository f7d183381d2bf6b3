#!/usr/bin/env bash
# Installs what `make` has built, or removes it again. Builds nothing, so that `sudo make install` compiles nothing.
#
# Usage: PREFIX=FOLDER [DESTDIR=FOLDER] install.sh install VERSION SONAME
#        PREFIX=FOLDER [DESTDIR=FOLDER] install.sh uninstall
#
# Below DESTDIR, where packagers collect files, everything is as it will be below PREFIX later. A list of what was
# installed is kept beside the documents, and only what is in it is ever removed.
set -euo pipefail
checkout=$(cd "$(dirname "$0")/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin
list=share/doc/teachdrl/installed-files.txt

fail() {
  echo "make $action: $1" >&2
  exit 1
}

# Makes a folder's path absolute, without `..` and double slashes. The folder need not exist.
absolute() {
  realpath --canonicalize-missing --no-symlinks -- "$1"
}

# Sets `prefix`, where files will be used, and `target`, where they are put.
choose_folders() {
  prefix=${PREFIX-} target=${DESTDIR-}
  [ -n "$prefix" ] || fail "PREFIX is empty; it must be a folder, such as /usr/local"
  [[ $prefix != '~'* ]] || fail "PREFIX is '$prefix', whose ~ the shell did not replace; write \$HOME instead"
  [[ -z $target || $prefix = /* ]] || fail "PREFIX is '$prefix'; with DESTDIR it must be absolute, such as /usr"
  prefix=$(absolute "$prefix")
  # pkg-config's files, the list of files and lists of folders such as LD_LIBRARY_PATH have no way to write these.
  [[ $prefix != *[\"\\\`\#\$:]* && $prefix != *$'\n'* ]] ||
    fail "PREFIX is '$prefix'; it must not have a quotation mark, backslash, backquote, #, \$, colon or line break in it"
  [ -z "$target" ] || target=$(absolute "$target")
  target=${target%/}${prefix%/}
  [ -n "$target" ] || target=/
}

# Collects in the folder $1 all that is installed, with the permissions it gets.
collect() {
  local version=$1 soname=$2 documents=$3/share/doc/teachdrl root=$3 file text newer escaped
  [ -f "build/lib/libteachdrl.so.$version" ] && [ -x build/bin/teachdrl ] ||
    fail "teachdrl $version has not been built here yet; run make first, as yourself, and then make install"
  newer=$(find Package.swift Sources Programs include bindings/cpp bindings/swift -type f -newer build/bin/teachdrl -print -quit)
  [ -z "$newer" ] || echo "Note: '$newer' is newer than what was built, which is installed; run make to build it."
  mkdir -p "$root"/{include,bin,lib/pkgconfig,lib/cmake/teachdrl,share/teachdrl} "$documents"
  cp build/include/teachdrl.h build/include/teachdrl.hpp "$root/include/"
  cp build/bin/teachdrl "$root/bin/"
  cp "build/lib/libteachdrl.so.$version" "$root/lib/"
  ln -s "libteachdrl.so.$version" "$root/lib/$soname"
  ln -s "$soname" "$root/lib/libteachdrl.so"
  cp -r bindings/swift "$root/share/teachdrl/"
  # Only pkg-config's file has the prefix in it, where what a shell would take as special is written with a backslash.
  escaped=$(sed "s/[] '()&;|<>*?[]/\\\\&/g" <<<"$prefix")
  for file in teachdrl.pc:lib/pkgconfig teachdrlConfig.cmake:lib/cmake/teachdrl \
    teachdrlConfigVersion.cmake:lib/cmake/teachdrl; do
    text=$(<"packaging/${file%:*}.in")
    text=${text//@PREFIX@/"$escaped"}
    text=${text//@VERSION@/"$version"}
    printf '%s\n' "${text//@SONAME@/"$soname"}" >"$root/${file#*:}/${file%:*}"
  done
  cp LICENSE CHANGELOG.md bindings/python/THIRD-PARTY-NOTICES.txt "$documents/"
  find docs examples -name 'build*' -prune -o -type f \( -name '*.md' -o -name '*.png' -o -name '*.gif' -o -name '*.svg' -o -name '*.csv' \
    -o -name '*.json' -o -name '*.c' -o -name '*.cpp' -o -name '*.py' -o -name '*.txt' -o -name '*.safetensors' \) -print0 |
    xargs -0 cp --parents -t "$documents"
  # The headers are elsewhere here than in the repository.
  sed -i -e 's|(\.\./include/|(../../../../include/|g' -e 's|(\.\./bindings/cpp/|(../../../../include/|g' \
    "$documents"/docs/*.md
  chmod -R u=rwX,go=rX "$root"
}

# Removes the files of the list that are not in the folder $1, then the folders of the list that are empty.
remove_others() {
  local name
  while IFS= read -r name; do
    # Nothing outside, whatever somebody wrote into the list.
    [[ -n $name && $name != /* && /$name/ != */../* ]] || fail "'$target/$list' is damaged: '$name'"
    if [[ $name = */ ]]; then
      [ -d "$1/$name" ] || rmdir "$target/$name" 2>/dev/null || true
    elif [ ! -e "$1/$name" ] && [ ! -L "$1/$name" ]; then
      rm -f "$target/$name"
    fi
  done
}

# The files of an installation and then, the innermost first, the folders that it made: those that were not there and
# those that an earlier one made.
contents() {
  local folder
  (cd "$1" && find . ! -type d -printf '%P\n' | LC_ALL=C sort && echo "$list")
  (cd "$1" && find . -mindepth 1 -type d -printf '%P/\n' | LC_ALL=C sort -r) | while IFS= read -r folder; do
    if [ ! -d "$target/$folder" ] || grep -qxF "$folder" "$2"; then echo "$folder"; fi
  done
}

# Whether the system looks for libraries in the prefix.
is_searched() {
  # Not grep -q, which would end ldconfig before its time.
  ldconfig -vNX 2>/dev/null | sed -E 's/:( \(.*)?$//' | grep -xF "$prefix/lib" >/dev/null
}

# Tells the system of the libraries that are there now, if it looks there and we may.
refresh_cache() {
  if [ "$(id -u)" = 0 ] && is_searched; then ldconfig || true; fi
}

# What is missing before a program can be compiled and run with the library.
advise() {
  local soname=$1 say=()
  # Not where a package's files are collected.
  [ -z "${DESTDIR-}" ] || return 0
  refresh_cache
  if ! is_searched; then
    say+=("the system does not look for libraries in $prefix/lib: link with -Wl,-rpath,\"$prefix/lib\", or
    export LD_LIBRARY_PATH=\"$prefix/lib\"")
  elif ! ldconfig -p 2>/dev/null | grep -F "=> $prefix/lib/$soname" >/dev/null; then
    say+=("run 'sudo ldconfig', so that programs find the library when they are started")
  fi
  if command -v pkg-config >/dev/null; then
    case :$(pkg-config --variable pc_path pkg-config): in
      *":$prefix/lib/pkgconfig:"*) ;;
      *) say+=("so that pkg-config finds it:
    export PKG_CONFIG_PATH=\"$prefix/lib/pkgconfig\"") ;;
    esac
  fi
  [[ $prefix != *' '* ]] || say+=("the path has a space, so in a shell write: eval cc main.c \$(pkg-config --cflags --libs teachdrl)")
  local line
  for line in ${say[@]+"${say[@]}"}; do echo "  - $line"; done
}

install_all() {
  local mode name
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  collect "$1" "$2" "$folder/new"
  touch "$folder/old"
  [ ! -f "$target/$list" ] || cp "$target/$list" "$folder/old"
  contents "$folder/new" "$folder/old" >"$folder/list"
  # The list comes first, so that an installation that was broken off can be removed; it names the old files too.
  (
    umask 022
    mkdir -p "$target"
    cd "$folder/new"
    find . -mindepth 1 -type d -printf '%P\0' | (cd "$target" && xargs -0 mkdir -p)
  )
  put "$folder/list" "$list" 644 "$folder/old"
  (cd "$folder/new" && find . ! -type d -printf '%m %P\n') | while read -r mode name; do
    put "$folder/new/$name" "$name" "$mode"
  done
  remove_others "$folder/new" < <(grep -vxF "$list" "$folder/old")
  put "$folder/list" "$list" 644
  echo "teachdrl $1 is installed in $target"
  advise "$2"
}

# Puts a file or a link in its place, where a program that uses the old one keeps it. A fourth argument is added to it.
put() {
  local beside=$target/$2.teachdrl-new
  if [ -L "$1" ]; then
    ln -sfn "$(readlink "$1")" "$beside"
  else
    cat "$1" ${4+"$4"} >"$beside"
    chmod "$3" "$beside"
  fi
  mv -fT "$beside" "$target/$2"
}

uninstall_all() {
  [ -f "$target/$list" ] || fail "there is no '$target/$list', so nothing is known to be installed; PREFIX says where"
  local names
  names=$(<"$target/$list")
  # The list last, so that what was broken off can be gone on with.
  remove_others /nowhere < <(grep -vxF "$list" <<<"$names" | grep -v '/$')
  rm -f "$target/$list"
  remove_others /nowhere < <(grep '/$' <<<"$names")
  echo "teachdrl is removed from $target"
  [ -n "${DESTDIR-}" ] || refresh_cache
}

action=${1-}
cd "$checkout"
case $action in
  install)
    choose_folders
    install_all "$2" "$3"
    ;;
  uninstall)
    choose_folders
    uninstall_all
    ;;
  *)
    echo "usage: install.sh install VERSION SONAME | uninstall" >&2
    exit 2
    ;;
esac
