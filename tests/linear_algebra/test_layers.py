"""Layers as matrices against scikit-learn's network, the chapter on calculus, and numpy's feature matrices."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network import MLPRegressor
from sklearn.preprocessing import PolynomialFeatures

from mathlib import calculus
from mathlib.linear_algebra import (
    collapse,
    collapse_affine,
    dense,
    feature_map,
    lstsq,
    mlp_forward,
    parameter_count,
    rank,
    shapes,
)
from tests.strategies import matrices, vectors

EPS = np.finfo(float).eps
widths = st.lists(st.integers(1, 4), min_size=2, max_size=5)


@st.composite
def networks(draw):
    sizes = draw(widths)
    weights = [draw(matrices(n_out, n_in, 3.0)) for n_in, n_out in zip(sizes, sizes[1:], strict=False)]
    return draw(matrices(3, sizes[0], 3.0)), weights, [draw(vectors(len(W), 3.0)) for W in weights]


@given(networks())
def test_a_batch_is_each_observation_by_itself(network):
    X, weights, biases = network
    W, b = weights[0], biases[0]
    expected = np.array([np.tanh(W @ x + b) for x in X])
    assert dense(X, W, b, np.tanh) == pytest.approx(expected, abs=64 * EPS)
    assert dense(X[0], W, b, np.tanh) == pytest.approx(expected[0], abs=64 * EPS)
    assert dense(X, W, b) == pytest.approx(X @ W.T + b, abs=0)


@given(networks())
def test_the_forward_pass_is_that_of_the_chapter_on_calculus(network):
    X, weights, biases = network
    layers = [calculus.Layer(W, b) for W, b in zip(weights, biases, strict=True)]
    expected = calculus.mlp_forward(layers, X, "tanh")
    activations = mlp_forward(X, weights, biases, np.tanh)
    assert len(activations) == len(weights) + 1
    for A, other in zip(activations, expected.activations, strict=False):
        assert A == pytest.approx(other, abs=1e-13)


@pytest.mark.parametrize(("name", "activation"), [
    ("tanh", np.tanh), ("relu", lambda Z: np.maximum(Z, 0)), ("logistic", lambda Z: 1 / (1 + np.exp(-Z))),
    ("identity", None),
])
def test_the_forward_pass_is_scikit_learns(name, activation):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 4)), rng.normal(size=(20, 2))
    with pytest.warns(match="Maximum iterations"):
        model = MLPRegressor(hidden_layer_sizes=(5, 3), activation=name, max_iter=1, random_state=0).fit(X, y)
    weights = [W.T for W in model.coefs_]  # scikit-learn's have a column for each neuron
    assert mlp_forward(X, weights, model.intercepts_, activation)[-1] == pytest.approx(model.predict(X), abs=1e-13)
    assert parameter_count([4, 5, 3, 2]) == sum(p.size for p in model.coefs_ + model.intercepts_)
    assert [layer.weights for layer in shapes([4, 5, 3, 2])] == [W.shape for W in weights]


def test_the_last_layer_has_an_activation_of_its_own():
    _, hidden, out = mlp_forward([[2.0]], [[[1.0]], [[-3.0]]], [[0], [0]], np.square, output=np.abs)
    assert (hidden.tolist(), out.tolist()) == ([[4]], [[12]])


@given(networks())
def test_layers_without_activation_collapse_into_one(network):
    X, weights, biases = network
    W, b = collapse_affine(weights, biases)
    size = 1 + np.prod([1 + np.abs(W).sum() + np.abs(b).sum() for W, b in zip(weights, biases, strict=True)])
    assert dense(X, W, b) == pytest.approx(mlp_forward(X, weights, biases)[-1], abs=64 * EPS * size)
    assert np.array_equal(collapse(weights), collapse_affine(weights, [0 * b for b in biases]).W)
    assert collapse(weights[:1]).tolist() == weights[0].tolist()


@given(widths, st.integers(0, 1000))
def test_the_rank_of_collapsed_layers_is_at_most_the_least_width(sizes, seed):
    rng = np.random.default_rng(seed)
    weights = [rng.integers(-2, 3, size=layer.weights) for layer in shapes(sizes)]
    assert rank(collapse(weights)) <= min(sizes)


def test_an_activation_stops_the_collapse():
    # |x| from two neurons: no affine map does that
    X = np.array([[-1.0], [0], [1]])
    relu = mlp_forward(X, [[[1], [-1]], [[1, 1]]], [[0, 0], [0]], lambda Z: np.maximum(Z, 0))[-1]
    assert relu.ravel().tolist() == [1, 0, 1]
    assert np.linalg.norm(lstsq(np.column_stack([X, np.ones(3)]), relu.ravel()).residual) > 0.8


@pytest.mark.parametrize(("sizes", "with_biases", "without"), [([64, 32, 10], 2410, 2368), ([1, 1], 2, 1)])
def test_parameters_are_counted(sizes, with_biases, without):
    assert parameter_count(sizes) == with_biases
    assert parameter_count(sizes, biases=False) == without
    assert parameter_count(sizes) == sum(np.prod(layer.weights) + layer.bias[0] for layer in shapes(sizes))


@given(vectors(st.integers(1, 6)))
def test_powers_as_features_are_vandermondes_matrix(x):
    powers = feature_map(x, [lambda x, j=j: x**j for j in range(4)])
    assert powers == pytest.approx(np.vander(x, 4, increasing=True), rel=4 * EPS, abs=0)


@given(matrices(5, 2))
def test_products_as_features_are_scikit_learns(X):
    features = [lambda X: 1, lambda X: X[:, 0], lambda X: X[:, 1], lambda X: X[:, 0] ** 2,
                lambda X: X[:, 0] * X[:, 1], lambda X: X[:, 1] ** 2]
    assert feature_map(X, features) == pytest.approx(PolynomialFeatures(2).fit_transform(X), rel=4 * EPS, abs=0)


W, b = np.ones((2, 3)), np.zeros(2)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: dense([1, 2], W, b), "`X` must be points of 3 real numbers, shape (..., 3); got shape (2,)."),
    (ValueError, lambda: dense(np.ones(3), W, [[0], [0]]), "`b` must be a vector of 2 real numbers; got shape (2, 1)."),
    (TypeError, lambda: dense(np.ones(3), W, b, "relu"), "`activation` must be a function; got 'relu'."),
    (ValueError, lambda: dense(np.ones(3), W, b, np.sum), "`activation` must be a function that keeps the shape (2,);"),
    (ValueError, lambda: dense(np.zeros(3), W, b, lambda Z: 0 / Z), "`activation` must be real numbers; got nan at"),
    (ValueError, lambda: dense([1e308] * 3, W, b), "`W` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: mlp_forward(np.ones(3), [W, W], [b, b]),
     "`weights[1]` must be a matrix of real numbers with shape (any, 2); got shape (2, 3)."),
    (ValueError, lambda: mlp_forward(np.ones(3), [W], [[0]]), "`biases[0]` must be a vector of 2 real numbers; got"),
    (ValueError, lambda: mlp_forward(np.ones(3), [W], []), "`biases` must be a list of vectors, at least one; got"),
    (ValueError, lambda: mlp_forward(np.ones(3), [W], [b, b]), "`biases` must be as many as `weights`, 1; got 2."),
    (TypeError, lambda: mlp_forward(np.ones(3), 5, [b]), "`weights` must be a list of matrices; got int."),
    (TypeError, lambda: mlp_forward(np.ones(3), [W], [b], output=1), "`output` must be a function; got 1."),
    (ValueError, lambda: mlp_forward([[1e308] * 3], [W], [b]), "`weights[0]` must be of a size that keeps all numbers"),
    (ValueError, lambda: shapes([3]), "`sizes` must have at least two entries, of input and output; got 1."),
    (TypeError, lambda: shapes([3, 2.5]), "`sizes[1]` must be a whole number, at least 1; got 2.5."),
    (TypeError, lambda: parameter_count("64"), "`sizes` must be a list of whole numbers; got str."),
    (ValueError, lambda: parameter_count([3, 0]), "`sizes[1]` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: collapse([]), "`weights` must be a list of matrices, at least one; got none."),
    (ValueError, lambda: collapse([W, W]), "`weights[1]` must be a matrix of real numbers with shape (any, 2); got"),
    (ValueError, lambda: collapse([[[1e200]], [[1e200]]]), "`weights` must be of a size that keeps all numbers below"),
    (ValueError, lambda: collapse_affine([[[1]], [[1e200]]], [[1e200], [0]]), "`biases` must be of a size that keeps"),
    (ValueError, lambda: feature_map(np.ones((1, 1, 1)), [np.sin]), "`X` must be a vector or a matrix; got shape"),
    (ValueError, lambda: feature_map([1], []), "`features` must be a list of functions, at least one; got none."),
    (TypeError, lambda: feature_map([1], [3]), "`features[0]` must be a function; got 3."),
    (ValueError, lambda: feature_map([1, 2], [lambda x: [1, 2, 3]]),
     "`features[0]` must be a function that gives 2 numbers, or one; got shape (3,)."),
    (ValueError, lambda: feature_map([0, 1], [lambda x: 1 / x]), "`features[0]` must be real numbers; got inf at"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
