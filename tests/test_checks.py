"""What public functions accept, and the words in which they refuse the rest."""
from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mathlib import checks
from mathlib.checks import (
    as_array,
    as_choice,
    as_count,
    as_distribution,
    as_fraction,
    as_function,
    as_labels,
    as_matrix,
    as_nonnegative,
    as_points,
    as_positive,
    as_probabilities,
    as_probability,
    as_real,
    as_rng,
    as_squarable,
    as_symmetric,
    as_vector,
)

MASKED = np.ma.array([1.0, 2.0], mask=[True, False])

# every kind that is no real number, through every check of an array or a number
ARRAYS = [(as_array, "real numbers"), (as_vector, "a vector of real numbers"), (as_matrix, "a matrix of real numbers"),
          (as_symmetric, "a square matrix of real numbers"),
          (lambda x, name: as_points(x, name, 2), "points of 2 real numbers, shape (..., 2)"),
          (as_probabilities, "probabilities, between 0 and 1")]
NUMBERS = [(as_real, "a real number"), (as_positive, "a positive number"),
           (as_nonnegative, "a number that is not negative"), (as_probability, "a probability, between 0 and 1"),
           (as_fraction, "a number from 0 up to, but not including, 1")]
WRONG_KINDS = [
    (["a", "b"], "an array of text"), ([b"a"], "an array of bytes"), ([1j, 2], "an array of complex numbers"),
    ([True, False], "an array of booleans"), ([None, 1.0], "an array of objects"), ([10**400], "an array of objects"),
    (np.array(["2026-01-01"], "datetime64[D]"), "an array of dates"),
    (np.array([1], "timedelta64[D]"), "an array of durations"), (np.zeros(2, "f8,f8"), "an array of records"),
    ("half", "'half'"), (None, "None"), (True, "True"), (1 + 2j, "(1+2j)"), (np.True_, "True"), ({"a": 1}, "{'a': 1}"),
    (np.zeros((), object), "0"), (MASKED, "a masked array. Fill its masked entries, or leave them out"),
    ("x" * 100, "an object of type str"),
]


def refusal(needed: str, came: str) -> str:
    return re.escape(f"`x` must be {needed}; got {came}.") + "$"


@pytest.mark.parametrize(("value", "came"), WRONG_KINDS, ids=[came[:30] for _, came in WRONG_KINDS])
@pytest.mark.parametrize(("check", "needed"), ARRAYS + NUMBERS, ids=[needed for _, needed in ARRAYS + NUMBERS])
def test_what_is_no_real_number_is_a_type_error(check, needed, value, came):
    with pytest.raises(TypeError, match=refusal(needed, came)):
        check(value, "x")


@pytest.mark.parametrize(("check", "needed"), ARRAYS)
@pytest.mark.parametrize(("value", "came"), [
    ([], "an empty array of shape (0,)"), (np.empty((0, 2)), "an empty array of shape (0, 2)"),
    ([[1], [1, 2]], "rows of different lengths"), (np.nan, "nan"), ([1, np.nan], "nan at index 1"),
    ([[1, 2], [np.nan, 3]], "nan at index (1, 0)"),
])
def test_empty_ragged_and_nan_are_value_errors(check, needed, value, came):
    with pytest.raises(ValueError, match=refusal(needed, came)):
        check(value, "x")


@pytest.mark.parametrize(("check", "needed"), ARRAYS)
def test_infinity_is_named_where_it_stands(check, needed):
    with pytest.raises(ValueError, match=refusal(needed, "-inf at index (0, 1)")):
        check([[1, -np.inf], [1, np.inf]], "x")
    with pytest.raises(ValueError, match=refusal(needed, "inf at index 0")):
        check([np.longdouble("1e4000")], "x")


@pytest.mark.parametrize(("check", "needed"), NUMBERS)
@pytest.mark.parametrize(("value", "came"), [
    (np.nan, "nan"), (np.inf, "inf"), ([0.5], "shape (1,)"), (np.full((1, 1), 0.5), "shape (1, 1)"),
    ([], "an empty array of shape (0,)"),
])
def test_what_is_not_one_finite_number_is_a_value_error(check, needed, value, came):
    with pytest.raises(ValueError, match=refusal(needed, came)):
        check(value, "x")


