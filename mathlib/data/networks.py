"""Three networks of people, which networkx carries: a karate club, women at parties, the characters of a novel."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Network:
    """Hold a network of people.

    Attributes
    ----------
    A : np.ndarray, shape (n, n)
        The adjacency matrix, symmetric, of zeros and ones.
    weights : np.ndarray, shape (n, n)
        The same with the strength of each tie.
    names : tuple of str
        Of the nodes.
    groups : tuple of str
        The group of each node, where it is known; else empty.

    Examples
    --------
    >>> load_karate().A.sum() / 2
    np.float64(78.0)
    """

    A: np.ndarray
    weights: np.ndarray
    names: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Attendance:
    """Hold who attended what.

    Attributes
    ----------
    M : np.ndarray, shape (m, n)
        1 where the person of the row attended the event of the column, else 0.
    people : tuple of str
        The names of the rows.
    events : tuple of str
        The names of the columns.

    Examples
    --------
    >>> load_davis().people[0]
    'Evelyn Jefferson'
    """

    M: np.ndarray
    people: tuple[str, ...]
    events: tuple[str, ...]


def load_karate() -> Network:
    """Load the friendships in a karate club of 34 that split in two.

    Returns
    -------
    Network
        78 ties. The groups are the clubs that the members joined, "Mr. Hi" or "Officer"; the instructor is node 0, the
        officer node 33.

    References
    ----------
    Zachary (1977), An information flow model for conflict and fission in small groups, Journal of Anthropological
    Research 33, 452-473.

    Examples
    --------
    >>> club = load_karate()
    >>> club.groups[0], club.groups[33]
    ('Mr. Hi', 'Officer')
    """
    import networkx as nx

    return _network(nx.karate_club_graph(), "club")


def load_davis() -> Attendance:
    """Load who of 18 women attended which of 14 social events, in the American South of the 1930s.

    Returns
    -------
    Attendance
        89 attendances.

    References
    ----------
    Davis, Gardner and Gardner (1941), Deep South, University of Chicago Press.

    Examples
    --------
    >>> int(load_davis().M.sum())
    89
    """
    import networkx as nx

    graph = nx.davis_southern_women_graph()
    people, events = graph.graph["top"], graph.graph["bottom"]
    M = np.array([[float(graph.has_edge(person, event)) for event in events] for person in people])
    return Attendance(M, tuple(people), tuple(events))


def load_les_miserables() -> Network:
    """Load which of the 77 characters of Hugo's novel appear together.

    Returns
    -------
    Network
        254 ties; a weight counts the chapters in which both appear. There are no groups.

    References
    ----------
    Knuth (1993), The Stanford GraphBase, ACM Press.

    Examples
    --------
    >>> load_les_miserables().names[:2]
    ('Napoleon', 'Myriel')
    """
    import networkx as nx

    return _network(nx.les_miserables_graph(), None)


def _network(graph, group: str | None) -> Network:
    import networkx as nx

    weights = nx.to_numpy_array(graph, weight="weight")
    groups = () if group is None else tuple(graph.nodes[node][group] for node in graph)
    return Network((weights > 0).astype(float), weights, tuple(map(str, graph)), groups)
