"""Calculus: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.calculus` prints it.

Where mathlib is slower than twice the peer, the comment at the row says why that is right.
"""
from __future__ import annotations

import numpy as np
from scipy import differentiate, integrate, optimize, signal, special
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import BernoulliRBM, MLPClassifier

from mathlib import calculus as ours
from mathlib.calculus.integrals import _gauss
from tests.bench.timing import Row, compare, growth, show


def smooth(x):
    return np.sum(np.sin(x) * np.exp(-(x**2)))


def curve(x):
    return np.exp(-x) * np.sin(3 * x)


def chain(n):
    """A product of n factors, recorded: the work is in the record, not in the arithmetic."""
    def f(x):
        for _ in range(n):
            x = x * 1.0001
        return x

    return lambda: ours.value_and_gradient(f, 1.0)


def entries(n):
    """A sum of n squares, taken one by one."""
    return lambda: ours.value_and_gradient(lambda x: sum(part**2 for part in x), np.ones(n))


def backprop_rows(rng) -> list[Row]:
    X, labels = rng.normal(size=(500, 64)), rng.integers(0, 10, 500)
    layers = ours.make_mlp([64, 100, 10], rng=rng)
    theirs = MLPClassifier((100,), activation="tanh", solver="sgd", alpha=0, batch_size=500, max_iter=1)
    theirs.partial_fit(X, labels, classes=np.arange(10))

    def recorded(W, b, U, c):
        scores = np.tanh(X @ W.T + b) @ U.T + c
        return (np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(500), labels]).mean()

    def by_hand():
        return ours.backprop_mlp(layers, X, labels, loss="cross_entropy")

    flat = [array for layer in layers for array in layer]
    return [
        compare("backprop_mlp, 64-100-10, 500 rows / MLPClassifier.partial_fit", by_hand,
                lambda: theirs.partial_fit(X, labels)),
        # every operation is recorded, and every rule evaluated by itself; what it buys is that no one derived anything
        compare("the same by value_and_gradient / by backprop_mlp",
                lambda: ours.value_and_gradient(recorded, *flat), by_hand),
        growth("value_and_gradient, a chain of 1000 and 2000 products", chain(1000), chain(2000)),
        growth("value_and_gradient, a loop over 5000 and 10_000 entries", entries(5000), entries(10_000)),
    ]


def derivative_rows(rng) -> list[Row]:
    x, x2 = rng.normal(size=100), rng.normal(size=200)
    grid = np.linspace(0, 1, 1000)
    return [
        compare("gradient (forward) in 100 dimensions / approx_fprime",
                lambda: ours.gradient(smooth, x, method="forward"), lambda: optimize.approx_fprime(x, smooth)),
        compare("derivative at 1000 points / scipy.differentiate",
                lambda: ours.derivative(curve, grid), lambda: differentiate.derivative(curve, grid)),
        compare("value_and_gradient in 100 dimensions / forward differences",
                lambda: ours.value_and_gradient(smooth, x), lambda: optimize.approx_fprime(x, smooth)),
        growth("gradient in 100 and 200 dimensions",
               lambda: ours.gradient(smooth, x), lambda: ours.gradient(smooth, x2)),
        growth("hessian in 10 and 20 dimensions (n**2 entries: 4 is right)",
               lambda: ours.hessian(smooth, x[:10]), lambda: ours.hessian(smooth, x[:20])),
    ]


def integral_rows(rng) -> list[Row]:
    grid = np.linspace(0, 2, 100_001)
    return [
        compare("trapezoid, 100_000 strips / scipy.integrate.trapezoid",
                lambda: ours.trapezoid(curve, 0, 2, 100_000), lambda: integrate.trapezoid(curve(grid), grid)),
        compare("simpson, 100_000 strips / scipy.integrate.simpson",
                lambda: ours.simpson(curve, 0, 2, 100_000), lambda: integrate.simpson(curve(grid), x=grid)),
        # twenty microseconds: what it costs to check the arguments and the values, and to copy what was kept
        compare("gauss_legendre, 50 points, kept from the last call / fixed_quad, too",
                lambda: ours.gauss_legendre(curve, 0, 2, 50), lambda: integrate.fixed_quad(curve, 0, 2, n=50)),
        compare("gauss_legendre_rule, 200 points / numpy's leggauss",
                lambda: _gauss.__wrapped__(200), lambda: np.polynomial.legendre.leggauss(200)),
        # more than 2: the draws of the second no longer fit the processor's cache
        growth("monte_carlo, 1e5 and 2e5 draws",
               lambda: ours.monte_carlo(np.square, lambda g, n: g.normal(size=n), 100_000, rng=rng),
               lambda: ours.monte_carlo(np.square, lambda g, n: g.normal(size=n), 200_000, rng=rng)),
    ]


