"""Neural layers as matrices: an affine map of a batch, a bend, and the next; and features as a map made by hand.

A row of X is one observation. A layer has weights of shape (n_out, n_in): row j weighs the inputs of neuron j.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_function, as_matrix, as_points, as_vector
from mathlib.linear_algebra.size import QUIET, within_floats

Activation = Callable[[np.ndarray], np.ndarray]


class LayerShape(NamedTuple):
    """Hold the shapes of what a dense layer learns.

    Attributes
    ----------
    weights : tuple of int
        (n_out, n_in).
    bias : tuple of int
        (n_out,).

    Examples
    --------
    >>> shapes([64, 10])
    [LayerShape(weights=(10, 64), bias=(10,))]
    """

    weights: tuple[int, int]
    bias: tuple[int]


class Affine(NamedTuple):
    """Hold the map that takes x to `W @ x + b`.

    Attributes
    ----------
    W : np.ndarray, shape (n_out, n_in)
        The matrix.
    b : np.ndarray, shape (n_out,)
        The shift.

    Examples
    --------
    >>> collapse_affine([[[2]], [[3]]], [[1], [1]])
    Affine(W=array([[6.]]), b=array([4.]))
    """

    W: np.ndarray
    b: np.ndarray


def dense(X: ArrayLike, W: ArrayLike, b: ArrayLike, activation: Activation | None = None) -> np.ndarray:
    """Apply a layer: `activation(X @ W.T + b)`, which is `activation(W @ x + b)` for each row x of X.

    Parameters
    ----------
    X : ArrayLike, shape (..., n_in)
        A batch, one observation a row; or a single one.
    W : ArrayLike, shape (n_out, n_in)
        The weights; row j belongs to neuron j.
    b : ArrayLike, shape (n_out,)
        The bias of each neuron.
    activation : callable, optional
        Works on each entry, `np.tanh` for one; without it the layer is affine.

    Returns
    -------
    np.ndarray, shape (..., n_out)
        The activations of the neurons.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or the activation gives another shape or no finite number.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.

    Examples
    --------
    >>> dense([[1, 2], [3, 4]], [[1, -1]], [0.5])
    array([[-0.5],
           [-0.5]])
    """
    W = as_matrix(W, "W")
    X, b = as_points(X, "X", W.shape[1]), as_vector(b, "b", len(W))
    return _dense(X, W, b, _as_activation(activation, "activation"), "W")


def mlp_forward(X: ArrayLike, weights: Sequence[ArrayLike], biases: Sequence[ArrayLike],
                activation: Activation | None = None, *, output: Activation | None = None) -> list[np.ndarray]:
    """Send a batch through the layers of a network, and return what each of them makes of it.

    Parameters
    ----------
    X : ArrayLike, shape (..., n_in)
        A batch, one observation a row; or a single one.
    weights : sequence of ArrayLike, shapes (n_out, n_in)
        Of the layers, the first first; each takes in as many numbers as the one before gives out.
    biases : sequence of ArrayLike, shapes (n_out,)
        Of the layers.
    activation : callable, optional
        Of all layers but the last; works on each entry. Without it they are affine.
    output : callable, optional
        Of the last layer; without it that is affine.

    Returns
    -------
    list of np.ndarray, shapes (..., n_out)
        X itself, then what each layer gives out; the last is the answer of the network.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or an activation gives another shape or no finite number.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, algorithm 6.3.

    Examples
    --------
    >>> [A.tolist() for A in mlp_forward([[1.0, -1.0]], [np.eye(2), [[1, 1]]], [[0, 0], [0]], np.abs)]
    [[[1.0, -1.0]], [[1.0, 1.0]], [[2.0]]]
    """
    layers = _as_layers(weights, biases)
    activation, output = _as_activation(activation, "activation"), _as_activation(output, "output")
    activations = [as_points(X, "X", layers[0].W.shape[1])]
    for k, (W, b) in enumerate(layers, start=1):
        bend = output if k == len(layers) else activation
        activations.append(_dense(activations[-1], W, b, bend, f"weights[{k - 1}]"))
    return activations


def shapes(sizes: Sequence[int]) -> list[LayerShape]:
    """Return the shapes of weights and bias of each layer of a network.

    Parameters
    ----------
    sizes : sequence of int
        How many numbers go in, how many neurons each layer has.

    Returns
    -------
    list of LayerShape

    Raises
    ------
    TypeError
        If a size is not an integer.
    ValueError
        If there are fewer than two sizes, or one is less than 1.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.

    Examples
    --------
    >>> [layer.weights for layer in shapes([64, 32, 10])]
    [(32, 64), (10, 32)]
    """
    sizes = [as_count(size, f"sizes[{i}]") for i, size in enumerate(_as_list(sizes, "sizes", "whole numbers"))]
    if len(sizes) < 2:
        raise ValueError(f"`sizes` must have at least two entries, of input and output; got {len(sizes)}.")
    return [LayerShape((n_out, n_in), (n_out,)) for n_in, n_out in zip(sizes, sizes[1:], strict=False)]


def parameter_count(sizes: Sequence[int], *, biases: bool = True) -> int:
    """Count the numbers that a network learns: `(n_in + 1) * n_out` for each layer.

    Parameters
    ----------
    sizes : sequence of int
        How many numbers go in, how many neurons each layer has.
    biases : bool
        Count the biases too.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If a size is not an integer.
    ValueError
        If there are fewer than two sizes, or one is less than 1.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.3.

    Examples
    --------
    >>> parameter_count([64, 32, 10]), 65 * 32 + 33 * 10
    (2410, 2410)
    """
    return sum(n_out * (n_in + bool(biases)) for (n_out, n_in), _ in shapes(sizes))


def collapse(weights: Sequence[ArrayLike]) -> np.ndarray:
    """Return the one matrix that does what linear layers do one after the other: `W[-1] @ ... @ W[1] @ W[0]`.

    Parameters
    ----------
    weights : sequence of ArrayLike, shapes (n_out, n_in)
        Of the layers, the first first.

    Returns
    -------
    np.ndarray, shape (n_out, n_in)
        From the first input to the last output. Its rank is at most the least width.

    Raises
    ------
    TypeError
        If a matrix holds anything but real numbers.
    ValueError
        If there is no matrix, shapes do not fit, or an entry is not finite or becomes infinite.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.1.

    Examples
    --------
    >>> collapse([[[1, 1]], [[1], [2]]])
    array([[1., 1.],
           [2., 2.]])
    """
    weights = [as_matrix(W, f"weights[{k}]") for k, W in enumerate(_as_list(weights, "weights", "matrices"))]
    return collapse_affine(weights, [np.zeros(len(W)) for W in weights]).W


def collapse_affine(weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> Affine:
    """Return the one affine map that does what affine layers do one after the other.

    Two of them: `W2 @ (W1 @ x + b1) + b2 = (W2 @ W1) @ x + (W2 @ b1 + b2)`.

    Parameters
    ----------
    weights : sequence of ArrayLike, shapes (n_out, n_in)
        Of the layers, the first first.
    biases : sequence of ArrayLike, shapes (n_out,)
        Of the layers.

    Returns
    -------
    Affine

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If there is no layer, shapes do not fit, or an entry is not finite or becomes infinite.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.1.

    Examples
    --------
    >>> collapse_affine([np.eye(2), [[1, 1]]], [[1, 2], [3]]).b
    array([6.])
    """
    with np.errstate(**QUIET):
        W, b = reduce(lambda first, then: Affine(then.W @ first.W, then.W @ first.b + then.b),
                      _as_layers(weights, biases))
    return Affine(within_floats(W, "weights"), within_floats(b, "biases"))


def feature_map(X: ArrayLike, features: Sequence[Callable[[np.ndarray], ArrayLike]]) -> np.ndarray:
    """Describe observations by features made by hand: column j is feature j of each row.

    A model that is linear in the features can be curved in X.

    Parameters
    ----------
    X : ArrayLike, shape (n,) or (n, p)
        One observation an entry, or a row.
    features : sequence of callable, to shape (n,) or ()
        Each maps X, as it is given, to n numbers, or to one number for all rows.

    Returns
    -------
    np.ndarray, shape (n, len(features))

    Raises
    ------
    TypeError
        If `X` holds anything but real numbers, or a feature is no function or gives none.
    ValueError
        If `X` is no finite vector or matrix, there are no features, or one gives another shape or no finite number.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 3.1.

    Examples
    --------
    >>> feature_map([1, 2, 3], [lambda x: 1, lambda x: x, lambda x: x**2])
    array([[1., 1., 1.],
           [1., 2., 4.],
           [1., 3., 9.]])
    """
    X = as_array(X, "X")
    if X.ndim not in (1, 2):
        raise ValueError(f"`X` must be a vector or a matrix; got shape {X.shape}.")
    features = _as_list(features, "features", "functions")
    return np.column_stack([_feature(X, as_function(f, f"features[{j}]"), j) for j, f in enumerate(features)])


def _feature(X: np.ndarray, feature: Callable[[np.ndarray], ArrayLike], j: int) -> np.ndarray:
    with np.errstate(**QUIET):  # as_array refuses what is not finite
        value = as_array(feature(X), f"features[{j}]")
    if value.shape not in ((), (len(X),)):
        raise ValueError(f"`features[{j}]` must be a function that gives {len(X)} numbers, or one; got shape "
                         f"{value.shape}.")
    return np.broadcast_to(value, len(X))


def _as_list(items: Sequence, name: str, what: str) -> list:
    listed = isinstance(items, Sequence) and not isinstance(items, (str, bytes))
    if not listed and not (type(items) is np.ndarray and items.ndim):
        raise TypeError(f"`{name}` must be a list of {what}; got {type(items).__name__}.")
    if not len(items):
        raise ValueError(f"`{name}` must be a list of {what}, at least one; got none.")
    return list(items)


def _as_activation(activation: Activation | None, name: str) -> Activation | None:
    return None if activation is None else as_function(activation, name)


def _as_layers(weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> list[Affine]:
    weights, biases = _as_list(weights, "weights", "matrices"), _as_list(biases, "biases", "vectors")
    if len(weights) != len(biases):
        raise ValueError(f"`biases` must be as many as `weights`, {len(weights)}; got {len(biases)}.")
    layers, n = [], None
    for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
        W = as_matrix(W, f"weights[{k}]", None if n is None else (None, n))
        n = len(W)
        layers.append(Affine(W, as_vector(b, f"biases[{k}]", n)))
    return layers


def _dense(X: np.ndarray, W: np.ndarray, b: np.ndarray, activation: Activation | None, name: str) -> np.ndarray:
    with np.errstate(**QUIET):
        Z = within_floats(X @ W.T + b, name)
        A = Z if activation is None else as_array(activation(Z), "activation")
    if A.shape != Z.shape:
        raise ValueError(f"`activation` must be a function that keeps the shape {Z.shape}; got shape {A.shape}.")
    return A
