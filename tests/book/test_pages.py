"""What the source of every page keeps to: cells that run and can be read, proofs and chapters in their form."""
from __future__ import annotations

import ast
import re

import pytest

from tests.book.not_yet import keeps
from tools.project import code_cells, here, read_notebook

BOOK = here()
CELL = re.compile(r"^\s*(?:`{3,}|:{3,})\{code-cell\}", re.M)
LISTED_AT_ONCE = re.compile(r"\{prf:proof\}[^\n]*\n+(?::\w[^\n]*\n+)*1\.")
MAX_LINES, MAX_WIDTH = 12, 88                     # of a cell; wider ones would be cut at the column of figures
TERM_AND_QUESTION = re.compile(r"[A-Z][^:?]+: [^:?]+\?")
PARTS = ["Check yourself", "Exercises", "Further reading"]


def lost_cells(source: str, cells: int) -> int:
    """Count the cells that stand inside a box, where nothing would run them."""
    return len(CELL.findall(source)) - cells


def cell_faults(code: str) -> list[str]:
    """Say what keeps a cell from being read at a glance."""
    lines = code.rstrip().splitlines()
    found = [f"{len(lines)} lines"] if len(lines) > MAX_LINES else []
    found += [f"a line of {len(line)} characters" for line in lines if len(line) > MAX_WIDTH]
    found += [f"the command {line}" for line in lines if line.lstrip().startswith(("%", "!"))]
    if not any(fault.startswith("the command") for fault in found):
        found += [f"the private name {name}" for name in private_names(code)]
    return found


def private_names(code: str) -> list[str]:
    names = (node.attr if isinstance(node, ast.Attribute) else node.id for node in ast.walk(ast.parse(code))
             if isinstance(node, ast.Attribute | ast.Name))
    return [name for name in names if re.match("_[a-z]", name)]


def is_section_of_a_chapter(page) -> bool:
    return page.parent != BOOK.root / "book" and page.stem != "index"


pages = pytest.mark.parametrize("page", BOOK.pages(), ids=BOOK.name)
notebooks = pytest.mark.parametrize("page", BOOK.notebooks(), ids=BOOK.name)
sections = pytest.mark.parametrize("page", list(filter(is_section_of_a_chapter, BOOK.pages())), ids=BOOK.name)


@notebooks
def test_no_cell_is_lost_in_a_box(page):
    assert lost_cells(page.read_text("utf-8"), len(code_cells(read_notebook(page)))) == 0


@notebooks
def test_cells_can_be_read_at_a_glance(page):
    cells = code_cells(read_notebook(page))
    shown = [cell.source for cell in cells if "remove-cell" not in cell.metadata.get("tags", [])]
    assert {code: faults for code in shown if "@figure" not in code and (faults := cell_faults(code))} == {}


@pages
def test_a_proof_begins_with_a_sentence(page):
    assert LISTED_AT_ONCE.findall(page.read_text("utf-8")) == [], "a list at once would be set as running text"


@sections
def test_a_section_of_a_chapter_has_its_parts(page):
    source = page.read_text("utf-8")
    assert ":class: objectives" in source
    assert [part for part in PARTS if not re.search(rf"^## {part}$", source, re.M)] == []
    questions = source.split("## Check yourself")[1].split("\n## ")[0].count(":class-container: question")
    assert 3 <= questions <= 6


@sections
def test_a_title_has_a_term_and_a_question(page):
    title = re.search("^# (.*)", page.read_text("utf-8"), re.M)[1]
    name = page.relative_to(BOOK.root / "book").with_suffix("").as_posix()
    keeps("has a term and a question in its title", name, [] if TERM_AND_QUESTION.fullmatch(title) else [title])


@pytest.mark.parametrize(("title", "good"), [
    ("Convexity: when is a valley the only valley?", True), ("When is a valley the only valley?", False),
    ("Convexity", False), ("Convexity: valleys", False), ("How: but: why?", False), (": why?", False)])
def test_a_title_without_a_term_or_a_question_is_found(title, good):
    assert bool(TERM_AND_QUESTION.fullmatch(title)) is good


def test_a_cell_in_a_box_is_found():
    cell = "```{code-cell} ipython3\n1 + 1\n```\n"
    assert lost_cells(f"{cell}\n:::{{admonition}} Box\n{cell}:::\n", 1) == 1


@pytest.mark.parametrize(("code", "fault"), [
    ("x = 1\n" * 13, "13 lines"), ("x = " + "1" * 85, "a line of 89 characters"), ("%matplotlib inline", "the command"),
    ("optimization._secret(1)", "the private name _secret"),
])
def test_what_cannot_be_read_is_found(code, fault):
    assert [found for found in cell_faults(code) if found.startswith(fault)]


def test_a_list_at_the_start_of_a_proof_is_found():
    assert LISTED_AT_ONCE.search(":::{prf:proof}\n:label: a\n\n1. First.\n:::")
    assert not LISTED_AT_ONCE.search(":::{prf:proof}\nTwo steps.\n\n1. First.\n:::")


def test_every_data_card_stands_in_the_book():
    cards = {path.name for path in (BOOK.root / "mathlib" / "data" / "cards").glob("*.md")}
    assert set(re.findall(r"\{include\} \S+/cards/(\S+)", (BOOK.root / "book" / "data.md").read_text("utf-8"))) == cards
