"""Logistic regression against scikit-learn's solutions, and the chapter's numbers on 569 tumours and on a ravine.

The conventions behind the numbers: columns of mean 0 and standard deviation 1 (divided by n, not n - 1), a column of
ones, `penalty * sum(w**2)` over all weights with the intercept, start at 0, gradient length as tolerance. The step is
1 / smoothness where there is a penalty, and 1/2 for the runaway optimum.
"""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from mathlib.calculus import check_gradient, logistic_gradient, logistic_hessian, logistic_loss
from mathlib.data import load_breast_cancer
from mathlib.optimization import (
    LogisticProblem,
    Quadratic,
    bfgs,
    damped_newton,
    gradient_descent,
    gradient_noise,
    newton,
    optimal_gradient_step,
    optimal_heavy_ball,
    steepest_descent,
)
from tests.strategies import matrices, vectors

TUMOURS = load_breast_cancer()


def tumours(penalty: float = 0.0) -> LogisticProblem:
    return LogisticProblem.standardised(TUMOURS.X, TUMOURS.y, penalty)


def scikit_learns(problem: LogisticProblem) -> np.ndarray:
    theirs = LogisticRegression(C=1 / (2 * len(problem.y) * problem.penalty), solver="newton-cholesky",
                                fit_intercept=False, tol=1e-12)
    return theirs.fit(problem.X, problem.y).coef_[0]


problems = st.builds(lambda X, y, penalty: LogisticProblem(X, y, penalty), matrices(6, 3, limit=5.0),
                     st.lists(st.integers(0, 1), min_size=6, max_size=6), st.floats(0.0, 1.0))


@given(problems, vectors(3, limit=3.0))
def test_the_gradient_and_the_hessian_are_those_of_the_value(problem, w):
    assert check_gradient(problem, problem.gradient, w)
    for i in range(3):
        assert check_gradient(lambda w, i=i: problem.gradient(w)[i], lambda w, i=i: problem.hessian(w)[i], w)


@given(problems, vectors(3, limit=100.0))
def test_it_is_the_loss_of_calculus(problem, w):
    theirs = [f(w, problem.X, problem.y, problem.penalty) for f in (logistic_loss, logistic_gradient, logistic_hessian)]
    for ours, other in zip((problem(w), problem.gradient(w), problem.hessian(w)), theirs, strict=True):
        assert np.allclose(ours, other, rtol=1e-12, atol=1e-11)


@given(problems, vectors(3, limit=3.0))
def test_the_gradients_of_the_examples_have_the_gradient_as_mean(problem, w):
    each = problem.per_example_gradients(w)
    assert each.mean(axis=0) == pytest.approx(problem.gradient(w), abs=1e-12)
    assert problem.gradient_of(w, np.array([1, 4])) == pytest.approx(each[[1, 4]].mean(axis=0), abs=1e-12)


@given(problems, vectors(3, limit=10.0))
def test_no_curvature_exceeds_the_smoothness_or_falls_below_the_strong_convexity(problem, w):
    curvatures = np.linalg.eigvalsh(problem.hessian(w))
    assert problem.strong_convexity - 1e-12 <= curvatures[0]
    assert curvatures[-1] <= problem.smoothness * (1 + 1e-12)
    assert np.linalg.eigvalsh(problem.hessian(np.zeros(3)))[-1] == pytest.approx(problem.smoothness, rel=1e-12)


def test_columns_are_standardised_as_scikit_learn_does():
    problem = tumours()
    assert problem.X.shape == (569, 31)
    assert np.allclose(problem.X[:, :30], StandardScaler().fit_transform(TUMOURS.X), rtol=0, atol=1e-12)
    assert (problem.X[:, 30] == 1).all()


@pytest.mark.parametrize("penalty", [0.1, 0.01, 1e-3])
def test_newton_bfgs_and_gradient_descent_find_scikit_learns_weights(penalty):
    problem, start = tumours(penalty), np.zeros(31)
    theirs = scikit_learns(problem)
    for descent in (newton(problem.gradient, problem.hessian, start, tolerance=1e-9),
                    damped_newton(problem, problem.gradient, problem.hessian, start, tolerance=1e-9),
                    bfgs(problem, problem.gradient, start, tolerance=1e-9)):
        assert descent.converged
        assert np.linalg.norm(descent.end - theirs) < 1e-6
    slow = steepest_descent(problem, problem.gradient, start, n_steps=20_000, tolerance=1e-6)
    assert slow.converged
    assert np.linalg.norm(slow.end - theirs) <= 1e-6 / problem.strong_convexity


@pytest.mark.parametrize(("penalty", "newtons", "steps"), [(0.01, 7, 1958), (1e-3, 9, 17_715)])
def test_newton_needs_7_or_9_steps_where_gradient_descent_needs_1958_or_17715(penalty, newtons, steps):
    problem, start = tumours(penalty), np.zeros(31)
    fast = newton(problem.gradient, problem.hessian, start, tolerance=1e-8)
    slow = gradient_descent(problem.gradient, start, 1 / problem.smoothness, n_steps=20_000, tolerance=1e-8)
    assert (fast.converged, fast.n_steps) == (True, newtons)
    assert (slow.converged, slow.n_steps) == (True, steps)
    # in the end a step shrinks the gradient by at least 1 - smallest / beta, and by hardly more
    shrunk = np.linalg.norm(problem.gradient(slow.path[-1])) / np.linalg.norm(problem.gradient(slow.path[-101]))
    rate = 1 - np.linalg.eigvalsh(problem.hessian(slow.end))[0] / problem.smoothness
    assert 0.95 * rate**100 < shrunk < rate**100


