"""How long a page takes, counted by the build: nobody writes it, and nobody has to keep it true.

The path is what stands unfolded, without the exercises; all is the path, what is folded, and the exercises. Both are
shown under the title, and in the table of a chapter's pages.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx_exercise.nodes import is_exercise_node, is_solution_node

from .folded import will_fold
from .grades import STARS
from .numbering import chapters
from .place import by_page

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
WORDS_A_SECOND = 180 / 60
FORMULA, DISPLAYED, LINE, FIGURE = 3, 8, 4, 120              # seconds
MINUTES_BY_STARS = {1: 5, 2: 10, 3: 20}
UNREAD = (nodes.Invisible, nodes.raw, nodes.system_message)


class Reading(NamedTuple):
    """What reading a page takes: its unfolded words, and the seconds for three parts of it."""

    words: int
    path: float
    folded: float
    exercises: float

    @property
    def all(self) -> float:
        return self.path + self.folded + self.exercises


def add(app: Sphinx) -> None:
    """Connect the counting, and show the minutes in the tables of chapters."""
    app.connect("env-purge-doc", lambda app, env, page: readings(env).pop(page, None))
    app.connect("doctree-read", lambda app, document: note(app.env, document))
    app.add_post_transform(TimeTables)


def readings(env: BuildEnvironment) -> dict[str, Reading]:
    """Return what is known about each page."""
    return by_page(env, "readings")


def note(env: BuildEnvironment, document: nodes.document) -> None:
    """Count a page that has cells; the front page and lists, such as the notation, are not read through."""
    cells = (node for node in document.findall(nodes.container) if node.get("nb_element") == "cell_code")
    if env.docname != env.config.root_doc and any(cells):
        readings(env)[env.docname] = reading(document)


# ---- counting

def reading(document: nodes.Node) -> Reading:
    """Count a page or a part of one."""
    parts = list(spent(document, "path"))
    seconds = {part: sum(seconds for other, _, seconds in parts if other == part)
               for part in ("path", "folded", "exercises")}
    return Reading(sum(words for part, words, _ in parts if part == "path"), **seconds)


def spent(node: nodes.Node, part: str) -> Iterator[tuple[str, int, float]]:
    """Yield the part, the words and the seconds of all that is read below a node."""
    if is_exercise_node(node):
        yield "exercises", 0, 60 * MINUTES_BY_STARS[stars(node)]
    elif is_solution_node(node) or isinstance(node, UNREAD):
        return
    elif (cost := cost_of(node)) is not None:
        yield part, *cost
    else:
        for child in node.children:
            yield from spent(child, "folded" if will_fold(node) else part)


def cost_of(node: nodes.Node) -> tuple[int, float] | None:
    """Return the words and the seconds of a node; nothing where both are those of its children."""
    if isinstance(node, nodes.Text):
        words = len(WORD.findall(node))
        return words, words / WORDS_A_SECOND
    if isinstance(node, nodes.math):
        return 0, FORMULA
    if isinstance(node, nodes.math_block):
        return 0, DISPLAYED
    if isinstance(node, nodes.literal_block):
        return 0, LINE * sum(map(bool, map(str.strip, node.astext().splitlines())))
    if node.get("nb_element") == "cell_code_output":
        return 0, FIGURE * any(node.findall(nodes.image))
    return None


def stars(exercise: nodes.Element) -> int:
    """Return the grade of an exercise; one without stars, which a test refuses, counts as easy."""
    found = STARS.search(exercise[0].astext())
    return len(found[0]) if found else 1


# ---- showing

def in_words(one: Reading) -> str:
    """Say how long a page takes.

    >>> in_words(Reading(1500, 1200, 1500, 1500)), in_words(Reading(90, 60, 0, 0))
    ('20 minutes; 70 with proofs and exercises', '1 minute')
    """
    more = " and ".join(name for name, seconds in (("proofs", one.folded), ("exercises", one.exercises)) if seconds)
    path, everything = minutes(one.path), minutes(one.all)
    return f"{path} minute{'s' * (path != 1)}" + (f"; {everything} with {more}" if everything > path else "")


def in_short(one: Reading) -> str:
    """Say it in a table.

    >>> in_short(Reading(1500, 1200, 1500, 1500)), in_short(Reading(90, 60, 0, 0))
    ('20 to 70', '1')
    """
    return " to ".join(map(str, sorted({minutes(one.path), minutes(one.all)})))


def minutes(seconds: float) -> int:
    """Return whole minutes, one at least."""
    return max(1, round(seconds / 60))


class TimeTables(SphinxPostTransform):
    """Add a column to each table of a chapter that leads to pages: how many minutes each takes."""

    default_priority = 5                         # while links still name their pages

    def run(self, **kwargs: object) -> None:
        """Change the tables of this page if it begins a chapter."""
        if self.env.docname in chapters(self.env):
            for table in self.document.findall(nodes.table):
                times = [self.time_of(row) for row in table.findall(nodes.row)]
                if any(times):
                    add_column(table, [times[0] or "Minutes", *times[1:]])

    def time_of(self, row: nodes.row) -> str:
        """Return the minutes of the page that a row leads to."""
        for link in row.findall(addnodes.pending_xref):
            page = docname_join(link["refdoc"], link["reftarget"])
            if link["reftype"] == "doc" and page in readings(self.env):
                return in_short(readings(self.env)[page])
        return ""


def add_column(table: nodes.table, texts: list[str]) -> None:
    """Give each row of a table one entry more."""
    group = next(iter(table.findall(nodes.tgroup)))
    group.insert(group["cols"], nodes.colspec(colwidth=10))
    group["cols"] += 1
    for row, text in zip(table.findall(nodes.row), texts, strict=True):
        row += nodes.entry("", nodes.paragraph("", text))
