"""The multivariate normal against scipy.stats, exact fractions, and what slicing and mapping must obey."""
from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from mathlib.probability import MultivariateNormal, Normal, linear_gaussian, maximum_likelihood
from tests.strategies import matrices, numbers, vectors

covariances = matrices(3, 3, limit=10.0).map(lambda A: A @ A.T + 0.1 * np.eye(3))
gaussians = st.builds(MultivariateNormal, vectors(3, limit=10.0), covariances)


@given(gaussians, vectors(3, limit=10.0))
def test_the_density_is_scipys(gaussian, x):
    theirs = scipy.stats.multivariate_normal(gaussian.mean, gaussian.covariance, allow_singular=True)
    condition = np.linalg.cond(gaussian.covariance)
    assert gaussian.log_pdf(x) == pytest.approx(theirs.logpdf(x), rel=1e-14 * condition, abs=1e-12 * condition)


@given(gaussians, vectors(3, limit=10.0))
def test_the_joint_density_is_the_marginal_times_the_conditional(gaussian, x):
    conditional = gaussian.condition([2, 0], x[[2, 0]])
    product = gaussian.marginal([2, 0]).log_pdf(x[[2, 0]]) + conditional.log_pdf(x[[1]])
    condition = np.linalg.cond(gaussian.covariance)
    assert product == pytest.approx(float(gaussian.log_pdf(x)), rel=1e-12 * condition, abs=1e-12 * condition)


@given(gaussians, numbers(10.0), numbers(10.0))
def test_the_width_of_a_slice_does_not_depend_on_where_it_is(gaussian, a, b):
    assert np.array_equal(gaussian.condition([0], [a]).covariance, gaussian.condition([0], [b]).covariance)


@given(gaussians, matrices(3, 3, limit=3.0).filter(lambda A: np.linalg.cond(A) < 100), vectors(3, limit=10.0))
def test_an_invertible_map_moves_the_density_and_keeps_the_distances(gaussian, A, x):
    image = gaussian.transform(A, [1, 2, 3])
    blur = 1e-13 * np.linalg.cond(image.covariance) * (1 + np.linalg.cond(gaussian.covariance))
    assert image.mahalanobis(A @ x + [1, 2, 3]) == pytest.approx(float(gaussian.mahalanobis(x)), rel=blur, abs=blur)


def test_the_slice_of_the_figure():
    # syllabus 3.3: rho = .8, a = 1.5: mean 1.2, variance .36
    slice = MultivariateNormal([0, 0], [[1, 0.8], [0.8, 1]]).condition([0], [1.5])
    assert (slice.mean[0], slice.covariance[0, 0]) == pytest.approx((1.2, 0.36), rel=1e-15)


def test_conditioning_is_exact_in_fractions():
    # S = [[4, 2, 1], [2, 3, 0], [1, 0, 2]], mean (1, 2, 3), x3 = 5: gain (1/2, 0)
    slice = MultivariateNormal([1, 2, 3], [[4, 2, 1], [2, 3, 0], [1, 0, 2]]).condition([2], [5])
    assert slice.mean.tolist() == pytest.approx([2, 2], rel=1e-15)
    assert slice.covariance.ravel().tolist() == pytest.approx([float(Fraction(7, 2)), 2, 2, 3], rel=1e-15)


def test_one_variable_is_the_normal():
    x = np.linspace(-3, 9, 7)
    assert np.allclose(MultivariateNormal([3], [[4]]).log_pdf(x[:, None]), Normal(3, 2).log_pdf(x), rtol=1e-14)


def test_a_sample_has_the_moments_also_where_there_is_no_density():
    flat = MultivariateNormal([1, 2], [[1, 1], [1, 1]])
    sample = flat.sample(100_000, rng=np.random.default_rng(0))
    assert np.abs(sample[:, 1] - sample[:, 0] - 1).max() < 1e-7
    sample = MultivariateNormal([1, 2], [[2, 1], [1, 3]]).sample(100_000, rng=np.random.default_rng(0))
    assert np.abs(sample.mean(axis=0) - [1, 2]).max() < 5 * math.sqrt(3e-5)
    assert np.abs(np.cov(sample.T) - [[2, 1], [1, 3]]).max() < 5 * 3 * math.sqrt(2e-5)


def test_the_contour_holds_its_share_of_a_sample():
    gaussian = MultivariateNormal([1, 2], [[2, 1], [1, 3]])
    radius = gaussian.mahalanobis(gaussian.contour(0.9))
    assert np.allclose(radius, math.sqrt(scipy.stats.chi2(2).ppf(0.9)), rtol=1e-13)
    share = np.mean(gaussian.mahalanobis(gaussian.sample(100_000, rng=np.random.default_rng(0))) <= radius[0])
    assert abs(share - 0.9) < 5 * math.sqrt(0.09 / 1e5)


