"""Backpropagation for a multilayer perceptron, layer by layer, as the chain rule was derived by hand.

Forward, with one observation in each row: `Z = A_before @ W.T + b`, `A = activation(Z)`; the last layer stays linear.
Backward, with `delta = dLoss/dZ`: at the end the gradient of the loss by the scores, and one layer before
`delta_before = (delta @ W) * slope(Z_before)`. Then `dLoss/dW = delta.T @ A_before` and `dLoss/db = delta.sum(axis=0)`.
"""
from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.calculus.activations import ACTIVATIONS
from mathlib.calculus.losses import cross_entropy, cross_entropy_gradient, mse, mse_gradient
from mathlib.checks import as_array, as_choice, as_count, as_matrix, as_rng, as_vector

LOSSES = {"mse": (mse, mse_gradient), "cross_entropy": (cross_entropy, cross_entropy_gradient)}


class Layer(NamedTuple):
    """Hold one layer's parameters, or the gradient by them.

    Attributes
    ----------
    weights : np.ndarray, shape (n_out, n_in)
        Row i holds what unit i listens to.
    bias : np.ndarray, shape (n_out,)
        One for each unit.

    Examples
    --------
    >>> Layer(np.eye(2), np.zeros(2)).bias
    array([0., 0.])
    """

    weights: np.ndarray
    bias: np.ndarray


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """Hold what every layer computed, for all observations.

    Attributes
    ----------
    pre_activations : list of np.ndarray, shapes (N, n_out)
        Z of every layer; the last are the scores.
    activations : list of np.ndarray, shapes (N, n_out)
        The input, then A of every hidden layer: what each layer was given.

    Examples
    --------
    >>> mlp_forward([Layer(np.eye(2), np.ones(2))], [[1.0, 2.0]]).scores
    array([[2., 3.]])
    """

    pre_activations: list[np.ndarray]
    activations: list[np.ndarray]

    @property
    def scores(self) -> np.ndarray:
        """Return Z of the last layer.

        Returns
        -------
        np.ndarray, shape (N, n_outputs)

        Examples
        --------
        >>> mlp_forward([Layer(np.eye(1), np.zeros(1))], [[7.0]]).scores
        array([[7.]])
        """
        return self.pre_activations[-1]


@dataclass(frozen=True, eq=False)
class Backprop:
    """Hold a loss and its derivatives by everything in the network.

    Attributes
    ----------
    loss : float
        The mean over the observations; for "mse", over their outputs too.
    gradients : list of Layer
        By the weights and the bias of every layer, in their shapes.
    deltas : list of np.ndarray, shapes (N, n_out)
        By the pre-activations of every layer.

    Examples
    --------
    >>> backprop_mlp([Layer(np.array([[2.0]]), np.zeros(1))], [[3.0]], [[5.0]], loss="mse").gradients[0].weights
    array([[6.]])
    """

    loss: float
    gradients: list[Layer]
    deltas: list[np.ndarray]


def make_mlp(sizes: Sequence[int], *, rng: np.random.Generator) -> list[Layer]:
    """Draw the layers of a perceptron: weights uniform within `sqrt(6 / (n_in + n_out))`, biases 0.

    Parameters
    ----------
    sizes : sequence of int
        The number of inputs, of units in each hidden layer, and of outputs.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    list of Layer

    Raises
    ------
    TypeError
        If a size is no whole number, or `rng` no generator.
    ValueError
        If there are fewer than two sizes, or one is less than 1.

    References
    ----------
    Glorot and Bengio (2010), AISTATS, equation 16.

    Examples
    --------
    >>> [layer.weights.shape for layer in make_mlp([2, 3, 1], rng=np.random.default_rng(0))]
    [(3, 2), (1, 3)]
    """
    if not isinstance(sizes, Iterable):
        raise TypeError(f"`sizes` must be a list of whole numbers; got {sizes!r}.")
    sizes, rng = [as_count(size, "sizes") for size in sizes], as_rng(rng)
    if len(sizes) < 2:
        raise ValueError(f"`sizes` must name the inputs and the outputs at least; got {sizes}.")
    limits = [math.sqrt(6 / (n_in + n_out)) for n_in, n_out in zip(sizes, sizes[1:], strict=False)]
    return [Layer(rng.uniform(-limit, limit, (n_out, n_in)), np.zeros(n_out))
            for n_in, n_out, limit in zip(sizes, sizes[1:], limits, strict=False)]


