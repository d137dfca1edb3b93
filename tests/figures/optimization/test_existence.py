"""What the figure of the page on minimisers says, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest

from mathlib import data, optimization
from mathlib.figures.optimization import existence
from tests.figures.states import said


@pytest.fixture(scope="module")
def weights():
    return existence.runaway_optimum()


def test_without_a_penalty_the_weights_grow_at_every_step_ever_more_slowly_and_the_loss_falls(weights):
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, 0.0)
    walk = optimization.gradient_descent(loss.gradient, np.zeros(31), 1 / loss.smoothness, n_steps=existence.LAST,
                                         tolerance=0).path
    growth = np.diff(np.linalg.norm(walk, axis=1))
    assert (growth > 0).all()
    assert (np.diff(growth) < 0).all()
    assert (np.diff([loss(w) for w in walk[::100]]) < 0).all()
    assert f"After 1,000 steps: length {np.linalg.norm(walk[1000]):.3g}" in weights.apply(weights.before)


def test_a_plane_separates_the_tumours_and_longer_weights_always_have_a_smaller_loss():
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, 0.0)
    plane = optimization.newton(loss.gradient, loss.hessian, np.zeros(31), n_steps=15).path[-1]
    plane /= np.linalg.norm(plane)
    assert loss.accuracy(plane) == 1
    assert (np.diff([loss(length * plane) for length in np.geomspace(1, 5000, 30)]) < 0).all()


def test_the_weights_come_to_rest_with_a_penalty_only(weights):
    figure = weights
    assert "length 4.24" in said(figure, penalty=0.0, steps=1000)
    assert figure.reached(figure.indices(penalty=0.01, steps=100_000))
    assert not figure.reached(figure.indices(penalty=1.0, steps=100_000))
    assert not figure.reached(figure.indices(penalty=0.01, steps=100))


def test_a_ten_thousandth_is_a_penalty_that_gradient_descent_finds_late(weights):
    figure = weights
    assert not figure.reached(figure.indices(penalty=1e-4, steps=100_000))
    tumours = data.load_breast_cancer()
    loss = optimization.LogisticProblem.standardised(tumours.X, tumours.y, 1e-4)
    walk = optimization.gradient_descent(loss.gradient, np.zeros(31), 1 / loss.smoothness, n_steps=100_000)
    jump = optimization.newton(loss.gradient, loss.hessian, np.zeros(31))
    assert [round(np.linalg.norm(end), 3) for end in (walk.end, jump.end)] == [8.046, 8.047]
