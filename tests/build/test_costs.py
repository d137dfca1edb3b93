"""The account at the end of a whole run: who is charged for a test, and which shares fail, on made-up durations."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.build.conftest import ROOT
from tests.costs import BUDGETS, Costs, complaints, table

PAGES = frozenset({"index", "tour", "linear_algebra/svd", "linear_algebra/index"})
FIGURES = frozenset({"linear_algebra/svd#photograph", "tour#zoo", "tour#zoo-at-night", "linear_algebra/tour#zoo"})


@pytest.mark.parametrize(("nodeid", "kind", "single"), [
    ("tests/browser/test_parity.py::test_it[linear_algebra/svd#photograph]", "browser",
     {"page": {"linear_algebra/svd"}, "figure": {"linear_algebra/svd#photograph"}}),
    ("tests/browser/test_axe.py::test_it[dark-tour]", "browser", {"page": {"tour"}}),
    ("tests/browser/test_looks.py::test_it[tour#zoo-dark]", "browser", {"page": {"tour"}, "figure": {"tour#zoo"}}),
    ("tests/browser/test_looks.py::test_it[tour#zoo-at-night-dark]", "browser",
     {"page": {"tour"}, "figure": {"tour#zoo-at-night"}}),
    ("tests/browser/test_axe.py::test_it[linear_algebra/index]", "browser", {"page": {"linear_algebra/index"}}),
    ("tests/browser/test_looks.py::test_it[linear_algebra/tour#zoo]", "browser",
     {"figure": {"linear_algebra/tour#zoo"}}),
    ("tests/browser/test_exercises.py::test_it[linear_algebra/svd#la-11]", "browser",
     {"page": {"linear_algebra/svd"}, "exercise": {"la-11"}}),
    ("tests/book/test_shell.py::test_it[tour.html]", "build", {"page": {"tour"}}),
    ("tests/book/test_exercises.py::test_it[source13-tour-1]", "build", {"page": {"tour"}}),
    ("tests/book/test_pages.py::test_it[book/linear_algebra/svd.md]", "build", {"page": {"linear_algebra/svd"}}),
    ("tests/figures/linear_algebra/test_svd.py::test_it", "engine", {"page": {"linear_algebra/svd"}}),
    ("tests/live/test_table.py::test_it[index]", "engine", {}),
    ("tests/exercises/test_declared.py::test_it[la-11-given3]", "engine", {"exercise": {"la-11"}}),
    ("tests/exercises/test_declared.py::test_it[opt-1]", "engine", {"exercise": {"opt-1"}}),
    ("mathlib/linear_algebra/svd.py::mathlib.linear_algebra.svd.low_rank", "mathematics", {}),
])
def test_a_test_is_charged_to_what_it_is_about(nodeid, kind, single):
    costs = Costs(PAGES, FIGURES)
    costs.add(nodeid, 2.0)
    assert costs.kinds == {kind: 2.0}
    assert {what: set(found) for what, found in costs.single.items() if found} == single


def made_up(**dear) -> Costs:
    """Return the costs of ten pages of ten seconds each, with some that are dearer."""
    costs = Costs(PAGES, FIGURES)
    costs.kinds.update(browser=60.0, engine=20.0, mathematics=10.0, build=10.0)
    costs.single["page"].update({f"page {number}": 10.0 for number in range(10)} | dear)
    return costs


def test_usual_shares_pass():
    assert complaints(made_up()) == []
    assert complaints(made_up(tour=4 * 10.0)) == []


def test_a_page_out_of_bounds_is_named():
    assert complaints(made_up(tour=41.0)) == ["page tour costs 4.1 times the median page; at most 4 are meant."]


def test_shares_do_not_depend_on_the_speed_of_the_machine():
    slow = made_up(tour=61.0)
    for single in (slow.kinds, slow.single["page"]):
        single.update({name: 1000 * seconds for name, seconds in single.items()})
    assert complaints(slow) == complaints(made_up(tour=61.0))


def test_what_is_little_of_the_whole_is_not_looked_at():
    costs = made_up()
    costs.single["exercise"].update({"la-1": 0.01, "la-2": 0.01, "la-3": 1.9})
    assert complaints(costs) == []
    costs.single["exercise"]["la-3"] = 2.1
    assert complaints(costs) == ["exercise la-3 costs 210.0 times the median exercise; at most 4 are meant."]


def test_a_kind_out_of_bounds_is_named():
    costs = made_up()
    costs.kinds["engine"] = 100.0
    assert complaints(costs) == [f"engine takes 56% of the whole; at most {BUDGETS['engine']:.0%} are meant."]


def test_the_table_has_the_median_and_the_dearest_in_seconds_and_turns_of_the_loop():
    lines = table(made_up(tour=61.0), loop=0.5)
    assert lines[0] == "seconds, and in brackets how often a loop of 0.50 s would have run"
    assert lines[1:3] == ["11 pages, median    10.0 (20)", "     61.0 (122)  tour"]
    assert len(lines) == 1 + 1 + 5 + 1
    assert lines[-1] == "browser 60%, engine 20%, mathematics 10%, build 10%"


# ---- as a plugin: a project with a test of each kind, whose durations its own conftest makes up

CONFTEST = """\
import json
import pathlib

