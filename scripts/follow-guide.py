#!/usr/bin/env python3
"""Follows guides of docs/ in a copy of the project, so that what they say to do works.

A block that follows `<!-- new: PATH -->` becomes that file; one that follows `<!-- after: PATH: TEXT -->` is put behind
the first line of PATH that holds TEXT; one that follows `<!-- replace: PATH: TEXT -->` takes that line's place. Blocks
that follow `<!-- run -->` are run by bash in the copy, in the order of the page.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MARKED_BLOCK = re.compile(
    r"^<!-- (?P<verb>new|after|replace|run)(?:: (?P<path>[^:>]+?)(?:: (?P<text>.+?))?)? -->\n+"
    r"```[a-z]*\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def edit(file: pathlib.Path, verb: str, text: str, block: str) -> None:
    """Puts a block behind the first line that holds a text, or in its place."""
    lines = file.read_text().splitlines(keepends=True)
    found = next((i for i, line in enumerate(lines) if text in line), None)
    if found is None:
        sys.exit(f"{file.name} has no line with '{text}'")
    lines[found : found + 1] = [block] if verb == "replace" else [lines[found], block]
    file.write_text("".join(lines))


def copy_project(root: pathlib.Path, copy: pathlib.Path) -> None:
    """Copies the project as it stands, without what git ignores."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
    ).stdout
    for name in filter(None, listing.split("\0")):
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, copy / name)


def follow(page: pathlib.Path, copy: pathlib.Path) -> int:
    """Does in the copy what a page says."""
    blocks = list(MARKED_BLOCK.finditer(page.read_text()))
    if not any(block["verb"] == "run" for block in blocks):
        print(f"{page}: no block is run, so nothing was checked", file=sys.stderr)
        return 1
    for block in blocks:
        if block["verb"] == "new":
            (copy / block["path"]).write_text(block["block"])
        elif block["verb"] == "run":
            run = subprocess.run(["bash", "-euo", "pipefail", "-c", block["block"]], cwd=copy)
            if run.returncode != 0:
                print(f"{page}: failed with {run.returncode}:\n{block['block']}", file=sys.stderr)
                return 1
        else:
            edit(copy / block["path"], block["verb"], block["text"], block["block"])
    print(f"{page}: works as it says")
    return 0


def main(pages: list[pathlib.Path]) -> int:
    # One after the other in one copy: what one has compiled the next need not compile again.
    with tempfile.TemporaryDirectory() as folder:
        copy_project(pages[0].resolve().parent.parent, pathlib.Path(folder))
        return max(follow(page, pathlib.Path(folder)) for page in pages)


if __name__ == "__main__":
    sys.exit(main([pathlib.Path(page) for page in sys.argv[1:]]))
