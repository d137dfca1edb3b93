"""Stochastic gradients against all samples there are, sampling theory, and full gradients; schedules against sums."""
from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from mathlib.data import load_breast_cancer
from mathlib.optimization import (
    LogisticProblem,
    adam,
    batches,
    constant,
    cosine_decay,
    gradient_descent,
    gradient_noise,
    heavy_ball,
    inverse_time,
    nesterov,
    run,
    scheduled,
    sgd,
    step_decay,
)
from tests.strategies import matrices

DATA = np.array([[1.0, 0.0], [2.0, -1.0], [6.0, 4.0], [-1.0, 3.0], [0.0, 9.0]])


def gradient_of(x, batch):
    """Of the mean of half the squared distances to the data: the minimum is their mean."""
    return x - DATA[batch].mean(axis=0)


# noise

@given(matrices(5, 2, limit=10.0), st.integers(1, 4), st.booleans())
def test_the_noise_is_the_mean_over_all_batches_there_are(G, size, replace):
    every = itertools.product(range(5), repeat=size) if replace else itertools.combinations(range(5), size)
    distances = [np.sum((G[list(batch)].mean(axis=0) - G.mean(axis=0)) ** 2) for batch in every]
    assert gradient_noise(G, size, replace=replace) == pytest.approx(np.mean(distances), rel=1e-9, abs=1e-12)


@given(matrices(6, 3, limit=10.0))
def test_a_batch_of_everything_has_no_noise_unless_it_repeats(G):
    assert gradient_noise(G, 6, replace=False) == 0
    assert gradient_noise(G, 6) == pytest.approx(G.var(axis=0).sum() / 6, rel=1e-9, abs=1e-12)


def test_one_example_has_no_noise():
    assert gradient_noise([[3.0, 4.0]], 1) == gradient_noise([[3.0, 4.0]], 1, replace=False) == 0


# batches

