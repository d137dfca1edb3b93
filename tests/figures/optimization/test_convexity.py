"""What the figures of the page on convexity say, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest

from mathlib import optimization
from mathlib.calculus import derivative
from mathlib.figures.optimization import convexity
from tests.figures.states import said


@pytest.fixture(scope="module")
def chords():
    return convexity.is_it_convex()


@pytest.mark.parametrize("name", list(convexity.FUNCTIONS))
def test_the_slopes_and_curvatures_drawn_are_those_of_the_function(name):
    f, slope, curvature = convexity.FUNCTIONS[name]
    for x in (-2.3, -1.1, 0.7, 1.9):
        assert np.isclose(derivative(f, x), slope(x), atol=1e-6)
        assert np.isclose(derivative(slope, x), curvature(x), atol=1e-6)


def test_a_corner_has_neither_at_its_tip_and_no_tangent_is_drawn_there():
    f, slope, curvature = convexity.FUNCTIONS["corner"]
    assert (f(1e-6) - f(0)) / 1e-6 == 1 != (f(-1e-6) - f(0)) / -1e-6
    assert np.isnan([slope(0.0), curvature(0.0)]).all()


@pytest.mark.parametrize(("name", "convex"), [("bowl", True), ("corner", True), ("exponential", True),
                                              ("wavy bowl", False), ("sunken bell", False), ("two valleys", False)])
def test_some_chord_of_the_figure_refutes_every_function_that_is_not_convex(chords, name, convex):
    stops = np.arange(-3, 3.1, 0.5)
    refuted = any("not convex" in said(chords, name=name, a=a, b=b) for a in stops for b in stops if a < b)
    assert refuted != convex


def test_the_ends_may_be_crossed_but_not_equal(chords):
    there, back = (said(chords, name="two valleys", a=a, b=-a) for a in (-2.0, 2.0))
    assert there == back == "The chord dips 1.00 below the graph. This one chord proves: not convex."
    assert "coincide" in said(chords, name="bowl", a=1.0, b=1.0)


def test_the_bell_is_caught_by_a_chord_to_its_rim(chords):
    assert chords.reached(chords.indices(name="sunken bell", a=0.0, b=3.0))
    assert not chords.reached(chords.indices(name="sunken bell", a=-1.0, b=1.0))


def test_a_shorter_chord_proves_what_the_one_that_is_asked_about_does_not(chords):
    asked = chords.arguments(chords.before)
    f = convexity.FUNCTIONS[asked["name"]][0]
    weights = np.linspace(0, 1, 1001)
    ends = asked["a"], asked["b"]
    assert min(optimization.chord_gap(f, *ends, weight) for weight in weights[1:-1]) > 0
    shorter = [(a, b) for a in np.arange(ends[0], ends[1], 0.5) for b in np.arange(a + 0.5, ends[1] + 0.1, 0.5)]
    failing = [(a, b) for a, b in shorter if "not convex" in said(chords, name=asked["name"], a=a, b=b)]
    assert failing
    for a, b in failing:
        assert convexity.FUNCTIONS[asked["name"]][2](a + (b - a) * weights).min() < 0    # there the graph bends down
