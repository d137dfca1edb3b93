"""What the figures of the page on gradient descent say, where no cell of the page asserts it."""
from __future__ import annotations

import math

import pytest

from mathlib.figures.optimization import gradient_descent
from tests.figures.states import said


@pytest.fixture(scope="module")
def cliff():
    return gradient_descent.step_cliff()


@pytest.fixture(scope="module")
def race():
    return gradient_descent.optimiser_race()


@pytest.fixture(scope="module")
def valley():
    return gradient_descent.scaled_valley()


@pytest.mark.parametrize(("step_size", "words"), [
    (0.1, "creeps"), (1.0, "one step reaches the bottom"), (1.9, "bounces"), (2.0, "never gets nearer"),
    (2.2, "further away")])
def test_the_edge_of_a_curvature_of_1_is_at_2(cliff, step_size, words):
    assert words in said(cliff, step_size=step_size, curvature=1.0)


def test_the_steps_that_the_cliff_announces_are_enough_and_one_less_is_not(cliff):
    announced = int(said(cliff, step_size=0.1, curvature=1.0).split()[-2])
    assert math.pow(0.9, announced) <= 1e-6 < math.pow(0.9, announced - 1)


def test_the_edge_moves_in_when_the_curvature_grows(cliff):
    assert "creeps" in said(cliff, step_size=1.5, curvature=0.5)
    assert "further away" in said(cliff, step_size=1.5, curvature=2.0)
    assert cliff.reached(cliff.indices(step_size=0.5, curvature=2.0))
    assert not cliff.reached(cliff.indices(step_size=1.0, curvature=1.0))


def test_the_race_can_be_won_with_momentum_only(race):
    stops = [round(0.4 + 0.3 * k, 1) for k in range(12)]
    winner = dict(kappa=100, rule="heavy ball", step=3.1, momentum=0.7)
    assert race.reached(race.indices(**winner))
    assert "from step 84 on" in said(race, **winner)
    assert not any(race.reached(race.indices(kappa=100, rule="heavy ball", step=step, momentum=0.0)) for step in stops)


def test_without_momentum_the_edge_is_at_2_and_with_it_nearly_at_4(race):
    assert "runs away" in said(race, kappa=100, rule="heavy ball", step=2.2, momentum=0.0)
    assert "runs away" not in said(race, kappa=100, rule="heavy ball", step=3.7, momentum=0.9)
    assert "runs away" in said(race, kappa=100, rule="Nesterov", step=2.2, momentum=0.9)


def test_one_step_finds_the_line_in_a_standardised_column_only(valley):
    assert valley.reached(valley.indices(unit="mm", prepared="standardised", steps=1))
    assert not valley.reached(valley.indices(unit="dm", prepared="centred", steps=10))
    assert "κ = 8.35·10⁶;" in said(valley, unit="mm", prepared="as measured", steps=1000)
    assert "κ = 1290;" in said(valley, unit="dm", prepared="as measured", steps=1000)
