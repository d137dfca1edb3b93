"""Step rules against scikit-learn's optimisers, exact sums, the roots of their recurrences, and each other."""
from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from mathlib.optimization import Quadratic, Rosenbrock, adagrad, adam, heavy_ball, nesterov, rmsprop, run
from tests.strategies import momenta, vectors

RAVINE = Quadratic([[1, 0], [0, 100]])


def scikit_learns_path(optimizer, gradient, start, n_steps):
    x, path = [np.array(start, float)], [np.array(start, float)]
    for _ in range(n_steps):
        optimizer.update_params(x, [gradient(x[0])])  # in place
        path.append(x[0].copy())
    return np.array(path)


@given(vectors(2), momenta, st.floats(1e-4, 0.01))
def test_nesterov_goes_where_scikit_learns_goes(start, momentum, step_size):
    theirs = SGDOptimizer([start.copy()], learning_rate_init=step_size, momentum=momentum, nesterov=True)
    path = scikit_learns_path(theirs, RAVINE.gradient, start, 20)
    ours = run(nesterov(step_size, momentum), RAVINE.gradient, start, n_steps=20).path
    assert np.allclose(ours, path[:len(ours)], rtol=1e-12, atol=1e-12 * np.abs(path).max())


def test_nesterovs_points_are_those_of_his_two_sequences():
    # x_next = y - s * gradient(y), y_next = x_next + momentum * (x_next - x): our path is y
    x = y = np.array([2.0, -1.0])
    path = run(nesterov(0.005, 0.8), RAVINE.gradient, y, n_steps=30).path
    for k in range(30):
        assert np.allclose(path[k], y, rtol=0, atol=1e-13)
        x_next = y - 0.005 * RAVINE.gradient(y)
        x, y = x_next, x_next + 0.8 * (x_next - x)


@pytest.mark.parametrize("kappa", [10.0, 100.0, 1000.0])
def test_nesterovs_rate_is_one_less_the_root_of_one_over_kappa(kappa):
    # with step 1 / beta and momentum (sqrt(kappa) - 1) / (sqrt(kappa) + 1) both roots of the slowest recurrence,
    # r**2 - (1 + m) * (1 - 1 / kappa) * r + m * (1 - 1 / kappa), are 1 - 1 / sqrt(kappa)
    root = np.sqrt(kappa)
    m, shrink = (root - 1) / (root + 1), 1 - 1 / kappa
    assert np.roots([1, -(1 + m) * shrink, m * shrink]).real == pytest.approx(1 - 1 / root, abs=1e-7)
    n = int(12 * root)
    path = run(nesterov(1 / kappa, m), Quadratic(np.diag([1.0, kappa])).gradient, [1, 1], n_steps=2 * n).path
    x, k = np.abs(path[:, 0]), np.arange(2 * n + 1)
    slope = np.polyfit(k[n:], np.log(x[n:] / (1 + k[n:] / root)), 1)[0]  # a double root brings a factor k
    assert slope == pytest.approx(np.log(1 - 1 / root), rel=0.02)


@pytest.mark.parametrize(("beta1", "beta2"), [(0.9, 0.999), (0.5, 0.9), (0.0, 0.99)])
def test_adam_goes_where_scikit_learns_goes(beta1, beta2):
    valley, start = Rosenbrock(), np.array([-1.2, 1.0])
    # they add epsilon before they correct the second average: a tiny one tells no difference
    theirs = AdamOptimizer([start.copy()], learning_rate_init=0.01, beta_1=beta1, beta_2=beta2, epsilon=1e-300)
    path = scikit_learns_path(theirs, valley.gradient, start, 200)
    ours = run(adam(0.01, beta1, beta2, epsilon=1e-300), valley.gradient, start, n_steps=200).path
    assert np.allclose(ours, path, rtol=1e-9, atol=1e-12)


@given(st.floats(1e-3, 1e3), vectors(3).filter(np.all))
def test_adams_first_step_is_the_step_size_whatever_the_gradients_scale(scale, start):
    path = run(adam(0.01), lambda x: scale * x, start, n_steps=1).path
    assert path[1] - path[0] == pytest.approx(-0.01 * np.sign(start), rel=2e-2 if scale < 1 else 1e-2)
    exact = run(adam(0.01, epsilon=1e-300), lambda x: scale * x, start, n_steps=1).path
    assert exact[1] == pytest.approx(start - 0.01 * np.sign(start), abs=1e-13 * np.abs(start).max() + 1e-15)


def test_without_the_correction_adams_first_step_is_three_times_as_long():
    path = run(adam(0.01, epsilon=1e-300, correct_bias=False), lambda x: x, [1.0, -5.0], n_steps=1).path
    assert path[1] - path[0] == pytest.approx([-0.01 * 0.1 / np.sqrt(0.001), 0.01 * 0.1 / np.sqrt(0.001)], rel=1e-12)


