"""Matrices, traversal, walks, spectra and trees against networkx, scipy and exact counts, on graphs drawn by chance."""
from __future__ import annotations

import math
import re

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse import csgraph

from mathlib.data import load_karate, load_les_miserables
from mathlib.graphs import (
    adjacency,
    breadth_first,
    components,
    count_triangles,
    count_walks,
    cut_size,
    degrees,
    dirichlet_energy,
    edges_of,
    fiedler_cut,
    gcn_operator,
    is_connected,
    knn_graph,
    laplacian,
    max_spanning_tree,
    mixing_time,
    pagerank,
    shortest_path,
    spectral_clustering,
    spectral_embedding,
    stationary_distribution,
    transition_matrix,
    walk_eigenvalues,
)


def random_graph(n, density, seed, weighted=False):
    rng = np.random.default_rng(seed)
    A = np.triu(rng.random((n, n)) < density, 1) * (rng.integers(1, 9, (n, n)) if weighted else 1.0)
    return A + A.T


graphs = st.builds(random_graph, st.integers(1, 12), st.floats(0, 1), st.integers(0, 10**6), st.booleans())
connected = graphs.filter(lambda A: len(A) > 1 and csgraph.connected_components(sparse.csr_array(A))[0] == 1)
KARATE = load_karate()
CLUB = np.array(KARATE.groups) == "Officer"
K2, PATH = np.array([[0.0, 1], [1, 0]]), adjacency([(0, 1), (1, 2), (2, 3)], 4)


@given(graphs)
def test_a_graph_is_its_edges(A):
    edges = [(i, j, A[i, j]) for i, j in edges_of(A)]
    assert np.array_equal(adjacency(edges, len(A)), A)


def test_an_edge_with_a_direction_leads_one_way():
    assert adjacency([(0, 1)], 2, directed=True).tolist() == [[0, 1], [0, 0]]
    assert breadth_first(adjacency([(0, 1)], 2, directed=True), 1).distance.tolist() == [-1, 0]


@given(graphs)
def test_laplacians_are_those_of_networkx(A):
    G = nx.from_numpy_array(A)
    assert np.array_equal(degrees(A), [d for _, d in G.degree(weight="weight")])
    assert np.array_equal(laplacian(A), nx.laplacian_matrix(G).toarray())
    assert laplacian(A, "symmetric") == pytest.approx(nx.normalized_laplacian_matrix(G).toarray(), abs=1e-14)
    some = A.any(axis=1)
    assert laplacian(A, "walk")[some].sum(axis=1) == pytest.approx(0, abs=1e-14)


def test_a_loop_counts_once_in_the_degree_and_not_at_all_in_the_laplacian():
    loop = [[2.0, 1], [1, 0]]
    assert degrees(loop).tolist() == [3, 1]
    assert laplacian(loop).tolist() == nx.laplacian_matrix(nx.from_numpy_array(np.array(loop))).toarray().tolist()
    assert transition_matrix(loop)[0] == pytest.approx([2 / 3, 1 / 3])
    assert count_triangles(np.ones((3, 3))) == 1


@given(graphs, st.data())
def test_the_quadratic_form_sums_squares_along_edges(A, data):
    x = np.array(data.draw(st.lists(st.integers(-9, 9), min_size=len(A), max_size=len(A))), dtype=float)
    assert dirichlet_energy(A, x) == x @ laplacian(A) @ x  # whole numbers: exact
    assert dirichlet_energy(A, components(A).astype(float)) == 0


@given(graphs)
def test_there_are_as_many_zero_eigenvalues_as_components(A):
    label = components(A)
    assert label.max() + 1 == csgraph.connected_components(sparse.csr_array(A))[0]
    for kind in ("plain", "symmetric"):
        values = np.linalg.eigvalsh(laplacian(A, kind))
        assert (np.abs(values) < 1e-9 * max(1, A.max())).sum() == label.max() + 1
        assert values.min() > -1e-9
    for part in nx.connected_components(nx.from_numpy_array(A)):
        assert (label[list(part)] == label[min(part)]).all()
    assert is_connected(A) == (label.max() == 0)


