"""Fill the blanks of a matrix: biases, alternating least squares, stochastic gradients, nuclear norm."""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_count, as_nonnegative, as_positive, as_rng, as_squarable
from mathlib.factorization.factors import Factors, as_masked, as_rank, as_sized


@dataclass(frozen=True, eq=False)
class Biases:
    """Hold a mean, and how far each row and each column is above it.

    Attributes
    ----------
    mean : float
        Of the known entries.
    rows : np.ndarray, shape (m,)
        How far each row is above it.
    columns : np.ndarray, shape (n,)
        How far each column is above it.
    converged : bool
        The last sweep changed no entry by more than the tolerance.

    Examples
    --------
    >>> bias_model([[1, 2], [3, 4]], np.ones((2, 2), dtype=int)).rows
    array([-1.,  1.])
    """

    mean: float
    rows: np.ndarray
    columns: np.ndarray
    converged: bool

    @property
    def product(self) -> np.ndarray:
        """Return `mean + rows[:, None] + columns`, a matrix of rank 2 at most.

        Returns
        -------
        np.ndarray, shape (m, n)

        Examples
        --------
        >>> bias_model([[1, 2], [3, 4]], np.ones((2, 2), dtype=int)).product
        array([[1., 2.],
               [3., 4.]])
        """
        return self.mean + self.rows[:, None] + self.columns


def bias_model(M: ArrayLike, observed: ArrayLike, ridge: float = 0.0, *, n_steps: int = 200,
               tolerance: float = 1e-9) -> Biases:
    """Explain a matrix by its rows and columns alone: the baseline that a factorisation has to beat.

    Minimise `sum(observed * (M - mean - rows - columns)**2) + ridge * (sum(rows**2) + sum(columns**2))`, rows and
    columns in turn.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    ridge : float
        The price of biases.
    n_steps : int
        Stop after so many sweeps.
    tolerance : float
        Stop when no bias changes by more than this times the largest known entry.

    Returns
    -------
    Biases
        Cost: O(m * n) a sweep.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, a row or column has no known entry, or a number is out of its
        range.

    References
    ----------
    Koren, Bell and Volinsky (2009), Computer 42(8), equation 3.

    Examples
    --------
    >>> bias_model([[1, 2], [3, np.nan]], [[1, 1], [1, 0]]).product.round(6)
    array([[1., 2.],
           [3., 4.]])
    """
    M, mask = as_masked(M, observed)
    ridge, tolerance = as_nonnegative(ridge, "ridge"), as_nonnegative(tolerance, "tolerance")
    mean, columns, change, k = M[mask].mean(), np.zeros(M.shape[1]), math.inf, 0
    known, n_steps = mask.astype(float), as_count(n_steps, "n_steps")
    in_rows, in_columns = known.sum(axis=1), known.sum(axis=0)
    row_sums, column_sums = M.sum(axis=1) - mean * in_rows, M.sum(axis=0) - mean * in_columns
    while k < n_steps and change > tolerance * np.abs(M).max():
        rows = (row_sums - known @ columns) / (in_rows + ridge)
        new = (column_sums - rows @ known) / (in_columns + ridge)
        change, columns, k = np.abs(new - columns).max(), new, k + 1
    return Biases(float(mean), rows, columns, bool(change <= tolerance * np.abs(M).max()))


