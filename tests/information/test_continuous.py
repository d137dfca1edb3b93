"""Densities, Gaussians and codes against scipy, sympy, closed forms and each other."""
from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import integrate, stats
from sklearn import metrics

from mathlib.information import (
    differential_entropy,
    entropy,
    expected_calibration_error,
    fit_gaussian_forward,
    gaussian_entropy,
    gaussian_mutual_information,
    huffman,
    kl_density,
    kl_gaussian,
    kraft_sum,
    log_loss,
    prefix_code,
    text_entropies,
    to_bits,
)

means = st.floats(-5, 5)
deviations = st.floats(0.2, 5)


def normal(mean, std):  # scipy's takes a millisecond for each frozen distribution
    return lambda x: -0.5 * ((x - mean) / std) ** 2 - math.log(std) - 0.5 * math.log(2 * math.pi)


@given(means, deviations)
def test_a_gaussians_entropy_depends_on_its_width_alone(mean, std):
    found = differential_entropy(normal(mean, std), mean - 12 * std, mean + 12 * std)
    assert found == pytest.approx(stats.norm.entropy(0, std), abs=1e-12)
    assert gaussian_entropy([[std**2]]) == pytest.approx(found, abs=1e-12)


@given(deviations, st.floats(0.1, 10))
def test_stretching_adds_the_logarithm_of_the_factor(std, factor):
    assert gaussian_entropy([[std**2 * factor**2]]) == pytest.approx(
        gaussian_entropy([[std**2]]) + math.log(factor), abs=1e-12)


def test_the_uniform_density_on_half_a_unit_has_minus_one_bit():
    # syllabus, exercise 4
    found = differential_entropy(lambda x: np.where(x < 0.5, math.log(2), -np.inf), 0, 1)
    assert to_bits(found) == pytest.approx(-1, abs=1e-12)


def test_of_all_densities_with_variance_one_the_gaussian_has_most_entropy():
    half = math.sqrt(3)
    others = [differential_entropy(lambda x: np.full(x.shape, -math.log(2 * half)), -half, half),
              differential_entropy(stats.laplace(0, 1 / math.sqrt(2)).logpdf, -30, 30, n=100_000)]
    assert others == pytest.approx([math.log(2 * half), 1 + math.log(math.sqrt(2))], abs=1e-6)
    assert max(others) < gaussian_entropy([[1]])


def test_the_midpoint_rule_is_of_second_order_where_a_density_is_cut_off():
    exact = stats.expon.entropy()
    errors = [abs(differential_entropy(lambda x: -x, 0, 40, n=n) - exact) for n in (2000, 4000, 8000)]
    assert np.diff(np.log2(errors)) == pytest.approx([-2, -2], abs=0.05)


@given(means, deviations, means, deviations)
def test_the_closed_form_of_two_gaussians_is_the_integral(m, s, mean, std):
    closed = kl_gaussian([m], [[s**2]], [mean], [[std**2]])
    integral = kl_density(normal(m, s), normal(mean, std), m - 12 * s, m + 12 * s)
    assert integral == pytest.approx(closed, abs=1e-10, rel=1e-10)


@given(st.integers(1, 4), st.integers(0, 10**6))
def test_the_closed_form_in_more_dimensions_is_the_formula(n, seed):
    rng = np.random.default_rng(seed)
    P, Q = (B @ B.T + 0.1 * np.eye(n) for B in rng.normal(size=(2, n, n)))
    a, b = rng.normal(size=(2, n))
    Qi = np.linalg.inv(Q)
    formula = (np.trace(Qi @ P) + (b - a) @ Qi @ (b - a) - n + np.log(np.linalg.det(Q) / np.linalg.det(P))) / 2
    assert kl_gaussian(a, P, b, Q) == pytest.approx(formula, rel=1e-8, abs=1e-8)  # inv and det of condition up to 1e3
    assert kl_gaussian(a, P, a, P) == 0
    assert gaussian_entropy(P) == pytest.approx(stats.multivariate_normal(a, P).entropy(), rel=1e-9, abs=1e-9)


