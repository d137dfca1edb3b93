"""Hidden Markov models: states that nobody sees follow each other by chance, and each shows something.

All passes go in logarithms, where a product is a sum and a sum is `np.logaddexp`: what is rare now may be all that is
possible later, and a probability that has once become 0 does not come back.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import (
    as_array,
    as_count,
    as_distribution,
    as_matrix,
    as_nonnegative,
    as_probabilities,
    as_rng,
    as_vector,
)
from mathlib.probability.distributions import Normal


class Filtered(NamedTuple):
    """Hold what is known of each state from the observations up to it.

    Attributes
    ----------
    states : np.ndarray, shape (T, k)
        The probability of each state at each time, given the observations up to then.
    log_scales : np.ndarray, shape (T,)
        The log probability of each observation, given those before.
    log_likelihood : float
        Their sum, the log probability of all observations.

    Examples
    --------
    >>> forward([0.5, 0.5], [[1, 0], [0, 1]], np.log([[0.9, 0.1]])).states
    array([[0.9, 0.1]])
    """

    states: np.ndarray
    log_scales: np.ndarray
    log_likelihood: float


class Smoothed(NamedTuple):
    """Hold what is known of each state from all observations.

    Attributes
    ----------
    states : np.ndarray, shape (T, k)
        The probability of each state at each time.
    transitions : np.ndarray, shape (k, k)
        The expected number of steps from each state to each.
    log_likelihood : float
        The log probability of all observations.

    Examples
    --------
    >>> smooth([0.5, 0.5], [[1, 0], [0, 1]], np.log([[0.5, 0.5], [0.9, 0.1]])).states.round(12)
    array([[0.9, 0.1],
           [0.9, 0.1]])
    """

    states: np.ndarray
    transitions: np.ndarray
    log_likelihood: float


class BestPath(NamedTuple):
    """Hold the most probable sequence of states.

    Attributes
    ----------
    states : np.ndarray, shape (T,)
        The state at each time.
    log_probability : float
        Of the sequence together with the observations.

    Examples
    --------
    >>> viterbi([0.5, 0.5], [[1, 0], [0, 1]], np.log([[0.4, 0.6], [0.9, 0.1]])).states
    array([0, 0])
    """

    states: np.ndarray
    log_probability: float


def forward(initial: ArrayLike, transition: ArrayLike, log_emission: ArrayLike) -> Filtered:
    """Pass forwards through time: `a = (a @ transition) * emission`, scaled at each step to sum to 1, in logarithms.

    The scales' product is the likelihood; unscaled, a vanishes after some hundred steps.

    Parameters
    ----------
    initial : ArrayLike, shape (k,)
        The probability of each state at the first time.
    transition : ArrayLike, shape (k, k)
        Row i: the probabilities of the next state after state i.
    log_emission : ArrayLike, shape (T, k)
        The log probability, or density, of each observation in each state; -inf where it is impossible.

    Returns
    -------
    Filtered
        Cost: O(T * k**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, probabilities do not sum to 1, or an observation is impossible in every state.

    References
    ----------
    Rabiner (1989), Proceedings of the IEEE 77, 257-286, section V.A. Baum and Eagon (1967).

    Examples
    --------
    >>> result = forward([0.6, 0.4], [[0.7, 0.3], [0.4, 0.6]], np.log([[0.1, 0.6], [0.4, 0.3]]))
    >>> print(f"{np.exp(result.log_likelihood):.4f}")
    0.1038
    """
    return _forward(*_as_chain(initial, transition, log_emission))


def backward(transition: ArrayLike, log_emission: ArrayLike, log_scales: ArrayLike) -> np.ndarray:
    """Pass backwards through time: `b = transition @ (emission * b)`, divided by the scales of the forward pass.

    Parameters
    ----------
    transition : ArrayLike, shape (k, k)
        Row i: the probabilities of the next state after state i.
    log_emission : ArrayLike, shape (T, k)
        The log probability, or density, of each observation in each state.
    log_scales : ArrayLike, shape (T,)
        From `forward`.

    Returns
    -------
    np.ndarray, shape (T, k)
        Times the forward probabilities: the probability of each state given all observations. It is inf where a state
        that seemed all but impossible turns out to be the only one, by a factor beyond 1.8e308; `smooth` knows better.

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, or the rows of `transition` do not sum to 1.

    References
    ----------
    Rabiner (1989), Proceedings of the IEEE 77, 257-286, section V.A.

    Examples
    --------
    >>> backward([[1, 0], [0, 1]], np.log([[0.5, 0.5], [0.9, 0.1]]), np.log([0.5, 0.5])).round(12)
    array([[1.8, 0.2],
           [1. , 1. ]])
    """
    A = _as_transition(transition)
    log_B = _as_log_emission(log_emission, len(A))
    with np.errstate(over="ignore"):
        return np.exp(_backward(_log(A), log_B - as_vector(log_scales, "log_scales", len(log_B))[:, None]))


def smooth(initial: ArrayLike, transition: ArrayLike, log_emission: ArrayLike) -> Smoothed:
    """Return the probability of each state given all observations, by one pass forwards and one back.

    Parameters
    ----------
    initial : ArrayLike, shape (k,)
        The probability of each state at the first time.
    transition : ArrayLike, shape (k, k)
        Row i: the probabilities of the next state after state i.
    log_emission : ArrayLike, shape (T, k)
        The log probability, or density, of each observation in each state.

    Returns
    -------
    Smoothed
        Cost: O(T * k**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, probabilities do not sum to 1, or an observation is impossible in every state.

    References
    ----------
    Rabiner (1989), Proceedings of the IEEE 77, 257-286, equations 27 and 37.

    Examples
    --------
    >>> smooth([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]], np.log([[0.5, 0.5], [1, 1e-9]])).states[0].round(3)
    array([0.9, 0.1])
    """
    return _smooth(*_as_chain(initial, transition, log_emission))


def viterbi(initial: ArrayLike, transition: ArrayLike, log_emission: ArrayLike) -> BestPath:
    """Return the most probable sequence of states: the forward pass with the maximum in place of the sum.

    Parameters
    ----------
    initial : ArrayLike, shape (k,)
        The probability of each state at the first time.
    transition : ArrayLike, shape (k, k)
        Row i: the probabilities of the next state after state i.
    log_emission : ArrayLike, shape (T, k)
        The log probability, or density, of each observation in each state.

    Returns
    -------
    BestPath
        Of equally probable ones, the one with the smaller states from the end on. Cost: O(T * k**2).

    Raises
    ------
    TypeError
        If an argument holds anything but real numbers.
    ValueError
        If the shapes do not fit, probabilities do not sum to 1, or an observation is impossible in every state.

    References
    ----------
    Viterbi (1967), IEEE Transactions on Information Theory 13, 260-269. Rabiner (1989), section III.B.

    Examples
    --------
    >>> viterbi([0.6, 0.4], [[0.7, 0.3], [0.4, 0.6]], np.log([[0.1, 0.6], [0.4, 0.3], [0.5, 0.1]])).states
    array([1, 0, 0])
    """
    p, A, log_B = _as_chain(initial, transition, log_emission)
    log_A = _log(A)
    best, came_from = _log(p) + log_B[0], np.empty(log_B.shape, dtype=int)
    for t in range(1, len(log_B)):
        candidates = best[:, None] + log_A
        came_from[t] = candidates.argmax(axis=0)
        best = candidates.max(axis=0) + log_B[t]
    if not np.isfinite(best.max()):
        _forward(p, A, log_B)  # says at which time nothing is possible
    states = [int(best.argmax())]
    for t in range(len(log_B) - 1, 0, -1):
        states.append(int(came_from[t, states[-1]]))
    return BestPath(np.array(states[::-1]), float(best.max()))


@dataclass(frozen=True, eq=False)
class NormalEmissions:
    """Describe observations that are normal, with a mean and a standard deviation for each state.

    Parameters
    ----------
    means : ArrayLike, shape (k,)
        The means.
    stds : ArrayLike, shape (k,)
        The standard deviations, positive.

    Raises
    ------
    TypeError
        If a parameter holds anything but real numbers.
    ValueError
        If the shapes differ, or a standard deviation is not positive.

    References
    ----------
    Rabiner (1989), Proceedings of the IEEE 77, 257-286, section IV.A.

    Examples
    --------
    >>> NormalEmissions([0, 9], [1, 1]).log_likelihood([0]).round(4)
    array([[ -0.9189, -41.4189]])
    """

    means: ArrayLike
    stds: ArrayLike

    def __post_init__(self):
        object.__setattr__(self, "means", as_vector(self.means, "means").copy())
        object.__setattr__(self, "stds", as_vector(self.stds, "stds", self.means.size).copy())
        if not (self.stds > 0).all():
            raise ValueError(f"`stds` must be positive numbers; got {self.stds.min():g}.")

    def log_likelihood(self, x: ArrayLike) -> np.ndarray:
        """Return the log density of each observation in each state.

        Parameters
        ----------
        x : ArrayLike, shape (T,)
            Observations.

        Returns
        -------
        np.ndarray, shape (T, k)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If `x` is not a finite vector.

        Examples
        --------
        >>> NormalEmissions([0], [1]).log_likelihood([0, 1]).round(4).ravel()
        array([-0.9189, -1.4189])
        """
        x = as_vector(x, "x")
        return np.column_stack([Normal(m, s).log_pdf(x) for m, s in zip(self.means, self.stds, strict=True)])

    def update(self, x: ArrayLike, weights: ArrayLike) -> NormalEmissions:
        """Return the emissions that make observations most likely, each counted by the probability of its state.

        Parameters
        ----------
        x : ArrayLike, shape (T,)
            Observations.
        weights : ArrayLike, shape (T, k)
            The probability of each state at each time.

        Returns
        -------
        NormalEmissions

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If the shapes do not fit, or a weight is no probability.
        np.linalg.LinAlgError
            If a state shrinks to a single value, where the likelihood has no bound, or loses all observations.

        Examples
        --------
        >>> NormalEmissions([0], [1]).update([1, 3], [[1], [1]])
        NormalEmissions(means=array([2.]), stds=array([1.]))
        """
        x = as_vector(x, "x")
        W, counts = _as_weights(weights, x.size, self.means.size)
        means = W.T @ x / counts
        stds = np.sqrt(np.sum(W * (x[:, None] - means) ** 2, axis=0) / counts)
        if not (stds > 1e-6 * x.std()).all():
            raise np.linalg.LinAlgError(f"`x` must give state {stds.argmin()} some width; got one that has shrunk to a "
                                        "value, where the likelihood has no bound. Try another start.")
        return NormalEmissions(means, stds)

    def sample(self, states: ArrayLike, *, rng: np.random.Generator) -> np.ndarray:
        """Draw what each state shows.

        Parameters
        ----------
        states : ArrayLike, shape (T,), whole numbers
            The states.
        rng : np.random.Generator
            What draws.

        Returns
        -------
        np.ndarray, shape (T,)

        Raises
        ------
        TypeError
            If `states` are not numbers, or `rng` is not a generator.
        ValueError
            If there is no such state.

        Examples
        --------
        >>> NormalEmissions([0, 9], [1, 1]).sample([0, 1], rng=np.random.default_rng(0)).shape
        (2,)
        """
        states = _as_indices(states, "states", self.means.size)
        return as_rng(rng).normal(self.means[states], self.stds[states])


@dataclass(frozen=True, eq=False)
class CategoricalEmissions:
    """Describe observations that are one of m symbols, with probabilities for each state.

    Parameters
    ----------
    probabilities : ArrayLike, shape (k, m)
        Row i: what state i shows, and how often.

    Raises
    ------
    TypeError
        If `probabilities` hold anything but real numbers.
    ValueError
        If a row does not sum to 1.

    References
    ----------
    Rabiner (1989), Proceedings of the IEEE 77, 257-286, section II.B.

    Examples
    --------
    >>> np.exp(CategoricalEmissions([[0.9, 0.1], [0.2, 0.8]]).log_likelihood([1])).round(12)
    array([[0.1, 0.8]])
    """

    probabilities: ArrayLike

    def __post_init__(self):
        rows = as_distribution(as_matrix(self.probabilities, "probabilities"), "probabilities", axis=1)
        object.__setattr__(self, "probabilities", rows.copy())

    def log_likelihood(self, x: ArrayLike) -> np.ndarray:
        """Return the log probability of each observation in each state.

        Parameters
        ----------
        x : ArrayLike, shape (T,), whole numbers
            Symbols, counted from 0.

        Returns
        -------
        np.ndarray, shape (T, k)

        Raises
        ------
        TypeError
            If `x` holds anything but real numbers.
        ValueError
            If there is no such symbol.

        Examples
        --------
        >>> CategoricalEmissions([[1, 0]]).log_likelihood([0, 1])
        array([[  0.],
               [-inf]])
        """
        return _log(self.probabilities.T[self._as_symbols(x)])

    def update(self, x: ArrayLike, weights: ArrayLike) -> CategoricalEmissions:
        """Return the emissions that make observations most likely, each counted by the probability of its state.

        Parameters
        ----------
        x : ArrayLike, shape (T,), whole numbers
            Symbols.
        weights : ArrayLike, shape (T, k)
            The probability of each state at each time.

        Returns
        -------
        CategoricalEmissions

        Raises
        ------
        TypeError
            If an argument holds anything but real numbers.
        ValueError
            If the shapes do not fit, or a weight is no probability.
        np.linalg.LinAlgError
            If a state loses all observations.

        Examples
        --------
        >>> CategoricalEmissions([[0.5, 0.5]]).update([0, 0, 0, 1], np.ones((4, 1))).probabilities
        array([[0.75, 0.25]])
        """
        x, (k, m) = self._as_symbols(x), self.probabilities.shape
        W, counts = _as_weights(weights, x.size, k)
        return CategoricalEmissions(W.T @ np.eye(m)[x] / counts[:, None])

    def sample(self, states: ArrayLike, *, rng: np.random.Generator) -> np.ndarray:
        """Draw what each state shows.

        Parameters
        ----------
        states : ArrayLike, shape (T,), whole numbers
            The states.
        rng : np.random.Generator
            What draws.

        Returns
        -------
        np.ndarray, shape (T,), whole numbers

        Raises
        ------
        TypeError
            If `states` are not numbers, or `rng` is not a generator.
        ValueError
            If there is no such state.

        Examples
        --------
        >>> CategoricalEmissions([[1, 0], [0, 1]]).sample([0, 1], rng=np.random.default_rng(0))
        array([0, 1])
        """
        states = _as_indices(states, "states", len(self.probabilities))
        return _draw(self.probabilities[states], as_rng(rng).random(states.size))

    def _as_symbols(self, x: ArrayLike) -> np.ndarray:
        return _as_indices(x, "x", self.probabilities.shape[1])


@dataclass(frozen=True, eq=False)
class HiddenMarkovModel:
    """Describe states that follow each other by chance, and what they show.

    Parameters
    ----------
    initial : ArrayLike, shape (k,)
        The probability of each state at the first time.
    transition : ArrayLike, shape (k, k)
        Row i: the probabilities of the next state after state i.
    emissions : NormalEmissions | CategoricalEmissions
        What each state shows.

    Raises
    ------
    TypeError
        If a parameter is of the wrong kind.
    ValueError
        If the shapes do not fit, or probabilities do not sum to 1.

    References
    ----------
    Baum and Petrie (1966), Annals of Mathematical Statistics 37, 1554-1563. Rabiner (1989), Proceedings of the IEEE 77.

    Examples
    --------
    >>> model = HiddenMarkovModel([0.5, 0.5], [[0.9, 0.1], [0.1, 0.9]], NormalEmissions([0, 5], [1, 1]))
    >>> model.predict([0, 1, 5, 4])
    array([0, 0, 1, 1])
    """

    initial: ArrayLike
    transition: ArrayLike
    emissions: NormalEmissions | CategoricalEmissions

    def __post_init__(self):
        if not isinstance(self.emissions, (NormalEmissions, CategoricalEmissions)):
            raise TypeError("`emissions` must be NormalEmissions or CategoricalEmissions; got an object of type "
                            f"{type(self.emissions).__name__}.")
        A, shown = _as_transition(self.transition), next(iter(vars(self.emissions).values()))
        if len(shown) != len(A):
            raise ValueError(f"`emissions` must be those of {len(A)} states; got {len(shown)}.")
        object.__setattr__(self, "transition", A.copy())
        initial = as_distribution(as_vector(self.initial, "initial", len(A)), "initial")
        object.__setattr__(self, "initial", initial.copy())

    def log_likelihood(self, x: ArrayLike) -> float:
        """Return the log probability, or density, of observations.

        Parameters
        ----------
        x : ArrayLike, shape (T,)
            Observations.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If an observation is impossible.

        Examples
        --------
        >>> model = HiddenMarkovModel([1], [[1]], CategoricalEmissions([[0.5, 0.5]]))
        >>> print(f"{model.log_likelihood([0, 1]):.4f} {2 * np.log(0.5):.4f}")
        -1.3863 -1.3863
        """
        return _forward(self.initial, self.transition, self.emissions.log_likelihood(x)).log_likelihood

    def predict_proba(self, x: ArrayLike) -> np.ndarray:
        """Return the probability of each state at each time, given all observations.

        Parameters
        ----------
        x : ArrayLike, shape (T,)
            Observations.

        Returns
        -------
        np.ndarray, shape (T, k)

        Raises
        ------
        ValueError
            If an observation is impossible.

        Examples
        --------
        >>> HiddenMarkovModel([1], [[1]], CategoricalEmissions([[0.5, 0.5]])).predict_proba([0, 1])
        array([[1.],
               [1.]])
        """
        return _smooth(self.initial, self.transition, self.emissions.log_likelihood(x)).states

    def predict(self, x: ArrayLike) -> np.ndarray:
        """Return the most probable sequence of states.

        Parameters
        ----------
        x : ArrayLike, shape (T,)
            Observations.

        Returns
        -------
        np.ndarray, shape (T,)

        Raises
        ------
        ValueError
            If an observation is impossible.

        Examples
        --------
        >>> HiddenMarkovModel([1], [[1]], CategoricalEmissions([[0.5, 0.5]])).predict([0, 1])
        array([0, 0])
        """
        return viterbi(self.initial, self.transition, self.emissions.log_likelihood(x)).states

    def sample(self, n: int, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Draw a sequence of states, and what they show.

        Parameters
        ----------
        n : int
            How many times.
        rng : np.random.Generator
            What draws.

        Returns
        -------
        tuple of np.ndarray, shape (n,)
            States, observations.

        Raises
        ------
        TypeError
            If `n` is not an integer, or `rng` not a generator.
        ValueError
            If `n` is less than 1.

        Examples
        --------
        >>> model = HiddenMarkovModel([1, 0], [[0, 1], [1, 0]], CategoricalEmissions([[1, 0], [0, 1]]))
        >>> model.sample(4, rng=np.random.default_rng(0))
        (array([0, 1, 0, 1]), array([0, 1, 0, 1]))
        """
        u = as_rng(rng).random(as_count(n, "n"))
        states = [int(_draw(self.initial[None], u[:1])[0])]
        cumulative = self.transition.cumsum(axis=1)
        for t in range(1, n):
            states.append(int(np.searchsorted(cumulative[states[-1]] / cumulative[states[-1], -1], u[t], side="right")))
        return np.array(states), self.emissions.sample(np.array(states), rng=rng)


@dataclass(frozen=True, eq=False)
class BaumWelch:
    """Hold the models that expectation and maximization went through.

    Attributes
    ----------
    model : HiddenMarkovModel
        The last.
    path : tuple of HiddenMarkovModel
        The start, and one a step.
    log_likelihoods : np.ndarray, shape (n_steps + 1,)
        Of the observations under each; it never falls.
    converged : bool
        The last step gained less than the tolerance.

    Examples
    --------
    >>> model = HiddenMarkovModel([1], [[1]], CategoricalEmissions([[0.5, 0.5]]))
    >>> fit = baum_welch(model, [0, 0, 0, 1])
    >>> fit.model.emissions.probabilities, fit.converged
    (array([[0.75, 0.25]]), True)
    """

    model: HiddenMarkovModel
    path: tuple[HiddenMarkovModel, ...]
    log_likelihoods: np.ndarray
    converged: bool


def baum_welch(model: HiddenMarkovModel, x: ArrayLike, *, n_steps: int = 500, tolerance: float = 1e-6) -> BaumWelch:
    """Fit a hidden Markov model by expectation and maximization, from the model given.

    Each step counts visits and transitions by their probability under the last model, and takes shares of them. It ends
    in a local maximum that depends on the start.

    Parameters
    ----------
    model : HiddenMarkovModel
        Where to begin.
    x : ArrayLike, shape (T,)
        Observations.
    n_steps : int
        The most steps to take.
    tolerance : float
        Stop where a step gains less than this in log-likelihood.

    Returns
    -------
    BaumWelch
        Cost: O(T * k**2) a step.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If an observation is impossible under the start.
    np.linalg.LinAlgError
        If a state shrinks to a single value, or is never visited.

    References
    ----------
    Baum, Petrie, Soules and Weiss (1970), Annals of Mathematical Statistics 41, 164-171. Rabiner (1989), section III.C.

    Examples
    --------
    >>> x = np.concatenate([np.random.default_rng(0).normal(m, 1, 50) for m in (0, 9, 0)])
    >>> start = HiddenMarkovModel([0.5, 0.5], [[0.8, 0.2], [0.2, 0.8]], NormalEmissions([-1, 5], [3, 3]))
    >>> baum_welch(start, x).model.transition.round(2)
    array([[0.99, 0.01],
           [0.02, 0.98]])
    """
    if not isinstance(model, HiddenMarkovModel):
        raise TypeError(f"`model` must be a HiddenMarkovModel; got an object of type {type(model).__name__}.")
    x, n_steps, tolerance = as_vector(x, "x"), as_count(n_steps, "n_steps"), as_nonnegative(tolerance, "tolerance")
    path, log_likelihoods, gain = [model], [], np.inf
    while True:
        smoothed = _smooth(path[-1].initial, path[-1].transition, path[-1].emissions.log_likelihood(x))
        gain = smoothed.log_likelihood - log_likelihoods[-1] if log_likelihoods else np.inf
        log_likelihoods.append(smoothed.log_likelihood)
        if gain < tolerance or len(path) > n_steps:
            break
        path.append(_maximize(path[-1], x, smoothed))
    return BaumWelch(path[-1], tuple(path), np.array(log_likelihoods), bool(gain < tolerance))


def _as_indices(x: ArrayLike, name: str, m: int) -> np.ndarray:
    x = as_vector(x, name)
    wrong = (x != np.floor(x)) | (x < 0) | (x >= m)
    if wrong.any():
        raise ValueError(f"`{name}` must be whole numbers from 0 to {m - 1}; got {x[wrong][0]:g} at index "
                         f"{wrong.argmax()}.")
    return x.astype(int)


def _as_weights(weights: ArrayLike, T: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weight of each state at each time, and the sums over time, of which none is 0."""
    W = as_probabilities(as_matrix(weights, "weights", (T, k)), "weights")
    counts = W.sum(axis=0)
    if not (counts > 0).all():
        raise np.linalg.LinAlgError(f"`x` must visit every state; got none for state {counts.argmin()}.")
    return W, counts


def _as_transition(transition: ArrayLike) -> np.ndarray:
    """Return `transition` as a square matrix whose rows are distributions."""
    return as_distribution(as_matrix(transition, "transition", square=True), "transition", axis=1)


def _log(p: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(p)


def _forward(p: np.ndarray, A: np.ndarray, log_B: np.ndarray) -> Filtered:
    log_a, log_scales = _log_forward(_log(p), _log(A), log_B)
    return Filtered(np.exp(log_a), log_scales, float(log_scales.sum()))


def _log_forward(log_p: np.ndarray, log_A: np.ndarray, log_B: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the logarithms of the scaled forward probabilities, and of their scales."""
    log_states, log_scales = np.empty_like(log_B), np.empty(len(log_B))
    log_a = log_p
    for t in range(len(log_B)):
        log_a = log_a + log_B[t]
        log_scales[t] = np.logaddexp.reduce(log_a)
        if log_scales[t] == -np.inf:
            raise ValueError(f"`x` must be possible; got observation {t}, whose likelihood is 0 in every state that "
                             "can be reached.")
        log_states[t] = log_a = log_a - log_scales[t]
        log_a = np.logaddexp.reduce(log_a[:, None] + log_A)
    return log_states, log_scales


def _backward(log_A: np.ndarray, log_ratios: np.ndarray) -> np.ndarray:
    """Return the logarithms of b, from those of the emissions over the scales."""
    log_b = np.zeros_like(log_ratios)
    for t in range(len(log_b) - 1, 0, -1):
        log_b[t - 1] = np.logaddexp.reduce(log_A + (log_ratios[t] + log_b[t]), axis=1)
    return log_b


def _smooth(p: np.ndarray, A: np.ndarray, log_B: np.ndarray) -> Smoothed:
    log_A = _log(A)
    log_states, log_scales = _log_forward(_log(p), log_A, log_B)
    log_ratios = log_B - log_scales[:, None]
    log_b = _backward(log_A, log_ratios)
    states = np.exp(log_states + log_b)
    steps = np.exp(log_states[:-1, :, None] + log_A + (log_ratios + log_b)[1:, None, :])
    return Smoothed(states / states.sum(axis=1, keepdims=True), steps.sum(axis=0), float(log_scales.sum()))


def _maximize(model: HiddenMarkovModel, x: np.ndarray, smoothed: Smoothed) -> HiddenMarkovModel:
    leaving = smoothed.transitions.sum(axis=1, keepdims=True)
    # a state that nobody leaves keeps its row: the observations say nothing about it
    A = np.where(leaving > 0, smoothed.transitions / np.where(leaving > 0, leaving, 1), model.transition)
    return HiddenMarkovModel(smoothed.states[0], A, model.emissions.update(x, smoothed.states))


def _draw(P: np.ndarray, u: np.ndarray) -> np.ndarray:
    cumulative = P.cumsum(axis=1)
    return (u[:, None] >= cumulative[:, :-1] / cumulative[:, -1:]).sum(axis=1)


def _as_chain(initial: ArrayLike, transition: ArrayLike, log_emission: ArrayLike) -> tuple[np.ndarray, ...]:
    A = _as_transition(transition)
    p = as_distribution(as_vector(initial, "initial", len(A)), "initial")
    return p, A, _as_log_emission(log_emission, len(A))


def _as_log_emission(log_emission: ArrayLike, k: int) -> np.ndarray:
    log_B = as_array(log_emission, "log_emission", finite=False)
    if log_B.ndim != 2 or log_B.shape[1] != k or (log_B == np.inf).any():
        raise ValueError(f"`log_emission` must be a matrix with a column for each of {k} states, no entry inf; got "
                         f"shape {log_B.shape}.")
    return log_B
