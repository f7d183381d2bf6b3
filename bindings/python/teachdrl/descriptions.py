"""What the library has, by its own account: teachers, environments and the options of each.

Keyword arguments, signatures and help texts of this package are made from these lists.
"""

from __future__ import annotations

import ctypes
import inspect
import textwrap
from collections.abc import Iterable, Mapping
from ctypes import POINTER, c_bool, c_char_p, c_double, c_int, c_size_t, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any, Union

from ._library import check, library
from ._outcomes import member_names
from ._parameters import coordinate_at
from ._space import TaskSpace

__all__ = ["Description", "Option", "ParsedValue", "environments", "teachers", "toy"]


def __dir__() -> list[str]:
    return __all__


ParsedValue = Union[bool, int, float, str, "tuple[float, ...]", None]
"""An option's value as Python has it; None is "off"."""

_TYPES = ("integer", "number", "boolean", "choice", "numbers")


@dataclass(frozen=True)
class Option:
    """One option of a teacher or an environment.

    Attributes:
        name: The keyword argument.
        type: "integer", "number", "boolean", "choice" or "numbers".
        default: Its default.
        range: What it can be, for people.
        documentation: One line.
        minimum: Of integers, numbers and each of several numbers; NaN for others.
        maximum: Likewise.
        accepts_off: Whether None ("off") is a value too.
        choices: Of a choice, its values; of others, the words that are values too, such as "auto".
    """

    name: str
    type: str
    default: ParsedValue
    range: str
    documentation: str
    minimum: float
    maximum: float
    accepts_off: bool
    choices: tuple[str, ...]

    def parse(self, value: str) -> ParsedValue:
        """A value of this option, as the library writes it, in Python's form."""
        if self.accepts_off and value == "off":
            return None
        if value in self.choices:
            return value
        if self.type == "integer":
            return int(value)
        if self.type == "number":
            return float(value)
        if self.type == "boolean":
            return value == "true"
        if self.type == "numbers":
            return tuple(float(number) for number in value.split(","))
        return value

    def __repr__(self) -> str:
        return f"Option({self.name}: {self.annotation} = {self.default!r})"

    @property
    def annotation(self) -> str:
        """Its Python type."""
        plain = {
            "integer": "int",
            "number": "float",
            "boolean": "bool",
            "choice": "str",
            "numbers": "Sequence[float]",
        }[self.type]
        if self.choices and plain != "str":
            plain = f"{plain} | str"
        return f"{plain} | None" if self.accepts_off else plain


@dataclass(frozen=True)
class Description:
    """A teacher, an environment or the toy environment.

    Attributes:
        name: What it is created by.
        documentation: One line.
        options: By name, in the library's order.
        needs: Of a teacher, with its default options: what it needs to know about an episode, by the names of the
            arguments of `Teacher.update`.
        uses: Of a teacher: what it needs or can use, with any options.
        parameters: Of an environment, with its default options: what can be set by name. None for others.
    """

    name: str
    documentation: str
    options: Mapping[str, Option]
    needs: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    parameters: TaskSpace | None = None

    def __repr__(self) -> str:
        return f"Description({self.name!r}, {len(self.options)} options)"


class _OptionDescription(ctypes.Structure):
    _fields_ = (
        ("name", c_char_p),
        ("type", c_int),
        ("default_value", c_char_p),
        ("range", c_char_p),
        ("documentation", c_char_p),
        ("minimum", c_double),
        ("maximum", c_double),
        ("accepts_off", c_bool),
        ("choices", POINTER(c_char_p)),
    )


class _Description(ctypes.Structure):
    _fields_ = (
        ("name", c_char_p),
        ("documentation", c_char_p),
        ("options", POINTER(POINTER(_OptionDescription))),
        ("option_count", c_size_t),
        ("needs", c_uint32),
        ("uses", c_uint32),
        ("parameters", POINTER(c_void_p)),
        ("parameter_count", c_size_t),
    )


def _option(described: Any) -> Option:
    choices: list[str] = []
    while described.choices and described.choices[len(choices)] is not None:
        choices.append(described.choices[len(choices)].decode())
    fields = {
        "name": described.name.decode(),
        "type": _TYPES[described.type],
        "range": described.range.decode(),
        "documentation": described.documentation.decode(),
        "minimum": described.minimum,
        "maximum": described.maximum,
        "accepts_off": described.accepts_off,
        "choices": tuple(choices),
    }
    default = Option(default=None, **fields).parse(described.default_value.decode())
    return Option(default=default, **fields)


def _description(pointer: c_void_p) -> Description:
    described = ctypes.cast(pointer, POINTER(_Description)).contents
    options = [_option(described.options[i].contents) for i in range(described.option_count)]
    parameters = [coordinate_at(described.parameters[i]) for i in range(described.parameter_count)]
    return Description(
        described.name.decode(),
        described.documentation.decode(),
        {option.name: option for option in options},
        member_names(described.needs),
        member_names(described.uses),
        TaskSpace._of(parameters) if parameters else None,
    )


def _all(count: int, describe: Any) -> dict[str, Description]:
    found = {}
    for index in range(count):
        pointer = c_void_p()
        check(describe(index, ctypes.byref(pointer)))
        description = _description(pointer)
        found[description.name] = description
    return found


def teachers() -> dict[str, Description]:
    """The library's teachers, by name."""
    return _all(library.teachdrl_teacher_count(), library.teachdrl_teacher_describe)


def environments() -> dict[str, Description]:
    """The library's environments, by name."""
    return _all(library.teachdrl_environment_count(), library.teachdrl_environment_describe)


def toy() -> Description:
    """The toy environment."""
    pointer = c_void_p()
    check(library.teachdrl_toy_describe(ctypes.byref(pointer)))
    return _description(pointer)


def option_lines(options: Iterable[Option], indent: str) -> str:
    """Options as they stand in a help text."""
    lines = []
    for option in options:
        lines.append(f"{indent}{option.name}: {option.annotation} = {option.default!r}")
        documentation = f"{option.documentation} ({option.range})"
        lines.append(
            textwrap.fill(documentation, 100, initial_indent=indent + "    ", subsequent_indent=indent + "    ")
        )
    return "\n".join(lines)


def parameter_lines(space: TaskSpace | None, indent: str) -> str:
    """Parameters as they stand in a help text."""
    lines = []
    for name, parameter in () if space is None else space.parameters.items():
        lines.append(f"{indent}{name}: {parameter!r}")
        if parameter.documentation:
            lines.append(f"{indent}    {parameter.documentation}")
    return "\n".join(lines)


def with_summary(summary: str, documented: Any) -> str:
    """A class's help text with another first line; under `python -OO` there is no more than that line."""
    return "\n".join([summary, *(documented.__doc__ or "").split("\n")[1:]])


def document(documented: Any, heading: str, body: str, its_signature: inspect.Signature) -> None:
    """Puts a list made by the library into a class's help text and signature."""
    own = inspect.cleandoc(documented.__doc__ or "")
    documented.__doc__ = f"{own}\n\n{heading}:\n\n{body}\n"
    documented.__signature__ = its_signature


def signature(function: Any, options: Iterable[Option]) -> inspect.Signature:
    """A function's signature with these options in place of its `**options`."""
    own = inspect.signature(function)
    parameters = [parameter for parameter in own.parameters.values() if parameter.kind is not parameter.VAR_KEYWORD]
    for option in options:
        parameters.append(
            inspect.Parameter(
                option.name, inspect.Parameter.KEYWORD_ONLY, default=option.default, annotation=option.annotation
            )
        )
    return own.replace(parameters=parameters)
