#!/usr/bin/env python3
"""Checks that structures which callers know the size of have only grown at their ends.

Usage: check-growth.py RECORD NOW, two descriptions as describe-abi.py writes them

Structures whose growth packaging/abi.suppressions allows: `abidiff` then overlooks all that changes in them.
"""

import configparser
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def type_name(types: dict[str, ElementTree.Element], identifier: str) -> str:
    """A type by its names, so that descriptions with other numbers compare."""
    element = types.get(identifier)
    if element is None:
        return "?"
    inner = type_name(types, element.get("type-id", "")) if element.tag.endswith("type-def") else ""
    return f"{element.tag} {element.get('name', '')} {element.get('const', '')} {inner}"


def layouts(description: str) -> dict[str, list[tuple[str, str, str]]]:
    """The members of each structure with their places and types."""
    root = ElementTree.parse(description).getroot()
    types = {element.get("id"): element for element in root.iter() if element.get("id")}
    found = {}
    for structure in root.iter("class-decl"):
        members = []
        for member in structure.findall("data-member"):
            variable = member.find("var-decl")
            members.append(
                (variable.get("name"), member.get("layout-offset-in-bits"), type_name(types, variable.get("type-id")))
            )
        if members:
            found[structure.get("name")] = members
    return found


def main() -> None:
    suppressions = configparser.ConfigParser()
    suppressions.read(pathlib.Path(__file__).parent.parent / "packaging" / "abi.suppressions")
    growing = re.compile(suppressions["suppress_type"]["name_regexp"])
    before, now = layouts(sys.argv[1]), layouts(sys.argv[2])
    names = [name for name in before if growing.search(name)]
    if not names:
        sys.exit("the record has no structure that may grow")
    for name in names:
        if now.get(name, [])[: len(before[name])] != before[name]:
            sys.exit(f"{name} has changed before its end")


main()
