"""A run that fails ends with what was asked, the seed and the command that repeats just that, also in two processes."""
from __future__ import annotations

import pytest

from tests.build.test_skips import run

FAILS = """
import pytest
from tests.browser.site import figures
from tests.repeat import asked


@pytest.mark.parametrize("shown", figures()[:1], ids=str)
def test_moves(shown):
    asked["state"] = "a=1, b=2"
    assert False


def test_other():
    assert False


def test_fine():
    asked["state"] = "a=3"
"""


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_failure_says_what_it_was_about_and_how_to_repeat_it(tmp_path, processes):
    from tests.browser.site import figures
    [shown, *_] = figures()
    result = run(tmp_path, FAILS, TEST_SEED="7", TEST_ALL="1", PYTEST_ADDOPTS=f"-n {processes}")
    assert "seed 7 (everything)" in result.stdout
    told = result.stdout.split("to repeat just that")[1]
    page, name = str(shown).split("#")
    assert f"page {page}; figure {name}; state a=1, b=2; seed 7\n" in told
    assert f"    TEST_SEED=7 TEST_ALL=1 .venv/bin/python -m pytest 'test_it.py::test_moves[{shown}]'\n" in told
    assert "seed 7\n    TEST_SEED=7 TEST_ALL=1 .venv/bin/python -m pytest test_it.py::test_other\n" in told
    assert "test_fine" not in told
    assert "a=3" not in told


def test_a_run_that_succeeds_has_nothing_to_repeat(tmp_path):
    result = run(tmp_path, "def test():\n    pass\n", TEST_SEED="7", TEST_ALL="")
    assert "seed 7 (a sample; `make test-all` looks at everything)" in result.stdout
    assert "to repeat" not in result.stdout
