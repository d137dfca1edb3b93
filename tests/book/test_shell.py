"""What the shell of the book promises, checked on the built pages and on the extension that makes them."""
from __future__ import annotations

import doctest
import importlib
import re
import sys
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "book" / "_ext"))

LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src",
         "audio": "src", "embed": "src", "object": "data", "image": "href", "use": "href"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The start tags of a page, in order, its title, and its outermost drawings."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.tags, self.title, self.drawings, self._open = path, [], "", [], []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "svg" and tag not in self._open:
            self.drawings.append(dict(attributes))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "title" in self._open and "svg" not in self._open:
            self.title += data

    def all(self, tag: str) -> list[dict]:
        """Return the attributes of every element of this kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        """Return the ids of the elements; outlines of letters, which a picture may define twice alike, have no say."""
        return [attributes["id"] for tag, attributes in self.tags if attributes.get("id") and tag != "path"]


@cache
def page(path: Path) -> Page:
    return Page(path)


def pages() -> list[Path]:
    return sorted(path for path in HTML.rglob("*.html") if not path.relative_to(HTML).parts[0].startswith("_"))


@pytest.fixture(params=pages() or [None], ids=lambda path: path.relative_to(HTML).as_posix() if path else "no book")
def built(request) -> Page:
    assert request.param, "the book is not built: run `make book`"
    return page(request.param)


def style_sheets() -> list[Path]:
    """Return the style sheets that some page loads."""
    linked = {(path.parent / urlsplit(link["href"]).path).resolve()
              for path in pages() for link in page(path).all("link") if link.get("rel") == "stylesheet"}
    return sorted(linked)


# ---- every page

def test_the_front_page_is_where_a_double_click_finds_it():
    front = page(HTML / "index.html")
    assert not [meta for meta in front.all("meta") if meta.get("http-equiv", "").lower() == "refresh"]
    assert front.all("h1"), "a page, not a redirect"


def test_a_page_loads_nothing_from_elsewhere(built):
    loaded = [attributes.get(LOADS[tag]) or "" for tag, attributes in built.tags if tag in LOADS]
    assert [url for url in loaded if urlsplit(url).scheme not in ("", "data") or url.startswith("//")] == []


def test_a_page_names_no_other_host_in_its_styles_and_scripts(built):
    text = built.path.read_text("utf-8")
    blocks = re.findall(r"<(?:script|style)\b[^>]*>(.*?)</(?:script|style)>", text, re.DOTALL)
    assert [block for block in blocks if re.search(r"https?://(?!www\.w3\.org/)", block)] == []


def test_a_page_has_language_width_and_a_title(built):
    assert built.all("html")[0].get("lang") == "en"
    widths = [meta["content"] for meta in built.all("meta") if meta.get("name") == "viewport"]
    assert widths
    assert all("width=device-width" in width for width in widths)
    assert built.title.strip()


def test_no_two_pages_share_a_title():
    doubled = [title for title, count in Counter(page(path).title.strip() for path in pages()).items() if count > 1]
    assert doubled == []


def test_a_page_has_one_heading_of_the_first_level(built):
    assert len(built.all("h1")) == 1


def test_a_page_skips_no_level_of_headings(built):
    levels = [int(tag[1]) for tag, _ in built.tags if re.fullmatch("h[1-6]", tag)]
    assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), levels


def test_a_page_has_one_main_part_and_a_link_that_skips_to_it(built):
    mains = built.all("main")
    assert len(mains) == 1
    assert built.all("a")[0]["href"] == f"#{mains[0]['id']}", "the first link of the page skips to the text"


def test_every_picture_is_described(built):
    for image in built.all("img"):
        assert image.get("alt"), f"{image.get('src')} has no alt text"
        assert not re.search(r"\.(png|svg|jpe?g)$", image["alt"]), f"{image['alt']}: a file name describes nothing"
    for svg in built.drawings:
        if "live-handles" in svg.get("class", ""):
            continue
        assert svg.get("aria-hidden") == "true" or svg.get("aria-label") or svg.get("aria-labelledby"), svg


def test_every_id_of_a_page_is_its_own(built):
    assert [name for name, count in Counter(built.ids).items() if count > 1] == []


def test_every_link_inside_the_book_arrives(built):
    for link in built.all("a"):
        url = urlsplit(link.get("href", ""))
        if url.scheme or url.netloc:
            continue
        target = (built.path.parent / unquote(url.path)).resolve() if url.path else built.path
        assert target.is_file(), link["href"]
        if url.fragment and target.suffix == ".html":
            figure = unquote(url.fragment).split(":")[0]     # a live figure's state follows its id
            assert figure in page(target).ids, link["href"]


def test_what_a_page_loads_is_there(built):
    for tag, attributes in built.tags:
        url = urlsplit(attributes.get(LOADS.get(tag, ""), "") or "")
        if tag in LOADS and url.path and url.scheme != "data":
            assert (built.path.parent / unquote(url.path)).is_file(), attributes


def test_scripts_are_classic_ones(built):
    assert [script for script in built.all("script") if script.get("type") == "module"] == [], "refused over file://"


def test_a_page_loads_no_script_of_the_theme(built):
    sources = " ".join(script.get("src") or "" for script in built.all("script"))
    assert not re.search("bootstrap|fontawesome|pydata|sphinx-book-theme|thebe|require", sources)


# ---- the style sheets

def test_style_sheets_name_no_other_host():
    elsewhere = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//[^)\"';]*")
    found = {sheet.name: elsewhere.findall(sheet.read_text("utf-8")) for sheet in style_sheets()}
    assert not any(found.values()), found


def test_fonts_are_one_style_sheet_without_files():
    rules = re.findall(r"@font-face\s*{[^}]*}", (HTML / "_static" / "fonts.css").read_text("utf-8"))
    families = {re.search(r"font-family: '([^']+)'", rule).group(1) for rule in rules}
    assert families == {"Source Serif Pro", "DejaVu Sans Mono"}
    assert all(re.search(r"src: url\(data:font/woff2;base64,", rule) and rule.count("url(") == 1 for rule in rules)


def test_book_css_knows_no_colour():
    css = re.sub(r"/\*.*?\*/", "", (ROOT / "book" / "_static" / "book.css").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", css) == []


def test_every_colour_that_the_styles_use_is_a_role():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(sheet.read_text("utf-8") for sheet in style_sheets())))
    used = set(re.findall(r"var\((--[\w-]+)\)", (ROOT / "book" / "_static" / "book.css").read_text("utf-8")))
    assert used - defined == set()


# ---- the extension

@pytest.mark.parametrize("name", ["drawings", "pages", "place", "tables", "typography"])
def test_examples_of_the_extension(name):
    result = doctest.testmod(importlib.import_module(f"book_shell.{name}"))
    assert result.attempted > 0
    assert result.failed == 0


@pytest.fixture
def tables(tmp_path):
    source, target = tmp_path / "tables", tmp_path / "_live"
    source.mkdir()
    (source / "bowl.js").write_text("kept")
    (source / "other.js").write_text("not named by any page")
    return source, target


def copy(pages: dict[str, str], tables) -> list[str]:
    return list(importlib.import_module("book_shell.tables").copy_tables(pages, *tables))


def test_only_tables_that_pages_name_are_in_the_book(tables):
    tables[1].mkdir()
    (tables[1] / "old.js").write_text("of a figure that is gone")
    assert copy({"a.html": '<figure data-table="bowl.js">'}, tables) == []
    assert [path.name for path in tables[1].iterdir()] == ["bowl.js"]


def test_a_table_that_changed_is_copied_again(tables):
    named = {"a.html": '<figure data-table="bowl.js">'}
    copy(named, tables)
    (tables[0] / "bowl.js").write_text("new")
    copy(named, tables)
    assert (tables[1] / "bowl.js").read_text() == "new"


def test_a_missing_table_is_said_with_its_page(tables):
    problem, = copy({"a.html": '<figure data-table="gone.js">'}, tables)
    assert problem.startswith("a.html: the table gone.js of a live figure is missing")


def test_two_live_figures_with_one_id_are_said():
    doubled = importlib.import_module("book_shell.tables").doubled_ids
    figure = '<figure class="live-figure" id="bowl">'
    assert list(doubled({"a.html": figure, "b.html": figure})) == []
    problem, = doubled({"a.html": figure + figure})
    assert problem == "a.html: 2 live figures have the id 'bowl'; every figure of a page needs its own."
