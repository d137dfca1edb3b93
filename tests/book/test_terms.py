"""Terms are defined where they stand, listed, and led to; what a link speaks of lies ready in the page."""
from __future__ import annotations

import doctest
import io
import re
import sys
from html import unescape
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from tools.glossary import emptied, filled

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from book_shell import previews, terms  # noqa: E402
from book_shell.place import write_if_changed  # noqa: E402

CONFIG = """
import sys; sys.path[:0] = {paths!r}
extensions = ["myst_parser", "sphinx_proof", "shell_with_terms"]
myst_enable_extensions = ["amsmath", "colon_fence", "dollarmath"]
html_math_renderer, html_theme, root_doc = "typeset", "basic", "convexity"
numfig, html_permalinks_icon = True, "#"
"""
SHELL = """
from book_shell import excerpts, folded, formulas, glossary, previews, sentences, terms


def setup(app):
    folded.add_nodes(app)
    for part in (excerpts, formulas, glossary, previews, sentences, terms):
        part.add(app)
"""
CONVEXITY = r"""
# Convexity

Take $n$ steps.

:::{prf:definition} Convex
:label: convex-def

A set is ***convex*** if it holds the segment $s$ between any two of its points.
A disc is, as {eq}`strict` says.
:::

A function is ***strictly convex*** if

$$
f(s) < 1
$$ (strict)

between any two points.
Then it has one minimiser, by {prf:ref}`convex-def`.

```{toctree}
descent
terms
```
"""
DESCENT = """
# Descent

On {term}`Convex` sets, and on {term}`convex sets <convex>`, see {prf:ref}`convex-def` and {eq}`strict`.
"""
TERMS = "# Terms\n\n```{glossary}\n```\n"
PAGES = {"convexity": CONVEXITY, "descent": DESCENT, "terms": TERMS}


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Return a function that renders pages by Sphinx with our parts; it returns what was made, and said."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "shell_with_terms.py").write_text(SHELL, "utf-8")
    (tmp_path / "conf.py").write_text(CONFIG.format(paths=[str(ROOT / "book/_ext"), str(tmp_path)]), "utf-8")

    def rendered(**changed: str) -> tuple[dict[str, str], str]:
        for name, text in (PAGES | changed).items():
            write_if_changed(tmp_path / f"{name}.md", text)      # Sphinx reads again what was written again
        warnings = io.StringIO()
        with docutils_namespace():
            Sphinx(tmp_path, tmp_path, tmp_path / "html", tmp_path / "doctrees", "html",
                   status=None, warning=warnings).build()
        return {name: (tmp_path / f"html/{name}.html").read_text("utf-8") for name in PAGES}, warnings.getvalue()

    return rendered


def words(html: str) -> str:
    """Return the words of HTML, with TeX for formulas."""
    formulas = re.sub(r'<mjx-container data-tex="([^"]*)".*?</mjx-container>', r"\1", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]*>", "", formulas)).split())


def entries(html: str) -> list[tuple[str, str]]:
    listed = re.search(r'<dl class="[^"]*glossary.*</dl>', html, re.DOTALL)[0]
    return [(words(term), words(said)) for term, said in re.findall("<dt>(.*?)</dt>(.*?)</dd>", listed, re.DOTALL)]


def baked(html: str) -> dict[str, str]:
    return dict(re.findall(r'<template data-of="([^"]*)">(.*?)</template>', html, re.DOTALL))


# ---- terms

def test_a_term_is_a_target_where_it_stands_and_is_led_to(render):
    html, warnings = render()
    assert warnings == ""
    assert '<dfn id="term-convex">convex</dfn>' in html["convexity"]
    assert '<dfn id="term-strictly-convex">strictly convex</dfn>' in html["convexity"]
    assert re.findall(r'href="(convexity.html#term-.*?)"><span.*?>(.*?)</span>', html["descent"]) == [
        ("convexity.html#term-convex", "Convex"), ("convexity.html#term-convex", "convex sets")]


def test_the_list_of_terms_has_each_with_its_sentence_and_its_page(render):
    html, _ = render()
    assert entries(html["terms"]) == [
        ("convex", "A set is convex if it holds the segment s between any two of its points. Convexity"),
        ("strictly convex", "A function is strictly convex if f(s) < 1 between any two points. Convexity")]
    assert 'href="convexity.html#term-convex">Convexity</a>' in html["terms"]
    assert not re.search(' id="(term|equation)-', html["terms"])


@pytest.mark.parametrize(("page", "text", "said"), [
    ("descent", "# Descent\n\nThis is ***Convex***.\n", r"duplicate term description of convex, other"),
    ("descent", "# Descent\n\nOn {term}`convx` sets.\n", r"descent\.md:3: WARNING: term not in glossary: 'convx'"),
    ("descent", "# Descent\n\n## ***Saddle***\n", "the term saddle is defined in a heading: define it in a sentence"),
])
def test_a_term_defined_twice_or_never_or_in_a_heading_is_a_warning_with_page_and_word(render, page, text, said):
    _, warnings = render(**{page: text})
    assert re.search(said, warnings), warnings
    assert f"{page}.md:3" in warnings


