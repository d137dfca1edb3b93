"""Mutual information of samples, its bias, its null; features and trees against scikit-learn and published numbers."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mutual_info_score
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from mathlib.data import load_breast_cancer, load_iris, load_wine
from mathlib.information import (
    DecisionTree,
    best_split,
    corrected_mutual_information,
    entropy,
    gaussian_mutual_information,
    information_gain,
    joint_table,
    miller_madow,
    mrmr,
    mutual_information,
    mutual_information_bias,
    mutual_information_ranking,
    permutation_null,
    quantile_bins,
    relevance,
    to_bits,
)

label_pairs = st.integers(1, 40).flatmap(lambda n: st.tuples(*[hnp.arrays(int, n, elements=st.integers(-2, 2))] * 2))
XOR = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])


@given(label_pairs)
def test_mutual_information_of_a_sample_is_scikit_learns(xy):
    assert mutual_information(joint_table(*xy)) == pytest.approx(mutual_info_score(*xy), abs=1e-12)


@given(label_pairs)
def test_what_the_labels_are_called_does_not_matter(xy):
    x, y = xy
    words = np.array(["e", "d", "c", "b", "a"])
    assert mutual_information(joint_table(words[x + 2], y)) == pytest.approx(mutual_information(joint_table(x, y)))


@given(label_pairs)
def test_information_gain_is_mutual_information(xy):
    assert information_gain(*xy) == pytest.approx(mutual_info_score(*xy), abs=1e-12)


def test_the_correction_is_exact_in_the_mean_to_first_order():
    # the expected plug-in entropy, summed exactly over all samples of 40 throws of a coin with p = 0.3
    n, p = 40, 0.3
    k = np.arange(n + 1)
    chance = np.array([math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in k])
    plug_in = chance @ [entropy([i / n, 1 - i / n]) for i in k]
    corrected = chance @ [miller_madow([i, n - i]) for i in k]
    true = entropy([p, 1 - p])
    assert true - plug_in == pytest.approx(1 / (2 * n), rel=0.06)
    assert abs(true - corrected) < 0.06 * (true - plug_in)


def test_the_bias_of_the_syllabus_in_formula_and_by_permutation():
    # syllabus, exercise 6: 8 bins, 2 classes, 569 examples: 0.00887 bit; permutation gives 0.0089
    assert to_bits(mutual_information_bias(8, 2, 569)) == pytest.approx(0.00887, abs=5e-6)
    cancer = load_breast_cancer()
    bins = quantile_bins(cancer.X[:, 0], 8)
    null = permutation_null(bins, cancer.y, 1000, rng=np.random.default_rng(0)).null
    # its spread over 1000 shuffles is sqrt(7 / 2) / 569 nats; four standard errors
    assert null.mean() == pytest.approx(mutual_information_bias(8, 2, 569), abs=4 * math.sqrt(3.5 / 1000) / 569)


def test_correcting_takes_the_bias_of_independent_variables_away():
    rng = np.random.default_rng(1)
    plug_in, corrected = np.transpose([
        (mutual_information(joint_table(x, y)), corrected_mutual_information(x, y))
        for x, y in (rng.integers(4, size=(2, 200)) for _ in range(400))])
    assert plug_in.mean() == pytest.approx(mutual_information_bias(4, 4, 200), rel=0.1)
    assert abs(corrected.mean()) < 0.1 * plug_in.mean()


def test_more_bins_more_bias():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 500))
    bins = [2, 4, 8, 16, 32]
    found = [mutual_information(joint_table(quantile_bins(x, k), quantile_bins(y, k))) for k in bins]
    assert (np.diff(found) > 0).all()
    # chi-squared with 49 degrees of freedom over 2n: three standard deviations
    assert found[2] == pytest.approx(mutual_information_bias(8, 8, 500), abs=3 * math.sqrt(2 * 49) / 1000)


def test_binned_gaussians_approach_the_closed_form():
    rng = np.random.default_rng(0)
    x, e = rng.normal(size=(2, 200_000))
    y = 0.6 * x + 0.8 * e
    binned = mutual_information(joint_table(quantile_bins(x, 30), quantile_bins(y, 30)))
    assert binned == pytest.approx(gaussian_mutual_information(0.6), rel=0.03)


def test_a_parabola_has_no_correlation_but_a_bit_of_information():
    # syllabus, X5.5: rho about -0.03, about 0.98 bit. Which noise and bins was not written down: here 1500 points,
    # noise 0.1 and 8 bins give about as much; what must come out is dependence without correlation.
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, 1500)
    y = x**2 + 0.1 * rng.normal(size=1500)
    assert abs(np.corrcoef(x, y)[0, 1]) < 0.06
    result = permutation_null(quantile_bins(x, 8), quantile_bins(y, 8), 200, rng=rng)
    assert 0.7 < to_bits(result.observed) < 1.3
    assert result.p_value == 1 / 201


def test_the_p_value_of_independent_variables_is_uniform():
    rng = np.random.default_rng(0)
    values = [permutation_null(*rng.integers(3, size=(2, 60)), 49, rng=rng).p_value for _ in range(200)]
    assert np.mean(np.array(values) <= 0.2) == pytest.approx(0.2, abs=4 * math.sqrt(0.16 / 200))
    assert min(values) >= 1 / 50


def test_ties_of_the_null_count_as_reached():
    assert permutation_null([0, 1], [0, 1], 20, rng=np.random.default_rng(0)).p_value == 1  # both orders are the same


@given(hnp.arrays(float, st.integers(2, 60), elements=st.integers(-1000, 1000), unique=True), st.integers(2, 6))
def test_bins_are_about_equally_full(x, k):
    counts = np.bincount(quantile_bins(x, k), minlength=k)
    assert counts.size == k
    assert counts.max() <= math.ceil(x.size / k) + 1


def test_the_five_best_features_of_the_breast_cancer_data():
    # syllabus, X5.6: .659, .649, .643, .626, .619 of H(Y) = .953 bits, all about size or concavity
    cancer = load_breast_cancer()
    best = mutual_information_ranking(cancer.X, cancer.y)[:5]
    assert to_bits(relevance(cancer.X, cancer.y))[best] == pytest.approx([.659, .649, .643, .626, .619], abs=5e-4)
    assert to_bits(entropy(np.bincount(cancer.y) / 569)) == pytest.approx(0.953, abs=5e-4)
    assert [cancer.features[i] for i in best] == ["worst perimeter", "worst radius", "worst area",
                                                  "worst concave points", "mean concave points"]
    bins = np.array([quantile_bins(column) for column in cancer.X.T]).T
    theirs = mutual_info_classif(bins, cancer.y, discrete_features=True)
    assert relevance(cancer.X, cancer.y) == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("load", "k"), [(load_breast_cancer, 5), (load_wine, 3)])
def test_mrmr_chooses_features_that_repeat_each_other_less(load, k):
    table = load()
    ranked, chosen = mutual_information_ranking(table.X, table.y)[:k], mrmr(table.X, table.y, k)
    assert chosen[0] == ranked[0]

    def repeated(features):
        bins = [quantile_bins(table.X[:, i]) for i in features]
        return np.mean([mutual_information(joint_table(a, b)) for i, a in enumerate(bins) for b in bins[:i]])

    assert repeated(chosen) < 0.95 * repeated(ranked)


def test_fewer_repetitions_classify_better_on_the_breast_cancer_data():
    # on wine, three ranked features do a little better (0.950 against 0.939): redundancy is a guide, not a law
    cancer = load_breast_cancer()
    model = make_pipeline(StandardScaler(), LogisticRegression())
    ranked, chosen = mutual_information_ranking(cancer.X, cancer.y)[:5], mrmr(cancer.X, cancer.y, 5)
    accuracy = [cross_val_score(model, cancer.X[:, f], cancer.y).mean() for f in (ranked, chosen)]
    assert accuracy[1] > accuracy[0]


def test_no_feature_is_chosen_twice():
    assert mrmr(np.ones((2, 3)), [0, 1], 3).tolist() == [0, 1, 2]  # constants repeat nothing, not even themselves


@pytest.mark.parametrize("seed", range(8))
def test_mrmr_is_its_definition(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(60, 5)), rng.integers(3, size=60)
    X[:, 3] = X[:, 0] + 0.1 * X[:, 3]
    b = [quantile_bins(c, 4) for c in X.T]
    chosen = [int(np.argmax([mutual_info_score(c, y) for c in b]))]
    while len(chosen) < 5:
        score = {j: mutual_info_score(b[j], y) - np.mean([mutual_info_score(b[j], b[i]) for i in chosen])
                 for j in range(5) if j not in chosen}
        chosen.append(max(score, key=score.get))
    assert mrmr(X, y, 5, n_bins=4).tolist() == chosen


@pytest.mark.parametrize("criterion", ["entropy", "gini"])
@pytest.mark.parametrize("load", [load_iris, load_wine, load_breast_cancer])
def test_the_first_split_is_scikit_learns(load, criterion):
    table = load()
    theirs = DecisionTreeClassifier(max_depth=1, criterion=criterion, random_state=0).fit(table.X, table.y).tree_
    ours = best_split(table.X, table.y, criterion)
    weights = theirs.n_node_samples[1:] / theirs.n_node_samples[0]
    gain = theirs.impurity[0] - weights @ theirs.impurity[1:]
    unit = math.log(2) if criterion == "entropy" else 1  # theirs is in bits
    assert ours.gain == pytest.approx(gain * unit, rel=1e-12)
    same = (table.X[:, ours.feature] <= ours.threshold) == (table.X[:, theirs.feature[0]] <= theirs.threshold[0])
    assert same.all() or ours.feature != theirs.feature[0]  # of equally good features scikit-learn draws one


@pytest.mark.parametrize(("load", "depth"), [(load_iris, 2), (load_wine, 3), (load_breast_cancer, 4)])
def test_trees_fit_as_well_as_scikit_learns(load, depth):
    table = load()
    ours = DecisionTree(depth).fit(table.X, table.y)
    theirs = [DecisionTreeClassifier(max_depth=depth, criterion="entropy", random_state=s).fit(table.X, table.y)
              for s in range(3)]
    accuracy = np.mean(ours.predict(table.X) == table.y)
    # ties between equally good splits lead to different trees; a point is 0.2 to 0.7 per cent
    assert min(t.score(table.X, table.y) for t in theirs) - 0.01 <= accuracy
    assert ours.predict_proba(table.X).sum(axis=1) == pytest.approx(1)


def test_no_single_question_helps_with_xor_so_a_greedy_tree_gives_up():
    assert best_split(*XOR) is None
    tree = DecisionTree(5).fit(*XOR)
    assert len(tree.nodes_) == 1
    assert tree.predict_proba(XOR[0]).tolist() == [[0.5, 0.5]] * 4
    assert DecisionTree(2).fit(np.c_[XOR[0], [0, 0, 0, 1]], XOR[1]).predict(np.c_[XOR[0], [0, 0, 0, 1]]).size == 4


def test_a_tree_may_be_a_thousand_questions_deep():
    X, y = np.arange(1500.0)[:, None], np.arange(1500) % 2
    tree = DecisionTree(10_000).fit(X, y)
    assert np.array_equal(tree.predict(X), y)
    assert len(tree.nodes_) == 2 * 1500 - 1
    depth = np.zeros(len(tree.nodes_), dtype=int)
    for i, (split, left, right, _) in enumerate(tree.nodes_):
        if split is not None:
            depth[[left, right]] = depth[i] + 1
    assert depth.max() > 1000  # as deep as no recursion goes


@given(st.integers(0, 10**6), st.integers(0, 4))
def test_a_deeper_tree_never_fits_worse_and_no_leaf_is_deeper_than_asked(seed, depth):
    rng = np.random.default_rng(seed)
    X, y = rng.integers(5, size=(30, 3)), rng.integers(3, size=30)
    codes = np.unique(y, return_inverse=True)[1]
    shallow, deep = (DecisionTree(d).fit(X, y).predict_proba(X) for d in (depth, depth + 1))
    fits = [np.log(probabilities[np.arange(30), codes]).sum() for probabilities in (shallow, deep)]
    assert fits[1] >= fits[0] - 1e-9
    assert len(DecisionTree(depth).fit(X, y).nodes_) <= 2 ** (depth + 1) - 1


def test_a_threshold_separates_neighbours_in_floating_point_and_at_1e300():
    for low, high in [(1.0, np.nextafter(1, 2)), (-1.7e308, 1.7e308), (0.0, 5e-324)]:
        split = best_split([[low], [high]], [0, 1])
        assert low <= split.threshold < high


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: joint_table([1, 2], [1]), ValueError, r"`y` must be a vector of 2 labels .*; got shape \(1,\)"),
    (lambda: joint_table([0.5, 1], [1, 2]), TypeError, "`x` must be a vector of labels"),
    (lambda: joint_table([], []), ValueError, "`x` must be .* got an empty array"),
    (lambda: miller_madow([1.5]), ValueError, "`counts` must be whole numbers up to 2..53, none negative, not "),
    (lambda: miller_madow([1e300, 1]), ValueError, "`counts` must be whole numbers up to"),
    (lambda: miller_madow([0, 0]), ValueError, "`counts` must be whole numbers"),
    (lambda: miller_madow([-1, 3]), ValueError, "`counts` must be whole numbers"),
    (lambda: mutual_information_bias(0, 2, 10), ValueError, "`a` must be a whole number, at least 1; got 0"),
    (lambda: mutual_information_bias(2, 2, 0), ValueError, "`n` must be"),
    (lambda: corrected_mutual_information([1], [1, 2]), ValueError, "`y` must be a vector of 1 labels"),
    (lambda: permutation_null([1], [1], 0, rng=np.random.default_rng(0)), ValueError, "`n_permutations` must be"),
    (lambda: permutation_null([1], [1], rng=0), TypeError, "`rng` must be"),
    (lambda: quantile_bins([1, 2], 1), ValueError, "`n_bins` must be a whole number, at least 2; got 1"),
    (lambda: quantile_bins([np.nan, 2], 2), ValueError, "`x` must be .* got nan"),
    (lambda: relevance([[1], [2]], [1]), ValueError, "`y` must be a vector of 2 labels"),
    (lambda: mutual_information_ranking([[np.nan], [2]], [0, 1]), ValueError, "`X` must be .* got nan"),
    (lambda: mrmr([[1], [2]], [0, 1], 2), ValueError, "`n_features` must be at most 1, the number of columns"),
    (lambda: mrmr([[1], [2]], [0, 1], 0), ValueError, "`n_features` must be a whole number"),
    (lambda: information_gain([1, 2], [1]), ValueError, "`y` must be a vector of 1 labels"),
    (lambda: information_gain([1], [0.5]), TypeError, "`answers` must be"),
    (lambda: best_split([[1], [2]], [0, 1], "error"), ValueError, "`criterion` must be 'entropy' or 'gini'; got 'err"),
    (lambda: best_split([[1], [np.inf]], [0, 1]), ValueError, "`X` must be .* got inf"),
    (lambda: DecisionTree(-1), ValueError, "`max_depth` must be a whole number, at least 0; got -1"),
    (lambda: DecisionTree(1, "error"), ValueError, "`criterion` must be"),
    (lambda: DecisionTree().fit([[1]], [0, 1]), ValueError, "`y` must be a vector of 1 labels"),
    (lambda: DecisionTree().predict([[1]]), RuntimeError, "must be fitted before it predicts"),
    (lambda: DecisionTree().fit([[1], [2]], [0, 1]).predict([[1, 2]]), ValueError, re.escape("with shape (any, 1)")),
])
def test_bad_input_is_refused_in_words(call, error, words):
    with pytest.raises(error, match=words):
        call()
