"""Backpropagation by the layer recursion against automatic differentiation, differences and scikit-learn."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier, MLPRegressor

from mathlib.calculus import Layer, backprop_mlp, check_gradient, make_mlp, mlp_forward, value_and_gradient

RNG = np.random.default_rng(2)
X = RNG.normal(size=(5, 3))
TARGETS = {"mse": RNG.normal(size=(5, 2)), "cross_entropy": np.array([0, 1, 1, 0, 1])}
AS_VARIABLES = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0.0), "identity": lambda z: z * 1.0,
                "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "softplus": lambda z: np.logaddexp(0.0, z)}


def by_variables(arrays, y, activation, loss):
    """The same network, recorded."""
    A = X
    for k in range(0, len(arrays), 2):
        Z = A @ arrays[k].T + arrays[k + 1]
        A = AS_VARIABLES[activation](Z)
    if loss == "mse":
        return ((Z - y) ** 2).mean()
    one_hot = np.eye(2)[y]
    log_sums = np.log(np.exp(Z).sum(axis=1))
    return (log_sums - (Z * one_hot).sum(axis=1)).mean()


@pytest.mark.parametrize("activation", AS_VARIABLES)
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize("sizes", [(3, 2), (3, 4, 2), (3, 4, 5, 3, 2)])
def test_the_recursion_agrees_with_automatic_differentiation(activation, loss, sizes):
    layers = [Layer(W, RNG.normal(size=b.shape)) for W, b in make_mlp(sizes, rng=RNG)]
    ours = backprop_mlp(layers, X, TARGETS[loss], activation=activation, loss=loss)
    flat = [array for layer in layers for array in layer]
    value, gradients = value_and_gradient(lambda *arrays: by_variables(arrays, TARGETS[loss], activation, loss), *flat)
    assert ours.loss == pytest.approx(value, rel=1e-14)
    for mine, theirs in zip([array for layer in ours.gradients for array in layer], gradients, strict=True):
        assert np.allclose(mine, theirs, rtol=1e-12, atol=1e-15)


@given(st.integers(0, 10**6))
def test_every_weight_has_the_measured_gradient(seed):
    rng = np.random.default_rng(seed)
    layers = [Layer(W, rng.normal(size=b.shape)) for W, b in make_mlp((3, 3, 2), rng=rng)]

    def with_weights(W):
        return [Layer(W, layers[0].bias), layers[1]]

    assert check_gradient(lambda W: backprop_mlp(with_weights(W), X, TARGETS["mse"]).loss,
                          lambda W: backprop_mlp(with_weights(W), X, TARGETS["mse"]).gradients[0].weights,
                          layers[0].weights)


def test_a_2_2_1_network_by_hand():
    """Two inputs 1 and 2; z1 = (0, 1), so a1 = (0, tanh 1); the score is 3 * tanh(1), the target 0."""
    layers = [Layer(np.array([[2.0, -1.0], [1.0, 0.0]]), np.zeros(2)), Layer(np.array([[1.0, 3.0]]), np.zeros(1))]
    result = backprop_mlp(layers, [[1.0, 2.0]], [[0.0]])
    a, delta = np.tanh(1), 2 * 3 * np.tanh(1)
    assert result.loss == pytest.approx(9 * a**2, rel=1e-15)
    assert result.gradients[1].weights == pytest.approx(np.array([[0, delta * a]]), rel=1e-15)
    before = np.array([[delta * 1, delta * 3 * (1 - a**2)]])
    assert result.deltas[0] == pytest.approx(before, rel=1e-15)
    assert result.gradients[0].weights == pytest.approx(before.T @ [[1, 2]], rel=1e-15)


@pytest.mark.parametrize(("kind", "loss"), [(MLPRegressor, "mse"), (MLPClassifier, "cross_entropy")])
def test_the_loss_and_gradient_are_sklearns(kind, loss):
    labels = np.array([0, 1, 2, 0, 1])
    y = TARGETS["mse"] if loss == "mse" else labels
    theirs = kind(hidden_layer_sizes=(4,), activation="tanh", solver="sgd", alpha=0, learning_rate_init=1,
                  momentum=0, max_iter=1, batch_size=5, shuffle=False, random_state=0)
    with pytest.warns(UserWarning, match="Maximum iterations"):
        theirs.fit(X, y)
    # refit from the same first weights and compare one step: before - after = the gradient they used
    n_outputs = 2 if loss == "mse" else 3
    layers = [Layer(W, RNG.normal(size=b.shape)) for W, b in make_mlp((3, 4, n_outputs), rng=RNG)]
    theirs.coefs_, theirs.intercepts_ = [w.weights.T.copy() for w in layers], [w.bias.copy() for w in layers]
    theirs.warm_start = True
    with pytest.warns(UserWarning, match="Maximum iterations"):
        theirs.fit(X, y)
    ours = backprop_mlp(layers, X, y, loss=loss)
    # scikit-learn walks along (prediction - y) / N for the squared error; with two outputs that is ours, 2 / (2 * N)
    for layer, gradient, after in zip(layers, ours.gradients, theirs.coefs_, strict=True):
        assert np.allclose(layer.weights - after.T, gradient.weights, rtol=1e-10, atol=1e-12)


def test_a_loss_beyond_the_largest_float_is_infinite_and_its_gradient_right():
    far = backprop_mlp([Layer([[1.0]], [0.0])], [[1.0]], [[1e200]])
    assert far.loss == np.inf
    assert far.gradients[0].weights == pytest.approx(-2e200)


def test_a_gradient_beyond_the_largest_float_is_refused():
    with pytest.raises(ValueError, match="`the gradient of layers\\[0\\]` must be real numbers; got -?(inf|nan)"):
        backprop_mlp([Layer([[1.0]], [0.0]), Layer([[1e10]], [0.0])], [[0.0]], [[1e300]])


def test_observations_do_not_touch_each_other():
    layers = make_mlp((3, 4, 2), rng=RNG)
    whole = mlp_forward(layers, X).scores
    assert np.allclose(whole, np.vstack([mlp_forward(layers, x[None]).scores for x in X]), rtol=1e-14, atol=1e-15)


def test_the_first_weights_stay_within_glorots_limit():
    first, second = make_mlp((50, 40, 30), rng=RNG)
    assert np.abs(first.weights).max() <= np.sqrt(6 / 90)
    assert second.weights.std() == pytest.approx(np.sqrt(2 / 70), rel=0.05)
    assert not first.bias.any()


GOOD = make_mlp((2, 2, 1), rng=np.random.default_rng(0))


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: make_mlp([2], rng=RNG), "`sizes` must name the inputs and the outputs at least; got [2]."),
    (ValueError, lambda: make_mlp([2, 0], rng=RNG), "`sizes` must be a whole number, at least 1; got 0."),
    (TypeError, lambda: make_mlp([2, 1], rng=0), "`rng` must be a np.random.Generator; got 0."),
    (TypeError, lambda: make_mlp(3, rng=RNG), "`sizes` must be a list of whole numbers; got 3."),
    (TypeError, lambda: make_mlp("31", rng=RNG), "`sizes` must be a whole number, at least 1; got '3'."),
    (TypeError, lambda: mlp_forward(None, [[1.0]]), "`layers` must be a list of Layers; got None."),
    (TypeError, lambda: mlp_forward(np.eye(2), [[1.0]]),
     "`layers` must be a list of Layers; got an object of type nda"),
    (TypeError, lambda: mlp_forward([np.eye(2)], [[1.0]]),
     "`layers[0]` must be a Layer: weights and a bias; got an obj"),
    (TypeError, lambda: mlp_forward([*GOOD, 3], [[1.0, 2]]), "`layers[2]` must be a Layer: weights and a bias; got 3."),
    (ValueError, lambda: mlp_forward([Layer([[1e300]], [0])] * 2, [[1e10]], "relu"),
     "`scores` must be a matrix of real numbers; got inf at index (0, 0)."),
    (ValueError, lambda: mlp_forward([], [[1.0]]), "`layers` must hold at least one layer; got none."),
    (ValueError, lambda: mlp_forward(GOOD, [[1.0]]), "`X` must be a matrix of real numbers with shape (any, 2); got"),
    (ValueError, lambda: mlp_forward([GOOD[0], GOOD[0], (np.ones((1, 3)), [0.0])], [[1.0, 2]]),
     "`layers[2].weights` must be a matrix of real numbers with shape (any, 2); got shape (1, 3)."),
    (ValueError, lambda: mlp_forward([(np.eye(2), [0.0])], [[1.0, 2]]),
     "`layers[0].bias` must be a vector of 2 real numbers; got shape (1,)."),
    (ValueError, lambda: mlp_forward(GOOD, [[1.0, np.nan]]), "`X` must be a matrix of real numbers"),
    (ValueError, lambda: mlp_forward(GOOD, [[1.0, 2]], "step"),
     "`activation` must be one of 'tanh', 'sigmoid', 'relu', "),
    (TypeError, lambda: backprop_mlp(GOOD, [[1.0, 2]], [[1.0]], activation=np.tanh),
     "`activation` must be one of 'tanh'"),
    (ValueError, lambda: backprop_mlp(GOOD, [[1.0, 2]], [[1.0]], loss="l1"),
     "`loss` must be one of 'mse', 'cross_entropy'; got 'l1'."),
    (ValueError, lambda: backprop_mlp(GOOD, [[1.0, 2]], [1.0]),
     "`prediction` must be of the shape of y, (1,); got shape"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
