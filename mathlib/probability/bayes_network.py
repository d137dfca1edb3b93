"""Bayesian networks: a joint distribution, written as a table for each variable given its parents.

Queries multiply tables by adding logarithms: a product of a thousand probabilities is too small for a number.
"""
from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_distribution, as_rng

LARGEST = 10**8  # entries of a table, 800 MB


class _Factor(NamedTuple):
    """Hold a table of logarithms, and the variable that each of its axes is."""

    names: tuple[str, ...]
    table: np.ndarray


@dataclass(eq=False)
class BayesianNetwork:
    """Describe variables of which each depends on its parents alone: the joint is the product of their tables.

    Attributes
    ----------
    parents : dict of str to tuple of str
        The parents of each variable, in the order added: parents come before their children.
    tables : dict of str to np.ndarray, shape (size of each parent ..., own size)
        Its probabilities: an axis for each parent, in order, and its own values along the last, where they sum to 1.

    References
    ----------
    Pearl (1988), Probabilistic Reasoning in Intelligent Systems, chapter 3.

    Examples
    --------
    >>> network = BayesianNetwork().add("rain", [0.8, 0.2])
    >>> network = network.add("sprinkler", [[0.6, 0.4], [0.99, 0.01]], ["rain"])
    >>> wet = [[[1, 0], [0.2, 0.8]], [[0.1, 0.9], [0.01, 0.99]]]
    >>> network = network.add("wet", wet, ["sprinkler", "rain"])
    >>> print(f"{network.query('rain', {'wet': 1})[1]:.3f}")
    0.358
    >>> print(f"{network.query('rain', {'wet': 1, 'sprinkler': 1})[1]:.5f}")
    0.00683
    """

    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, np.ndarray] = field(default_factory=dict)

    def add(self, name: str, table: ArrayLike, parents: Iterable[str] = ()) -> BayesianNetwork:
        """Add a variable below parents that are there already; so no cycle can arise.

        Parameters
        ----------
        name : str
            A new one.
        table : ArrayLike, shape (size of each parent ..., own size)
            The probability of each of its values, given those of its parents.
        parents : iterable of str
            In the order of the axes.

        Returns
        -------
        BayesianNetwork
            Itself.

        Raises
        ------
        TypeError
            If `name` is no text, or `table` holds anything but real numbers.
        ValueError
            If the name is taken, a parent is not there, the shape does not fit, or the last axis does not sum to 1.

        Examples
        --------
        >>> BayesianNetwork().add("coin", [0.5, 0.5]).names
        ('coin',)
        """
        if not isinstance(name, str):
            raise TypeError(f"`name` must be text; got {name!r}.")
        if name in self.tables:
            raise ValueError(f"`name` must be new; got {name!r} a second time.")
        parents = tuple(self._as_known(parents, "parents"))
        sizes = tuple(self.tables[parent].shape[-1] for parent in parents)
        table = as_distribution(as_array(table, "table"), "table", axis=-1)
        if table.shape[:-1] != sizes:
            raise ValueError(f"`table` must have shape ({', '.join(map(str, (*sizes, 'any')))}): an axis for each "
                             f"parent and one of its own; got shape {table.shape}.")
        self.parents[name], self.tables[name] = parents, table.copy()
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Return the variables, parents before children.

        Returns
        -------
        tuple of str

        Examples
        --------
        >>> BayesianNetwork().add("a", [1]).add("b", [[1]], ["a"]).names
        ('a', 'b')
        """
        return tuple(self.tables)

    def joint(self) -> np.ndarray:
        """Return the probability of every combination of values: the product of all tables.

        Returns
        -------
        np.ndarray, shape (size of each variable ...)
            In the order of `names`. Its size is the product of all sizes: for small networks.

        Raises
        ------
        ValueError
            If there is no variable, or there are more than 1e8 combinations.

        Examples
        --------
        >>> BayesianNetwork().add("a", [0.5, 0.5]).add("b", [[1, 0], [0, 1]], ["a"]).joint()
        array([[0.5, 0. ],
               [0. , 0.5]])
        """
        if not self.tables:
            raise ValueError("`tables` must hold a variable; got an empty network.")
        return np.exp(_multiply([self._factor(name) for name in self.names], self.names))

    def query(self, name: str, evidence: Mapping[str, int] | None = None) -> np.ndarray:
        """Return the probability of each value of a variable, given the values of others, by eliminating the rest.

        A variable is eliminated by multiplying the tables in which it occurs and summing over its values. Variables
        that are no ancestors of what is asked or known do not matter. The next is the one that shares tables with the
        fewest others.

        Parameters
        ----------
        name : str
            What is asked.
        evidence : mapping of str to int, optional
            What is known: the index of the value of each variable observed.

        Returns
        -------
        np.ndarray, shape (size of the variable,)
            Cost: that of the largest product, exponential in its number of variables.

        Raises
        ------
        TypeError
            If `evidence` is no mapping to whole numbers.
        ValueError
            If a variable is not there, a value does not exist, what is asked is known, the evidence is impossible, or
            a product has more than 1e8 entries.

        References
        ----------
        Zhang and Poole (1996), Journal of Artificial Intelligence Research 5, 301-328. Dechter (1999), Artificial
        Intelligence 113, 41-85: the buckets.

        Examples
        --------
        >>> network = BayesianNetwork().add("ill", [0.99, 0.01]).add("test", [[0.91, 0.09], [0.1, 0.9]], ["ill"])
        >>> print(network.query("ill", {"test": 1}).round(3))
        [0.908 0.092]
        """
        evidence = self._as_evidence({} if evidence is None else evidence)
        self._as_known([name], "name")
        if name in evidence:
            raise ValueError(f"`name` must be a variable that is not in the evidence; got {name!r}.")
        log_weights = self._eliminate(evidence, (name,))
        if log_weights.max() == -np.inf:
            raise ValueError(f"`evidence` must be possible; got {dict(evidence)}, whose probability is 0.")
        weights = np.exp(log_weights - log_weights.max())
        return weights / weights.sum()

    def probability(self, evidence: Mapping[str, int]) -> float:
        """Return the probability that variables take these values.

        Parameters
        ----------
        evidence : mapping of str to int
            The index of the value of each.

        Returns
        -------
        float

        Raises
        ------
        TypeError
            If `evidence` is no mapping to whole numbers.
        ValueError
            If a variable is not there, a value does not exist, or a product has more than 1e8 entries.

        Examples
        --------
        >>> network = BayesianNetwork().add("a", [0.5, 0.5]).add("b", [[0.9, 0.1], [0.3, 0.7]], ["a"])
        >>> print(f"{network.probability({'b': 1}):.1f}")
        0.4
        """
        return float(np.exp(self._eliminate(self._as_evidence(evidence), ())))

    def sample(self, n: int, *, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Draw n independent cases, parents first.

        Parameters
        ----------
        n : int
            How many.
        rng : np.random.Generator
            What draws.

        Returns
        -------
        dict of str to np.ndarray
            For each variable the indices of its values, shape (n,).

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> network = BayesianNetwork().add("a", [0, 1]).add("b", [[1, 0], [0, 1]], ["a"])
        >>> network.sample(2, rng=np.random.default_rng(0))
        {'a': array([1, 1]), 'b': array([1, 1])}
        """
        n, rng, drawn = as_count(n, "n"), as_rng(rng), {}
        for name, table in self.tables.items():
            rows = np.broadcast_to(table[tuple(drawn[parent] for parent in self.parents[name])], (n, table.shape[-1]))
            cumulative = rows.cumsum(axis=1)
            drawn[name] = (rng.random(n)[:, None] >= cumulative[:, :-1] / cumulative[:, -1:]).sum(axis=1)
        return drawn

    def ancestors(self, names: Iterable[str]) -> set[str]:
        """Return these variables, their parents, the parents of those, and so on.

        Parameters
        ----------
        names : iterable of str
            Where to begin.

        Returns
        -------
        set of str

        Raises
        ------
        ValueError
            If a variable is not there.

        Examples
        --------
        >>> network = BayesianNetwork().add("a", [1]).add("b", [[1]], ["a"]).add("c", [1])
        >>> sorted(network.ancestors(["b"]))
        ['a', 'b']
        """
        found = set(self._as_known(names, "names"))
        for name in reversed(self.names):
            if name in found:
                found.update(self.parents[name])
        return found

    def active_paths(self, a: str, b: str, given: Iterable[str] = ()) -> list[tuple[str, ...]]:
        """Return the paths along which a tells something about b, once some variables are known.

        A path is any way along arrows in either direction that visits no variable twice. It is blocked at a known
        variable, except where two arrows meet; there it is blocked unless that variable, or one below it, is known.

        Parameters
        ----------
        a, b : str
            Its ends.
        given : iterable of str
            What is known.

        Returns
        -------
        list of tuple of str
            Empty if a and b are d-separated. Their number may grow exponentially: for small networks.

        Raises
        ------
        ValueError
            If a variable is not there, a and b are the same, or one of them is known.

        References
        ----------
        Pearl (1988), Probabilistic Reasoning in Intelligent Systems, section 3.3.1.

        Examples
        --------
        >>> network = BayesianNetwork().add("a", [1]).add("b", [1]).add("c", [[[1]]], ["a", "b"])
        >>> network.active_paths("a", "b"), network.active_paths("a", "b", ["c"])
        ([], [('a', 'c', 'b')])
        """
        given = self._as_query(a, b, given)
        opened = self.ancestors(given)
        paths, active = [(a,)], []
        while paths:
            path = paths.pop()
            if path[-1] == b:
                active.append(path)
                continue
            for step in self._neighbours(path[-1]):
                if step not in path and (len(path) == 1 or self._passes(*path[-2:], step, given, opened)):
                    paths.append((*path, step))
        return sorted(active, key=lambda path: (len(path), path))

    def d_separated(self, a: str, b: str, given: Iterable[str] = ()) -> bool:
        """Say whether the graph alone makes a and b independent once some variables are known.

        Keep what is asked, what is known, and their ancestors; join the parents of each child; drop the arrows' heads
        and what is known: a and b are d-separated if no way is left between them.

        Parameters
        ----------
        a, b : str
            What is asked.
        given : iterable of str
            What is known.

        Returns
        -------
        bool
            Cost: O(number of variables and arrows), for few parents each.

        Raises
        ------
        ValueError
            If a variable is not there, a and b are the same, or one of them is known.

        References
        ----------
        Lauritzen, Dawid, Larsen and Leimer (1990), Networks 20, 491-505.

        Examples
        --------
        >>> network = BayesianNetwork().add("a", [1]).add("b", [[1]], ["a"]).add("c", [[1]], ["b"])
        >>> network.d_separated("a", "c"), network.d_separated("a", "c", ["b"])
        (False, True)
        """
        given = self._as_query(a, b, given)
        joined: dict[str, set[str]] = {name: set() for name in self.ancestors([a, b, *given])}
        for child in joined:
            for u, v in combinations([child, *self.parents[child]], 2):
                joined[u].add(v), joined[v].add(u)
        reached, frontier = {a}, [a]
        while frontier:
            new = joined[frontier.pop()] - reached - given
            reached |= new
            frontier.extend(new)
        return b not in reached

    def _factor(self, name: str) -> _Factor:
        with np.errstate(divide="ignore"):
            return _Factor((*self.parents[name], name), np.log(self.tables[name]))

    def _eliminate(self, evidence: Mapping[str, int], asked: tuple[str, ...]) -> np.ndarray:
        """Return the log probability of the evidence with each value of what is asked."""
        ancestors = self.ancestors([*asked, *evidence])
        relevant = [name for name in self.names if name in ancestors]
        factors = [_restrict(self._factor(name), evidence) for name in relevant]
        return _sum_out(factors, [name for name in relevant if name not in evidence and name not in asked], asked)

    def _neighbours(self, name: str) -> list[str]:
        return [*self.parents[name], *(child for child in self.names if name in self.parents[child])]

    def _passes(self, before: str, name: str, after: str, given: set[str], opened: set[str]) -> bool:
        collides = before in self.parents[name] and after in self.parents[name]
        return name in opened if collides else name not in given

    def _as_known(self, names: Iterable[str], what: str) -> list[str]:
        if not isinstance(names, Iterable):
            raise TypeError(f"`{what}` must be variables of the network; got {names!r}.")
        names = [names] if isinstance(names, str) else list(names)
        for name in names:
            if not isinstance(name, str) or name not in self.tables:
                raise ValueError(f"`{what}` must be variables of the network; got {name!r}.")
        if len(set(names)) < len(names):
            raise ValueError(f"`{what}` must be different; got one twice.")
        return names

    def _as_query(self, a: str, b: str, given: Iterable[str]) -> set[str]:
        self._as_known([a, b], "a and b")
        given = set(self._as_known(given, "given"))
        if {a, b} & given:
            raise ValueError(f"`given` must hold neither {a!r} nor {b!r}; got {sorted(given)}.")
        return given

    def _as_evidence(self, evidence: Mapping[str, int]) -> dict[str, int]:
        if not isinstance(evidence, Mapping):
            raise TypeError("`evidence` must be a mapping of variables to values, as {'rain': 1}; got an object of "
                            f"type {type(evidence).__name__}.")
        self._as_known(evidence, "evidence")
        for name, value in evidence.items():
            if as_count(value, f"evidence[{name!r}]", 0) >= self.tables[name].shape[-1]:
                raise ValueError(f"`evidence[{name!r}]` must be less than {self.tables[name].shape[-1]}; got {value}.")
        return {name: int(value) for name, value in evidence.items()}


