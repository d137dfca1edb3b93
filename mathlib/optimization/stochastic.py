"""Stochastic gradients: descent that looks at a few examples at a time, and how noisy that makes a gradient."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import (
    as_count,
    as_function,
    as_matrix,
    as_nonnegative,
    as_positive,
    as_rng,
    as_squarable,
    as_symmetric,
    as_vector,
)
from mathlib.optimization.descent import CONVERGED, Descent, Rule, drive, heavy_ball
from mathlib.optimization.schedules import Schedule, constant, scheduled

BatchGradient = Callable[[np.ndarray, np.ndarray], np.ndarray]


def sgd(gradient_of: BatchGradient, n_examples: int, start: ArrayLike, step_size: float | Schedule, *,
        batch_size: int = 1, n_steps: int | None = None, n_epochs: int | None = None, replace: bool = False,
        rule: Callable[[float], Rule] = heavy_ball, tolerance: float = 0.0, rng: np.random.Generator) -> Descent:
    """Walk against the gradient of a few examples at a time, drawn anew at every step.

    In each epoch the examples are shuffled and dealt out in batches; what is left over is too few for a batch and goes
    back into the pack. With `replace` each example is drawn by itself, as theory likes it. It takes all its steps: no
    batch can tell that the walk has arrived.

    Parameters
    ----------
    gradient_of : callable
        Maps a point, shape (n,), and the numbers of some examples, shape (batch_size,), to the mean of their gradients,
        shape (n,).
    n_examples : int
        How many examples there are.
    start : ArrayLike, shape (n,)
        Where to begin.
    step_size : float or callable
        How far to go per unit of gradient, positive; or a schedule, from the number of a step to its size.
    batch_size : int
        How many examples a step looks at.
    n_steps : int, optional
        How many steps to take.
    n_epochs : int, optional
        Instead: how often to go through all examples. Without either, once.
    replace : bool
        Draw with replacement: the batches are then independent, and an example may be in one twice.
    rule : callable
        Makes a step rule from a step size: `heavy_ball`, `adam`, `lambda size: nesterov(size, 0.9)`.
    tolerance : float
        It has converged if the gradient of all examples, at the last point, is no longer than this.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    Descent

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range, both lengths are given, or the gradient at `start` is not a finite vector
        as long as `start`.

    References
    ----------
    Robbins and Monro (1951), Annals of Mathematical Statistics 22, 400-407. Bottou, Curtis and Nocedal (2018), SIAM
    Review 60, 223-311.

    Examples
    --------
    >>> from mathlib.optimization import inverse_time
    >>> data = np.array([1.0, 2.0, 6.0])
    >>> def gradient_of(x, batch):  # of (x - data)**2 / 2: the minimum of the mean is at 3
    ...     return x - data[batch].mean(keepdims=True)
    >>> walk = sgd(gradient_of, 3, [0.0], inverse_time(1.0, 1.0), n_epochs=500, rng=np.random.default_rng(0))
    >>> walk.end.round(6)
    array([3.])
    """
    n_examples, x = as_count(n_examples, "n_examples"), as_vector(start, "start")
    batch_size, rng = as_count(batch_size, "batch_size"), as_rng(rng)
    if batch_size > n_examples:
        raise ValueError(f"`batch_size` must be at most the number of examples, {n_examples}; got {batch_size}.")
    steps = _n_steps(n_steps, n_epochs, n_examples // batch_size)
    schedule = step_size if callable(step_size) else constant(as_positive(step_size, "step_size"))
    everything, tolerance = np.arange(n_examples), as_nonnegative(tolerance, "tolerance")
    as_vector(as_function(gradient_of, "gradient_of")(x, everything), "gradient_of(start)", x.size)

    deal = batches(n_examples, batch_size, replace=replace, rng=rng)

    def gradient(x):
        return gradient_of(x, next(deal))

    walk = drive(scheduled(rule, schedule), gradient, x, np.asarray(gradient(x), float), 0.0, steps, tolerance=-1.0)
    arrived = not walk.diverged and bool(np.linalg.norm(gradient_of(walk.end, everything)) <= tolerance)
    return Descent(walk.path, arrived, walk.diverged, walk.n_steps, CONVERGED if arrived else walk.reason)


def batches(n_examples: int, batch_size: int, *, replace: bool = False,
            rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Deal out the numbers 0 to n_examples - 1 in batches, for ever, shuffled anew whenever too few are left.

    Parameters
    ----------
    n_examples : int
        How many examples there are.
    batch_size : int
        How many make a batch; at most n_examples.
    replace : bool
        Draw each number by itself, so that one may be in a batch twice.
    rng : np.random.Generator
        Where chance comes from.

    Returns
    -------
    iterator of np.ndarray, each of shape (batch_size,)

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is less than 1, or the batch larger than the whole.

    References
    ----------
    Bottou (2009), Curiously fast convergence of some stochastic gradient descent algorithms: shuffling beats drawing.

    Examples
    --------
    >>> deal = batches(4, 2, rng=np.random.default_rng(0))
    >>> sorted([*next(deal), *next(deal)]) == [0, 1, 2, 3]
    True
    """
    n, size, rng = as_count(n_examples, "n_examples"), as_count(batch_size, "batch_size"), as_rng(rng)
    if size > n:
        raise ValueError(f"`batch_size` must be at most the number of examples, {n}; got {size}.")

    def deal():
        while replace:
            yield rng.integers(n, size=size)
        while True:
            order = rng.permutation(n)
            yield from (order[k:k + size] for k in range(0, n - size + 1, size))

    return deal()


