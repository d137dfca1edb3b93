"""The fingerprint of a module changes with everything it imports, and with nothing else."""

from __future__ import annotations

import pytest

from mathlib.live.fingerprint import PACKAGE, ROOT, Use, dependencies, source_fingerprint, uses_of

WAYS_TO_IMPORT_B = {
    "import": "import mathlib.b",
    "import as": "import mathlib.b as other",
    "from the package": "from mathlib import b",
    "from the module": "from mathlib.b import VALUE",
    "relative": "from . import b",
    "relative, from the module": "from .b import VALUE as v",
    "everything": "from mathlib import *",
    "inside a function": "def f():\n    from mathlib import b\n    return b",
    "for type checkers": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from mathlib import b",
    "by name": "import importlib\nimportlib.import_module('mathlib.b')",
    "by relative name": "from importlib import import_module\nimport_module('.b', __package__)",
    "on first use": "import mathlib\n\n\ndef f():\n    return mathlib.b.VALUE",
    "on first use, under another name": "import mathlib as m\n\n\ndef f():\n    return m.b.VALUE",
    "through a third": "from mathlib import c",
    "through a package": "from mathlib.p import VALUE",
    "through a package, under another name": "from mathlib import p as other\nother.VALUE",
    "as something to ask": "from mathlib import p\ngetattr(p, 'VALUE')",
    "everything of a package": "from mathlib.p import *",
}


@pytest.fixture
def root(tmp_path):
    files = {
        "__init__.py": "",
        "a.py": "",
        "b.py": "VALUE = 1\n",
        "c.py": "from mathlib import d\n",
        "d.py": "from mathlib import b\nfrom mathlib import c\n",
        "alone.py": "import numpy\n",
        "p/__init__.py": "from ..b import VALUE\n",
        "p/q.py": "TABLES = ['table.csv', 'scripts/player.js']\n",
        "p/r.py": "",
        "g/__init__.py": "from mathlib.g.one import f\nfrom .two import g as h\n\n__all__ = ['f', 'h']\n",
        "g/one.py": "def f():\n    ...\n",
        "g/two.py": "from mathlib.b import VALUE\n\n\ndef g():\n    ...\n",
        "p/table.csv": "1\n",
        "p/scripts/player.js": "go()\n",
        "p/__pycache__/q.pyc": "",
    }
    for name, text in files.items():
        path = tmp_path / "mathlib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def changes(root, module, file, text="VALUE = 2  # changed\n"):
    """Tell whether writing a file changes the fingerprint of a module."""
    before = source_fingerprint([module], root)
    (root / "mathlib" / file).write_text(text)
    return source_fingerprint([module], root) != before


@pytest.mark.parametrize("source", WAYS_TO_IMPORT_B.values(), ids=WAYS_TO_IMPORT_B.keys())
def test_every_way_to_import_a_module_counts(root, source):
    (root / "mathlib" / "a.py").write_text(source + "\n")
    assert changes(root, "mathlib.a", "b.py")


@pytest.mark.parametrize("file", ["a.py", "c.py", "p/q.py", "p/table.csv"])
def test_what_a_module_does_not_import_does_not_count(root, file):
    assert not changes(root, "mathlib.alone", file)


def test_a_module_itself_counts(root):
    assert changes(root, "mathlib.a", "a.py")


def test_the_packages_above_a_module_count_when_they_do_something(root):
    assert changes(root, "mathlib.p.q", "p/__init__.py")
    assert changes(root, "mathlib.p.q", "__init__.py")


@pytest.mark.parametrize("file", ["p/table.csv", "p/scripts/player.js"])
def test_data_count_for_the_module_that_names_them_and_for_no_other(root, file):
    assert changes(root, "mathlib.p.q", file)
    assert not changes(root, "mathlib.p.r", file)


USES_OF_G = {
    "from mathlib import g\ng.f()": {"one"},
    "from mathlib import g\nprint(g.f.__doc__)": {"one"},
    "import mathlib.g as m\nm.h()": {"two"},
    "from mathlib.g import h": {"two"},
    "from mathlib.g.one import f": {"one"},
    "from mathlib import g\nfor each in (g.f, g.h): each()": {"one", "two"},
    "from mathlib import g\nvars(g)": {"one", "two"},
    "from mathlib import g\ng.unknown": {"one", "two"},
}


