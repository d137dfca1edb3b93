"""axe-core finds nothing of ours on any page, light and dark, desktop and phone."""
from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT

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
NOT_OURS = {"region": {"enabled": False}}                  # the theme puts some of its bars outside of any landmark
NOT_OURS_HERE = {                                          # rule: where docutils, not we, wrote the markup
    "aria-allowed-role": "[role^=doc-]",                   # a bibliography is a list of `doc-biblioentry`,
    "aria-deprecated-role": "[role^=doc-]",                # a role that ARIA has given up since
}
EVERYWHERE = some(pages(), 6, "axe")                       # the others are seen in full, on a desktop in the light

# axe takes as long as a page has elements, and most are of two kinds. What draws a formula is hidden from a screen
# reader and holds neither words nor anything to press: no rule asks for it, and it is set aside. The words of a listing
# have nothing but a class: no rule but that of contrast asks for them, and those of one class in one listing have the
# same colours on the same ground: it sees one of them.
RUN = """async ([context, options, theirs]) => {
  const formulas = [...document.querySelectorAll("mjx-container > svg[aria-hidden=true]")]
    .filter((svg) => !svg.querySelector("a, text, foreignObject, [tabindex], [role], [aria-label]"))
    .map((svg) => [svg, [...svg.childNodes]]);
  for (const listing of document.querySelectorAll(".highlight pre")) {
    const seen = new Set();
    for (const word of listing.querySelectorAll("span")) {
      if (word.childElementCount || word.attributes.length > 1) continue;
      let classes = "";
      for (let one = word; one !== listing; one = one.parentNode) classes += `${one.className}/`;
      if (seen.has(classes)) word.dataset.alike = "";
      seen.add(classes);
    }
  }
  axe.configure({rules: [{id: "color-contrast", selector: "*:not([data-alike])"}]});
  formulas.forEach(([svg]) => svg.replaceChildren());
  try {
    const {violations} = await axe.run(context || document, options);
    return violations.flatMap(({id, nodes}) => nodes.filter(({element}) => !theirs[id] || !element.matches(theirs[id]))
      .map(({html, failureSummary}) => `${id}: ${html.slice(0, 160)} (${failureSummary.slice(0, 200)})`));
  } finally {
    formulas.forEach(([svg, drawing]) => svg.replaceChildren(...drawing));
    document.querySelectorAll("[data-alike]").forEach((word) => delete word.dataset.alike);
  }
}"""


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_axe_finds_nothing_of_ours(touch, page):
    """All figures live, all exercises answered, rightly and wrongly in turn; in the next situation the other way."""
    opened = touch(page)
    for shown in figures_on(page):
        Hands(ChromiumTab(opened), shown, None)
    for turn, (viewport, scheme, options) in enumerate([FULL, *(OTHERS if page in EVERYWHERE else [])]):
        touch(page, viewport=viewport, color_scheme=scheme)
        answer(page, opened, turn)
        assert found(opened, None, options) == [], f"{scheme}, {viewport['width']} px"
    if page not in EVERYWHERE and answer(page, opened, 1):
        assert found(opened, {"include": [["form.check"]]}, {}) == [], "exercises answered the other way"


def found(page, where, options):
    """Return what axe finds of ours on a page that has come to rest."""
    page.evaluate(SETTLED)
    page.evaluate("() => 'axe' in window") or page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "preload": False, "elementRef": True, **options}
    return page.evaluate(RUN, [where, options | {"rules": NOT_OURS | options.get("rules", {})}, NOT_OURS_HERE])