import pytest

DURATIONS = json.loads(pathlib.Path(__file__).with_name("durations.json").read_text())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    dear = 1 if "/browser/" in item.nodeid else 7
    report.duration = DURATIONS.get(item.name, 0.0) / dear if call.when == "call" else 0.0
    return report
"""
TEST = "import pytest\n\n\n@pytest.mark.parametrize('page', {0})\ndef test(page):\n    assert page != 'wrong'\n"
PAGE = '<figure id="zoo" class="live-figure" data-spec="{}" data-table="zoo.js"></figure>'
PLACES = ("browser", "live", "build", "calculus")
EXECUTED = {"tour": 1.0, "index": 2.0, "data": 3.0}


@pytest.fixture
def project(tmp_path):
    """Three pages with a figure each, and four tests of them."""
    for name, seconds in EXECUTED.items():
        write(tmp_path / f"built/html/{name}.html", PAGE)
        write(tmp_path / f"built/executed/book/{name}.ipynb", json.dumps({"metadata": {"build": {"seconds": seconds}}}))
    for place in PLACES:
        write(tmp_path / f"tests/{place}/test_{place}.py", TEST.format(list(EXECUTED)))
    write(tmp_path / "conftest.py", CONFTEST)
    write(tmp_path / "pytest.ini", "[pytest]\ntestpaths = tests\nnorecursedirs = .*\n")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def run(project, *options, **durations):
    write(project / "durations.json", json.dumps({f"test[{page}]": seconds for page, seconds in durations.items()}))
    command = [sys.executable, "-m", "pytest", "-p", "tests.costs", "-p", "no:cacheprovider", "--import-mode=importlib"]
    variables = {"PYTHONPATH": str(ROOT), "BOOK_HTML": str(project / "built/html")}
    return subprocess.run([*command, *options], cwd=project, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [[], ["--numprocesses", "2"]], ids=["one process", "two workers"])
def test_a_whole_run_ends_with_its_costs_the_execution_of_pages_among_them(project, options):
    result = run(project, *options, tour=5.0, index=5.0, data=5.0)
    assert result.returncode == 0, result.stdout
    assert "3 pages, median     7.0" in result.stdout
    assert "browser 70%, " in result.stdout


@pytest.mark.parametrize("options", [[], ["--numprocesses", "2"]], ids=["one process", "two workers"])
def test_a_run_with_a_share_out_of_bounds_fails_with_a_sentence(project, options):
    result = run(project, *options, tour=500.0)
    assert result.returncode == 1
    assert "page tour costs 167.0 times the median page" in result.stdout


@pytest.mark.parametrize("options", [["-k", "tour"], ["tests/browser"], ["--deselect", "tests/live"],
                                     [f"tests/{place}" for place in PLACES]], ids=" ".join)
def test_a_run_of_some_tests_is_not_judged(project, options):
    result = run(project, *options, tour=500.0)
    assert result.returncode == 0
    assert "median" not in result.stdout


def test_a_run_that_failed_or_lacks_a_kind_is_not_judged(project):
    write(project / "tests/live/test_live.py", TEST.format(["wrong"]))
    failed = run(project, tour=500.0)
    (project / "tests/live/test_live.py").unlink()
    partial = run(project, tour=500.0)
    assert (failed.returncode, partial.returncode) == (1, 0)
    assert "median" not in failed.stdout + partial.stdout
