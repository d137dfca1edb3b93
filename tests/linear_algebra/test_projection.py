"""Projections, QR and least squares against numpy, scipy, the published Longley table, and their definitions."""
from __future__ import annotations

import re

import numpy as np
import pytest
import scipy.linalg
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.linalg import hilbert

from mathlib.linear_algebra import (
    condition_number,
    gram_schmidt,
    householder_qr,
    leverage,
    lstsq,
    normal_equations,
    orthogonality_loss,
    project,
    projection,
    projector,
    qr,
    rank,
)
from tests.strategies import matrices, vectors

EPS = np.finfo(float).eps
shapes = st.tuples(st.integers(1, 6), st.integers(1, 6))
whole = shapes.flatmap(lambda shape: hnp.arrays(int, shape, elements=st.integers(-2, 2)))  # often rank-deficient
tall = st.tuples(st.integers(1, 6), st.integers(0, 4)).flatmap(lambda size: matrices(sum(size), size[0]))
independent = tall.filter(lambda A: np.linalg.cond(A) < 1e6)
FACTORINGS = {
    "numpy": qr, "householder": householder_qr, "modified": gram_schmidt,
    "classical": lambda A: gram_schmidt(A, "classical"),
}


@given(whole)
def test_projecting_twice_changes_nothing(A):
    P = projector(A)
    assert np.abs(P @ P - P).max() <= 32 * EPS
    assert np.array_equal(P, P.T)
    assert np.trace(P) == pytest.approx(rank(A), abs=64 * EPS)
    assert np.abs(P @ A - A).max() <= 32 * EPS * np.abs(A).max(initial=1)


@given(independent)
def test_the_projector_is_the_formula_where_columns_are_independent(A):
    formula = A @ np.linalg.solve(A.T @ A, A.T)
    assert np.abs(projector(A) - formula).max() <= 64 * EPS * np.linalg.cond(A) ** 2


@given(whole.flatmap(lambda A: st.tuples(st.just(A), vectors(len(A)), vectors(A.shape[1]))))
def test_the_projection_is_the_nearest_point(system):
    A, b, other = system
    p = project(b, A)
    size = np.abs(b).max(initial=1)
    assert np.abs(A.T @ (b - p)).max() <= 64 * EPS * size * np.abs(A).max(initial=1)
    assert np.linalg.norm(b - p) <= np.linalg.norm(b - A @ other) * (1 + 8 * EPS) + 32 * EPS * size
    assert np.allclose(projector(A) @ b, p, atol=32 * EPS * size)


@given(vectors(3), vectors(3).filter(np.any))
def test_projecting_on_a_line(b, a):
    expected = a * (a @ b) / (a @ a)
    assert np.allclose(project(b, a), expected, rtol=0, atol=8 * EPS * np.linalg.norm(b))
    assert np.allclose(project(b, a[:, None]), expected, rtol=0, atol=16 * EPS * np.linalg.norm(b))
    assert np.array_equal(projector(a), projection(a))


@pytest.mark.parametrize("scale", [1e300, 1e-300, 5e-324])
def test_the_scale_of_what_is_projected_on_does_not_matter(scale):
    A = scale * np.array([[3.0, 6], [4, 8]])
    assert project([5, 0], A) == pytest.approx([1.8, 2.4], rel=8 * EPS)
    assert project([5, 0], A[:, 0]) == pytest.approx([1.8, 2.4], rel=8 * EPS)
    assert projector(A) == pytest.approx(np.array([[0.36, 0.48], [0.48, 0.64]]), rel=8 * EPS)


def test_projecting_on_nothing_gives_0():
    assert project([1, 2], np.zeros((2, 3))).tolist() == [0, 0]
    assert projector(np.zeros((2, 3))).tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize("name", FACTORINGS)
