"""Quadratic landscapes against sums written out, sympy's derivatives, and their own definition."""
from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from hypothesis import given

from mathlib.optimization import Quadratic
from tests.strategies import symmetric_matrices, vectors

RAVINE = Quadratic([[1, 0], [0, 100]])


def test_value_gradient_and_hessian_are_those_sympy_derives():
    a, b, c, x, y = sympy.symbols("a b c x y")
    height = sympy.expand((sympy.Matrix([[x, y]]) * sympy.Matrix([[a, b], [b, c]]) * sympy.Matrix([x, y]))[0] / 2)
    at = {a: 3, b: -2, c: 7, x: 5, y: -4}
    landscape = Quadratic([[3, -2], [-2, 7]])
    assert float(landscape([5, -4])) == float(height.subs(at))
    assert landscape.gradient([5, -4]).tolist() == [float(height.diff(z).subs(at)) for z in (x, y)]
    assert landscape.hessian([5, -4]).tolist() == np.array(sympy.hessian(height, (x, y)).subs(at), float).tolist()


@given(symmetric_matrices(3), vectors(3))
def test_the_value_is_half_the_sum_over_all_pairs(H, x):
    terms = [H[i, j] * x[i] * x[j] / 2 for i in range(3) for j in range(3)]
    assert abs(Quadratic(H)(x) - sum(terms)) <= 1e-14 * sum(map(abs, terms))


@given(symmetric_matrices(3), vectors(3), vectors(3))
def test_second_order_taylor_is_exact(H, x, step):
    f = Quadratic(H)
    terms = [f(x), f.gradient(x) @ step, step @ f.hessian(x) @ step / 2]
    scale = np.abs(H).max() * (np.abs(x).sum() + np.abs(step).sum()) ** 2
    assert abs(f(x + step) - sum(terms)) <= 1e-14 * scale


def test_points_come_one_a_row_under_any_leading_axes():
    points = np.arange(24.0).reshape(3, 4, 2)
    assert RAVINE(points).shape == (3, 4)
    assert RAVINE.gradient(points).shape == (3, 4, 2)
    assert RAVINE.hessian(points).shape == (3, 4, 2, 2)
    for index in np.ndindex(3, 4):
        assert RAVINE(points)[index] == RAVINE(points[index])
        assert np.array_equal(RAVINE.gradient(points)[index], RAVINE.gradient(points[index]))


@given(symmetric_matrices(3).map(lambda A: A @ A), vectors(3))
def test_no_point_of_a_bowl_lies_below_its_minimizer(H, x):
    f = Quadratic((H + H.T) / 2)
    assert f(x) >= f(f.minimizer) - 1e-14 * np.abs(H).max() * np.abs(x).sum() ** 2


@given(symmetric_matrices(4))
def test_curvatures_sum_to_the_trace_and_come_in_order(H):
    curvatures = Quadratic(H).curvatures
    assert (np.diff(curvatures) >= 0).all()
    assert abs(curvatures.sum() - np.trace(H)) <= 1e-13 * np.abs(H).sum()


def test_a_trough_has_a_minimizer_though_rounding_makes_an_eigenvalue_negative():
    v = np.array([1.0, 1 / 3, 1 / 7])
    trough = Quadratic(np.outer(v, v))
    assert trough.minimizer.tolist() == [0, 0, 0]
    assert Quadratic(np.zeros((2, 2))).minimizer.tolist() == [0, 0]


def test_a_saddle_has_no_minimizer():
    message = "`matrix` must have no negative eigenvalue for a lowest point to exist; got -1."
    with pytest.raises(np.linalg.LinAlgError, match=re.escape(message)):
        _ = Quadratic([[1, 0], [0, -1]]).minimizer


def test_a_matrix_that_is_not_symmetric_is_refused():
    with pytest.raises(ValueError, match=re.escape("`matrix` must be symmetric; got entries that differ by 2 across")):
        Quadratic([[1, 2], [0, 1]])
    with pytest.raises(ValueError, match=re.escape("`matrix` must be a square matrix of real numbers; got shape (1,")):
        Quadratic([[1, 2]])


@pytest.mark.parametrize("method", [RAVINE, RAVINE.gradient, RAVINE.hessian])
def test_points_of_another_dimension_or_not_finite_are_refused(method):
    needed = "`x` must be points of 2 real numbers, shape (..., 2); got "
    for x, came in [([1, 2, 3], "shape (3,)"), ([[1], [2]], "shape (2, 1)"), (7, "the single number 7"),
                    ([1, np.nan], "nan at index 1")]:
        with pytest.raises(ValueError, match=re.escape(needed + came)):
            method(x)


def test_the_landscape_stays_when_the_matrix_it_was_made_of_changes():
    H = np.eye(2)
    f = Quadratic(H)
    H[0, 0] = 5
    f.hessian([0, 0])[1, 1] = 7
    assert f([1, 1]) == 1