@given(graphs, st.data())
def test_distances_are_networkxs_and_paths_are_as_long(A, data):
    start, end = (data.draw(st.integers(0, len(A) - 1)) for _ in range(2))
    G = nx.from_numpy_array(A)
    theirs = nx.single_source_shortest_path_length(G, start)
    search = breadth_first(A, start)
    assert {i: d for i, d in enumerate(search.distance.tolist()) if d >= 0} == dict(theirs)
    assert sorted(search.order.tolist()) == sorted(theirs)
    assert (np.diff(search.distance[search.order]) >= 0).all()
    path = shortest_path(A, start, end)
    assert len(path) == theirs.get(end, -1) + 1
    assert all(A[i, j] for i, j in zip(path, path[1:], strict=False))


@settings(max_examples=40)
@given(st.integers(1, 5), st.floats(0.2, 1), st.integers(0, 99), st.integers(0, 4))
def test_walks_are_counted_one_by_one(n, density, seed, length):
    A = random_graph(n, density, seed)
    walks = [[node] for node in range(n)]
    for _ in range(length):
        walks = [[*walk, int(j)] for walk in walks for j in np.flatnonzero(A[walk[-1]])]
    counted = np.zeros((n, n))
    for walk in walks:
        counted[walk[0], walk[-1]] += 1
    assert np.array_equal(count_walks(A, length), counted)


@given(graphs)
def test_triangles_are_networkxs(A):
    assert count_triangles(A) == sum(nx.triangles(nx.from_numpy_array(A)).values()) / 3


def test_the_karate_club_has_45_triangles():
    assert count_triangles(KARATE.A) == 45  # syllabus, exercise 1
    assert np.trace(count_walks(KARATE.A, 3)) / 6 == 45


@given(connected)
def test_a_walk_stays_where_it_is_stationary(A):
    goal = stationary_distribution(A)
    assert goal @ transition_matrix(A) == pytest.approx(goal, abs=1e-14)
    values = walk_eigenvalues(A)
    assert values[0] == pytest.approx(1)
    expected = np.linalg.eigvals(transition_matrix(A))
    assert np.sort(values) == pytest.approx(np.sort(expected.real), abs=1e-6)


def test_the_distance_from_the_stationary_shrinks_by_the_second_eigenvalue():
    A = KARATE.A
    rate = abs(walk_eigenvalues(A)[1])
    P, goal = transition_matrix(A), stationary_distribution(A)
    distances = [np.abs(np.linalg.matrix_power(P, k) - goal).max() for k in (40, 60, 80)]
    assert np.diff(np.log(distances)) / 20 == pytest.approx([math.log(rate)] * 2, rel=0.05)
    t = mixing_time(A)
    walk = [np.abs(np.linalg.matrix_power(P, k) - goal).sum(axis=1).max() / 2 for k in (t - 1, t)]
    assert walk[1] <= 0.25 < walk[0]


def test_on_a_bipartite_graph_a_walk_never_settles():
    assert mixing_time(K2, max_steps=50) is None
    assert walk_eigenvalues(PATH)[:2] == pytest.approx([1, -1])
    assert mixing_time(np.ones((3, 3))) == 1


@given(graphs, st.floats(0, 0.95))
def test_pagerank_is_networkxs(A, damping):
    ours = pagerank(A, damping)
    theirs = nx.pagerank(nx.from_numpy_array(A), damping, tol=1e-14, max_iter=2000)
    assert ours.converged
    assert ours.ranks == pytest.approx([theirs[i] for i in range(len(A))], abs=1e-10)
    assert (ours.changes[1:] <= damping * ours.changes[:-1] + 1e-15).all()


def test_pagerank_without_damping_is_uniform_and_says_when_it_has_not_converged():
    assert pagerank(KARATE.A, 0).ranks == pytest.approx(1 / 34)
    assert not pagerank(KARATE.A, 0.99, n_steps=3).converged
    directed = np.array([[0.0, 1, 1], [0, 0, 1], [0, 0, 0]])
    theirs = nx.pagerank(nx.from_numpy_array(directed, create_using=nx.DiGraph), 0.85, tol=1e-14)
    assert pagerank(directed).ranks == pytest.approx(list(theirs.values()), abs=1e-12)


