"""Where stochastic gradient descent comes to rest: against scipy's Lyapunov solver, and against the walk itself."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import linalg

from mathlib.optimization import Quadratic, batches, gradient_noise, sgd, stationary_covariance

H = np.array([[2.0, 0.5], [0.5, 1.0]])
C = np.array([[1.0, -0.3], [-0.3, 0.5]])


@pytest.mark.parametrize("step_size", [1e-8, 0.01, 0.3, 0.9])
def test_the_noise_ball_solves_lyapunovs_equation(step_size):
    A = np.eye(2) - step_size * H
    expected = linalg.solve_discrete_lyapunov(A, step_size**2 * C)
    assert stationary_covariance(H, C, step_size) == pytest.approx(expected, rel=1e-7 if step_size < 1e-3 else 1e-12)


def test_small_steps_keep_their_digits():
    # in one dimension the equation is step * c / (h * (2 - step * h))
    assert stationary_covariance([[3.0]], [[2.0]], 1e-14)[0, 0] == pytest.approx(2e-14 / 6, rel=1e-12)


def test_a_walk_with_independent_batches_fills_the_noise_ball():
    rng = np.random.default_rng(0)
    centres = rng.multivariate_normal([0, 0], np.eye(2), size=200)
    centres -= centres.mean(axis=0)
    bowl = Quadratic(H)

    def gradient_of(x, batch):
        return bowl.gradient(x - centres[batch].mean(axis=0))

    gradients = -centres @ H
    noise = gradients.T @ gradients / 200 / 4
    assert np.trace(noise) == pytest.approx(gradient_noise(gradients, 4), rel=1e-12)
    walk = sgd(gradient_of, 200, [0.0, 0.0], 0.2, batch_size=4, n_steps=40_000, replace=True, rng=rng)
    found = walk.path.T @ walk.path / len(walk.path)
    expected = stationary_covariance(H, noise, 0.2)
    assert found == pytest.approx(expected, abs=0.05 * np.trace(expected))
    # dealt out of one pack, the errors of an epoch cancel: where an epoch is short the ball is far smaller
    independent, shuffled = (np.mean(sgd(gradient_of, 200, [0.0, 0.0], 0.05, batch_size=40, n_steps=10_000,
                                         replace=replace, rng=rng).path ** 2) for replace in (True, False))
    assert shuffled < 0.5 * independent


def test_draws_with_replacement_repeat_an_example_and_draws_without_do_not():
    rng = np.random.default_rng(1)
    drawn, dealt = batches(10, 10, replace=True, rng=rng), batches(10, 10, rng=rng)
    assert any(len(set(next(drawn))) < 10 for _ in range(5))
    assert all(sorted(next(dealt)) == list(range(10)) for _ in range(5))


def test_draws_with_replacement_are_uniform():
    deal = batches(5, 4, replace=True, rng=np.random.default_rng(2))
    counts = np.bincount(np.concatenate([next(deal) for _ in range(5000)]), minlength=5)
    assert counts / 20_000 == pytest.approx(np.full(5, 0.2), abs=0.01)


@pytest.mark.parametrize(("arguments", "error", "message"), [
    ((H, C, 0.95), ValueError, "`step_size` must be less than 2 over the largest curvature, 0.906"),
    ((H, C, 0.0), ValueError, "`step_size` must be"),
    ((np.diag([1.0, -1.0]), C, 0.1), np.linalg.LinAlgError, "`hessian` must be positive definite; got the eig"),
    (([[1.0, 2.0], [0.0, 1.0]], C, 0.1), ValueError, "`hessian` must be symmetric"),
    ((H, [[1.0, 2.0], [0.0, 1.0]], 0.1), ValueError, "`noise` must be symmetric"),
    ((H, np.eye(3), 0.1), ValueError, "`noise` must"),
    ((H, [[np.nan, 0], [0, 1]], 0.1), ValueError, "`noise` must"),
])
def test_what_has_no_noise_ball_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        stationary_covariance(*arguments)
