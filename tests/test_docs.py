"""Every public name of the mathematics is documented: what it takes, gives, refuses, an example that runs, a source."""
from __future__ import annotations

import ast
import dataclasses
import doctest
import importlib
import inspect
import re
import statistics
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import ArrayLike

from tests.test_layers import MATHEMATICS, MODULES, imports, layer_of

MATHS = {name: importlib.import_module(name) for name in MODULES if layer_of(name) in MATHEMATICS}


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The functions and classes that a module defines, and the methods of these classes, without an underscore."""
    for name, thing in vars(module).items():
        ours = getattr(thing, "__module__", "") == module.__name__
        if ours and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
            yield name, thing
            yield from members(name, thing) if inspect.isclass(thing) else []


def members(owner: str, cls: type) -> Iterator[tuple[str, object]]:
    for name, thing in vars(cls).items():
        function = inspect.unwrap(thing.fget if isinstance(thing, property) else getattr(thing, "__func__", thing))
        if inspect.isfunction(function) and (not name.startswith("_") or name == "__call__"):
            yield f"{owner}.{name}", function


def sections(doc: str) -> dict[str, str]:
    """Split a numpydoc docstring at its underlined headings."""
    parts = re.split(r"^([A-Z]\w+)\n-{3,}\n", inspect.cleandoc(doc) + "\n", flags=re.MULTILINE)
    return {"Summary": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def entries(section: str) -> dict[str, str]:
    """Map the names of a section ("a, b : type" and what is indented below) to their type lines."""
    found = re.findall(r"^(\*{0,2}\w[\w, *]*) : (.+)$", section, flags=re.MULTILINE)
    return {name.strip(" *"): kind for names, kind in found for name in names.split(",")}


def raises(thing: object) -> bool:
    """Whether its own code raises or checks; a class does what its initialiser does."""
    if inspect.isclass(thing):
        maker = vars(thing).get("__post_init__" if dataclasses.is_dataclass(thing) else "__init__")
        return maker is not None and raises(maker)
    nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(thing)))))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return any(isinstance(node, ast.Raise) for node in nodes) or any(re.match("_?as_", name) for name in called)


def is_array(annotation: object) -> bool:
    return "ArrayLike" in str(annotation) or "ndarray" in str(annotation)


def faults(name: str, thing: object, needs_source: bool = True) -> list[str]:
    """What the documentation of a function, method or class lacks."""
    doc = sections(thing.__doc__ or "")
    summary = doc["Summary"].strip().split("\n\n")[0]
    is_class = inspect.isclass(thing)
    found = []
    if "\n" in summary or not re.fullmatch(r"[A-Z].*[.:]", summary):
        found.append("a first line that is one sentence")
    elif re.match(r"\w+[^s\W]s ", summary):
        found.append("a first line in the imperative")
    found += parameter_faults(thing, doc)
    if not is_class and "return" in thing.__annotations__ and thing.__annotations__["return"] not in (None, "None"):
        if "Returns" not in doc:
            found.append("Returns")
        elif is_array(thing.__annotations__["return"]) and "shape" not in doc["Returns"]:
            found.append("the shape of what it returns")
    elif not is_class and "return" not in thing.__annotations__:
        found.append("a hint at what it returns")
    if raises(thing) and "Raises" not in doc:
        found.append("Raises")
    if ">>> " not in doc.get("Examples", ""):
        found.append("Examples")
    is_record = is_class and "Parameters" not in doc  # the source stands at the function that returns it
    is_theory = needs_source and "." not in name and not is_record
    if is_theory and not re.search(r"\d{4}", doc.get("References", "")):
        found.append("References with a year")
    return found


def takes(thing: object) -> dict[str, object]:
    """What a function takes, what a record holds, or what a class is made from: names with their hints."""
    if dataclasses.is_dataclass(thing):
        return {field.name: field.type for field in dataclasses.fields(thing)}
    if hasattr(thing, "_fields"):
        return dict(thing.__annotations__)
    maker = thing.__init__ if inspect.isclass(thing) else thing
    names = [name for name in inspect.signature(maker).parameters if name not in ("self", "cls")]
    return {name: maker.__annotations__.get(name) for name in names} if inspect.isfunction(maker) else {}


def parameter_faults(thing: object, doc: dict[str, str]) -> list[str]:
    parameters, attributes = entries(doc.get("Parameters", "")), entries(doc.get("Attributes", ""))
    said, hints = attributes | parameters, takes(thing)
    found = [f"the parameter {name}" for name in hints if name not in said]
    found += [f"a parameter {name} to describe" for name in parameters if name not in hints]
    found += [f"a type hint for {name}" for name, hint in hints.items() if hint is None]
    return found + [f"the shape of {name}" for name, hint in hints.items()
                    if is_array(hint) and "shape" not in said.get(name, "shape")]


def exported(module: str) -> list[str]:
    """The public names of the chapter to which a module belongs."""
    return getattr(MATHS.get(".".join(module.split(".")[:2])), "__all__", [])


EVERYTHING = {f"{module}.{name}": (name, thing) for module in MATHS for name, thing in public(MATHS[module])
              if name.split(".")[0] in exported(module)}


@pytest.mark.parametrize("name", EVERYTHING)
def test_it_is_documented(name):
    assert faults(*EVERYTHING[name], needs_source=not name.startswith("mathlib.checks.")) == []


@pytest.mark.parametrize("name", [name for name in MATHS if any(public(MATHS[name]))])
def test_a_module_has_examples(name):
    assert sum(len(test.examples) for test in doctest.DocTestFinder().find(MATHS[name])) > 0


def test_the_examples_are_run_as_tests(pytestconfig):
    assert pytestconfig.getoption("doctestmodules")
    assert "mathlib" in pytestconfig.getini("testpaths")


@pytest.mark.parametrize("name", MATHS)
def test_a_module_says_what_it_is(name):
    doc = inspect.getdoc(MATHS[name])
    assert doc
    assert re.fullmatch(r"[A-Z].*[.?]", doc.splitlines()[0])


@pytest.mark.parametrize("chapter", sorted({".".join(name.split(".")[:2]) for name in MATHS}))
def test_a_chapter_exports_all_it_has_except_what_its_modules_lend_each_other(chapter):
    assert chapter in MATHS, "a folder of mathematics is a package"
    here = [name for name in MATHS if name == chapter or name.startswith(f"{chapter}.")]
    defined = {name for module in here for name, _ in public(MATHS[module]) if "." not in name}
    lent = {found.name.split(".")[-1] for module in here if MODULES[module].name != "__init__.py"
            for found in imports(module, MODULES[module].read_text()) if found.name.startswith(f"{chapter}.")}
    names = exported(chapter)
    assert defined - lent <= set(names)
    assert {name for name in set(names) - defined if not name.isupper()} == set()  # a constant has no module to ask
    assert len(names) == len(set(names))
    assert all(hasattr(MATHS[chapter], name) for name in names)


def code_lines(function: ast.FunctionDef) -> int:
    """Lines of a function's body that hold code: no docstring, no comment, no blank."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return len({line for node in body for inner in ast.walk(node) if hasattr(inner, "lineno")
                for line in (inner.lineno, inner.end_lineno)})


