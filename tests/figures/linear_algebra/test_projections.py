"""What the figures of the page on projections say, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest

from mathlib.figures.linear_algebra import projections


@pytest.fixture(scope="module")
def shadow():
    return projections.shadow_on_a_line()


@pytest.fixture(scope="module")
def by_hand():
    return projections.line_by_hand()


def masses(figure):
    return np.array(list(figure.arguments(figure.default).values()))


def moved(figure, bird, way):
    name = f"y{bird}"
    return figure.indices(**{name: figure.arguments(figure.default)[name] + way * projections.REACH})


def test_the_birds_are_those_of_the_table(shadow):
    assert np.allclose(masses(shadow), projections.eight_birds()[1])


def test_the_sentence_tells_the_slope_and_squares_of_numpy(shadow):
    length, mass = projections.eight_birds()
    slope, intercept = np.polyfit(length, mass, 1)
    squares = ((mass - intercept - slope * length)**2).sum()
    assert shadow.apply(shadow.default) == (f"Slope {1000 * slope:.1f} g per mm, sum of squares {squares:.3f} kg². "
                                            "Residual with the ones: 0.000; with the lengths: 0.000.")


def test_the_gentoo_alone_can_turn_the_line_around(shadow):
    reached = [(bird, way) for bird in range(1, 9) for way in (-1, 1) if shadow.reached(moved(shadow, bird, way))]
    assert reached == [(8, -1)]


def test_squares_on_the_picture_are_squares(shadow):
    shadow.apply(shadow.default)
    outline = next(a for a in shadow.artists if a.get_gid() == "squares")
    corners = outline.get_transform().transform(outline.get_xy())[:40].reshape(8, 5, 2)
    sides = np.linalg.norm(np.diff(corners, axis=1), axis=2)
    assert np.allclose(sides, sides[:, :1], rtol=1e-3)


def test_the_dials_stand_upright_at_the_goal_only(by_hand):
    assert by_hand.reached(by_hand.indices(slope=40, height=4.025))
    assert not by_hand.reached(by_hand.indices(slope=44, height=4.025))
    assert by_hand.apply(by_hand.indices(slope=40, height=4.025)) == (
        "Sum of squares 1.317 kg²; the least possible is 1.317.")


def test_the_goal_of_the_lost_angles_is_at_one_stop():
    figure = projections.lost_angles()
    assert [k for k in range(14) if figure.reached(figure.indices(tens=k))] == [8]
