"""Linear regression: least squares, with or without a penalty on the coefficients."""
from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_matrix, as_nonnegative, as_squarable, as_vector
from mathlib.probability.learning.fitted import as_features, standardize


@dataclass(eq=False)
class LinearRegression:
    """Minimise `mean((y - X @ w - b)**2) + penalty * w @ w`; the intercept b is not penalised.

    Without a penalty this is maximum likelihood under normal noise; with one, the mode under a normal prior.

    Parameters
    ----------
    penalty : float
        How much large coefficients cost; scikit-learn's `Ridge` calls `n * penalty` alpha.

    Attributes
    ----------
    coef_ : np.ndarray, shape (d,)
        The coefficients w.
    intercept_ : float
        The intercept b.
    noise_ : float
        The root mean square residual.
    n_features_ : int
        d.

    References
    ----------
    Legendre (1805), Nouvelles methodes pour la determination des orbites des cometes. Hoerl and Kennard (1970),
    Technometrics 12, 55-67: the penalty.

    Examples
    --------
    >>> model = LinearRegression().fit([[0], [1], [2]], [1, 3, 5])
    >>> model.coef_.round(12), round(model.intercept_, 12)
    (array([2.]), 1.0)
    """

    penalty: float = 0.0
    coef_: np.ndarray = field(init=False, repr=False)
    intercept_: float = field(init=False, repr=False)
    noise_: float = field(init=False, repr=False)
    n_features_: int = field(init=False, repr=False)

    def fit(self, X: ArrayLike, y: ArrayLike) -> LinearRegression:
        """Find the coefficients, from columns that are centred, so that the intercept stands apart.

        The penalty is so many more rows: `sqrt(n * penalty) * w` should be 0.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.
        y : ArrayLike, shape (n,)
            Targets.

        Returns
        -------
        LinearRegression
            Itself. Cost: O(n * d**2).

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If the shapes do not fit, the penalty is negative, it is 0 and many coefficients are equally good, or
            squares overflow or vanish.

        Examples
        --------
        >>> LinearRegression(penalty=2 / 3).fit([[-1], [0], [1]], [-1, 0, 1]).coef_.round(12)
        array([0.5])
        """
        X = as_matrix(X, "X")
        y, (n, d) = as_squarable(as_vector(y, "y", len(X)), "y", 0), X.shape
        Z, means, units = standardize(X)
        weight = math.sqrt(n) * math.sqrt(as_nonnegative(self.penalty, "penalty"))
        rows = np.vstack([Z, weight * np.diag(1 / units)])
        scale = np.abs(rows).max(axis=0)  # so that the rank does not depend on units
        scale[scale == 0] = 1.0
        w, _, rank, _ = np.linalg.lstsq(rows / scale, np.concatenate([y - y.mean(), np.zeros(d)]))
        if rank < d:
            raise ValueError(f"`X` must have columns that do not depend on each other or on a constant; got rank "
                             f"{rank} of {d}. A positive penalty singles out one solution.")
        w = w / scale / units
        self.coef_, self.intercept_, self.n_features_ = w, float(y.mean() - means @ w), d
        self.noise_ = float(np.sqrt(np.mean((y - X @ w - self.intercept_) ** 2)))
        return self

    def predict(self, X: ArrayLike) -> np.ndarray:
        """Return `X @ w + b`.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            Features, one row a case.

        Returns
        -------
        np.ndarray, shape (n,)

        Raises
        ------
        RuntimeError
            If the model was not fitted.
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` has another number of columns.

        Examples
        --------
        >>> LinearRegression().fit([[0], [1], [2]], [1, 3, 5]).predict([[10]]).round(12)
        array([21.])
        """
        return as_features(self, X) @ self.coef_ + self.intercept_