def test_the_two_gaussians_of_the_syllabus():
    # syllabus, X5.3: 0.443 against 1.307 nats for N(0, 1) and N(1, 2**2)
    assert kl_gaussian([0], [[1]], [1], [[4]]) == pytest.approx(math.log(2) + 2 / 8 - 1 / 2, abs=1e-15)
    assert kl_gaussian([0], [[1]], [1], [[4]]) == pytest.approx(0.443, abs=5e-4)
    assert kl_gaussian([1], [[4]], [0], [[1]]) == pytest.approx(1.307, abs=5e-4)


def test_densities_without_overlap_are_infinitely_far_apart():
    left, right = (lambda x: np.where(x < 1, 0.0, -np.inf)), (lambda x: np.where(x < 1, -np.inf, 0.0))
    assert kl_density(left, right, 0, 2) == np.inf
    assert kl_density(left, left, 0, 2) == 0


def test_the_forward_fit_covers_both_peaks():
    # syllabus, X5.4: peaks at -2 and 2, width 0.7: mean 0, deviation 2.12, divergence 0.42
    def mixture(x):
        return np.logaddexp(normal(-2, 0.7)(x), normal(2, 0.7)(x)) - math.log(2)

    mean, std = fit_gaussian_forward(mixture, -10, 10)
    assert mean == pytest.approx(0, abs=1e-12)
    assert std == pytest.approx(math.sqrt(4 + 0.49), abs=1e-12)
    assert std == pytest.approx(2.12, abs=5e-3)
    best = kl_density(mixture, normal(mean, std), -10, 10)
    assert best == pytest.approx(0.42, abs=5e-3)
    assert all(best < kl_density(mixture, normal(mean + a, std + b), -10, 10)
               for a, b in [(.1, 0), (-.1, 0), (0, .1), (0, -.1)])


@pytest.mark.parametrize("correlation", [0.0, 0.6, -0.99])
def test_the_information_of_correlated_gaussians(correlation):
    joint = stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]])
    expected = 2 * stats.norm.entropy() - joint.entropy()
    assert gaussian_mutual_information(correlation) == pytest.approx(expected, abs=1e-12)


def test_log_loss_is_scikit_learns():
    rng = np.random.default_rng(0)
    P = rng.dirichlet(np.ones(3), size=50)
    y = rng.integers(3, size=50)
    assert log_loss(P, y) == pytest.approx(metrics.log_loss(y, P, labels=[0, 1, 2]), rel=1e-12)
    assert log_loss([[1, 0]], [0]) == log_loss([[1 + 1e-10, 0]], [0]) == 0
    assert log_loss([[1, 0]], [1]) == np.inf


def test_calibration_error_by_hand_and_at_the_edges():
    # bins [0.1, 0.2) with 2 examples, 0 right, and [0.9, 1] with 3, 2 right
    found = expected_calibration_error([0.1, 0.15, 0.9, 0.95, 1.0], [0, 0, 1, 0, 1])
    assert found == pytest.approx((0.25 + abs(2.85 - 2)) / 5)
    rng = np.random.default_rng(0)
    c = rng.random(100_000)
    assert expected_calibration_error(c, (rng.random(c.size) < c).astype(float)) < 0.01


lengths = st.lists(st.integers(1, 6), min_size=1, max_size=8)
distributions = hnp.arrays(float, st.integers(2, 8), elements=st.floats(0.0, 1.0)).filter(
    lambda w: w.sum() > 0.01).map(lambda w: w / w.sum())


def is_prefix_free(words):
    return not any(a.startswith(b) for a, b in itertools.permutations(words, 2))


@given(lengths)
def test_a_prefix_code_exists_exactly_where_kraft_allows_it(sizes):
    if kraft_sum(sizes) <= 1:
        words = prefix_code(sizes)
        assert [len(word) for word in words] == sizes
        assert is_prefix_free(words)
    else:
        with pytest.raises(ValueError, match="`lengths` must have a Kraft sum of at most 1; got"):
            prefix_code(sizes)


@given(distributions)
def test_huffman_stays_within_a_bit_of_the_entropy(p):
    code = huffman(p)
    assert to_bits(entropy(p)) - 1e-9 <= code.expected_length <= to_bits(entropy(p)) + 1
    assert kraft_sum([len(word) for word in code.words]) == 1
    assert is_prefix_free(code.words)


