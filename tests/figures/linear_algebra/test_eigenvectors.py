"""The figures on eigenvectors: their goals, and sentences that no cell of the page asserts."""
from __future__ import annotations

from mathlib.figures.linear_algebra import eigenvectors
from tests.figures.states import reached


def test_the_saddle_falls_fastest_along_its_second_eigenvector():
    figure = eigenvectors.circle_walk()
    assert reached(figure) == [{"angle": 120, "shape": "saddle"}]
    told = figure.run({"angle": 120, "shape": "saddle"})
    assert told == "At 120° the form is −1.00, and Ax is −1.00 x: x is an eigenvector."
    assert figure.run({"angle": 120, "shape": "valley"}).endswith("and Ax is zero: x is an eigenvector.")


def test_from_almost_perpendicular_only_a_small_ratio_arrives_in_six_steps():
    """tan 89.9° = 573 and tan 1° = 0.0175: six steps need a ratio below 0.177, two steps one below 0.0055."""
    found = reached(eigenvectors.power_race())
    assert {abs(values["ratio"]) for values in found} == {0.1}
    assert {values["step"] for values in found} == {5, 6}


def test_the_race_says_what_a_tie_and_a_zero_do():
    race = eigenvectors.power_race()
    assert "swings for ever" in race.run({"ratio": -1.0, "start": 60.0, "step": 4})
    assert "60.0°" in race.run({"ratio": -1.0, "start": 60.0, "step": 16})
    assert "nothing turns" in race.run({"ratio": 1.0, "start": 30.0, "step": 7})
    assert "takes the second part away" in race.run({"ratio": 0.0, "start": 60.0, "step": 1})
