"""What can be found in the book, read from the list that the build makes, and what the search page answers from it."""
from __future__ import annotations

import doctest
import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest
import quickjs

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from book_shell import finding  # noqa: E402

BOX = re.compile(r'<div class="(?:proof (?!proof)\w+|exercise) admonition" id="([^"]+)">\s*<p class="admonition-title">'
                 r'(.*?)</p>', re.DOTALL)


@cache
def findable() -> list[dict]:
    """Return the list of the built book."""
    return json.loads((HTML / finding.SCRIPT).read_text("utf-8").removeprefix("const findable = ").removesuffix(";\n"))


@cache
def engine() -> quickjs.Context:
    """Return the search of the page, with the list of the built book."""
    context = quickjs.Context()
    context.eval((HTML / finding.SCRIPT).read_text("utf-8"))
    context.eval((ROOT / "book/_static/search.js").read_text("utf-8"))
    return context


def find(question: str, among: list[dict] | None = None) -> list[dict]:
    """Return what the page finds, best first."""
    listed = "findable" if among is None else json.dumps(among)
    return json.loads(engine().eval(f"JSON.stringify(search.find({json.dumps(question)}, search.read({listed})))"))


def page(*entries: list[str]) -> list[dict]:
    return [{"url": "a.html", "entries": [["page", "A page", "top", ""], *entries]}]


def test_examples_hold():
    assert doctest.testmod(finding).failed == 0


@pytest.mark.parametrize(("question", "kind", "name"), [
    ("convex", "term", "convex"), ("convex function", "definition", "Convex"), ("jensen", "theorem", "Jensen"),
    ("spectral theorem", "theorem", "Spectral theorem"), ("steeper valley", "exercise", "A steeper valley"),
    ("matrix plane", "figure", "What a matrix does to the plane"), ("notation", "page", "Notation"),
])
def test_what_has_a_name_is_found_by_it(question, kind, name):
    first = find(question)[0]
    assert (first["kind"], name in first["name"]) == (kind, True)


def test_every_definition_theorem_and_exercise_can_be_found_by_its_whole_name():
    missing = []
    for told in findable():
        html = (HTML / told["url"]).read_text("utf-8")
        for place, title in BOX.findall(html):
            asked = finding.line(re.sub("<[^>]*>", "", finding.FORMULA.sub(lambda f: finding.in_words(f[0]), title)))
            if f"{told['url']}#{place}" not in [one["url"] for one in find(asked)[:3]]:
                missing.append((place, asked))
    assert missing == []


def test_every_figure_can_be_found_by_its_title():
    figures = [(told["url"], place, name) for told in findable() for kind, name, place, _ in told["entries"]
               if kind == "figure"]
    assert len(figures) > 30
    lost = [name for url, place, name in figures if f"{url}#{place}" not in [one["url"] for one in find(name)[:6]]]
    assert lost == []


def test_every_place_exists():
    for told in findable():
        html = (HTML / told["url"]).read_text("utf-8")
        assert [place for _, _, place, _ in told["entries"] if f'id="{place}"' not in html] == []


def test_a_line_shows_the_word_where_it_stands():
    among = page(["section", "B", "b", f"{'far ' * 100}here is a Café of note {'away ' * 100}"])
    [found] = find("cafe", among)
    assert [piece for piece, hit in found["line"] if hit] == ["Café"]
    text = "".join(piece for piece, _ in found["line"])
    assert text.startswith("… far")
    assert text.endswith("away …")
    assert len(text) < 200


@pytest.mark.parametrize("question", ["", "   ", "?!", "(", "\\", "a" * 5000, "𝔼 x", "<b>"])
def test_odd_questions_find_nothing_or_something_and_never_fail(question):
    assert isinstance(find(question), list)


def test_all_words_must_be_there_and_a_beginning_is_enough():
    among = page(["section", "Steps", "s", "A short walk."], ["section", "Walks", "w", "A long road."])
    assert [one["name"] for one in find("walk", among)] == ["Walks", "Steps"]
    assert [one["name"] for one in find("long walk", among)] == ["Walks"]
    assert find("alk", among) == []


def test_a_box_within_a_section_has_its_own_text():
    body = ('<section id="s"><h2>Chords<a class="headerlink" href="#s">#</a></h2><p>Before</p><div class="proof '
            'definition admonition" id="d"><p class="admonition-title">Definition 1 (Chord)</p><section>'
            '<p>A piece.</p></section></div><p>after.</p><pre>code</pre></section>')
    assert [entry[:3] for entry in finding.entries(body)] == [["section", "Chords", "s"],
                                                               ["definition", "Definition 1 (Chord)", "d"]]
    assert [entry[3] for entry in finding.entries(body)] == ["Before after.", "A piece."]


def test_a_term_is_found_with_the_paragraph_that_defines_it():
    body = ('<section id="s"><h2>S</h2><p>First.</p>'
            '<p>A set is <dfn id="term-a-b">a <em>b</em></dfn> if so.</p></section>')
    assert finding.entries(body) == [["section", "S", "s", "First. A set is a b if so."],
                                     ["term", "a b", "term-a-b", "A set is a b if so."]]


def test_nothing_of_sphinx_s_own_index_is_left():
    assert not (HTML / "searchindex.js").exists()
    assert "finding.js" in (HTML / "search.html").read_text("utf-8")
    assert [told["url"] for told in findable() if "finding.js" in (HTML / told["url"]).read_text("utf-8")] == []
