"""`make test P=…`: what a page can break is kept, all else is left out; what is no page is refused in words."""
from __future__ import annotations

import os
import subprocess
import sys

from tests.build.conftest import ROOT

PLACES = ["tests/browser/test_walk.py", "tests/browser/test_reader.py", "tests/browser/test_exercises.py",
          "tests/book/test_pages.py", "tests/book/test_shell.py", "tests/linear_algebra/test_svd.py",
          "tests/optimization/test_rates.py", "tests/figures", "mathlib/exercises/linear_algebra.py"]


def collected(page):
    """Return the ids of the tests that are kept of these places for a page, and what is said."""
    environment = {**os.environ, "TEST_PAGE": page}
    run = subprocess.run([sys.executable, "-m", "pytest", "--collect-only", "-q", *PLACES], cwd=ROOT, env=environment,
                         capture_output=True, text=True, check=False)
    return [line for line in run.stdout.splitlines() if "::" in line], run.stdout + run.stderr


def test_a_page_keeps_its_tests_and_those_of_its_chapter():
    kept, _ = collected("book/linear_algebra/svd.md")
    for place in ("tests/browser/test_walk.py::test_no_id_stands_twice_in_a_page[linear_algebra/svd]",
                  "tests/book/test_pages.py::test_cells_can_be_read_at_a_glance[book/linear_algebra/svd.md]"):
        assert place in kept
    for part in ("tests/figures/linear_algebra/test_pca.py", "tests/linear_algebra/test_svd.py",
                 "tests/book/test_shell.py", "tests/browser/test_exercises.py"):
        assert any(one.startswith(part) for one in kept), part
    for part in ("tests/optimization/", "tests/figures/optimization/", "tests/browser/test_reader.py"):
        assert not any(one.startswith(part) for one in kept), part
    assert not any("gradient_descent" in one or "linear_algebra/pca]" in one for one in kept)


def test_a_page_without_a_chapter_keeps_its_reader():
    kept, _ = collected("book/tour.md")
    assert any(one.startswith("tests/browser/test_reader.py") and "tour" in one for one in kept)
    assert not any("authoring" in one for one in kept)


def test_what_is_no_page_gets_one_sentence():
    kept, said = collected("book/tuor.md")
    assert kept == []
    assert "Say which page, as in `make test P=book/tour.md`; got 'book/tuor.md'" in said
    assert "Traceback" not in said
