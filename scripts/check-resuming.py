#!/usr/bin/env python3
"""Checks that a program which resumes from a file starts anew only if there is no such file.

Usage: check-resuming.py FILE COMMAND...

The command is run without the file, with it, and with the file damaged or unreadable in many ways. In these it must end
with an error that names the file, and leave it as it is. A damaged byte that carries nothing, as in a zip's directory,
may also change nothing at all.
"""

import os
import pathlib
import random
import shutil
import subprocess
import sys


def run(command: list[str]) -> tuple[int, str]:
    """The exit status, and all that was printed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    return done.returncode, done.stdout


def succeed(command: list[str], when: str) -> str:
    """What the command prints; it must not fail."""
    status, output = run(command)
    if status != 0:
        sys.exit(f"{command}, {when}, ended with {status}:\n{output}")
    return output


def damaged(content: bytes) -> dict[str, bytes]:
    """The content in several states of ruin, by what was done to it."""
    chance = random.Random(len(content))
    files = {"empty": b"", "cut in half": content[: len(content) // 2], "cut by a byte": content[:-1]}
    for place in [0, 9, len(content) - 1, *(chance.randrange(len(content)) for _ in range(12))]:
        flipped = bytearray(content)
        flipped[place] ^= 1 << chance.randrange(8)
        files[f"with byte {place} flipped"] = bytes(flipped)
    return files


def main() -> None:
    file, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    file.unlink(missing_ok=True)
    succeed(command, "without a file")
    content = file.read_bytes()
    expected = succeed(command, "with its file")
    refusals = 0

    def require_refusal(what: str, is_as_it_was: bool, status: int, output: str) -> None:
        nonlocal refusals
        if status == 0 or not is_as_it_was or file.name not in output:
            state = "as it was" if is_as_it_was else "overwritten"
            sys.exit(f"{command}, its file {what}, ended with {status}, and the file is {state}:\n{output}")
        refusals += 1

    for what, bytes_now in damaged(content).items():
        file.write_bytes(bytes_now)
        status, output = run(command)
        if (status, output) == (0, expected):
            print(f"harmless: {what}")
            continue
        require_refusal(what, file.read_bytes() == bytes_now, status, output)
    file.unlink()
    file.mkdir()
    status, output = run(command)
    require_refusal("a folder", file.is_dir() and not os.listdir(file), status, output)
    shutil.rmtree(file)
    file.symlink_to(file.name)
    status, output = run(command)
    require_refusal("a link to itself", file.is_symlink(), status, output)
    file.unlink()
    if refusals < 10:
        sys.exit(f"{command} refused only {refusals} files")
    print(f"{' '.join(command)}: starts anew without '{file.name}', refused it in {refusals} states")


main()
