"""Hidden Markov models against hmmlearn, all sequences counted one by one, and the recessions of the United States."""
from __future__ import annotations

import itertools
import re

import hmmlearn.hmm
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathlib.data import load_macrodata
from mathlib.probability import (
    CategoricalEmissions,
    HiddenMarkovModel,
    NormalEmissions,
    backward,
    baum_welch,
    forward,
    smooth,
    viterbi,
)

positive = st.floats(0.05, 1.0)
GROWTH, QUARTERS = load_macrodata().growth, [f"{y}Q{q}" for y, q in zip(load_macrodata().year, load_macrodata().quarter,
                                                                      strict=True)][1:]


@st.composite
def chains(draw, k=3, T=5):
    rows = draw(hnp.arrays(float, (k + 1, k), elements=positive))
    rows /= rows.sum(axis=1, keepdims=True)
    return rows[0], rows[1:], np.log(draw(hnp.arrays(float, (T, k), elements=positive)))


def every_sequence(p, A, log_B):
    """All state sequences with their joint probabilities."""
    T, k = log_B.shape
    for s in itertools.product(range(k), repeat=T):
        steps = np.prod([A[i, j] for i, j in itertools.pairwise(s)])
        yield s, p[s[0]] * steps * np.exp(sum(log_B[t, s[t]] for t in range(T)))


@given(chains())
def test_all_sequences_counted_one_by_one_agree(chain):
    joint = dict(every_sequence(*chain))
    total, T, k = sum(joint.values()), 5, 3
    filtered, smoothed, best = forward(*chain), smooth(*chain), viterbi(*chain)
    assert filtered.log_likelihood == pytest.approx(np.log(total), abs=1e-12)
    states = [[sum(w for s, w in joint.items() if s[t] == i) / total for i in range(k)] for t in range(T)]
    assert np.allclose(smoothed.states, states, rtol=1e-11)
    steps = [[sum(w * sum(step == (i, j) for step in itertools.pairwise(s)) for s, w in joint.items()) / total
              for j in range(k)] for i in range(k)]
    assert np.allclose(smoothed.transitions, steps, rtol=1e-11)
    assert best.log_probability == pytest.approx(np.log(max(joint.values())), abs=1e-12)
    assert joint[tuple(best.states)] == pytest.approx(max(joint.values()), rel=1e-12)


@given(chains())
def test_forward_times_backward_sums_to_one_at_every_time(chain):
    p, A, log_B = chain
    filtered = forward(p, A, log_B)
    product = filtered.states * backward(A, log_B, filtered.log_scales)
    assert np.allclose(product.sum(axis=1), 1, rtol=1e-12)
    assert np.allclose(filtered.states.sum(axis=1), 1, rtol=1e-14)


def test_three_steps_by_hand():
    # p = (.6, .4), A = ((.7, .3), (.4, .6)), B = ((.5, .4, .1), (.1, .3, .6)), observed 0, 1, 2: unscaled, a is
    # (.3, .04), (.0904, .0342), (.007696, .028584); their sum .03628 is the likelihood
    emissions = CategoricalEmissions([[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]])
    model = HiddenMarkovModel([0.6, 0.4], [[0.7, 0.3], [0.4, 0.6]], emissions)
    assert model.log_likelihood([0, 1, 2]) == pytest.approx(np.log(0.03628), rel=1e-13)
    assert model.predict([0, 1, 2]).tolist() == [0, 0, 1]
    filtered = forward(model.initial, model.transition, model.emissions.log_likelihood([0, 1, 2]))
    assert filtered.states[2].tolist() == pytest.approx([0.007696 / 0.03628, 0.028584 / 0.03628], rel=1e-12)


def test_unscaled_the_forward_pass_underflows_scaled_it_goes_on():
    A, B = np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([[0.5, 0.5], [0.1, 0.9]])
    x = np.random.default_rng(0).integers(2, size=5000)
    a, T = np.array([0.5, 0.5]), 0
    while a.any():
        a, T = (a * B[:, x[T]]) @ A, T + 1
    assert 800 < T < 1400  # the smallest number, 5e-324, after so many factors
    assert np.isfinite(forward([0.5, 0.5], A, np.log(B.T[x])).log_likelihood)


