"""Check the arguments of public functions: return them in one clean form, or refuse them in words.

Every message reads "`name` must be <what is needed>; got <what came>.": TypeError for kinds (text, complex numbers,
booleans, objects, masked arrays), ValueError for values and shapes (NaN, infinity, empty, wrong shape, out of range).
A boolean is a kind of its own here: whoever means 0 and 1 writes 0 and 1.
"""
from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

__all__ = [
    "as_array", "as_choice", "as_count", "as_distribution", "as_fraction", "as_function", "as_labels", "as_matrix",
    "as_nonnegative", "as_points", "as_positive", "as_probabilities", "as_probability", "as_real", "as_rng",
    "as_squarable", "as_symmetric", "as_vector",
]

KINDS = {"b": "booleans", "c": "complex numbers", "U": "text", "S": "bytes", "M": "dates", "m": "durations",
         "O": "objects", "V": "records"}


def as_array(x: ArrayLike, name: str, *, finite: bool = True) -> np.ndarray:
    """Return `x` as an array of floats of any shape, a single number included.

    Parameters
    ----------
    x : ArrayLike, any shape
        What the caller passed. It is not copied if it is an array of floats already.
    name : str
        What the caller calls it.
    finite : bool
        Refuse infinities; NaN is refused in any case.

    Returns
    -------
    np.ndarray, same shape, float

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` is empty, ragged, or has an entry that is NaN (or infinite, where `finite`).

    Examples
    --------
    >>> as_array([1, 2], "x")
    array([1., 2.])
    """
    return _real(x, name, "real numbers" if finite else "real numbers or infinities", finite)


def as_vector(x: ArrayLike, name: str, n: int | None = None) -> np.ndarray:
    """Return `x` as a vector of floats.

    Parameters
    ----------
    x : ArrayLike, shape (n,)
        What the caller passed. It is not copied if it is an array of floats already.
    name : str
        What the caller calls it.
    n : int, optional
        The length it must have.

    Returns
    -------
    np.ndarray, shape (n,), float

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` is empty, ragged, not finite, or of another shape; shape (n, 1) is not a vector.

    Examples
    --------
    >>> as_vector((3, 4), "x", n=2)
    array([3., 4.])
    """
    needed = "a vector of real numbers" if n is None else f"a vector of {n} real numbers"
    v = _real(x, name, needed)
    if v.ndim != 1 or n not in (None, v.size):
        _refuse(ValueError, name, needed, _shape(v))
    return v


def as_matrix(A: ArrayLike, name: str, shape: tuple[int | None, int | None] | None = None, *,
              square: bool = False) -> np.ndarray:
    """Return `A` as a matrix of floats.

    Parameters
    ----------
    A : ArrayLike, shape (m, n)
        What the caller passed. It is not copied if it is an array of floats already.
    name : str
        What the caller calls it.
    shape : tuple, optional
        The shape it must have; None in it stands for any number of rows or columns.
    square : bool
        Require as many rows as columns.

    Returns
    -------
    np.ndarray, shape (m, n), float

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is empty, ragged, not finite, or of another shape.

    Examples
    --------
    >>> as_matrix([[1, 2], [3, 4]], "A", square=True)
    array([[1., 2.],
           [3., 4.]])
    """
    needed = "a square matrix of real numbers" if square else "a matrix of real numbers"
    if shape is not None:
        needed += " with shape ({}, {})".format(*("any" if size is None else size for size in shape))
    M = _real(A, name, needed)
    fits = M.ndim == 2 and all(size in (None, got) for size, got in zip(shape or M.shape, M.shape, strict=True))
    if not fits or (square and M.shape[0] != M.shape[1]):
        _refuse(ValueError, name, needed, _shape(M))
    return M


def as_symmetric(A: ArrayLike, name: str, n: int | None = None, *, tolerance: float = 1e-12) -> np.ndarray:
    """Return `A` as a symmetric matrix of floats.

    Parameters
    ----------
    A : ArrayLike, shape (n, n)
        What the caller passed. It is not copied if it is an array of floats already.
    name : str
        What the caller calls it.
    n : int, optional
        How many rows it must have.
    tolerance : float
        By how much two entries across the diagonal may differ, as a share of the largest entry.

    Returns
    -------
    np.ndarray, shape (n, n), float

    Raises
    ------
    TypeError
        If `A` holds anything but real numbers.
    ValueError
        If `A` is empty, ragged, not finite, of another shape, or not symmetric.

    Examples
    --------
    >>> as_symmetric([[1, 2], [3, 1]], "H")
    Traceback (most recent call last):
        ...
    ValueError: `H` must be symmetric; got entries that differ by 1 across its diagonal.
    """
    M = as_matrix(A, name, None if n is None else (n, n), square=True)
    if (difference := np.abs(M - M.T).max()) > tolerance * np.abs(M).max():
        _refuse(ValueError, name, "symmetric", f"entries that differ by {difference:g} across its diagonal")
    return M


