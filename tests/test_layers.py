"""Who may import whom: the layers of mathlib, read from its source; what an import does and touches, watched."""
from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import mathlib

ROOT = Path(mathlib.__file__).parent
MODULES = {".".join(["mathlib", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__"): path
           for path in sorted(ROOT.rglob("*.py"))}

# the mathematics, in the only order in which one chapter may use another
CHAPTERS = ["linear_algebra", "calculus", "optimization", "information", "graphs", "probability", "factorization"]
LAZY = {"ipywidgets", "anywidget", "IPython", "traitlets", "quickjs"}  # loaded where they are used

# layer: packages of others, and layers of ours, that it may import; its own it always may
LAYERS: dict[str, tuple[set[str], set[str]]] = {
    "mathlib": (set(), set()),
    "typed": (set(), set()),
    "checks": ({"numpy"}, set()),
    **{chapter: ({"numpy", "scipy"}, {"checks", *CHAPTERS[:i]}) for i, chapter in enumerate(CHAPTERS)},
    "data": ({"numpy", "sklearn", "networkx"}, {"checks"}),
    "live": ({"numpy", "matplotlib", "cycler", *LAZY}, {"typed"}),
    "exercises": ({"numpy"}, {"checks", "data", "typed", *CHAPTERS}),
    "figures": ({"numpy", "matplotlib"}, {"checks", "live", "data", *CHAPTERS}),
}
MATHEMATICS = ["checks", *CHAPTERS]


class Import(NamedTuple):
    name: str  # absolute, down to what is imported from
    line: int
    inside: bool  # of a function, so that it happens when that is called


def imports(module: str, source: str, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module's source, wherever it stands, relative ones made absolute."""
    tree = ast.parse(source)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = {id(node) for outer in ast.walk(tree) if isinstance(outer, functions) for node in ast.walk(outer)}
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *filter(None, [node.module])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"__import__", "import_module"}:
            names = [f"<dynamic>.{ast.unparse(node)}"]
        yield from (Import(name, node.lineno, id(node) in inside) for name in names)


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "mathlib"


def trespasses(module: str, source: str, is_package: bool = False) -> list[str]:
    """What a module imports and may not, a line each."""
    layer = layer_of(module)
    theirs, ours = LAYERS[layer]
    if module.endswith(".symbolic") and layer in CHAPTERS:
        theirs = theirs | {"sympy"}
    found = []
    for name, line, inside in imports(module, source, is_package):
        top = name.split(".")[0]
        if top == "mathlib":
            allowed = layer_of(name) in ours | {layer}
        else:
            # scipy.stats costs half a second, and is what our distributions are tested against
            allowed = (top in theirs or top in sys.stdlib_module_names) and not name.startswith("scipy.stats")
        if not allowed or (top in LAZY and not inside):
            found.append(f"{module}:{line} imports {name}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_layer_may(module):
    assert layer_of(module) in LAYERS, f"{module} has no layer: say in LAYERS what it may import"
    assert trespasses(module, MODULES[module].read_text(), MODULES[module].name == "__init__.py") == []


@pytest.mark.parametrize(("module", "source"), [
    ("mathlib.optimization.descent", "import matplotlib.pyplot as plt"),
    ("mathlib.optimization.descent", "def draw():\n    from matplotlib import pyplot"),
    ("mathlib.optimization.descent", "if True:\n    import sklearn"),
    ("mathlib.optimization.descent", "import importlib\nimportlib.import_module('matplotlib')"),
    ("mathlib.optimization.descent", "__import__('matplotlib')"),
    ("mathlib.optimization.descent", "import sympy"),
    ("mathlib.optimization.descent", "import mathlib.probability"),
    ("mathlib.optimization.descent", "from mathlib import live"),
    ("mathlib.optimization.descent", "from ..probability import Normal"),
    ("mathlib.optimization.descent", "from .. import probability"),
    ("mathlib.optimization.descent", "from ..probability.samples import empirical_cdf"),
    ("mathlib.optimization", "from ..graphs import paths"),
    ("mathlib.linear_algebra.maps", "from mathlib.calculus import gradient"),
    ("mathlib.linear_algebra.maps", "import mathlib"),
    ("mathlib.probability.samples", "from scipy import special, stats"),
    ("mathlib.checks", "import scipy"),
    ("mathlib.checks", "from mathlib.linear_algebra import apply"),
    ("mathlib.data.tables", "import matplotlib"),
    ("mathlib.data.tables", "from mathlib.figures import tour"),
    ("mathlib.live.figure", "from mathlib import optimization"),
    ("mathlib.live.figure", "def later():\n    from ..optimization import run"),
    ("mathlib.live.widget", "import ipywidgets"),
    ("mathlib.figures.tour", "def show():\n    import ipywidgets"),
    ("mathlib.figures.tour", "from scipy import stats"),
    ("mathlib.exercises.tour", "import matplotlib"),
    ("mathlib.exercises.tour", "from mathlib.figures import tour"),
    ("mathlib.optimization.descent", "from mathlib.exercises.tour import check"),
    ("mathlib", "from mathlib import optimization"),
])
def test_a_trespass_is_seen_however_it_is_written(module, source):
    is_package = module.count(".") < 2 and module != "mathlib.checks"
    assert len(trespasses(module, source, is_package)) == 1


@pytest.mark.parametrize(("module", "source"), [
    ("mathlib.optimization.descent", "import math, numpy as np\nfrom scipy import special\nfrom . import landscapes"),
    ("mathlib.optimization.descent", "from ..linear_algebra import apply\nfrom mathlib.checks import as_vector"),
    ("mathlib.optimization", "from .descent import run"),
    ("mathlib.calculus.symbolic", "import sympy"),
    ("mathlib.probability.networks", "from mathlib import graphs, information"),
    ("mathlib.live.widget", "def widget():\n    import ipywidgets"),
    ("mathlib.figures.tour", "from mathlib import optimization\nfrom mathlib.live import figure"),
])
def test_what_is_allowed_is_left_alone(module, source):
    assert trespasses(module, source, is_package=module.count(".") < 2) == []


# Runs in a fresh interpreter. First what others cost is paid, then ours is imported and watched.
WATCH = """
import json, os, sys, warnings
modules, paid = json.loads(sys.argv[1]), json.loads(sys.argv[2])
import numpy as np
for name in paid:
    __import__(name)

def world():
    return [os.getcwd(), sorted(os.environ.items()), repr(np.random.get_state()), np.geterr(), np.get_printoptions(),
            [repr(rule) for rule in warnings.filters], sys.path, sys.getrecursionlimit()]

def package(frame):
    return (frame.f_globals.get("__name__") or "").partition(".")[0] if frame else ""

def watch(frame, event, what):
    if event == "call" and package(frame) == "mathlib":
        calls.append(frame.f_code.co_qualname)
    elif event == "call" and package(frame.f_back) == "mathlib":
        others.add(package(frame) + ":" + frame.f_code.co_qualname)
    elif event == "c_call" and package(frame) == "mathlib":
        others.add((what.__module__ or type(what.__self__).__module__).partition(".")[0] + ":" + what.__qualname__)

before, known, calls, others = world(), set(sys.modules), [], set()
sys.setprofile(watch)
for name in modules:
    __import__(name)
sys.setprofile(None)
print(json.dumps({"calls": len(calls), "others": sorted(others), "same": repr(world()) == repr(before),
                  "news": sorted(set(sys.modules) - known)}))
"""


def import_in_a_fresh_interpreter(modules: list[str], paid: list[str]) -> dict:
    command = [sys.executable, "-W", "error", "-c", WATCH, json.dumps(modules), json.dumps(paid)]
    # compiled files are kept, as for any reader, even where the environment says otherwise
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1, f"an import prints: {done.stdout}"
    return json.loads(done.stdout)


@pytest.mark.parametrize("layer", [layer for layer in MATHEMATICS if f"mathlib.{layer}" in MODULES])
def test_importing_mathematics_defines_and_neither_computes_nor_touches_anything(layer):
    modules = [name for name in MODULES if layer_of(name) == layer and not name.endswith(".symbolic")]
    everything = [name for name in MODULES if layer_of(name) in MATHEMATICS]
    used = {found.name for name in everything for found in imports(name, MODULES[name].read_text())}
    # `from scipy import special` and `from scipy.special import ndtr` both use scipy.special
    paid = sorted({".".join(name.split(".")[:2]) for name in used if name.startswith("scipy.")})
    seen = import_in_a_fresh_interpreter(modules, paid)
    assert seen["same"], "an import changes the world outside its module"
    tops = {name.split(".")[0] for name in seen["news"]}
    assert tops <= {"mathlib", "numpy", "scipy"} | sys.stdlib_module_names
    # no array is made, and there are no more calls than there are modules, classes and methods: so it is quick
    assert {name for name in seen["others"] if name.split(":")[0] not in sys.stdlib_module_names} <= {
        "numpy:finfo.__new__"}
    assert seen["calls"] < 1_000


def test_importing_the_library_alone_imports_nothing_else():
    seen = import_in_a_fresh_interpreter(["mathlib"], [])
    assert [name for name in seen["news"] if name.split(".")[0] not in sys.stdlib_module_names] == ["mathlib"]