@given(A=independent)
def test_every_factoring_is_the_one_with_a_positive_diagonal(name, A):
    Q, R = FACTORINGS[name](A)
    size, condition = np.abs(A).max(), np.linalg.cond(A)
    assert np.abs(Q @ R - A).max() <= 32 * EPS * size
    assert np.array_equal(R, np.triu(R))
    assert (R.diagonal() > 0).all()
    # to first order Q and R move by the condition number times the rounding; that of the classical method by its square
    tolerance = 64 * EPS * (condition**2 if name == "classical" else condition)
    assert np.abs(Q.T @ Q - np.eye(A.shape[1])).max() <= tolerance
    expected = scipy.linalg.qr(A, mode="economic")[1]
    expected = expected * np.where(expected.diagonal() < 0, -1, 1)[:, None]
    assert np.abs(R - expected).max() <= 2 * tolerance * np.abs(R).max()


@pytest.mark.parametrize("solver", ["numpy", "householder"])
@given(A=whole)
def test_qr_takes_any_shape_and_rank(solver, A):
    Q, R = qr(A, solver=solver)
    k = min(A.shape)
    assert (Q.shape, R.shape) == ((len(A), k), (k, A.shape[1]))
    assert np.abs(Q @ R - A).max() <= 32 * EPS * np.abs(A).max(initial=1)
    assert np.abs(Q.T @ Q - np.eye(k)).max() <= 32 * EPS
    assert np.array_equal(R, np.triu(R))
    assert (R.diagonal() >= 0).all()


def test_the_default_and_the_taught_solvers_agree():
    A = np.random.default_rng(0).normal(size=(7, 4))
    for solver in ("householder", "gram-schmidt"):
        for part, expected in zip(qr(A, solver=solver), qr(A), strict=True):
            assert np.abs(part - expected).max() <= 32 * EPS


@pytest.mark.parametrize("name", FACTORINGS)
@pytest.mark.parametrize("scales", [(1e300, 1e-300), (1e-300, 1e300), (1e-310, 1.0), (1e307, 1e307)])
def test_columns_of_any_scale_are_made_perpendicular(name, scales):
    A = np.array([[3.0, 1], [4, 7]])
    Q, R = FACTORINGS[name](A * scales)
    assert np.abs(Q - [[0.6, -0.8], [0.8, 0.6]]).max() <= (1e-12 if min(scales) < 1e-308 else 8 * EPS)
    assert np.allclose(R / scales, [[5, 6.2], [0, 3.4]], rtol=1e-12 if min(scales) < 1e-308 else 8 * EPS, atol=0)


def test_perpendicularity_is_lost_with_the_condition_number_and_with_its_square():
    # Björck (1967); the slopes are those of a straight line through the logarithms
    sizes = range(3, 8)
    condition = [np.linalg.cond(hilbert(n)) for n in sizes]
    loss = {name: [orthogonality_loss(f(hilbert(n)).Q) for n in sizes] for name, f in FACTORINGS.items()}
    slope = {name: np.polyfit(np.log(condition), np.log(values), 1)[0] for name, values in loss.items()}
    assert slope["classical"] == pytest.approx(2, abs=0.25)
    assert slope["modified"] == pytest.approx(1, abs=0.25)
    assert max(loss["householder"] + loss["numpy"]) <= 8 * EPS


def test_läuchlis_matrix():
    # 1 + e**2 is 1 in floating point: the classical method gets two columns at 60 degrees
    e = 1e-9
    A = np.array([[1, 1, 1], [e, 0, 0], [0, e, 0], [0, 0, e]])
    assert orthogonality_loss(gram_schmidt(A, "classical").Q) == pytest.approx(0.5, abs=1e-6)
    assert orthogonality_loss(gram_schmidt(A).Q) < 1e-8
    assert orthogonality_loss(householder_qr(A).Q) <= 4 * EPS


@pytest.mark.parametrize("method", ["modified", "classical"])
@pytest.mark.parametrize(("A", "column"), [
    ([[1, 2], [1, 2]], 1), ([[0, 1], [0, 2]], 0), ([[1, 2, 3]], 1), (1e300 * np.ones((3, 2)), 1),
    ([[1, 1, 2], [0, 1, 1], [0, 0, 0]], 2), ([[1e-300, 3e-300], [1e-300, 3e-300]], 1),
])
def test_dependent_columns_are_refused(A, column, method):
    with pytest.raises(np.linalg.LinAlgError, match=f"`A` must have independent columns; got column {column}, which"):
        gram_schmidt(A, method)


