"""Eigenvectors and singular vectors against exact classification, numpy, scipy, and their definitions."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
import scipy.linalg
import sympy
from hypothesis import given
from hypothesis import strategies as st

from mathlib.linear_algebra import real_eigenpairs, rotation, singular_frame
from tests.strategies import angles, matrices, numbers, rotations, symmetric_matrices, whole_matrices

EPS = np.finfo(float).eps


def first_of_the_largest(v):
    return np.flatnonzero(np.abs(v) >= np.abs(v).max() * (1 - 1e-8))[0]


def residual(A, pairs):
    return np.abs(A @ pairs.vectors - pairs.vectors * pairs.values).max(initial=0)


@given(whole_matrices())
def test_the_discriminant_decides_how_many_directions_there_are(A):
    (a, b), (c, d) = A.tolist()
    discriminant = (a - d) ** 2 + 4 * b * c
    multiple_of_identity = a == d and b == c == 0
    values, vectors, defective = real_eigenpairs(A)
    count = 2 if discriminant > 0 or multiple_of_identity else 0 if discriminant < 0 else 1
    assert values.shape == (count,)
    assert vectors.shape == (2, count)
    assert defective == (count == 1)


@given(whole_matrices())
def test_the_values_solve_the_characteristic_equation(A):
    (a, b), (c, d) = A.tolist()
    root = math.sqrt(max((a - d) ** 2 + 4 * b * c, 0))
    values = real_eigenpairs(A).values
    for value, exact in zip(values, [(a + d + root) / 2, (a + d - root) / 2], strict=False):
        assert abs(value - exact) <= 4 * EPS * np.abs(A).sum()


@pytest.mark.parametrize("A", [
    [[2, 1], [1, 2]], [[4, 1], [2, 3]], [[1, 2], [2, 4]], [[0, 1], [0, 0]], [[3, 1], [-1, 1]], [[5, 0], [0, 5]],
    [[0, 0], [0, 0]], [[1, -2], [3, 1]], [[2, 0], [0, -3]],
])
def test_values_directions_and_defects_are_those_of_sympy(A):
    exact = [(value, space) for value, _, space in sympy.Matrix(A).eigenvects() if value.is_real]
    expected = sorted((float(value) for value, space in exact for _ in space), reverse=True)
    pairs = real_eigenpairs(A)
    assert pairs.values.tolist() == pytest.approx(expected, abs=4 * EPS * np.abs(A).sum())
    assert pairs.defective == (len(exact) == 1 and len(exact[0][1]) == 1)
    for value, space in exact:
        if len(space) == 1:  # else any direction is right
            v = np.array(space[0], float).ravel()
            k = np.abs(pairs.values - float(value)).argmin()
            assert abs(np.linalg.det(np.column_stack([v, pairs.vectors[:, k]]))) <= 8 * EPS * np.linalg.norm(v)


@given(matrices())
def test_an_eigenvector_is_only_stretched(A):
    pairs = real_eigenpairs(A)
    # for one direction in place of two that nearly meet, the definition of "nearly" is the error
    tolerance = 1e-12 if pairs.defective else 16 * EPS
    assert residual(A, pairs) <= tolerance * np.linalg.norm(A)
    assert np.allclose(np.linalg.norm(pairs.vectors, axis=0), 1, rtol=4 * EPS, atol=0)
    assert (np.diff(pairs.values) <= 0).all()
    for v in pairs.vectors.T:
        assert v[first_of_the_largest(v)] > 0


@given(matrices())
def test_the_values_are_numpys_where_they_are_well_separated(A):
    expected = np.linalg.eigvals(A)
    gap, size = abs(expected[0] - expected[1]), np.linalg.norm(A)
    if gap > 1e-3 * size:
        real = np.sort(expected.real)[::-1] if np.isrealobj(expected) else []
        # an eigenvalue moves by the rounding of A times its condition number, norm(N) / gap here
        assert real_eigenpairs(A).values.tolist() == pytest.approx(list(real), abs=64 * EPS * size * size / gap)


@given(symmetric_matrices())
def test_a_symmetric_matrix_has_two_perpendicular_directions(A):
    values, vectors, defective = real_eigenpairs(A)
    assert not defective
    assert np.abs(vectors.T @ vectors - np.eye(2)).max() <= 4 * EPS
    assert np.abs(values - np.linalg.eigvalsh(A)[::-1]).max() <= 8 * EPS * np.linalg.norm(A)


@given(symmetric_matrices(limit=5.0))
def test_a_symmetric_matrix_is_not_defective_however_near_the_identity(E):
    values, vectors, defective = real_eigenpairs(np.eye(2) + 1e-12 * E)
    assert not defective
    assert np.abs(vectors.T @ vectors - np.eye(2)).max() <= 4 * EPS
    assert np.abs(values - 1).max() <= 1.1e-12 * np.linalg.norm(E)


@given(rotations, numbers(10), st.floats(0.1, 10) | st.floats(-10, -0.1))
def test_a_shear_stays_defective_when_the_plane_is_turned(R, value, k):
    pairs = real_eigenpairs(R @ [[value, k], [0, value]] @ R.T)
    assert pairs.defective
    assert pairs.values == pytest.approx([value], abs=8 * EPS * (abs(value) + abs(k)))
    assert abs(np.linalg.det(np.column_stack([R[:, 0], pairs.vectors[:, 0]]))) <= 16 * EPS * (1 + abs(value / k))


def test_a_slight_shear_of_something_large_is_defective_too():
    # rounding 1e6 blurs the shear by 1e-10: far more than 1e-12 of itself
    R = rotation(1)
    pairs = real_eigenpairs(R @ [[1e6, 1], [0, 1e6]] @ R.T)
    assert pairs.defective
    assert np.allclose(pairs.vectors[:, 0], [math.cos(1), math.sin(1)], atol=1e-9)


@given(angles.filter(lambda t: 1e-3 < abs(t) < math.pi - 1e-3), st.floats(0.1, 10))
def test_a_rotation_keeps_no_direction(angle, factor):
    values, vectors, defective = real_eigenpairs(factor * rotation(angle))
    assert (values.shape, vectors.shape, defective) == ((0,), (2, 0), False)


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_scale_does_not_matter(scale):
    for A in [[[2, 1], [1, 2]], [[1, 1], [0, 1]], [[0, -1], [1, 0]], [[1, 0], [0, 1]]]:
        plain, scaled = real_eigenpairs(A), real_eigenpairs(scale * np.array(A))
        assert scaled.defective == plain.defective
        assert np.allclose(scaled.vectors, plain.vectors, rtol=1e-14, atol=0)
        assert np.allclose(scaled.values / scale, plain.values, rtol=1e-14, atol=0)


def test_two_directions_become_one_at_a_millionth():
    assert len(real_eigenpairs([[1, 1], [0, 1 + 1e-5]]).values) == 2
    assert real_eigenpairs([[1, 1], [0, 1 + 1e-7]]).defective
    assert len(real_eigenpairs([[1, 1], [-1e-11, 1]]).values) == 0


shapes = st.tuples(st.integers(1, 5), st.integers(1, 5))


@given(shapes.flatmap(lambda shape: matrices(*shape)))
def test_the_singular_frame_rebuilds_the_matrix_from_perpendicular_directions(A):
    U, s, Vt = singular_frame(A)
    k = min(A.shape)
    assert (U.shape, s.shape, Vt.shape) == ((len(A), k), (k,), (k, A.shape[1]))
    # LAPACK's dbdsqr neglects what is below eps**(-1/8) * eps, 50 EPS, of what stands beside it
    assert np.abs(U * s @ Vt - A).max() <= 100 * EPS * s[0]
    assert np.abs(U.T @ U - np.eye(k)).max() <= 16 * EPS
    assert np.abs(Vt @ Vt.T - np.eye(k)).max() <= 16 * EPS
    assert (np.diff(s) <= 0).all()
    assert s[-1] >= 0


@given(matrices(3, 4))
def test_singular_values_are_scipys(A):
    expected = scipy.linalg.svd(A, compute_uv=False, lapack_driver="gesvd")  # not the algorithm that numpy calls
    assert np.abs(singular_frame(A).s - expected).max() <= 16 * EPS * expected[0]


@given(shapes.flatmap(lambda shape: matrices(*shape)))
def test_the_entry_of_largest_size_in_each_left_vector_is_positive(A):
    for u in singular_frame(A).U.T:
        assert u[first_of_the_largest(u)] > 0


@given(matrices(2, 2))
def test_a_matrix_and_its_negative_differ_only_in_the_right_vectors(A):
    plain, negative = singular_frame(A), singular_frame(-A)
    if plain.s[0] - plain.s[1] > 1e-3 * plain.s[0] and plain.s[1] > 1e-3 * plain.s[0] \
            and np.abs(np.diff(np.abs(plain.U), axis=0)).min() > 1e-6:  # no ties: the frame is unique
        assert np.allclose(plain.U, negative.U, atol=1e-12)
        assert np.allclose(plain.Vt, -negative.Vt, atol=1e-12)


@pytest.mark.parametrize("scale", [1e300, 1.0, 1e-300])
def test_a_matrix_of_rank_one_has_one_singular_value_at_any_scale(scale):
    s = singular_frame(scale * np.outer([3, 4], [0, 5, 12])).s
    assert s[0] == pytest.approx(65 * scale, rel=1e-14, abs=0)
    assert s[1] <= 4 * EPS * s[0]


def test_the_zero_matrix():
    assert singular_frame(np.zeros((2, 2))).s.tolist() == [0, 0]
    values, vectors, defective = real_eigenpairs(np.zeros((2, 2)))
    assert (values.tolist(), vectors.tolist(), defective) == ([0, 0], [[1, 0], [0, 1]], False)


def test_entries_of_equal_size_do_not_leave_the_sign_to_rounding():
    # both left vectors are (1, 1) and (1, -1), each over sqrt(2): rounding decides which entry is the larger by 1e-16
    for seed in range(20):
        A = np.array([[1, 0], [1, 0]]) + 1e-12 * np.random.default_rng(seed).normal(size=(2, 2))
        assert (singular_frame(A).U[0] > 0).all()
        assert (real_eigenpairs([[2, 1 + 1e-12 * seed], [1, 2]]).vectors[0] > 0).all()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: real_eigenpairs(np.eye(3)), "`A` must be a matrix of real numbers with shape (2, 2); got shape (3, 3)."),
    (lambda: real_eigenpairs([[1, 2], [np.inf, 3]]), "got inf at index (1, 0)."),
    (lambda: real_eigenpairs(1e308 * np.ones((2, 2))), "`A` must be of a size that keeps all numbers below 1.8e308"),
    (lambda: singular_frame(1.7e308 * np.ones((2, 2))), "`A` must be of a size that keeps all numbers below 1.8e308"),
    (lambda: singular_frame([1, 2]), "`A` must be a matrix of real numbers; got shape (2,)."),
    (lambda: singular_frame(np.empty((0, 2))), "`A` must be a matrix of real numbers; got an empty array of shape"),
    (lambda: singular_frame([[np.nan]]), "`A` must be a matrix of real numbers; got nan at index (0, 0)."),
])
def test_refusals(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("function", [real_eigenpairs, singular_frame])
def test_complex_matrices_are_refused(function):
    with pytest.raises(TypeError, match="`A` must be .*; got an array of complex numbers."):
        function([[1j, 0], [0, 1]])
