"""The numerics that scripts of figures share, run by a JavaScript engine and compared with numpy, scipy and Python."""
from __future__ import annotations

import json
import math

import numpy as np
import pytest
import quickjs
from scipy.special import gammaln

from mathlib.live.script import NUMERICS


@pytest.fixture(scope="module")
def js():
    """Return a function that calls one of the numerics; NaN and infinity come back as they were."""
    context = quickjs.Context()
    context.eval(NUMERICS.read_text("utf-8"))
    context.eval("function call(name, given) { return JSON.stringify(numerics[name](...JSON.parse(given)), "
                 "(key, value) => typeof value === 'number' && !Number.isFinite(value) ? String(value) : value); }")
    call = context.get("call")
    return lambda name, *given: json.loads(call(name, json.dumps(given)))


@pytest.fixture
def rng():
    return np.random.default_rng(20261121)


# ---- linear systems

@pytest.mark.parametrize("n", [1, 2, 3, 5, 10, 30])
def test_solving_agrees_with_numpy(js, rng, n):
    for _ in range(10):
        A, b = rng.normal(size=(n, n)), rng.normal(size=n)
        np.testing.assert_allclose(js("solve", A.tolist(), b.tolist()), np.linalg.solve(A, b),
                                   rtol=1e-13 * n * np.linalg.cond(A), atol=0)