@given(whole.flatmap(lambda A: st.tuples(st.just(A), vectors(len(A)))))
def test_least_squares_is_scipys_with_a_perpendicular_residual(system):
    A, b = system
    fit = lstsq(A, b)
    size = np.abs(b).max(initial=1)
    assert fit.x == pytest.approx(scipy.linalg.pinv(A) @ b, abs=1e3 * EPS * size)
    assert np.abs(A.T @ fit.residual).max() <= 1e3 * EPS * size
    assert np.abs(fit.fitted - project(b, A)).max() <= 256 * EPS * size
    assert np.abs(A @ fit.x - fit.fitted).max() <= 32 * EPS * (np.abs(A) @ np.abs(fit.x)).max(initial=1)
    assert np.abs(fit.fitted + fit.residual - b).max() <= 4 * EPS * size
    assert fit.rank == rank(A)


@given(independent.flatmap(lambda A: st.tuples(st.just(A), vectors(len(A)))))
def test_the_normal_equations_give_the_same_answer(system):
    A, b = system
    assume(np.linalg.cond(A) < 1e4)
    x = lstsq(A, b).x
    tolerance = 64 * EPS * np.linalg.cond(A) ** 2 * (np.abs(x).max() + np.abs(b).max() / np.linalg.norm(A, 2))
    assert np.abs(normal_equations(A, b) - x).max() <= tolerance


def test_the_normal_equations_lose_twice_the_digits():
    # columns 1, t, ..., t**7; the exact answer is all ones
    t = np.linspace(0, 1, 30)
    A = np.vander(t, 8, increasing=True)
    b = A.sum(axis=1)
    good, bad = (np.abs(x - 1).max() for x in (lstsq(A, b).x, normal_equations(A, b)))
    assert condition_number(A) == pytest.approx(np.linalg.cond(A), rel=1e-6)
    assert good < 10 * EPS * np.linalg.cond(A)
    assert bad > 1e3 * good


def test_longleys_regression_comes_out_as_certified():
    # six columns that nearly depend; certified by NIST, Statistical Reference Datasets, Longley (1967)
    table = sm.datasets.longley.load_pandas()
    A = np.column_stack([np.ones(16), table.exog.to_numpy(float)])
    certified = [-3482258.63459582, 15.0618722713733, -0.358191792925910e-01, -2.02022980381683, -1.03322686717359,
                 -0.511041056535807e-01, 1829.15146461355]
    assert lstsq(A, table.endog.to_numpy(float)).x == pytest.approx(certified, rel=1e-8)


@pytest.mark.parametrize("scale", [1e300, 1e-300])
def test_least_squares_at_any_scale(scale):
    A, b = np.array([[1.0, 0], [1, 1], [1, 2]]), np.array([6.0, 0, 0])
    assert lstsq(scale * A, scale * b).x == pytest.approx([5, -3], rel=16 * EPS)
    assert lstsq(scale * A, scale * b).residual / scale == pytest.approx([1, -2, 1], rel=32 * EPS)
    assert lstsq(A, scale * b).x / scale == pytest.approx([5, -3], rel=16 * EPS)
    assert normal_equations(scale * A, scale * b) == pytest.approx([5, -3], rel=32 * EPS)
    assert normal_equations(A * [scale, 1], b) * [scale, 1] == pytest.approx([5, -3], rel=32 * EPS)


@given(independent)
def test_the_condition_number_is_numpys(A):
    assert condition_number(A) == pytest.approx(np.linalg.cond(A), rel=16 * EPS * np.linalg.cond(A))


@given(independent.flatmap(lambda A: st.tuples(st.just(A), vectors(A.shape[1]), vectors(A.shape[1]))))
def test_no_relative_error_grows_by_more_than_the_condition_number(system):
    A, x, error = system
    assume(x.any() and error.any())
    relative = np.linalg.norm(A @ error) / np.linalg.norm(A @ x)
    assert relative <= condition_number(A) * np.linalg.norm(error) / np.linalg.norm(x) * (1 + 1e-9)


