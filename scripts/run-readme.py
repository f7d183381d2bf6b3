#!/usr/bin/env python3
"""Runs what a Markdown page shows, so that it cannot drift from the truth.

A block that follows `<!-- file: NAME -->` is written to that file; one that follows `<!-- run -->` is run by bash, in
the order of the page, in one temporary copy of the place a reader would stand: build/, examples/ and scripts/ are
linked into it. A block that follows `<!-- run: expect TEXT -->` must print that text too. `run-extras` is for what
needs more than the quick tests have: it is run with --extras only. A comment that begins with the line `<!-- check` or
`<!-- check: expect TEXT` has commands that readers do not see: what happens if a call fails. Other blocks are left
alone.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

MARKED_BLOCK = re.compile(
    r"^<!-- (?:"
    r"(?P<verb>file|run|run-extras)(?:: (?P<detail>[^>]*?))? -->\n+```[a-z]*\n(?P<text>.*?)^```$|"
    r"check(?:: (?P<hidden_detail>[^>\n]*))?\n(?P<hidden_text>.*?)^-->$)",
    re.MULTILINE | re.DOTALL,
)


def main(page: pathlib.Path, extras: bool) -> int:
    root = next(folder for folder in page.resolve().parents if (folder / "Makefile").exists())
    blocks = list(MARKED_BLOCK.finditer(page.read_text()))
    if not blocks:
        print(f"{page}: no block is marked, so nothing was checked", file=sys.stderr)
        return 1
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("build", "examples", "scripts"):
            os.symlink(root / name, pathlib.Path(folder) / name)
        for block in blocks:
            detail = block["detail"] or block["hidden_detail"] or ""
            text = block["text"] or block["hidden_text"]
            if block["verb"] == "file":
                (pathlib.Path(folder) / detail).write_text(text)
                continue
            if block["verb"] == "run-extras" and not extras:
                print(f"left to the extras: {text.strip()}")
                continue
            run = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text],
                cwd=folder,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=300,
            )
            expected = detail.removeprefix("expect ")
            passed = run.returncode == 0 and expected in run.stdout
            failed += not passed
            print(f"{'ok' if passed else 'FAILED'}: {text.strip()}")
            if not passed:
                print(f"exit code {run.returncode}, expected to print '{expected}':\n{run.stdout}")
    print(f"{page.name}: {len(blocks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), extras="--extras" in sys.argv[2:]))
