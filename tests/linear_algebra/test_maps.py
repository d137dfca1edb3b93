"""Maps of the plane against loops, exact determinants, and what defines each kind of map."""
from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given

from mathlib.linear_algebra import apply, ellipse, projection, reflection, rotation, shear, signed_area
from tests.strategies import angles, directions, matrices, numbers, rotations, vectors, whole_matrices

EPS = np.finfo(float).eps


def polygon_area(points):
    """Gauss's shoelace formula; positive if the points go round anticlockwise."""
    (x, y), (x_next, y_next) = points[:-1].T, points[1:].T
    return np.sum(x * y_next - x_next * y) / 2


@given(matrices(3, 2), matrices(4, 2))
def test_each_row_goes_where_the_matrix_takes_it_as_a_column(A, points):
    images = apply(A, points)
    assert images.shape == (4, 3)
    for v, image in zip(points, images, strict=True):
        exact = [sum(Fraction(a) * Fraction(c) for a, c in zip(row, v, strict=True)) for row in A]
        scale = np.abs(A) @ np.abs(v)
        assert (np.abs(image - np.array(exact, float)) <= 2 * EPS * scale).all()


def test_the_columns_are_the_images_of_the_basis_vectors():
    A = [[1, 2], [3, 4]]
    assert apply(A, [1, 0]).tolist() == [1, 3]
    assert apply(A, [0, 1]).tolist() == [2, 4]
    assert apply(A, np.eye(2)).tolist() == [[1, 3], [2, 4]]


def test_points_may_have_any_leading_axes():
    points = np.arange(24.0).reshape(3, 4, 2)
    A = [[1, 2], [3, 4], [5, 6]]
    assert apply(A, points).shape == (3, 4, 3)
    assert apply(A, points)[2, 1].tolist() == apply(A, points[2, 1]).tolist()


@given(whole_matrices(), whole_matrices(), vectors(2))
def test_applying_a_product_is_applying_twice(A, B, v):
    scale = np.abs(A) @ np.abs(B) @ np.abs(v)
    assert (np.abs(apply(A @ B, v) - apply(A, apply(B, v))) <= 4 * EPS * scale).all()


@given(matrices())
def test_the_signed_area_is_the_determinant_to_rounding(A):
    (a, b), (c, d) = [[Fraction(x) for x in row] for row in A]
    assert abs(Fraction(signed_area(A)) - (a * d - b * c)) <= Fraction(2 * EPS) * (abs(a * d) + abs(b * c))


@given(whole_matrices(), whole_matrices())
def test_areas_of_a_product_multiply(A, B):
    assert signed_area(A @ B) == signed_area(A) * signed_area(B)


@given(matrices())
def test_it_is_the_area_of_the_image_of_the_unit_square(A):
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    assert abs(polygon_area(apply(A, square)) - signed_area(A)) <= 16 * EPS * np.abs(A).sum() ** 2


@given(matrices())
def test_the_ellipse_has_the_circles_area_times_the_determinant(A):
    polygon = 48 * math.sin(2 * math.pi / 96)  # the area of the 96-gon in the unit circle
    assert abs(polygon_area(ellipse(A)) - polygon * signed_area(A)) <= 1e-14 * np.abs(A).sum() ** 2


@given(matrices())
def test_the_ellipse_is_as_wide_as_the_singular_values(A):
    s = np.linalg.svd(A, compute_uv=False)
    lengths = np.linalg.norm(ellipse(A, n=3601), axis=1)
    # the axes lie at most half a step, 0.05 degrees, from a point drawn
    slack = s[0] * (1 - math.cos(math.pi / 3600)) + 4 * EPS * s[0]
    assert s[0] - slack <= lengths.max() <= s[0] * (1 + 4 * EPS)
    assert s[1] - 4 * EPS * s[0] <= lengths.min() <= s[1] + s[0] * math.pi / 3600


def test_the_ellipse_closes_and_passes_through_the_images_of_the_basis_vectors():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    points = ellipse(A)
    assert points.shape == (97, 2)
    assert np.array_equal(points[0], points[-1])
    for k, v in [(0, A[:, 0]), (24, A[:, 1]), (48, -A[:, 0]), (72, -A[:, 1])]:
        assert np.allclose(points[k], v, rtol=1e-14, atol=0)


def test_a_singular_matrix_gives_a_segment():
    assert np.ptp(ellipse([[1, 2], [2, 4]]) @ [2, -1]) <= 1e-14


@given(angles, angles)
def test_rotations_add_their_angles(s, t):
    assert np.abs(rotation(s) @ rotation(t) - rotation(s + t)).max() <= 4 * EPS + EPS * (abs(s) + abs(t))


