#!/usr/bin/env python3
"""Checks that the C++ header is whole: it uses every function of the C header, and its tests execute every line of it.

Usage: check-cpp-header.py PREFIX FOLDER

PREFIX is where the library is installed, FOLDER is made anew for what g++ and gcov write.
"""

import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = {"methods": [], "results": ["-fno-exceptions", "-fno-rtti"]}


def unused_functions() -> set[str]:
    """The functions that the C header declares and the C++ header does not name outside of comments."""
    declared = re.findall(r"^\w[\w ]*[ *](teachdrl_\w+)\(", (ROOT / "include/teachdrl.h").read_text(), re.MULTILINE)
    code = re.sub(r"//.*", "", (ROOT / "bindings/cpp/teachdrl.hpp").read_text())
    return set(declared) - set(re.findall(r"\bteachdrl_\w+", code))


def lines_not_executed(prefix: pathlib.Path, folder: pathlib.Path) -> list[int]:
    """The lines of the C++ header that no test executes, in none of its two modes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Inline functions that nothing calls are compiled too, so that they count.
    options = ["-std=c++17", "-O0", "--coverage", "-fkeep-inline-functions", f"-I{prefix}/include"]
    for name, mode in PROGRAM.items():
        command = ["g++", *options, *mode, "-c", str(ROOT / f"Tests/Cpp/{name}.cpp"), "-o", f"{name}.o"]
        subprocess.run(command, check=True, cwd=folder)
    objects = [f"{name}.o" for name in PROGRAM]
    link = ["g++", "--coverage", *objects, "-o", "methods", f"-L{prefix}/lib", "-lteachdrl", f"-Wl,-rpath,{prefix}/lib"]
    subprocess.run(link, check=True, cwd=folder)
    subprocess.run(["./methods"], check=True, cwd=folder, timeout=120, stdout=subprocess.DEVNULL)
    executed: dict[int, int] = collections.defaultdict(int)
    for name in objects:
        command = ["gcov", "--json-format", "--stdout", name]
        report = subprocess.run(command, check=True, cwd=folder, stdout=subprocess.PIPE).stdout
        for file in json.loads(report)["files"]:
            if file["file"].endswith("/teachdrl.hpp"):
                for line in file["lines"]:
                    executed[line["line_number"]] += line["count"]
    if len(executed) < 100:
        sys.exit("gcov knows next to nothing of teachdrl.hpp")
    return sorted(number for number, count in executed.items() if count == 0)


def main(prefix: pathlib.Path, folder: pathlib.Path) -> None:
    unused = unused_functions()
    if unused:
        sys.exit(f"teachdrl.hpp does not use {', '.join(sorted(unused))}")
    header = (ROOT / "bindings/cpp/teachdrl.hpp").read_text().splitlines()
    # What the compiler writes by itself, at closing braces and for `= default`, is not ours to test.
    missed = [
        number
        for number in lines_not_executed(prefix.resolve(), folder)
        if header[number - 1].strip() != "}" and "= default;" not in header[number - 1]
    ]
    for number in missed:
        print(f"teachdrl.hpp:{number}: no test executes this: {header[number - 1].strip()}")
    if missed:
        sys.exit(1)
    print("teachdrl.hpp uses every function of teachdrl.h, and its tests execute every line")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