def loss_rows(rng) -> list[Row]:
    z, S = rng.normal(size=100_000), rng.normal(size=(10_000, 10))
    X, y = rng.normal(size=(2000, 20)), rng.normal(size=2000)
    outcome = (y > 0) * 1.0

    def newton():
        w = np.zeros(20)
        for _ in range(6):
            H = ours.logistic_hessian(w, X, outcome, 0.01)
            w = w + ours.newton_step(ours.logistic_gradient(w, X, outcome, 0.01), H)
        return w

    theirs = LogisticRegression(C=1 / (2 * 2000 * 0.01), solver="newton-cholesky", fit_intercept=False, tol=1e-8)
    return [
        compare("sigmoid of 1e5 / scipy.special.expit", lambda: ours.sigmoid(z), lambda: special.expit(z)),
        compare("softplus of 1e5 / numpy.logaddexp", lambda: ours.softplus(z), lambda: np.logaddexp(0, z)),
        compare("softmax of 1e4 rows / scipy.special.softmax",
                lambda: ours.softmax(S), lambda: special.softmax(S, axis=1)),
        compare("logsumexp of 1e4 rows / scipy.special.logsumexp",
                lambda: ours.logsumexp(S, 1), lambda: special.logsumexp(S, axis=1)),
        compare("ridge, 2000 x 20 / scikit-learn, svd", lambda: ours.ridge(X, y, 0.1),
                lambda: Ridge(alpha=200, solver="svd").fit(X, y)),
        compare("logistic regression by 6 Newton steps / scikit-learn, newton-cholesky", newton,
                lambda: theirs.fit(X, outcome)),
    ]


def convolution_rows(rng) -> list[Row]:
    image, kernel = rng.normal(size=(400, 600)), rng.normal(size=(3, 3))
    tall = np.vstack([image, image])
    x, k = rng.normal(size=100_000), rng.normal(size=15)
    images, y = rng.normal(size=(400, 8, 8)), rng.integers(0, 10, 400)
    more, y_more = np.concatenate([images, images]), np.concatenate([y, y])
    network = ours.make_cnn(8, 10, rng=rng)
    return [
        compare("correlate2d, 400 x 600 by 3 x 3 / scipy.signal", lambda: ours.correlate2d(image, kernel),
                lambda: signal.correlate2d(image, kernel, mode="valid")),
        compare("conv1d, 1e5 by 15 / numpy.convolve", lambda: ours.conv1d(x, k), lambda: np.convolve(x, k, "valid")),
        compare("max_pool2d, 400 x 600 by 2 / blocks by reshape", lambda: ours.max_pool2d(image, 2),
                lambda: image.reshape(200, 2, 300, 2).max(axis=(1, 3))),
        # more than 2 where the second image no longer fits the processor's cache
        growth("correlate2d, 400 and 800 rows", lambda: ours.correlate2d(image, kernel),
               lambda: ours.correlate2d(tall, kernel)),
        growth("cnn_gradient, 400 and 800 images", lambda: ours.cnn_gradient(network, images, y),
               lambda: ours.cnn_gradient(network, more, y_more)),
    ]


def energy_rows(rng) -> list[Row]:
    v = rng.integers(0, 2, (1000, 64)).astype(float)
    start = ours.random_rbm(64, 10, 0.01, rng=rng)
    theirs = BernoulliRBM(10, learning_rate=0.05, batch_size=50, n_iter=1, random_state=0)
    small, large = ours.random_rbm(20, 11, 1.0, rng=rng), ours.random_rbm(20, 12, 1.0, rng=rng)
    return [
        compare("fit_cd, one epoch of 1000 rows, 64-10 / BernoulliRBM.fit",
                lambda: ours.fit_cd(start, v, n_epochs=1, rng=rng), lambda: theirs.fit(v)),
        growth("log_partition_exact, 11 and 12 hidden units", small.log_partition_exact, large.log_partition_exact),
        growth("log_partition_ais, 100 and 200 temperatures",
               lambda: ours.log_partition_ais(small, 100, n_temperatures=100, rng=rng),
               lambda: ours.log_partition_ais(small, 100, n_temperatures=200, rng=rng)),
    ]


def rows() -> list[Row]:
    rng = np.random.default_rng(0)
    parts = [derivative_rows, backprop_rows, integral_rows, loss_rows, convolution_rows, energy_rows]
    return [row for part in parts for row in part(rng)]


if __name__ == "__main__":
    show(rows())
