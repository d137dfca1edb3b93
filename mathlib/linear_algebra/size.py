"""Numbers of any size: work near 1, where no square overflows or vanishes, and refuse what ends beyond all floats."""
from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

QUIET = {"over": "ignore", "divide": "ignore", "invalid": "ignore"}  # for np.errstate, where `within_floats` follows


def scaled(x: np.ndarray, axis: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return x / 2**e and e, where the largest entry becomes 0.5 or more and less than 1, or stays 0.

    A power of two costs no digit. With an axis, each column (or row) has its own.

    Examples
    --------
    >>> x, e = scaled(np.array([12.0, 3.0]))
    >>> x, int(e)
    (array([0.75  , 0.1875]), 4)
    """
    e = np.frexp(np.abs(x).max(axis=axis))[1]
    return np.ldexp(x, -e), e


def grown(x: ArrayLike, e: ArrayLike, name: str) -> np.ndarray | float:
    """Return x * 2**e, or refuse the argument that made it too large for a float."""
    with np.errstate(over="ignore"):
        y = np.ldexp(x, e)
    return within_floats(y if y.ndim else float(y), name)


def within_floats(result: np.ndarray | float, name: str) -> np.ndarray | float:
    """Return a result if it is finite, or refuse the argument that made it too large for a float."""
    if not np.isfinite(result).all():
        raise ValueError(f"`{name}` must be of a size that keeps all numbers below 1.8e308; got one that leads beyond.")
    return result