@pytest.mark.parametrize(("line", "name"), [
    ("A ***condition\nnumber*** is large.", "condition number"), ("***Hessian*** is a name.", "hessian"),
    ("- in a list a ***saddle***.", "saddle"), ("| a |\n|---|\n| a ***cell*** |", "cell"),
    ("**not** *this* but ***that***.", "that"),
])
def test_a_term_is_found_wherever_it_stands(render, line, name):
    html, warnings = render(descent=f"# Descent\n\n{line}\n\n{{term}}`{name}`\n")
    assert warnings == ""
    assert f'<dfn id="term-{name.replace(" ", "-")}">' in html["descent"]
    assert name in [term.lower() for term, _ in entries(html["terms"])]


@pytest.mark.parametrize("line", ["**bold**", "*italic*", "***bold** and italic*", "`***code***`"])
def test_nothing_else_is_a_term(render, line):
    html, warnings = render(descent=f"# Descent\n\n{line}\n")
    assert "<dfn" not in html["descent"]
    assert warnings == ""


@pytest.mark.parametrize(("lines", "sentence"), [
    ("First.\nA ***saddle*** is flat.\nLast.", "A saddle is flat."),
    ("First?\nA ***saddle*** is\nflat.\nLast.", "A saddle is flat."),
    ("A ***saddle*** is flat; then ($x$).\nLast.", "A saddle is flat; then (x)."),
    ("A ***saddle*** obeys\n\n$$\nx.\n$$\n\nNext.", "A saddle obeys x."),
    ("A ***saddle*** is this:\n\n$$\nx.\n$$\n\nNext.", "A saddle is this: x."),
    ("A ***saddle*** is flat.\n\n$$\nx.\n$$", "A saddle is flat."),
    ("A ***saddle*** is flat:\nThis is\n\n$$\nx.\n$$", "A saddle is flat:"),
])
def test_the_sentence_of_a_term_is_whole_and_no_more(render, lines, sentence):
    html, _ = render(descent=f"# Descent\n\n{lines}\n")
    assert dict(entries(html["terms"]))["saddle"] == f"{sentence} Descent"


# ---- previews

def test_a_page_holds_once_what_it_links_to_and_does_not_state(render):
    html, _ = render()
    assert list(baked(html["descent"])) == [
        "convexity.html#convex-def", "convexity.html#equation-strict", "convexity.html#term-convex"]
    box, equation, term = baked(html["descent"]).values()
    sentence = "A set is convex if it holds the segment s between any two of its points."
    assert words(box) == f"Definition 1 (Convex) {sentence} A disc is, as (1) says."
    assert words(equation) == "(1) f(s) < 1"
    assert words(term) == sentence


def test_a_page_holds_nothing_twice(render):
    html, _ = render()
    assert baked(html["convexity"]) == {}, "the definition stands there already"
    assert baked(html["terms"]) == {}, "the list says all"
    assert not any(re.search(r' id="|<a ', box) for box in baked(html["descent"]).values())


def test_a_term_of_its_own_page_is_baked_there(render):
    html, _ = render(convexity=CONVEXITY + "\nAgain {term}`convex`.\n")
    assert list(baked(html["convexity"])) == ["#term-convex"]


def test_the_glyphs_of_what_is_baked_are_in_the_page(render):
    html, _ = render()
    shapes = set(re.findall(r'<path id="(MJX-[^"]+)"', html["descent"]))
    assert shapes == set(re.findall(r'href="#(MJX-[^"]+)"', html["descent"])) > set()


def test_what_follows_a_figure_is_plain_words_in_what_is_baked(render):
    moving = "A {live}`2 <show ball t>`, $\\live{3 <show ball t>}$ is ***moving***.\n\n{term}`moving`\n"
    box = baked(render(descent=f"# Descent\n\n{moving}")[0]["descent"])["#term-moving"]
    assert words(box).startswith("A 2, ")
    assert "live-" not in box
    assert "data-figure" not in box


def test_a_definition_that_changes_is_baked_anew_into_pages_that_do_not(render):
    render()
    html, warnings = render(convexity=CONVEXITY.replace("A disc is, as", "A ring is not, as"))
    assert warnings == ""
    assert "A ring is not, as (1) says." in words(baked(html["descent"])["convexity.html#convex-def"])
    html, _ = render(convexity=CONVEXITY.replace("it holds the segment", "it has the segment"))
    assert "it has the segment" in words(baked(html["descent"])["convexity.html#term-convex"])
    assert "it has the segment" in dict(entries(html["terms"]))["convex"]


def test_the_examples_of_the_modules_run():
    assert [doctest.testmod(module).failed for module in (previews, terms)] == [0, 0]


def test_the_list_of_terms_is_there_in_jupyterlab_too_and_is_saved_empty():
    page = (ROOT / "book/terms.md").read_text("utf-8")
    shown = filled(page)
    for term, sentence in [("gradient", "The **gradient** $\\nabla f(x)$ is"), ("loss", "and a **loss** says")]:
        assert re.search(rf"^{term}\n  .*{re.escape(sentence)}", shown, re.MULTILINE)
    built = (ROOT / "_build/html/terms.html").read_text("utf-8")
    assert shown.count("\n  ") == len(re.findall(r"<dt\b", built))
    assert emptied(shown) == page
    assert filled("No list.") == emptied("No list.") == "No list."