@given(st.integers(1, 30), st.data())
def test_an_epoch_deals_every_example_at_most_once_and_leaves_less_than_a_batch(n, data):
    size = data.draw(st.integers(1, n))
    deal = batches(n, size, rng=np.random.default_rng(0))
    for _ in range(3):
        epoch = np.concatenate([next(deal) for _ in range(n // size)])
        assert len(set(epoch.tolist())) == epoch.size
        assert set(epoch.tolist()) <= set(range(n))
        assert n - epoch.size < size


@pytest.mark.parametrize("replace", [False, True])
def test_a_batch_has_the_mean_of_all_on_average(replace):
    deal = batches(5, 2, replace=replace, rng=np.random.default_rng(0))
    drawn = np.array([gradient_of(np.zeros(2), next(deal)) for _ in range(4000)])
    error = drawn.std(axis=0) / np.sqrt(4000)
    assert (np.abs(drawn.mean(axis=0) + DATA.mean(axis=0)) < 4 * error).all()


# sgd

def test_with_all_examples_in_a_batch_it_is_gradient_descent():
    ours = sgd(gradient_of, 5, [0.0, 0.0], 0.3, batch_size=5, n_steps=10, rng=np.random.default_rng(0)).path
    theirs = gradient_descent(lambda x: x - DATA.mean(axis=0), [0.0, 0.0], 0.3, n_steps=10).path
    assert ours == pytest.approx(theirs, abs=1e-13)


def test_with_steps_of_one_over_k_the_point_is_the_mean_of_what_it_saw():
    # x_1 = first example; x_k+1 = x_k - (x_k - a) / (k + 1): the running mean, exact after each epoch
    walk = sgd(gradient_of, 5, [7.0, 7.0], inverse_time(1.0, 1.0), n_epochs=3, rng=np.random.default_rng(1))
    assert walk.n_steps == 15
    for k in (5, 10, 15):
        assert walk.path[k] == pytest.approx(DATA.mean(axis=0), abs=1e-13)


@pytest.mark.parametrize(("size", "step_size"), [(1, 0.1), (2, 0.1), (1, 0.4)])
def test_with_steps_that_stay_it_circles_in_a_ball_as_large_as_theory_has_it(size, step_size):
    # x - mean obeys e = (1 - s) * e + s * noise; drawn with replacement: E|e|**2 = s / (2 - s) * noise
    walk = sgd(gradient_of, 5, DATA.mean(axis=0), step_size, batch_size=size, n_steps=20_000, replace=True,
               rng=np.random.default_rng(2))
    blocks = np.sum((walk.path[1001:] - DATA.mean(axis=0)) ** 2, axis=1).reshape(19, 1000).mean(axis=1)
    expected, error = step_size / (2 - step_size) * gradient_noise(-DATA, size), blocks.std() / np.sqrt(18)
    assert error < 0.05 * expected
    assert abs(blocks.mean() - expected) < 3 * error


def test_the_error_of_steps_that_shrink_falls_as_one_over_k():
    # drawn with replacement; for this rule E|x_k - mean|**2 is the variance of a mean of k draws: noise / k
    paths = [sgd(gradient_of, 5, [0.0, 0.0], inverse_time(1.0, 1.0), n_steps=64, replace=True,
                 rng=np.random.default_rng(seed)).path for seed in range(400)]
    errors = np.mean(np.sum((np.array(paths)[:, [4, 16, 64]] - DATA.mean(axis=0)) ** 2, axis=2), axis=0)
    slope = np.polyfit(np.log([4, 16, 64]), np.log(errors), 1)[0]
    assert slope == pytest.approx(-1, abs=0.1)
    assert errors == pytest.approx([gradient_noise(DATA, k) for k in (4, 16, 64)], rel=0.15)


@pytest.mark.parametrize("rule", [heavy_ball, lambda size: nesterov(size / 5, 0.8), lambda size: adam(size / 10)])
def test_every_rule_reaches_scikit_learns_weights_of_the_tumours(rule):
    table = load_breast_cancer()
    problem = LogisticProblem.standardised(table.X, table.y, 0.01)
    theirs = LogisticRegression(C=1 / (2 * 569 * 0.01), fit_intercept=False, tol=1e-12, solver="newton-cholesky").fit(
        problem.X, problem.y).coef_[0]
    walk = sgd(problem.gradient_of, 569, np.zeros(31), cosine_decay(0.3, 3400), batch_size=16, n_epochs=100, rule=rule,
               rng=np.random.default_rng(0))
    assert np.linalg.norm(walk.end - theirs) < 0.05 * np.linalg.norm(theirs)
    assert problem(walk.end) - problem(theirs) < 1e-3


def test_convergence_is_judged_by_all_examples_and_a_lucky_batch_stops_nothing():
    # both examples' gradients vanish at their own point, the sum of them in the middle
    walk = sgd(gradient_of, 5, DATA[0], 0.5, n_steps=30, rng=np.random.default_rng(0))
    assert walk.n_steps == 30
    assert (walk.converged, walk.reason) == (False, "out of steps")
    there = sgd(gradient_of, 5, [0.0, 0.0], inverse_time(1.0, 1.0), n_epochs=2, tolerance=1e-9,
                rng=np.random.default_rng(0))
    assert (there.converged, there.reason) == (True, "the gradient is no longer than the tolerance")


def test_the_same_seed_walks_the_same_way_and_another_does_not():
    walks = [sgd(gradient_of, 5, [0.0, 0.0], 0.1, n_steps=20, rng=np.random.default_rng(s)).path for s in (3, 3, 4)]
    assert np.array_equal(walks[0], walks[1])
    assert not np.array_equal(walks[0], walks[2])


def test_steps_too_long_diverge_and_say_so():
    walk = sgd(gradient_of, 5, [0.0, 0.0], 5.0, n_steps=10_000, rng=np.random.default_rng(0))
    assert (walk.diverged, walk.converged) == (True, False)
    assert np.isfinite(walk.path).all()


def test_a_gradient_that_becomes_nan_is_said():
    walk = sgd(lambda x, batch: np.where(x > 0, x, np.nan), 5, [1.0], 3.0, n_steps=50, rng=np.random.default_rng(0))
    assert (walk.diverged, walk.converged, walk.n_steps) == (True, False, 1)


@pytest.mark.parametrize(("options", "error", "message"), [
    ({"step_size": 0}, ValueError, "`step_size` must be a positive number; got 0."),
    ({"batch_size": 6}, ValueError, "`batch_size` must be at most the number of examples, 5; got 6."),
    ({"n_examples": 0}, ValueError, "`n_examples` must be a whole number, at least 1; got 0."),
    ({"n_epochs": 2, "n_steps": 3}, ValueError, "`n_steps` must be left out where n_epochs is given; got 3 and 2."),
    ({"n_epochs": 0}, ValueError, "`n_epochs` must be a whole number, at least 1; got 0."),
    ({"rng": 0}, TypeError, "`rng` must be a np.random.Generator; got 0."),
    ({"gradient_of": 3}, TypeError, "`gradient_of` must be a function; got 3."),
    ({"gradient_of": lambda x, batch: DATA[batch]}, ValueError,
     "`gradient_of(start)` must be a vector of 2 real numbers; got shape (5, 2)."),
    ({"gradient_of": lambda x, batch: x * np.nan}, ValueError,
     "`gradient_of(start)` must be a vector of 2 real numbers; got nan at index 0."),
    ({"rule": 0.1}, TypeError, "`rule_of` must be a function; got 0.1."),
    ({"tolerance": -1}, ValueError, "`tolerance` must be a number that is not negative; got -1."),
])
def test_what_cannot_be_used_is_refused_in_words(options, error, message):
    given = {"gradient_of": gradient_of, "n_examples": 5, "start": [0.0, 0.0], "step_size": 0.1,
             "rng": np.random.default_rng(0)}
    with pytest.raises(error, match=re.escape(message)):
        sgd(**given | options)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: gradient_noise([[1.0]], 0), "`batch_size` must be a whole number, at least 1; got 0."),
    (lambda: gradient_noise([[1.0]], 2, replace=False), "`batch_size` must be at most the number of examples, 1; got"),
    (lambda: gradient_noise([[1e200]], 1), "`per_example_gradients` must be in a unit in which its squares can be"),
    (lambda: gradient_noise([1.0], 1), "`per_example_gradients` must be a matrix of real numbers; got shape (1,)."),
    (lambda: batches(3, 4, rng=np.random.default_rng(0)), "`batch_size` must be at most the number of examples, 3;"),
    (lambda: constant(0), "`step_size` must be a positive number; got 0."),
    (lambda: inverse_time(1, -1), "`decay` must be a number that is not negative; got -1."),
    (lambda: step_decay(1, 1, every=3), "`factor` must be a number from 0 up to, but not including, 1; got 1"),
    (lambda: step_decay(1, 0, every=3), "`factor` must be a positive number; got 0."),
    (lambda: step_decay(1, 0.5, every=0), "`every` must be a whole number, at least 1; got 0."),
    (lambda: cosine_decay(1, 0), "`n_steps` must be a whole number, at least 1; got 0."),
])
def test_numbers_out_of_range_are_refused_in_words(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


# schedules

def test_a_schedule_of_inverse_time_has_an_infinite_sum_but_not_of_squares():
    schedule = inverse_time(1.0, 1.0)
    # of 1 / (1 + k): harmonic numbers, which grow as log(n) + Euler's constant, and pi**2 / 6
    sizes = np.array([schedule(k) for k in range(10_000)])
    assert sizes.sum() == pytest.approx(np.log(10_000) + np.euler_gamma, abs=1e-4)
    assert np.sum(sizes**2) == pytest.approx(np.pi**2 / 6, abs=2e-4)


@given(st.integers(1, 1000), st.integers(0, 2000))
def test_no_schedule_grows(n, k):
    for schedule in (constant(2.0), inverse_time(2.0, 0.1), step_decay(2.0, 0.5, every=n), cosine_decay(2.0, n)):
        assert 0 <= schedule(k + 1) <= schedule(k) <= schedule(0) == 2


def test_cosine_decay_takes_half_of_the_steps_sum():
    sizes = [cosine_decay(2.0, 1000)(k) for k in range(1000)]
    assert np.mean(sizes) == pytest.approx(1.0, abs=2e-3)


def test_where_a_schedule_comes_to_0_the_path_ends():
    walk = run(scheduled(heavy_ball, cosine_decay(0.5, 10)), lambda x: x, [1.0], n_steps=50)
    assert (walk.n_steps, walk.reason) == (10, "the schedule has come to steps of size 0")
    assert not walk.converged


def test_a_constant_schedule_changes_no_rule():
    for rule_of in (heavy_ball, adam, lambda size: nesterov(size, 0.9)):
        plain = run(rule_of(0.05), lambda x: x, [1.0, -3.0], n_steps=20).path
        assert np.array_equal(run(scheduled(rule_of, constant(0.05)), lambda x: x, [1.0, -3.0], n_steps=20).path, plain)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: scheduled(0.1, constant(1)), "`rule_of` must be a function; got 0.1."),
    (lambda: scheduled(heavy_ball, 0.1), "`schedule` must be a function; got 0.1."),
])
def test_a_schedule_and_what_follows_it_must_be_functions(call, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()