def as_points(x: ArrayLike, name: str, n: int) -> np.ndarray:
    """Return `x` as one point of n coordinates, or any array of such points along the last axis.

    Parameters
    ----------
    x : ArrayLike, shape (..., n)
        What the caller passed. It is not copied if it is an array of floats already.
    name : str
        What the caller calls it.
    n : int
        How many coordinates a point has.

    Returns
    -------
    np.ndarray, shape (..., n), float

    Raises
    ------
    TypeError
        If `x` holds anything but real numbers.
    ValueError
        If `x` is empty, ragged, not finite, or its last axis has another length.

    Examples
    --------
    >>> as_points([[0, 0], [1, 0], [1, 1]], "corners", 2).shape
    (3, 2)
    """
    if _is_clean(x) and x.shape[-1:] == (n,):
        return x
    needed = f"points of {n} real numbers, shape (..., {n})"
    points = _real(x, name, needed)
    if points.ndim == 0 or points.shape[-1] != n:
        _refuse(ValueError, name, needed, _shape(points))
    return points


def as_probabilities(p: ArrayLike, name: str) -> np.ndarray:
    """Return `p` as an array of numbers between 0 and 1, both included; they need not sum to 1.

    Parameters
    ----------
    p : ArrayLike, any shape
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    np.ndarray, same shape, float

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is empty, ragged, not finite, or has an entry outside [0, 1].

    Examples
    --------
    >>> as_probabilities([0, 0.25, 1], "p")
    array([0.  , 0.25, 1.  ])
    """
    needed = "probabilities, between 0 and 1"
    values = _real(p, name, needed)
    outside = (values < 0) | (values > 1)
    if outside.any():
        _refuse(ValueError, name, needed, _first(values, outside))
    return values


def as_real(x: float, name: str) -> float:
    """Return `x` as one finite float.

    Parameters
    ----------
    x : float
        What the caller passed: a number of Python or NumPy, or an array of shape ().
    name : str
        What the caller calls it.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `x` is anything but a real number.
    ValueError
        If `x` is NaN or infinite, or an array with axes.

    Examples
    --------
    >>> as_real(3, "slope")
    3.0
    """
    return _number(x, name, "a real number", lambda value: True)


def as_positive(x: float, name: str) -> float:
    """Return `x` as one finite float greater than 0.

    Parameters
    ----------
    x : float
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `x` is anything but a real number.
    ValueError
        If `x` is not finite, or not greater than 0.

    Examples
    --------
    >>> as_positive(0, "step_size")
    Traceback (most recent call last):
        ...
    ValueError: `step_size` must be a positive number; got 0.
    """
    return _number(x, name, "a positive number", lambda value: value > 0)


def as_nonnegative(x: float, name: str) -> float:
    """Return `x` as one finite float that is 0 or greater.

    Parameters
    ----------
    x : float
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `x` is anything but a real number.
    ValueError
        If `x` is not finite, or less than 0.

    Examples
    --------
    >>> as_nonnegative(0, "tolerance")
    0.0
    """
    return _number(x, name, "a number that is not negative", lambda value: value >= 0)


def as_probability(p: float, name: str) -> float:
    """Return `p` as one float in [0, 1].

    Parameters
    ----------
    p : float
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `p` is anything but a real number.
    ValueError
        If `p` is not between 0 and 1.

    Examples
    --------
    >>> as_probability(1, "p")
    1.0
    """
    return _number(p, name, "a probability, between 0 and 1", lambda value: 0 <= value <= 1)


def as_fraction(x: float, name: str) -> float:
    """Return `x` as one float in [0, 1): a part that is kept, and never the whole (momentum, decay).

    Parameters
    ----------
    x : float
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `x` is anything but a real number.
    ValueError
        If `x` is negative, or 1 or more.

    Examples
    --------
    >>> as_fraction(1, "momentum")
    Traceback (most recent call last):
        ...
    ValueError: `momentum` must be a number from 0 up to, but not including, 1; got 1.
    """
    return _number(x, name, "a number from 0 up to, but not including, 1", lambda value: 0 <= value < 1)


