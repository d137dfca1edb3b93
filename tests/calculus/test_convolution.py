"""Convolution against numpy and scipy, its algebra on generated inputs, pooling, and a network that learns digits."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage, signal

from mathlib.calculus import (
    CNNParameters,
    SmallCNN,
    check_gradient,
    cnn_gradient,
    cnn_scores,
    conv1d,
    conv2d,
    correlate1d,
    correlate2d,
    cross_entropy,
    im2col,
    make_cnn,
    max_pool2d,
    value_and_gradient,
)
from mathlib.data import load_digits
from tests.strategies import matrices, vectors

SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
sizes = st.integers(1, 6)


def full(f, g):
    """The whole convolution, to be compared with products of polynomials."""
    return conv1d(f, g, padding=len(g) - 1)


@given(vectors(sizes), vectors(sizes))
def test_convolution_is_numpys_and_commutes(f, g):
    scale = 1e-14 * (1 + np.abs(f).sum() * np.abs(g).max())
    assert np.abs(full(f, g) - np.convolve(f, g)).max() <= scale
    assert np.abs(full(f, g) - full(g, f)).max() <= scale


@given(vectors(sizes, 10), vectors(sizes, 10), vectors(sizes, 10))
def test_convolution_is_associative(f, g, h):
    scale = 1e-14 * (1 + np.abs(f).sum() * np.abs(g).sum() * np.abs(h).sum())
    assert np.abs(full(full(f, g), h) - full(f, full(g, h))).max() <= scale


@given(vectors(4), vectors(4), vectors(3))
def test_convolution_is_linear(f, g, k):
    assert np.allclose(full(2 * f - g, k), 2 * full(f, k) - full(g, k), rtol=1e-12, atol=1e-9)


@given(vectors(8), vectors(5))
def test_convolution_is_a_product_of_spectra(f, g):
    n = len(f) + len(g) - 1
    spectra = np.fft.ifft(np.fft.fft(f, n) * np.fft.fft(g, n)).real
    assert np.abs(full(f, g) - spectra).max() <= 1e-13 * (1 + np.linalg.norm(f) * np.linalg.norm(g))


@given(vectors(7), st.integers(1, 3), st.integers(0, 2))
def test_correlation_is_the_sum_that_defines_it(x, stride, padding):
    kernel = np.array([2.0, -1.0, 0.5])
    padded = np.concatenate([np.zeros(padding), x, np.zeros(padding)])
    expected = [kernel @ padded[i : i + 3] for i in range(0, len(padded) - 2, stride)]
    assert np.allclose(correlate1d(x, kernel, stride=stride, padding=padding), expected, rtol=1e-13, atol=1e-13)


@given(matrices(6, 5), matrices(3, 2), st.integers(1, 3), st.integers(0, 3))
def test_in_two_dimensions_it_is_scipys_with_every_stride_and_padding(image, kernel, stride, padding):
    padded = np.pad(image, padding)
    scale = 1e-14 * (1 + np.abs(kernel).sum() * np.abs(image).max())
    theirs = signal.correlate2d(padded, kernel, mode="valid")[::stride, ::stride]
    assert np.abs(correlate2d(image, kernel, stride=stride, padding=padding) - theirs).max() <= scale
    theirs = signal.convolve2d(padded, kernel, mode="valid")[::stride, ::stride]
    assert np.abs(conv2d(image, kernel, stride=stride, padding=padding) - theirs).max() <= scale


@given(matrices(6, 7), matrices(2, 3), st.integers(1, 2))
def test_correlation_is_one_matrix_product_with_windows_as_rows(image, kernel, stride):
    rows = im2col(image, (2, 3), stride=stride)
    whole = correlate2d(image, kernel, stride=stride)
    assert np.allclose(rows @ kernel.ravel(), whole.ravel(), rtol=1e-12, atol=1e-11)


def test_steps_may_differ_down_and_across():
    image = np.arange(24.0).reshape(4, 6)
    assert correlate2d(image, [[1.0]], stride=(2, 3)).tolist() == [[0, 3], [12, 15]]
    assert correlate2d(image, np.ones((1, 3)), padding=(0, 1)).shape == (4, 6)
    assert max_pool2d(image, (2, 3)).tolist() == [[8, 11], [20, 23]]
    assert max_pool2d(image, 2, stride=1).shape == (3, 5)


@given(matrices(5, 5, 10))
def test_turning_the_kernel_changes_the_sign_of_sobels_edges_and_nothing_of_a_blur(image):
    blur = np.outer([1.0, 2, 1], [1.0, 2, 1])
    assert np.allclose(conv2d(image, SOBEL), -correlate2d(image, SOBEL), atol=1e-11)
    assert np.allclose(conv2d(image, SOBEL.T), -correlate2d(image, SOBEL.T), atol=1e-11)
    assert np.allclose(conv2d(image, blur), correlate2d(image, blur), atol=1e-11)


@given(matrices(7, 9, 10))
def test_a_separable_kernel_may_be_applied_one_axis_at_a_time(image):
    whole = correlate2d(image, SOBEL)
    parts = correlate2d(correlate2d(image, [[-1.0, 0, 1]]), [[1.0], [2], [1]])
    assert np.allclose(whole, parts, rtol=1e-12, atol=1e-11)


@given(matrices(6, 8))
def test_pooling_is_the_greatest_of_every_block(image):
    blocks = image.reshape(3, 2, 4, 2).max(axis=(1, 3))
    assert (max_pool2d(image, 2) == blocks).all()
    theirs = ndimage.maximum_filter(image, 3, mode="nearest")[1:-1, 1:-1]
    assert (max_pool2d(image, 3, stride=1) == theirs).all()


DIGITS = load_digits()
IMAGES = DIGITS.X.reshape(-1, 8, 8) / 16


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("kernel_size", [1, 3, 5])
def test_every_part_of_the_networks_gradient_is_the_measured_one(part, kernel_size):
    rng = np.random.default_rng(part)
    parameters = make_cnn(4, 3, n_kernels=2, kernel_size=kernel_size, rng=rng)
    parameters = CNNParameters(*(p + 0.1 * rng.normal(size=p.shape) for p in parameters))
    images, labels = rng.normal(size=(5, 4, 4)), np.array([0, 1, 2, 1, 0])

    def changed(p):
        return parameters._replace(**{parameters._fields[part]: p})

    assert check_gradient(lambda p: cnn_gradient(changed(p), images, labels).loss,
                          lambda p: cnn_gradient(changed(p), images, labels).gradient[part], parameters[part])


def test_the_network_is_its_parts_put_together():
    parameters = make_cnn(8, 10, n_kernels=3, rng=np.random.default_rng(0))
    parameters = parameters._replace(kernel_bias=np.array([0.1, -0.2, 0.3]), bias=np.arange(10.0))
    maps = [[np.maximum(correlate2d(image, k, padding=1) + b, 0) for k, b in zip(*parameters[:2], strict=True)]
            for image in IMAGES[:4]]
    features = np.array([np.stack([max_pool2d(m, 2) for m in of_image], axis=-1).ravel() for of_image in maps])
    expected = features @ parameters.weights.T + parameters.bias
    assert np.allclose(cnn_scores(parameters, IMAGES[:4]), expected, rtol=1e-13, atol=1e-13)
    loss = cnn_gradient(parameters, IMAGES[:4], DIGITS.y[:4]).loss
    assert loss == pytest.approx(cross_entropy(DIGITS.y[:4], expected), rel=1e-13)


def test_a_shared_weight_gets_the_sum_over_all_places():
    image = IMAGES[0]

    def loss(kernel):  # the same correlation, recorded: one product for each entry of the kernel
        total = 0.0
        for i in range(3):
            for j in range(3):
                total = total + kernel[i, j] * image[i : i + 6, j : j + 6]
        return (total * total).sum()

    automatic = value_and_gradient(loss, SOBEL).gradients[0]
    by_hand = 2 * correlate2d(image, correlate2d(image, SOBEL))
    assert np.allclose(automatic, by_hand, rtol=1e-13)


def test_the_network_learns_the_digits():
    """1437 digits to learn from, 360 to test on, 15 epochs: 98.9 % right."""
    order = np.random.default_rng(0).permutation(1797)
    train, test = order[:1437], order[1437:]
    network = SmallCNN().fit(IMAGES[train], DIGITS.y[train], rng=np.random.default_rng(0))
    assert network.score(IMAGES[test], DIGITS.y[test]) == pytest.approx(0.989, abs=0.008)
    assert network.score(IMAGES[train], DIGITS.y[train]) > 0.985
    assert network.losses_[-1] < 0.05 < 0.3 < network.losses_[0]


def test_labels_may_be_words_and_the_same_seed_learns_the_same():
    y = np.where(DIGITS.y[:100] % 2, "odd", "even")
    first, second = (SmallCNN(n_epochs=2).fit(IMAGES[:100], y, rng=np.random.default_rng(4)) for _ in range(2))
    assert all((p == q).all() for p, q in zip(first.parameters_, second.parameters_, strict=True))
    assert set(first.predict(IMAGES[:20])) <= {"odd", "even"}


GOOD = make_cnn(4, 2, n_kernels=1, rng=np.random.default_rng(0))
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: correlate1d([1.0], [1.0, 2.0]),
     "`kernel` must fit into the padded signal, shape (1,); got shape"),
    (ValueError, lambda: conv1d([[1.0]], [1.0]), "`signal` must be a vector of real numbers; got shape (1, 1)."),
    (ValueError, lambda: conv1d([1.0], [[1.0]]), "`kernel` must be a vector of real numbers; got shape (1, 1)."),
    (ValueError, lambda: correlate1d([1.0], [1.0], stride=0), "`stride` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: correlate2d([[1.0]], [[1.0]], padding=-1),
     "`padding` must be a whole number, at least 0; got"),
    (ValueError, lambda: correlate2d([[1.0]], [[1.0]], stride=(1, 1, 1)),
     "`stride` must be one whole number, or a pair"),
    (ValueError, lambda: conv2d([1.0], [[1.0]]), "`image` must be a matrix of real numbers; got shape (1,)."),
    (ValueError, lambda: conv2d([[np.nan]], [[1.0]]), "`image` must be a matrix of real numbers; got nan"),
    (ValueError, lambda: correlate2d([[1.0]], [[1.0], [2]]),
     "`kernel` must fit into the padded image, shape (1, 1); got"),
    (ValueError, lambda: im2col([[1.0]], (1, 2)), "`shape` must fit into the image, shape (1, 1); got (1, 2)."),
    (ValueError, lambda: max_pool2d([[1.0]], 2), "`size` must fit into the image, shape (1, 1); got (2, 2)."),
    (ValueError, lambda: correlate2d([[1e300, -1e300]], [[1e300, 1e300]]),
     "`image * kernel` must be a matrix of real numbers; got nan at index (0, 0)."),
    (TypeError, lambda: cnn_scores(None, np.ones((1, 4, 4))), "`parameters` must be CNNParameters; got an object of"),
    (TypeError, lambda: cnn_gradient([], np.ones((1, 4, 4)), [0]), "`parameters` must be CNNParameters; got an object"),
    (ValueError, lambda: cnn_scores(GOOD, np.full((1, 4, 4), 1e308)), "`scores` must be a matrix of real numbers; got"),
    (ValueError, lambda: SmallCNN(kernel_size=4), "`kernel_size` must be odd, so that a kernel has a middle; got 4."),
    (ValueError, lambda: max_pool2d([[1.0]], 0), "`size` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: make_cnn(5, 2, rng=RNG), "`side` must be even, for pooling by two; got 5."),
    (ValueError, lambda: make_cnn(4, 2, kernel_size=2, rng=RNG),
     "`kernel_size` must be odd, so that a kernel has a mid"),
    (ValueError, lambda: make_cnn(4, 1, rng=RNG), "`n_classes` must be a whole number, at least 2; got 1."),
    (ValueError, lambda: cnn_scores(GOOD, np.ones((1, 4, 5))), "`images` must be square images, shape (N, side, side)"),
    (ValueError, lambda: cnn_scores(GOOD, np.ones((1, 5, 5))), "`images` must have an even side, for pooling by two"),
    (ValueError, lambda: cnn_scores(GOOD, np.ones((1, 6, 6))), "`weights` must be a matrix of real numbers with shape"),
    (ValueError, lambda: cnn_scores(GOOD._replace(kernels=np.ones((1, 2, 2))), np.ones((1, 4, 4))),
     "`kernels` must be square of odd side, shape (F, k, k); got shape (1, 2, 2)."),
    (ValueError, lambda: cnn_gradient(GOOD, np.ones((1, 4, 4)), [2]),
     "`labels` must be from 0 to 1, a column of scores"),
    (ValueError, lambda: cnn_gradient(GOOD, np.ones((1, 4, 4)), [0, 1]), "`labels` must be a vector of 1 labels"),
    (ValueError, lambda: SmallCNN().fit(np.ones((2, 4, 4)), [1, 1], rng=RNG),
     "`y` must have at least two classes; got only 1."),
    (ValueError, lambda: SmallCNN().fit(np.full((2, 4, 4), np.nan), [0, 1], rng=RNG), "`images` must be real numbers"),
    (TypeError, lambda: SmallCNN().fit(np.ones((2, 4, 4)), [0, 1], rng=0),
     "`rng` must be a np.random.Generator; got 0."),
    (ValueError, lambda: SmallCNN(momentum=1),
     "`momentum` must be a number from 0 up to, but not including, 1; got 1."),
    (ValueError, lambda: SmallCNN(batch_size=0), "`batch_size` must be a whole number, at least 1; got 0."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()


def test_a_descent_that_diverges_is_refused():
    with pytest.raises(ValueError, match="`scores` must be a matrix of real numbers; got"):
        SmallCNN(step_size=1e200, n_epochs=5).fit(IMAGES[:64], DIGITS.y[:64], rng=np.random.default_rng(0))