@given(rotations, vectors(2))
def test_rotations_keep_lengths_and_areas(R, v):
    assert np.abs(R.T @ R - np.eye(2)).max() <= 2 * EPS
    assert abs(signed_area(R) - 1) <= 2 * EPS
    assert math.isclose(np.linalg.norm(apply(R, v)), np.linalg.norm(v), rel_tol=1e-15 * 2)


def test_a_quarter_turn_is_anticlockwise():
    assert apply(rotation(math.pi / 2), [1, 0]).round(15).tolist() == [0, 1]


@given(numbers(), numbers())
def test_shears_add_keep_areas_and_leave_the_floor_alone(j, k):
    assert (shear(j) @ shear(k)).tolist() == shear(j + k).tolist()
    assert signed_area(shear(k)) == 1
    assert apply(shear(k), [[1, 0], [0, 1]]).tolist() == [[1, 0], [k, 1]]


@given(directions())
def test_projecting_twice_changes_nothing_and_the_rest_is_perpendicular(v):
    P = projection(v)
    assert np.abs(P @ P - P).max() <= 4 * EPS
    assert np.array_equal(P, P.T)
    assert np.abs(apply(P, v) - v).max() <= 4 * EPS * np.abs(v).max()
    assert np.abs(apply(P, [-v[1], v[0]])).max() <= 4 * EPS * np.abs(v).max()


@given(directions())
def test_reflecting_twice_changes_nothing_and_turns_the_plane_over(v):
    R = reflection(v)
    assert np.abs(R @ R - np.eye(2)).max() <= 8 * EPS
    assert abs(signed_area(R) + 1) <= 8 * EPS
    assert np.abs(apply(R, v) - v).max() <= 8 * EPS * np.abs(v).max()
    assert np.abs(apply(R, [-v[1], v[0]]) - [v[1], -v[0]]).max() <= 8 * EPS * np.abs(v).max()


@pytest.mark.parametrize("size", [1e300, 1e-300, 5e-324])
def test_only_the_direction_matters_however_long_or_short(size):
    assert projection([size, size]).tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert reflection([0, -size]).tolist() == [[-1, 0], [0, 1]]


def test_projection_and_reflection_work_in_any_dimension():
    assert np.trace(projection([1, 2, 3, 4])) == pytest.approx(1, abs=4 * EPS)
    assert np.linalg.matrix_rank(projection([1, 2, 3, 4])) == 1
    assert np.linalg.det(reflection([1, 2, 3])) == pytest.approx(1, abs=8 * EPS)  # two perpendicular axes turn over


TWO = "`A` must be a matrix of real numbers with shape (2, 2); got "


@pytest.mark.parametrize(("call", "message"), [
    (lambda: apply([1, 2], [1, 2]), "`A` must be a matrix of real numbers; got shape (2,)."),
    (lambda: apply(np.eye(2), [[1], [2]]), "`points` must be points of 2 real numbers, shape (..., 2); got shape (2, "),
    (lambda: apply(np.eye(2), [1, 2, 3]), "`points` must be points of 2 real numbers, shape (..., 2); got shape (3,)"),
    (lambda: apply([[2, 2]], [1e308, 1e308]), "`points` must be of a size that keeps all numbers below 1.8e308; got"),
    (lambda: signed_area([[1e200, 0], [0, 1e200]]), "`A` must be of a size that keeps all numbers below 1.8e308; got"),
    (lambda: signed_area(np.eye(3)), TWO + "shape (3, 3)."),
    (lambda: signed_area([[1, 2], [3, np.nan]]), TWO + "nan at index (1, 1)."),
    (lambda: ellipse([[1, 2, 3], [4, 5, 6]]), TWO + "shape (2, 3)."),
    (lambda: ellipse(np.eye(2), n=3), "`n` must be a whole number, at least 4; got 3."),
    (lambda: rotation(np.inf), "`angle` must be a real number; got inf."),
    (lambda: shear([1]), "`k` must be a real number; got shape (1,)."),
    (lambda: projection([0, 0]), "`direction` must be a vector other than 0; got 0, which has no direction."),
    (lambda: reflection([0, 0]), "`direction` must be a vector other than 0; got 0, which has no direction."),
    (lambda: projection([[1, 0]]), "`direction` must be a vector of real numbers; got shape (1, 2)."),
])
def test_refusals(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize("call", [
    lambda: signed_area([["a", "b"], ["c", "d"]]), lambda: rotation("90°"), lambda: apply(np.eye(2), [1j, 0]),
    lambda: shear(True), lambda: ellipse(np.eye(2), 9.0),
])
def test_wrong_kinds_are_refused(call):
    with pytest.raises(TypeError, match=r"^`\w+` must be .*; got .*\.$"):
        call()