@pytest.mark.parametrize(("call", "needed", "came"), [
    (lambda: as_vector(3.0, "x"), "a vector of real numbers", "the single number 3"),
    (lambda: as_vector([[1], [2]], "x"), "a vector of real numbers", "shape (2, 1)"),
    (lambda: as_vector([[1], [2]], "x", 2), "a vector of 2 real numbers", "shape (2, 1)"),
    (lambda: as_vector([1, 2, 3], "x", 2), "a vector of 2 real numbers", "shape (3,)"),
    (lambda: as_matrix([1, 2], "x"), "a matrix of real numbers", "shape (2,)"),
    (lambda: as_matrix(1, "x"), "a matrix of real numbers", "the single number 1"),
    (lambda: as_matrix([[1, 2]], "x", (2, 2)), "a matrix of real numbers with shape (2, 2)", "shape (1, 2)"),
    (lambda: as_matrix([1, 2], "x", (2, 2)), "a matrix of real numbers with shape (2, 2)", "shape (2,)"),
    (lambda: as_matrix([[1, 2]], "x", (None, 3)), "a matrix of real numbers with shape (any, 3)", "shape (1, 2)"),
    (lambda: as_matrix([[1, 2]], "x", square=True), "a square matrix of real numbers", "shape (1, 2)"),
    (lambda: as_matrix(np.eye(2), "x", (3, None), square=True),
     "a square matrix of real numbers with shape (3, any)", "shape (2, 2)"),
    (lambda: as_matrix(np.eye(2)[None], "x"), "a matrix of real numbers", "shape (1, 2, 2)"),
    (lambda: as_points([1, 2, 3], "x", 2), "points of 2 real numbers, shape (..., 2)", "shape (3,)"),
    (lambda: as_points([[1], [2]], "x", 2), "points of 2 real numbers, shape (..., 2)", "shape (2, 1)"),
    (lambda: as_points(1, "x", 2), "points of 2 real numbers, shape (..., 2)", "the single number 1"),
    (lambda: as_probabilities([0.5, 1.5], "x"), "probabilities, between 0 and 1", "1.5 at index 1"),
    (lambda: as_probabilities(-1e-9, "x"), "probabilities, between 0 and 1", "-1e-09"),
    (lambda: as_positive(0, "x"), "a positive number", "0"),
    (lambda: as_positive(np.float32(-0.5), "x"), "a positive number", "-0.5"),
    (lambda: as_nonnegative(-5e-324, "x"), "a number that is not negative", "-5e-324"),
    (lambda: as_probability(1.1, "x"), "a probability, between 0 and 1", "1.1"),
    (lambda: as_probability(-0.1, "x"), "a probability, between 0 and 1", "-0.1"),
    (lambda: as_fraction(1, "x"), "a number from 0 up to, but not including, 1", "1"),
    (lambda: as_fraction(-0.1, "x"), "a number from 0 up to, but not including, 1", "-0.1"),
    (lambda: as_count(0, "x"), "a whole number, at least 1", "0"),
    (lambda: as_count(np.int64(1), "x", minimum=2), "a whole number, at least 2", "1"),
])
def test_wrong_shapes_and_values_are_value_errors(call, needed, came):
    with pytest.raises(ValueError, match=refusal(needed, came)):
        call()


@pytest.mark.parametrize(("value", "came"), [
    (3.0, "3.0"), ("3", "'3'"), (True, "True"), (np.True_, "True"), (None, "None"), ([3], "[3]"),
    (np.array([3]), "[3]"), (np.float64(3), "3.0"),
])
def test_a_count_is_an_integer(value, came):
    with pytest.raises(TypeError, match=refusal("a whole number, at least 1", came)):
        as_count(value, "x")


