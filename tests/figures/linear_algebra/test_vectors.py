"""What the figure of the page on vectors says, where no cell of the page asserts it."""
from __future__ import annotations

import pytest
from sklearn.neighbors import NearestNeighbors

from mathlib import data
from mathlib.figures.linear_algebra import vectors


@pytest.fixture(scope="module")
def figure():
    return vectors.nearest_penguin()


@pytest.mark.parametrize(("unit", "kind"), [(1, "a stranger, an Adelie"), (147, "of its own species"),
                                            (1000, "a stranger, a Gentoo")])
def test_three_units_find_three_species(figure, unit, kind):
    assert figure.apply(figure.indices(unit=unit)).startswith(f"Nearest is {kind}: ")


@pytest.mark.parametrize("unit", [1, 10, 147, 1000])
def test_the_share_is_that_of_scikit_learn(figure, unit):
    birds = data.load_penguins().measured()
    points = list(zip(birds.bill_length_mm, birds.body_mass_g / unit, strict=True))
    apart, found = NearestNeighbors(n_neighbors=2, algorithm="brute").fit(points).kneighbors()
    tied = (apart[:, 0] == apart[:, 1]).mean()            # two birds equally near: either may be named
    share = (birds.species[found[:, 0]] == birds.species).mean()
    said = float(figure.apply(figure.indices(unit=unit)).split("In this unit ")[1].split(" %")[0])
    assert abs(said - 100 * share) <= 100 * tied + 0.05


def test_the_goal_lies_in_the_middle(figure):
    reached = [unit for unit in figure.controls[0].axes[0].values if figure.reached(figure.indices(unit=unit))]
    assert reached == [68, 147, 215]
