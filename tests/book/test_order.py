"""Nothing before its time: a term is used after it was defined, and a link leads ahead only where the sentence says so.

Pages are walked in the order of `_toc.yml`. The front page and those that open a chapter say what is to come, and are
not asked; nor are headings and objectives. What stands behind the last chapter is for looking up, and is never ahead.
"""
from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from tests.book.prose import Page, read
from tests.browser.site import HTML
from tools.project import here

POINTERS = re.compile(
    r"\b(exercise|later|below|the end of this page|the next (page|section|chapter)|comes? back|"
    r"we (prove|show|derive|explain) (it|this|that) in)\b", re.IGNORECASE)
# Pages that are not yet written by this rule: an entry that is no longer needed must go, and none may come.
EXEMPT = {"linear_algebra/vectors", "linear_algebra/eigenvectors", "linear_algebra/pca", "linear_algebra/layers"}


def faults(pages: Mapping[str, Page], lookup: set[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Yield the page and the sentence with what is before its time, of pages in their order; see the module."""
    places = {(name, found): (number, at) for number, (name, page) in enumerate(pages.items())
              for found, at in page.ids.items() if name not in lookup}
    defined = {tidy(term): (number, at) for number, page in enumerate(pages.values())
               for at, sentence in enumerate(page.sentences) for term in sentence.defines}
    terms = {term: pattern(term) for term in defined}
    for number, (name, page) in enumerate(pages.items()):
        for at, sentence in enumerate(page.sentences):
            if POINTERS.search(sentence.text):
                continue
            for link in sentence.links:
                if places.get(target(name, link), (-1, -1)) > (number, at):
                    yield name, f"leads ahead to {link}: {tidy(sentence.text)}"
            for term, place in defined.items():
                if place > (number, at) and terms[term].search(tidy(sentence.text)):
                    yield name, f"uses {term} before its definition: {tidy(sentence.text)}"


def pattern(term: str) -> re.Pattern:
    """Return what finds a term and its plural."""
    end = r"(?:y|ies)" if term.endswith("y") else re.escape(term[-1]) + r"(?:s|es)?"
    return re.compile(rf"(?<![\w-]){re.escape(term[:-1])}{end}(?![\w-])", re.IGNORECASE)


def tidy(text: str) -> str:
    return " ".join(text.split())


def target(page: str, link: str) -> tuple[str, str]:
    """Return the page and the id to which a link leads.

    >>> target("optimization/convexity", "../linear_algebra/vectors.html#la-dot")
    ('linear_algebra/vectors', 'la-dot')
    """
    file, _, found = link.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)).removesuffix(".html")
    return name if file else page, found


@cache
def book() -> tuple[dict[str, Page], set[str]]:
    """Return the built pages in their order, without those that open chapters, and which are for looking up."""
    names = [page.relative_to(here().root / "book").with_suffix("").as_posix() for page in here().pages()]
    last = max(number for number, name in enumerate(names) if "/" in name)
    pages = {name: read(HTML / f"{name}.html") for name in names if posixpath.basename(name) != "index"}
    return pages, set(names[last + 1:])


def test_nothing_in_the_book_is_before_its_time():
    assert [fault for fault in faults(*book()) if fault[0] not in EXEMPT] == []


def test_no_page_is_exempt_without_need():
    assert EXEMPT <= {name for name, _ in faults(*book())}


# ---- the walk itself, on little pages

def walked(*pages: str, lookup: set[str] = frozenset()) -> list[str]:
    """Return what is before its time on pages named a, b, …"""
    made = {name: Page(f'<article class="bd-article">{html}</article>')
            for name, html in zip("abcd", pages, strict=False)}
    return [f"{name} {what.partition(':')[0]}" for name, what in faults(made, lookup)]


DEFINED = '<p>A set is a <dfn id="term-convex-set">convex set</dfn> if so. Convex sets are good.</p>'
THEOREM = '<div class="proof" id="t"><p>Theorem.</p></div>'
TOO_EARLY = "uses convex set before its definition"


@pytest.mark.parametrize("word", ["convex set", "Convex sets", "convex\nsets", "<em>convex set</em>", "convex sets’"])
def test_a_term_before_its_definition_is_found(word):
    assert walked(f"<p>Take {word}.</p>", DEFINED) == [f"a {TOO_EARLY}"]
    assert walked(f"<p>Take {word}.</p>{DEFINED}") == [f"a {TOO_EARLY}"]
    assert walked(DEFINED, f"<p>Take {word}.</p>") == []
    assert walked(f"{DEFINED}<p>Take {word}.</p>") == []


@pytest.mark.parametrize("html", [
    "<h2>Convex sets</h2>", "<pre>convex set</pre>", "<p><code>convex set</code></p>", "<p>Convex settings.</p>",
    "<p>A non-convex set.</p>", '<div class="objectives"><p>Know convex sets.</p></div>', "<p>A set, convex.</p>",
    '<figure class="live-figure">convex set</figure>', "<template><p>A convex set.</p></template>",
    "<p>We come back to it, with convex sets.</p>", "<p>In the next chapter a convex set is the stage.</p>",
])
def test_what_uses_no_term_is_let_alone(html):
    assert walked(html, DEFINED) == []


@pytest.mark.parametrize(("term", "words", "found"), [
    ("entropy", "entropies", True), ("entropy", "entropys", False), ("angle", "rectangle", False),
    ("angle", "angles", True), ("matrix", "matrixes", True), ("norm", "normal", False),
])
def test_a_term_is_found_in_its_plural_and_not_in_other_words(term, words, found):
    assert bool(pattern(term).search(words)) == found


def test_a_link_ahead_is_found_unless_the_sentence_says_so():
    assert walked('<p>By <a href="b.html#t">Theorem 1</a>.</p>', THEOREM) == ["a leads ahead to b.html#t"]
    assert walked(f'<p>By <a href="#t">Theorem 1</a>.</p>{THEOREM}') == ["a leads ahead to #t"]
    assert walked(f'{THEOREM}<p>By <a href="#t">Theorem 1</a>.</p>', '<p>By <a href="a.html#t">it</a>.</p>') == []
    assert walked('<p>We prove this in <a href="b.html#t">Theorem 1</a>.</p>', THEOREM) == []
    assert walked('<p>We prove this later. By <a href="b.html#t">Theorem 1</a>.</p>', THEOREM) == [
        "a leads ahead to b.html#t"]


def test_what_is_for_looking_up_is_never_ahead():
    assert walked('<p>See <a href="b.html#t">the notation</a>.</p>', THEOREM, lookup={"b"}) == []


def test_a_link_in_the_contents_is_no_link_of_a_sentence():
    page = Page('<nav><a href="b.html#t">B</a></nav><article class="bd-article"><p>Words.</p></article>')
    assert [(sentence.text, sentence.links) for sentence in page.sentences] == [("Words.", [])]


def test_a_quoted_definition_defines_nothing():
    assert walked(DEFINED, "<p>Take a convex set.</p>", "<dl><dd>A <dfn>convex set</dfn> is.</dd></dl>") == []


@pytest.mark.parametrize(("html", "texts"), [
    ("<p>One. Two? Three:\nfour</p><p>Five</p>", ["One.", "Two?", "Three:", "four", "Five"]),
    ("<p>A <em>b</em> <mjx-container>x<svg></svg></mjx-container>. Then</p>", ["A b □.", "Then"]),
    ("<p>A <span><mjx-container>x</mjx-container>.</span>\nThen <br>so</p>", ["A □.", "\nThen so"]),
])
def test_a_page_is_split_into_sentences(html, texts):
    page = Page(f'<article class="bd-article">{html}</article>')
    assert [sentence.text for sentence in page.sentences] == texts
