#!/usr/bin/env python3
"""Writes teachdrl.h as Doxygen reads it: its comments are plain C, for people who read the header itself.

A comment before a declaration documents that, one behind a member documents the member, and a section's rule begins a
group. What is undocumented stays so, and Doxygen complains.
"""

import pathlib
import re
import sys

# A section by the words of its rule.
GROUPS = {
    "version and errors": "c_errors",
    "options and their lists": "c_options",
    "teachers": "c_teachers",
    "a teacher's saved state": "c_saved_state",
    "episodes of many workers": "c_workers",
    "looking inside a teacher": "c_inside",
    "how a curriculum goes": "c_progress",
    "parameters of a task": "c_parameters",
    "outcomes and levels": "c_outcomes",
    "environments": "c_environments",
    "pictures of a walker": "c_pictures",
    "many environments": "c_vector",
    "the toy environment": "c_toy",
}
SECTION = re.compile(r"/\* -{5,} ([a-z' ]+?)(?: \*/|\n(.*?)\*/)", re.DOTALL)
PARAMETER = re.compile(r" \*   ([a-z_]+(?:, [a-z_]+)*)(?:  +|$)")


def section(match: re.Match[str]) -> str:
    """A rule with its text, as the beginning of a group."""
    title, text = match[1], match[2] or ""
    end = "" if section.first else "/** @} */\n"
    section.first = False
    return f"{end}/** @defgroup {GROUPS[title]} {title.capitalize()}\n{text} */\n/** @{{ */"


section.first = True


def comment(match: re.Match[str]) -> str:
    """A comment in front of a declaration. Lines that describe an argument become its documentation."""
    lines = []
    in_list = False
    for line in match[1].split("\n"):
        argument = PARAMETER.match(line)
        if argument:
            line = f" * @param {argument[1].replace(', ', ',')} {line[argument.end() :]}"
        elif in_list and not line.startswith(" *    "):
            lines.append(" *")
            in_list = False
        in_list = in_list or argument is not None
        lines.append(line)
    return "/** " + "\n".join(lines)


def conventions(opening: str) -> str:
    """The header's first comment, its conventions as a list."""
    opening = re.sub(r"(?m)^ \*   ([A-Z]\w+|fork\(\))  +", r" * - **\1**: ", opening)
    return opening.replace("/*\n", "/** @file\n", 1)


text = pathlib.Path(sys.argv[1]).read_text()
opening, _, rest = text.partition("#ifndef TEACHDRL_H")
rest = SECTION.sub(section, rest)
# Behind a member, on its line.
rest = re.sub(r"([,;\w]) +/\* ", r"\1 /**< ", rest)
# In front of a declaration, at the margin or inside a type.
rest = re.sub(r"(?m)^/\* ((?:(?!\*/).)*\*/)(?=\n\S)", comment, rest, flags=re.DOTALL)
rest = re.sub(r"(?m)^    /\* ", "    /** ", rest)
# The last group ends with the header.
rest = rest.replace("#ifdef __cplusplus\n}\n", "/** @} */\n#ifdef __cplusplus\n}\n")
print(conventions(opening) + "#ifndef TEACHDRL_H" + rest, end="")
