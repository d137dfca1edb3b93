"""Numbers whose squares are numbers: what is squared must neither overflow nor vanish."""
from __future__ import annotations

import numpy as np


def as_squarable(x: np.ndarray, name: str, least: float = 1e-150) -> np.ndarray:
    """Return `x` if its squares can be held, column by column where it is a matrix; or advise another unit.

    Where it does not matter that squares vanish, `least` is 0.

    Examples
    --------
    >>> as_squarable(np.array([1e-200, 0.0]), "x")
    Traceback (most recent call last):
        ...
    ValueError: `x` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers up to 1e-200.
    """
    sizes = np.atleast_1d(np.abs(x).max(axis=0))
    wrong = (sizes > 1e150) | ((sizes < least) & (sizes > 0))
    if wrong.any():
        raise ValueError(f"`{name}` must be in a unit in which its squares can be held, 1e-150 to 1e150; got numbers "
                         f"up to {sizes[wrong][0]:g}.")
    return x
