"""The declared functions, held against the header, and what happens without the library."""

import ctypes
import os
import pathlib
import re
import subprocess
import sys

import numpy as np
import pytest
import teachdrl
from teachdrl import _library, _structures

ROOT = pathlib.Path(__file__).resolve().parents[3]
HEADER = (ROOT / "include" / "teachdrl.h").read_text()

BY_VALUE = {
    "size_t": ctypes.c_size_t,
    "uint64_t": ctypes.c_uint64,
    "uint32_t": ctypes.c_uint32,
    "double": ctypes.c_double,
    "teachdrl_status": ctypes.c_int,
    "teachdrl_autoreset": ctypes.c_int,
    "void": None,
}


def ctypes_kind(declaration):
    """The kind of argument that a C declaration is: a pointer, or a type that is passed by value."""
    if "*" in declaration:
        return "pointer"
    return BY_VALUE[declaration.replace("const ", "").split()[0]]


def declared_functions():
    code = re.sub(r"/\*.*?\*/|^#.*?$", "", HEADER, flags=re.DOTALL | re.MULTILINE)
    found = {}
    for result, name, arguments in re.findall(r"^([\w ]+[ *]+?)(teachdrl_\w+)\(([^)]*)\);", code, re.MULTILINE):
        parts = [part.strip() for part in arguments.split(",") if part.strip() != "void"]
        found[name] = (ctypes_kind(result), [ctypes_kind(part) for part in parts])
    return found


def kind(declared):
    return "pointer" if declared in (ctypes.c_void_p, ctypes.c_char_p) else declared


def test_every_function_of_the_header_is_declared_alike():
    header = declared_functions()
    assert set(header) == set(_library._ARGUMENTS) | set(_library._OTHERS)
    for name, (result, arguments) in header.items():
        function = getattr(_library.library, name)
        assert [kind(argument) for argument in function.argtypes] == arguments, name
        assert kind(function.restype) == result, name


def test_version():
    parts = [re.search(rf"#define TEACHDRL_VERSION_{part} (\d+)", HEADER)[1] for part in ("MAJOR", "MINOR", "PATCH")]
    assert teachdrl.__version__ == ".".join(parts)


def test_every_status_has_an_exception():
    enumeration = HEADER.split("typedef enum teachdrl_status")[1].split("} teachdrl_status;")[0]
    codes = {int(code) for code in re.findall(r"^    TEACHDRL_[A-Z_]+ = (\d+)", enumeration, re.M)}
    assert codes - {0} == set(_library._EXCEPTIONS)


SIZED = {
    "teachdrl_parameter": _structures.Parameter,
    "teachdrl_teacher_definition": _structures.TeacherDefinition,
    "teachdrl_proposal": _structures.Proposal,
    "teachdrl_mixture": _structures.Mixture,
    "teachdrl_regions": _structures.Regions,
    "teachdrl_step": _structures.Step,
    "teachdrl_vector_environment_definition": _structures.VectorEnvironmentDefinition,
    "teachdrl_finished_episodes": _structures.FinishedEpisodes,
    "teachdrl_step_rows": _structures.StepRows,
}


def structures_of_the_header():
    """The members of each structure with `struct_size`: their kinds by their names."""
    code = re.sub(r"/\*.*?\*/|^#.*?$", "", HEADER, flags=re.DOTALL | re.MULTILINE)
    found = {}
    for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", code, re.DOTALL):
        members = [" ".join(member.split()) for member in body.split(";") if member.strip()]
        if members[0] == "size_t struct_size":
            found[name] = {re.search(r"\w+$", member)[0]: member_kind(member) for member in members}
    return found


def member_kind(declaration):
    by_value = {"bool": ctypes.c_bool, "teachdrl_parameter_kind": ctypes.c_int, **BY_VALUE}
    return "pointer" if "*" in declaration else by_value[declaration.split()[0]]


def test_every_structure_of_the_header_is_laid_out_alike():
    header = structures_of_the_header()
    assert set(header) == {"teachdrl_outcome", *SIZED}
    for name, kind_here in SIZED.items():
        pointers = (ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p))
        here = {member: "pointer" if kind in pointers else kind for member, kind in kind_here._fields_}
        assert list(here.items()) == list(header[name].items()), name
    numbers = {
        ctypes.c_uint32: np.uint32,
        ctypes.c_size_t: np.uintp,
        ctypes.c_double: np.float64,
        ctypes.c_uint64: np.uint64,
    }
    outcome = [(member, np.dtype(numbers[kind])) for member, kind in header["teachdrl_outcome"].items()]
    assert outcome == [(member, _structures.OUTCOME[member]) for member in _structures.OUTCOME.names]
    assert _structures.PROPOSAL.itemsize == ctypes.sizeof(_structures.Proposal)


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, timeout=120
    )


def test_without_its_library_the_import_says_so_in_one_sentence(tmp_path):
    result = run("import teachdrl", TEACHDRL_LIBRARY=str(tmp_path / "absent.so"))
    assert result.returncode == 1
    assert "ImportError: teachdrl needs its library libteachdrl.so.0" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("kind", ["Teacher('ALP-GMM', [0], [1])", "ToyEnvironment()", "Environment('stump-tracks')"])
def test_objects_that_outlive_the_interpreter_do_no_harm(kind):
    result = run(f"import teachdrl; kept = teachdrl.{kind}; cycle = [kept]; cycle.append(cycle)")
    assert (result.returncode, result.stderr) == (0, "")


def test_another_library_is_named_as_such():
    result = run("import teachdrl", TEACHDRL_LIBRARY="libm.so.6")
    assert result.returncode == 1
    assert "ImportError: libm.so.6 is another version of teachdrl's library" in result.stderr.splitlines()[-1]


def test_what_gymnasium_and_matplotlib_are_for_is_there_on_demand():
    code = "import sys, teachdrl; assert 'matplotlib' not in sys.modules; teachdrl.descriptions; teachdrl.missing"
    assert "module 'teachdrl' has no attribute 'missing'" in run(code).stderr