def test_without_a_penalty_the_weights_of_the_tumours_never_stop_growing():
    problem = tumours()
    descent = gradient_descent(problem.gradient, np.zeros(31), 0.5, n_steps=100_000)
    norms = np.linalg.norm(descent.path[[100, 1000, 10_000, 100_000]], axis=1)
    assert norms.round(1).tolist() == [2.6, 4.8, 10.1, 27.6]
    assert not descent.converged


def test_the_tumours_are_separable_so_that_no_minimiser_exists():
    # a direction in which every score goes the right way: along it the loss falls to 0 and never arrives
    problem = tumours()
    w = damped_newton(problem, problem.gradient, problem.hessian, np.zeros(31), n_steps=40, tolerance=1e-14).end
    margins = np.where(problem.y == 1, 1, -1) * (problem.X @ w)
    assert margins.min() > 0
    assert problem.accuracy(w) == 1
    assert problem(2 * w) < problem(w) < problem(w / 2)


def test_newton_without_a_penalty_runs_away_to_thousands_and_loses_its_hessian():
    problem = tumours()
    path = newton(problem.gradient, problem.hessian, np.zeros(31), n_steps=15, tolerance=0).path
    norms = np.linalg.norm(path, axis=1)
    assert norms[15] == pytest.approx(4270.7, rel=1e-4)
    assert np.linalg.cond(problem.hessian(path[14])) == pytest.approx(6.908e9, rel=1e-3)  # of the system it solved
    assert norms[15] > norms[14] > norms[13] > 1000


def test_any_penalty_cures_the_runaway():
    for penalty in (1e-6, 1e-4, 1e-2):
        problem = tumours(penalty)
        found = damped_newton(problem, problem.gradient, problem.hessian, np.zeros(31), tolerance=1e-9)
        assert found.converged
        # at the minimum penalty * norm**2 is no more than the loss at 0, log(2)
        assert np.linalg.norm(found.end) <= np.sqrt(np.log(2) / penalty)


def test_a_batch_of_b_tumours_has_a_gradient_with_noise_31_over_b():
    problem = tumours(0.01)
    w = newton(problem.gradient, problem.hessian, np.zeros(31)).end
    each, rng = problem.per_example_gradients(w), np.random.default_rng(0)
    assert gradient_noise(each, 1) == pytest.approx(0.31, abs=0.005)
    for size in (1, 4, 16, 64):
        drawn = each[rng.integers(0, 569, (4000, size))].mean(axis=1)
        measured = np.sum((drawn - each.mean(axis=0)) ** 2, axis=1)
        error = measured.std() / np.sqrt(4000)
        assert abs(measured.mean() - gradient_noise(each, size)) < 4 * error


@pytest.mark.parametrize(("rule", "n"), [("1 / beta", 1375), ("best fixed step", 709), ("heavy ball", 95)])
def test_the_hook_1375_or_709_or_95_steps(rule, n):
    # 0.5 * (x**2 + 100 * y**2) from (1, 1), until the distance to the minimum is at most 1e-6
    bowl, ball = Quadratic(np.diag([1.0, 100.0])), optimal_heavy_ball(1, 100)
    step, momentum = {"1 / beta": (1 / 100, 0), "best fixed step": (optimal_gradient_step(1, 100), 0),
                      "heavy ball": ball}[rule]
    path = gradient_descent(bowl.gradient, [1, 1], step, momentum=momentum, n_steps=1500).path
    assert int(np.argmax(np.linalg.norm(path, axis=1) <= 1e-6)) == n


def test_units_do_not_matter_to_a_standardised_problem():
    for unit in (1e-200, 1e200):
        scaled = LogisticProblem.standardised(TUMOURS.X * unit, TUMOURS.y)
        assert np.allclose(scaled.X, tumours().X, rtol=0, atol=1e-12)


def test_the_problem_keeps_its_own_data():
    X, y = np.array([[1.0], [-1.0]]), np.array([1.0, 0.0])
    problem = LogisticProblem(X, y)
    X[0], y[0] = 9, 0
    assert problem.gradient([0.0]).tolist() == [-0.5]


@pytest.mark.parametrize(("call", "message"), [
    (lambda: LogisticProblem([[1.0]], [2]), "`y` must be probabilities, between 0 and 1; got 2 at index 0."),
    (lambda: LogisticProblem([[1.0]], [1, 0]), "`y` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: LogisticProblem([[1e200]], [1]), "`X` must be in a unit in which its squares can be held"),
    (lambda: LogisticProblem.standardised([[1.0], [np.inf]], [0, 1]), "`X` must be a matrix of real numbers; got inf"),
    (lambda: LogisticProblem([[1.0]], [1], -1), "`penalty` must not be negative; got -1."),
    (lambda: LogisticProblem([[np.nan]], [1]), "`X` must be a matrix of real numbers; got nan at index (0, 0)."),
    (lambda: LogisticProblem.standardised([[1.0, 2], [1, 3]], [0, 1]),
     "`X` must be a matrix without constant columns; got one value only in column 0"),
    (lambda: tumours()(np.zeros(30)), "`w` must be a vector of 31 real numbers; got shape (30,)."),
    (lambda: tumours().per_example_gradients([0.0]), "`w` must be a vector of 31 real numbers; got shape (1,)."),
    (lambda: tumours().accuracy(np.full(31, np.nan)), "`w` must be a vector of 31 real numbers; got nan at index 0."),
])
def test_what_does_not_fit_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