@pytest.mark.parametrize("A", [[[1, 2], [2, 4]], np.zeros((2, 2)), [[1, 1], [1, 1]], 1e300 * np.ones((2, 2))])
def test_the_condition_number_of_a_singular_matrix_is_infinite(A):
    assert condition_number(A) == np.inf


def test_turning_magnifies_nothing():
    assert condition_number(1e300 * np.array([[0.6, -0.8], [0.8, 0.6]])) == pytest.approx(1, rel=4 * EPS)


@given(whole)
def test_leverage_is_the_diagonal_of_the_hat_matrix(A):
    h = leverage(A)
    assert h == pytest.approx(projector(A).diagonal(), abs=16 * EPS)
    assert h.min() >= 0
    assert h.max() <= 1 + 16 * EPS
    assert h.sum() == pytest.approx(rank(A), abs=64 * EPS)


def test_leverage_is_that_of_statsmodels():
    x = np.array([1.0, 2, 3, 4, 20])
    A = sm.add_constant(x)
    expected = sm.OLS(x**2, A).fit().get_influence().hat_matrix_diag
    assert leverage(A) == pytest.approx(expected, rel=64 * EPS)
    # the known formula of a straight line
    assert leverage(A) == pytest.approx(1 / 5 + (x - 6) ** 2 / ((x - 6) ** 2).sum(), rel=64 * EPS)


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: project([1, 2], [0, 0]), "`onto` must be a vector other than 0; got 0, which has no"),
    (ValueError, lambda: project([1, 2, 3], [1, 0]), "`b` must be a vector of 2 real numbers; got shape (3,)."),
    (ValueError, lambda: project([1], np.zeros((1, 1, 1))), "`onto` must be a matrix of real numbers; got shape"),
    (ValueError, lambda: projector([0, 0]), "`A` must be a vector other than 0; got 0, which has no direction."),
    (ValueError, lambda: projector([[1, np.inf]]), "`A` must be real numbers; got inf at index (0, 1)."),
    (ValueError, lambda: gram_schmidt(np.eye(2), "new"), "`method` must be one of 'modified', 'classical'; got 'new'."),
    (ValueError, lambda: gram_schmidt([[1.7e308], [1.7e308]]), "`A` must be of a size that keeps all numbers below"),
    (ValueError, lambda: qr([1, 2]), "`A` must be a matrix of real numbers; got shape (2,)."),
    (ValueError, lambda: qr(np.eye(2), solver="lu"), "`solver` must be one of 'numpy', 'householder', 'gram-schmidt'"),
    (ValueError, lambda: qr([[1.7e308], [1.7e308]]), "`A` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: householder_qr([[1.7e308], [1.7e308]]), "`A` must be of a size that keeps all numbers below"),
    (TypeError, lambda: householder_qr([[True]]), "`A` must be a matrix of real numbers; got an array of booleans."),
    (ValueError, lambda: orthogonality_loss([[1e200]]), "`Q` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: lstsq(np.eye(2), [[1], [2]]), "`b` must be a vector of 2 real numbers; got shape (2, 1)."),
    (ValueError, lambda: lstsq([[1e-300]], [1e300]), "`b` must be of a size that keeps all numbers below 1.8e308"),
    (ValueError, lambda: normal_equations([[1e-300]], [1e300]), "`b` must be of a size that keeps all numbers below"),
    (np.linalg.LinAlgError, lambda: normal_equations([[1, 2], [1, 2]], [1, 1]),
     "`A` must have independent columns, far enough from dependent that `A.T @ A` shows it; got rank 1 for 2 columns."),
    (np.linalg.LinAlgError, lambda: normal_equations([[1, 1], [1e-9, 0], [0, 1e-9]], [1, 1, 1]),
     "`A` must have independent columns, far enough from dependent that `A.T @ A` shows it; got rank 2 for 2 columns."),
    (ValueError, lambda: condition_number([]), "`A` must be a matrix of real numbers; got an empty array"),
    (ValueError, lambda: leverage([1, 2]), "`A` must be a matrix of real numbers; got shape (2,)."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
