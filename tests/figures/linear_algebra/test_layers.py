"""What the figure of the page on layers says, where no cell of the page asserts it."""
from __future__ import annotations

import pytest

from mathlib.figures.linear_algebra import layers
from tests.figures.states import said


@pytest.fixture(scope="module")
def work():
    return layers.layer_at_work()


@pytest.mark.parametrize("width", [2, 3, 4, 8])
@pytest.mark.parametrize("angle", [0, 120, 210])
@pytest.mark.parametrize("offset", [-1.0, 0.5])
def test_without_activation_neither_width_nor_weights_matter(work, width, angle, offset):
    assert "88.9 % right, 38 penguins" in said(work, width=width, activation="none", angle=angle, offset=offset)


def test_one_neuron_without_activation_depends_on_its_direction(work):
    shares = {said(work, width=1, activation="none", angle=angle) for angle in (0, 90, 210)}
    assert len(shares) == 3


def test_four_rectifiers_reach_the_goal_and_no_straight_border_does(work):
    assert work.reached(work.indices(width=4, activation="ReLU", angle=330, offset=-1.0))
    assert not any(work.reached(work.indices(width=width, activation="none", angle=angle, offset=0.0))
                   for width in layers.WIDTHS for angle in range(0, 360, 30))


def test_a_border_is_straight_without_activation_and_bent_with_it(work):
    border = next(line for line in work.fig.axes[1].lines if line.get_linewidth() == 2)
    corners = {}
    for activation in ("none", "ReLU"):
        said(work, width=4, activation=activation, angle=330, offset=-1.0)
        corners[activation] = len(border.get_xdata()) - 1          # the last is the gap
    assert corners["none"] == 2 < corners["ReLU"]