def test_a_line_seen_through_noise_is_bayes_rule_of_normals():
    joint = linear_gaussian(MultivariateNormal([0, 1], [[2, 0], [0, 1]]), [[1, 1], [0, 2], [1, 0]], 0.5 * np.eye(3))
    A, prior = np.array([[1, 1], [0, 2], [1, 0]]), np.diag([2.0, 1])
    y = np.array([1.0, 2, 3])
    covariance = np.linalg.inv(np.linalg.inv(prior) + A.T @ A / 0.5)  # Bishop (2006), equations 2.116 and 2.117
    mean = covariance @ (A.T @ y / 0.5 + np.linalg.inv(prior) @ [0, 1])
    posterior = joint.condition([2, 3, 4], y)
    assert np.allclose(posterior.mean, mean, rtol=1e-13)
    assert np.allclose(posterior.covariance, covariance, rtol=1e-13, atol=1e-15)


def test_the_scale_of_a_covariance_does_not_matter():
    for unit in (1e-150, 1e150):
        gaussian = MultivariateNormal([0, 0], unit * np.array([[1, 0.5], [0.5, 1]]))
        assert gaussian.mahalanobis(math.sqrt(unit) * np.array([1, 1])) == pytest.approx(math.sqrt(4 / 3), rel=1e-12)


def test_far_away_the_density_is_nought_and_the_distance_a_number():
    assert TWO.log_pdf([1e300, 0]) == -math.inf
    assert TWO.mahalanobis([1e300, 0]) == pytest.approx(1e300 * math.sqrt(4 / 3), rel=1e-14)


def test_what_is_known_through_others_is_known():
    # three variables that are one: after one is seen the others have no width left, whatever rounding says
    S = 0.1 * np.ones((3, 3)) + 1e-18 * np.eye(3)
    slice = MultivariateNormal([0, 0, 0], S).condition([1], [1])
    assert np.allclose(slice.mean, 1, rtol=1e-12)
    assert np.abs(slice.covariance).max() < 1e-16
    assert (slice.sample(3, rng=np.random.default_rng(0)).round(6) == 1).all()


def test_maximum_likelihood_is_the_mean_and_the_biased_covariance():
    X = np.random.default_rng(0).standard_normal((50, 3))
    fit = maximum_likelihood(MultivariateNormal, X)
    assert np.allclose(fit.mean, X.mean(axis=0), rtol=1e-14)
    assert np.allclose(fit.covariance, np.cov(X.T, bias=True), rtol=1e-13, atol=1e-16)


TWO = MultivariateNormal([0, 0], [[1, 0.5], [0.5, 1]])


@pytest.mark.parametrize(("call", "message"), [
    (lambda: MultivariateNormal([0, 0], [[1, 2], [2, 1]]), "`covariance` must have no negative eigenvalue; got -1."),
    (lambda: MultivariateNormal([0], [[-1]]), "`covariance` must have variances that are not negative; got -1."),
    (lambda: MultivariateNormal([0, 0], [[1, 0], [0, -1e-11]]),
     "`covariance` must have variances that are not negative; got -1e-11."),
    (lambda: TWO.transform([[1e200, 0]]),
     "`covariance` must be a square matrix of real numbers with shape (1, 1); got"),
    (lambda: MultivariateNormal([0, 0], [[1, 0.5], [0, 1]]),
     "`covariance` must be symmetric; got entries that differ by 0.5"),
    (lambda: MultivariateNormal([0, 0], [[1]]),
     "`covariance` must be a square matrix of real numbers with shape (2, 2)"),
    (lambda: MultivariateNormal([np.nan], [[1]]), "`mean` must be a vector of real numbers; got nan at index 0."),
    (lambda: TWO.condition([0, 1], [1, 2]), "`indices` must be some, not all, of the 2 variables; got all."),
    (lambda: TWO.condition([0, 0], [1, 2]), "`indices` must be different whole numbers from 0 to 1; got [0 0]."),
    (lambda: TWO.condition([2], [1]), "`indices` must be different whole numbers from 0 to 1; got [2]."),
    (lambda: TWO.condition([0], [1, 2]), "`values` must be a vector of 1 real numbers; got shape (2,)."),
    (lambda: TWO.log_pdf([1]), "`x` must be points of 2 real numbers, shape (..., 2); got shape (1,)."),
    (lambda: TWO.transform([[1, 1, 1]]), "`A` must be a matrix of real numbers with shape (any, 2); got shape (1, 3)."),
    (lambda: TWO.contour(1.0), "`probability` must be a number from 0 up to, but not including, 1; got 1.0."),
    (lambda: MultivariateNormal([0], [[1]]).contour(),
     "`covariance` must be a matrix of real numbers with shape (2, 2)"),
    (lambda: linear_gaussian(TWO, [[1, 1]], [[-1]]), "`noise` must have variances that are not negative; got -1."),
])
def test_values_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_singular_covariances_have_no_density():
    with pytest.raises(np.linalg.LinAlgError, match="`covariance` must be positive definite here; got a matrix"):
        MultivariateNormal([0, 0], [[1, 1], [1, 1]]).log_pdf([0, 0])
    with pytest.raises(TypeError, match="`prior` must be a MultivariateNormal; got an object of type Normal"):
        linear_gaussian(Normal(), [[1]], [[1]])
