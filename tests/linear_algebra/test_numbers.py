"""The numbers of the chapter on linear algebra, on its real data, each beside an independent computation."""
from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.linalg
from sklearn.decomposition import PCA as TheirPCA
from sklearn.preprocessing import StandardScaler

from mathlib.data import load_china, load_digits, load_les_miserables, load_penguins, load_wine
from mathlib.linear_algebra import (
    PCA,
    break_even_rank,
    eig_symmetric,
    energy,
    low_rank,
    power_iteration,
    rank_for_energy,
    rank_for_error,
    standardise,
    svd,
    truncation_error,
)


@pytest.mark.parametrize(("X", "raw", "standardised"), [
    (load_penguins().measured().measurements, 0.9999, 0.688),  # millimetres and grams; 342 of 344 penguins
    (load_wine().X, 0.998, 0.362),  # thirteen units; proline is in milligrams, and is what the first component sees
], ids=["penguins", "wine"])
def test_the_share_of_the_first_component_depends_on_units(X, raw, standardised):
    digits = 4 if raw == 0.9999 else 3
    ours = PCA().fit(X).explained_variance_ratio_[0], PCA().fit(standardise(X)).explained_variance_ratio_[0]
    theirs = (TheirPCA().fit(X).explained_variance_ratio_[0],
              TheirPCA().fit(StandardScaler().fit_transform(X)).explained_variance_ratio_[0])
    assert ours == pytest.approx(theirs, rel=1e-12)
    assert (round(ours[0], digits), round(ours[1], 3)) == (raw, standardised)


def test_the_component_that_explains_all_is_body_mass():
    X = load_penguins().measured().measurements
    pca = PCA().fit(X)
    assert abs(pca.components_[0, 3]) > 0.9998  # bill length, bill depth, flipper length, body mass
    assert X.var(axis=0)[3] / X.var(axis=0).sum() > 0.9996


@pytest.fixture(scope="module")
def photograph():
    """The mean of red, green and blue, from 0 to 255, not centred."""
    return load_china().mean(axis=2)


def test_a_photograph_at_low_rank(photograph):
    assert photograph.shape == (427, 640)
    s = svd(photograph).s
    expected = scipy.linalg.svd(photograph, compute_uv=False)
    assert s == pytest.approx(expected, rel=1e-9)
    assert round(energy(s)[19], 3) == 0.981
    assert round(truncation_error(s)[20], 3) == 0.136
    assert rank_for_error(s, 0.1) == 54
    assert rank_for_error(s, 0.05) == 158
    off = np.linalg.norm(photograph - low_rank(photograph, 20)) / np.linalg.norm(photograph)
    assert truncation_error(s)[20] == pytest.approx(off, rel=1e-10)


def test_the_storage_of_a_photograph():
    # k columns, k rows and k singular values; without the latter it would be 256
    assert break_even_rank((427, 640)) == 255
    assert 427 * 640 // (427 + 640) == 256


def test_how_many_components_digits_need():
    X = load_digits().X
    pca = PCA().fit(X)
    needed = [rank_for_energy(pca.singular_values_, share) for share in (0.5, 0.8, 0.9, 0.95)]
    assert needed == [5, 13, 21, 29]
    # scikit-learn's own rule for a share
    assert needed == [int(TheirPCA(share).fit(X).n_components_) for share in (0.5, 0.8, 0.9, 0.95)]


def test_which_digits_suffer_most_and_least():
    digits = load_digits()
    pca, theirs = PCA(21).fit(digits.X), TheirPCA(21, svd_solver="full").fit(digits.X)
    error = [((digits.X - model.inverse_transform(model.transform(digits.X))) ** 2).sum(axis=1)
             for model in (pca, theirs)]
    assert error[0] == pytest.approx(error[1], abs=1e-9)
    of_class = [error[0][digits.y == digit].mean() for digit in range(10)]
    assert (int(np.argmax(of_class)), int(np.argmin(of_class))) == (7, 6)
    # as a part of the variance of the class the worst is 8: "worst" needs a unit
    part = [error[0][digits.y == digit].sum() / ((digits.X[digits.y == digit] - pca.mean_) ** 2).sum()
            for digit in range(10)]
    assert (int(np.argmax(part)), int(np.argmin(part))) == (8, 1)


@pytest.mark.parametrize(("matrix", "first", "second"), [("weights", 65.03, 48.77), ("A", 12.01, 8.96)])
def test_power_iteration_on_the_ties_of_les_miserables(matrix, first, second):
    A = getattr(load_les_miserables(), matrix)
    values, V = eig_symmetric(A)
    assert (round(values[0], 2), round(values[1], 2)) == (first, second)
    assert abs(values[-1]) < values[1]  # so that the second largest in size is the second
    power = power_iteration(A, np.ones(len(A)), n_steps=60, tolerance=0)
    error = np.linalg.norm(power.path - np.outer(power.path @ V[:, 0], V[:, 0]), axis=1)
    steps = np.arange(30, 60)
    slope = np.polyfit(steps, np.log(error[steps]), 1)[0]
    assert slope == pytest.approx(math.log(values[1] / values[0]), rel=0.002)
    assert (power.vector > 0).all()  # Perron and Frobenius: a connected network, one sign


def test_the_central_character_is_valjean():
    network = load_les_miserables()
    power = power_iteration(network.weights, np.ones(len(network.A)))
    assert power.converged
    assert network.names[power.vector.argmax()] == "Valjean"
