"""Energies against brute force over every state, estimates against the exact log Z, gradients against differences."""
from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special
from sklearn.neural_network import BernoulliRBM

from mathlib.calculus import (
    RBM,
    GridEBM,
    all_states,
    cd_gradient,
    check_gradient,
    derivative,
    double_well,
    fit_cd,
    log_partition_ais,
    log_partition_is,
    random_rbm,
    visible_bias,
)
from mathlib.data import load_digits
from tests.strategies import matrices, vectors

SCALES = (0.1, 0.5, 1.0, 2.0, 3.0)


def brute_log_partition(rbm):
    """Every state of both layers, one by one."""
    terms = [np.array(v) @ rbm.W @ h + rbm.b @ v + rbm.c @ h
             for v in itertools.product((0, 1), repeat=rbm.b.size)
             for h in itertools.product((0, 1), repeat=rbm.c.size)]
    return special.logsumexp(terms)


machines = st.builds(RBM, matrices(3, 2, 5), vectors(3, 5), vectors(2, 5)) | st.builds(
    RBM, matrices(2, 3, 5), vectors(2, 5), vectors(3, 5))


@given(machines)
def test_log_z_is_the_sum_over_every_state(rbm):
    assert rbm.log_partition_exact() == pytest.approx(brute_log_partition(rbm), rel=1e-13, abs=1e-13)


@given(machines)
def test_the_free_energy_has_summed_out_the_hidden_layer(rbm):
    H = all_states(rbm.c.size)
    for v in all_states(rbm.b.size):
        summed = -special.logsumexp(-rbm.energy(np.broadcast_to(v, (len(H), v.size)), H))
        assert rbm.free_energy(v) == pytest.approx(summed, rel=1e-12, abs=1e-12)


