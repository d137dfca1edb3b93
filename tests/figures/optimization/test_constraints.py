"""What the figures of the page on constraints say, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from mathlib.figures.optimization import constraints
from tests.figures.states import said

# the sets of the figure as walls @ x <= right side; the circle by many tangents
TURNS = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
SETS = {"circle": (np.column_stack([np.cos(TURNS), np.sin(TURNS)]), np.ones(3600)),
        "box": (np.array([[1, 0], [0, 1], [-1, 0], [0, -1.0]]), np.ones(4)),
        "simplex": (np.array([[1, 1], [-1, 0], [0, -1.0]]), np.array([1.0, 0, 0]))}


@pytest.fixture(scope="module")
def walk():
    return constraints.walk_the_constraint()


@pytest.fixture(scope="module")
def diamond():
    return constraints.diamond_and_disc()


@pytest.fixture(scope="module")
def weights():
    return constraints.lasso_leaves()


@pytest.mark.parametrize("shape", SETS)
@pytest.mark.parametrize("angle", [0.0, 22.5, 67.5, 180.0, 225.0, 315.0])
def test_the_walk_rests_where_a_linear_program_has_its_least_value(walk, shape, angle):
    pull = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    least = linprog(-pull, *SETS[shape], bounds=(None, None)).fun
    resting = [place for place in range(16) if "At rest" in said(walk, shape=shape, angle=angle, place=place)]
    heights = -constraints._edge(shape, np.arange(16) / 16) @ pull
    assert resting == list(np.flatnonzero(np.isclose(heights, least, atol=1e-6)))
    assert resting


@pytest.mark.parametrize(("state", "words"), [
    (dict(shape="circle", angle=225.0, place=10), "Multiplier 0.50; a tenth more room lowers it by about 0.050"),
    (dict(shape="circle", angle=225.0, place=2), "this is the top"),
    (dict(shape="circle", angle=225.0, place=7), "0.92 is left over"),
    (dict(shape="box", angle=67.5, place=4), "Multipliers 0.38 and 0.92"),
    (dict(shape="simplex", angle=225.0, place=11), "its price is 0"),
])
def test_the_walk_names_what_is_left_and_the_price(walk, state, words):
    assert words in said(walk, **state)


@pytest.mark.parametrize(("shape", "angle"), [("circle", 225.0), ("box", 67.5), ("box", 0.0), ("simplex", 22.5)])
def test_the_price_is_what_a_linear_program_gains_by_more_room(walk, shape, angle):
    pull = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    walls, right = SETS[shape]
    more = np.sqrt(1.1) * right if shape == "circle" else right * 1.1
    gain = linprog(-pull, walls, right, bounds=(None, None)).fun - linprog(-pull, walls, more, bounds=(None, None)).fun
    place = next(k for k in range(16) if "At rest" in said(walk, shape=shape, angle=angle, place=k))
    told = float(said(walk, shape=shape, angle=angle, place=place).split("about ")[1][:-1])
    assert told == pytest.approx(gain, abs=0.002)


def test_the_largest_diamond_that_holds_a_zero_at_30_degrees_is_the_goal(diamond):
    reached = [r for r in np.arange(1, 30) / 10 if diamond.reached(
        diamond.indices(shape="diamond", angle=30.0, radius=float(r), loss="round"))]
    assert reached == [0.7]
    assert 0.7 < 2 * (np.cos(np.pi / 6) - np.sin(np.pi / 6)) < 0.8


@pytest.mark.parametrize(("state", "words"), [
    (dict(shape="diamond", angle=30.0, radius=0.6, loss="round"), "stops it at a corner"),
    (dict(shape="diamond", angle=45.0, radius=0.6, loss="round"), "w₁ = 0.30, w₂ = 0.30"),
    (dict(shape="diamond", angle=45.0, radius=0.6, loss="long"), "w₁ = 0.60, w₂ = 0.00"),
    (dict(shape="disc", angle=30.0, radius=0.6, loss="round"), "w₁ = 0.52, w₂ = 0.30"),
    (dict(shape="disc", angle=0.0, radius=0.6, loss="round"), "the data ask for no more"),
    (dict(shape="diamond", angle=30.0, radius=2.9, loss="round"), "has no price"),
])
def test_diamond_and_disc_say_why_a_weight_is_zero(diamond, state, words):
    assert words in said(diamond, **state)


@pytest.mark.parametrize(("loss", "H", "angles"), [
    ("round", np.eye(2), [0, 7.5, 15, 22.5, 30, 60, 67.5, 75, 82.5, 90]),
    ("long", np.array([[1, 0.6], [0.6, 0.8]]), [0, 7.5, 15, 22.5, 30, 37.5, 45, 75, 82.5, 90]),
])
def test_a_corner_of_the_diamond_holds_the_pulls_between_its_arrows(diamond, loss, H, angles):
    turns = np.arange(0, 90.1, 7.5)
    asked = 2 * np.column_stack([np.cos(np.radians(turns)), np.sin(np.radians(turns))])
    pulls = np.array([(asked - 0.6 * corner) @ H for corner in np.eye(2)])
    held = (pulls[0, :, 0] >= np.abs(pulls[0, :, 1])) | (pulls[1, :, 1] >= np.abs(pulls[1, :, 0]))
    assert list(turns[held]) == angles
    assert angles == [turn for turn in turns if "exactly 0" in said(
        diamond, shape="diamond", angle=float(turn), radius=0.6, loss=loss)]


@pytest.mark.parametrize(("state", "words"), [
    (dict(kind="L1", penalty=10), "4 of 10 weights are not 0; on the patients kept aside the prediction errs by 56.1"),
    (dict(kind="L1", penalty=100), "0 of 10 weights are not 0; on the patients kept aside the prediction errs by 76.4"),
    (dict(kind="L2", penalty=100), "10 of 10 weights are not 0"),
])
def test_the_lasso_counts_its_weights(weights, state, words):
    assert words in said(weights, **state)
