"""Formulas are typeset by the build: what the typesetter makes and refuses, and what stands in the built pages."""
from __future__ import annotations

import io
import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from tests.browser.site import HTML, page_name, pages

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from book_shell import headings, typesetter  # noqa: E402

PARTS = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2, "mroot": 2, "munder": 2, "mover": 2, "munderover": 3}
RAW = re.compile(r"\\[(\[]|\\[a-zA-Z]{2}|\$[^$\s][^$]*\$")


@pytest.fixture(scope="module")
def setter(tmp_path_factory):
    return typesetter.Typesetter(tmp_path_factory.mktemp("memo") / "formulas.json")


# ---- the typesetter

def test_a_formula_is_a_picture_with_mathml_and_its_source(setter):
    html, glyphs = setter.formula(r"x^2 < \frac{1}{2}", display=False)
    assert html.startswith('<mjx-container data-tex="x^2 &lt; \\frac{1}{2}"')
    assert re.sub(r"\s", "", html).count("<math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mfrac>") == 1
    assert set(re.findall('href="#(.*?)"', html)) == set(glyphs) > set()
    assert all(shape.startswith("M") for shape in glyphs.values())


def test_a_displayed_formula_says_so(setter):
    assert 'display="true"' in setter.formula("x", display=True).html
    assert 'display="true"' not in setter.formula("x", display=False).html


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"1 + \nabal f", r"Undefined control sequence \nabal"),
        (r"\frac{1}{2", "Missing close brace"),
        ("x}", "Extra close brace"),
        (r"\begin{matrix} 1", r"Missing \end{matrix}"),
        (r"\text{Ж} + 狐", "no font of formulas has Ж 狐"),
        (r"\newcommand{\R}{x}", r"Undefined control sequence \newcommand"),
        (r"\require{physics}", r"Undefined control sequence \require"),
        (r"\sqrt{" * 400 + "x" + "}" * 400, "nested too deep"),
    ],
    ids=["command", "open brace", "closed brace", "open environment", "letters", "definition", "fetch", "roots"],
)
def test_what_is_wrong_with_a_formula_is_said_in_words(setter, tex, words):
    for _ in range(2):                                     # an error is no entry of the memo
        with pytest.raises(typesetter.FormulaError, match=re.escape(words)):
            setter.formula(tex, display=True)
    assert setter.formula("x + y", display=True).html      # and no obstacle to the next formula


def test_sixty_nested_roots_are_set(setter):
    html, _ = setter.formula(r"\sqrt{" * 60 + "x" + "}" * 60, display=True)
    assert html.count("<msqrt>") == 60


def test_degrees_are_no_foreign_letter(setter):
    assert "°" in setter.formula(r"30^°", display=False).html


def test_a_formula_wears_the_colour_of_its_role(setter):
    html, _ = setter.formula(r"x - \path{\eta}", display=False)
    assert re.search(r'<g class="\s*role-path"[^>]*><use data-c="1D702"', html)


def test_a_number_that_moves_knows_its_figure_and_its_page_has_all_digits(setter):
    html, _ = setter.formula(r"x - \path{\live{0.06 <show momentum-ravine step_size>}} \\live", display=False)
    tied = r'class="[^"]*live-number[^"]*" data-figure="momentum-ravine" data-of="step_size"'
    assert re.search(rf"<g {tied}[^>]*>(?:<g[^>]*>)?<use", html)
    assert re.search(rf"<(?:mn|mrow) {tied}[^>]*>(?:<mn>)?0\.06</mn>", html)
    assert len(re.findall('data-c="3[0-9]"|id="MJX-TEX-N-3[0-9]"', setter.sprite(html))) == 10
    assert 'id="MJX-TEX-N-2212"' in setter.sprite(html)


