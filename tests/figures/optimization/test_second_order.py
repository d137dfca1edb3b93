"""What the figures of the page on second-order methods say, where no cell of the page asserts it."""
from __future__ import annotations

import pytest

from mathlib.figures.optimization import second_order
from tests.figures.states import said


@pytest.fixture(scope="module")
def parabola():
    return second_order.newton_parabola()


@pytest.fixture(scope="module")
def ways():
    return second_order.ways_down()


@pytest.mark.parametrize(("state", "words"), [
    (dict(name="eˣ − x", start=1.8, step=5, damped=False), "0.5 times its square"),
    (dict(name="√(1 + x²)", start=1.0, step=3, damped=False), "is 1: 1 times the one before"),
    (dict(name="√(1 + x²)", start=1.2, step=1, damped=False), "1.4 times the one before"),
    (dict(name="x⁴/4", start=1.8, step=2, damped=False), "0.67 times the one before"),
    (dict(name="two wells", start=0.4, step=0, damped=False), "at −0.246"),
])
def test_newtons_parabola_says_what_each_step_does_to_the_error(parabola, state, words):
    assert words in said(parabola, **state)


def test_between_the_wells_newton_climbs_and_damped_newton_does_not(parabola):
    climb = dict(name="two wells", start=0.4, step=6)
    assert parabola.reached(parabola.indices(**climb, damped=False))
    assert not parabola.reached(parabola.indices(**climb, damped=True))


@pytest.mark.parametrize(("method", "words"), [
    ("Newton", "stops at the saddle"), ("damped Newton", "reaches a minimum"), ("BFGS", "reaches a minimum")])
def test_only_pure_newton_steps_are_trapped(ways, method, words):
    assert words in said(ways, surface="saddle", method=method, start=(0.8, 0.5))


def test_newton_reaches_a_minimum_from_above_the_saddles_turn(ways):
    assert ways.reached(ways.indices(surface="saddle", method="Newton", start=(0.8, 1.0)))
    assert not ways.reached(ways.indices(surface="saddle", method="Newton", start=(0.8, 0.5)))
