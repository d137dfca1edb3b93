"""M is nearly U @ V.T: what the factors are, which of them are best, and in what sense they are not unique."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_labels, as_matrix, as_positive, as_rng, as_squarable
from mathlib.optimization import gradient_descent


@dataclass(frozen=True, eq=False)
class Factors:
    """Hold two factors, and how they were found.

    Attributes
    ----------
    U : np.ndarray, shape (m, rank)
        A row for each row of M.
    V : np.ndarray, shape (n, rank)
        A row for each column of M.
    losses : np.ndarray, shape (n_steps + 1,)
        What was minimised, at the start and after each step.
    converged : bool
        The last step lowered it by no more than the tolerance, as a part of the loss at the start.

    Examples
    --------
    >>> Factors(np.ones((2, 1)), np.ones((3, 1)), np.array([0.0]), True).product.shape
    (2, 3)
    """

    U: np.ndarray
    V: np.ndarray
    losses: np.ndarray
    converged: bool

    @property
    def product(self) -> np.ndarray:
        """Return `U @ V.T`.

        Returns
        -------
        np.ndarray, shape (m, n)

        Examples
        --------
        >>> Factors(np.array([[1.0], [2.0]]), np.array([[3.0]]), np.array([0.0]), True).product
        array([[3.],
               [6.]])
        """
        return self.U @ self.V.T


def low_rank(M: ArrayLike, rank: int) -> Factors:
    """Return the factors whose product is nearest to M: the leading part of its singular value decomposition.

    Each factor takes the square roots of the singular values, so that both have the same lengths of columns.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix, every entry known.
    rank : int
        At most min(m, n).

    Returns
    -------
    Factors
        Its one loss is `0.5 * sum((M - U @ V.T)**2)`, half the sum of the other singular values squared. Cost:
        O(m * n * min(m, n)).

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `M` is not a finite matrix, or `rank` out of range.

    References
    ----------
    Eckart and Young (1936), Psychometrika 1, 211-218.

    Examples
    --------
    >>> low_rank([[3, 0], [0, 1]], 1).product.round(12) + 0.0
    array([[3., 0.],
           [0., 0.]])
    """
    M = as_sized(M, "M")
    r = as_rank(rank, M.shape)
    U, s, Vt = np.linalg.svd(M, full_matrices=False)
    return Factors(U[:, :r] * np.sqrt(s[:r]), Vt[:r].T * np.sqrt(s[:r]), np.array([(s[r:] ** 2).sum() / 2]), True)


def factor_gradient(U: np.ndarray, V: np.ndarray, M: np.ndarray,
                    observed: np.ndarray | float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradient of `0.5 * sum(observed * (U @ V.T - M)**2)` by both factors. Unchecked.

    Parameters
    ----------
    U, V : np.ndarray, shapes (m, rank) and (n, rank)
        The factors.
    M : np.ndarray, shape (m, n)
        The matrix.
    observed : np.ndarray, shape (m, n)
        1 where an entry counts, 0 where not.

    Returns
    -------
    tuple of np.ndarray, shapes (m, rank) and (n, rank)

    References
    ----------
    Koren, Bell and Volinsky (2009), Matrix factorization techniques for recommender systems, Computer 42(8), 30-37.

    Examples
    --------
    >>> factor_gradient(np.array([[1.0]]), np.array([[2.0]]), np.array([[5.0]]))
    (array([[-6.]]), array([[-3.]]))
    """
    error = observed * (U @ V.T - M)
    return error @ V, error.T @ U


