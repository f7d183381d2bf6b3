#!/usr/bin/env python3
"""Changes the header in every way that users would notice, and sees that the check of the ABI does.

Usage: test-abi-check.py RECORD HEADER SONAME
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# What is done to the header: a pattern, what takes its place.
BREAKS = {
    "a function is gone": (r"size_t teachdrl_teacher_count\(void\);", ""),
    "an argument has another type": (r"(teachdrl_environment_seed\([^;]*), uint64_t seed", r"\1, uint32_t seed"),
    "an argument is new": (r"(teachdrl_toy_destroy\(teachdrl_toy \*toy)", r"\1, int how"),
    "a member is new in the middle": (r"    float red;", "    float alpha;\n    float red;"),
    "what callers allocate has a new member": (
        r"(    double height;[^\n]*\n)(\} teachdrl_view)",
        r"\1    double depth;\n\2",
    ),
    "a member has another type": (r"    double left;", "    float left;"),
    "members have changed places": (
        r"(    const char \*name;[^\n]*\n)(    const char \*value;[^\n]*\n)",
        r"\2\1",
    ),
    "a member of what says its size has another type": (r"    uint64_t length;", "    int64_t length;"),
    "what says its size has a new member in the middle": (
        r"(    double score;[^\n]*\n)",
        r"\1    double more;\n",
    ),
    "a kind of parameter is gone": (r"TEACHDRL_PARAMETER_INTEGER = 2,[^\n]*\n", "\n"),
    "a constant has another value": (r"TEACHDRL_INVALID_DATA = 6", "TEACHDRL_INVALID_DATA = 7"),
    "a constant is gone": (r"TEACHDRL_AUTORESET_SAME_STEP = 1,[^\n]*\n", "\n"),
}
ADDITIONS = {
    "a function is new": (r"size_t teachdrl_teacher_count\(void\);", r"\g<0>\nsize_t teachdrl_more(void);"),
    "a description has a new last member": (
        r"(    size_t parameter_count;[^\n]*\n)(\} teachdrl_description)",
        r"\1    int more;\n\2",
    ),
    "what says its size has a new last member": (
        r"(\n)(\} teachdrl_finished_episodes)",
        r"\1    double *more;\n\2",
    ),
    "an enumeration has a new last value": (r"TEACHDRL_MISMATCH = 8", r"\g<0>,\n    TEACHDRL_MORE = 9"),
}


def main() -> None:
    record, header, soname = sys.argv[1:]
    check = str(pathlib.Path(__file__).parent / "check-abi.sh")
    text = pathlib.Path(header).read_text()
    with tempfile.TemporaryDirectory() as folder:
        changed, copy = pathlib.Path(folder, "teachdrl.h"), str(pathlib.Path(folder, "record.abi"))

        def accepts(action: str) -> bool:
            shutil.copy(record, copy)
            command = [check, action, copy, str(changed), "-", soname]
            return subprocess.run(command, capture_output=True).returncode == 0

        changed.write_text(text)
        if not accepts("check"):
            sys.exit("the header as it is does not pass")
        for change, (pattern, replacement) in (BREAKS | ADDITIONS).items():
            after, count = re.subn(pattern, replacement, text)
            if count != 1:
                sys.exit(f"{change}: the header has {count} places for that")
            changed.write_text(after)
            # What cannot be recorded does not pass either.
            if change in ADDITIONS and accepts("check"):
                sys.exit(f"{change}, and nobody notices")
            if accepts("record") != (change in ADDITIONS):
                sys.exit(f"{change}, and that could {'not ' if change in ADDITIONS else ''}be recorded")
    print(f"{len(BREAKS)} breaks of the ABI are refused, {len(ADDITIONS)} additions must be recorded")


main()