def test_squares_are_neither_infinite_nor_nought():
    kept = np.array([[1e150, 0.0, 1e-150], [1.0, 0.0, -1e-160]])
    assert as_squarable(kept, "x") is kept
    assert as_squarable(np.array([1e-200]), "x", 0)[0] == 1e-200
    for value, came in (([2e150, 1.0], "2e+150"), ([-2e150], "2e+150"), ([0.0, 1e-151], "1e-151"),
                        ([[1.0, 1e-151], [1.0, 0.0]], "1e-151")):
        with pytest.raises(ValueError, match=refusal("in a unit in which its squares can be held, 1e-150 to 1e150",
                                                     f"numbers up to {came}")):
            as_squarable(np.array(value), "x")


def test_a_function_can_be_called():
    assert as_function(len, "f") is len
    with pytest.raises(TypeError, match=refusal("a function", "[1, 2]")):
        as_function([1, 2], "x")
    with pytest.raises(TypeError, match=refusal("a function", "an object of type ndarray")):
        as_function(np.eye(2), "x")


def test_a_choice_is_one_of_the_names():
    assert as_choice("down", "x", {"up": 1, "down": -1}) == "down"
    for value, error, came in [("left", ValueError, "'left'"), ("", ValueError, "''"), (None, TypeError, "None"),
                               (["up"], TypeError, "['up']"), (np.array(["up", "down"]), TypeError, "['up' 'down']")]:
        with pytest.raises(error, match=refusal("one of 'up', 'down'", came)):
            as_choice(value, "x", ("up", "down"))


def test_a_generator_is_wanted_and_a_seed_refused():
    rng = np.random.default_rng(0)
    assert as_rng(rng) is rng
    for value, came in [(0, "0"), (None, "None"), (np.random.RandomState(0), "an object of type RandomState")]:
        message = f"`rng` must be a np.random.Generator; got {came}. Make one with `np.random.default_rng(0)`."
        with pytest.raises(TypeError, match=re.escape(message) + "$"):
            as_rng(value)


@pytest.mark.parametrize("value", [[1, 2], (1.0, 2.0), np.array([1, 2], np.int8), np.array([1, 2], np.uint64),
                                   np.array([1, 2], np.float32), np.array([1.0, 2.0], ">f8"), range(1, 3)])
def test_every_way_to_write_a_vector_becomes_the_same_one(value):
    for v in [as_vector(value, "x"), as_vector(value, "x", 2), as_array(value, "x"), as_points(value, "x", 2)]:
        assert v.dtype == np.dtype(float)
        assert v.tolist() == [1.0, 2.0]


def test_a_clean_array_is_not_copied_and_never_changed():
    for x in [np.array([1.0, 2.0]), np.array([1e300, -1e300]), np.arange(4.0)[::2]]:
        before = x.copy()
        assert np.shares_memory(as_vector(x, "x"), x)
        assert np.array_equal(x, before)


def test_the_largest_numbers_are_accepted_though_their_squares_overflow():
    for shape in [(2,), (2, 2), (2, 2, 2)]:
        x = np.full(shape, 1e308)
        assert as_points(x, "x", 2) is x
        assert as_array(x, "x") is x


def test_infinities_pass_where_they_are_asked_for_and_nan_never():
    assert as_array([np.inf, -np.inf, 1], "x", finite=False).tolist() == [np.inf, -np.inf, 1]
    with pytest.raises(ValueError, match=refusal("real numbers or infinities", "nan at index 1")):
        as_array([np.inf, np.nan], "x", finite=False)


def test_the_edges_of_each_range():
    assert as_positive(5e-324, "x") == 5e-324
    assert [as_nonnegative(x, "x") for x in (0, 0.0, 2)] == [0, 0, 2]
    assert [as_probability(x, "x") for x in (0, 1)] == [0, 1]
    assert [as_fraction(x, "x") for x in (0, np.nextafter(1, 0))] == [0, np.nextafter(1, 0)]
    assert as_probabilities([[0, 1]], "x").tolist() == [[0, 1]]
    assert as_count(0, "x", minimum=0) == 0


