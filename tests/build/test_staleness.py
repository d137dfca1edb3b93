"""Exactly the pages that a change touches are executed again. No kernel runs here: outputs are only marked as made."""

from __future__ import annotations

import nbformat
import pytest

from tests.build.conftest import FILES
from tools import fingerprints, store
from tools.dependencies import fingerprint_of_book, fingerprint_of_page, fingerprint_of_rendering
from tools.progress import stale_pages
from tools.project import code_cells, read_notebook


@pytest.fixture
def book(little_book):
    """The little book with all its pages executed, as far as the store knows, and all fingerprints kept."""
    for page in little_book.notebooks():
        store.save(little_book, page, read_notebook(page), fingerprint_of_page(little_book, page), seconds=1)
    little_book.tables.mkdir()
    fingerprints.of_pages(little_book, little_book.notebooks())
    return little_book


def stale(book) -> set[str]:
    return {book.name(page) for page in stale_pages(book, book.notebooks())}


def test_nothing_changed_nothing_to_execute(book):
    assert stale(book) == set()


def test_a_page_without_cells_is_never_executed(book):
    assert {book.name(page) for page in book.notebooks()} == {"book/index.md", "book/deep.md"}


@pytest.mark.parametrize(
    ("file", "pages"),
    [
        ("book/plain.md", set()),
        ("mathlib/unused.py", set()),
        ("mathlib/figures/deep.py", {"book/deep.md"}),
        ("mathlib/figures/curve.csv", {"book/deep.md"}),
        ("mathlib/figures/card.md", set()),
        ("mathlib/live/player/live.css", set()),
        ("mathlib/bottom.py", {"book/deep.md"}),
        ("requirements.txt", {"book/index.md", "book/deep.md"}),
        ("requirements-test.txt", set()),
    ],
)
def test_a_change_makes_exactly_these_pages_stale(book, file, pages):
    book.append(file, "\n")
    assert stale(book) == pages


def test_a_package_that_begins_to_do_something_makes_who_uses_it_stale(book):
    book.append("mathlib/__init__.py", "VALUE = 1\n")
    assert stale(book) == {"book/deep.md"}


@pytest.mark.parametrize(
    ("old", "new", "pages"),
    [
        ("# Front page", "# Front page\n\nA sentence.", set()),
        ("print(2 + 2)", "print(2 + 3)", {"book/index.md"}),
        ("```{code-cell} ipython3\n", "```{code-cell} ipython3\n:tags: [raises-exception]\n\n", {"book/index.md"}),
        ("display_name: Python 3 (ipykernel)", "display_name: Python 3", {"book/index.md"}),
    ],
    ids=["prose", "cell", "tags", "kernel"],
)
def test_a_page_is_made_again_for_its_cells_and_their_kernel_and_not_for_its_prose(book, old, new, pages):
    text = FILES["book/index.md"]
    assert old in text
    book.write("book/index.md", text.replace(old, new))
    assert stale(book) == pages


def test_a_change_that_is_taken_back_costs_nothing(book):
    text = (book.root / "mathlib/bottom.py").read_text("utf-8")
    book.append("mathlib/bottom.py", "\n")
    book.write("mathlib/bottom.py", text)
    assert stale(book) == set()


def test_a_cell_with_a_magic_does_not_hide_its_imports(book):
    book.append("book/index.md", "\n```{code-cell} ipython3\n%matplotlib inline\nimport mathlib.unused\n```\n")
    page = book.root / "book/index.md"
    store.save(book, page, read_notebook(page), fingerprint_of_page(book, page), seconds=1)
    book.append("mathlib/unused.py", "\n")
    assert stale(book) == {"book/index.md"}


def test_a_name_that_one_cell_imports_counts_for_what_another_uses_of_it(book):
    """A page that imports a package in its first cell is made again for the module it uses, not for its neighbours."""
    for name in ("used", "beside"):
        book.write(f"mathlib/algebra/{name}.py", f"def {name}():\n    ...\n")
    book.write("mathlib/algebra/__init__.py", "from .beside import beside\nfrom .used import used\n")
    for cell in ("from mathlib import algebra", "%%capture\nalgebra.used()", "this is no Python"):
        book.append("book/index.md", f"\n```{{code-cell}} ipython3\n{cell}\n```\n")
    page = book.root / "book/index.md"
    for name, old in (("beside", False), ("used", True)):
        store.save(book, page, read_notebook(page), fingerprint_of_page(book, page), seconds=1)
        book.append(f"mathlib/algebra/{name}.py", "\n")
        assert ("book/index.md" in stale(book)) is old, name


def test_outputs_that_cannot_be_read_are_made_again(book):
    book.executed(book.root / "book/deep.md").write_text('{"cells": [', "utf-8")
    assert stale(book) == {"book/deep.md"}


def with_table(book, name):
    """Let the store have an execution of a page that names a table; return the page."""
    page = book.root / "book/deep.md"
    notebook = read_notebook(page)
    html = {"text/html": f'<figure data-table="{name}"></figure>'}
    code_cells(notebook)[0].outputs = [nbformat.v4.new_output("display_data", html)]
    store.save(book, page, notebook, fingerprint_of_page(book, page), seconds=1)
    (book.tables / name).write_text("")
    return page


