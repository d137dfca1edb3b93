"""The macros of formulas where the book's own build is not: copied, in a notebook, in JupyterLab."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.live.roles import IN_FORMULAS, ROLES
from tests.build.conftest import ROOT
from tools import formulas
from tools.formulas import from_lab, in_lab, in_notebook, plain
from tools.project import Project
from tools.sentences import as_links, as_roles

BOOK = Project(ROOT)
PATH = ROLES["path"][0]
LIVE = r"\live{0.06 <show ravine step_size>}"
FORMULAS = ["${}$", "a ${}$ b", "$$\n{}\n$$", "$$ {} $$ (label)", "\\begin{{align*}}\n{}\n\\end{{align*}}",
            "{{math}}`{}`", "```{{math}}\n:label: x\n{}\n```", ":::{{math}}\n{}\n:::", ":::{{note}}\nso ${}$\n:::",
            "\\$5, ${}$", "````{{exercise}} ★\n```{{math}}\n{}\n```\n````", "`code` ${}$ `code`", "- $a$\n- ${}$",
            "$a\n{}$", "```python\ncost = 5  # $\n```\n${}$", r"\\${}$"]
NO_FORMULAS = ["{}", "`{}`", "`${}$`", "``a`b ${}$``", "```python\n{}\n```", "````markdown\n```{{math}}\n{}\n```\n````",
               "```{{code-block}} latex\n${}$\n```", r"\$ {} \$", "$5 a\n\n{} $", "~~~text\n${}$\n~~~"]


# ---- copied

@pytest.mark.parametrize(("tex", "copied"), [
    (r"\eta", r"\eta"), (r"\path{\eta}", r"\eta"), (r"\path{x}y", "xy"), (r"\cdot\path{x}", r"\cdot{x}"),
    (r"\cdot \path{x}", r"\cdot x"), (r"\cdot\path{}x", r"\cdot{}x"), (r"\cdot\path{\eta}", r"\cdot\eta"),
    (r"\path{\eta}y", r"{\eta}y"),
    (r"\path{\eta}\,y", r"\eta\,y"), (r"\path{x_1}", "{x_1}"), (r"x^{\path{ab}}", "x^{{ab}}"),
    (r"x^\path{ab}", "x^{ab}"),
    (r"\path {x}", "x"), (r"\path{}", ""), (r"\data{a \path{b} \frac{c}{d}} e", r"{a b \frac{c}{d}} e"),
    (r"\path{\{a\}}", r"{\{a\}}"), (r"\path{\}}", r"\}"), (r"a \\\path{b} \\path", r"a \\b \\path"),
    (r"\pathological{x} \database", r"\pathological{x} \database"), (LIVE, "{{0.06}}"),
    (rf"\path{{{LIVE}}}", "{{0.06}}"),
    (rf"x^{LIVE}", "x^{{0.06}}"), (r"\live{-1<show a b>}", "{{-1}}"), (r"a \\\live{2 <show a b>}", r"a \\{{2}}"),
])
def test_what_is_copied_has_no_macros(tex, copied):
    assert plain(tex) == copied


@pytest.mark.parametrize("role", IN_FORMULAS)
def test_every_role_is_known(role):
    assert plain(rf"\{role}{{x}}") == "x"
    assert in_notebook(rf"$\{role}{{x}}$") == in_lab(rf"$\{role}{{x}}$") == rf"$\textcolor{{{ROLES[role][0]}}}{{x}}$"


# ---- in a notebook, and in JupyterLab

@pytest.mark.parametrize("around", FORMULAS)
def test_a_formula_is_written_for_its_reader(around):
    written = around.format(rf"x \\\path{{\frac{{a}}{{b}}}} - {LIVE}")
    assert in_notebook(written) == around.format(rf"x \\\textcolor{{{PATH}}}{{\frac{{a}}{{b}}}} - {{0.06}}")
    shown = in_lab(written)
    assert shown == around.format(rf"x \\\textcolor{{{PATH}}}{{\frac{{a}}{{b}}}} - "
                                  r"\@firstoftwo{0.06 }{<show ravine step_size>}")
    assert from_lab(shown) == written


@pytest.mark.parametrize("around", NO_FORMULAS)
def test_what_is_no_formula_stays_as_it_is(around):
    written = around.format(rf"\path{{x}} {LIVE}")
    assert in_notebook(written) == in_lab(written) == from_lab(written) == written


@pytest.mark.parametrize("tex", [r"\pathological{x}", r"\\path{x}", r"\live{0.06}", r"\live{0.06 <set a b=1>}",
                                 r"\ink{x}"])
def test_what_is_no_macro_stays_as_it_is(tex):
    assert in_notebook(f"${tex}$") == in_lab(f"${tex}$") == f"${tex}$"


PIECES = st.sampled_from([
    "$", "$$", "`", "```", "```python\n", "```{math}\n", "````", ":::{math}\n", ":::", "\n", "\n\n", " ", "\\", "\\\\",
    "\\$", "{", "}", r"\begin{align}", r"\end{align}", r"\path", r"\path{", r"\data{x}", r"\second{\good y}", r"\bad x",
    LIVE, r"\live{−1 <show a b>}", r"\live{", "<show a b>", "{live}`0.06 <show a b>`", "[b](#c)", "x", "{math}`"])


@given(st.lists(PIECES, max_size=25).map("".join))
def test_what_jupyterlab_opens_and_saves_is_as_it_was(text):
    assert from_lab(in_lab(text)) == text
    assert as_roles(from_lab(in_lab(as_links(text)))) == text


@pytest.mark.parametrize("page", BOOK.notebooks(), ids=BOOK.name)
def test_every_page_is_saved_as_it_was(page):
    text = page.read_text("utf-8")
    assert from_lab(in_lab(text)) == text
    assert r"\textcolor" not in text, "JupyterLab would save it as a macro: name the role"


def test_the_examples_of_the_module_run():
    assert doctest.testmod(formulas).failed == 0