def als(M: ArrayLike, observed: ArrayLike, rank: int, ridge: float = 0.1, *, n_steps: int = 50,
        tolerance: float = 1e-6, rng: np.random.Generator) -> Factors:
    """Factorise the known entries by alternating least squares: with V fixed, every row of U is a ridge regression.

    Minimise `sum(observed * (M - U @ V.T)**2) + ridge * (sum(U**2) + sum(V**2))`. Each half-step is solved exactly, so
    the loss never rises.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    rank : int
        At most min(m, n).
    ridge : float
        The price of large factors, positive.
    n_steps : int
        Stop after so many steps, each for both factors.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.
    rng : np.random.Generator
        Where the first V comes from.

    Returns
    -------
    Factors
        Cost: O(m * n * rank**2 + (m + n) * rank**3) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, a row or column has no known entry, or a number is out of its
        range.
    np.linalg.LinAlgError
        If the ridge is so small that rounding loses it, and a row does not decide its factor without.

    References
    ----------
    Zhou, Wilkinson, Schreiber and Pan (2008), Large-scale parallel collaborative filtering for the Netflix prize,
    AAIM 4. Koren, Bell and Volinsky (2009), Computer 42(8), equation 2.

    Examples
    --------
    >>> M = np.outer([1.0, 2, 3], [1.0, 1, 2])
    >>> found = als(M, M != 6, 1, 1e-6, tolerance=1e-9, rng=np.random.default_rng(0))  # the 6 in the corner is hidden
    >>> print(f"{found.product[2, 2]:.2f}")
    6.00
    """
    M, mask = as_masked(M, observed)
    r, ridge = as_rank(rank, M.shape), as_positive(ridge, "ridge")
    W, V = mask.astype(float), as_rng(rng).normal(size=(M.shape[1], r)) / math.sqrt(r)
    return alternate(W, M, np.zeros((M.shape[0], r)), V, ridge, n_steps, tolerance)


def implicit_als(counts: ArrayLike, rank: int, ridge: float = 0.1, confidence: float = 40.0, *, n_steps: int = 50,
                 tolerance: float = 1e-6, rng: np.random.Generator) -> Factors:
    """Factorise what people did, where not doing is no dislike: every entry counts, those done count more.

    Minimise `sum(W * (P - U @ V.T)**2) + ridge * (sum(U**2) + sum(V**2))` with preferences `P = counts > 0` and
    weights `W = 1 + confidence * counts`.

    Parameters
    ----------
    counts : ArrayLike, shape (m, n)
        How often each row (person) met each column (item), none negative.
    rank : int
        At most min(m, n).
    ridge : float
        The price of large factors, positive.
    confidence : float
        How much more an entry weighs for each time.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.
    rng : np.random.Generator
        Where the first V comes from.

    Returns
    -------
    Factors
        Cost: O(m * n * rank**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a count is negative or not finite, or a number out of its range.
    np.linalg.LinAlgError
        If the ridge is so small that rounding loses it, and a row does not decide its factor without.

    References
    ----------
    Hu, Koren and Volinsky (2008), Collaborative filtering for implicit feedback datasets, ICDM 8, equation 3.

    Examples
    --------
    >>> likes = np.kron(np.eye(2), np.ones((3, 3)))
    >>> likes[0, 0] = 0
    >>> scores = implicit_als(likes, 2, rng=np.random.default_rng(0)).product
    >>> bool(scores[0, 0] > scores[0, 3:].max())
    True
    """
    C = as_sized(counts, "counts")
    if (C < 0).any():
        raise ValueError(f"`counts` must be counts, none negative; got {C.min():g}.")
    r, ridge = as_rank(rank, C.shape), as_positive(ridge, "ridge")
    V = as_rng(rng).normal(size=(C.shape[1], r)) / math.sqrt(r)
    W = 1 + as_squarable(np.array([as_nonnegative(confidence, "confidence")]), "confidence", 0) * C
    return alternate(W, (C > 0).astype(float), np.zeros((C.shape[0], r)), V, ridge, n_steps, tolerance)


def alternate(W: np.ndarray, M: np.ndarray, U: np.ndarray, V: np.ndarray, ridge: float, n_steps: int,
              tolerance: float) -> Factors:
    """Minimise `sum(W * (M - U @ V.T)**2) + ridge * (sum(U**2) + sum(V**2))`, one factor at a time.

    Parameters
    ----------
    W, M : np.ndarray, shapes (m, n)
        Weights, none negative, and the matrix. Unchecked.
    U, V : np.ndarray, shapes (m, rank) and (n, rank)
        Where to start. U only matters for the first loss.
    ridge : float
        The price of large factors, positive.
    n_steps : int
        Stop after so many steps, each for both factors.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.

    Returns
    -------
    Factors

    Raises
    ------
    TypeError
        If a number is of the wrong kind.
    ValueError
        If a number is out of its range.
    np.linalg.LinAlgError
        If the ridge is so small that rounding loses it, and a row does not decide its factor without.

    References
    ----------
    Hu, Koren and Volinsky (2008), ICDM 8, equations 4 and 5.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> alternate(one, 5 * one, 0 * one, one, 1e-9, 1, 0.0).product.round(6)
    array([[5.]])
    """
    n_steps, tolerance = as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance")
    losses, converged = [_ridge_loss(W, M, U, V, ridge)], False
    while len(losses) <= n_steps and not converged:
        U = _best_rows(W, M, V, ridge)
        V = _best_rows(W.T, M.T, U, ridge)
        losses.append(_ridge_loss(W, M, U, V, ridge))
        converged = losses[-2] - losses[-1] <= tolerance * losses[0]
    return Factors(U, V, np.array(losses), bool(converged))


