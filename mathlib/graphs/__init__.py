"""Graphs: matrices and walks, Laplacians and cuts, messages between neighbours, learning on graphs, trees."""
from __future__ import annotations

from mathlib.graphs.matrices import (
    adjacency,
    as_adjacency,
    degrees,
    dirichlet_energy,
    edges_of,
    laplacian,
)
from mathlib.graphs.messages import (
    message_pass,
    readout,
    wl_colors,
    wl_distinguishes,
)
from mathlib.graphs.semi_supervised import (
    GCN,
    GCNLoss,
    Propagated,
    gcn_loss,
    gcn_operator,
    label_propagation,
    smoothing,
)
from mathlib.graphs.spanning import (
    max_spanning_tree,
)
from mathlib.graphs.spectral import (
    FiedlerCut,
    cut_size,
    fiedler_cut,
    knn_graph,
    spectral_clustering,
    spectral_embedding,
)
from mathlib.graphs.traversal import (
    BreadthFirst,
    as_connected,
    breadth_first,
    components,
    is_connected,
    shortest_path,
)
from mathlib.graphs.walks import (
    PageRank,
    count_triangles,
    count_walks,
    mixing_time,
    pagerank,
    stationary_distribution,
    transition_matrix,
    walk_eigenvalues,
)

__all__ = [
    "BreadthFirst", "FiedlerCut", "GCN", "GCNLoss", "PageRank", "Propagated", "adjacency", "as_adjacency",
    "as_connected", "breadth_first", "components", "count_triangles", "count_walks", "cut_size", "degrees",
    "dirichlet_energy", "edges_of", "fiedler_cut", "gcn_loss", "gcn_operator", "is_connected", "knn_graph",
    "label_propagation", "laplacian", "max_spanning_tree", "message_pass", "mixing_time", "pagerank", "readout",
    "shortest_path", "smoothing", "spectral_clustering", "spectral_embedding", "stationary_distribution",
    "transition_matrix", "walk_eigenvalues", "wl_colors", "wl_distinguishes",
]