def test_solving_exchanges_rows_where_a_pivot_is_zero_or_tiny(js):
    assert js("solve", [[0, 2], [3, 0]], [4, 9]) == [3, 2]
    np.testing.assert_allclose(js("solve", [[1e-20, 1], [1, 1]], [1, 2]), [1, 1], rtol=1e-15)
    A = [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert js("solve", A, [1, 2, 3]) == [3, 2, 1]


def test_solving_leaves_what_it_is_given(js):
    context = quickjs.Context()
    context.eval(NUMERICS.read_text("utf-8"))
    assert context.eval("const A = [[0, 1], [1, 0]], b = [1, 2], S = [[2, 1], [1, 2]]; numerics.solve(A, b); "
                        "numerics.cholesky(S); numerics.eigenvaluesSymmetric(S); JSON.stringify([A, b, S])"
                        ) == "[[[0,1],[1,0]],[1,2],[[2,1],[1,2]]]"


@pytest.mark.parametrize("A", [[[0]], [[1, 2], [2, 4]], [[0, 0], [0, 0]], [[1, 2, 3], [4, 5, 6], [0, 0, 0]]])
def test_a_singular_system_has_no_solution(js, A):
    assert js("solve", A, [1] * len(A)) is None


# ---- Cholesky

@pytest.mark.parametrize("n", [1, 2, 4, 12])
def test_the_triangle_agrees_with_numpy(js, rng, n):
    for _ in range(10):
        root = rng.normal(size=(n, n))
        A = root @ root.T + 0.1 * np.eye(n)
        np.testing.assert_allclose(js("cholesky", A.tolist()), np.linalg.cholesky(A), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("A", [[[0]], [[-1]], [[1, 2], [2, 1]], [[1, 1], [1, 1]], [[4, 2], [2, 0.5]]])
def test_what_is_not_positive_definite_has_no_triangle(js, A):
    assert js("cholesky", A) is None


# ---- eigenvalues

def pairs(A):
    """Return numpy's eigenvalues as the script gives them: by real part, then by imaginary part."""
    found = sorted(np.linalg.eigvals(np.array(A, dtype=float)).astype(complex), key=lambda z: (z.real, z.imag))
    return [[z.real, z.imag] for z in found]


def test_two_eigenvalues_agree_with_numpy(js, rng):
    kinds = set()
    for _ in range(300):
        (a, b), (c, d) = A = rng.normal(size=(2, 2)) * 10.0 ** rng.integers(-3, 4)
        got = js("eigenvalues2", a, b, c, d)
        kinds.add(got[0][1] == 0)
        gap = abs((a - d)**2 / 4 + b * c) / np.abs(A).max()**2
        np.testing.assert_allclose(got, pairs(A), rtol=0, atol=1e-14 * np.abs(A).max() * (1 + gap ** -0.5))
    assert kinds == {True, False}


@pytest.mark.parametrize(("A", "values"), [
    ([[1, 1], [0, 1]], [[1, 0], [1, 0]]), ([[1, 0.5], [-0.5, 0]], [[0.5, 0], [0.5, 0]]),       # one direction
    ([[0, 0], [0, 0]], [[0, 0], [0, 0]]), ([[0, 1], [0, 0]], [[0, 0], [0, 0]]),
    ([[0, -1], [1, 0]], [[0, -1], [0, 1]]), ([[1, -2], [2, 1]], [[1, -2], [1, 2]]),            # no direction
    ([[2, 0], [0, -3]], [[-3, 0], [2, 0]]), ([[1e-150, 0], [0, 2e-150]], [[1e-150, 0], [2e-150, 0]]),
])
def test_two_eigenvalues_where_they_are_known(js, A, values):
    np.testing.assert_allclose(js("eigenvalues2", *A[0], *A[1]), values, rtol=1e-15, atol=0)


def test_a_tiny_eigenvalue_beside_a_large_one_keeps_its_digits(js):
    low, high = js("eigenvalues2", 1e8, 0, 0, 1e-8)
    assert (low[0], high[0]) == pytest.approx((1e-8, 1e8), rel=1e-15)
    low, high = js("eigenvalues2", -1e8, 1, 1, -1e-7)             # determinant 9, so the one near 0 is -9e-8
    assert high[0] == pytest.approx(-9e-8, rel=1e-8)


def test_an_eigenvector_is_stretched_and_looks_up(js, rng):
    for A in rng.integers(-4, 5, (60, 2, 2)) / 2:
        for value, imaginary in js("eigenvalues2", *A.ravel()):
            if imaginary == 0:
                v = np.array(js("eigenvector2", *A.ravel(), value))
                np.testing.assert_allclose(A @ v, value * v, rtol=0, atol=1e-14)
                assert np.hypot(*v) == pytest.approx(1, rel=1e-15)
                assert v[np.argmax(np.abs(v) > np.abs(v).max() - 1e-12)] > 0


def test_where_every_vector_is_an_eigenvector_the_axes_are(js):
    assert [js("eigenvector2", 3, 0, 0, 3, 3, k) for k in (0, 1)] == [[1, 0], [0, 1]]


@pytest.mark.parametrize("n", range(1, 9))
def test_the_eigenvalues_of_a_symmetric_matrix_agree_with_numpy(js, rng, n):
    for _ in range(5):
        A = rng.normal(size=(n, n))
        A, close = A + A.T, 1e-13 * n
        np.testing.assert_allclose(js("eigenvaluesSymmetric", A.tolist()), np.linalg.eigvalsh(A), rtol=0, atol=close)


def test_hard_symmetric_matrices(js):
    assert js("eigenvaluesSymmetric", [[3, 0], [0, -1]]) == [-1, 3]
    np.testing.assert_allclose(js("eigenvaluesSymmetric", np.ones((6, 6)).tolist()), [0, 0, 0, 0, 0, 6], atol=1e-14)
    hilbert = [[1 / (i + j + 1) for j in range(8)] for i in range(8)]
    np.testing.assert_allclose(js("eigenvaluesSymmetric", hilbert), np.linalg.eigvalsh(hilbert), rtol=0, atol=1e-14)
    np.testing.assert_allclose(js("eigenvaluesSymmetric", [[1, 1e-300], [1e-300, 1]]), [1, 1], rtol=1e-15)


# ---- log Γ

def test_log_gamma_agrees_with_scipy(js):
    x = np.concatenate([np.geomspace(1e-3, 1e6, 400), np.arange(0.5, 12, 0.25)])
    got = [js("logGamma", float(each)) for each in x]
    np.testing.assert_allclose(got, gammaln(x), rtol=1e-14, atol=2e-14)


def test_log_gamma_of_whole_numbers_is_a_log_factorial(js):
    for n in range(1, 171):
        assert js("logGamma", n) == pytest.approx(math.log(math.factorial(n - 1)), rel=1e-14, abs=1e-14)


# ---- numbers in words

def true_minus(text):
    return text.replace("-", "−")


def test_digits_are_those_of_python(js, rng):
    for count in (2, 3, 4, 6):
        for x in (rng.normal(size=150) * 10.0 ** rng.integers(-12, 12, size=150)).tolist():
            assert js("digits", x, count) == true_minus(f"{x:.{count}g}")


@pytest.mark.parametrize("x", [0, 1, -1, 0.5, 100, 1234, 9999, 9999.4, 9999.6, 12346, -123456, 0.0001, 0.00001,
                               0.00009999, 0.000099999, 1e-7, -1.5e-7, 1e20, 1e21, 1e22, -1e300, 5e-324, 1e100])
def test_digits_in_hard_cases(js, x):
    assert js("digits", x) == true_minus(f"{x:.4g}")


def test_decimals_are_those_of_python(js, rng):
    for count in (0, 1, 2, 5):
        for x in (rng.normal(size=150) * 10.0 ** rng.integers(-4, 8, size=150)).tolist():
            assert js("decimals", x, count) == true_minus(f"{x:z.{count}f}")
    assert js("decimals", -1.5) == "−1.50"
    assert js("decimals", -0.001) == true_minus(f"{-0.001:z.2f}") == "0.00"


def test_a_tie_may_round_to_another_last_digit_than_in_python(js):
    """JavaScript rounds 0.125 up and Python to even; the comparison of the statuses allows for it."""
    assert (js("decimals", 0.125), f"{0.125:.2f}") == ("0.13", "0.12")
