"""What every model asks of its data: rows of features, a label a row, and to be fitted before it predicts."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_labels, as_matrix


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
