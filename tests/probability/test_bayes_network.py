"""Bayesian networks against sums over the whole joint and networkx; Chow and Liu against all trees."""
from __future__ import annotations

import itertools
import re

import networkx as nx
import numpy as np
import pytest
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st

from mathlib.data import load_penguins
from mathlib.probability import BayesianNetwork, chow_liu


def sprinkler():
    return (BayesianNetwork().add("rain", [0.8, 0.2]).add("sprinkler", [[0.6, 0.4], [0.99, 0.01]], ["rain"])
            .add("wet", [[[1, 0], [0.2, 0.8]], [[0.1, 0.9], [0.01, 0.99]]], ["sprinkler", "rain"]))


def coins(n, table=(0.5, 0.5)):
    network = BayesianNetwork()
    for i in range(n):
        network.add(f"c{i}", table)
    return network


@st.composite
def networks(draw, n=6):
    """Up to three values each, every pair joined with probability a third, tables drawn at random, some entries 0."""
    generator, network = np.random.default_rng(draw(st.integers(0, 2**32))), BayesianNetwork()
    for i in range(n):
        parents = [f"v{j}" for j in range(i) if generator.random() < 1 / 3]
        sizes = [network.tables[parent].shape[-1] for parent in parents]
        table = generator.random((*sizes, generator.integers(1, 4))) * (generator.random() < 0.9) + 0.05
        network.add(f"v{i}", table / table.sum(axis=-1, keepdims=True), parents)
    return network


def test_explaining_away():
    # syllabus 3.9: P(rain | wet) = .358, and .00683 once the sprinkler is known to be on
    network = sprinkler()
    assert network.query("rain", {"wet": 1})[1] == pytest.approx(0.16038 / (0.16038 + 0.288), rel=1e-14)
    assert round(network.query("rain", {"wet": 1})[1], 3) == 0.358
    assert network.query("rain", {"wet": 1, "sprinkler": 1})[1] == pytest.approx(0.00198 / 0.28998, rel=1e-14)
    assert round(network.query("rain", {"wet": 1, "sprinkler": 1})[1], 5) == 0.00683
    assert network.probability({"wet": 1}) == pytest.approx(0.44838, rel=1e-14)


@given(networks(), st.data())
def test_a_query_is_a_sum_over_the_joint(network, data):
    joint = network.joint()
    assert joint.sum() == pytest.approx(1, rel=1e-12)
    name, *known = data.draw(st.permutations(network.names))
    known = known[: data.draw(st.integers(0, 3))]
    evidence = {v: data.draw(st.integers(0, network.tables[v].shape[-1] - 1)) for v in known}
    part = joint[tuple(slice(evidence[v], evidence[v] + 1) if v in evidence else slice(None) for v in network.names)]
    others = tuple(i for i, v in enumerate(network.names) if v != name)
    expected = part.sum(axis=others)
    assert np.allclose(network.query(name, evidence), expected / expected.sum(), rtol=1e-11)
    assert network.probability(evidence) == pytest.approx(part.sum(), rel=1e-11)


@given(networks(), st.data())
def test_separation_in_the_graph_is_networkxs_and_means_that_no_path_is_active(network, data):
    graph = nx.DiGraph([(parent, child) for child in network.names for parent in network.parents[child]])
    graph.add_nodes_from(network.names)
    a, b, *others = data.draw(st.permutations(network.names))
    given = others[: data.draw(st.integers(0, 4))]
    expected = nx.is_d_separator(graph, {a}, {b}, set(given))
    assert network.d_separated(a, b, given) == network.d_separated(b, a, given) == expected
    assert (network.active_paths(a, b, given) == []) == expected


@given(networks(5), st.data())
def test_what_is_separated_is_independent(network, data):
    a, b, *others = data.draw(st.permutations(network.names))
    given = others[: data.draw(st.integers(0, 2))]
    if network.d_separated(a, b, given):
        evidence = dict.fromkeys(given, 0)
        alone = network.query(a, evidence)
        assert np.allclose(network.query(a, {**evidence, b: 0}), alone, rtol=1e-9, atol=1e-12)


def test_the_sprinklers_paths():
    network = sprinkler()
    assert network.active_paths("rain", "sprinkler") == [("rain", "sprinkler")]
    assert network.active_paths("rain", "sprinkler", ["wet"]) == [("rain", "sprinkler"), ("rain", "wet", "sprinkler")]
    assert network.active_paths("rain", "wet", "sprinkler") == [("rain", "wet")]


