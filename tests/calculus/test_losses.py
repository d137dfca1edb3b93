"""Activations and losses against scipy and scikit-learn, gradients against differences, and far out."""
from __future__ import annotations

import re

import mpmath
import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from scipy import special
from sklearn.linear_model import LogisticRegression

from mathlib.calculus import (
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    check_gradient,
    cross_entropy,
    cross_entropy_gradient,
    jacobian,
    l2_penalty,
    l2_penalty_gradient,
    log_softmax,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    logsumexp,
    mse,
    mse_gradient,
    sigmoid,
    softmax,
    softplus,
    train_neuron,
)
from mathlib.calculus.activations import ACTIVATIONS
from mathlib.data import load_breast_cancer
from tests.strategies import matrices, vectors

HARD = np.array([-1e300, -745.2, -100.0, -1e-300, 0.0, 1e-300, 1.0, 100.0, 709.9, 1e300])
RNG = np.random.default_rng(6)
X, Y = RNG.normal(size=(40, 3)), RNG.integers(0, 2, 40).astype(float)


def test_the_hard_cases_are_scipys():
    assert sigmoid(HARD) == pytest.approx(special.expit(HARD), rel=4e-16, abs=1e-323)
    assert softplus(HARD) == pytest.approx(np.logaddexp(0, HARD), rel=4e-16, abs=1e-323)
    assert log_softmax(HARD) == pytest.approx(special.log_softmax(HARD), rel=4e-16)
    assert logsumexp(HARD) == special.logsumexp(HARD)


@given(matrices(3, 4, 1000))
def test_exponentials_are_summed_as_by_scipy(a):
    for axis in (None, 0, 1):
        assert np.allclose(logsumexp(a, axis), special.logsumexp(a, axis=axis), rtol=1e-15, atol=1e-15)
    for axis in (0, 1, -1):
        assert np.allclose(softmax(a, axis), special.softmax(a, axis=axis), rtol=1e-12, atol=1e-300)


def test_logs_of_zero_add_up():
    assert logsumexp([-np.inf, -np.inf]) == -np.inf
    assert logsumexp([-np.inf, 3.0]) == 3
    assert logsumexp([[-np.inf, 0.0], [-np.inf, -np.inf]], axis=1).tolist() == [0, -np.inf]
    assert sigmoid([-np.inf, np.inf]).tolist() == [0, 1]
    assert softplus([-np.inf, np.inf]).tolist() == [0, np.inf]


@given(vectors(4, 500), st.floats(-500, 500))
def test_adding_a_number_to_all_scores_changes_no_probability(z, shift):
    assert np.allclose(softmax(z + shift), softmax(z), rtol=1e-12, atol=1e-300)
    assert softmax(z).sum() == pytest.approx(1, rel=1e-14)