@given(hnp.arrays(float, st.integers(2, 5), elements=st.floats(0.01, 1.0)).map(lambda w: w / w.sum()))
def test_no_prefix_code_is_shorter_than_huffmans(p):
    every = np.array(list(itertools.product(range(1, p.size), repeat=p.size)))
    possible = every[(0.5**every).sum(axis=1) <= 1]
    assert huffman(p).expected_length == pytest.approx((possible @ p).min(), abs=1e-12)


@given(distributions, st.data())
def test_what_was_encoded_is_decoded(p, data):
    message = data.draw(st.lists(st.integers(0, p.size - 1), min_size=1, max_size=30))
    code = huffman(p)
    assert code.decode(code.encode(message)).tolist() == message


def test_powers_of_one_half_reach_the_entropy():
    code = huffman([1 / 2, 1 / 4, 1 / 8, 1 / 8])
    assert code.expected_length == 1.75
    assert code.words == ("0", "10", "110", "111")


def test_the_deepest_tree_that_floats_allow_has_a_code():
    p = np.append(0.5 ** np.arange(1, 1074), 0.5**1073)
    assert max(map(len, huffman(p).words)) == 1073


def test_gaussians_too_far_apart_for_a_float_are_infinitely_far_apart():
    assert kl_gaussian([1e200], [[1]], [0], [[1]]) == np.inf
    assert kl_gaussian([1e200], [[1e300]], [0], [[1e300]]) == pytest.approx(5e99, rel=1e-12)
    # determinants whose quotient is no float
    assert kl_gaussian([0], [[1e-300]], [0], [[1e300]]) == pytest.approx(300 * math.log(10) - 0.5, rel=1e-12)
    assert kl_density(lambda x: np.full(x.shape, -math.log(2)), lambda x: np.where(x < 1, 0.0, -1e308), 0, 2) == (
        pytest.approx(5e307))


def test_kraft_is_exact_where_sums_of_floats_are_not():
    with pytest.raises(ValueError, match="Kraft sum"):
        prefix_code([1, 2, 2, 70])  # 1 + 2**-70, which rounds to 1
    assert len(prefix_code(list(range(1, 200)) + [199])) == 200


