"""Calls the public functions of a module with wrong arguments, and judges what they say.

What is public comes from `inspect`, so that what is added later is called too.
"""

import inspect
import math
import re

WRONG = {
    "None": None,
    "a string": "wrong",
    "an object": object(),
    "a class": dict,
    "ragged rows": [[1.0], [1.0, 2.0]],
    "rows of strings": [["a", "b"]],
    "a cube": [[[1.0]]],
    "nothing": [],
    "NaN": math.nan,
    "half": 0.5,
    "a complex number": 1j,
    "minus one": -1,
    "a huge number": 1 << 200,
    "bytes": b"wrong",
}
# What a caller of Python should never have to read.
NOT_PYTHON = re.compile(
    r"teachdrl_\w+\(?|NULL|c_double|c_void_p|ctypes|struct_size|size_t|has no len\(\)|cannot be interpreted|unpack"
    r"|object is not (iterable|subscriptable)|has no attribute|not supported between|could not convert"
    r"|must be real number"
)
KINDS = (AttributeError, TypeError, ValueError, LookupError, OSError, RuntimeError)
NEVER = (IndexError, AssertionError, UnicodeError, RecursionError, NotImplementedError)


def public_methods(kind):
    """The public methods of a class that this package has defined, with inherited ones of the package."""
    for name, member in inspect.getmembers(kind):
        if name.startswith("_") or not (inspect.isfunction(member) or inspect.ismethod(member)):
            continue
        if (member.__module__ or "").startswith("teachdrl"):
            yield name


def judged(label, parameters, parameter, wrong, failure):
    """What is to be said against an exception, if anything."""
    message = str(failure)
    said = f"{label}, {parameter} = {wrong}: {type(failure).__name__}: {message}"
    if not isinstance(failure, KINDS) or isinstance(failure, NEVER):
        return [f"wrong kind of exception: {said}"]
    if NOT_PYTHON.search(message):
        return [f"does not speak Python: {said}"]
    # Sizes that do not fit each other can be told of either; of names and paths the value says enough.
    names = "|".join(parameters)
    if not re.search(rf"\b({names})\b", message) and "'wrong'" not in message:
        return [f"does not name the parameter: {said}"]
    if "\n" in message or len(message) > 400:
        return [f"not one sentence: {said}"]
    return []


def complaints(label, make, good, skip=()):
    """Calls what `make` gives with one wrong argument at a time; what is to be said against its answers.

    Args:
        label: What it is called in the complaints.
        make: Gives the function, for each call anew.
        good: Right values, by the names of parameters; functions of no arguments where they must be made anew.
        skip: Parameters that stay as they are.
    """
    found = []
    parameters = inspect.signature(make()).parameters.values()
    named = [each for each in parameters if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]
    for parameter in named:
        if parameter.default is parameter.empty and parameter.name not in good:
            found.append(f"{label}: give a right value for {parameter.name}")
    if found:
        return found
    for wronged in named:
        if wronged.name in skip:
            continue
        for wrong, value in WRONG.items():
            given = {each.name: good[each.name] for each in named if each.name in good}
            given = {name: each() if inspect.isfunction(each) else each for name, each in given.items()}
            given[wronged.name] = value
            positional = [
                given.pop(each.name) for each in named if each.kind is each.POSITIONAL_ONLY and each.name in given
            ]
            try:
                make()(*positional, **given)
            except Exception as failure:
                found += judged(label, [each.name for each in named], wronged.name, wrong, failure)
    return found


def complaints_of(kind, make, good, skip=()):
    """The same for a class's constructor and its public methods; `make` gives an object of it."""
    found = []
    for name in public_methods(kind):
        found += complaints(f"{kind.__name__}.{name}", lambda name=name: getattr(make(), name), good, skip)
    return found