def as_count(n: int, name: str, minimum: int = 1) -> int:
    """Return `n` as an int that is at least `minimum`.

    Parameters
    ----------
    n : int
        What the caller passed, an integer of Python or NumPy; 3.0 is refused.
    name : str
        What the caller calls it.
    minimum : int
        The smallest count allowed.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If `n` is not an integer.
    ValueError
        If `n` is less than `minimum`.

    Examples
    --------
    >>> as_count(100, "n_steps")
    100
    """
    needed = f"a whole number, at least {minimum}"
    if isinstance(n, (bool, np.bool_)) or not hasattr(n, "__index__") or np.ndim(n):
        _refuse(TypeError, name, needed, _describe(n))
    count = operator.index(n)
    if count < minimum:
        _refuse(ValueError, name, needed, _describe(n))
    return count


def as_choice(value: str, name: str, choices: Iterable[str]) -> str:
    """Return `value` if it is one of the choices.

    Parameters
    ----------
    value : str
        What the caller passed.
    name : str
        What the caller calls it.
    choices : iterable of str
        What it may be.

    Returns
    -------
    str

    Raises
    ------
    TypeError
        If `value` is no text.
    ValueError
        If it is none of the choices.

    Examples
    --------
    >>> as_choice("up", "at", ("left", "right"))
    Traceback (most recent call last):
        ...
    ValueError: `at` must be one of 'left', 'right'; got 'up'.
    """
    if not isinstance(value, str) or value not in choices:
        error = ValueError if isinstance(value, str) else TypeError
        _refuse(error, name, f"one of {', '.join(map(repr, choices))}", _describe(value))
    return value


