"""axe-core finds nothing of ours on any page, light and dark, desktop and phone."""
from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import DESKTOP, PHONE, ChromiumTab
from tests.browser.hands import Hands
from tests.browser.site import figures_on, page_name, pages, some
from tests.browser.test_exercises import answer

FULL = (DESKTOP, "light", {})
OTHERS = [                                                 # what a situation does not change is not looked at again
    (DESKTOP, "dark", {"runOnly": ["color-contrast"]}),
    (PHONE, "light", {"rules": {"color-contrast": {"enabled": False}}}),
]
SETTLED = """() => Promise.all(document.getAnimations().map((one) => one.finished)).then(
  () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))"""
NOT_OURS = {
    "region": "the theme puts some of its bars outside of any landmark",
}
NOT_OURS_HERE = {                                          # rule: where docutils, not we, wrote the markup
    "aria-allowed-role": "[role^=doc-]",                   # a bibliography is a list of `doc-biblioentry`,
    "aria-deprecated-role": "[role^=doc-]",                # a role that ARIA has given up since
}
EVERYWHERE = some(pages(), 6, "axe")                       # the others are seen in full, on a desktop in the light


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_axe_finds_nothing_of_ours(touch, page):
    """All figures live, all exercises answered, rightly and wrongly in turn; in the next situation the other way."""
    opened = touch(page)
    for shown in figures_on(page):
        Hands(ChromiumTab(opened), shown, None)
    for turn, (viewport, scheme, rules) in enumerate([FULL, *(OTHERS if page in EVERYWHERE else [])]):
        touch(page, viewport=viewport, color_scheme=scheme)
        answer(page, opened, turn)
        assert found(opened, None, rules) == [], f"{scheme}, {viewport['width']} px"
    if page not in EVERYWHERE and answer(page, opened, 1):
        assert found(opened, {"include": [["form.check"]]}, {}) == [], "exercises answered the other way"


def found(page, where, rules):
    """Return what axe finds of ours on a page that has come to rest."""
    page.evaluate(SETTLED)
    results = Axe().run(page, context=where, options={"resultTypes": ["violations"], "preload": False, **rules})
    return [line for violation in results.response["violations"] for line in ours(page, violation)]


def ours(page, violation):
    """Return what a violation says of elements that are ours."""
    if violation["id"] in NOT_OURS:
        return []
    theirs = NOT_OURS_HERE.get(violation["id"], ":not(*)")
    return [f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})" for node in violation["nodes"]
            if not page.locator(node["target"][-1]).first.evaluate("(element, of) => element.matches(of)", theirs)]