@pytest.mark.parametrize("source", USES_OF_G)
def test_a_package_that_gathers_names_is_looked_through(root, source):
    files = dependencies(uses_of(source), root).files
    assert {path.stem for path in files if path.parent.name == "g"} - {"__init__"} == USES_OF_G[source]


def test_a_name_that_comes_to_stand_for_another_thing_counts(root):
    (root / "mathlib/a.py").write_text("from mathlib import g\ng.h()\n")
    assert changes(root, "mathlib.a", "g/__init__.py", "from mathlib.g.one import f\nfrom .two import VALUE as h\n")


def test_a_new_name_in_a_package_does_not_count_for_who_does_not_use_it(root):
    (root / "mathlib/a.py").write_text("from mathlib import g\ng.h()\n")
    text = (root / "mathlib/g/__init__.py").read_text()
    assert not changes(root, "mathlib.a", "g/__init__.py", text + "from mathlib.g.one import new\n")


def test_a_package_that_does_something_itself_counts_for_all_below_it(root):
    assert changes(root, "mathlib.p.r", "p/__init__.py", "import sys\nsys.setrecursionlimit(5000)\n")


def test_what_is_left_out_is_not_followed(root):
    (root / "mathlib/a.py").write_text("from mathlib import b\n")
    assert {path.name for path in dependencies([Use("mathlib.a")], root, ["mathlib.b"]).files} == {"a.py"}


def test_every_file_of_the_package_that_is_not_python_is_named_by_a_module():
    """A file that no module names would change what is computed, and nobody would notice."""
    modules = list((ROOT / PACKAGE).rglob("*.py"))
    named = {path for module in modules for path in dependencies(
        [Use(".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))]).files}
    files = {path for path in (ROOT / PACKAGE).rglob("*.*") if path.is_file() and "__pycache__" not in path.parts
             and path.parent.name != "cards"}              # words about data, which no number depends on
    assert sorted(path.relative_to(ROOT).as_posix() for path in files - named) == []


@pytest.mark.parametrize("file", ["p/__pycache__/q.pyc", "p/.hidden", "p/q.py~"])
def test_what_tools_and_editors_leave_does_not_count(root, file):
    assert not changes(root, "mathlib.p.q", file)


def test_a_new_module_counts_from_the_moment_it_can_be_imported(root):
    (root / "mathlib" / "a.py").write_text("try:\n    from mathlib import new\nexcept ImportError:\n    new = None\n")
    assert changes(root, "mathlib.a", "new.py")


def test_a_module_that_does_not_parse_has_a_fingerprint_all_the_same(root):
    assert changes(root, "mathlib.a", "a.py", "def broken(:\n")


def test_modules_that_import_each_other_are_followed_once(root):
    assert {path.name for path in dependencies([Use("mathlib.c")], root).files} == {"b.py", "c.py", "d.py"}


def test_the_place_of_the_project_does_not_count(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    (root / "mathlib").rename(elsewhere.parent / "kept")
    elsewhere.mkdir()
    (elsewhere.parent / "kept").rename(elsewhere / "mathlib")
    there = source_fingerprint(["mathlib.c"], elsewhere)
    (elsewhere / "mathlib").rename(root / "mathlib")
    assert source_fingerprint(["mathlib.c"], root) == there


def test_a_text_that_does_not_parse_imports_nothing():
    assert uses_of("%matplotlib inline\nimport mathlib") == set()


@pytest.mark.parametrize("name", ["__main__", "numpy", "mathlib.nothing", "mathlib/../a", "", 3])
def test_a_name_that_is_no_module_of_ours_is_refused(root, name):
    with pytest.raises(ValueError, match="`module_names` must name modules of mathlib; got"):
        source_fingerprint([name], root)


def test_a_single_string_is_refused(root):
    with pytest.raises(TypeError, match="`module_names` must be a list of module names; got the string 'mathlib.a'"):
        source_fingerprint("mathlib.a", root)
