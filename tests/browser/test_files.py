"""Opened from a disk, with the network refused, every figure answers mouse and keyboard, and nothing complains."""
from __future__ import annotations

import pytest

from tests.browser.chromium import PHONE_IN_HAND, ChromiumTab, Guest
from tests.browser.firefox import firefox_tab
from tests.browser.hands import STATE, Hands
from tests.browser.python_side import python_figure, status
from tests.browser.site import HTML, figures, page_name, pages, some

STEPS = 60
READ_A_NEIGHBOUR = "() => fetch('search.html').then(() => 'read', () => 'refused')"


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_a_page_opens_without_a_complaint_or_a_request(visit, page):
    opened = visit(page)
    opened.wait_for_load_state("networkidle")
    opened.mouse.wheel(0, 100_000)
    opened.wait_for_load_state("networkidle")


@pytest.mark.parametrize("shown", some(figures(), 10, "wander"), ids=str)
def test_chromium_wanders_through_the_states(touch, rng, shown):
    wander(ChromiumTab(touch(shown.page)), shown, rng, STEPS)


@pytest.mark.parametrize("shown", some(figures(), 10, "firefox"), ids=str)
def test_firefox_wanders_through_the_states(firefox, rng, shown):
    firefox.open(shown.page.as_uri())
    wander(firefox, shown, rng, STEPS // 2)
    assert firefox.complaints == []
    assert firefox.requests == []


def wander(tab, shown, rng, steps):
    """Move a figure at random, and find it in the state, and with the sentence, that Python gives."""
    hands = Hands(tab, shown, rng)
    hands.reset()
    expected = hands.wander(steps)
    assert tab.run(STATE, shown.name) == "live"
    assert hands.indices() == expected
    assert hands.status() == status(python_figure(shown), expected)


# ---- the tests of the test: without these, nothing above would prove anything

@pytest.fixture
def provoked():
    """Return a Firefox of its own: it complains of what is asked here when it likes, to whichever test comes next."""
    with firefox_tab() as tab:
        tab.open((HTML / "index.html").as_uri())
        yield tab


def test_firefox_keeps_its_file_policy(provoked):
    assert provoked.run(READ_A_NEIGHBOUR) == "refused"
    assert provoked.requests == []


def test_firefox_notes_what_a_page_asks_for_and_complains_of(provoked):
    provoked.run("() => fetch('https://example.org/').catch(() => console.error('no answer'))")
    assert provoked.requests == ["https://example.org/"]
    assert any("no answer" in complaint for complaint in provoked.complaints)


def test_chromium_keeps_its_file_policy_and_notes_requests_and_complaints(visit):
    page = visit(HTML / "index.html")
    assert page.evaluate(READ_A_NEIGHBOUR) == "refused"
    page.evaluate("() => fetch('https://example.org/').catch(() => console.error('no answer'))")
    assert visit.requests == ["https://example.org/"]
    assert any("no answer" in complaint for complaint in visit.complaints)
    forget(visit)


def forget(witness):
    witness.complaints.clear()
    witness.requests.clear()


def test_a_guest_stays_on_a_page_until_the_next_and_is_judged_after_each_test(chromium):
    guest = Guest(chromium)
    page, phone = guest(HTML / "index.html"), guest(HTML / "index.html", **PHONE_IN_HAND)
    assert guest(HTML / "index.html", color_scheme="dark") is page is not phone
    page.evaluate("() => console.error('a complaint')")
    with pytest.raises(AssertionError, match="a complaint"):
        guest.judge()
    guest.judge()
    guest(HTML / "notation.html")
    assert page.is_closed()
    assert phone.is_closed()
    guest.close()