def test_the_order_of_the_characters_of_les_miserables():
    # syllabus, X6.2. It compares ranks with weights and degrees without: with the same ties the lists differ less
    novel = load_les_miserables()

    def order(scores):
        return [novel.names[i] for i in np.argsort(-scores, kind="stable")[:5]]

    assert order(pagerank(novel.weights).ranks) == ["Valjean", "Marius", "Myriel", "Cosette", "Enjolras"]
    assert order(degrees(novel.A)) == ["Valjean", "Gavroche", "Marius", "Javert", "Thenardier"]
    assert order(pagerank(novel.A).ranks) == ["Valjean", "Myriel", "Gavroche", "Marius", "Javert"]
    assert order(degrees(novel.weights)) == ["Valjean", "Marius", "Enjolras", "Courfeyrac", "Cosette"]


def test_one_eigenvector_predicts_32_of_34_memberships():
    # syllabus, chapter 6 and X6.3: 94.1 %, wrong are 2 and 8, which lie near 0; second eigenvalue 0.4685
    cut = fiedler_cut(KARATE.A)
    wrong = np.flatnonzero((cut.side == CLUB) != (cut.side[0] == CLUB[0]))
    assert wrong.tolist() == [2, 8]
    assert cut.value == pytest.approx(0.4685, abs=5e-5)
    theirs = nx.algebraic_connectivity(nx.from_numpy_array(KARATE.A), weight=None, method="lanczos")
    assert cut.value == pytest.approx(theirs, rel=1e-6)
    assert np.abs(cut.vector[[2, 8]]).max() < 0.06 < np.abs(cut.vector).max() / 4
    assert (cut_size(KARATE.A, cut.side), cut_size(KARATE.A, CLUB)) == (10, 11)  # fewer edges than the split of 1972


@given(connected, st.sampled_from(["plain", "symmetric", "walk"]))
def test_coordinates_are_eigenvectors_and_their_energy_the_eigenvalue(A, kind):
    k = len(A) - 1
    X, L = spectral_embedding(A, k, kind), laplacian(A, kind)
    values = np.linalg.eigvalsh(laplacian(A, "symmetric" if kind == "walk" else kind))[1:]
    assert L @ X == pytest.approx(X * values, abs=1e-9 * max(1, A.max()))
    if kind == "plain":
        assert [dirichlet_energy(A, x) for x in X.T] == pytest.approx(values, abs=1e-9 * max(1, A.max()))


def test_nothing_cheaper_than_the_second_eigenvector():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(34, 1000))
    x -= x.mean(axis=0)
    energies = [dirichlet_energy(KARATE.A, v) / (v @ v) for v in x.T]
    assert min(energies) >= fiedler_cut(KARATE.A).value


@pytest.mark.parametrize("seed", range(3))
def test_clusters_that_were_planted_are_found(seed):
    rng = np.random.default_rng(seed)
    group = np.repeat([0, 1, 2], 15)
    A = np.triu(rng.random((45, 45)) < np.where(group[:, None] == group, 0.7, 0.05), 1).astype(float)
    A = A + A.T
    assert spectral_clustering(A, 3, rng=rng).tolist() == group.tolist()
    cliques = np.kron(np.eye(4), np.ones((3, 3)))
    assert spectral_clustering(cliques, 4, rng=rng).tolist() == np.repeat(range(4), 3).tolist()


def test_two_rings_are_told_apart_by_their_neighbours_and_not_by_distance():
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    X = np.vstack([ring, 3 * ring])
    found = spectral_clustering(knn_graph(X, 4), 2, rng=np.random.default_rng(0))
    assert found.tolist() == [0] * 60 + [1] * 60


@given(st.integers(2, 15), st.integers(0, 10**6), st.data())
def test_nearest_neighbours_are_those_of_all_distances(n, seed, data):
    X, k = np.random.default_rng(seed).normal(size=(n, 2)), data.draw(st.integers(1, n - 1))
    distances = np.linalg.norm(X[:, None] - X, axis=2) + np.diag(np.full(n, np.inf))
    nearest = np.zeros((n, n))
    np.put_along_axis(nearest, np.argsort(distances, axis=1)[:, :k], 1, axis=1)
    assert np.array_equal(knn_graph(X, k), np.maximum(nearest, nearest.T))


def test_near_neighbours_are_told_apart_far_from_the_rest_and_in_any_unit():
    x = np.array([0, 1e-3, 3e-3, 7e-3, 1e9, 1e9 + 1e-3, 1e9 + 3e-3, 1e9 + 7e-3])
    expected = [(0, 1), (1, 2), (2, 3), (4, 5), (5, 6), (6, 7)]
    for unit in (1.0, 2.0**-900, 2.0**900):
        assert edges_of(knn_graph(unit * x[:, None], 1)) == expected


