"""What every model asks of its data: rows of features, a label a row, and to be fitted before it predicts."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_labels, as_matrix, as_squarable


def as_features(model: object, X: ArrayLike) -> np.ndarray:
    """Return `X` with as many columns as the model was fitted to, or say that it was not fitted."""
    if not hasattr(model, "n_features_"):
        raise RuntimeError(f"`fit` must be called before a {type(model).__name__} can predict; got a model without "
                           "data.")
    return as_matrix(X, "X", (None, model.n_features_))


def as_classes(y: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the different labels, sorted, and for each row the index of its own.

    Examples
    --------
    >>> as_classes(["b", "a", "b"], 3)
    (array(['a', 'b'], dtype='<U1'), array([1, 0, 1]))
    """
    classes, codes = np.unique(as_labels(y, "y", n), return_inverse=True)
    if classes.size < 2:
        raise ValueError(f"`y` must hold two or more classes; got {classes[0]!r} only.")
    return classes, codes


def standardize(X: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return columns less their means, in units of their largest deviation; and these means and units.

    A column that is constant, up to rounding, becomes 0, in the unit 1.

    Examples
    --------
    >>> standardize(np.array([[1.0, 0.1], [3.0, 0.1], [8.0, 0.1]]))
    (array([[-0.75,  0.  ],
           [-0.25,  0.  ],
           [ 1.  ,  0.  ]]), array([4. , 0.1]), array([4., 1.]))
    """
    means = as_squarable(X, "X").mean(axis=0)
    Z = X - means
    constant = np.ptp(X, axis=0) <= 4 * np.finfo(float).eps * np.abs(X).max(axis=0)
    units = np.where(constant, 1.0, np.abs(Z).max(axis=0))
    return np.where(constant, 0.0, Z / units), means, units
