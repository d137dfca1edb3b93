"""Where `CI` is set, a skipped test is a failed test; an expected failure is neither."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.build.conftest import ROOT

SKIPS = {
    "a test": "import pytest\n\n\ndef test():\n    pytest.skip('no browser')\n",
    "a mark": "import pytest\n\n\n@pytest.mark.skip(reason='no browser')\ndef test():\n    pass\n",
    "a module": "import pytest\n\npytest.skip('no browser', allow_module_level=True)\n",
}
EXPECTED_FAILURE = "import pytest\n\n\n@pytest.mark.xfail(reason='known')\ndef test():\n    assert False\n"


def run(tmp_path, source, **variables):
    (tmp_path / "test_it.py").write_text(source)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if name != "CI" and "PYTEST" not in name}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-c", "pytest.ini"]
    environment |= {"PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS.keys())
def test_a_skip_fails_in_ci_with_its_reason(tmp_path, source):
    result = run(tmp_path, source, CI="true")
    assert result.returncode in (1, 2)
    assert "Nothing may be skipped here" in result.stdout
    assert "no browser" in result.stdout


def test_a_skip_is_a_skip_elsewhere(tmp_path):
    assert run(tmp_path, SKIPS["a test"]).returncode == 0


def test_an_expected_failure_is_no_skip(tmp_path):
    assert run(tmp_path, EXPECTED_FAILURE, CI="true").returncode == 0
