"""Every figure, in random states reached by its real controls, equals matplotlib's own picture to the pixel."""
from __future__ import annotations

import pytest

from mathlib.live.figure import random_states
from tests.browser.chromium import ChromiumTab
from tests.browser.hands import Hands
from tests.browser.oracle import matplotlib_svg
from tests.browser.pixels import TOLERANCE, difference, pair
from tests.browser.python_side import python_figure, status
from tests.browser.site import figures, some
from tests.samples import ALL

STATES = 25 if ALL else 4                                  # outside of the browser, tables are compared in all states


@pytest.mark.parametrize("shown", figures(), ids=str)
def test_every_state_is_drawn_as_matplotlib_draws_it(touch, rng, shown):
    figure, page = python_figure(shown), touch(shown.page)
    hands = Hands(ChromiumTab(page), shown, rng)
    for indices in [figure.default, *random_states(figure, STATES, rng)]:
        hands.go(indices)
        assert hands.status() == status(figure, indices)
        drawn, asked = pair(page, shown.name, matplotlib_svg(figure, indices, hands.live()))
        assert difference(drawn, asked) <= TOLERANCE, f"{shown} at {figure.arguments(indices)}"


@pytest.mark.parametrize("shown", some(figures(), 10, "a single stop"), ids=str)
def test_the_comparison_sees_a_single_stop(touch, rng, shown):
    figure, page = python_figure(shown), touch(shown.page)
    hands = Hands(ChromiumTab(page), shown, rng)
    for axis, stops in enumerate(figure.grid):
        if len(stops) > 1:
            here, picture = state_where_a_stop_shows(figure, axis, hands.live(), rng)
            hands.go(here)
            drawn, other = pair(page, shown.name, picture)
            assert difference(drawn, other) > TOLERANCE, f"{shown}: the next stop of axis {axis} looks the same"


def state_where_a_stop_shows(figure, axis, live, rng):
    """Return a state in which the next stop of an axis has another picture, the default if it does; and that picture.

    A control may change nothing in some states: full Newton steps are not damped.
    """
    for here in (figure.default, *random_states(figure, 25, rng)):
        neighbour = list(here)
        neighbour[axis] += 1 if neighbour[axis] + 1 < len(figure.grid[axis]) else -1
        picture = matplotlib_svg(figure, tuple(neighbour), live)
        if picture != matplotlib_svg(figure, here, live):
            return here, picture
    raise AssertionError(f"axis {axis} changes the picture nowhere")