def test_the_entropy_of_a_text_given_the_letter_before():
    text = "abracadabra " * 50
    largest, single, given_before = text_entropies(text)
    pairs = list(itertools.pairwise(text))
    counts = {a: [sum(p == (a, b) for p in pairs) for b in sorted(set(text))] for a in sorted(set(text))}
    expected = sum(sum(c) / len(pairs) * stats.entropy(c) for c in counts.values())
    assert largest == pytest.approx(math.log(6))
    assert single == pytest.approx(stats.entropy([text.count(c) for c in sorted(set(text))]), rel=1e-12)
    assert given_before == pytest.approx(expected, rel=1e-12)
    assert text_entropies("aa") == (0, 0, 0)


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: differential_entropy(normal(0, 1), 1, 1), ValueError, "`low` must be less than `high`, 1; got 1."),
    (lambda: differential_entropy(normal(0, 1), 0, 9), ValueError,
     "`log_density` must be the logarithm of a density that "
     "integrates to 1 between `low` and `high`; got 0.5."),
    (lambda: differential_entropy(lambda x: x * np.nan, 0, 9), ValueError,
     r"`log_density\(x\)` must be real numbers or infinities; got nan at index 0"),
    (lambda: differential_entropy(lambda x: x + np.inf, 0, 9), ValueError, "`log_density` must be .*; got infinity"),
    (lambda: differential_entropy(lambda x: x + 1000, 0, 9), ValueError, "integrates to 1 .*; got inf"),
    (lambda: differential_entropy(lambda x: x + 0j, 0, 9), TypeError, "real numbers or infinities; got an array of co"),
    (lambda: differential_entropy(lambda x: ["a"] * len(x), 0, 9), TypeError, "got an array of text"),
    (lambda: differential_entropy(lambda x: 0.0, 0, 9), ValueError, r"`log_density` must be .*; got shape \(\)"),
    (lambda: differential_entropy(3, 0, 9), TypeError, "`log_density` must be a function; got 3"),
    (lambda: differential_entropy(normal(0, 1), -9, 9, n=1), ValueError, "`n` must be"),
    (lambda: kl_density(normal(0, 1), normal(0, 1), 0, 9), ValueError, "`log_p` must be the logarithm of a density"),
    (lambda: kl_density(normal(0, 1), lambda x: x[:2], -9, 9), ValueError, "`log_q` must be"),
    (lambda: fit_gaussian_forward(normal(0, 1), 0, 9), ValueError, "`log_density` must be"),
    (lambda: gaussian_entropy([[1, 2], [3, 4]]), ValueError, "`cov` must be symmetric; got entries that differ by 1."),
    (lambda: gaussian_entropy([[-1]]), np.linalg.LinAlgError,
     "`cov` must be positive definite; got a smallest eigenvalue "
     "of -1."),
    (lambda: gaussian_entropy([[0]]), np.linalg.LinAlgError, "`cov` must be positive definite"),
    (lambda: gaussian_entropy([1, 2]), ValueError, "`cov` must be a square matrix"),
    (lambda: gaussian_entropy([[1], [1, 2]]), ValueError, "`cov` must be a square matrix .*; got rows of diff"),
    (lambda: kl_gaussian([0], [[1]], [0, 0], [[1]]), ValueError, "`mean_q` must be a vector of 1 real numbers"),
    (lambda: kl_gaussian([0], [[1]], [0], [[1, 0]]), ValueError, "`cov_q` must be a matrix"),
    (lambda: kl_gaussian([0], [[0]], [0], [[1]]), np.linalg.LinAlgError, "`cov_p` must be positive definite"),
    (lambda: gaussian_mutual_information(1), ValueError, "`correlation` must be strictly between -1 and 1; got 1"),
    (lambda: log_loss([[0.5, 0.4]], [0]), ValueError,
     "`probabilities` must be probabilities that sum to 1 along axis 1"),
    (lambda: log_loss([[0.5, 0.5]], [2]), ValueError, "`y` must be whole numbers from 0 to 1; got 2"),
    (lambda: log_loss([[0.5, 0.5]], [0, 1]), ValueError, "`y` must be a vector of 1 labels"),
    (lambda: log_loss([[0.5, 0.5]], ["a"]), ValueError, "`y` must be whole numbers from 0 to 1; got 'a'"),
    (lambda: expected_calibration_error([1.5], [1]), ValueError, "`confidence` must be probabilities"),
    (lambda: expected_calibration_error([0.5], [2]), ValueError, "`correct` must be 0 or 1; got 2"),
    (lambda: expected_calibration_error([0.5], [1, 1]), ValueError, "`correct` must be a vector of 1"),
    (lambda: expected_calibration_error([0.5], [1], 0), ValueError, "`n_bins` must be"),
    (lambda: kraft_sum([-1]), ValueError, "`lengths` must be whole numbers from 0 to 2000; got numbers from -1 to -1"),
    (lambda: kraft_sum([1.5]), ValueError, "`lengths` must be whole numbers"),
    (lambda: prefix_code([]), ValueError, "`lengths` must be"),
    (lambda: huffman([1.0]), ValueError, "`p` must be the probabilities of at least 2 symbols; got 1"),
    (lambda: huffman([0.5, 0.6]), ValueError, "sum to 1; got a sum of 1.1"),
    (lambda: huffman([[0.5, 0.5]]), ValueError, "`p` must be a vector"),
    (lambda: huffman([0.5, 0.5]).encode([2]), ValueError,
     "`symbols` must be whole numbers from 0 to 1; got numbers from 2"),
    (lambda: huffman([0.5, 0.25, 0.25]).decode("01"), ValueError,
     "`bits` must be words of this code, one after the other; "
     "got '1' at the end"),
    (lambda: huffman([0.5, 0.5]).decode("x"), ValueError, "`bits` must be words"),
    (lambda: huffman([0.5, 0.5]).decode(b"01"), TypeError, "`bits` must be text; got an object of type bytes"),
    (lambda: text_entropies("a"), ValueError, "`text` must be at least 2 characters long; got 1"),
    (lambda: text_entropies(12), TypeError, "`text` must be text; got an object of type int"),
])
def test_bad_input_is_refused_in_words(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_integration_agrees_with_quadrature_of_scipy():
    density = stats.gumbel_r
    ours = differential_entropy(density.logpdf, -10, 60, n=20_000)
    theirs = integrate.quad(lambda x: -density.pdf(x) * density.logpdf(x), -10, 60, epsabs=1e-12)[0]
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert re.fullmatch(r"1\.577.*", str(ours))  # 1 + Euler's constant
