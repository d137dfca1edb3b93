"""What the figures of the page on principal components say, where no cell of the page asserts it."""
from __future__ import annotations

import pytest
from sklearn.decomposition import PCA

from mathlib import data
from mathlib.figures.linear_algebra import pca
from tests.figures.states import said


@pytest.fixture(scope="module")
def spin():
    return pca.spin_the_axis()


@pytest.fixture(scope="module")
def digits():
    return pca.digits_in_a_few_numbers()


@pytest.mark.parametrize(("pair", "best"), [
    ("penguins: flipper, mass", 45), ("penguins: bill length, depth", 135),
    ("irises: petal length, width", 45), ("wines: alcohol, proline", 45)])
def test_the_best_axis_of_two_standardised_columns_is_a_diagonal(spin, pair, best):
    for angle in (0, 60, 120):
        assert f"the best axis, at {best}°" in said(spin, angle=angle, pair=pair, columns="standardised")


def test_the_goal_is_the_diagonal_of_the_irises(spin):
    reached = [angle for angle in range(0, 181, 5) if spin.reached(
        spin.indices(angle=angle, pair="irises: petal length, width", columns="standardised"))]
    assert reached == [35, 40, 45, 50, 55]
    assert not spin.reached(spin.indices(angle=45, pair="penguins: flipper, mass", columns="standardised"))
    assert not spin.reached(spin.indices(angle=90, pair="penguins: flipper, mass", columns="as measured"))


@pytest.mark.parametrize(("k", "digit"), [(1, 0), (21, 7), (61, 4)])
def test_the_sentence_on_a_digit_is_that_of_scikit_learn(digits, k, digit):
    X = data.load_digits().X
    theirs = PCA(k).fit(X)
    error = ((theirs.inverse_transform(theirs.transform(X[[digit]])) - X[digit])**2).mean()**0.5
    sentence = said(digits, k=k, digit=digit)
    assert f"keep {100 * theirs.explained_variance_ratio_.sum():.1f} % " in sentence
    assert f"off by {error:.1f} of" in sentence


def test_the_goal_is_twenty_one_components(digits):
    assert [k for k in range(1, 65) if digits.reached(digits.indices(k=k))] == [21]