@pytest.mark.parametrize("unit", [1e-140, 1e140])
def test_the_unit_of_weights_does_not_matter(unit):
    W = load_les_miserables().weights
    assert pagerank(unit * W).ranks == pytest.approx(pagerank(W).ranks, abs=1e-12)
    assert laplacian(unit * W, "symmetric") == pytest.approx(laplacian(W, "symmetric"), abs=1e-12)
    assert gcn_operator(unit * W, self_loops=False) == pytest.approx(gcn_operator(W, self_loops=False), abs=1e-12)
    assert fiedler_cut(unit * W).value / unit == pytest.approx(fiedler_cut(W).value, rel=1e-9)


def test_of_equally_near_neighbours_the_first_come_first():
    corners = [[0.0, 0.0], [1, 0], [0, 1], [1, 1]]
    assert edges_of(knn_graph(corners, 1)) == [(0, 1), (0, 2), (1, 3)]
    assert edges_of(knn_graph(np.zeros((3, 1)), 1)) == [(0, 1), (0, 2)]


@given(st.integers(1, 10), st.integers(0, 10**6))
def test_the_spanning_tree_weighs_as_much_as_networkxs(n, seed):
    W = np.random.default_rng(seed).normal(size=(n, n))
    W = W + W.T
    tree = max_spanning_tree(W)
    theirs = nx.maximum_spanning_tree(nx.from_numpy_array(W - W.min() + 1))
    assert len(tree) == n - 1
    assert tree == sorted((min(e), max(e)) for e in theirs.edges if e[0] != e[1])
    assert all(i < j for i, j in tree)
    assert n == 1 or is_connected(adjacency(tree, n))


def test_ties_zeros_and_huge_weights_still_give_a_tree():
    for W in (np.zeros((5, 5)), np.ones((5, 5)), -np.ones((5, 5)), np.full((5, 5), 1e300)):
        assert max_spanning_tree(W) == [(0, 1), (0, 2), (0, 3), (0, 4)]
    assert max_spanning_tree([[7]]) == []


TWO = np.zeros((2, 2))


