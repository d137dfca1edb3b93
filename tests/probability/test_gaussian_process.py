"""Kernels and Gaussian processes against scikit-learn, by hand for two points, and on carbon dioxide."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
import sklearn.gaussian_process
import sklearn.gaussian_process.kernels as theirs
from hypothesis import given
from hypothesis import strategies as st

from mathlib.data import load_co2
from mathlib.probability import (
    RBF,
    ConstantKernel,
    GaussianProcess,
    LinearKernel,
    Matern,
    Periodic,
    RationalQuadratic,
    fit_kernel,
)
from mathlib.probability.gaussian_process import _negative_evidence

PAIRS = [
    (RBF(0.7), theirs.RBF(0.7)), (Matern(0.7, 0.5), theirs.Matern(0.7, nu=0.5)),
    (Matern(0.7, 1.5), theirs.Matern(0.7, nu=1.5)), (Matern(2, 2.5), theirs.Matern(2, nu=2.5)),
    (Periodic(1.3, 0.9), theirs.ExpSineSquared(1.3, 0.9)),
    (RationalQuadratic(0.6, 1.7), theirs.RationalQuadratic(0.6, 1.7)),
    (LinearKernel(), theirs.DotProduct(0, "fixed")), (ConstantKernel(3), theirs.ConstantKernel(3)),
    (2 * RBF(1) * Periodic(1, 2) + 0.5 * Matern(2), 2 * theirs.RBF(1) * theirs.ExpSineSquared(1, 2)
     + 0.5 * theirs.Matern(2)),
    (RBF(1) * 2 + 3, theirs.RBF(1) * 2 + 3),
]
each_kernel = pytest.mark.parametrize(("ours", "other"), PAIRS, ids=[repr(ours) for ours, _ in PAIRS])
PLANE = np.random.default_rng(0).standard_normal((6, 2))


def places(kernel):
    return PLANE[:, :1] if "Periodic" in repr(kernel) else PLANE


@each_kernel
def test_kernels_are_scikit_learns(ours, other):
    X = places(ours)
    assert np.allclose(ours(X), other(X), rtol=1e-13, atol=1e-15)
    assert np.allclose(ours(X, X[:2]), other(X, X[:2]), rtol=1e-13, atol=1e-15)


@each_kernel
def test_the_derivatives_of_a_kernel_are_central_differences(ours, other):
    h, X = 1e-5, places(ours)
    gradients = ours.gradients(X)
    assert len(gradients) == ours.theta.size
    for step, gradient in zip(h * np.eye(ours.theta.size), gradients, strict=True):
        difference = ours.with_theta(ours.theta + step)(X) - ours.with_theta(ours.theta - step)(X)
        assert np.allclose(gradient, difference / (2 * h), rtol=1e-7, atol=1e-8)


@each_kernel
def test_no_kernel_has_a_negative_eigenvalue(ours, other):
    K = ours(places(ours))
    assert np.linalg.eigvalsh(K)[0] >= -1e-13 * np.abs(K).max()


def test_a_periodic_kernel_in_the_plane_would_have_negative_eigenvalues_and_is_refused():
    assert np.linalg.eigvalsh(theirs.ExpSineSquared(1.3, 0.9)(PLANE))[0] < -0.19
    with pytest.raises(ValueError, match="`X` must be places on the line for a Periodic kernel; got 2 dimensions."):
        (2 * Periodic(1.3, 0.9))(PLANE)


@pytest.mark.parametrize("kernel", [
    RBF(1e-300), Matern(1e-300, 0.5), Matern(1e-300, 1.5), Matern(1e-300, 2.5), RationalQuadratic(1e-300, 2),
    Periodic(1e-300, 3)], ids=repr)
def test_a_length_scale_however_small_makes_strangers_not_nans(kernel):
    assert kernel([0, 1]).tolist() == [[1, 0], [0, 1]]
    assert np.isfinite(kernel.gradients([0, 1])).all()
    assert np.isfinite(kernel.with_theta(-kernel.theta).gradients([0, 1])).all()


@each_kernel
def test_the_variances_are_the_diagonal(ours, other):
    X = places(ours)
    assert np.allclose(ours._diagonal(X), np.diagonal(ours(X)), rtol=1e-14)


def test_a_process_by_hand_for_two_points():
    # kernel exp(-d**2 / 2) at 0 and 1: K = [[1, q], [q, 1]]; at 0.5 both covariances are r
    q, r = math.exp(-0.5), math.exp(-0.125)
    process = GaussianProcess(RBF(1), noise=0.5).fit([0, 1], [1, 3])
    prediction = process.predict([0.5])
    assert prediction.mean[0] == pytest.approx(r * 4 / (1.25 + q), rel=1e-14)
    assert prediction.std[0] ** 2 == pytest.approx(1 - 2 * r**2 / (1.25 + q), rel=1e-13)
    assert prediction.noisy_std[0] ** 2 == pytest.approx(prediction.std[0] ** 2 + 0.25, rel=1e-14)
    fit = (1.25 * (1 + 9) - 2 * q * 3) / (1.25**2 - q**2)
    evidence = -0.5 * (fit + math.log(1.25**2 - q**2)) - math.log(2 * math.pi)
    assert process.log_evidence_ == pytest.approx(evidence, rel=1e-14)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=5), st.floats(0.3, 2))
def test_without_noise_the_mean_passes_through_every_point(y, length_scale):
    x = np.arange(float(len(y)))
    prediction = GaussianProcess(Matern(length_scale, 1.5)).fit(x, y).predict(x)
    assert np.allclose(prediction.mean, y, atol=1e-9)
    assert prediction.std.max() < 1e-5


def test_far_from_all_points_nothing_is_known_but_the_prior():
    prediction = GaussianProcess(4 * RBF(1), 0.1, mean=7).fit([0], [9]).predict([100])
    assert (prediction.mean[0], prediction.std[0]) == (7, 2)


def test_evidence_and_predictions_are_scikit_learns():
    kernel, x = 2 * RBF(0.8) + Periodic(1, 2), np.random.default_rng(1).uniform(0, 5, 40)
    y, new = np.sin(3 * x) + x, np.linspace(-1, 6, 30)
    reference = sklearn.gaussian_process.GaussianProcessRegressor(
        2 * theirs.RBF(0.8) + theirs.ExpSineSquared(1, 2), alpha=0.09, optimizer=None).fit(x[:, None], y)
    process = GaussianProcess(kernel, 0.3).fit(x, y)
    mean, covariance = reference.predict(new[:, None], return_cov=True)
    assert process.log_evidence_ == pytest.approx(reference.log_marginal_likelihood_value_, rel=1e-11)
    assert np.allclose(process.predict(new).mean, mean, rtol=0, atol=1e-10)
    assert np.allclose(process.posterior(new).covariance, covariance, rtol=0, atol=1e-10)
    assert np.allclose(process.predict(new).std ** 2, np.diagonal(covariance), rtol=0, atol=1e-10)


def test_the_evidence_is_the_density_of_a_normal_and_conditioning_is_that_of_the_gaussian():
    process, x, y = GaussianProcess(RBF(1), 0.5, mean=1), np.array([0, 0.7, 2]), np.array([1.0, 2, 0])
    prior = process.prior(x)
    noisy = type(prior)(prior.mean, prior.covariance + 0.25 * np.eye(3))
    assert process.fit(x, y).log_evidence_ == pytest.approx(float(noisy.log_pdf(y)), rel=1e-13)
    exact = GaussianProcess(RBF(1), 0.0, mean=1).fit(x[:2], y[:2]).posterior(x[2:])
    slice = process.prior(x).condition([0, 1], y[:2])
    assert np.allclose(exact.mean, slice.mean, rtol=1e-12)
    assert np.allclose(exact.covariance, slice.covariance, rtol=1e-11)


def test_the_fit_is_scikit_learns():
    x = np.linspace(0, 8, 40)
    y = np.sin(2 * x) + 0.1 * np.random.default_rng(0).standard_normal(40)
    fit = fit_kernel(1 * RBF(1), x, y, noise=0.3)
    reference = sklearn.gaussian_process.GaussianProcessRegressor(
        1 * theirs.RBF(1) + theirs.WhiteKernel(0.09)).fit(x[:, None], y)
    assert fit.converged
    assert fit.log_evidence == pytest.approx(reference.log_marginal_likelihood_value_, abs=1e-3)
    assert np.allclose(np.append(fit.kernel.theta, 2 * math.log(fit.noise)), reference.kernel_.theta, atol=0.02)
    again = GaussianProcess(fit.kernel, fit.noise).fit(x, y)
    assert again.log_evidence_ == pytest.approx(fit.log_evidence, rel=1e-12)
    assert fit_kernel(1 * RBF(1), x, y, noise=0.3, n_steps=1).converged is False


def test_the_slopes_of_the_evidence_are_central_differences():
    kernel, h = 2 * RBF(0.8) + Matern(2), 1e-5
    x = np.linspace(0, 3, 9)
    theta = np.append(kernel.theta, math.log(0.3))

    def cost(t):
        return _negative_evidence(kernel.with_theta(t[:-1]), math.exp(t[-1]), x[:, None], np.sin(x))

    differences = [(cost(theta + step)[0] - cost(theta - step)[0]) / (2 * h) for step in h * np.eye(theta.size)]
    assert np.allclose(cost(theta)[1], differences, rtol=1e-6, atol=1e-8)


def test_samples_of_the_posterior_pass_through_the_points():
    process = GaussianProcess(RBF(1)).fit([0, 1, 2], [1, -1, 0])
    curves = process.posterior(np.linspace(0, 2, 21)).sample(50, rng=np.random.default_rng(0))
    assert np.allclose(curves[:, [0, 10, 20]], [1, -1, 0], atol=1e-5)
    assert curves[:, 5].std() > 1e-2


def test_carbon_dioxide():
    # syllabus 3.7: trained on 377 months to 1989, 1990-2001 predicted: RMSE 1.98 ppm, 88 % inside two standard
    # deviations; the hyperparameters are those of Rasmussen and Williams (2006), section 5.4.3
    record = load_co2().monthly()
    old = record.year < 1990
    kernel = (66**2 * RBF(67) + 2.4**2 * RBF(90) * Periodic(1.3, 1) + 0.66**2 * RationalQuadratic(1.2, 0.78)
              + 0.18**2 * RBF(0.134))
    process = GaussianProcess(kernel, 0.19, mean=record.ppm[old].mean()).fit(record.year[old], record.ppm[old])
    prediction = process.predict(record.year[~old])
    error = prediction.mean - record.ppm[~old]
    assert (old.sum(), (~old).sum()) == (377, 144)
    assert np.sqrt(np.mean(error**2)) == pytest.approx(1.978, abs=1e-3)
    assert np.mean(np.abs(error) < 2 * prediction.noisy_std) == pytest.approx(127 / 144)
    assert process.log_evidence_ == pytest.approx(-94.0927, abs=1e-3)  # scikit-learn 1.9.1, the same kernel


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: RBF(0), "`length_scale` must be a positive number; got 0."),
    (ValueError, lambda: Matern(1, 2), "`nu` must be 0.5, 1.5 or 2.5; got 2."),
    (ValueError, lambda: Periodic(1, -1), "`period` must be a positive number; got -1."),
    (ValueError, lambda: -1 * RBF(1), "`variance` must be a positive number; got -1."),
    (ValueError, lambda: RBF(1)([[1, 2]], [3]),
     "`Z` must be a matrix of real numbers with shape (any, 2); got shape (1,)."),
    (ValueError, lambda: RBF(1)([np.nan]), "`X` must be a vector of real numbers; got nan at index 0."),
    (ValueError, lambda: (RBF(1) + RBF(1)).with_theta([0]),
     "`theta` must be a vector of 2 real numbers; got shape (1,)."),
    (ValueError, lambda: GaussianProcess(RBF(1), -1).fit([0], [0]),
     "`noise` must be a number that is not negative; got -1."),
    (ValueError, lambda: GaussianProcess(RBF(1), 1e200).fit([0], [0]),
     "`noise` must be at most 1e+100, so that its square can be held; got 1e+200."),
    (ValueError, lambda: GaussianProcess(RBF(1), 1).fit([0], [1e300]), "`y` must be in a unit in which its squares"),
    (np.linalg.LinAlgError, lambda: GaussianProcess(1e-300 * RBF(1)).fit([0], [1e100]),
     "`y` must be in a unit that suits the kernel's variance; got a fit beyond 1.8e308."),
    (ValueError, lambda: LinearKernel()([1e300]), "`X` must be places whose covariances can be held; got one beyond"),
    (ValueError, lambda: RBF(1)([[1], [1, 2]]), "`X` must be a matrix of real numbers with shape (any, any); got rows"),
    (ValueError, lambda: RBF(1).with_theta([1e4]), "`length_scale` must be a positive number; got inf."),
    (ValueError, lambda: GaussianProcess(RBF(1)).fit([0, 1], [0]),
     "`y` must be a vector of 2 real numbers; got shape (1,)."),
    (ValueError, lambda: fit_kernel(RBF(1), [0], [0], 0), "`noise` must be a positive number; got 0."),
    (TypeError, lambda: GaussianProcess(3).fit([0], [0]), "`kernel` must be a Kernel; got an object of type int."),
    (RuntimeError, lambda: GaussianProcess(RBF(1)).predict([0]),
     "`fit` must be called before a GaussianProcess can predict"),
    (np.linalg.LinAlgError, lambda: GaussianProcess(RBF(1)).fit([0, 0], [1, 2]),
     "`noise` must be large enough for these"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