@given(st.floats(-700, 700))
def test_the_sigmoids_of_opposite_scores_sum_to_one(z):
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=3e-16)
    assert softplus(z) - softplus(-z) == pytest.approx(z, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_of_every_activation_is_the_measured_one(name):
    f, slope = ACTIVATIONS[name]
    for z in np.array([-3.1, -0.4, 0.2, 2.7])[:, None]:
        assert check_gradient(lambda z: float(f(z)[0]), lambda z: slope(z, f(z)), z)


@given(matrices(3, 2), matrices(3, 2))
def test_the_squared_error_is_sklearns(y, prediction):
    assert mse(y, prediction) == pytest.approx(sklearn.metrics.mean_squared_error(y, prediction), rel=1e-12)
    if np.abs(y - prediction).max() > 1e-3:
        assert check_gradient(lambda p: mse(y, p), lambda p: mse_gradient(y, p), prediction)
    else:  # so near the minimum a difference of losses is rounding
        assert mse_gradient(y, prediction) == pytest.approx(2 * (prediction - y) / y.size, rel=1e-14, abs=0)


@given(vectors(5, 20), st.lists(st.integers(0, 1), min_size=5, max_size=5).filter(lambda y: 0 < sum(y) < 5))
def test_the_binary_cross_entropy_is_sklearns_log_loss(z, y):
    p = special.expit(z)
    assert binary_cross_entropy(y, z) == pytest.approx(sklearn.metrics.log_loss(y, p), rel=1e-6, abs=1e-14)
    assert binary_cross_entropy(y, z) == pytest.approx(np.mean([-special.log_expit(s if t else -s)
                                                                for s, t in zip(z, y, strict=True)]), rel=1e-15, abs=0)
    assert check_gradient(lambda z: binary_cross_entropy(y, z), lambda z: binary_cross_entropy_gradient(y, z), z)


@given(matrices(4, 3, 30))
def test_the_cross_entropy_is_sklearns_log_loss(scores):
    labels = [0, 2, 1, 1]
    theirs = -special.log_softmax(scores, axis=1)[np.arange(4), labels].mean()
    assert cross_entropy(labels, scores) == pytest.approx(theirs, rel=1e-14, abs=1e-15)
    p = special.softmax(scores, axis=1)
    if p.min() > 1e-12:  # scikit-learn clips what is smaller
        assert cross_entropy(labels, scores) == pytest.approx(sklearn.metrics.log_loss(labels, p), rel=1e-9)
    assert check_gradient(lambda s: cross_entropy(labels, s), lambda s: cross_entropy_gradient(labels, s), scores)


@given(vectors(4, 20))
def test_of_two_classes_only_the_difference_of_scores_counts(z):
    labels = np.array([0, 1, 1, 0])
    two = cross_entropy(labels, np.column_stack([np.zeros(4), z]))
    assert two == pytest.approx(binary_cross_entropy(labels, z), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("z", [1e-3, 1.0, 20.0, 40.0, 300.0, 700.0])
def test_being_sure_and_right_costs_a_little_and_every_digit_of_it_is_known(z):
    exact = float(mpmath.log1p(mpmath.exp(-mpmath.mpf(z))))
    assert binary_cross_entropy([1.0], [z]) == pytest.approx(exact, rel=4e-16, abs=0)
    assert binary_cross_entropy([0.0], [-z]) == pytest.approx(exact, rel=4e-16, abs=0)
    assert logistic_loss([z], [[1.0], [-1.0]], [1, 0]) == pytest.approx(exact, rel=4e-16, abs=0)


def test_squares_beyond_the_largest_float_are_infinite_and_never_nan():
    assert mse([0.0], [1e200]) == mse([1e308], [-1e308]) == l2_penalty([1e200], 1.0) == np.inf
    assert l2_penalty([1e200], 0.0) == 0
    assert logistic_loss([1e200], [[0.0]], [1], penalty=1.0) == np.inf
    assert mse([1e-200], [0.0]) == 0


def test_no_cost_is_written_as_zero_without_a_sign():
    assert str(cross_entropy([0], [[1e5, 0.0]])) == str(binary_cross_entropy([1], [1e5])) == "0.0"


def test_a_sure_mistake_costs_its_score_and_never_infinity():
    assert binary_cross_entropy([0.0], [1e300]) == 1e300
    assert cross_entropy([1], [[1e5, 0.0]]) == 1e5
    assert binary_cross_entropy([1.0], [1e300]) == 0


@given(vectors(3, 10), st.sampled_from([0.0, 0.3, (0.0, 1.0, 0.5)]))
def test_the_logistic_derivatives_are_the_measured_ones(w, penalty):
    penalty = np.array(penalty)
    assert check_gradient(lambda w: logistic_loss(w, X, Y, penalty), lambda w: logistic_gradient(w, X, Y, penalty), w)
    H = logistic_hessian(w, X, Y, penalty)
    assert np.abs(jacobian(lambda w: logistic_gradient(w, X, Y, penalty), w) - H).max() <= 1e-8
    assert np.linalg.eigvalsh(H).min() >= -1e-15
    assert check_gradient(lambda w: l2_penalty(w, penalty), lambda w: l2_penalty_gradient(w, penalty), w)


def test_where_the_gradient_vanishes_is_where_sklearn_ends():
    A = np.column_stack([X, np.ones(len(X))])
    penalty = np.array([0.1, 0.1, 0.1, 0.0])
    w = np.zeros(4)
    for _ in range(20):  # Newton
        w = w - np.linalg.solve(logistic_hessian(w, A, Y, penalty), logistic_gradient(w, A, Y, penalty))
    theirs = LogisticRegression(C=1 / (2 * len(X) * 0.1), tol=1e-12, max_iter=1000).fit(X, Y)
    assert w[:3] == pytest.approx(theirs.coef_[0], rel=1e-6)
    assert w[3] == pytest.approx(theirs.intercept_[0], rel=1e-6)


def test_without_a_penalty_separable_data_have_no_best_weights():
    """Breast cancer, columns standardised, an intercept: gradient descent with step 1/2 only goes farther out.

    The norm after 100, 1000, 10_000 and 100_000 steps is 2.64, 4.83, 10.09 and 27.64. The step is written out, for
    speed, and compared with ours now and then.
    """
    table = load_breast_cancer()
    Z = (table.X - table.X.mean(axis=0)) / table.X.std(axis=0)
    A, w = np.column_stack([Z, np.ones(len(Z))]), np.zeros(31)
    At, lengths, losses = A.T.copy(), [], []
    for k in range(1, 100_001):
        step = At @ (special.expit(A @ w) - table.y) / len(A)
        if k in (1, 101, 1001, 10_001):
            assert np.allclose(step, logistic_gradient(w, A, table.y), rtol=1e-9, atol=1e-14)
        w = w - 0.5 * step
        if k in (100, 1000, 10_000, 100_000):
            lengths.append(np.linalg.norm(w))
            losses.append(logistic_loss(w, A, table.y))
    assert np.round(lengths, 2).tolist() == [2.64, 4.83, 10.09, 27.64]
    assert losses[0] > losses[1] > losses[2] > losses[3] > 0


def test_the_neuron_that_starts_wrong_learns_only_from_cross_entropy():
    """Start w = b = 2, step 0.15, 150 steps; Nielsen (2015), chapter 3."""
    squared, entropy = train_neuron("squared"), train_neuron("cross_entropy")
    assert (round(squared.output[-1], 3), round(entropy.output[-1], 3)) == (0.933, 0.026)
    assert squared.output[0] == entropy.output[0] == pytest.approx(special.expit(4.0), rel=1e-15)
    assert squared.weight.shape == squared.bias.shape == squared.output.shape == (151,)


@pytest.mark.parametrize("loss", ["squared", "cross_entropy"])
def test_the_neurons_first_step_is_down_the_measured_gradient(loss):
    path = train_neuron(loss, weight=0.5, bias=-1.0, step_size=0.3, n_steps=1, x=2.0, target=0.25)

    def cost(w):
        z = w[0] * 2.0 + w[1]
        return (special.expit(z) - 0.25) ** 2 / 2 if loss == "squared" else binary_cross_entropy(0.25, z)

    moved = np.array([path.weight[1] - path.weight[0], path.bias[1] - path.bias[0]])
    assert check_gradient(cost, lambda w: -moved / 0.3, [0.5, -1.0])


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: sigmoid(np.nan), "`z` must be real numbers or infinities; got nan."),
    (TypeError, lambda: softplus("a"), "`z` must be real numbers or infinities; got 'a'."),
    (ValueError, lambda: logsumexp([np.inf]), "`a` must be finite, or -inf for log(0); got inf."),
    (ValueError, lambda: logsumexp([]), "`a` must be real numbers or infinities; got an empty array"),
    (ValueError, lambda: softmax(1.0), "`z` must be at least a vector of scores; got the single number 1."),
    (ValueError, lambda: softmax([1.0, np.inf]), "`z` must be real numbers; got inf at index 1."),
    (ValueError, lambda: mse([1.0, 2.0], [[1.0], [2.0]]),
     "`prediction` must be of the shape of y, (2,); got shape (2, 1)."),
    (ValueError, lambda: mse_gradient([1.0], [1.0, 2.0]), "`prediction` must be of the shape of y, (1,)"),
    (ValueError, lambda: binary_cross_entropy([2.0], [1.0]), "`y` must be probabilities, between 0 and 1; got 2"),
    (ValueError, lambda: binary_cross_entropy_gradient([1.0], 1.0), "`scores` must be of the shape of y, (1,)"),
    (TypeError, lambda: cross_entropy([0.0], [[1.0, 2.0]]), "`labels` must be a vector of 1 labels"),
    (TypeError, lambda: cross_entropy([True], [[1.0, 2.0]]), "`labels` must be whole numbers; got an array of bool."),
    (ValueError, lambda: cross_entropy([2], [[1.0, 2.0]]),
     "`labels` must be from 0 to 1, a column of scores each; got"),
    (ValueError, lambda: cross_entropy_gradient([-1], [[1.0, 2.0]]), "a column of scores each; got -1."),
    (ValueError, lambda: cross_entropy([0, 1], [[1.0, 2.0]]), "`labels` must be a vector of 1 labels"),
    (ValueError, lambda: l2_penalty([1.0], -1), "`penalty` must not be negative; got -1."),
    (ValueError, lambda: l2_penalty_gradient([1.0], [1.0, 2.0]),
     "`penalty` must be one number, or 1 of them; got shape"),
    (ValueError, lambda: logistic_loss([1.0], [[1.0, 2.0]], [1]), "`w` must be a vector of 2 real numbers; got shape"),
    (ValueError, lambda: logistic_gradient([1.0], [[1.0]], [-1]), "`y` must be probabilities, between 0 and 1; got -1"),
    (ValueError, lambda: logistic_hessian([1.0], [[1.0]], [0, 1]), "`y` must be a vector of 1 real numbers; got shape"),
    (ValueError, lambda: logistic_loss([1.0], [[np.nan]], [1]), "`X` must be a matrix of real numbers"),
    (ValueError, lambda: train_neuron("hinge"), "`loss` must be one of 'squared', 'cross_entropy'; got 'hinge'."),
    (TypeError, lambda: train_neuron(["squared"]), "`loss` must be one of 'squared', 'cross_entropy'; got ['squared']"),
    (ValueError, lambda: train_neuron("cross_entropy", x=1e300, step_size=1e300),
     "`step_size` must be small enough for the weights to stay finite; got 1e+300."),
    (ValueError, lambda: softmax([1.0, 2.0], axis=1), "`axis` must be an axis of z, from -1 to 0; got 1."),
    (ValueError, lambda: log_softmax([[1.0, 2.0]], axis=-3), "`axis` must be an axis of z, from -2 to 1; got -3."),
    (ValueError, lambda: logsumexp([1.0, 2.0], axis=2), "`axis` must be an axis of a, from -1 to 0; got 2."),
    (TypeError, lambda: logsumexp([1.0, 2.0], axis=0.0), "`axis` must be an axis of a, from -1 to 0; got 0.0."),
    (TypeError, lambda: softmax([1.0, 2.0], axis=True), "`axis` must be an axis of z, from -1 to 0; got True."),
    (ValueError, lambda: train_neuron("squared", step_size=0), "`step_size` must be a positive number; got 0."),
    (ValueError, lambda: train_neuron("squared", target=2), "`target` must be a probability, between 0 and 1; got 2."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
