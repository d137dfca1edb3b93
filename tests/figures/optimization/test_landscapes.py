"""What the figures of the page on landscapes say, where no cell of the page asserts it."""
from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import minimum_filter

from mathlib import optimization
from mathlib.figures.optimization import landscapes
from tests.figures.states import said


@pytest.fixture(scope="module")
def mountain():
    return landscapes.real_mountain()


@pytest.fixture(scope="module")
def saddle():
    return landscapes.leave_the_saddle()


@pytest.fixture(scope="module")
def twins():
    return landscapes.between_twins()


def test_hollows_are_the_points_that_a_minimum_filter_finds():
    x, rng = np.arange(9.0), np.random.default_rng(0)
    land = optimization.Terrain(rng.normal(size=(9, 9)), x, 2 * x)
    lowest = minimum_filter(land.heights, 3) == land.heights
    expected = {(land.x[j], land.y[i]) for i, j in np.argwhere(lowest) if 0 < i < 8 and 0 < j < 8}
    assert expected
    assert {tuple(point) for point in landscapes.hollows(land)} == expected


def test_momentum_leads_from_the_hollow_near_the_top_to_a_lower_one(mountain):
    assert "From 904 m down to 540 m in 80 steps, at rest" in said(
        mountain, start=(13.0, 15.5), step_size=1.0, momentum=0.0)
    assert "down to 415 m" in said(mountain, start=(13.0, 15.5), step_size=1.0, momentum=0.9)


def test_the_mountains_goal_wants_a_high_start_a_low_end_and_the_map(mountain):
    def reached(start, step_size, momentum):
        return mountain.reached(mountain.indices(start=start, step_size=step_size, momentum=momentum))
    assert reached((15.5, 13.0), 1.0, 0.0)
    assert not reached((13.0, 15.5), 1.0, 0.0)                     # ends too high
    assert not reached((23.0, 13.0), 1.0, 0.0)                     # starts too low
    assert not reached((15.5, 13.0), 3.0, 0.9)                     # leaves the map
    assert "leaves the map" in said(mountain, start=(13.0, 3.0), step_size=1.0, momentum=0.9)


def test_only_noise_frees_a_walk_that_starts_on_the_ridge(saddle):
    assert "still at the saddle, exactly on the ridge" in said(saddle, near=0.0, step_size=0.1, noise=0.0)
    assert saddle.reached(saddle.indices(near=0.0, step_size=0.1, noise=1e-3))
    assert not saddle.reached(saddle.indices(near=0.0, step_size=0.1, noise=0.0))
    assert not saddle.reached(saddle.indices(near=1e-3, step_size=0.1, noise=0.0))


@pytest.mark.parametrize(("near", "steps"), [(0.3, 8), (1e-3, 40), (1e-6, 78)])
def test_the_saddle_figure_counts_the_steps_and_newtons_method_is_trapped(saddle, near, steps):
    assert said(saddle, near=near, step_size=0.1, noise=0.0) == (
        f"Gradient descent leaves the saddle after {steps} steps; Newton's method goes to it.")


def test_twins_compute_what_the_network_computes():
    network = landscapes.trained()
    X = np.random.default_rng(1).normal(size=(20, 2))
    outputs = landscapes.mlp_forward(network, X).scores
    for twin in (landscapes.exchanged(network), landscapes.turned(network)):
        assert not np.allclose(twin[0].weights, network[0].weights)
        assert np.allclose(landscapes.mlp_forward(twin, X).scores, outputs)


def test_the_start_decides_which_twin_is_reached(twins):
    assert said(twins, start=(0.4, 0.0)).endswith("at the network called one.")
    assert said(twins, start=(0.6, 0.0)).endswith("at the network called exchanged.")
    assert said(twins, start=(0.0, 0.9)).endswith("at the network called turned.")
    assert not twins.reached(twins.indices(start=(0.5, 0.0)))