@pytest.mark.parametrize(("call", "error", "words"), [
    (lambda: adjacency([(0, 1), (1, 0)], 2), ValueError, "`edges` must name each edge once; got (1, 0) again."),
    (lambda: adjacency([(0, 2)], 2), ValueError,
     "`edges` must have nodes from 0 to 1; got (0, 2)."),
    (lambda: adjacency([(0, 1, -1)], 2), ValueError, "`weight of an edge` must be a positive number; got -1."),
    (lambda: adjacency([(0, 1, np.nan)], 2), ValueError, "`weight of an edge` must be a positive number; got nan."),
    (lambda: adjacency([(0, 1, "5")], 2), TypeError, "`weight of an edge` must be a positive number; got '5'."),
    (lambda: adjacency(7, 2), TypeError, "`edges` must be pairs (i, j) or triples (i, j, weight); got 7."),
    (lambda: adjacency([7], 2), ValueError, "`edges` must be pairs (i, j) or triples (i, j, weight); got 7."),
    (lambda: degrees([[0, 1e200], [1e200, 0]]), ValueError, "`A` must be weights in a unit that keeps them between "
     "1e-150 and 1e150; got 1e+200."),
    (lambda: laplacian([[0, 1e-320], [1e-320, 0]]), ValueError, "between 1e-150 and 1e150; got 9.99989e-321."),
    (lambda: dirichlet_energy(K2, [1e200, 0]), ValueError, "`x` must be in a unit in which its squares can be held"),
    (lambda: fiedler_cut(K2, np.nan), ValueError, "`threshold` must be a real number; got nan."),
    (lambda: fiedler_cut(K2, "0"), TypeError, "`threshold` must be a real number; got '0'."),
    (lambda: adjacency([(0,)], 2), ValueError, "`edges` must be pairs (i, j) or triples (i, j, weight); got (0,)."),
    (lambda: adjacency([(0, 0.5)], 2), TypeError, "`edges` must be a whole number, at least 0; got 0.5."),
    (lambda: adjacency([], 0), ValueError, "`n` must be a whole number, at least 1; got 0."),
    (lambda: degrees([[0, 1]]), ValueError, "`A` must be a square matrix of real numbers; got shape (1, 2)."),
    (lambda: degrees([[0, -1], [-1, 0]]), ValueError, "`A` must be weights of edges, none negative; got -1 at (0, 1)."),
    (lambda: edges_of([[0, 1], [0, 0]]), ValueError, "`A` must be symmetric; got 1 and 0 at (0, 1) and (1, 0)."),
    (lambda: laplacian([[np.nan]]), ValueError,
     "`A` must be a square matrix of real numbers; got nan at index (0, 0)."),
    (lambda: laplacian([]), ValueError, "`A` must be a square matrix of real numbers; got an empty array"),
    (lambda: laplacian(K2, "random"), ValueError, "`kind` must be 'plain', 'symmetric' or 'walk'; got 'random'."),
    (lambda: dirichlet_energy(K2, [[1], [2]]), ValueError, "`x` must be a vector of 2 real numbers; got shape (2, 1)."),
    (lambda: breadth_first(K2, 2), ValueError, "`start` must be a node, from 0 to 1; got 2."),
    (lambda: shortest_path(K2, 0, 5), ValueError, "`end` must be a node, from 0 to 1; got 5."),
    (lambda: components([[0, 1], [0, 0]]), ValueError, "`A` must be symmetric"),
    (lambda: is_connected([[np.inf]]), ValueError, "`A` must be a square matrix of real numbers; got inf"),
    (lambda: count_walks(K2, -1), ValueError, "`length` must be a whole number, at least 0; got -1."),
    (lambda: count_walks(np.full((2, 2), 1e100), 4), OverflowError, "`length` must be small enough for the counts"),
    (lambda: count_triangles([[0, 1], [0, 0]]), ValueError, "`A` must be symmetric"),
    (lambda: transition_matrix([[0, 1], [0, 0]]), ValueError,
     "`A` must have an edge out of every node; got none at node 1."),
    (lambda: pagerank(K2, 1), ValueError, "`damping` must be a number from 0 up to, but not including, 1; got 1."),
    (lambda: pagerank(K2, tolerance=0), ValueError, "`tolerance` must be a positive number; got 0."),
    (lambda: stationary_distribution(TWO), ValueError, "`A` must be a connected graph; got 2 components."),
    (lambda: stationary_distribution([[0.0]]), ValueError, "`A` must have an edge at every node; got a single node"),
    (lambda: walk_eigenvalues(TWO), ValueError, "`A` must be a connected graph; got 2 components."),
    (lambda: mixing_time(TWO), ValueError, "`A` must be a connected graph; got 2 components."),
    (lambda: mixing_time(K2, 0), ValueError, "`distance` must be a positive number; got 0."),
    (lambda: spectral_embedding(TWO), ValueError, "`A` must be a connected graph; got 2 components."),
    (lambda: spectral_embedding(K2, 2), ValueError, "`n_dimensions` must be less than the number of nodes, 2; got 2."),
    (lambda: fiedler_cut(TWO), ValueError, "`A` must be a connected graph; got 2 components."),
    (lambda: fiedler_cut([[0]]), ValueError, "`n_dimensions` must be less than the number of nodes, 1; got 1."),
    (lambda: cut_size(K2, [True]), ValueError, "`side` must be a vector of 2 labels"),
    (lambda: spectral_clustering(K2, 3, rng=np.random.default_rng(0)), ValueError, "`n_clusters` must be at most"),
    (lambda: spectral_clustering(K2, 1, rng=np.random.default_rng(0)), ValueError,
     "`n_clusters` must be a whole number, "
     "at least 2; got 1."),
    (lambda: spectral_clustering(TWO, 2, rng=np.random.default_rng(0)), ValueError,
     "`A` must have an edge at every node; "
     "got none at node 0."),
    (lambda: spectral_clustering(K2, 2, rng=7), TypeError, "`rng` must be a np.random.Generator; got 7."),
    (lambda: knn_graph([[1.0], [2.0]], 2), ValueError,
     "`n_neighbors` must be less than the number of rows of `X`, 2; got 2."),
    (lambda: max_spanning_tree([[0, 1], [2, 0]]), ValueError,
     "`weights` must be symmetric; got entries that differ by 1"),
    (lambda: max_spanning_tree([[0, np.nan], [np.nan, 0]]), ValueError, "`weights` must be a square matrix"),
])
def test_bad_input_is_refused_in_words(call, error, words):
    with pytest.raises(error, match=re.escape(words)):
        call()