def gradient_noise(per_example_gradients: ArrayLike, batch_size: int, *, replace: bool = True) -> float:
    """Return the expected squared distance between the gradient of a batch and the gradient of all examples.

    It is `v / batch_size`, where v is the mean squared distance of one example's gradient from the mean. For a batch
    without repetitions it is `(n - batch_size) / (n - 1)` times this: 0 if the batch is everything.

    Parameters
    ----------
    per_example_gradients : ArrayLike, shape (N, n)
        The gradient of each example, at one point.
    batch_size : int
        How many examples a batch has.
    replace : bool
        Draw with replacement, so that an example may be in a batch twice.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an entry is not finite, or a batch without repetitions larger than the whole.

    References
    ----------
    Cochran (1977), Sampling Techniques, theorem 2.2, in each coordinate.

    Examples
    --------
    >>> gradient_noise([[0.0], [2.0]], 2), gradient_noise([[0.0], [2.0]], 2, replace=False)
    (0.5, 0.0)
    """
    G = as_squarable(as_matrix(per_example_gradients, "per_example_gradients"), "per_example_gradients", 0)
    size = as_count(batch_size, "batch_size")
    if not replace and size > len(G):
        raise ValueError(f"`batch_size` must be at most the number of examples, {len(G)}; got {size}.")
    variance = float(np.sum((G - G.mean(axis=0)) ** 2) / len(G))
    spared = 1.0 if replace else (len(G) - size) / max(len(G) - 1, 1)
    return variance / size * spared


def stationary_covariance(hessian: ArrayLike, noise: ArrayLike, step_size: float) -> np.ndarray:
    """Return the covariance in which stochastic gradient descent comes to rest around a minimum: its noise ball.

    Near a minimum the error obeys `e = (I - step_size * H) @ e - step_size * z`, where z is noise of mean 0. Its
    covariance S then stays as it is where `S == (I - step_size * H) @ S @ (I - step_size * H) + step_size**2 * noise`;
    the trace of S is the mean squared distance from the minimum.

    Parameters
    ----------
    hessian : ArrayLike, shape (n, n)
        At the minimum; symmetric, positive definite.
    noise : ArrayLike, shape (n, n)
        The covariance of the gradient of a batch, there.
    step_size : float
        How far to go per unit of gradient: positive, and below 2 over the largest curvature.

    Returns
    -------
    np.ndarray, shape (n, n)
        Cost: O(n**3).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If shapes do not fit, an entry is not finite, a matrix is not symmetric, or the step is too long to come to
        rest.
    np.linalg.LinAlgError
        If the Hessian is not positive definite.

    References
    ----------
    Mandt, Hoffman and Blei (2017), Journal of Machine Learning Research 18(134), 1-35, for small steps; here exact.

    Examples
    --------
    >>> stationary_covariance([[1.0]], [[3.0]], step_size=0.5)  # step_size * 3 / (1 * (2 - step_size * 1))
    array([[1.]])
    """
    H = as_symmetric(hessian, "hessian")
    C, step_size = as_symmetric(noise, "noise", len(H)), as_positive(step_size, "step_size")
    curvatures, V = np.linalg.eigh(H)
    if not curvatures[0] > 0:
        raise np.linalg.LinAlgError(f"`hessian` must be positive definite; got the eigenvalue {curvatures[0]:g}.")
    if not step_size * curvatures[-1] < 2:
        raise ValueError(f"`step_size` must be less than 2 over the largest curvature, {2 / curvatures[-1]:g}; "
                         f"got {step_size:g}.")
    a, b = step_size * curvatures[:, None], step_size * curvatures
    # along eigenvectors each entry stands alone; 1 - (1 - a) * (1 - b), written so that small steps keep their digits
    return V @ (step_size**2 * (V.T @ C @ V) / (a + b - a * b)) @ V.T


def _n_steps(n_steps: int | None, n_epochs: int | None, an_epoch: int) -> int:
    if n_steps is not None and n_epochs is not None:
        raise ValueError(f"`n_steps` must be left out where n_epochs is given; got {n_steps} and {n_epochs}.")
    if n_steps is not None:
        return as_count(n_steps, "n_steps")
    return an_epoch * as_count(1 if n_epochs is None else n_epochs, "n_epochs")