def lengths(module: str) -> dict[str, int]:
    nodes = ast.walk(ast.parse(Path(MODULES[module]).read_text()))
    return {node.name: code_lines(node) for node in nodes if isinstance(node, ast.FunctionDef)}


def test_functions_are_short():
    every = {f"{module}.{name}": n for module in MATHS for name, n in lengths(module).items()}
    assert statistics.median(every.values()) <= 6
    assert {name: n for name, n in every.items() if n > 25} == {}


GOOD = '''
def double(x: ArrayLike, *, times: int = 1) -> np.ndarray:
    """Double a vector.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        What to double.
    times : int
        How often.

    Returns
    -------
    np.ndarray, shape (n,)

    Raises
    ------
    ValueError
        If `x` is not a vector.

    References
    ----------
    Euclid (1482), Elements, book 9.

    Examples
    --------
    >>> double([1.0])
    array([2.])
    """
    return as_vector(x, "x") * 2**times
'''


@pytest.mark.parametrize(("old", "new", "missing"), [
    ("", "", []),
    ("Double a vector.", "Doubles a vector.", ["a first line in the imperative"]),
    ("Double a vector.", "Double a\n    vector.", ["a first line that is one sentence"]),
    ("Double a vector.", "Double a vector", ["a first line that is one sentence"]),
    ("times : int", "often : int", ["the parameter times", "a parameter often to describe"]),
    ("    x : ArrayLike, shape (n,)", "    x : ArrayLike", ["the shape of x"]),
    ("    np.ndarray, shape (n,)", "    np.ndarray", ["the shape of what it returns"]),
    ("    Returns\n    -------\n    np.ndarray, shape (n,)\n", "", ["Returns"]),
    (" -> np.ndarray", "", ["a hint at what it returns"]),
    ("times: int = 1", "times=1", ["a type hint for times"]),
    ("    Raises\n    ------\n    ValueError\n", "", ["Raises"]),
    (">>> double", "double", ["Examples"]),
    ("Euclid (1482), Elements, book 9.", "Euclid.", ["References with a year"]),
    ('    """Double', '    f"""Double', None),  # no docstring at all
])
def test_what_is_missing_is_found(tmp_path, old, new, missing):
    source = GOOD.replace(old, new, 1) if old else GOOD
    assert old == "" or source != GOOD
    path = tmp_path / "example.py"
    path.write_text(source)
    names = {"ArrayLike": ArrayLike, "np": np}
    # inspect finds the source of a function through the file that its code names
    exec(compile(source, str(path), "exec"), names)
    found = faults("double", names["double"])
    assert found == missing if missing is not None else len(found) >= 5
