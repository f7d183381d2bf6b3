#!/usr/bin/env python3
"""Describes the library's ABI, its functions and the layout of what they take, as abidw's XML.

Usage: describe-abi.py HEADER LIBRARY SONAME OUTPUT, where a LIBRARY of - is one that exports what the header declares

The library itself holds Swift's debug information only, which knows nothing of C. So every function that the header
declares is defined anew, empty, in a C file that includes the header: what the compiler makes of it is the ABI that
callers are compiled against. That the library exports the same functions is checked; that they are implemented as
declared the Swift compiler has checked.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

PROTOTYPE = re.compile(r"^([a-z][\w ]*?[ *])(teachdrl_\w+)\(([^;{]*)\);", re.MULTILINE)


def main() -> None:
    header, library, soname, output = sys.argv[1:]
    text = re.sub(r"/\*.*?\*/", "", pathlib.Path(header).read_text(), flags=re.DOTALL)
    definitions = []
    names = set()
    for result, name, arguments in PROTOTYPE.findall(text):
        names.add(name)
        body = "{ }" if result.strip() == "void" else "{ return 0; }"
        definitions.append(f"{result}{name}({arguments}) {body}")
    # What only a structure holds would go with it where a structure may grow.
    for enumeration in re.findall(r"^typedef enum (\w+) \{", text, re.MULTILINE):
        definitions.append(f"void values_of_{enumeration}({enumeration} value) {{ }}")
    if library != "-":
        listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True)
        exported = {line.split()[-1] for line in listing.stdout.splitlines()}
        if names != exported:
            sys.exit(f"{library}: header and library differ in {', '.join(sorted(names ^ exported))}")
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "functions.c")
        source.write_text(f'#include "{pathlib.Path(header).resolve()}"\n' + "\n".join(definitions) + "\n")
        options = ["-std=c17", "-g", "-O0", "-fPIC", "-shared", f"-Wl,-soname,{soname}", "-w"]
        # Named without the folder, which is another one each time.
        subprocess.run(["gcc", *options, "functions.c", "-o", soname], check=True, cwd=folder)
        command = ["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--no-architecture", soname]
        description = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout
    pathlib.Path(output).write_text(description)


main()
