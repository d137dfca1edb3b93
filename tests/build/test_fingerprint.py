"""The fingerprint of a module changes with everything it imports, and with nothing else."""

from __future__ import annotations

import pytest

from mathlib.live.fingerprint import modules_imported_by, source_fingerprint, sources_of

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
    "through a package": "import mathlib.p.q",
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
        "p/q.py": "",
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


def test_the_packages_above_a_module_count(root):
    assert changes(root, "mathlib.p.q", "p/__init__.py")
    assert changes(root, "mathlib.p.q", "__init__.py")


@pytest.mark.parametrize("file", ["p/table.csv", "p/scripts/player.js"])
def test_the_data_of_a_package_count_with_it(root, file):
    assert changes(root, "mathlib.p.q", file)


@pytest.mark.parametrize("file", ["p/__pycache__/q.pyc", "p/.hidden", "p/q.py~"])
def test_what_tools_and_editors_leave_does_not_count(root, file):
    assert not changes(root, "mathlib.p.q", file)


def test_a_new_module_counts_from_the_moment_it_can_be_imported(root):
    (root / "mathlib" / "a.py").write_text("try:\n    from mathlib import new\nexcept ImportError:\n    new = None\n")
    assert changes(root, "mathlib.a", "new.py")


def test_a_module_that_does_not_parse_has_a_fingerprint_all_the_same(root):
    assert changes(root, "mathlib.a", "a.py", "def broken(:\n")


def test_modules_that_import_each_other_are_followed_once(root):
    assert {path.name for path in sources_of(["mathlib.c"], root)} == {"__init__.py", "b.py", "c.py", "d.py"}


def test_the_place_of_the_project_does_not_count(root, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "copy"
    (root / "mathlib").rename(elsewhere.parent / "kept")
    elsewhere.mkdir()
    (elsewhere.parent / "kept").rename(elsewhere / "mathlib")
    there = source_fingerprint(["mathlib.c"], elsewhere)
    (elsewhere / "mathlib").rename(root / "mathlib")
    assert source_fingerprint(["mathlib.c"], root) == there


def test_a_text_that_does_not_parse_imports_nothing():
    assert modules_imported_by("%matplotlib inline\nimport mathlib") == set()


@pytest.mark.parametrize("name", ["__main__", "numpy", "mathlib.nothing", "mathlib/../a", "", 3])
def test_a_name_that_is_no_module_of_ours_is_refused(root, name):
    with pytest.raises(ValueError, match="`module_names` must name modules of mathlib; got"):
        source_fingerprint([name], root)


def test_a_single_string_is_refused(root):
    with pytest.raises(TypeError, match="`module_names` must be a list of module names; got the string 'mathlib.a'"):
        source_fingerprint("mathlib.a", root)
