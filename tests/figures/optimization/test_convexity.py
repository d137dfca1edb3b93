"""What the figures of the page on convexity say, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest

from mathlib import data, optimization
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


def test_the_weights_come_to_rest_with_a_penalty_only():
    figure = convexity.runaway_optimum()
    assert "length 4.24" in said(figure, penalty=0.0, steps=1000)
    assert figure.reached(figure.indices(penalty=0.01, steps=100_000))
    assert not figure.reached(figure.indices(penalty=1.0, steps=100_000))
    assert not figure.reached(figure.indices(penalty=0.01, steps=100))


def test_a_ten_thousandth_is_a_penalty_that_gradient_descent_finds_late():
    figure = convexity.runaway_optimum()
    assert not figure.reached(figure.indices(penalty=1e-4, steps=100_000))
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, 1e-4)
    walk = optimization.gradient_descent(loss.gradient, np.zeros(31), 1 / loss.smoothness, n_steps=100_000)
    jump = optimization.newton(loss.gradient, loss.hessian, np.zeros(31))
    assert [round(np.linalg.norm(end), 3) for end in (walk.end, jump.end)] == [8.046, 8.047]
