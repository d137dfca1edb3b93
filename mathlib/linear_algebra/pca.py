"""Principal components: the axes along which data spread most, and on which least is lost."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_choice, as_count, as_matrix
from mathlib.linear_algebra.eigen import eig_symmetric
from mathlib.linear_algebra.elimination import numerical_rank
from mathlib.linear_algebra.size import QUIET, grown, scaled, within_floats
from mathlib.linear_algebra.spectral import largest_signs
from mathlib.linear_algebra.svd import as_rank
from mathlib.linear_algebra.vectors import flat_columns


def covariance(X: ArrayLike, *, ddof: int = 1) -> np.ndarray:
    """Return the covariance matrix of the columns: `Xc.T @ Xc / (n - ddof)`, where Xc is X less its means.

    Parameters
    ----------
    X : ArrayLike, shape (n, p)
        One observation a row, one variable a column.
    ddof : int
        1 divides by `n - 1`, as scikit-learn's PCA does; 0 divides by n.

    Returns
    -------
    np.ndarray, shape (p, p)
        Symmetric; the variances are on its diagonal. Cost: O(n * p**2).

    Raises
    ------
    TypeError
        If `X` holds anything but real numbers, or `ddof` is not an integer.
    ValueError
        If `X` is not a finite matrix, has no more rows than `ddof`, `ddof` is not 0 or 1, or a variance exceeds the
        largest float.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis, 2nd edition, section 1.1.

    Examples
    --------
    >>> covariance([[1, 2], [3, 6]])
    array([[2., 4.],
           [4., 8.]])
    """
    X, ddof = as_matrix(X, "X"), as_count(ddof, "ddof", 0)
    if ddof > 1:
        raise ValueError(f"`ddof` must be 0 or 1; got {ddof}.")
    if len(X) <= ddof:
        raise ValueError(f"`X` must have more than {ddof} row; got {len(X)}.")
    X, e = scaled(X)
    X = X - X.mean(axis=0)
    return grown(X.T @ X / (len(X) - ddof), 2 * e, "X")


@dataclass
class PCA:
    """Find the principal components of data, with scikit-learn's verbs and names.

    The first component is the direction of greatest variance; each further one that of the greatest variance
    perpendicular to those before. By Pythagoras it is also the direction on which least is lost. Components may change
    their sign: here the entry of largest size in each is positive (the first, if several are equal up to 1e-8), as in
    scikit-learn since 1.5 but for such ties. Where variances are equal, the components are one choice of many.

    Columns are centred, never scaled: see `standardise`.

    Parameters
    ----------
    n_components : int, optional
        How many to keep, from 1 to min(n, p); without it, all of these.
    solver : str
        "svd" decomposes the centred data; "covariance" takes eigenvectors of their covariance matrix, which is faster
        for many rows, but loses what is below 1e-8 of the greatest spread, by squaring it.
    whiten : bool
        Divide each coordinate by its standard deviation, so that all have variance 1.

    Attributes
    ----------
    mean_ : np.ndarray, shape (p,)
        Of the columns.
    components_ : np.ndarray, shape (n_components, p)
        Perpendicular rows of length 1, that of greatest variance first.
    singular_values_ : np.ndarray, shape (n_components,)
        Of the centred data.
    explained_variance_ : np.ndarray, shape (n_components,)
        The variance along each, with divisor `n - 1`: `singular_values_**2 / (n - 1)`.
    explained_variance_ratio_ : np.ndarray, shape (n_components,)
        Its share of the sum of the variances of all columns.
    n_components_ : int
        How many were kept.
    n_features_in_ : int
        The number of columns, p.
    n_samples_ : int
        The number of rows, n.

    Raises
    ------
    TypeError
        If `n_components` is not an integer, or `whiten` no boolean.
    ValueError
        If `n_components` is less than 1, or `solver` is unknown.

    References
    ----------
    Pearson (1901), Philosophical Magazine 2, 559-572. Hotelling (1933), Journal of Educational Psychology 24, 417-441.

    Examples
    --------
    >>> pca = PCA(1).fit([[0, 0], [1, 2], [2, 4]])
    >>> pca.components_.round(4), pca.explained_variance_ratio_.round(12)
    (array([[0.4472, 0.8944]]), array([1.]))
    """

    n_components: int | None = None
    solver: str = "svd"
    whiten: bool = False

    def __post_init__(self):
        if self.n_components is not None:
            as_count(self.n_components, "n_components")
        as_choice(self.solver, "solver", ("svd", "covariance"))
        if not isinstance(self.whiten, (bool, np.bool_)):
            raise TypeError(f"`whiten` must be True or False; got {self.whiten!r}.")

    def fit(self, X: ArrayLike) -> PCA:
        """Find mean and components.

        Parameters
        ----------
        X : ArrayLike, shape (n, p)
            One observation a row, one variable a column; at least two rows, not all the same.

        Returns
        -------
        PCA
            Itself. Cost: O(n * p * min(n, p)).

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix, has one row, has no variance at all or too much for a float, or
            `n_components` exceeds its shape (or its rank, to whiten).

        Examples
        --------
        >>> PCA().fit([[0, 1], [0, 3]]).components_
        array([[0., 1.],
               [1., 0.]])
        """
        X = as_matrix(X, "X")
        n, p = X.shape
        if n < 2:
            raise ValueError("`X` must have at least two rows; got one.")
        k = min(n, p) if self.n_components is None else as_rank(self.n_components, "n_components", 1, min(n, p))
        X, e = scaled(X)
        if flat_columns(X).all():
            raise ValueError("`X` must have rows that differ; got one point only, which has no variance.")
        mean = X.mean(axis=0)
        s, Vt = (_by_svd if self.solver == "svd" else _by_covariance)(X - mean)
        self._keep(s, Vt, mean, e, n, k)
        return self

    def _keep(self, s: np.ndarray, Vt: np.ndarray, mean: np.ndarray, e: int, n: int, k: int) -> None:
        if self.whiten and k > numerical_rank(s, (n, len(mean))):
            raise ValueError(f"`n_components` must be at most {numerical_rank(s, (n, len(mean)))}, the rank of the "
                             f"centred data, to whiten; got {k}.")
        self.mean_, self.components_ = grown(mean, e, "X"), (Vt[:k].T * largest_signs(Vt[:k].T)).T + 0.0
        self.singular_values_, self.explained_variance_ratio_ = grown(s[:k], e, "X"), s[:k] ** 2 / (s @ s)
        self.explained_variance_ = grown(s[:k] ** 2 / (n - 1), 2 * e, "X")
        self.n_components_, self.n_features_in_, self.n_samples_ = k, len(mean), n

    def transform(self, X: ArrayLike) -> np.ndarray:
        """Return the coordinates of observations on the components: `(X - mean_) @ components_.T`.

        Parameters
        ----------
        X : ArrayLike, shape (n, p)
            One observation a row.

        Returns
        -------
        np.ndarray, shape (n, n_components)
            Divided by the standard deviations, if `whiten`.

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix of p columns, or `fit` was not called.

        Examples
        --------
        >>> PCA(1).fit([[0, 1], [0, 3]]).transform([[5, 4]])
        array([[2.]])
        """
        self._refuse_unfitted()
        X = as_matrix(X, "X", (None, self.n_features_in_))
        with np.errstate(**QUIET):
            Z = (X - self.mean_) @ self.components_.T
            return within_floats(Z / self._deviations() if self.whiten else Z, "X")

    def inverse_transform(self, Z: ArrayLike) -> np.ndarray:
        """Return the observations that have these coordinates: `Z @ components_ + mean_`.

        Parameters
        ----------
        Z : ArrayLike, shape (n, n_components)
            As `transform` gives them.

        Returns
        -------
        np.ndarray, shape (n, p)
            What was lost by keeping few components stays lost: these are the nearest points.

        Raises
        ------
        TypeError
            If `Z` holds anything but real numbers.
        ValueError
            If `Z` is not a finite matrix of n_components columns, or `fit` was not called.

        Examples
        --------
        >>> PCA(1).fit([[0, 1], [0, 3]]).inverse_transform([[2]])
        array([[0., 4.]])
        """
        self._refuse_unfitted()
        Z = as_matrix(Z, "Z", (None, self.n_components_))
        with np.errstate(**QUIET):
            X = (Z * self._deviations() if self.whiten else Z) @ self.components_ + self.mean_
        return within_floats(X, "Z")

    def fit_transform(self, X: ArrayLike) -> np.ndarray:
        """Find the components of data, and return the coordinates of the same data.

        Parameters
        ----------
        X : ArrayLike, shape (n, p)
            One observation a row, one variable a column.

        Returns
        -------
        np.ndarray, shape (n, n_components)

        Raises
        ------
        TypeError
            As `fit`.
        ValueError
            As `fit`.

        Examples
        --------
        >>> PCA(1).fit_transform([[0, 1], [0, 3]])
        array([[-1.],
               [ 1.]])
        """
        return self.fit(X).transform(X)

    def _deviations(self) -> np.ndarray:
        return self.singular_values_ / np.sqrt(self.n_samples_ - 1)

    def _refuse_unfitted(self) -> None:
        if not hasattr(self, "components_"):
            raise ValueError("`PCA` must be fitted first; got no data yet. Call `fit(X)`.")


def whiten(X: ArrayLike) -> np.ndarray:
    """Turn and stretch data so that the columns are uncorrelated and have variance 1.

    Parameters
    ----------
    X : ArrayLike, shape (n, p)
        One observation a row; the p columns, less their means, are independent.

    Returns
    -------
    np.ndarray, shape (n, p)
        The coordinates on the principal components, each divided by its standard deviation (divisor `n - 1`).

    Raises
    ------
    TypeError
        If `X` holds anything but real numbers.
    ValueError
        If `X` is not a finite matrix, or its centred columns depend on each other.

    References
    ----------
    Kessy, Lewin and Strimmer (2018), The American Statistician 72, 309-314.

    Examples
    --------
    >>> np.cov(whiten([[0, 0], [1, 5], [2, 1]]).T).round(12) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    X = as_matrix(X, "X")
    return PCA(X.shape[1], whiten=True).fit_transform(X)


def _by_svd(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(X) > X.shape[1]:
        X = np.linalg.qr(X, mode="r")  # X = Q @ R has the s and Vt of R, which has fewer rows; U is not needed
    return np.linalg.svd(X, full_matrices=False)[1:]


def _by_covariance(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, vectors = eig_symmetric(X.T @ X)
    k = min(X.shape)
    return np.sqrt(np.maximum(values[:k], 0)), vectors.T[:k]