def test_what_was_made_once_is_not_made_again(tmp_path, monkeypatch):
    first = typesetter.Typesetter(tmp_path / "memo.json")
    made, styles = first.formula("a_1 + b", display=False), first.style_sheet()
    first.save()
    monkeypatch.setattr(typesetter.Typesetter, "_mathjax", None)    # whoever asks for it gets nothing
    second = typesetter.Typesetter(tmp_path / "memo.json")
    assert second.formula("a_1 + b", display=False) == made
    assert second.style_sheet() == styles
    with pytest.raises(AttributeError):
        second.formula("a_1 + c", display=False)


@pytest.mark.parametrize("spoilt", ["", "{", '{"key": "of another MathJax", "formulas": {"0 a": "old"}, "glyphs": {}}'])
def test_a_memo_that_is_broken_or_of_another_version_is_begun_anew(tmp_path, spoilt):
    memo = tmp_path / "memo.json"
    memo.write_text(spoilt, "utf-8")
    setter = typesetter.Typesetter(memo)
    assert setter.formula("a", display=False).html.startswith("<mjx-container")
    setter.save()
    assert list(json.loads(memo.read_text("utf-8"))["formulas"]) == ["0 a"]


@pytest.mark.parametrize("name", ["core.js", "typesetter.js", "typesetter.py", "formulas.py"])
def test_what_was_made_by_other_programs_is_made_again(tmp_path, monkeypatch, name):
    first = typesetter.Typesetter(tmp_path / "memo.json")
    first.formula("a", display=False)
    first.save()
    read = typesetter._text
    monkeypatch.setattr(typesetter, "_text", lambda path: read(path) + (" " if path.name == name else ""))
    monkeypatch.setattr(typesetter.Typesetter, "_mathjax", None)
    with pytest.raises(AttributeError):
        typesetter.Typesetter(tmp_path / "memo.json").formula("a", display=False)


def test_a_page_holds_each_shape_once(setter):
    html = setter.formula("x", display=False).html + setter.formula("x + 1", display=False).html
    sprite = setter.sprite(html)
    assert sprite.count("<path") == 3
    assert setter.sprite("<p>words</p>") == ""


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\ell_1", "ℓ₁"), ("x^2", "x²"), (r"A^\top A", "AᵀA"), ("x_{k+1} = x_k", "xₖ₊₁ = xₖ"),
        (r"x^{a/b}", "x^(a/b)"), (r"O(1/k^2)", "O(1/k²)"), (r"\sqrt{2}", "√2"),
        (r"\frac{a+b}{2}", "(a + b)/2"), ("x_1^2", "x₁²"),
    ],
)
def test_a_formula_of_a_heading_in_words(setter, tex, words):
    assert headings.in_words(setter.formula(tex, display=False).html) == words


# ---- Sphinx

CONFIG = """
import sys; sys.path.insert(0, {ext!r})
extensions = ["myst_parser", "a_shell"]
myst_enable_extensions = ["dollarmath", "amsmath"]
html_math_renderer, html_theme = "typeset", "basic"
"""
SHELL = "from book_shell import formulas, headings\n\n\ndef setup(app):\n    formulas.add(app)\n    headings.add(app)\n"


@pytest.fixture
def render(tmp_path, monkeypatch):
    """Return a function that renders a page by Sphinx with our renderer; it returns the page and the warnings."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "a_shell.py").write_text(SHELL, "utf-8")
    (tmp_path / "conf.py").write_text(CONFIG.format(ext=str(ROOT / "book/_ext")), "utf-8")

    def rendered(text: str) -> tuple[str, str]:
        (tmp_path / "index.md").write_text(text, "utf-8")
        warnings = io.StringIO()
        with docutils_namespace():
            Sphinx(tmp_path, tmp_path, tmp_path / "html", tmp_path / "doctrees", "html",
                   status=None, warning=warnings, freshenv=True).build()
        return (tmp_path / "html/index.html").read_text("utf-8"), warnings.getvalue()

    return rendered


EVERY_WAY = r"""
# A ball of $\ell_1$

In line $a<b$.

$$c$$ (named)

