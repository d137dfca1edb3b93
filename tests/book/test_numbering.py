"""Theorems, exercises, figures and equations are numbered within their chapter, and every reference says so."""
from __future__ import annotations

import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.book import little_chapter
from tests.browser.site import HTML, page_name, pages

NUMBERED = re.compile(r"(Theorem|Lemma|Definition|Proposition|Corollary|Algorithm|Example|Remark|Exercise|Figure)"
                      r" (\d+(?:\.\d+)*)")
CAPTION = re.compile(r'class="caption-number">(\w+) ([\d.]+) ?</span>')
TAGS = re.compile(r"<[^>]*>")


class Boxes(HTMLParser):
    """The numbers that boxes and figures of a page have, by id, and what links say of others."""

    def __init__(self, page: Path):
        super().__init__()
        self.numbers, self.links, self._ids, self._inside, self._link = {}, [], [], False, None
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if attributes.get("id") and tag in ("div", "figure", "details"):
            self._ids.append(attributes["id"])
        self._inside = "caption-number" in (attributes.get("class") or "").split()
        if tag == "a" and "#" in (attributes.get("href") or ""):
            self._link = attributes["href"]

    def handle_endtag(self, tag):
        self._inside = False
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._inside:
            self.numbers[self._ids[-1]] = data.strip()
        elif self._link and NUMBERED.fullmatch(data.strip()):
            self.links.append((self._link, data.strip()))


@pytest.fixture(scope="module")
def book() -> dict[str, Boxes]:
    return {page_name(page): Boxes(page) for page in pages()}


def chapter_number(page: str) -> str:
    """Return the number that the list of contents gives to the chapter of a page, or nothing."""
    contents = (HTML / "index.html").read_text("utf-8")
    found = re.findall(r'href="([^"]+)/index\.html"[^>]*><span class="chapter-number">(\d+)</span>', contents)
    return dict(found).get(page.rpartition("/")[0], "")


def test_the_chapters_are_numbered_in_the_list_of_contents_of_every_page():
    for page in pages():
        assert re.findall(r'class="chapter-number">(\d+)</span> (?!<)', page.read_text("utf-8"))[:2] == ["1", "2"], page


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_every_number_is_the_next_one_of_its_kind_in_the_chapter(book, page):
    name = page_name(page)
    chapter = chapter_number(name)
    counted = defaultdict(list)
    in_order = [other for other in reading_order() if chapter and chapter_number(other) == chapter] or [name]
    for other in in_order:
        for said in book[other].numbers.values():
            kind, number = said.split()
            counted[kind].append(number)
    for kind, numbers in counted.items():
        before = f"{chapter}." if chapter else ""
        assert numbers == [f"{before}{k}" for k in range(1, len(numbers) + 1)], (name, kind)


def reading_order() -> list[str]:
    """Return the pages as the list of contents of the front page has them."""
    contents = (HTML / "index.html").read_text("utf-8").partition('aria-label="Chapters"')[2].partition("</nav>")[0]
    return [link.removesuffix(".html") for link in re.findall(r'href="([^"#]+\.html)"', contents)]


def test_every_reference_says_the_number_of_what_it_leads_to(book):
    followed = 0
    for name, boxes in book.items():
        for link, said in boxes.links:
            path, _, target = link.partition("#")
            page = page_name((HTML / f"{name}.html").parent.joinpath(path).resolve()) if path else name
            assert book[page].numbers[target] == said, (name, link)
            followed += 1
    assert followed > 50


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_a_solution_has_the_number_of_its_exercise(book, page):
    solutions = re.findall(r"Solution to (Exercise [\d.]+)", TAGS.sub("", page.read_text("utf-8")))
    exercises = [said for said in book[page_name(page)].numbers.values() if said.startswith("Exercise")]
    assert solutions == exercises


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_every_live_figure_has_a_number_but_on_the_front_page(page):
    titles = re.findall('<figcaption class="live-title">(.*?)</figcaption>', page.read_text("utf-8"), re.S)
    numbered = [title for title in titles if re.match(r'<span class="caption-number">Figure [\d.]+</span> \S', title)]
    assert numbered == ([] if page_name(page) == "index" else titles)


# ---- the small book

def said(root: Path, page: str) -> str:
    """Return the text of a page, its spaces made one."""
    return re.sub(r"\s+", " ", TAGS.sub("", little_chapter.shown(root, page)))


def test_kinds_are_numbered_each_for_itself_and_anew_in_each_chapter(little_book):
    second = CAPTION.findall(little_chapter.shown(little_book, "two/second"))
    assert second == [("Definition", "2.1"), ("Theorem", "2.1"), ("Figure", "2.1"), ("Exercise", "2.1")]
    assert CAPTION.findall(little_chapter.shown(little_book, "two/third")) == [("Theorem", "2.2"), ("Exercise", "2.2")]
    assert CAPTION.findall(little_chapter.shown(little_book, "one/first")) == [("Theorem", "1.1")]


def test_a_page_outside_the_chapters_counts_for_itself(little_book):
    assert CAPTION.findall(little_chapter.shown(little_book, "tour")) == [("Figure", "1")]


def test_references_of_every_kind_say_the_number(little_book):
    assert "See the place, Figure 2.1, Theorem 1.1, Exercise 2.1, (2.1), (1.1)." in said(little_book, "two/second")
    assert "See Theorem 2.1 and Exercise 2.2." in said(little_book, "two/third")
    assert "You need early things Figure 1" in said(little_book, "two/second")


def test_numbers_stay_right_when_a_page_is_rendered_again(changed_book):
    root, _ = changed_book
    assert CAPTION.findall(little_chapter.shown(root, "two/second"))[-1] == ("Theorem", "2.2")
    assert CAPTION.findall(little_chapter.shown(root, "two/third"))[0] == ("Theorem", "2.3")
    assert CAPTION.findall(little_chapter.shown(root, "one/first")) == [("Theorem", "1.1")]


def test_a_changed_sentence_changes_no_number_and_rewrites_only_what_leads_to_it(changed_book):
    root, _ = changed_book
    written = {page: page.stat().st_mtime_ns for page in (root / "html").rglob("*/*.html")}
    third = root / "two" / "third.md"
    third.write_text(third.read_text("utf-8").replace("More.", "More of it."), "utf-8")
    little_chapter.render(root)
    rewritten = {f"{page.parent.name}/{page.stem}" for page in written if page.stat().st_mtime_ns != written[page]}
    assert rewritten == {"two/third", "two/index"}
