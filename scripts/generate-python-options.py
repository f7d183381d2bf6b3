#!/usr/bin/env python3
"""Writes the options of teachers and environments for type checkers, from the library's own listing.

Prints the module teachdrl._options; `make python-options` puts it into the package. Needs the package on the path.
"""

from collections.abc import Iterable

from teachdrl import descriptions
from teachdrl.descriptions import Description

HEAD = '''"""The options as type checkers see them, made from the library's listing by `make python-options`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Union

    import numpy as np
    from numpy.typing import NDArray

    Integer = Union[int, np.integer[Any]]
    Number = Union[float, np.floating[Any], np.integer[Any]]
    Boolean = Union[bool, np.bool_]
    Numbers = Union[Sequence[float], NDArray[Any]]
'''
TYPES = {"integer": "Integer", "number": "Number", "boolean": "Boolean", "choice": "str", "numbers": "Numbers"}


def typed(name: str, documentation: str, described: Iterable[Description]) -> str:
    """A class of keyword arguments: all options that any of them has, with all types that they have."""
    types: dict[str, list[str]] = {}
    for option in (option for each in described for option in each.options.values()):
        known = types.setdefault(option.name, [])
        kinds = [TYPES[option.type], *(["str"] if option.choices else []), *(["None"] if option.accepts_off else [])]
        known += [kind for kind in dict.fromkeys(kinds) if kind not in known]
    lines = [f"    {option}: {' | '.join(sorted(kinds, key='None'.__eq__))}" for option, kinds in types.items()]
    return "\n".join(["", "", f"class {name}(TypedDict, total=False):", f'    """{documentation}"""', "", *lines])


def parameters(described: Iterable[Description]) -> str:
    """The keyword arguments of `set_environment`: all parameters that any environment has."""
    known: dict[str, str] = {}
    for name, parameter in (
        pair for each in described if each.parameters for pair in each.parameters.parameters.items()
    ):
        # A mean may come with its deviation.
        known.setdefault(name, "Number | Numbers | None" if parameter.count is None else "Numbers | None")
    lines = [f"    {name}: {types}" for name, types in known.items()]
    documentation = "The parameters of all environments that can be set by name."
    head = ["", "", "class EnvironmentParameters(TypedDict, total=False):", f'    """{documentation}"""', ""]
    return "\n".join(head + lines)


def module() -> str:
    """The module's source."""
    parts = [
        typed("TeacherOptions", "The options of all teachers.", descriptions.teachers().values()),
        typed("EnvironmentOptions", "The options of all environments.", descriptions.environments().values()),
        parameters(descriptions.environments().values()),
        typed("ToyOptions", "The options of the toy environment.", [descriptions.toy()]),
    ]
    return HEAD + "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(module(), end="")
