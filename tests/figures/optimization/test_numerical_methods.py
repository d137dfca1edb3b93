"""What the figures of the page on numerical methods say, where no cell of the page asserts it."""
from __future__ import annotations

import pytest

from mathlib.figures.optimization import numerical_methods
from tests.figures.states import said


@pytest.fixture(scope="module")
def bottom():
    return numerical_methods.flat_bottom()


@pytest.fixture(scope="module")
def overflow():
    return numerical_methods.overflow()


@pytest.mark.parametrize(("state", "words"), [
    (dict(zoom=1.0, bits="64", constant=0), "81 different numbers; the lowest is reached only at the minimum"),
    (dict(zoom=7.0, bits="64", constant=1000), "all the same"),
    (dict(zoom=11.0, bits="64", constant=0), "The slope has the right sign at 100 %"),
    (dict(zoom=3.5, bits="32", constant=0), "The slope has the right sign at 100 %"),
])
def test_values_give_up_before_slopes(bottom, state, words):
    assert words in said(bottom, **state)


def test_silent_values_and_speaking_slopes_are_the_goal(bottom):
    assert bottom.reached(bottom.indices(zoom=7.0, bits="64", constant=1000))
    assert not bottom.reached(bottom.indices(zoom=1.0, bits="64", constant=1000))
    assert not bottom.reached(bottom.indices(zoom=16.0, bits="64", constant=1000))


@pytest.mark.parametrize(("state", "words"), [
    (dict(shift=0, bits="64"), "The plain formula gives 2.408; subtracting first gives 2.408."),
    (dict(shift=720, bits="64"), "overflows to infinity"),
    (dict(shift=104, bits="32"), "overflows to infinity"),
    (dict(shift=-760, bits="64"), "log 0 is −∞; subtracting first gives −757.592"),
    (dict(shift=-744, bits="64"), "probabilities are off by 0.03"),
])
def test_the_plain_formula_breaks_at_both_ends(overflow, state, words):
    assert words in said(overflow, **state)


def test_wrong_probabilities_without_a_warning_are_the_goal(overflow):
    assert overflow.reached(overflow.indices(shift=-744, bits="64"))
    assert not overflow.reached(overflow.indices(shift=-760, bits="64"))
    assert not overflow.reached(overflow.indices(shift=0, bits="64"))