@pytest.mark.parametrize(("initial", "transition", "log_emission", "expected"), [
    # nobody changes state: log(1/2) - 1250 for the first, log(1/2) - 2500 for the second state
    ([0.5, 0.5], np.eye(2), [[0, -1250], [-1250, 0], [0, -1250]], [[1, 0]] * 3),
    ([0.5, 0.5], np.eye(2), [[0, -1250], [-1250, 0], [-1250, 0]], [[0, 1]] * 3),
    # the first state, which likes what is seen so much better, cannot be reached any more
    ([0, 1], [[0.9, 0.1], [0, 1]], [[0, 0], [0, -5000], [0, -5000]], [[0, 1]] * 3),
])
def test_what_was_all_but_impossible_may_be_all_that_is_left(initial, transition, log_emission, expected):
    smoothed = smooth(initial, transition, log_emission)
    assert smoothed.states.tolist() == expected
    assert smoothed.transitions.sum() == pytest.approx(2, rel=1e-12)
    best = viterbi(initial, transition, log_emission)
    assert best.states.tolist() == [row.index(1) for row in expected]
    assert smoothed.log_likelihood == pytest.approx(best.log_probability, rel=1e-14)  # no other sequence counts


def start(low, high, sd=1.0):
    return HiddenMarkovModel([0.5, 0.5], [[0.8, 0.2], [0.1, 0.9]], NormalEmissions([low, high], [sd, sd]))


def reference(model):
    theirs = hmmlearn.hmm.GaussianHMM(2, "diag", init_params="", covars_prior=0, covars_weight=0, means_weight=0,
                                      min_covar=0)
    theirs.startprob_, theirs.transmat_ = model.initial, model.transition
    theirs.means_, theirs.covars_ = model.emissions.means[:, None], model.emissions.stds[:, None] ** 2
    return theirs


def test_everything_about_a_model_is_hmmlearns():
    model = start(-0.3, 1.1, 0.8)
    theirs = reference(model)
    assert model.log_likelihood(GROWTH) == pytest.approx(theirs.score(GROWTH[:, None]), rel=1e-13)
    assert np.allclose(model.predict_proba(GROWTH), theirs.predict_proba(GROWTH[:, None]), rtol=0, atol=1e-12)
    assert (model.predict(GROWTH) == theirs.predict(GROWTH[:, None])).all()
    states, x = model.sample(4000, rng=np.random.default_rng(0))
    counts = np.zeros((2, 2))
    np.add.at(counts, (states[:-1], states[1:]), 1)
    assert np.allclose(counts / counts.sum(axis=1, keepdims=True), model.transition, atol=0.03)
    assert np.mean(model.predict(x) == states) > 0.85


def test_symbols_are_hmmlearns():
    B = np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
    model = HiddenMarkovModel([0.3, 0.7], [[0.9, 0.1], [0.3, 0.7]], CategoricalEmissions(B))
    theirs = hmmlearn.hmm.CategoricalHMM(2)
    theirs.startprob_, theirs.transmat_, theirs.emissionprob_, theirs.n_features = model.initial, model.transition, B, 3
    _, x = model.sample(500, rng=np.random.default_rng(0))
    assert model.log_likelihood(x) == pytest.approx(theirs.score(x[:, None]), rel=1e-13)
    assert (model.predict(x) == theirs.predict(x[:, None])).all()
    fit = baum_welch(model, x, n_steps=30)
    assert (np.diff(fit.log_likelihoods) >= -1e-9).all()


