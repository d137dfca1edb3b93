"""A small convolutional network, forward and backward by hand: kernels, ReLU, pooling, one dense layer, softmax.

A kernel's weights are shared by all places, so the gradient by a weight is the sum over all places: with every window
as a row (im2col) both the forward pass and that sum are one matrix product.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from mathlib.calculus.losses import cross_entropy, cross_entropy_gradient
from mathlib.checks import as_array, as_count, as_fraction, as_labels, as_matrix, as_positive, as_rng, as_vector


class CNNParameters(NamedTuple):
    """Hold the parameters of the network, or the gradient by them.

    Attributes
    ----------
    kernels : np.ndarray, shape (F, k, k)
        One for each feature map.
    kernel_bias : np.ndarray, shape (F,)
        One for each feature map.
    weights : np.ndarray, shape (K, F * p * p)
        Of the dense layer, where p is the side of a pooled feature map.
    bias : np.ndarray, shape (K,)
        One for each class.

    Examples
    --------
    >>> [part.shape for part in make_cnn(8, 10, n_kernels=4, rng=np.random.default_rng(0))]
    [(4, 3, 3), (4,), (10, 64), (10,)]
    """

    kernels: np.ndarray
    kernel_bias: np.ndarray
    weights: np.ndarray
    bias: np.ndarray


class CNNGradient(NamedTuple):
    """Hold a loss, and its gradient by every parameter.

    Attributes
    ----------
    loss : float
        The mean cross-entropy, in nats.
    gradient : CNNParameters
        In the shapes of the parameters.

    Examples
    --------
    >>> parameters = make_cnn(4, 2, n_kernels=1, rng=np.random.default_rng(0))
    >>> cnn_gradient(parameters, np.ones((1, 4, 4)), [0]).gradient.bias.sum().round(12)
    np.float64(0.0)
    """

    loss: float
    gradient: CNNParameters


def make_cnn(side: int, n_classes: int, *, n_kernels: int = 8, kernel_size: int = 3, rng: np.random.Generator
             ) -> CNNParameters:
    """Draw the parameters of a network: normal weights of variance 2 / (number of inputs), biases 0.

    Parameters
    ----------
    side : int
        Height and width of the images, even.
    n_classes : int
        The number of classes.
    n_kernels : int
        The number of feature maps.
    kernel_size : int
        Height and width of a kernel, odd: padding then keeps the size of the image.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    CNNParameters

    Raises
    ------
    TypeError
        If a number is not whole, or `rng` no generator.
    ValueError
        If a number is out of its range, `side` is odd or `kernel_size` even.

    References
    ----------
    He, Zhang, Ren and Sun (2015), International Conference on Computer Vision, equation 10.

    Examples
    --------
    >>> make_cnn(8, 10, rng=np.random.default_rng(0)).kernels.shape
    (8, 3, 3)
    """
    side, K, F = as_count(side, "side", 2), as_count(n_classes, "n_classes", 2), as_count(n_kernels, "n_kernels")
    k, rng = _as_odd(kernel_size), as_rng(rng)
    if side % 2:
        raise ValueError(f"`side` must be even, for pooling by two; got {side}.")
    features = F * (side // 2) ** 2
    return CNNParameters(rng.normal(0, np.sqrt(2 / k**2), (F, k, k)), np.zeros(F),
                         rng.normal(0, np.sqrt(2 / features), (K, features)), np.zeros(K))


def cnn_scores(parameters: CNNParameters, images: ArrayLike) -> np.ndarray:
    """Return the score (logit) of every class for every image.

    Parameters
    ----------
    parameters : CNNParameters
        Of the network.
    images : ArrayLike, shape (N, side, side)
        Square images of one channel.

    Returns
    -------
    np.ndarray, shape (N, K)

    Raises
    ------
    TypeError
        If an array holds anything but real numbers.
    ValueError
        If shapes do not fit, or an entry is not finite.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Proceedings of the IEEE 86, 2278-2324.

    Examples
    --------
    >>> cnn_scores(make_cnn(8, 10, rng=np.random.default_rng(0)), np.zeros((2, 8, 8))).shape
    (2, 10)
    """
    return as_matrix(_forward(*_as_checked(parameters, images))[-1], "scores")


def cnn_gradient(parameters: CNNParameters, images: ArrayLike, labels: ArrayLike) -> CNNGradient:
    """Return the mean cross-entropy of the network on some images, and its gradient by every parameter.

    Parameters
    ----------
    parameters : CNNParameters
        Of the network.
    images : ArrayLike, shape (N, side, side)
        Square images of one channel.
    labels : ArrayLike, shape (N,), whole numbers from 0 to K - 1
        The true classes.

    Returns
    -------
    CNNGradient

    Raises
    ------
    TypeError
        If an array holds numbers of the wrong kind.
    ValueError
        If shapes do not fit, an entry is not finite, or a label is no class.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Proceedings of the IEEE 86, 2278-2324.

    Examples
    --------
    >>> loss, gradient = cnn_gradient(make_cnn(8, 10, rng=np.random.default_rng(0)), np.zeros((2, 8, 8)), [3, 7])
    >>> print(f"{loss:.4f}")
    2.3026
    """
    parameters, images = _as_checked(parameters, images)
    labels = as_labels(labels, "labels", len(images))
    return _gradient(parameters, images, labels)


@dataclass(eq=False)
class SmallCNN:
    """Learn to tell small square images apart, by stochastic gradient descent with momentum.

    Parameters
    ----------
    n_kernels : int
        The number of feature maps.
    kernel_size : int
        Height and width of a kernel, odd.
    step_size : float
        How far to go per unit of gradient, positive.
    momentum : float
        The part of the last step that is repeated, in [0, 1).
    batch_size : int
        How many images a step looks at.
    n_epochs : int
        How often it goes through all of them.

    Attributes
    ----------
    classes_ : np.ndarray, shape (K,)
        The labels seen, sorted.
    parameters_ : CNNParameters
        What was learned.
    losses_ : np.ndarray, shape (n_epochs,)
        The mean loss over the batches of each epoch.

    Raises
    ------
    TypeError
        If a number is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    LeCun, Bottou, Bengio and Haffner (1998), Proceedings of the IEEE 86, 2278-2324.

    Examples
    --------
    >>> images = np.zeros((2, 4, 4))
    >>> images[1, :, 2:] = 1
    >>> SmallCNN(n_epochs=50).fit(images, ["dark", "edge"], rng=np.random.default_rng(0)).predict(images).tolist()
    ['dark', 'edge']
    """

    n_kernels: int = 8
    kernel_size: int = 3
    step_size: float = 0.05
    momentum: float = 0.9
    batch_size: int = 32
    n_epochs: int = 15

    def __post_init__(self):
        for name in ("n_kernels", "batch_size", "n_epochs"):
            as_count(getattr(self, name), name)
        _as_odd(self.kernel_size)
        as_positive(self.step_size, "step_size")
        as_fraction(self.momentum, "momentum")

    def fit(self, images: ArrayLike, y: ArrayLike, *, rng: np.random.Generator) -> SmallCNN:
        """Learn from images and their labels.

        Parameters
        ----------
        images : ArrayLike, shape (N, side, side)
            Square images of one channel; `side` is even. Bring their values to about [0, 1].
        y : ArrayLike, shape (N,)
            Labels, of at least two classes.
        rng : np.random.Generator
            Where chance comes from: the first weights, and the order of the images.

        Returns
        -------
        SmallCNN
            Itself.

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If shapes do not fit, an entry is not finite, there is one class only, or the descent diverges.

        Examples
        --------
        >>> cnn = SmallCNN(n_epochs=2).fit(np.eye(4)[None] * [[[1]], [[-1]]], [0, 1], rng=np.random.default_rng(0))
        >>> cnn.losses_.shape
        (2,)
        """
        images, rng = _as_images(images), as_rng(rng)
        self.classes_, labels = np.unique(as_labels(y, "y", len(images)), return_inverse=True)
        if self.classes_.size < 2:
            raise ValueError(f"`y` must have at least two classes; got only {self.classes_[0]!s}.")
        parameters = make_cnn(images.shape[1], self.classes_.size, n_kernels=self.n_kernels,
                              kernel_size=self.kernel_size, rng=rng)
        velocity, losses = [np.zeros_like(p) for p in parameters], []
        for _ in range(self.n_epochs):
            order = rng.permutation(len(images))
            batches = [order[i : i + self.batch_size] for i in range(0, len(order), self.batch_size)]
            for batch in batches:
                loss, gradient = _gradient(parameters, images[batch], labels[batch])
                velocity = [self.momentum * v - self.step_size * g for v, g in zip(velocity, gradient, strict=True)]
                parameters = CNNParameters(*(p + v for p, v in zip(parameters, velocity, strict=True)))
                losses.append(loss * len(batch) / len(images))
        self.parameters_ = parameters
        self.losses_ = np.reshape(losses, (self.n_epochs, -1)).sum(axis=1)
        return self

    def predict(self, images: ArrayLike) -> np.ndarray:
        """Return the label of the highest score for every image.

        Parameters
        ----------
        images : ArrayLike, shape (N, side, side)
            As in `fit`.

        Returns
        -------
        np.ndarray, shape (N,)

        Raises
        ------
        TypeError
            If `images` holds anything but real numbers.
        ValueError
            If it was not fitted, or shapes do not fit.

        Examples
        --------
        >>> SmallCNN().predict(np.zeros((1, 8, 8)))
        Traceback (most recent call last):
            ...
        ValueError: `SmallCNN` must be fitted before it predicts; got none of its parameters. Call `fit` first.
        """
        if not hasattr(self, "parameters_"):
            raise ValueError("`SmallCNN` must be fitted before it predicts; got none of its parameters. "
                             "Call `fit` first.")
        return self.classes_[cnn_scores(self.parameters_, images).argmax(axis=1)]

    def score(self, images: ArrayLike, y: ArrayLike) -> float:
        """Return the accuracy: the part of the images whose label is predicted.

        Parameters
        ----------
        images : ArrayLike, shape (N, side, side)
            As in `fit`.
        y : ArrayLike, shape (N,)
            Their labels.

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If an argument is of the wrong kind.
        ValueError
            If it was not fitted, or shapes do not fit.

        Examples
        --------
        >>> cnn = SmallCNN(n_epochs=50).fit(np.eye(4)[None] * [[[1]], [[-1]]], [0, 1], rng=np.random.default_rng(0))
        >>> cnn.score(np.eye(4)[None], [0])
        1.0
        """
        predicted = self.predict(images)
        return float(np.mean(predicted == as_labels(y, "y", len(predicted))))


def _forward(parameters: CNNParameters, images: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the windows, the maps before ReLU, the blocks of four before pooling, the pooled features, the scores."""
    kernels, kernel_bias, weights, bias = parameters
    n, side = len(images), images.shape[1]
    F, k = kernels.shape[:2]
    padded = np.pad(images, ((0, 0), (k // 2, k // 2), (k // 2, k // 2)))
    windows = sliding_window_view(padded, (k, k), axis=(1, 2)).reshape(-1, k * k)  # a row for each place of each image
    with np.errstate(over="ignore", invalid="ignore"):  # scores that are not finite are refused
        maps = windows @ kernels.reshape(F, -1).T + kernel_bias
    # (image, row, which of 2, column, which of 2, map) -> (image, row, column, map, place in the block of four)
    blocks = np.maximum(maps, 0).reshape(n, side // 2, 2, side // 2, 2, F).transpose(0, 1, 3, 5, 2, 4)
    blocks = blocks.reshape(n, side // 2, side // 2, F, 4)
    features = blocks.max(axis=-1).reshape(n, -1)
    with np.errstate(over="ignore", invalid="ignore"):
        scores = features @ weights.T + bias
    return windows, maps, blocks, features, scores


def _gradient(parameters: CNNParameters, images: np.ndarray, labels: np.ndarray) -> CNNGradient:
    windows, maps, blocks, features, scores = _forward(parameters, images)
    n, half, _, F, _ = blocks.shape
    delta = cross_entropy_gradient(labels, scores)
    # only the greatest of each block of four was passed on: it alone gets the derivative
    back = np.zeros_like(blocks)
    by_features = (delta @ parameters.weights).reshape(n, half, half, F, 1)
    np.put_along_axis(back, blocks.argmax(axis=-1)[..., None], by_features, axis=-1)
    back = back.reshape(n, half, half, F, 2, 2).transpose(0, 1, 4, 2, 5, 3).reshape(maps.shape) * (maps > 0)
    by_kernels = (back.T @ windows).reshape(parameters.kernels.shape)  # the sum over all places
    gradient = CNNParameters(by_kernels, back.sum(axis=0), delta.T @ features, delta.sum(axis=0))
    return CNNGradient(cross_entropy(labels, scores), gradient)


def _as_odd(kernel_size: int) -> int:
    k = as_count(kernel_size, "kernel_size")
    if k % 2 == 0:
        raise ValueError(f"`kernel_size` must be odd, so that a kernel has a middle; got {k}.")
    return k


def _as_images(images: ArrayLike) -> np.ndarray:
    images = as_array(images, "images")
    if images.ndim != 3 or images.shape[1] != images.shape[2]:
        raise ValueError(f"`images` must be square images, shape (N, side, side); got shape {images.shape}.")
    return images


def _as_checked(parameters: CNNParameters, images: ArrayLike) -> tuple[CNNParameters, np.ndarray]:
    if not isinstance(parameters, tuple) or len(parameters) != 4:
        raise TypeError(f"`parameters` must be CNNParameters; got an object of type {type(parameters).__name__}.")
    images = _as_images(images)
    kernels = as_array(parameters[0], "kernels")
    if kernels.ndim != 3 or kernels.shape[1] != kernels.shape[2] or kernels.shape[1] % 2 == 0:
        raise ValueError(f"`kernels` must be square of odd side, shape (F, k, k); got shape {kernels.shape}.")
    if images.shape[1] % 2:
        raise ValueError(f"`images` must have an even side, for pooling by two; got shape {images.shape}.")
    F = len(kernels)
    weights = as_matrix(parameters[2], "weights", (None, F * (images.shape[1] // 2) ** 2))
    return CNNParameters(kernels, as_vector(parameters[1], "kernel_bias", F), weights,
                         as_vector(parameters[3], "bias", len(weights))), images
