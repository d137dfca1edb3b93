"""Mutual information: what one variable says about another, in a table of probabilities or in a sample."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_array, as_count, as_distribution, as_labels, as_matrix, as_rng
from mathlib.information.entropy import entropy, plogp


def mutual_information(joint: ArrayLike) -> float:
    """Return `H(X) + H(Y) - H(X, Y)`, which is the divergence of the joint table from the product of its margins.

    Parameters
    ----------
    joint : ArrayLike, shape (a, b)
        The probability of each pair of values. From a sample: `joint_table(x, y)`.

    Returns
    -------
    float
        In nats, never negative; 0 if and only if X and Y are independent.

    Raises
    ------
    TypeError
        If `joint` holds anything but real numbers.
    ValueError
        If `joint` is not a matrix of probabilities that sum to 1.

    References
    ----------
    Shannon (1948), Bell System Technical Journal 27, section 12. Cover and Thomas (2006), equation 2.35.

    Examples
    --------
    >>> mutual_information([[0.25, 0.25], [0.25, 0.25]])
    0.0
    >>> print(f"{mutual_information([[0.5, 0], [0, 0.5]]):.4f}")
    0.6931
    """
    P = _as_joint(joint)
    px, py = P.sum(axis=1), P.sum(axis=0)
    return max(float(_plain(px) + _plain(py) - _plain(P)), 0.0)  # rounding may leave -1e-16


def joint_table(x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """Return how often each pair of labels occurs, as shares of the sample.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        Labels: whole numbers, text or booleans.

    Returns
    -------
    np.ndarray, shape (a, b)
        Row i, column j: the share of the i-th label of x with the j-th of y, labels in sorted order.

    Raises
    ------
    TypeError
        If x or y are not labels.
    ValueError
        If they are empty or of different lengths.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, section 11.1: types.

    Examples
    --------
    >>> joint_table(["a", "a", "b", "b"], [0, 1, 1, 1])
    array([[0.25, 0.25],
           [0.  , 0.5 ]])
    """
    return _counts(x, y) / np.size(x)


def miller_madow(counts: ArrayLike) -> float:
    """Return the entropy of a sample with its bias corrected: the plug-in entropy plus `(k - 1) / (2 * n)`.

    A sample looks less uniform than what it was drawn from, so its plug-in entropy is too small; to first order by
    the number of values seen, less one, over twice the size of the sample.

    Parameters
    ----------
    counts : ArrayLike, any shape
        How often each value was seen. Values never seen do not count towards k.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If `counts` holds anything but real numbers.
    ValueError
        If a count is negative, not whole or above 2**53, or all are 0.

    References
    ----------
    Miller (1955), Note on the bias of information estimates.

    Examples
    --------
    >>> print(f"{miller_madow([5, 5]):.4f} {np.log(2) + 1 / 20:.4f}")
    0.7431 0.7431
    """
    c = _as_counts(counts)
    return entropy(c / c.sum()) + (np.count_nonzero(c) - 1) / (2 * c.sum())


def mutual_information_bias(a: int, b: int, n: int) -> float:
    """Return by how much the plug-in mutual information of independent variables is too large, to first order.

    It is `(a - 1) * (b - 1) / (2 * n)`: the mean of a chi-squared variable with that many degrees of freedom, over 2n.

    Parameters
    ----------
    a, b : int
        How many values X and Y take.
    n : int
        The size of the sample.

    Returns
    -------
    float
        In nats.

    Raises
    ------
    TypeError
        If a number is not whole.
    ValueError
        If a number is less than 1.

    References
    ----------
    Miller (1955), Note on the bias of information estimates. Paninski (2003), Neural Computation 15, equation 5.

    Examples
    --------
    >>> print(f"{mutual_information_bias(8, 2, 569) / np.log(2):.5f} bits")
    0.00887 bits
    """
    return (as_count(a, "a") - 1) * (as_count(b, "b") - 1) / (2 * as_count(n, "n"))


def corrected_mutual_information(x: ArrayLike, y: ArrayLike) -> float:
    """Return the mutual information of a sample, each of its three entropies corrected by Miller and Madow.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        Labels: whole numbers, text or booleans.

    Returns
    -------
    float
        In nats. Close to 0 for independent variables; so it may come out negative.

    Raises
    ------
    TypeError
        If x or y are not labels.
    ValueError
        If they are empty or of different lengths.

    References
    ----------
    Miller (1955), Note on the bias of information estimates. Paninski (2003), Neural Computation 15, section 3.

    Examples
    --------
    >>> print(f"{corrected_mutual_information([0, 0, 1, 1], [0, 1, 0, 1]):.3f}")
    -0.125
    """
    counts = _counts(x, y)
    return miller_madow(counts.sum(axis=1)) + miller_madow(counts.sum(axis=0)) - miller_madow(counts)


@dataclass(frozen=True, eq=False)
class PermutationNull:
    """Hold the mutual information of a sample, and that of the same sample with its pairs broken up.

    Attributes
    ----------
    observed : float
        Of the sample, in nats.
    null : np.ndarray, shape (n_permutations,)
        Of the sample with y shuffled: what dependence would look like if there were none.
    p_value : float
        The share of shuffles, the sample itself included, that reach the observed value.

    Examples
    --------
    >>> result = permutation_null([0, 0, 1, 1], [0, 0, 1, 1], 99, rng=np.random.default_rng(0))
    >>> print(f"{result.observed:.4f}")
    0.6931
    """

    observed: float
    null: np.ndarray
    p_value: float


def permutation_null(x: ArrayLike, y: ArrayLike, n_permutations: int = 200, *,
                     rng: np.random.Generator) -> PermutationNull:
    """Compare the mutual information of a sample with that of shuffled pairs.

    Parameters
    ----------
    x, y : ArrayLike, shape (n,)
        Labels: whole numbers, text or booleans.
    n_permutations : int
        How many shuffles.
    rng : np.random.Generator
        What shuffles.

    Returns
    -------
    PermutationNull
        Cost: O(n * n_permutations).

    Raises
    ------
    TypeError
        If x or y are not labels, `n_permutations` is not whole, or `rng` no generator.
    ValueError
        If the labels are empty or of different lengths, or `n_permutations` is less than 1.

    References
    ----------
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1): why 1 is added to both.

    Examples
    --------
    >>> result = permutation_null([0, 1] * 50, [0, 1] * 50, 99, rng=np.random.default_rng(0))
    >>> result.p_value
    0.01
    """
    rows, columns, (a, b) = _codes(x, y)
    n_permutations, rng = as_count(n_permutations, "n_permutations"), as_rng(rng)
    observed = mutual_information(_table(rows, columns, a, b) / rows.size)
    null = np.array([mutual_information(_table(rows, rng.permutation(columns), a, b) / rows.size)
                     for _ in range(n_permutations)])
    reached = int((null >= observed - 1e-12).sum())  # shuffles that only rename the values tie up to rounding
    return PermutationNull(observed, null, (1 + reached) / (1 + n_permutations))


def _as_joint(joint: ArrayLike) -> np.ndarray:
    """Return `joint` as a matrix of probabilities that sum to 1."""
    return as_distribution(as_matrix(joint, "joint"), "joint")


def _plain(p: np.ndarray) -> float:
    return -plogp(p).sum()


def _counts(x: ArrayLike, y: ArrayLike) -> np.ndarray:
    rows, columns, (a, b) = _codes(x, y)
    return _table(rows, columns, a, b)


def _codes(x: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    x = as_labels(x, "x")
    (xs, rows), (ys, columns) = (np.unique(v, return_inverse=True) for v in (x, as_labels(y, "y", x.size)))
    return rows, columns, (xs.size, ys.size)


def _table(rows: np.ndarray, columns: np.ndarray, a: int, b: int) -> np.ndarray:
    return np.bincount(rows * b + columns, minlength=a * b).reshape(a, b)


def _as_counts(counts: ArrayLike) -> np.ndarray:
    c = as_array(counts, "counts")
    if (c < 0).any() or (c != np.floor(c)).any() or not 0 < c.max() <= 2**53:
        raise ValueError("`counts` must be whole numbers up to 2**53, none negative, not all 0; got "
                         f"numbers from {c.min():g} to {c.max():g}.")
    return c