def test_one_step_of_baum_welch_is_hmmlearns():
    model = start(-0.5, 1.0)
    fit, theirs = baum_welch(model, GROWTH, n_steps=1), reference(model)
    theirs.n_iter, theirs.params = 1, "stmc"
    theirs.fit(GROWTH[:, None])
    assert not fit.converged
    assert np.allclose(fit.model.initial, theirs.startprob_, rtol=1e-9, atol=1e-12)
    assert np.allclose(fit.model.transition, theirs.transmat_, rtol=1e-9)
    assert np.allclose(fit.model.emissions.means, theirs.means_.ravel(), rtol=1e-9)
    assert np.allclose(fit.model.emissions.stds ** 2, theirs.covars_.ravel(), rtol=1e-9)


@pytest.mark.parametrize(("low", "high", "sd"), [(-1, 1, 1), (0, 2, 0.5), (0.5, 0.8, 2)])
def test_baum_welch_never_makes_the_observations_less_likely(low, high, sd):
    fit = baum_welch(start(low, high, sd), GROWTH, n_steps=100)
    assert (np.diff(fit.log_likelihoods) >= -1e-9).all()
    assert fit.log_likelihoods[-1] == pytest.approx(fit.model.log_likelihood(GROWTH), rel=1e-12)


def test_the_recessions_of_the_united_states():
    # syllabus 3.8: the fit has means -0.04 and 1.04 % a quarter
    fit = baum_welch(start(-1, 1), GROWTH, n_steps=2000, tolerance=1e-10)
    assert fit.converged
    assert fit.model.emissions.means.tolist() == pytest.approx([-0.04, 1.04], abs=0.005)
    likely = np.flatnonzero(fit.model.predict_proba(GROWTH)[:, 0] > 0.5)
    runs = np.split(likely, np.flatnonzero(np.diff(likely) > 1) + 1)
    assert [(QUARTERS[run[0]], QUARTERS[run[-1]]) for run in runs] == [
        ("1960Q2", "1960Q4"), ("1969Q3", "1970Q4"), ("1973Q3", "1975Q1"), ("1979Q3", "1982Q4"), ("1990Q2", "1991Q2"),
        ("2001Q1", "2001Q3"), ("2007Q4", "2009Q3")]
    # the most probable sequence as a whole does without 2001: going in and out costs more than three slow quarters gain
    path = fit.model.predict(GROWTH)
    assert {QUARTERS[t][:4] for t in np.flatnonzero(path == 0)} == {QUARTERS[t][:4] for t in likely} - {"2001", "2007"}


def test_the_recessions_are_a_local_maximum_and_the_higher_one_is_of_calm_and_restless_times():
    recessions = baum_welch(start(-1, 1), GROWTH, n_steps=2000, tolerance=1e-10)
    model = HiddenMarkovModel([0.5, 0.5], [[0.95, 0.05], [0.05, 0.95]], NormalEmissions([0.8, 0.8], [0.4, 1.1]))
    moderation = baum_welch(model, GROWTH, n_steps=2000, tolerance=1e-10)
    assert moderation.log_likelihoods[-1] - recessions.log_likelihoods[-1] > 8
    assert moderation.model.emissions.stds.tolist() == pytest.approx([0.40, 1.10], abs=0.01)
    calm = moderation.model.predict(GROWTH) == 0
    assert not calm[: QUARTERS.index("1984Q1")].any()  # the Great Moderation


def test_an_impossible_transition_is_never_taken():
    left_to_right = HiddenMarkovModel([1, 0], [[0.9, 0.1], [0, 1]], NormalEmissions([0, 5], [1, 1]))
    fit = baum_welch(left_to_right, [0.1, -0.3, 0.2, 5.1, 4.7, 5.5], n_steps=20)
    assert fit.model.transition[1].tolist() == [0, 1]
    assert (np.diff(left_to_right.predict([5, 0, 5, 0, 5])) >= 0).all()


OK = ([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]])
DICE = CategoricalEmissions([[1, 0], [0.5, 0.5]])