def as_function(f: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return `f` if it can be called.

    Parameters
    ----------
    f : callable
        What the caller passed.
    name : str
        What the caller calls it.

    Returns
    -------
    callable

    Raises
    ------
    TypeError
        If `f` cannot be called.

    Examples
    --------
    >>> as_function(abs, "gradient")(-2)
    2
    """
    if not callable(f):
        _refuse(TypeError, name, "a function", _describe(f))
    return f


def as_rng(rng: np.random.Generator) -> np.random.Generator:
    """Return `rng` if it is a random generator of NumPy; seeds are refused, so that no one shares one unseen.

    Parameters
    ----------
    rng : np.random.Generator
        What the caller passed.

    Returns
    -------
    np.random.Generator

    Raises
    ------
    TypeError
        If `rng` is anything else.

    Examples
    --------
    >>> as_rng(0)
    Traceback (most recent call last):
        ...
    TypeError: `rng` must be a np.random.Generator; got 0. Make one with `np.random.default_rng(0)`.
    """
    if not isinstance(rng, np.random.Generator):
        _refuse(TypeError, "rng", "a np.random.Generator", _describe(rng), "Make one with `np.random.default_rng(0)`.")
    return rng


def as_distribution(p: ArrayLike, name: str, *, axis: int | None = None) -> np.ndarray:
    """Return `p` as probabilities that sum to 1, up to a rounding error of 1e-9.

    Parameters
    ----------
    p : ArrayLike, any shape
        What the caller passed.
    name : str
        What the caller calls it.
    axis : int, optional
        The axis along which each distribution lies; without it, all entries together are one distribution.

    Returns
    -------
    np.ndarray, same shape, float

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is empty, ragged, not finite, has an entry outside [0, 1], or a sum that is not 1.

    Examples
    --------
    >>> as_distribution([0.5, 0.25], "p")
    Traceback (most recent call last):
        ...
    ValueError: `p` must be probabilities that sum to 1; got a sum of 0.75.
    """
    values = _real(p, name, "probabilities, between 0 and 1")
    outside = (values < 0) | (values > 1 + 1e-9)  # a sum of probabilities may come out as 1.0000000000000002
    if outside.any():
        _refuse(ValueError, name, "probabilities, between 0 and 1", _first(values, outside))
    if values.ndim == 0:
        _refuse(ValueError, name, "probabilities that sum to 1", _shape(values))
    sums = np.atleast_1d(values.sum(axis=axis))
    wrong = np.abs(sums - 1) > 1e-9
    if wrong.any():
        along = "" if axis is None else f" along axis {axis}"
        _refuse(ValueError, name, f"probabilities that sum to 1{along}", f"a sum of {sums[wrong][0]:.10g}")
    return values


def as_squarable(x: np.ndarray, name: str, least: float = 1e-150) -> np.ndarray:
    """Return `x` if its squares can be held, column by column where it is a matrix; or advise another unit.

    Parameters
    ----------
    x : np.ndarray, shape (n,) or (n, d)
        Numbers that were checked already.
    name : str
        What the caller calls them.
    least : float
        A column of smaller numbers, not all 0, is refused; 0 where it does not matter that squares vanish.

    Returns
    -------
    np.ndarray, same shape

    Raises
    ------
    ValueError
        If the largest number of a column is above 1e150, or below `least` and not 0.

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
        _refuse(ValueError, name, "in a unit in which its squares can be held, 1e-150 to 1e150",
                f"numbers up to {sizes[wrong][0]:g}")
    return x


def as_labels(y: ArrayLike, name: str, n: int | None = None) -> np.ndarray:
    """Return `y` as a vector of labels: whole numbers, text or booleans, of which only equality counts.

    Parameters
    ----------
    y : ArrayLike, shape (n,)
        What the caller passed.
    name : str
        What the caller calls it.
    n : int, optional
        The length it must have.

    Returns
    -------
    np.ndarray, shape (n,), of integers, booleans or text

    Raises
    ------
    TypeError
        If `y` holds numbers with a fractional part in their kind (1.0 is refused: bin them first), or objects.
    ValueError
        If `y` is empty, ragged, or of another shape.

    Examples
    --------
    >>> as_labels(["cat", "dog", "cat"], "y").size
    3
    """
    needed = "a vector of labels (whole numbers, text or booleans)" if n is None else (
        f"a vector of {n} labels (whole numbers, text or booleans)")
    if isinstance(y, np.ma.MaskedArray):
        _refuse(TypeError, name, needed, "a masked array", "Fill its masked entries, or leave them out.")
    try:
        labels = np.asarray(y)
    except ValueError:
        _refuse(ValueError, name, needed, "rows of different lengths")
    if labels.size == 0:
        _refuse(ValueError, name, needed, f"an empty array of shape {labels.shape}")
    if labels.dtype.kind not in "biuU":
        kind = KINDS.get(labels.dtype.kind, "numbers with fractions")
        _refuse(TypeError, name, needed, f"an array of {kind}" if labels.ndim else _describe(y))
    if labels.ndim != 1 or n not in (None, labels.size):
        _refuse(ValueError, name, needed, f"shape {labels.shape}" if labels.ndim else _describe(y))
    return labels


def _real(value: ArrayLike, name: str, needed: str, finite: bool = True) -> np.ndarray:
    if _is_clean(value):
        return value
    if isinstance(value, np.ma.MaskedArray):
        _refuse(TypeError, name, needed, "a masked array", "Fill its masked entries, or leave them out.")
    x = _numeric(value, name, needed)
    if x.size == 0:
        _refuse(ValueError, name, needed, f"an empty array of shape {x.shape}")
    wrong = ~np.isfinite(x) if finite else np.isnan(x)
    if wrong.any():
        _refuse(ValueError, name, needed, _first(x, wrong))
    return x


def _is_clean(value: ArrayLike) -> bool:
    if type(value) is not np.ndarray or value.dtype != float or not value.size:
        return False
    if value.ndim == 1 and value.size < 32:  # a descent comes by here at every step, and for short vectors
        return all(map(math.isfinite, value.tolist()))  # Python is three times faster than NumPy
    return bool(np.isfinite(value).all())


def _numeric(value: ArrayLike, name: str, needed: str) -> np.ndarray:
    try:
        x = np.asarray(value)
    except ValueError:
        _refuse(ValueError, name, needed, "rows of different lengths")
    if x.dtype.kind in KINDS:
        _refuse(TypeError, name, needed, f"an array of {KINDS[x.dtype.kind]}" if x.ndim else _describe(value))
    with np.errstate(over="ignore"):  # a long double beyond 1e308 becomes inf, which the caller refuses
        return x.astype(float, copy=False)


def _number(value: float, name: str, needed: str, allowed: Callable[[float], bool]) -> float:
    x = _real(value, name, needed)
    if x.ndim:
        _refuse(ValueError, name, needed, _shape(x))
    if not allowed(float(x)):
        _refuse(ValueError, name, needed, _describe(value))
    return float(x)


def _first(x: np.ndarray, wrong: np.ndarray) -> str:
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    return f"{x[index]:g}" + (f" at index {index[0] if len(index) == 1 else index}" if index else "")


def _shape(x: np.ndarray) -> str:
    return f"shape {x.shape}" if x.ndim else f"the single number {x:g}"


def _describe(value: object) -> str:
    text = str(value) if isinstance(value, (np.generic, np.ndarray)) else repr(value)
    plain = len(text) <= 40 and "\n" not in text and " at 0x" not in text
    return text if plain else f"an object of type {type(value).__name__}"


def _refuse(error: type[Exception], name: str, needed: str, came: str, advice: str = "") -> NoReturn:
    raise error(f"`{name}` must be {needed}; got {came}.{' ' * bool(advice)}{advice}")