def descend(M: ArrayLike, rank: int, step_size: float, *, n_steps: int = 500, tolerance: float = 1e-8,
            scale: float = 0.1, rng: np.random.Generator) -> Factors:
    """Find the factors of a matrix, every entry known, by gradient descent from small random ones.

    The loss is not convex, but all its minima are global and at every other critical point some direction leads down
    (a strict saddle, as at U = V = 0): descent from a random start arrives.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix.
    rank : int
        At most min(m, n).
    step_size : float
        Below 1 over the largest singular value it is stable near the minimum.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop where the gradient is no longer than this.
    scale : float
        The standard deviation of the first factors.
    rng : np.random.Generator
        Where these come from.

    Returns
    -------
    Factors
        Converged if the gradient is no longer than the tolerance. Where the descent diverges it says no.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If `M` is not a finite matrix, or a number out of its range.

    References
    ----------
    Baldi and Hornik (1989), Neural Networks 2, 53-58. Ge, Lee and Ma (2016), Matrix completion has no spurious local
    minimum, NIPS 29.

    Examples
    --------
    >>> found = descend([[3, 0], [0, 1]], 1, 0.2, n_steps=200, rng=np.random.default_rng(0))
    >>> found.product.round(4) + 0.0
    array([[3., 0.],
           [0., 0.]])
    """
    M = as_sized(M, "M")
    (m, n), r = M.shape, as_rank(rank, M.shape)

    def split(x):
        return x[: m * r].reshape(m, r), x[m * r :].reshape(n, r)

    def gradient(x):
        return np.concatenate([g.ravel() for g in factor_gradient(*split(x), M)])

    start = as_squarable(as_positive(scale, "scale") * as_rng(rng).normal(size=(m + n) * r), "scale")
    descent = gradient_descent(gradient, start, step_size, n_steps=n_steps, tolerance=tolerance)
    with np.errstate(over="ignore"):  # where it diverges the loss is infinite
        losses = np.array([0.5 * ((U @ V.T - M) ** 2).sum() for U, V in map(split, descent.path)])
    return Factors(*split(descent.path[-1]), losses, descent.converged)


