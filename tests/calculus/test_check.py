"""The gradient check passes what is right and catches what is wrong."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mathlib.calculus import check_gradient
from tests.strategies import symmetric_matrices, vectors


def quadratic(H):
    return lambda x: x @ H @ x / 2, lambda x: H @ x


@given(symmetric_matrices(3), vectors(3))
def test_a_right_gradient_passes(H, x):
    # where the gradient is all cancellation, differences measure only rounding
    assume(np.linalg.norm(H @ x) > 1e-3 * np.linalg.norm(H) * np.linalg.norm(x))
    assert check_gradient(*quadratic(H), x)


@given(vectors(4, limit=10), st.integers(0, 3), st.floats(1e-3, 10))
def test_one_wrong_entry_is_caught(x, k, wrong):
    assume(abs(x[k]) > 0.1)  # so that the wrong part is more than 1e-5 of the whole
    claimed = np.zeros(4)
    claimed[k] = wrong * x[k]
    check = check_gradient(lambda z: z @ z, lambda z: 2 * z + claimed, x)
    assert not check
    assert check.error > 1e-6


@pytest.mark.parametrize("factor", [-1, 0, 0.5, 1.001, 2])
@pytest.mark.parametrize("scale", [1, 1e6, 1e30])
def test_a_wrong_factor_is_caught_at_any_scale(factor, scale):
    x = scale * np.array([1.0, 2.0])
    assert not check_gradient(lambda z: (z / scale) @ (z / scale), lambda z: 2 * factor * z / scale**2, x)
    assert check_gradient(lambda z: (z / scale) @ (z / scale), lambda z: 2 * z / scale**2, x)


@pytest.mark.parametrize("height", [0, 1e6, 1e12])
def test_a_great_constant_makes_noise_but_no_false_alarm(height):
    assert check_gradient(lambda z: z @ z + height, lambda z: 2 * z, [1.0, 2.0])


def test_a_matrix_of_weights_is_checked_in_its_shape():
    A = np.arange(1.0, 7).reshape(2, 3)
    check = check_gradient(lambda W: np.sum(W**3), lambda W: 3 * W**2, A)
    assert check.passed
    assert check.measured.shape == check.claimed.shape == (2, 3)


def test_a_constant_has_gradient_zero():
    check = check_gradient(lambda x: 5.0, np.zeros_like, [1.0, 2.0])
    assert check.passed
    assert check.error == 0


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: check_gradient(np.sum, lambda x: x[:1], [1.0, 2.0]),
     "`gradient_of_f(x)` must be of the shape of x, (2,); got shape (1,)."),
    (ValueError, lambda: check_gradient(np.sum, lambda x: x * np.nan, [1.0]),
     "`gradient_of_f(x)` must be real numbers"),
    (TypeError, lambda: check_gradient(np.sum, None, [1.0]), "`gradient_of_f` must be a function; got None."),
    (TypeError, lambda: check_gradient(None, np.ones_like, [1.0]), "`f` must be a function; got None."),
    (ValueError, lambda: check_gradient(np.sum, np.ones_like, [1.0], tolerance=0), "`tolerance` must be a positive"),
    (ValueError, lambda: check_gradient(np.sum, np.ones_like, [np.inf]), "`x` must be real numbers; got inf"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
