"""Every exercise of the book has a grade, a hint, a way to check it and a folded solution that the build asserts."""
from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from docutils import nodes

from tests.exercises.test_declared import EXERCISES
from tools.project import here

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from book_shell import grades  # noqa: E402

EXERCISE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{exercise\} *(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.M | re.S)
CHECK = re.compile(r'^```\{code-cell\} ipython3\n:tags: \[remove-input\]\n\ncheck\("([^"]+)", \.\.\.\)\n```$', re.M)
GATED = r"^```\{{solution-start\}} {0}\n(?P<options>.*?)^```$(?P<body>.*?)^```\{{solution-end\}}\n```$"
TITLE = "one to three stars and a title"
PLAIN = r"^(?P<fence>`{{3,}}|:{{3,}})\{{solution\}} {0}\n(?P<options>(?::[^\n]*\n)*)(?P<body>.*?)^(?P=fence)$"


@dataclass(frozen=True)
class OnPage:
    """An exercise as its page's source has it."""

    page: str
    title: str
    body: str
    source: str

    @property
    def label(self) -> str:
        found = re.search(r"^:label: (\S+)$", self.body, re.M)
        return found[1] if found else ""

    @property
    def solution(self) -> re.Match | None:
        ways = (re.search(way.format(re.escape(self.label)), self.source, re.M | re.S) for way in (GATED, PLAIN))
        return next(filter(None, ways), None)


def exercises_of(page: str, source: str) -> list[OnPage]:
    return [OnPage(page, found["title"], found["body"], source) for found in EXERCISE.finditer(source)]


ON_PAGES = [found for path in here().pages() for found in exercises_of(here().name(path), path.read_text("utf-8"))]


@pytest.fixture(params=ON_PAGES, ids=lambda found: found.label or f"{found.page}: {found.title}")
def exercise(request):
    return request.param


def faults(exercise: OnPage) -> list[str]:
    """Say what an exercise lacks."""
    found = [] if re.match("★{1,3} [^★]+$", exercise.title) else [TITLE]
    if not exercise.label:
        return [*found, "a label"]
    if not re.search(r"\{dropdown\} Hint", exercise.body):
        found.append("a hint")
    solution = exercise.solution
    if not solution or ":class: dropdown" not in solution["options"] or not solution["body"].strip():
        found.append("a folded solution")
    checked = exercise.label in CHECK.findall(exercise.source)
    if checked is not (exercise.label in EXERCISES):
        found.append("a declaration" if checked else "a check cell")
    if checked and solution and f'assert check("{exercise.label}", ' not in solution["body"]:
        found.append("a solution that is asserted")
    return found


def test_an_exercise_of_the_book_lacks_nothing(exercise):
    assert faults(exercise) == []


def test_every_declared_exercise_stands_on_one_page():
    labels = [exercise.label for exercise in ON_PAGES]
    assert [label for label in EXERCISES if labels.count(label) != 1] == []


GOOD = '''````{exercise} ★★ A title
:label: tour-1

Text.

```{dropdown} Hint
Help.
```
````

```{code-cell} ipython3
:tags: [remove-input]

check("tour-1", ...)
```

```{solution-start} tour-1
:class: dropdown
```

Text.

```{code-cell} ipython3
assert check("tour-1", 2 / 25)
```

```{solution-end}
```
'''
PROOF = '''````{exercise} ★★★ Prove it
:label: tour-90

```{dropdown} Hint
Help.
```
````

```{solution} tour-90
:class: dropdown

Text.
```
'''


@pytest.mark.parametrize(("source", "old", "new", "missing"), [
    (GOOD, "", "", []), (PROOF, "", "", []), (GOOD, "````", ":::::", []),
    (GOOD, "★★ A", "A", [TITLE]), (GOOD, "★★ A", "★★★★ A", [TITLE]), (GOOD, "★★ A title", "★★", [TITLE]),
    (PROOF, ":label: tour-90\n", "", ["a label"]),
    (GOOD, "{dropdown} Hint", "{note}", ["a hint"]), (GOOD, ":class: dropdown", "", ["a folded solution"]),
    (GOOD, "solution-start} tour-1", "solution-start} tour-2", ["a folded solution"]),
    (PROOF, "{solution} tour-90", "{solution} tour-91", ["a folded solution"]),
    (GOOD, 'check("tour-1", ...)', "", ["a check cell"]),
    (GOOD, "assert check", "check", ["a solution that is asserted"]),
    (GOOD, "tour-1", "tour-99", ["a declaration"]),
])
def test_what_an_exercise_lacks_is_found(source, old, new, missing):
    one, = exercises_of("page", source.replace(old, new) if old else source)
    assert faults(one) == missing


# ---- in the built pages

def test_every_form_is_in_the_built_book():
    html = "".join(page.read_text("utf-8") for page in here().html.rglob("*.html") if "_" not in page.parts[-2][0])
    shown = re.findall(r'<form class="check" data-label="([^"]+)"', html)
    assert sorted(shown) == sorted(label for label, (check, _) in EXERCISES.items() if check(label).form)


def test_stars_are_read_aloud_as_words(exercise):
    html = (here().html / exercise.page.removeprefix("book/")).with_suffix(".html").read_text("utf-8")
    box = re.search(f'id="{exercise.label}".*?</p>', html, re.S)[0]
    stars = exercise.title.split()[0]
    words = {"★": "one star", "★★": "two stars", "★★★": "three stars"}[stars]
    assert f'<span class="grade" role="img" aria-label="{words} of three">{stars}</span>' in box
    assert "(" not in re.sub("<[^>]*>", "", box).split(stars)[0]


@pytest.mark.parametrize(("text", "parts"), [
    ("★ One", [("★", True), (" One", False)]), (" ★★★ Three", [(" ", False), ("★★★", True), (" Three", False)]),
    ("★★★★", [("★★★★", False)]), ("none", [("none", False)]), ("", [])])
def test_stars_are_set_apart(text, parts):
    assert [(node.astext(), isinstance(node, grades.grade)) for node in grades.marked(nodes.Text(text))] == parts
