"""What a whole run cost, by page, figure and exercise, beside a loop timed in the same run; shares out of bounds fail.

Only shares are judged, for seconds say more about the machine; and only of a run of all tests that went well.
"""
from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

import numpy as np
import pytest

from tests.browser import site

# How much of the whole each kind of test may take. `engine` is all that draws and replies without a browser. Measured
# were 62 % for browser, 15 for build, 14 for engine and 10 for mathematics, with nineteen pages and with sixty; there
# is room for half as much again. What a browser takes less makes the shares of the others more.
BUDGETS = {"browser": 0.75, "engine": 0.24, "mathematics": 0.18, "build": 0.25}
KINDS = {"tests/browser": "browser", "tests/live": "engine", "tests/figures": "engine", "tests/exercises": "engine",
         "tests/build": "build", "tests/book": "build"}
# How many times the median of its like one page, figure or exercise may cost; the dearest cost 2.4, 2.2 and 2.5 times
# the median. What is less than NOTICEABLE of the whole is not looked at: there a single slow moment would count.
TIMES_MEDIAN = {"page": 4, "figure": 4, "exercise": 4}
NOTICEABLE = 0.02
MOST = 5                                                              # lines of a table

NAME = re.compile(r"[\w/]+")
EXERCISE = re.compile(r"(?:^|#)([a-z]+-\d+)(?!\w)")
FIGURES_OF_A_PAGE = re.compile(r"^tests/figures/(?:(\w+)/)?test_(\w+)\.py")
OF_EXERCISES = ("tests/browser/test_exercises.py", "tests/book/test_exercises.py", "tests/exercises/")


@dataclass
class Costs:
    """Seconds by kind of test, and by page, figure and exercise."""

    pages: frozenset[str]
    figures: frozenset[str]
    kinds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    single: dict[str, dict[str, float]] = field(
        default_factory=lambda: {name: defaultdict(float) for name in TIMES_MEDIAN})

    def add(self, nodeid: str, seconds: float) -> None:
        """Count the seconds of a test for what its name says it is about."""
        self.kinds[kind_of(nodeid)] += seconds
        for what, name in self.subjects(nodeid):
            self.single[what][name] += seconds

    def subjects(self, nodeid: str) -> Iterator[tuple[str, str]]:
        parameters = nodeid.partition("[")[2]
        figure = max((name for name in self.figures if name in parameters), key=len, default="")
        if figure:
            yield "figure", figure
        yield from (("page", page) for page in pages_of(nodeid, self.pages))
        if nodeid.startswith(OF_EXERCISES):
            yield from (("exercise", label) for label in EXERCISE.findall(parameters))

    @property
    def whole(self) -> float:
        return sum(self.kinds.values())


def kind_of(nodeid: str) -> str:
    return next((kind for place, kind in KINDS.items() if nodeid.startswith(place + "/")), "mathematics")


def pages_of(nodeid: str, pages: frozenset[str]) -> frozenset[str]:
    """Return the pages that a test is about."""
    if found := FIGURES_OF_A_PAGE.match(nodeid):
        return pages & {"/".join(filter(None, found.groups()))}
    if not nodeid.startswith(("tests/browser/", "tests/book/")):
        return frozenset()
    return pages & {name.removeprefix("book/") for name in NAME.findall(nodeid.partition("[")[2])}


def complaints(costs: Costs) -> list[str]:
    """Say which shares are out of bounds."""
    found = [f"{kind} takes {share:.0%} of the whole; at most {BUDGETS[kind]:.0%} are meant."
             for kind, seconds in costs.kinds.items() if (share := seconds / costs.whole) > BUDGETS[kind]]
    for what, most in TIMES_MEDIAN.items():
        usual = median(costs.single[what].values() or [0])
        found += [f"{what} {name} costs {seconds / usual:.1f} times the median {what}; at most {most} are meant."
                  for name, seconds in costs.single[what].items()
                  if seconds > most * usual and seconds > NOTICEABLE * costs.whole]
    return found


def table(costs: Costs, loop: float) -> list[str]:
    """Return the lines that are printed: what is usual, what is most, and the shares."""
    lines = [f"seconds, and in brackets how often a loop of {loop:.2f} s would have run"]
    for what, single in costs.single.items():
        if single:
            dearest = sorted(single.items(), key=lambda item: -item[1])[:MOST]
            lines += [f"{len(single)} {what}s, median {shown(median(single.values()), loop)}"]
            lines += [f"  {shown(seconds, loop)}  {name}" for name, seconds in dearest]
    shares = sorted(costs.kinds.items(), key=lambda item: -item[1])
    return [*lines, ", ".join(f"{kind} {seconds / costs.whole:.0%}" for kind, seconds in shares)]


def shown(seconds: float, loop: float) -> str:
    return f"{seconds:7.1f} ({seconds / loop:.0f})"


def calibrate() -> float:
    """Time a loop that is the same everywhere: half of it Python's own work, half numpy's."""
    started = time.perf_counter()
    total, matrix = 0.0, np.linspace(0, 1, 10_000).reshape(100, 100)
    for i in range(400_000):
        total += i % 7
    for _ in range(100):
        matrix = np.cos(matrix @ matrix / 100)
    return time.perf_counter() - started


def executed_pages() -> dict[str, float]:
    """Return the seconds that the build took to execute each page."""
    root = site.HTML.parent / "executed" / "book"
    return {path.relative_to(root).with_suffix("").as_posix():
            json.loads(path.read_text("utf-8"))["metadata"]["build"]["seconds"] for path in root.rglob("*.ipynb")}


# ---- as a plugin of pytest

class Plugin:
    """Sums up in the process that hears of all tests; workers time the loop for it."""

    def __init__(self):
        self.seconds: dict[str, float] = defaultdict(float)
        self.loops = [calibrate()]
        self.said: list[str] = []

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] += report.duration

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node):
        self.loops += getattr(node, "workeroutput", {}).get("loops", [])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session, exitstatus):
        self.loops.append(calibrate())
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["loops"] = self.loops
        elif exitstatus == pytest.ExitCode.OK and set(map(kind_of, self.seconds)) == set(BUDGETS):
            costs = costs_of_this_run(self.seconds)
            self.said = table(costs, median(self.loops)) + complaints(costs)
            if complaints(costs):
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        if self.said:
            terminalreporter.section("cost")
            for line in self.said:
                terminalreporter.write_line(line)


def pytest_configure(config):
    if hasattr(config, "workerinput") or runs_everything(config):
        config.pluginmanager.register(Plugin(), "costs")


def runs_everything(config) -> bool:
    """Tell whether nothing was chosen on the command line."""
    chosen = ("keyword", "markexpr", "deselect", "lf", "ignore", "ignore_glob")
    by_default = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return by_default and not any(config.getoption(name, None) for name in chosen)


def costs_of_this_run(seconds: dict[str, float]) -> Costs:
    costs = Costs(frozenset(map(site.page_name, site.pages())), frozenset(map(str, site.figures())))
    for nodeid, its_seconds in seconds.items():
        costs.add(nodeid, its_seconds)
    for page, its_seconds in executed_pages().items():
        costs.single["page"][page] += its_seconds
    return costs
