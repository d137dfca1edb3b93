"""How long a page takes is counted by the build, is said in the page, and stays within bounds."""
from __future__ import annotations

import doctest
import re
import sys

import pytest
from docutils import nodes

from tests.book import little_chapter
from tests.book.not_yet import keeps
from tests.book.test_pages import sections
from tests.browser.site import HTML, page_name, pages
from tools.project import here

BOOK = here()
sys.path.insert(0, str(BOOK.root / "book" / "_ext"))

from book_shell import checked, minutes, titles  # noqa: E402

LINE = re.compile(r'<span class="minutes" data-words="(\d+)" data-path="(\d+)" data-all="(\d+)">([^<]+)</span>')
MOST_WORDS, LONGEST_PATH, LONGEST = 1800, 25 * 60, 110 * 60


def measured(name: str) -> tuple[int, int, int, str]:
    """Return the words, the seconds of the path and of all, and what a reader is told."""
    words, path, everything, told = LINE.search((HTML / f"{name}.html").read_text("utf-8")).groups()
    return int(words), int(path), int(everything), told


def too_long(words: int, path: int, everything: int) -> list[str]:
    return [fault for fault, wrong in ((f"{words} words unfolded", words > MOST_WORDS),
                                       (f"a path of {path / 60:.1f} minutes", path > LONGEST_PATH),
                                       (f"{everything / 60:.0f} minutes in all", everything > LONGEST)) if wrong]


@sections
def test_a_page_is_short_enough_to_be_read_through(page):
    name = page.relative_to(BOOK.root / "book").with_suffix("").as_posix()
    keeps("is short", name, too_long(*measured(name)[:3]))


@pytest.mark.parametrize(("words", "path", "everything", "faults"), [
    (1800, 1500, 6600, []), (1801, 1500, 6600, ["1801 words unfolded"]),
    (1800, 1501, 6600, ["a path of 25.0 minutes"]), (1800, 1500, 6601, ["110 minutes in all"])])
def test_what_is_too_long_is_found(words, path, everything, faults):
    assert too_long(words, path, everything) == faults


@sections
def test_nobody_writes_minutes(page):
    keeps("leaves its minutes to the build", page.relative_to(BOOK.root / "book").with_suffix("").as_posix(),
          re.findall(r"^About \d+ minutes", page.read_text("utf-8"), re.M))


@pytest.mark.parametrize("chapter", [page for page in pages() if page.stem == "index" and page.parent != HTML],
                         ids=page_name)
def test_the_table_of_a_chapter_says_the_minutes_of_its_pages(chapter):
    rows = re.findall(r'href="(\w+)\.html">.*?<td><p>(\d+)(?: to (\d+))?</p></td>\s*</tr>',
                      chapter.read_text("utf-8").partition("<table")[2], re.S)
    assert len(rows) == len(list(chapter.parent.glob("*.html"))) - 1
    for page, path, everything in rows:
        told = measured(f"{chapter.parent.name}/{page}")[3]
        assert told.startswith(f"{path} minute")
        assert not everything or f"; {everything} with" in told


@pytest.mark.parametrize("module", [minutes, checked, titles])
def test_examples(module):
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


# ---- what counts

def counted(*parts: nodes.Node) -> tuple:
    return tuple(minutes.reading(nodes.section("", *parts)))


PARAGRAPH = nodes.paragraph("", "Nine words don’t take long, and twenty-two neither do.")
CODE = nodes.literal_block("", "a = 1\n\nb = 2\n")
SHOWN = nodes.container("", nodes.image(uri="a.png"), nodes.literal_block("", "words"), nb_element="cell_code_output")


@pytest.mark.parametrize(("part", "expected"), [
    (PARAGRAPH, (9, 3, 0, 0)), (nodes.math("", "x + y"), (0, 3, 0, 0)), (nodes.math_block("", "x + y"), (0, 8, 0, 0)),
    (CODE, (0, 8, 0, 0)), (SHOWN, (0, 120, 0, 0)), (nodes.raw("", "no words"), (0, 0, 0, 0)),
    (nodes.comment("", "no words"), (0, 0, 0, 0)),
    (nodes.container("", nodes.literal_block("", "3"), nb_element="cell_code_output"), (0, 0, 0, 0)),
    (nodes.admonition("", PARAGRAPH, classes=["proof"]), (9, 3, 0, 0)),
    (nodes.admonition("", PARAGRAPH, classes=["proof", "dropdown"]), (0, 0, 3, 0)),
    (nodes.container("", PARAGRAPH, design_component="dropdown"), (0, 0, 3, 0)),
    (nodes.container("", nodes.container("", CODE), SHOWN, classes=["cell", "tag_check"]), (0, 0, 128, 0)),
    (nodes.container("", CODE, hide_mode="input"), (0, 0, 8, 0)),
], ids=str)
def test_what_is_read_takes_its_time(part, expected):
    assert counted(part.deepcopy()) == expected


def test_exercises_take_minutes_by_their_stars_and_their_words_none(little_book):
    words, path, everything, told = LINE.search(little_chapter.shown(little_book, "two/third")).groups()
    assert (words, path, everything) == ("8", "7", "307")
    assert told == "1 minute; 5 with exercises"


def test_what_folds_counts_for_the_second_number_only(little_book):
    words, path, everything, told = LINE.search(little_chapter.shown(little_book, "two/second")).groups()
    assert int(everything) - int(path) == 600 + 3 + 8 + 24 / 3 + 4 * 4        # the exercise, the proof, the check
    assert told == "1 minute; 11 with proofs and exercises"


def test_a_table_of_pages_has_a_column_of_minutes(little_book):
    table = little_chapter.shown(little_book, "two/index").partition("<table")[2].partition("</table>")[0]
    assert re.findall(r"<t[hd][^>]*><p>([^<]*)</p></t[hd]>\s*</tr>", table) == ["Minutes", "1 to 11", "1 to 5", ""]


def test_the_front_page_and_pages_without_cells_say_no_minutes(little_book):
    for page in ("index", "one/first", "two/index"):
        assert 'class="minutes"' not in little_chapter.shown(little_book, page)


def test_a_chapter_says_other_minutes_when_a_page_changed(changed_book):
    assert "<p>1 to 20</p>" in little_chapter.shown(changed_book[0], "two/index")
