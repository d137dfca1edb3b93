"""The theme's style sheets are shorter in the built book, and no page looks different for it: a browser tells."""
from __future__ import annotations

from importlib.resources import files

import pytest

from tests.browser.site import HTML, page_name, pages, some

DROPPED = """([whole, kept]) => {            // what the whole sheet would match in this page and the short one does not
  const selectors = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const all = (rules) => [...rules].flatMap((rule) => [...(rule.selectorText?.split(/,(?![^(]*\\))/) || []),
                                                        ...all(rule.cssRules || [])]);
    return all(sheet.cssRules).map((selector) => selector.trim());
  };
  const short = new Set(selectors(kept));
  const bare = (selector) => selector       // in whatever state
    .replace(/::?(before|after|placeholder|marker|backdrop|-webkit[\\w-]+|-moz[\\w-]+)/g, "")
    .replace(/:(hover|focus|active|focus-visible|focus-within|visited|disabled|checked)\\b/g, "");
  const matches = (selector) => { try { return document.querySelector(selector) !== null; } catch { return false; } };
  return [...new Set(selectors(whole))].filter((selector) => !short.has(selector))
    .map(bare).filter((selector) => selector && matches(selector));
}"""

SHEETS = {
    "styles/pydata-sphinx-theme.css": ("pydata_sphinx_theme",
                                       "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css"),
    "sphinx-design.min.css": ("sphinx_design", "static/sphinx-design.min.css"),
    "mystnb.*.css": ("myst_nb", "static/mystnb.css"),
}


@pytest.fixture(scope="module")
def sheets():
    """Return each of the theme's style sheets twice: as it is installed, and as it lies in the built book."""
    twice = []
    for built, (package, whole) in SHEETS.items():
        [short] = (HTML / "_static").glob(built)
        twice.append([(files(package) / whole).read_text("utf-8"), short.read_text("utf-8")])
    return twice


def test_the_style_sheets_are_a_fifth_of_the_themes(sheets):
    assert sum(len(short) for _, short in sheets) < sum(len(whole) for whole, _ in sheets) / 5


@pytest.mark.parametrize("page", some(pages(), 10, "styles"), ids=page_name)
def test_no_element_misses_a_rule_of_the_theme(visit, page, sheets):
    opened = visit(page)
    for whole, short in sheets:
        assert opened.evaluate(DROPPED, [whole, short]) == []