$$d \\ e$$

By {eq}`named`.

\begin{align}f &= g \\ &= h\end{align}

```{math}
:nowrap: true
i
```

```{math}
j = 1

k = 2
```
"""


def test_every_way_to_write_a_formula_is_typeset(render):
    html, warnings = render(EVERY_WAY)
    assert warnings == ""
    sources = [unescape(tex).strip() for tex in re.findall('data-tex="([^"]*)"', html)]
    assert sources == [
        r"\ell_1", "a<b", "c", r"\begin{split}d \\ e\end{split}", r"\begin{align}f &= g \\ &= h\end{align}", "i",
        r"\begin{align}\begin{aligned}j = 1\\k = 2\end{aligned}\end{align}"]
    assert len(re.findall("<math[ >]", html)) == len(sources)
    assert '<span class="eqno">(1)' in html
    assert 'href="#equation-named">(1)</a>' in html
    assert "<title>A ball of ℓ₁" in html
    assert html.count('class="glyphs"') == 1
    assert not re.search("<script[^>]*mathjax", html, re.IGNORECASE)


def test_a_wrong_formula_is_a_warning_that_names_page_line_and_formula(render):
    html, warnings = render("# Title\n\nWords.\n\nA sentence with $1 + \\nabal$ in it.\n\n$$\n\\frac{1}{2\n$$\n")
    assert re.search(r"index\.md:5: WARNING: the formula 1 \+ \\nabal cannot be typeset: Undefined control sequence",
                     warnings)
    assert re.search(r"index\.md:7: WARNING: the formula \\frac\{1\}\{2 cannot be typeset: Missing close brace",
                     warnings)
    assert r"<code>1 + \nabal</code>" in html


# ---- the built book

class Read(HTMLParser):
    """The text of a page that a reader sees, outside code, and the formulas in it."""

    def __init__(self, path: Path):
        super().__init__()
        self.texts, self.formulas, self.maths, self.open = [], 0, 0, []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        self.formulas += tag == "mjx-container"
        self.maths += "math" in (dict(attributes).get("class") or "").split()
        self.open += [tag] if tag in ("pre", "code", "script", "style") else []

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        self.texts += [] if self.open else [data]


every_page = pytest.mark.parametrize("built", pages(), ids=page_name)


@every_page
def test_no_page_shows_tex_or_an_error(built):
    assert [text for text in Read(built).texts if RAW.search(text)] == []
    assert "mjx-error" not in built.read_text("utf-8")


@every_page
def test_every_formula_of_a_page_is_typeset_and_has_its_mathml_and_its_glyphs(built):
    html, page = built.read_text("utf-8"), Read(built)
    assert page.formulas == page.maths
    formulas = re.findall(r"<mjx-container .*?</mjx-container>", html, re.DOTALL)
    assert len(formulas) == page.formulas
    for formula in formulas:
        assert re.search(r'^<mjx-container data-tex="[^"]+".*<svg .*<math[ >].*</math>', formula, re.DOTALL)
    shapes = re.findall(r'<path id="(MJX-[^"]+)"', html)
    assert sorted(set(shapes)) == sorted(shapes)
    used = set(re.findall(r'href="#(MJX-[^"]+)"', html))
    assert set(shapes) == used or "live-number" in html and set(shapes) > used


@every_page
def test_the_mathml_of_every_formula_has_the_parts_that_it_must(built):
    for mathml in re.findall(r"<math[ >].*?</math>", built.read_text("utf-8"), re.DOTALL):
        for element in ElementTree.fromstring(mathml).iter():
            assert len(element) == PARTS.get(element.tag, len(element)), mathml


def test_no_script_of_mathjax_is_in_the_book():
    assert [path for path in HTML.rglob("*") if "mathjax" in path.name.lower()] == []
    assert [page for page in pages() if re.search(r"<script[^>]*mathjax", page.read_text("utf-8"), re.IGNORECASE)] == []
