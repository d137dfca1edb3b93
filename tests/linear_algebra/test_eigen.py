"""Eigenvalues by iteration and by rotation against numpy, scipy, sympy, and the rates that theory gives."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
import scipy.linalg
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathlib.linear_algebra import (
    characteristic_polynomial,
    eig_symmetric,
    inverse_iteration,
    jacobi,
    matrix_power,
    power_iteration,
    qr_iteration,
    quadratic_form,
    rayleigh_quotient,
    real_eigenpairs,
    rotation,
)
from tests.strategies import matrices, symmetric_matrices, vectors, whole_matrices

EPS = np.finfo(float).eps
SOLVERS = ["numpy", "jacobi"]
symmetric = st.integers(1, 6).flatmap(symmetric_matrices)
# few and whole entries: repeated eigenvalues, ranks below n and zero matrices occur
coincidental = st.integers(1, 5).flatmap(
    lambda n: hnp.arrays(float, (n, n), elements=st.integers(-1, 1)).map(lambda A: np.triu(A) + np.triu(A, 1).T))


def turned(values, seed=0):
    """A symmetric matrix with these eigenvalues, and its eigenvectors."""
    Q = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(values), len(values))))[0]
    return Q * values @ Q.T, Q


def angle_to_line(v, direction):
    return np.arctan2(np.linalg.norm(v - direction * (direction @ v)), abs(direction @ v))


@pytest.mark.parametrize("solver", SOLVERS)
@given(A=symmetric | coincidental)
def test_the_spectral_theorem(solver, A):
    values, V = eig_symmetric(A, solver=solver)
    n, size = len(A), max(np.linalg.norm(A), 1e-300)
    assert np.abs(V * values @ V.T - A).max() <= 64 * EPS * size
    assert np.abs(V.T @ V - np.eye(n)).max() <= 64 * EPS
    assert (np.diff(values) <= 0).all()
    assert np.abs(values - scipy.linalg.eigvalsh(A, driver="ev")[::-1]).max() <= 32 * EPS * size
    assert values.sum() == pytest.approx(np.trace(A), abs=64 * EPS * size)


@pytest.mark.parametrize("solver", SOLVERS)
@given(A=symmetric | coincidental)
def test_the_first_of_the_largest_entries_of_each_eigenvector_is_positive(solver, A):
    for v in eig_symmetric(A, solver=solver).vectors.T:
        assert v[np.flatnonzero(np.abs(v) >= np.abs(v).max() * (1 - 1e-8))[0]] > 0


@pytest.mark.parametrize("solver", SOLVERS)
def test_repeated_eigenvalues_have_a_space_of_eigenvectors(solver):
    A, Q = turned([5.0, 2, 2, 2, -1])
    values, V = eig_symmetric(A, solver=solver)
    assert values == pytest.approx([5, 2, 2, 2, -1], abs=64 * EPS)
    space = V[:, 1:4]
    assert np.abs(space @ space.T - Q[:, 1:4] @ Q[:, 1:4].T).max() <= 64 * EPS


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_eigenvalues_at_any_scale(solver, scale):
    values, V = eig_symmetric(scale * np.array([[2.0, 1], [1, 2]]), solver=solver)
    assert values / scale == pytest.approx([3, 1], rel=4 * EPS)
    assert np.abs(V - np.array([[1, 1], [1, -1]]) / math.sqrt(2)).max() <= 4 * EPS


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("A", [[[0.0]], [[-7.0]], np.zeros((3, 3)), np.diag([1.0, 3.0, 2.0]), np.eye(4)])
def test_what_is_diagonal_already(solver, A):
    values, V = eig_symmetric(A, solver=solver)
    assert values.tolist() == sorted(np.diag(A).tolist(), reverse=True)
    assert ((V == 0) | (V == 1)).all()


@given(symmetric, st.integers(0, 12))
def test_powers_are_those_of_repeated_multiplication(A, k):
    expected = np.linalg.matrix_power(A, k)
    assert np.abs(matrix_power(A, k) - expected).max() <= 64 * (k + 1) * EPS * np.linalg.norm(A, 2) ** k


def test_the_tenth_power_of_a_small_matrix_is_that_of_whole_numbers():
    exact = sympy.Matrix([[2, 1], [1, 2]]) ** 10
    assert matrix_power([[2, 1], [1, 2]], 10) == pytest.approx(np.array(exact, float), rel=16 * EPS)
    assert exact == sympy.Matrix([[29525, 29524], [29524, 29525]])
    assert (exact[0, 0], exact[0, 1]) == ((3**10 + 1) // 2, (3**10 - 1) // 2)


def test_powers_of_the_fibonacci_matrix():
    F = matrix_power([[1, 1], [1, 0]], 30)
    assert F == pytest.approx(np.array([[1346269, 832040], [832040, 514229]]), rel=64 * EPS)


@pytest.mark.parametrize("ratio", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_error_of_power_iteration_falls_by_the_ratio_of_eigenvalues(ratio, sign):
    A, Q = turned([1.0, sign * ratio, 0.1], seed=1)
    path = power_iteration(A, Q.sum(axis=1), n_steps=40, tolerance=0).path
    error = np.array([np.tan(angle_to_line(v, Q[:, 0])) for v in path])
    steps = np.flatnonzero(error > 1e-11)[8:]  # the third part has faded, rounding has not come yet
    slope = np.polyfit(steps, np.log(error[steps]), 1)[0]
    assert slope == pytest.approx(math.log(ratio), rel=1e-3)


def test_the_estimates_of_the_eigenvalue_are_twice_as_good():
    # the Rayleigh quotient is flat at an eigenvector of a symmetric matrix
    ratio = 0.7
    A, Q = turned([1.0, ratio, 0.1], seed=1)
    values = power_iteration(A, Q.sum(axis=1), n_steps=30, tolerance=0).values
    steps = np.arange(10, 30)
    assert np.polyfit(steps, np.log(1 - values[steps]), 1)[0] == pytest.approx(2 * math.log(ratio), rel=1e-3)


@given(symmetric, st.integers(0, 1000))
def test_power_iteration_that_converged_has_the_largest_eigenvalue(A, seed):
    values = np.linalg.eigvalsh(A)
    first, *others = values[np.argsort(-np.abs(values))]
    assume(abs(first) > 0 and all(abs(other) < 0.9 * abs(first) for other in others))
    power = power_iteration(A, np.random.default_rng(seed).normal(size=len(A)))
    assert power.converged
    assert power.value == pytest.approx(first, rel=1e-9)
    assert np.linalg.norm(A @ power.vector - power.value * power.vector) <= 1e-9 * abs(first)
    assert np.allclose(np.linalg.norm(power.path, axis=1), 1, rtol=4 * EPS)
    assert len(power.path) == len(power.values) == power.n_steps + 1


@pytest.mark.parametrize("A", [rotation(1.0), [[0, 1], [1, 0]], [[2, 0], [0, -2]]])
def test_power_iteration_does_not_converge_where_two_eigenvalues_are_equal_in_size(A):
    power = power_iteration(A, [1, 0.5], n_steps=500)
    assert not power.converged
    assert power.n_steps == 500


def test_power_iteration_of_a_defective_matrix_converges_slowly():
    # the error falls like 1 / n_steps, not like a power: after 100 steps of a shear it is 0.01
    power = power_iteration([[1, 1], [0, 1]], [0, 1], n_steps=100)
    assert not power.converged
    assert power.path[-1][1] / power.path[-1][0] == pytest.approx(1 / 100, rel=1e-9)


def test_power_iteration_that_starts_at_an_eigenvector_stays_there():
    power = power_iteration([[2, 0], [0, 1]], [0, 3])
    assert (power.path.tolist(), power.values.tolist(), power.converged) == ([[0, 1]], [1], True)


def test_power_iteration_ends_where_a_vector_is_sent_to_0():
    power = power_iteration([[0, 1], [0, 0]], [1, 1])
    assert power.path[-1].tolist() == [1, 0]
    assert (power.value, power.converged, power.n_steps) == (0, True, 1)
    assert power_iteration(np.zeros((2, 2)), [1, 0]).value == 0


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_power_iteration_at_any_scale(scale):
    plain = power_iteration([[2, 1], [1, 2]], [1, 0])
    scaled = power_iteration(scale * np.array([[2.0, 1], [1, 2]]), [1e-200, 0])
    assert np.allclose(scaled.path, plain.path, atol=8 * EPS)
    assert np.allclose(scaled.values / scale, plain.values, rtol=8 * EPS)
    assert scaled.converged


@given(symmetric_matrices(4), st.floats(-300, 300), st.integers(0, 1000))
def test_inverse_iteration_finds_the_eigenvalue_nearest_to_the_shift(A, shift, seed):
    values = np.linalg.eigvalsh(A)
    first, second = np.sort(np.abs(values - shift))[:2]
    assume(1e-3 < first < 0.9 * second)
    found = inverse_iteration(A, np.random.default_rng(seed).normal(size=4), shift, n_steps=500)
    nearest = values[np.abs(values - shift).argmin()]
    assert found.value == pytest.approx(nearest, abs=1e-8 * np.abs(values).max())


def test_the_error_of_inverse_iteration_falls_by_the_ratio_of_distances_to_the_shift():
    A, Q = turned([3.0, 2.0, -4.0], seed=2)
    path = inverse_iteration(A, Q.sum(axis=1), 1.8, n_steps=12, tolerance=0).path
    error = np.array([np.tan(angle_to_line(v, Q[:, 1])) for v in path])
    assert np.polyfit(range(4, 12), np.log(error[4:12]), 1)[0] == pytest.approx(math.log(0.2 / 1.2), rel=0.01)


@given(symmetric)
def test_qr_iteration_keeps_the_eigenvalues_and_records_its_way(A):
    iteration = qr_iteration(A, n_steps=5, tolerance=0)
    V = iteration.vectors
    T = V.T @ A @ V
    assert np.abs(V.T @ V - np.eye(len(A))).max() <= 128 * EPS
    assert np.abs(T.diagonal() - iteration.diagonals[-1]).max() <= 256 * EPS * np.linalg.norm(A)
    assert np.abs(T - np.diag(T.diagonal())).max() == pytest.approx(iteration.off_diagonal[-1],
                                                                    abs=256 * EPS * np.linalg.norm(A))
    assert iteration.diagonals.shape == (iteration.n_steps + 1, len(A))
    assert np.allclose(iteration.diagonals.sum(axis=1), np.trace(A), atol=256 * EPS * np.linalg.norm(A))


@given(symmetric)
def test_qr_iteration_that_converged_has_all_eigenvalues(A):
    sizes = np.sort(np.abs(np.linalg.eigvalsh(A)))
    assume((sizes[:-1] < 0.9 * sizes[1:]).all())
    iteration = qr_iteration(A)
    assert iteration.converged
    assert np.sort(iteration.diagonals[-1]) == pytest.approx(np.linalg.eigvalsh(A), abs=1e-9 * np.linalg.norm(A))


def test_the_entries_beside_the_diagonal_fall_by_the_ratio_of_eigenvalues():
    A, _ = turned([4.0, 2.0, 0.5], seed=3)
    beside = qr_iteration(A, n_steps=30, tolerance=0).off_diagonal
    assert np.polyfit(range(10, 30), np.log(beside[10:30]), 1)[0] == pytest.approx(math.log(0.5), rel=1e-3)


def test_qr_iteration_stands_still_between_opposite_eigenvalues():
    iteration = qr_iteration([[0, 1], [1, 0]], n_steps=50)
    assert not iteration.converged
    assert iteration.off_diagonal.tolist() == [1] * 51


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_qr_iteration_at_any_scale(scale):
    iteration = qr_iteration(scale * np.array([[2.0, 1], [1, 2]]))
    assert iteration.converged
    assert iteration.diagonals[-1] / scale == pytest.approx([3, 1], rel=1e-9)


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(matrices(n, n), vectors(n).filter(np.any))))
def test_the_rayleigh_quotient_is_the_best_multiple(system):
    A, v = system
    value = rayleigh_quotient(A, v)
    best = np.linalg.lstsq(v[:, None], A @ v)[0][0]
    assert value == pytest.approx(best, abs=64 * EPS * np.linalg.norm(A))


@given(st.integers(1, 5).flatmap(lambda n: st.tuples(symmetric_matrices(n), vectors(n).filter(np.any))))
def test_the_rayleigh_quotient_lies_between_the_eigenvalues(system):
    A, v = system
    values, V = eig_symmetric(A)
    tolerance = 32 * EPS * np.linalg.norm(A)
    assert values[-1] - tolerance <= rayleigh_quotient(A, v) <= values[0] + tolerance
    assert rayleigh_quotient(A, V[:, 0]) == pytest.approx(values[0], abs=tolerance)


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(matrices(n, n), matrices(5, n))))
def test_a_quadratic_form_sees_only_the_symmetric_half_and_is_a_sum_of_squares_along_eigenvectors(system):
    A, points = system
    values, V = eig_symmetric((A + A.T) / 2)
    expected = ((points @ V) ** 2) @ values
    tolerance = 64 * EPS * np.linalg.norm(A) * (points**2).sum(axis=1).max(initial=1)
    assert np.abs(quadratic_form(A, points) - expected).max() <= tolerance
    assert quadratic_form(A, points[0]) == pytest.approx(points[0] @ A @ points[0], abs=tolerance)
    assert quadratic_form(A, points.reshape(5, 1, -1)).shape == (5, 1)


@given(whole_matrices())
def test_the_characteristic_polynomial_is_sympys_and_its_roots_are_eigenvalues(A):
    coefficients = characteristic_polynomial(A)
    assert coefficients.tolist() == [int(c) for c in sympy.Matrix(A).charpoly().all_coeffs()]
    for value in real_eigenpairs(A).values:
        assert abs(np.polyval(coefficients, value)) <= 1e-12 * max(np.linalg.norm(A) ** 2, 1)


def test_complex_eigenvalues_are_roots_of_the_characteristic_polynomial():
    assert np.roots(characteristic_polynomial([[0, -1], [1, 0]])) == pytest.approx([1j, -1j])


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: power_iteration([[1, 2]], [1, 2]), "`A` must be a square matrix of real numbers; got shape"),
    (ValueError, lambda: power_iteration(np.eye(2), [0, 0]), "`start` must be a vector other than 0; got 0, which has"),
    (ValueError, lambda: power_iteration(np.eye(2), [1]), "`start` must be a vector of 2 real numbers; got shape"),
    (ValueError, lambda: power_iteration(np.eye(2), [1, 0], n_steps=-1), "`n_steps` must be a whole number, at least"),
    (ValueError, lambda: power_iteration(np.eye(2), [1, 0], tolerance=-1), "`tolerance` must be a number that is not"),
    (np.linalg.LinAlgError, lambda: inverse_iteration(np.diag([1, 2]), [1, 1], 2),
     "`shift` must not be an eigenvalue itself; got 2."),
    (ValueError, lambda: inverse_iteration(np.eye(2), [1, 1], np.nan), "`shift` must be a real number; got nan."),
    (ValueError, lambda: qr_iteration([[1, 2], [3, 4]]),
     "`A` must be symmetric; got 2 at index (0, 1) and 3 at (1, 0)."),
    (ValueError, lambda: jacobi([[1, 2], [3, 4]]), "`A` must be symmetric; got 2 at index (0, 1) and 3 at (1, 0)."),
    (ValueError, lambda: eig_symmetric([[1, 1e308], [-1e308, 1]]), "`A` must be symmetric; got 1e+308 at index (0, 1)"),
    (ValueError, lambda: eig_symmetric(np.eye(2), solver="svd"), "`solver` must be one of 'numpy', 'jacobi'; got"),
    (ValueError, lambda: eig_symmetric(1.7e308 * np.ones((2, 2))), "`A` must be of a size that keeps all numbers"),
    (TypeError, lambda: eig_symmetric([[1j]]), "`A` must be a square matrix of real numbers; got an array of complex"),
    (ValueError, lambda: matrix_power([[2]], 1024), "`k` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: matrix_power([[2]], -1), "`k` must be a whole number, at least 0; got -1."),
    (ValueError, lambda: rayleigh_quotient(np.eye(2), [0, 0]), "`v` must be a vector other than 0; got 0, which has"),
    (ValueError, lambda: quadratic_form(np.eye(2), [1]), "`points` must be points of 2 real numbers, shape (..., 2);"),
    (ValueError, lambda: quadratic_form([[1]], [[1e200]]), "`points` must be of a size that keeps all numbers below"),
    (ValueError, lambda: characteristic_polynomial(np.eye(3)), "`A` must be a matrix of real numbers with shape (2,"),
    (ValueError, lambda: characteristic_polynomial(1e200 * np.eye(2)), "`A` must be of a size that keeps all numbers"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