def sgd(M: ArrayLike, observed: ArrayLike, rank: int, ridge: float = 0.1, *, step_size: float = 0.01,
        n_epochs: int = 100, batch_size: int = 32, rng: np.random.Generator) -> Factors:
    """Factorise the known entries by stochastic gradient descent, a few entries at a time.

    For an entry (i, j) with error e the step is `U[i] += step_size * (e * V[j] - share * U[i])`, likewise for V[j]; the
    ridge of a row is shared out over its known entries, so that the loss is the one of `als`, halved.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    rank : int
        At most min(m, n).
    ridge : float
        The price of large factors.
    step_size : float
        How far to go per unit of error.
    n_epochs : int
        How often each entry is seen.
    batch_size : int
        How many entries are looked at together; 1 is the method as published, larger batches are faster in NumPy.
    rng : np.random.Generator
        Where the first factors and the order of the entries come from.

    Returns
    -------
    Factors
        A loss for each epoch, that of `als`. Never called converged: with a fixed step it keeps moving. Cost:
        O(known entries * rank) an epoch.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, a row or column has no known entry, a number is out of its
        range, or the loss does not stay finite.

    References
    ----------
    Funk (2006), Netflix update: try this at home. Koren, Bell and Volinsky (2009), Computer 42(8), 30-37.

    Examples
    --------
    >>> M = np.outer([1.0, 2, 3], [1.0, 1, 2])
    >>> found = sgd(M, M != 6, 1, 0.0, step_size=0.05, n_epochs=500, batch_size=1, rng=np.random.default_rng(0))
    >>> print(f"{found.product[2, 2]:.2f}")
    6.00
    """
    M, mask = as_masked(M, observed)
    r, ridge, step_size = as_rank(rank, M.shape), as_nonnegative(ridge, "ridge"), as_positive(step_size, "step_size")
    n_epochs, batch_size, rng = as_count(n_epochs, "n_epochs"), as_count(batch_size, "batch_size"), as_rng(rng)
    U, V = (rng.normal(size=(size, r)) * 0.1 for size in M.shape)
    rows, columns = np.nonzero(mask)
    shares = ridge / mask.sum(axis=1), ridge / mask.sum(axis=0)
    W, losses = mask.astype(float), [_ridge_loss(mask, M, U, V, ridge)]
    for _ in range(n_epochs):
        for batch in np.split(rng.permutation(rows.size), range(batch_size, rows.size, batch_size)):
            i, j = rows[batch], columns[batch]
            with np.errstate(over="ignore", invalid="ignore"):  # a loss that is not finite is refused below
                error = M[i, j] - (U[i] * V[j]).sum(axis=1)
                to_U = error[:, None] * V[j] - shares[0][i, None] * U[i]
                to_V = error[:, None] * U[i] - shares[1][j, None] * V[j]
                np.add.at(U, i, step_size * to_U)  # an index may occur twice in a batch
                np.add.at(V, j, step_size * to_V)
        losses.append(_ridge_loss(W, M, U, V, ridge))
        if not losses[-1] < 1e6 * (1 + losses[0]):
            raise ValueError(f"`step_size` must be small enough for the loss to fall; got {step_size:g}, with which it "
                             f"grew a million times in {len(losses) - 1} epochs.")
    return Factors(U, V, np.array(losses), False)


