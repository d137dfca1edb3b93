"""The figures that all other tests look at are found in the built pages; so make sure that they are found."""
from __future__ import annotations

from collections import Counter

import pytest

from tests.browser.chromium import ChromiumTab
from tests.browser.hands import Hands
from tests.browser.site import HTML, figures, figures_on, ids, page_name, pages, pages_with_figures


def test_the_book_is_built():
    assert pages(), f"there is no book in {HTML}: run `make book`"


def test_the_walk_finds_the_figures_of_the_tour():
    found = {shown.name for shown in figures() if page_name(shown.page) == "tour"}
    assert found >= {"momentum-ravine", "distribution-zoo", "matrix-on-a-grid"}


def test_the_walk_finds_a_figure_on_the_front_page():
    assert list(figures_on(HTML / "index.html"))


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_no_id_stands_twice_in_a_page(page):
    assert [name for name, count in Counter(ids(page)).items() if count > 1] == []


@pytest.mark.parametrize("page", pages_with_figures(), ids=page_name)
def test_no_id_stands_twice_when_all_figures_are_live(look, page):
    tab = ChromiumTab(look(page))
    for shown in figures_on(page):
        Hands(tab, shown, None)
    found = tab.run("() => [...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert [name for name, count in Counter(found).items() if count > 1] == []