@pytest.mark.parametrize(("error", "call", "message"), [
    (ValueError, lambda: forward([0.5, 0.6], OK[1], [[0, 0]]),
     "`initial` must be probabilities that sum to 1; got a sum of"),
    (ValueError, lambda: forward(OK[0], [[1, 1], [0, 1]], [[0, 0]]),
     "`transition` must be probabilities that sum to 1 along"),
    (ValueError, lambda: forward(*OK, [[0, 0, 0]]),
     "`log_emission` must be a matrix with a column for each of 2 states"),
    (ValueError, lambda: forward(*OK, [[0, np.inf]]),
     "`log_emission` must be a matrix with a column for each of 2 states"),
    (ValueError, lambda: forward(*OK, [[0, np.nan]]), "`log_emission` must be real numbers or infinities; got nan"),
    (ValueError, lambda: forward(*OK, [[0, 0], [-np.inf, -np.inf]]), "`x` must be possible; got observation 1, whose"),
    (ValueError, lambda: viterbi(*OK, [[0, 0], [-np.inf, -np.inf]]), "`x` must be possible; got observation 1, whose"),
    (ValueError, lambda: viterbi([1, 0], np.eye(2), [[-np.inf, 0]]), "`x` must be possible; got observation 0, whose"),
    (ValueError, lambda: backward(OK[1], [[0, 0]], [0, 0]),
     "`log_scales` must be a vector of 1 real numbers; got shape (2,)."),
    (ValueError, lambda: NormalEmissions([0], [0]), "`stds` must be positive numbers; got 0."),
    (ValueError, lambda: NormalEmissions([0, 1], [1]), "`stds` must be a vector of 2 real numbers; got shape (1,)."),
    (ValueError, lambda: CategoricalEmissions([[0.5, 0.6]]),
     "`probabilities` must be probabilities that sum to 1 along axis"),
    (ValueError, lambda: DICE.log_likelihood([2]), "`x` must be whole numbers from 0 to 1; got 2 at index 0."),
    (ValueError, lambda: DICE.sample([0, -1], rng=np.random.default_rng()),
     "`states` must be whole numbers from 0 to 1; got -1 at index 1."),
    (ValueError, lambda: NormalEmissions([0, 1], [1, 1]).sample([0.5], rng=np.random.default_rng()),
     "`states` must be whole numbers from 0 to 1; got 0.5 at index 0."),
    (ValueError, lambda: NormalEmissions([0, 1], [1, 1]).update([5, 1], [[1, 2], [0, -1]]),
     "`weights` must be probabilities, between 0 and 1; got 2 at index (0, 1)."),
    (ValueError, lambda: HiddenMarkovModel(*OK, NormalEmissions([0], [1])),
     "`emissions` must be those of 2 states; got 1."),
    (ValueError, lambda: start(0, 1).log_likelihood([0, np.nan]),
     "`x` must be a vector of real numbers; got nan at index 1."),
    (ValueError, lambda: HiddenMarkovModel([1, 0], np.eye(2), DICE).log_likelihood([0, 1]),
     "`x` must be possible; got obs"),
    (TypeError, lambda: HiddenMarkovModel(*OK, 3),
     "`emissions` must be NormalEmissions or CategoricalEmissions; got an ob"),
    (TypeError, lambda: baum_welch(3, [1]), "`model` must be a HiddenMarkovModel; got an object of type int."),
    (np.linalg.LinAlgError, lambda: NormalEmissions([0, 1], [1, 1]).update([5, 1, 2], [[1, 0], [0, 1], [0, 1]]),
     "`x` must give state 0 some width; got one that has shrunk to a value"),
    (np.linalg.LinAlgError, lambda: NormalEmissions([0, 1], [1, 1]).update([5, 1], [[1, 0], [1, 0]]),
     "`x` must visit every"),
    (np.linalg.LinAlgError, lambda: DICE.update([0, 1], [[1, 0], [1, 0]]),
     "`x` must visit every state; got none for state 1"),
])
def test_refusals(error, call, message):
    with pytest.raises(error, match=re.escape(message)):
        call()
