"""The first figure of a page is live within a second of its `DOMContentLoaded`."""
from __future__ import annotations

import pytest

from tests.browser.site import page_name, pages_with_figures
from tests.browser.timing import first_live


@pytest.mark.parametrize("page", pages_with_figures(), ids=page_name)
def test_the_first_figure_is_soon_live(visit, page):
    assert first_live(visit, page) <= 1.0