def test_the_correction_makes_averages_of_a_constant_the_constant():
    path = run(adam(0.01, epsilon=1e-300), lambda x: np.array([3.0, -700.0]), [0.0, 0.0], n_steps=50).path
    assert np.diff(path, axis=0) == pytest.approx(np.tile([-0.01, 0.01], (50, 1)), rel=1e-12)


def test_adagrads_steps_under_a_constant_gradient_shrink_as_one_over_the_root():
    path = run(adagrad(0.5, epsilon=1e-300), lambda x: np.array([3.0, -0.001]), [0.0, 0.0], n_steps=40).path
    expected = 0.5 / np.sqrt(np.arange(1, 41))
    assert np.diff(path, axis=0) == pytest.approx(np.column_stack([-expected, expected]), rel=1e-12)


def test_rmsprops_average_of_squares_is_the_one_of_exact_arithmetic():
    gradients = iter([3, -1, 4, 1, 5, 0])
    rule, s, x = rmsprop(0.125, decay=0.75, epsilon=0.5), 0.0, np.array([1.0])
    exact = Fraction(0)
    for g in gradients:
        exact = Fraction(3, 4) * exact + Fraction(1, 4) * g**2
        x_next, s = rule(x, np.array([float(g)]), s)
        assert s[0] == float(exact)
        assert x_next - x == pytest.approx(-0.125 * g / (float(exact) ** 0.5 + 0.5), rel=1e-14)
        x = x_next


@pytest.mark.parametrize("rule", [adagrad(0.5), adam(0.05), rmsprop(0.01)])
def test_a_coordinate_without_a_gradient_stays(rule):
    path = run(rule, lambda x: np.array([0.0, x[1]]), [7.0, 1.0], n_steps=20).path
    assert (path[:, 0] == 7).all()
    assert path[-1, 1] < 0.9


@pytest.mark.parametrize("rule", [adagrad(0.5, epsilon=1e-300), adam(0.05, epsilon=1e-300),
                                  rmsprop(0.01, epsilon=1e-300)])
def test_rules_that_scale_each_coordinate_do_not_see_the_units(rule):
    # measure each coordinate's gradient in other units: the path is the same
    scales = np.array([2.0**-7, 2.0**9])
    path = run(rule, lambda x: x, [1.0, -2.0], n_steps=30).path
    assert np.allclose(run(rule, lambda x: scales * x, [1.0, -2.0], n_steps=30).path, path, rtol=1e-12, atol=1e-13)


def test_with_a_step_size_that_stays_adam_and_rmsprop_circle_the_minimum():
    for rule in (adam(0.1), rmsprop(0.1)):
        descent = run(rule, lambda x: np.where(x > 0, 1.0, -1.0), [1.05], n_steps=400, tolerance=0.5)  # of abs(x)
        assert not descent.converged
        assert 0 < np.abs(descent.path[-100:]).max() < 0.5


@pytest.mark.parametrize("rule", [nesterov(0.01, 0.9), adagrad(0.5), rmsprop(0.01), adam(0.1), heavy_ball(0.01)])
def test_nothing_is_changed_in_place(rule):
    x, g, memory = np.array([1.0, 2.0]), np.array([3.0, -4.0]), 0.0
    for _ in range(3):
        before = x.copy(), g.copy(), repr(memory)
        x_next, next_memory = rule(x, g, memory)
        assert (x.tolist(), g.tolist(), repr(memory)) == (before[0].tolist(), before[1].tolist(), before[2])
        x, memory = x_next, next_memory


@pytest.mark.parametrize(("make", "message"), [
    (lambda: nesterov(0, 0.9), "`step_size` must be a positive number; got 0."),
    (lambda: nesterov(0.1, 1), "`momentum` must be a number from 0 up to, but not including, 1; got 1."),
    (lambda: adagrad(-1), "`step_size` must be a positive number; got -1."),
    (lambda: adagrad(1, 0), "`epsilon` must be a positive number; got 0."),
    (lambda: rmsprop(np.nan), "`step_size` must be a positive number; got nan."),
    (lambda: rmsprop(0.1, decay=1), "`decay` must be a number from 0 up to, but not including, 1; got 1."),
    (lambda: adam(0), "`step_size` must be a positive number; got 0."),
    (lambda: adam(0.1, 1.0), "`beta1` must be a number from 0 up to, but not including, 1; got 1.0."),
    (lambda: adam(0.1, 0.9, -0.5), "`beta2` must be a number from 0 up to, but not including, 1; got -0.5."),
    (lambda: adam(0.1, epsilon=0), "`epsilon` must be a positive number; got 0."),
])
def test_numbers_out_of_range_are_refused_in_words(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()
