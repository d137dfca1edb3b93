"""What the figures of the tour say and reply, where no cell of the page asserts it."""
from __future__ import annotations

import re

import numpy as np
import pytest

from mathlib import optimization, probability
from mathlib.figures import tour
from mathlib.live.figure import LiveFigure
from tests.figures.states import said

RAVINE = optimization.Quadratic(np.diag([1.0, 10.0]))
STEPS = [round(0.02 * k, 2) for k in range(1, 21)]


@pytest.fixture(scope="module")
def ravine() -> LiveFigure:
    return tour.momentum_ravine()


def walk(step_size, momentum=0, start=(-2, 1), n_steps=100):
    return optimization.gradient_descent(RAVINE.gradient, start, step_size, momentum=momentum, n_steps=n_steps).path


# ---- the ravine, in all its states

@pytest.mark.parametrize("momentum", [0, 0.3, 0.6, 0.9])
def test_the_fate_of_a_path_is_what_becomes_of_it_much_later(ravine, momentum):
    """Far beyond the hundred steps that are drawn, without asking where the edge is; the other quarters are alike."""
    for step_size in STEPS:
        for start in [(x, y) for x in np.arange(0, 2.1, 0.5) for y in np.arange(0, 1.1, 0.5)]:
            told = said(ravine, step_size=step_size, momentum=momentum, start=start)
            size = np.linalg.norm(walk(step_size, momentum, start, 400)[-1])
            if start == (0, 0):
                assert told == "The path starts at the bottom: no gradient, no step."
            elif "without end" in told:
                assert size > 1e6
            elif "for ever" in told:
                assert 0.1 < size < 100
            else:
                assert size < 1e-2


def test_the_step_from_which_the_loss_is_small_is_counted(ravine):
    for step_size in STEPS:
        told = said(ravine, step_size=step_size, momentum=0.3)
        if found := re.search(r"a millionth from step (\d+)", told):
            losses = RAVINE(walk(step_size, 0.3))
            step = int(found[1])
            assert (losses[step:] < 1e-6).all()
            assert losses[step - 1] >= 1e-6


# ---- its question

def needed(step_size):
    above = np.flatnonzero(RAVINE(walk(step_size, n_steps=2000)) >= 1e-6)
    return above[-1] + 1


def test_the_path_that_is_asked_about_bounces_and_settles(ravine):
    assert ravine.arguments(ravine.before) == {"step_size": 0.18, "momentum": 0, "start": (-2.0, 1.0)}
    across = walk(0.18)[:, 1]
    assert (across[1:] * across[:-1] < 0).all()
    assert abs(across[-1]) < 1e-9


def test_every_longer_step_up_to_the_one_that_is_asked_about_arrives_sooner():
    counts = [needed(step_size) for step_size in STEPS if step_size <= 0.18]
    assert (np.diff(counts) < 0).all()


def test_the_step_that_is_asked_for_bounces_higher_every_time():
    across = walk(0.22)[:, 1]
    assert np.allclose(across[1:] / across[:-1], 1 - 10 * 0.22)
    assert (np.abs(across[1:]) > np.abs(across[:-1])).all()


def test_the_preset_of_the_reply_is_the_step_that_was_asked_for(ravine):
    assert ravine.presets["over it"] == ravine.indices(step_size=0.22, momentum=0)
    assert (np.diff(RAVINE(walk(0.22))[10:]) > 0).all()   # the loss climbs


def test_the_figure_begins_as_the_equation_above_it_without_momentum(ravine):
    assert ravine.values["momentum"] == 0
    assert tour.ravine_rates().values == {"step_size": 0.06, "momentum": 0}


# ---- the question of the samples

def test_the_mean_of_many_cauchy_values_strays_as_far_as_one_value():
    cauchy, normal = (probability.FAMILIES[name](0.0, 1.0) for name in ("Cauchy", "normal"))
    rng = np.random.default_rng(0)
    samples = [rng.random(10_000) for _ in range(1000)]

    def spread(family, count):
        means = [family.quantile(sample[:count]).mean() for sample in samples]
        return np.subtract(*np.quantile(means, [0.75, 0.25]))
    assert spread(cauchy, 10_000) == pytest.approx(spread(cauchy, 1), rel=0.2)
    assert spread(normal, 10_000) == pytest.approx(spread(normal, 1) / 100, rel=0.2)


def test_the_dot_of_the_sample_jumps_from_one_sample_to_the_next():
    zoo = tour.distribution_zoo()
    heavy = zoo.arguments(zoo.presets["heavy tails"])
    means = [float(re.search("sample has mean (−?[0-9.]+)", said(zoo, **heavy | {"seed": seed}))[1].replace("−", "-"))
             for seed in range(1, 5)]
    assert np.ptp(means) > 2
    assert np.abs(means).max() < 6                        # within the picture


def test_a_sample_of_ten_cauchy_values_is_asked_about():
    zoo = tour.distribution_zoo()
    asked = zoo.arguments(zoo.before)
    assert (asked["family"], asked["size"]) == ("Cauchy", 10)
    assert abs(float(re.search("mean (−?[0-9.]+)", zoo.apply(zoo.before))[1].replace("−", "-"))) < 6