def align_factors(U: ArrayLike, V: ArrayLike, reference: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Turn both factors by the same orthogonal Q, so that U comes as near as possible to a reference.

    `(U @ Q) @ (V @ Q).T` equals `U @ V.T` for every orthogonal Q: factors are compared only after they are aligned.

    Parameters
    ----------
    U, V : ArrayLike, shapes (m, rank) and (n, rank)
        The factors.
    reference : ArrayLike, shape (m, rank)
        What U is to look like.

    Returns
    -------
    tuple of np.ndarray, shapes (m, rank) and (n, rank)
        `U @ Q` and `V @ Q`.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not match.

    References
    ----------
    Schönemann (1966), A generalized solution of the orthogonal Procrustes problem, Psychometrika 31, 1-10.

    Examples
    --------
    >>> turned, _ = align_factors([[0, 1], [1, 0]], [[1, 1]], [[1, 0], [0, 1]])
    >>> turned.round(12) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    U = as_sized(U, "U")
    V, R = as_matrix(V, "V", (None, U.shape[1])), as_sized(reference, "reference", U.shape)
    left, _, right = np.linalg.svd(U.T @ R)
    Q = left @ right
    return U @ Q, V @ Q


def as_rank(rank: int, shape: tuple[int, int]) -> int:
    """Return `rank` as a whole number from 1 to the smaller side of the matrix.

    Parameters
    ----------
    rank : int
        What the caller passed.
    shape : tuple of int
        Of the matrix.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If `rank` is not whole.
    ValueError
        If it is out of range.

    References
    ----------
    Strang (2016), Introduction to Linear Algebra, 5th edition, section 3.2.

    Examples
    --------
    >>> as_rank(3, (5, 2))
    Traceback (most recent call last):
        ...
    ValueError: `rank` must be a whole number from 1 to 2, the smaller side of the matrix; got 3.
    """
    if as_count(rank, "rank") > min(shape):
        raise ValueError(f"`rank` must be a whole number from 1 to {min(shape)}, the smaller side of the matrix; "
                         f"got {rank}.")
    return int(rank)


def as_observed(observed: ArrayLike, shape: tuple[int, int]) -> np.ndarray:
    """Return which entries are known, as booleans; every row and every column must have one.

    Parameters
    ----------
    observed : ArrayLike, shape (m, n)
        Booleans, or zeros and ones.
    shape : tuple of int
        Of the matrix.

    Returns
    -------
    np.ndarray, shape (m, n), bool

    Raises
    ------
    TypeError
        If `observed` is neither booleans nor whole numbers.
    ValueError
        If it has another shape, an entry that is not 0 or 1, or an empty row or column: of it nothing can be learned.

    References
    ----------
    Candès and Recht (2009), Exact matrix completion via convex optimization, section 1.1.1.

    Examples
    --------
    >>> as_observed([[1, 1], [0, 0]], (2, 2))
    Traceback (most recent call last):
        ...
    ValueError: `observed` must have an entry in every row and column; got none in row 1.
    """
    mask = as_table(observed, "observed")
    if mask.shape != shape:
        raise ValueError(f"`observed` must be a table of shape {shape}, as `M`; got shape {mask.shape}.")
    if not np.isin(as_labels(mask.ravel(), "observed"), (0, 1)).all():
        raise ValueError("`observed` must be booleans, or zeros and ones; got other numbers.")
    mask = mask.astype(bool)
    for axis, word in ((1, "row"), (0, "column")):
        if not (some := mask.any(axis=axis)).all():
            raise ValueError("`observed` must have an entry in every row and column; got none in "
                             f"{word} {int(some.argmin())}.")
    return mask


def as_masked(M: ArrayLike, observed: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return M with 0 wherever it is not known, and which entries are; those not known may be NaN.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix.
    observed : ArrayLike, shape (m, n)
        Which entries are known.

    Returns
    -------
    tuple of np.ndarray, shapes (m, n) and (m, n)
        Of floats, and of booleans.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, or a row or column has no known entry.

    References
    ----------
    Koren, Bell and Volinsky (2009), Computer 42(8), equation 2: the sum over the known entries.

    Examples
    --------
    >>> as_masked([[1, np.nan], [3, 4]], [[1, 0], [1, 1]])[0]
    array([[1., 0.],
           [3., 4.]])
    """
    M = as_table(M, "M")
    if M.ndim != 2 or M.dtype.kind not in "iuf":
        M = as_matrix(M, "M")  # says what is wrong with it
    mask = as_observed(observed, M.shape)
    return as_sized(np.where(mask, M, 0), "M"), mask


def as_sized(M: ArrayLike, name: str, shape: tuple[int | None, int | None] | None = None) -> np.ndarray:
    """Return `M` as a matrix in whose unit sums of squares neither overflow nor vanish.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        What the caller passed.
    name : str
        What the caller calls it.
    shape : tuple, optional
        The shape it must have; None in it stands for any number of rows or columns.

    Returns
    -------
    np.ndarray, shape (m, n)

    Raises
    ------
    TypeError
        If `M` holds anything but real numbers.
    ValueError
        If it is no finite matrix of this shape, or its largest entry is above 1e150, or below 1e-150 and not 0.

    References
    ----------
    IEEE (2019), Standard for floating-point arithmetic 754, table 3.5: the largest number is 1.8e308.

    Examples
    --------
    >>> as_sized([[1e200]], "M")
    Traceback (most recent call last):
        ...
    ValueError: `M` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers up to 1e+200.
    """
    M = as_matrix(M, name, shape)
    as_squarable(M.ravel(), name)
    return M


def as_table(x: ArrayLike, name: str) -> np.ndarray:
    """Return `x` as an array of any kind, if it is one: no masked array, no rows of different lengths.

    Parameters
    ----------
    x : ArrayLike, any shape
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    TypeError
        If `x` is a masked array: here what is known is said by a second table.
    ValueError
        If its rows have different lengths.

    References
    ----------
    Harris et al. (2020), Array programming with NumPy, Nature 585, 357-362.

    Examples
    --------
    >>> as_table([[True], [True, False]], "observed")
    Traceback (most recent call last):
        ...
    ValueError: `observed` must be a table; got rows of different lengths.
    """
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"`{name}` must be a plain array; got a masked array. Fill its masked entries.")
    try:
        return np.asarray(x)
    except ValueError:
        raise ValueError(f"`{name}` must be a table; got rows of different lengths.") from None