def test_a_meeting_of_arrows_is_opened_by_what_lies_below_it():
    network = BayesianNetwork().add("a", [1]).add("b", [1]).add("c", [[[1]]], ["a", "b"]).add("d", [[1]], "c")
    assert network.active_paths("a", "b", "d") == [("a", "c", "b")]
    assert network.active_paths("a", "b") == []


def test_a_long_chain_is_no_trouble():
    network = BayesianNetwork().add("s0", [0.5, 0.5])
    for i in range(1, 200):
        network.add(f"s{i}", [[0.9, 0.1], [0.2, 0.8]], [f"s{i - 1}"])
    assert network.query("s0", {"s199": 1}).tolist() == pytest.approx([0.5, 0.5], abs=1e-12)
    assert network.query("s199")[0] == pytest.approx(2 / 3, abs=1e-12)  # the stationary distribution


def test_a_thousand_witnesses_are_neither_too_many_nor_too_small_a_number():
    # 600 speak for one value, then 600 or 599 for the other, each with odds of 9 to 1
    network = BayesianNetwork().add("guilt", [0.5, 0.5])
    for i in range(1200):
        network.add(f"w{i}", [[0.9, 0.1], [0.1, 0.9]], ["guilt"])
    said = {f"w{i}": int(i >= 600) for i in range(1200)}
    assert network.query("guilt", said).tolist() == pytest.approx([0.5, 0.5], rel=1e-11)
    del said["w0"]
    assert network.query("guilt", said).tolist() == pytest.approx([0.1, 0.9], rel=1e-11)
    assert network.probability(said) == 0  # about 1e-624, below the smallest number
    assert network.query("w0", said).tolist() == pytest.approx([0.18, 0.82], rel=1e-11)


def test_a_sample_follows_the_joint():
    network, n = sprinkler(), 100_000
    drawn = network.sample(n, rng=np.random.default_rng(0))
    counts = np.zeros((2, 2, 2))
    np.add.at(counts, tuple(drawn[v] for v in network.names), 1)
    p = network.joint()
    assert (np.abs(counts / n - p) <= 5 * np.sqrt(p * (1 - p) / n)).all()


def test_the_tree_is_the_best_of_all_trees():
    generator = np.random.default_rng(0)
    a = generator.integers(3, size=300)
    X = np.column_stack([a, (a + (generator.random(300) < 0.2)) % 3, generator.integers(2, size=300),
                         (a == 1) ^ (generator.random(300) < 0.1), generator.integers(2, size=300)]).astype(int)
    tree, d = chow_liu(X), 5
    scores = np.array([[sklearn.metrics.mutual_info_score(X[:, i], X[:, j]) for j in range(d)] for i in range(d)])
    off = ~np.eye(d, dtype=bool)
    assert np.allclose(tree.mutual_information[off], scores[off], rtol=0, atol=1e-13)
    trees = [edges for edges in itertools.combinations(itertools.combinations(range(d), 2), d - 1)
             if nx.is_tree(nx.Graph(edges)) and nx.Graph(edges).number_of_nodes() == d]
    assert len(trees) == d ** (d - 2)  # Cayley
    totals = [sum(scores[edge] for edge in edges) for edges in trees]
    assert sum(scores[edge] for edge in tree.edges) == pytest.approx(max(totals), rel=1e-12)
    # the log-likelihood is the mutual information of the edges less the entropies, and that of the network itself
    entropies = sum(scores[i, i] for i in range(d))
    assert tree.log_likelihood == pytest.approx(300 * (max(totals) - entropies), rel=1e-12)
    rows = [dict(zip(tree.network.names, row.tolist(), strict=True)) for row in X[:40]]
    order = [int(name[1:]) for name in tree.network.names]
    joint = tree.network.joint().transpose(np.argsort(order))
    assert all(tree.network.probability({f"x{i}": row[f"x{order[i]}"] * 0 + X[r, i] for i in range(d)})
               == pytest.approx(joint[tuple(X[r])], rel=1e-12) for r, row in enumerate(rows))
    assert np.log(joint[tuple(X.T)]).sum() == pytest.approx(tree.log_likelihood, rel=1e-12)