@dataclass(frozen=True, eq=False)
class Completed:
    """Hold a completed matrix, and how it was found.

    Attributes
    ----------
    product : np.ndarray, shape (m, n)
        The matrix of low rank.
    singular_values : np.ndarray, shape (min(m, n),)
        Its singular values, the largest first; those shrunk away are 0.
    losses : np.ndarray, shape (n_steps + 1,)
        What was minimised, at the start and after each step: it never rises.
    converged : bool
        The last step lowered it by no more than the tolerance, as a part of the loss at the start.

    Examples
    --------
    >>> soft_impute([[3.0, 0.0], [0.0, 1.0]], np.ones((2, 2), dtype=int), 0.5).singular_values
    array([2.5, 0.5])
    """

    product: np.ndarray
    singular_values: np.ndarray
    losses: np.ndarray
    converged: bool


def soft_impute(M: ArrayLike, observed: ArrayLike, shrinkage: float, *, n_steps: int = 500,
                tolerance: float = 1e-7) -> Completed:
    """Complete a matrix with singular values as small as possible: fill, shrink the singular values, and again.

    Minimise `0.5 * sum(observed * (M - X)**2) + shrinkage * (sum of the singular values of X)`, which is convex in X.

    Parameters
    ----------
    M : ArrayLike, shape (m, n)
        The matrix; entries that are not known may be anything, NaN too.
    observed : ArrayLike, shape (m, n)
        Which entries are known: booleans, or zeros and ones.
    shrinkage : float
        What is taken off each singular value, positive.
    n_steps : int
        Stop after so many steps.
    tolerance : float
        Stop when a step lowers the loss by no more than this part of the first.

    Returns
    -------
    Completed
        Cost: O(m * n * min(m, n)) a step; the smaller the shrinkage, the more steps.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a known entry is not finite, the shapes differ, a row or column has no known entry, or a number is out of its
        range.

    References
    ----------
    Mazumder, Hastie and Tibshirani (2010), Spectral regularization algorithms for learning large incomplete matrices,
    Journal of Machine Learning Research 11, algorithm 1.

    Examples
    --------
    >>> soft_impute([[3, 0], [0, 1]], [[1, 1], [1, 1]], 1.0).product + 0.0
    array([[2., 0.],
           [0., 0.]])
    """
    M, mask = as_masked(M, observed)
    shrinkage, tolerance = as_positive(shrinkage, "shrinkage"), as_nonnegative(tolerance, "tolerance")
    n_steps = as_count(n_steps, "n_steps")
    X, s, losses, converged = np.zeros_like(M), np.zeros(min(M.shape)), [0.5 * (M**2).sum()], False
    while len(losses) <= n_steps and not converged:
        U, s, Vt = np.linalg.svd(np.where(mask, M, X), full_matrices=False)
        s = np.maximum(s - shrinkage, 0)
        X = U * s @ Vt
        losses.append(0.5 * ((M - X)[mask] ** 2).sum() + shrinkage * s.sum())
        converged = losses[-2] - losses[-1] <= tolerance * losses[0]
    return Completed(X, s, np.array(losses), bool(converged))


def _best_rows(W: np.ndarray, M: np.ndarray, V: np.ndarray, ridge: float) -> np.ndarray:
    """Solve a ridge regression for each row i: `(V.T @ diag(W[i]) @ V + ridge * I) @ u = V.T @ (W[i] * M[i])`."""
    n, r = V.shape
    gram = (W @ (V[:, :, None] * V[:, None]).reshape(n, r * r)).reshape(-1, r, r)  # all left sides in one product
    try:
        return np.linalg.solve(gram + ridge * np.eye(r), (W * M @ V)[..., None])[..., 0]
    except np.linalg.LinAlgError:
        raise np.linalg.LinAlgError("`ridge` must be large enough for every row to have one best factor; got "
                                    f"{ridge:g}, which is lost in rounding.") from None


def _ridge_loss(W: np.ndarray, M: np.ndarray, U: np.ndarray, V: np.ndarray, ridge: float) -> float:
    with np.errstate(over="ignore", invalid="ignore"):  # a loss that is not finite is for the caller to see
        return float((W * (M - U @ V.T) ** 2).sum() + ridge * ((U**2).sum() + (V**2).sum()))