@given(st.integers(-10**6, 10**6))
def test_a_number_comes_out_as_it_went_in(n):
    for value in (n, float(n), np.float64(n), np.int64(n), np.array(n)):
        assert as_real(value, "x") == n
        assert type(as_real(value, "x")) is float
    assert type(as_count(np.int64(n), "x", minimum=n)) is int


def test_matrices_may_leave_one_size_open():
    assert as_matrix([[1, 2, 3]], "A", (None, 3)).shape == (1, 3)
    assert as_matrix([[1, 2, 3]], "A", (1, None)).shape == (1, 3)
    assert as_matrix([[5]], "A", square=True).shape == (1, 1)
    assert as_points(np.zeros((3, 4, 2)), "x", 2).shape == (3, 4, 2)


def test_a_symmetric_matrix_may_differ_from_its_transpose_by_rounding_only():
    assert as_symmetric([[1e9, 2], [2, 1e9]], "x", 2).dtype == float
    nearly = [[1e9, 2.0], [2.1, 1e9]]
    assert as_symmetric(nearly, "x", tolerance=1e-9)[1, 0] == 2.1
    with pytest.raises(ValueError, match=refusal("symmetric", "entries that differ by 0.1 across its diagonal")):
        as_symmetric(nearly, "x")
    with pytest.raises(ValueError, match=refusal("a square matrix of real numbers with shape (3, 3)", "shape (2, 2)")):
        as_symmetric(np.eye(2), "x", 3)


@pytest.mark.parametrize(("p", "axis", "needed", "came"), [
    ([0.5, 0.25], None, "probabilities that sum to 1", "a sum of 0.75"),
    ([0.5, 0.5 + 1e-8], None, "probabilities that sum to 1", "a sum of 1.00000001"),
    ([[0.5, 0.5], [0.5, 0.4]], 1, "probabilities that sum to 1 along axis 1", "a sum of 0.9"),
    ([0.5, 1.5], None, "probabilities, between 0 and 1", "1.5 at index 1"),
    ([], None, "probabilities, between 0 and 1", "an empty array of shape (0,)"),
    (1.0, None, "probabilities that sum to 1", "the single number 1"),
])
def test_what_does_not_sum_to_one_is_no_distribution(p, axis, needed, came):
    with pytest.raises(ValueError, match=refusal(needed, came)):
        as_distribution(p, "x", axis=axis)


def test_a_distribution_may_be_off_by_rounding_and_comes_back_as_it_is():
    p = np.full(10, 0.1)
    assert as_distribution(p, "x") is p
    assert as_distribution([[1, 0], [0, 1]], "x", axis=1).tolist() == [[1, 0], [0, 1]]
    assert as_distribution([np.nextafter(1, 2)], "x") == [np.nextafter(1, 2)]


@pytest.mark.parametrize(("y", "error", "came"), [
    ([1.0, 2.0], TypeError, "an array of numbers with fractions"), ([np.nan], TypeError, "an array of numbers with"),
    ([None, 1], TypeError, "an array of objects"), (3, ValueError, "3"), ("cat", ValueError, "'cat'"),
    ([], ValueError, "an empty array of shape (0,)"), ([[1, 2]], ValueError, "shape (1, 2)"),
    ([[1], [1, 2]], ValueError, "rows of different lengths"),
    (np.ma.array([1, 2], mask=[True, False]), TypeError, "a masked array"),
])
def test_labels_are_whole_numbers_or_text(y, error, came):
    needed = "`x` must be a vector of labels (whole numbers, text or booleans); got "
    with pytest.raises(error, match="^" + re.escape(needed + came)):
        as_labels(y, "x")


def test_labels_have_the_length_that_is_asked_for():
    assert as_labels(["a", "b"], "x", 2).tolist() == ["a", "b"]
    with pytest.raises(ValueError, match=r"^`x` must be a vector of 3 labels \(.*\); got shape \(2,\)\.$"):
        as_labels([True, False], "x", 3)


def test_every_check_is_tested_here():
    assert set(checks.__all__) <= set(globals())