def test_a_tree_of_penguins():
    penguins = load_penguins()
    tree = chow_liu(np.column_stack([penguins.species, penguins.island, penguins.sex]), ["species", "island", "sex"])
    assert (0, 1) in tree.edges
    assert tree.labels[1].tolist() == ["Biscoe", "Dream", "Torgersen"]
    # all penguins on Torgersen are Adelie
    assert tree.network.query("species", {"island": 2}).tolist() == pytest.approx([1, 0, 0], abs=1e-15)


@pytest.mark.parametrize(("call", "message"), [
    (lambda: BayesianNetwork().add("a", [0.5, 0.6]),
     "`table` must be probabilities that sum to 1 along axis -1; got a sum"),
    (lambda: BayesianNetwork().add("a", [1.5, -0.5]),
     "`table` must be probabilities, between 0 and 1; got 1.5 at index 0."),
    (lambda: BayesianNetwork().add("a", [1], ["b"]), "`parents` must be variables of the network; got 'b'."),
    (lambda: sprinkler().add("rain", [1]), "`name` must be new; got 'rain' a second time."),
    (lambda: sprinkler().add("a", [0.5, 0.5], ["rain"]),
     "`table` must have shape (2, any): an axis for each parent and one"),
    (lambda: sprinkler().add("a", np.full((2, 2, 1), 1), ["rain", "rain"]),
     "`parents` must be different; got one twice."),
    (lambda: coins(27).joint(),
     "`tables` must have products of at most 1e+08 entries and 64 variables; got 1.34218e+08"),
    (lambda: coins(65, [1]).joint(), "and 64 variables; got 1 entries of 65 variables."),
    (lambda: sprinkler().query(["rain"]), "`name` must be variables of the network; got ['rain']."),
    (lambda: BayesianNetwork().joint(), "`tables` must hold a variable; got an empty network."),
    (lambda: sprinkler().query("snow"), "`name` must be variables of the network; got 'snow'."),
    (lambda: sprinkler().query("rain", {"rain": 1}),
     "`name` must be a variable that is not in the evidence; got 'rain'."),
    (lambda: sprinkler().query("rain", {"wet": 2}), "`evidence['wet']` must be less than 2; got 2."),
    (lambda: sprinkler().query("rain", {"wet": -1}), "`evidence['wet']` must be a whole number, at least 0; got -1."),
    (lambda: BayesianNetwork().add("a", [1, 0]).add("b", [[1, 0], [0, 1]], "a").query("a", {"b": 1}),
     "`evidence` must be possible; got {'b': 1}, whose probability is 0."),
    (lambda: sprinkler().d_separated("rain", "rain"), "`a and b` must be different; got one twice."),
    (lambda: sprinkler().d_separated("rain", "wet", ["rain"]),
     "`given` must hold neither 'rain' nor 'wet'; got ['rain']."),
    (lambda: sprinkler().sample(0, rng=np.random.default_rng()), "`n` must be a whole number, at least 1; got 0."),
    (lambda: chow_liu([[1], [2]]), "`X` must be a matrix of labels with two or more columns; got shape (2, 1)."),
    (lambda: chow_liu([[1, 2], [1]]), "`X` must be a matrix of labels; got rows of different lengths."),
    (lambda: chow_liu([1, 2]), "`X` must be a matrix of labels with two or more columns; got shape (2,)."),
    (lambda: chow_liu([[1, 2]], ["a", "a"]), "`names` must be 2 different ones; got 2."),
])
def test_refusals(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: chow_liu([[0.5, 1.5], [1.0, 2.0]]), "`X` must be a vector of labels"),
    (lambda: chow_liu(np.ma.masked_array([[1, 2], [3, 4]], [[0, 1], [0, 0]])),
     "`X` must be a matrix of labels; got a masked array."),
    (lambda: chow_liu([[1, 2], [3, 4]], 5), "`names` must be a sequence of text; got 5."),
    (lambda: BayesianNetwork().add(3, [1]), "`name` must be text; got 3."),
    (lambda: sprinkler().query("rain", ["wet"]), "`evidence` must be a mapping of variables to values"),
    (lambda: sprinkler().query("rain", {"wet": 1.0}), "`evidence['wet']` must be a whole number, at least 0; got 1.0."),
    (lambda: sprinkler().d_separated("rain", "wet", None), "`given` must be variables of the network; got None."),
])
def test_kinds_are_refused_in_words(call, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        call()
