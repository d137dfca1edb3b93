"""What a matrix does, in words: a table of examples, and each definition on generated matrices."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib.linear_algebra import describe_map, projection, real_eigenpairs, reflection, rotation, shear, signed_area
from tests.strategies import directions, rotations, symmetric_matrices, whole_matrices

half_turns = st.integers(-1799, 1800).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(("A", "words"), [
    ([[0, 0], [0, 0]], "zero: every point goes to the origin"),
    ([[1, 0], [0, 1]], "identity"),
    ([[0, -1], [1, 0]], "rotation by 90°"),
    ([[0, 1], [-1, 0]], "rotation by −90°"),
    ([[-1, 0], [0, -1]], "rotation by 180°"),
    (rotation(-math.pi), "rotation by 180°"),
    (rotation(math.radians(30)), "rotation by 30°"),
    ([[1, 0], [0, -1]], "reflection across the line at 0°"),
    ([[-1, 0], [0, 1]], "reflection across the line at 90°"),
    ([[0, 1], [1, 0]], "reflection across the line at 45°"),
    ([[0, -1], [-1, 0]], "reflection across the line at 135°"),
    ([[1, 0], [0, 0]], "projection onto the line at 0°"),
    ([[0.5, -0.5], [-0.5, 0.5]], "projection onto the line at 135°"),
    ([[1, 1], [0, 0]], "oblique projection onto the line at 0°"),
    ([[0, 0], [1, 1]], "oblique projection onto the line at 90°"),
    ([[2, 0], [0, 2]], "scaling by 2"),
    ([[-0.5, 0], [0, -0.5]], "scaling by −0.5"),
    ([[1e-20, 0], [0, 1e-20]], "scaling by 1e−20"),
    ([[0, -2], [2, 0]], "rotation by 90° and scaling by 2"),
    ([[1e200, -1e200], [1e200, 1e200]], "rotation by 45° and scaling by 1.414e+200"),
    ([[1, 1], [0, 1]], "shear"),
    ([[1, 0], [-0.5, 1]], "shear"),
    ([[2, -1], [1, 0]], "shear"),
    ([[0, 1], [0, 0]], "singular: the plane falls on a line"),
    ([[1, 2], [2, 4]], "singular: the plane falls on a line"),
    ([[2, 0], [0, 0]], "singular: the plane falls on a line"),
    ([[2, 1], [0, 2]], "defective: only one direction is kept, scaled by 2"),
    ([[-1, 1], [0, -1]], "defective: only one direction is kept, scaled by −1"),
    ([[2, 1], [1, 2]], "stretching by 3 and 1 in perpendicular directions"),
    ([[0.5, 0], [0, -2]], "stretching by 0.5 and −2 in perpendicular directions"),
    ([[0, -2], [1, 0]], "no direction is kept"),
    ([[1, -1], [1, 0.5]], "no direction is kept"),
    ([[1, 2], [3, 4]], "stretching by 5.372 and −0.3723 in two directions"),
    ([[1e200, 0], [0, 1]], "singular: the plane falls on a line"),
    ([[1e200, 1e200], [0, -1e200]], "stretching by 1e+200 and −1e+200 in two directions"),
])
def test_the_words_for(A, words):
    assert describe_map(A) == words


@given(half_turns)
def test_a_rotation_tells_its_angle(degrees):
    words = describe_map(rotation(math.radians(degrees)))
    assert words == ("identity" if degrees == 0 else f"rotation by {degrees:g}°".replace("-", "−"))


@given(half_turns, st.sampled_from([projection, reflection]), st.floats(0.1, 10))
def test_a_projection_and_a_reflection_tell_their_line(degrees, make, length):
    t = math.radians(degrees)
    words = describe_map(make([length * math.cos(t), length * math.sin(t)]))
    name = "projection onto" if make is projection else "reflection across"
    assert words == f"{name} the line at {degrees % 180:g}°"


@given(st.floats(0.01, 100) | st.floats(-100, -0.01), rotations)
def test_a_shear_is_one_however_the_plane_is_turned(k, R):
    assert describe_map(R @ shear(k) @ R.T) == "shear"


@given(directions(), st.floats(0.1, 0.9) | st.floats(1.1, 10))
def test_a_stretched_projection_is_only_singular(v, factor):
    assert describe_map(factor * projection(v)) == "singular: the plane falls on a line"


@given(whole_matrices())
def test_the_words_are_true(A):
    words = describe_map(A)
    values, _, defective = real_eigenpairs(A)
    eye, area = np.eye(2, dtype=int), signed_area(A)
    truths = {
        "zero": not A.any(), "identity": (A == eye).all(),
        "rotation by": (A.T @ A == area * eye).all() and area > 0, "reflection": (A.T @ A == eye).all() and area < 0,
        "projection": (A @ A == A).all() and (A == A.T).all(),
        "oblique": (A @ A == A).all() and (A != A.T).any(), "scaling": (A == A[0, 0] * eye).all(),
        "shear": defective and values[0] == 1, "singular": area == 0, "defective": defective and values[0] != 1,
        "no direction": len(values) == 0, "stretching": len(values) == 2 and area != 0,
    }
    [truth] = [truth for start, truth in truths.items() if words.startswith(start)]
    assert truth
    if words.startswith("stretching"):
        assert ("perpendicular" in words) == (A == A.T).all()


@given(symmetric_matrices())
def test_a_symmetric_matrix_is_never_defective_or_without_directions(A):
    assert not re.match("defective|no direction|shear|oblique", describe_map(A))


def test_the_tolerance_is_a_billionth():
    assert describe_map([[0, -1], [1, 1e-10]]) == "rotation by 90°"
    assert describe_map([[0, -1], [1, 1e-8]]) == "no direction is kept"
    assert describe_map([[1, 2], [2, 4 + 1e-9]]) == "singular: the plane falls on a line"
    assert describe_map([[1, 2], [2, 4 + 1e-7]]).startswith("stretching")


@pytest.mark.parametrize(("A", "came"), [(np.eye(3), "shape (3, 3)"), ([[1, 0], [0, np.nan]], "nan at index (1, 1)")])
def test_refusals(A, came):
    message = f"`A` must be a matrix of real numbers with shape (2, 2); got {came}."
    with pytest.raises(ValueError, match=re.escape(message)):
        describe_map(A)
