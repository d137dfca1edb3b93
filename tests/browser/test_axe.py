"""axe-core finds nothing of ours on any page, light and dark, desktop and phone."""
from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import DESKTOP, PHONE, ChromiumTab, dye
from tests.browser.hands import Hands
from tests.browser.site import figures_on, page_name, pages
from tests.browser.test_exercises import answer

SITUATIONS = [                                             # what a situation does not change is not looked at again
    (DESKTOP, "light", {}),
    (DESKTOP, "dark", {"runOnly": ["color-contrast"]}),
    (PHONE, "light", {"rules": {"color-contrast": {"enabled": False}}}),
]
SETTLED = 300                                              # ms after which a page has taken its new size
NOT_OURS = {
    "region": "the theme puts some of its bars outside of any landmark",
}
NOT_OURS_HERE = {                                          # rule: where docutils, not we, wrote the markup
    "aria-allowed-role": "[role^=doc-]",                   # a bibliography is a list of `doc-biblioentry`,
    "aria-deprecated-role": "[role^=doc-]",                # a role that ARIA has given up since
}


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_axe_finds_nothing_of_ours(visit, page):
    """All figures live, all exercises answered, rightly and wrongly in turn; in the next situation the other way."""
    opened = visit(page)
    for shown in figures_on(page):
        Hands(ChromiumTab(opened), shown, None)
    for turn, (viewport, scheme, rules) in enumerate(SITUATIONS):
        opened.set_viewport_size(viewport)
        answer(page, opened, turn)
        dye(opened, scheme)
        opened.wait_for_timeout(SETTLED)
        found = Axe().run(opened, options={"resultTypes": ["violations"], "preload": False, **rules})
        lines = [line for violation in found.response["violations"] for line in ours(opened, violation)]
        assert lines == [], f"{scheme}, {viewport['width']} px"


def ours(page, violation):
    """Return what a violation says of elements that are ours."""
    if violation["id"] in NOT_OURS:
        return []
    theirs = NOT_OURS_HERE.get(violation["id"], ":not(*)")
    return [f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})" for node in violation["nodes"]
            if not page.locator(node["target"][-1]).first.evaluate("(element, of) => element.matches(of)", theirs)]
