"""Graphs: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.graphs` prints it.

Matrices are dense, as in the book: for graphs of up to some thousand nodes. So work grows at least with their square.
"""
from __future__ import annotations

import networkx as nx
import numpy as np
from networkx.algorithms import node_classification
from scipy.sparse import csgraph
from sklearn.cluster import SpectralClustering
from sklearn.neighbors import kneighbors_graph

from mathlib import graphs as ours
from tests.bench.timing import Row, compare, growth, show


def random_graph(n: int, degree: float = 10.0) -> np.ndarray:
    A = np.triu(np.random.default_rng(n).random((n, n)) < degree / n, 1).astype(float)
    path = np.eye(n, k=1)  # makes it connected
    A = np.maximum(A, path)
    return A + A.T


def structure_rows() -> list[Row]:
    A, B = random_graph(400), random_graph(800)
    G = nx.from_numpy_array(A)
    W = np.random.default_rng(0).random((200, 200))
    W, V = W + W.T, np.random.default_rng(0).random((400, 400))
    K, V = nx.from_numpy_array(W), V + V.T
    return [
        compare("laplacian, 400 nodes / networkx", lambda: ours.laplacian(A), lambda: nx.laplacian_matrix(G).toarray()),
        compare("breadth_first, 400 nodes, from a matrix / scipy.sparse.csgraph", lambda: ours.breadth_first(A, 0),
                lambda: csgraph.breadth_first_order(A, 0)),
        compare("components, 400 nodes, from a matrix / scipy.sparse.csgraph", lambda: ours.components(A),
                lambda: csgraph.connected_components(A)),
        compare("triangles, 400 nodes / networkx", lambda: ours.count_triangles(A), lambda: nx.triangles(G)),
        compare("max_spanning_tree, 200 nodes, all pairs / networkx", lambda: ours.max_spanning_tree(W),
                lambda: nx.maximum_spanning_tree(K)),
        growth("breadth_first, 400 and 800 nodes (dense: 4 is right)", lambda: ours.breadth_first(A, 0),
               lambda: ours.breadth_first(B, 0)),
        growth("max_spanning_tree, 200 and 400 nodes (pairs: 4 is right)", lambda: ours.max_spanning_tree(W),
               lambda: ours.max_spanning_tree(V)),
    ]


def spectral_rows() -> list[Row]:
    rng = np.random.default_rng(0)
    A, B = random_graph(400), random_graph(800)
    G = nx.from_numpy_array(A)
    X = rng.normal(size=(500, 10))
    group = np.repeat([0, 1, 2], 40)
    C = np.triu(rng.random((120, 120)) < np.where(group[:, None] == group, 0.4, 0.02), 1).astype(float)
    C = C + C.T + np.eye(120)
    theirs = SpectralClustering(3, affinity="precomputed", random_state=0)
    return [
        compare("pagerank, 400 nodes, to 1e-12 / networkx", lambda: ours.pagerank(A, tolerance=1e-12),
                lambda: nx.pagerank(G, tol=1e-12 / 400, max_iter=1000)),
        compare("fiedler_cut, 400 nodes / networkx fiedler_vector", lambda: ours.fiedler_cut(A),
                lambda: nx.fiedler_vector(G, seed=0)),
        compare("spectral_clustering, 120 nodes / scikit-learn", lambda: ours.spectral_clustering(C, 3, rng=rng),
                lambda: theirs.fit(C)),
        compare("knn_graph, 500 points / scikit-learn", lambda: ours.knn_graph(X, 10),
                lambda: kneighbors_graph(X, 10).toarray()),
        growth("pagerank, 400 and 800 nodes (dense: 4 is right)", lambda: ours.pagerank(A), lambda: ours.pagerank(B)),
        growth("fiedler_cut, 400 and 800 nodes (dense eigenvectors: 8 is right)", lambda: ours.fiedler_cut(A),
               lambda: ours.fiedler_cut(B)),
    ]


def learning_rows() -> list[Row]:
    rng = np.random.default_rng(0)
    A, B = random_graph(200), random_graph(400)
    known, y = np.arange(10), np.arange(10) % 2
    G = nx.from_numpy_array(A)
    nx.set_node_attributes(G, dict(zip(known.tolist(), y.tolist(), strict=True)), "label")
    S, T, Y = ours.gcn_operator(A), ours.gcn_operator(B), np.eye(2)[y]
    weights = rng.normal(size=(16, 16)), rng.normal(size=(16, 2))
    H, J = rng.normal(size=(200, 16)), rng.normal(size=(400, 16))
    return [
        compare("wl_colors, 200 nodes, 3 rounds / networkx hashes", lambda: ours.wl_colors(A, 3),
                lambda: nx.weisfeiler_lehman_subgraph_hashes(G, edge_attr="weight", iterations=3)),
        compare("label_propagation, 200 nodes / networkx harmonic_function, 30 steps",
                lambda: ours.label_propagation(A, known, y), lambda: node_classification.harmonic_function(G)),
        growth("gcn_loss, 200 and 400 nodes (dense: up to 4)", lambda: ours.gcn_loss(weights, S, H, Y, known),
               lambda: ours.gcn_loss(weights, T, J, Y, known)),
        growth("message_pass by maximum, 200 and 400 nodes (dense: up to 4)",
               lambda: ours.message_pass(A, H, "max"), lambda: ours.message_pass(B, J, "max")),
    ]


def rows() -> list[Row]:
    return structure_rows() + spectral_rows() + learning_rows()


if __name__ == "__main__":
    show(rows())