def mlp_forward(layers: Sequence[Layer], X: ArrayLike, activation: str = "tanh") -> ForwardPass:
    """Send observations through a perceptron, and keep what every layer computed.

    Parameters
    ----------
    layers : sequence of Layer
        Each takes as many inputs as the one before has units.
    X : ArrayLike, shape (N, n_inputs)
        An observation in each row.
    activation : str
        Of the hidden layers: "tanh", "sigmoid", "relu", "softplus" or "identity". The last layer is linear.

    Returns
    -------
    ForwardPass

    Raises
    ------
    TypeError
        If `layers` is no list of Layers, or an array holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry or a score is not finite, or `activation` is unknown.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, section 5.1.

    Examples
    --------
    >>> layers = [Layer(np.array([[1.0, -1.0]]), np.zeros(1)), Layer(np.array([[2.0]]), np.ones(1))]
    >>> mlp_forward(layers, [[3.0, 1.0], [1.0, 3.0]], activation="relu").scores
    array([[5.],
           [1.]])
    """
    layers, X = _as_network(layers, X)
    squash, _ = ACTIVATIONS[as_choice(activation, "activation", ACTIVATIONS)]
    trace = _forward(layers, X, squash)
    as_matrix(trace.scores, "scores")
    return trace


def backprop_mlp(layers: Sequence[Layer], X: ArrayLike, y: ArrayLike, *, activation: str = "tanh",
                 loss: str = "mse") -> Backprop:
    """Return the loss of a perceptron on some observations, and its gradient by every weight and bias.

    Parameters
    ----------
    layers : sequence of Layer
        Each takes as many inputs as the one before has units.
    X : ArrayLike, shape (N, n_inputs)
        An observation in each row.
    y : ArrayLike, shape (N, n_outputs) for "mse", (N,) for "cross_entropy"
        Targets, or the true classes.
    activation : str
        Of the hidden layers: "tanh", "sigmoid", "relu", "softplus" or "identity".
    loss : str
        "mse", or "cross_entropy" of the softmax of the scores.

    Returns
    -------
    Backprop
        Cost: three matrix products a layer, where the forward pass needs one.

    Raises
    ------
    TypeError
        If `layers` is no list of Layers, or an array holds anything but numbers of the right kind.
    ValueError
        If shapes do not fit, an entry, a score or a derivative is not finite, or a name is unknown.

    References
    ----------
    Rumelhart, Hinton and Williams (1986), Nature 323, 533-536. Bishop (2006), Pattern Recognition and Machine
    Learning, equation 5.56.

    Examples
    --------
    >>> layers = make_mlp([2, 3, 1], rng=np.random.default_rng(0))
    >>> result = backprop_mlp(layers, [[1.0, 2.0]], [[0.5]])
    >>> [layer.weights.shape for layer in result.gradients]
    [(3, 2), (1, 3)]
    """
    layers, X = _as_network(layers, X)
    squash, slope = ACTIVATIONS[as_choice(activation, "activation", ACTIVATIONS)]
    cost, cost_gradient = LOSSES[as_choice(loss, "loss", LOSSES)]
    trace = _forward(layers, X, squash)

    delta = cost_gradient(y, trace.scores)
    deltas = [delta]
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(len(layers) - 1, 0, -1):  # from the last layer down to the second
            delta = (delta @ layers[k].weights) * slope(trace.pre_activations[k - 1], trace.activations[k])
            deltas.insert(0, delta)
        gradients = [Layer(d.T @ a, d.sum(axis=0)) for d, a in zip(deltas, trace.activations, strict=True)]
    for k, gradient in enumerate(gradients):
        as_array(gradient.weights, f"the gradient of layers[{k}]")
    return Backprop(cost(y, trace.scores), gradients, deltas)


def _forward(layers: list[Layer], X: np.ndarray, squash) -> ForwardPass:
    Z, A = [], [X]
    with np.errstate(over="ignore", invalid="ignore"):
        for weights, bias in layers:
            Z.append(A[-1] @ weights.T + bias)
            A.append(squash(Z[-1]))
    return ForwardPass(Z, A[:-1])


def _as_network(layers: Sequence[Layer], X: ArrayLike) -> tuple[list[Layer], np.ndarray]:
    if not isinstance(layers, (list, tuple)):
        raise TypeError(f"`layers` must be a list of Layers; got {_described(layers)}.")
    for k, layer in enumerate(layers):
        if not isinstance(layer, tuple) or len(layer) != 2:
            raise TypeError(f"`layers[{k}]` must be a Layer: weights and a bias; got {_described(layer)}.")
    if not layers:
        raise ValueError("`layers` must hold at least one layer; got none.")
    X = as_matrix(X, "X", (None, as_matrix(layers[0][0], "layers[0].weights").shape[1]))
    n, checked = X.shape[1], []
    for k, (weights, bias) in enumerate(layers):
        weights = as_matrix(weights, f"layers[{k}].weights", (None, n))
        n = len(weights)
        checked.append(Layer(weights, as_vector(bias, f"layers[{k}].bias", n)))
    return checked, X


def _described(value: object) -> str:
    return repr(value) if value is None or isinstance(value, (int, float, str)) else (
        f"an object of type {type(value).__name__}")