def _multiply(factors: list[_Factor], names: tuple[str, ...]) -> np.ndarray:
    """Return the product of tables, with an axis for each name: the sum of their logarithms."""
    sizes = {name: size for factor in factors for name, size in zip(factor.names, factor.table.shape, strict=True)}
    shape = [sizes[name] for name in names]
    if math.prod(shape) > LARGEST or len(shape) > 64:  # axes of an array of NumPy's
        raise ValueError(f"`tables` must have products of at most {LARGEST:g} entries and 64 variables; got "
                         f"{math.prod(shape):g} entries of {len(shape)} variables.")
    product = np.zeros(shape)
    for factor in factors:
        order = [factor.names.index(name) for name in names if name in factor.names]
        present = [size if name in factor.names else 1 for name, size in zip(names, shape, strict=True)]
        product += factor.table.transpose(order).reshape(present)
    return product


def _sum_out(factors: list[_Factor], hidden: list[str], keep: tuple[str, ...]) -> np.ndarray:
    """Sum hidden variables out of a product of tables, one by one.

    A table waits in the bucket of the first of its variables that will be eliminated.
    """
    order = _order(factors, hidden)
    turn, last = {name: i for i, name in enumerate(order)}, len(order)
    buckets: list[list[_Factor]] = [[] for _ in range(last + 1)]

    def wait(factor):
        buckets[min((turn.get(name, last) for name in factor.names), default=last)].append(factor)

    for factor in factors:
        wait(factor)
    for i, name in enumerate(order):
        others = tuple(dict.fromkeys(other for factor in buckets[i] for other in factor.names if other != name))
        wait(_Factor(others, np.logaddexp.reduce(_multiply(buckets[i], (*others, name)), axis=-1)))
    return _multiply(buckets[last], keep)


def _order(factors: list[_Factor], hidden: list[str]) -> list[str]:
    """Return the hidden variables, each time the one next that shares tables with the fewest others."""
    near: dict[str, set[str]] = {name: set() for name in hidden}
    for factor in factors:
        for name in factor.names:
            near.get(name, set()).update(factor.names)
    order = []
    while near:
        order.append(min(near, key=lambda name: len(near[name])))
        others = near.pop(order[-1]) - {order[-1]}
        for name in others & near.keys():  # they meet in a new table
            near[name] = (near[name] | others) - {order[-1]}
    return order


def _restrict(factor: _Factor, evidence: Mapping[str, int]) -> _Factor:
    """Keep the part of a table that agrees with the evidence."""
    index = tuple(evidence.get(name, slice(None)) for name in factor.names)
    return _Factor(tuple(name for name in factor.names if name not in evidence), factor.table[index])