def test_a_page_whose_table_is_gone_is_made_again(book):
    with_table(book, "curve.0123.js")
    assert stale(book) == set()
    (book.tables / "curve.0123.js").unlink()
    assert stale(book) == {"book/deep.md"}


def test_tables_that_no_page_names_are_dropped(book):
    page = with_table(book, "curve.0123.js")
    (book.tables / "curve.old.js").write_text("")
    (book.tables / "curve.0123.4711").write_text("half of a table that was being written when a build was killed")
    store.prune(book, [page, book.root / "book/index.md"])
    assert [path.name for path in book.tables.iterdir()] == ["curve.0123.js"]


def test_the_slowest_page_starts_first(book):
    for page, seconds in zip(book.notebooks(), (1, 9), strict=True):
        store.save(book, page, read_notebook(page), "old", seconds)
    assert [book.name(page) for page in stale_pages(book, book.notebooks())] == ["book/deep.md", "book/index.md"]


@pytest.mark.parametrize("file", ["book/plain.md", "book/_static/a.css", "mathlib/unused.py", "_toc.yml"])
def test_every_file_that_the_book_is_made_from_is_in_its_fingerprint(book, file):
    book.write("book/_static/a.css", "")
    before = fingerprint_of_book(book)
    book.append(file, "\n")
    assert fingerprint_of_book(book) != before


def test_files_that_pages_include_from_elsewhere_are_in_its_fingerprint(book):
    licence = book.root / "LICENSE"
    before = fingerprint_of_book(book, elsewhere=[licence])
    licence.write_text("Do what you like.", "utf-8")
    assert fingerprint_of_book(book, elsewhere=[licence]) != before


@pytest.mark.parametrize(
    ("file", "afresh"),
    [("_toc.yml", True), ("book/_ext/look.py", True), ("tools/book.py", True), ("book/deep.md", False)],
)
def test_what_shapes_every_page_asks_for_a_rendering_from_nothing(book, file, afresh):
    book.write("book/_ext/look.py", "")
    before = fingerprint_of_rendering(book)
    book.append(file, "\n")
    assert (fingerprint_of_rendering(book) != before) is afresh


def test_a_page_is_as_old_as_the_answers_of_its_exercises(book):
    """The form of an exercise is the output of a cell, so that its replies are made anew when an answer changes."""
    book.write("mathlib/exercises/__init__.py", "")
    book.write("mathlib/exercises/deep.py", "from mathlib import bottom\n\n\ndef check(label, answer):\n    ...\n")
    book.write("mathlib/exercises/other.py", "")
    book.append("book/index.md", "\n```{code-cell} ipython3\nfrom mathlib.exercises.deep import check\n\n"
                                 'check("deep-1", ...)\n```\n')
    page = book.root / "book/index.md"
    for file, old in (("exercises/deep.py", True), ("bottom.py", True), ("exercises/other.py", False)):
        store.save(book, page, read_notebook(page), fingerprint_of_page(book, page), seconds=1)
        book.append(f"mathlib/{file}", "\n")
        assert ("book/index.md" in stale(book)) is old, file


# ---- fingerprints are worked out once

@pytest.fixture
def worked_out(book, monkeypatch):
    """The names of the pages whose fingerprints were not kept, as they are asked for."""
    names = []

    def note(project, page):
        names.append(project.name(page))
        return fingerprint_of_page(project, page)
    monkeypatch.setattr(fingerprints, "fingerprint_of_page", note)
    return names


@pytest.mark.parametrize(("file", "names"), [
    (None, []),
    ("book/plain.md", []),
    ("book/index.md", ["book/index.md"]),
    ("mathlib/unused.py", ["book/index.md", "book/deep.md"]),
    ("tools/dependencies.py", ["book/index.md", "book/deep.md"]),
    ("requirements.txt", ["book/index.md", "book/deep.md"]),
])
def test_a_fingerprint_is_worked_out_again_when_its_page_or_our_code_is_another(book, worked_out, file, names):
    if file:
        book.append(file, "\n")
    for _ in range(2):
        stale(book)
    assert worked_out == names


def test_a_fingerprint_is_not_kept_when_something_was_edited_meanwhile(book, monkeypatch):
    """Else the new one would be taken for that of the old text, when the edit is taken back."""
    text = (book.root / "mathlib/bottom.py").read_text("utf-8")

    def edit(project, page):
        book.write("mathlib/bottom.py", "VALUE = 'edited meanwhile'\n")
        return fingerprint_of_page(project, page)
    monkeypatch.setattr(fingerprints, "fingerprint_of_page", edit)
    book.append("mathlib/unused.py", "\n")
    assert stale(book) == {"book/deep.md"}
    monkeypatch.undo()
    book.write("mathlib/bottom.py", text)
    assert stale(book) == set()


def test_a_cell_that_takes_its_text_from_another_file_is_looked_at_every_time(book):
    page = book.root / "book/index.md"
    book.write("book/cell.py", "1\n")
    book.append("book/index.md", "\n```{code-cell} ipython3\n:load: cell.py\n```\n")
    store.save(book, page, read_notebook(page), fingerprint_of_page(book, page), seconds=1)
    assert stale(book) == set()
    book.write("book/cell.py", "2\n")
    assert stale(book) == {"book/index.md"}