@given(machines)
def test_the_conditional_probabilities_are_those_of_the_joint(rbm):
    V, H = all_states(rbm.b.size), all_states(rbm.c.size)
    joint = np.exp([[-rbm.energy(v, h) - rbm.log_partition_exact() for h in H] for v in V])
    assert joint.sum() == pytest.approx(1, rel=1e-12)
    given_v = joint @ H / joint.sum(axis=1, keepdims=True)
    assert np.allclose(rbm.hidden_probabilities(V), given_v, rtol=1e-10, atol=1e-12)
    given_h = joint.T @ V / joint.sum(axis=0)[:, None]
    assert np.allclose(rbm.visible_probabilities(H), given_h, rtol=1e-10, atol=1e-12)
    likelihoods = [rbm.log_likelihood(v[None]) for v in V]
    assert np.allclose(np.exp(likelihoods), joint.sum(axis=1), rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("shape", [(8, 6), (4, 7)])
@pytest.mark.parametrize("seed", range(3))
def test_the_gradient_of_the_log_likelihood_is_the_measured_one(shape, seed):
    rng = np.random.default_rng(seed)
    rbm = RBM(rng.normal(size=shape), rng.normal(size=shape[0]), rng.normal(size=shape[1]))
    v = rng.integers(0, 2, (10, shape[0]))
    gradient = rbm.log_likelihood_gradient(v)
    assert check_gradient(lambda W: RBM(W, rbm.b, rbm.c).log_likelihood(v), lambda W: gradient.W, rbm.W)
    assert check_gradient(lambda b: RBM(rbm.W, b, rbm.c).log_likelihood(v), lambda b: gradient.b, rbm.b)
    assert check_gradient(lambda c: RBM(rbm.W, rbm.b, c).log_likelihood(v), lambda c: gradient.c, rbm.c)


def test_free_energy_and_conditionals_are_sklearns():
    theirs, ours = BernoulliRBM(n_components=4), random_rbm(6, 4, 1.0, rng=np.random.default_rng(0))
    ours = RBM(ours.W, np.arange(6) / 7, np.arange(4) / 5)
    theirs.components_, theirs.intercept_visible_, theirs.intercept_hidden_ = ours.W.T, ours.b, ours.c
    v = np.random.default_rng(1).integers(0, 2, (20, 6)).astype(float)
    assert np.allclose(ours.free_energy(v), theirs._free_energy(v), rtol=1e-13, atol=1e-13)
    assert np.allclose(ours.hidden_probabilities(v), theirs.transform(v), rtol=1e-13, atol=0)


def test_gibbs_chains_end_up_distributed_as_the_model():
    rbm = random_rbm(3, 3, 1.5, rng=np.random.default_rng(5))
    V = all_states(3)
    exact = np.exp(-rbm.free_energy(V) - rbm.log_partition_exact())
    rng, n = np.random.default_rng(0), 40_000
    v = rbm.gibbs(rng.integers(0, 2, (n, 3)), 30, rng=rng)
    seen = np.bincount((v @ [1, 2, 4]).astype(int), minlength=8) / n
    chi_squared = n * np.sum((seen - exact) ** 2 / exact)
    assert chi_squared < 24.3  # exceeded once in a thousand with 7 degrees of freedom
    assert rbm.gibbs(V, 0, rng=rng).tolist() == V.tolist()


@pytest.mark.parametrize("estimate", [log_partition_is, log_partition_ais])
def test_estimates_of_log_z_come_close_to_the_exact_one(estimate):
    rng = np.random.default_rng(0)
    rbm = RBM(0.5 * rng.normal(size=(8, 6)), rng.normal(size=8), rng.normal(size=6))
    exact = rbm.log_partition_exact()
    for base in (None, rbm.b):
        result = estimate(rbm, 2000, base_bias=base, rng=rng)
        assert abs(result.value - exact) < 4 * result.standard_error
        assert 0 < result.standard_error < 0.05


def test_the_mean_of_importance_sampling_is_unbiased_for_z_itself():
    rbm = random_rbm(4, 3, 1.0, rng=np.random.default_rng(0))
    ratios = [math.exp(log_partition_is(rbm, 20, rng=rng).value - rbm.log_partition_exact())
              for rng in np.random.default_rng(1).spawn(4000)]
    assert abs(np.mean(ratios) - 1) < 4 * np.std(ratios) / math.sqrt(4000)


def spread(estimate, n, scale, repetitions=200, **options):
    rbm = random_rbm(8, 6, scale, rng=np.random.default_rng(0))
    return float(np.std([estimate(rbm, n, rng=rng, **options).value
                         for rng in np.random.default_rng(1).spawn(repetitions)]))


def test_importance_sampling_fails_as_the_weights_grow():
    """With 100 draws, the standard deviation of the estimated log Z of an 8 x 6 machine, weights normal (seed 0)."""
    ours = [spread(log_partition_is, 100, scale) for scale in SCALES]
    assert ours == pytest.approx([0.022, 0.133, 0.315, 0.63, 0.92], rel=0.2)  # 200 repetitions: about 5 % each
    assert all(np.diff(ours) > 0)
    assert ours[-1] > 30 * ours[0]


def test_how_much_it_fails_depends_on_the_machine():
    """Other weights give other spreads; 0.078, 0.21, 0.57 and 0.85 for scales 0.5 to 3 are within those of twenty."""
    spreads = np.array([[np.std([log_partition_is(rbm, 100, rng=rng).value for _ in range(60)])
                         for rbm in (random_rbm(8, 6, scale, rng=rng) for scale in SCALES[1:])]
                        for rng in np.random.default_rng(2).spawn(20)])
    assert all(spreads.min(axis=0) < [0.078, 0.21, 0.57, 0.85])
    assert all(spreads.max(axis=0) > [0.078, 0.21, 0.57, 0.85])
    assert all(np.diff(np.median(spreads, axis=0)) > 0)


def test_for_small_weights_the_spread_is_known_by_hand():
    """Free energy is then about linear in v, `-v @ W.sum(axis=1) / 2`, and a fair coin has standard deviation 1/2."""
    rbm = random_rbm(8, 6, 0.1, rng=np.random.default_rng(0))
    by_hand = np.linalg.norm(rbm.W.sum(axis=1)) / 2 / 2 / math.sqrt(100)
    assert spread(log_partition_is, 100, 0.1, 400) == pytest.approx(by_hand, rel=0.12)  # 400 repetitions: 3.5 %


def test_annealing_takes_most_of_the_spread_away():
    assert spread(log_partition_ais, 100, 3.0, 40, n_temperatures=300) < spread(log_partition_is, 100, 3.0) / 3


def test_finer_steps_of_annealing_spread_less():
    coarse, fine = (spread(log_partition_ais, 20, 2.0, 60, n_temperatures=k) for k in (10, 200))
    assert fine < coarse / 2


def test_contrastive_divergence_tends_to_the_gradient_as_its_chains_get_longer():
    rng = np.random.default_rng(0)
    rbm = random_rbm(5, 4, 1.0, rng=rng)
    v = rng.integers(0, 2, (4, 5))
    exact, many = rbm.log_likelihood_gradient(v).W, np.tile(v, (10_000, 1))
    error = [np.linalg.norm(cd_gradient(rbm, many, n_steps=k, rng=rng).W - exact) for k in (1, 3, 30)]
    assert error[0] > 3 * error[1]
    assert error[2] < 0.02  # 40_000 chains: noise of about sqrt(20 * 0.25 / 40_000)
    assert error[1] > error[2]


def test_a_trained_machine_explains_the_digits_better_and_its_log_z_rises():
    """CD-1 on digits, pixels above 8: 64-10 units, 1500 to train on, 297 to test, 60 epochs, step 0.05, batches of 50.

    Across splits the start lies between -24.0 and -24.7. Larger batches take fewer steps: batches of 64 end at about
    -21.0, with log Z at 42, and batches of 100 at about -22.1, with log Z at 39.
    """
    rng = np.random.default_rng(0)
    v = (load_digits().X > 8).astype(float)[rng.permutation(1797)]
    train, test = v[:1500], v[1500:]
    start = random_rbm(64, 10, 0.01, rng=rng)
    start = RBM(start.W, visible_bias(train), start.c)
    training = fit_cd(start, train, rng=rng)
    before, after = start.log_likelihood(test), training.rbm.log_likelihood(test)
    assert before == pytest.approx(-24.51, abs=0.01)  # independent pixels, up to the small weights
    assert after == pytest.approx(-20.5, abs=0.2)
    log_z = [rbm.log_partition_exact() for rbm in (start, training.rbm)]
    assert log_z == pytest.approx([36.0, 44.0], abs=0.7)
    # without log Z the gain looks about three times as great: most of it is eaten by the rise of log Z
    assert -training.rbm.free_energy(test).mean() + start.free_energy(test).mean() > 2.5 * (after - before)
    assert len(training.path) == 61
    annealed = log_partition_ais(training.rbm, 100, base_bias=start.b, n_temperatures=1000, rng=rng)
    assert annealed.value == pytest.approx(log_z[1], abs=0.2)


def test_independent_units_start_at_the_frequencies_of_the_data():
    v = np.random.default_rng(0).integers(0, 2, (50, 4))
    v[:, 0] = 0
    expected = special.logit((v.sum(axis=0) + 1) / 52)
    assert visible_bias(v) == pytest.approx(expected, rel=1e-14)


def test_every_state_comes_once():
    assert sorted(map(tuple, all_states(5).tolist())) == sorted(itertools.product((0.0, 1.0), repeat=5))


def test_a_hundred_visible_units_are_summed_out_exactly():
    rbm = random_rbm(100, 3, 5.0, rng=np.random.default_rng(0))
    by_hidden = special.logsumexp([rbm.c @ h + np.logaddexp(0, rbm.b + rbm.W @ h).sum() for h in all_states(3)])
    assert rbm.log_partition_exact() == pytest.approx(by_hidden, rel=1e-14)


def test_huge_weights_do_not_overflow():
    rbm = RBM(np.full((2, 2), 1e300), np.zeros(2), np.zeros(2))
    assert rbm.log_partition_exact() == 4e300


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
@pytest.mark.parametrize(("barrier", "tilt"), [(1, 0), (3, 0.5)])
def test_the_partition_function_on_a_grid_is_scipys_integral(temperature, barrier, tilt):
    def energy(x):
        return double_well(x, barrier=barrier, tilt=tilt)

    model = GridEBM(energy, -5, 5, temperature)
    exact = integrate.quad(lambda x: math.exp(-energy(x) / temperature), -5, 5, points=[-1, 1], epsabs=1e-12)[0]
    assert math.exp(model.log_partition()) == pytest.approx(exact, rel=1e-9)
    assert integrate.trapezoid(model.density(), model.x) == pytest.approx(1, rel=1e-13)
    assert model.expectation(np.ones_like) == pytest.approx(1, rel=1e-13)
    assert model.mean_energy() == pytest.approx(model.expectation(energy), rel=1e-13)


def test_a_flat_energy_is_the_uniform_distribution_to_its_very_ends():
    model = GridEBM(np.zeros_like, 1, 4, n=7)
    assert model.log_partition() == pytest.approx(math.log(3), rel=1e-15)
    assert model.density() == pytest.approx(np.full(7, 1 / 3), rel=1e-14)


def test_the_mean_energy_is_minus_the_slope_of_log_z():
    beta = 0.7
    slope = derivative(lambda b: GridEBM(double_well, -4, 4, 1 / float(b)).log_partition(), beta)
    assert GridEBM(double_well, -4, 4, 1 / beta).mean_energy() == pytest.approx(-slope, rel=1e-8)


def test_cold_is_narrow_and_hot_is_flat():
    cold, hot = (GridEBM(double_well, -2, 2, T).density() for T in (0.01, 1000.0))
    assert cold.max() > 2
    assert np.ptp(hot) < 0.01


def test_draws_from_the_grid_have_its_moments():
    model = GridEBM(lambda x: double_well(x, tilt=0.3), -3, 3)
    draws = model.sample(20_000, rng=np.random.default_rng(0))
    for f in (np.array, np.square):
        mean, second = model.expectation(f), model.expectation(lambda x, f=f: f(x) ** 2)
        assert abs(f(draws).mean() - mean) < 4 * math.sqrt((second - mean**2) / 20_000)


RNG = np.random.default_rng(0)
SMALL = RBM([[1.0, 2.0]], [0.0], [0.0, 0.0])


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: RBM([[1.0]], [0.0, 0.0], [0.0]), "`b` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: RBM([[1.0]], [0.0], [0.0, 0.0]), "`c` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: RBM([[np.nan]], [0.0], [0.0]),
     "`W` must be a matrix of real numbers; got nan at index (0, 0)."),
    (ValueError, lambda: SMALL.energy([0.5], [0, 1]), "`v` must be states of 0 and 1; got 0.5."),
    (ValueError, lambda: SMALL.energy([[0], [1]], [0, 1]), "`h` must be as many states as v, (2,); got ()."),
    (ValueError, lambda: SMALL.free_energy([0, 1]), "`v` must be points of 1 real numbers, shape (..., 1); got shape"),
    (ValueError, lambda: SMALL.hidden_probabilities([2]), "`v` must be states of 0 and 1; got 2."),
    (ValueError, lambda: SMALL.visible_probabilities([0, -1]), "`h` must be states of 0 and 1; got -1."),
    (ValueError, lambda: SMALL.log_likelihood([1]),
     "`v` must be a matrix of real numbers with shape (any, 1); got shape"),
    (ValueError, lambda: SMALL.log_likelihood_gradient([[0.5]]), "`v` must be states of 0 and 1; got 0.5."),
    (ValueError, lambda: SMALL.log_likelihood([[1]], np.nan), "`log_partition` must be a real number; got nan."),
    (ValueError, lambda: SMALL.gibbs([[1]], -1, rng=RNG), "`n_steps` must be a whole number, at least 0; got -1."),
    (TypeError, lambda: SMALL.gibbs([[1]], 1, rng=0), "`rng` must be a np.random.Generator; got 0."),
    (ValueError, lambda: random_rbm(17, 17, 1.0, rng=RNG).log_partition_exact(),
     "`n` must be at most 16 units for all states to be visited; got 17. Estimate log Z by sampling instead."),
    (ValueError, lambda: random_rbm(2, 0, 1.0, rng=RNG), "`n_hidden` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: random_rbm(2, 1, -1.0, rng=RNG), "`weight_scale` must be a number that is not negative; got"),
    (TypeError, lambda: log_partition_is("rbm", 10, rng=RNG), "`rbm` must be an RBM; got an object of type str."),
    (ValueError, lambda: log_partition_is(SMALL, 1, rng=RNG), "`n` must be a whole number, at least 2; got 1."),
    (ValueError, lambda: log_partition_ais(SMALL, 10, base_bias=[1.0, 2.0], rng=RNG),
     "`base_bias` must be a vector of 1"),
    (ValueError, lambda: log_partition_ais(SMALL, 10, n_temperatures=0, rng=RNG), "`n_temperatures` must be a whole"),
    (TypeError, lambda: cd_gradient(None, [[1]], rng=RNG), "`rbm` must be an RBM; got an object of type NoneType."),
    (ValueError, lambda: cd_gradient(SMALL, [[1]], n_steps=0, rng=RNG), "`n_steps` must be a whole number, at least 1"),
    (TypeError, lambda: fit_cd(None, [[1]], rng=RNG), "`rbm` must be an RBM; got an object of type NoneType."),
    (ValueError, lambda: fit_cd(SMALL, [[0.3]], rng=RNG), "`v` must be states of 0 and 1; got 0.3."),
    (ValueError, lambda: fit_cd(SMALL, [[1]], step_size=0, rng=RNG), "`step_size` must be a positive number; got 0."),
    (ValueError, lambda: visible_bias([[0.3]]), "`v` must be states of 0 and 1; got 0.3."),
    (ValueError, lambda: GridEBM(np.square, 1, 1), "`b` must be greater than a, 1; got 1."),
    (ValueError, lambda: GridEBM(np.square, 0, 1, 0), "`temperature` must be a positive number; got 0."),
    (ValueError, lambda: GridEBM(np.square, 0, 1, n=1), "`n` must be a whole number, at least 2; got 1."),
    (ValueError, lambda: GridEBM(np.sum, 0, 1), "`energy(x)` must be a vector of 2001 real numbers; got the single"),
    (TypeError, lambda: GridEBM(None, 0, 1), "`energy` must be a function; got None."),
    (ValueError, lambda: GridEBM(np.square, 0, 1).expectation(lambda x: x * np.nan), "`f(x)` must be a vector of 2001"),
    (ValueError, lambda: GridEBM(np.square, 0, 1).sample(0, rng=RNG), "`n` must be a whole number, at least 1; got 0."),
    (ValueError, lambda: double_well([0.0, 1e300]), "`the energy` must be real numbers; got inf at index 1."),
    (ValueError, lambda: double_well(np.nan), "`x` must be real numbers; got nan."),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
