"""A variational autoencoder in NumPy: encoder, sample, decoder, and the gradient of the bound through all three.

An example x (numbers from 0 to 1) is encoded as a Gaussian over z with mean and log variance; z is drawn from it and
decoded as a probability for every entry of x. `distortion` is the surprise at x given z, `rate` the divergence of the
Gaussian from the prior N(0, I), and the loss is `distortion + beta * rate`: for beta = 1 the negative evidence lower
bound. Both networks have one hidden layer of tanh units.
"""
from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mathlib.checks import as_count, as_matrix, as_nonnegative, as_positive, as_probabilities, as_rng, as_squarable


@dataclass(frozen=True, eq=False)
class VAEWeights:
    """Hold the weights of both networks; a gradient is one of these too.

    Attributes
    ----------
    encode, encode_bias : np.ndarray, shapes (d, h) and (h,)
        From an example to the hidden units of the encoder.
    code, code_bias : np.ndarray, shapes (h, 2 * l) and (2 * l,)
        From these to the l means and the l log variances of z.
    decode, decode_bias : np.ndarray, shapes (l, h) and (h,)
        From z to the hidden units of the decoder.
    pixel, pixel_bias : np.ndarray, shapes (h, d) and (d,)
        From these to the log odds of every entry.

    Examples
    --------
    >>> VAEWeights.draw(64, 2, 16, rng=np.random.default_rng(0)).code.shape
    (16, 4)
    """

    encode: np.ndarray
    encode_bias: np.ndarray
    code: np.ndarray
    code_bias: np.ndarray
    decode: np.ndarray
    decode_bias: np.ndarray
    pixel: np.ndarray
    pixel_bias: np.ndarray

    @classmethod
    def draw(cls, n_inputs: int, n_latent: int, n_hidden: int, *, rng: np.random.Generator) -> VAEWeights:
        """Draw weights whose sums have variance 1 for inputs of variance 1; biases are 0.

        Parameters
        ----------
        n_inputs, n_latent, n_hidden : int
            d, l and h.
        rng : np.random.Generator
            Where the weights come from.

        Returns
        -------
        VAEWeights

        Raises
        ------
        TypeError
            If a size is not whole, or `rng` no generator.
        ValueError
            If a size is less than 1.

        References
        ----------
        LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.6.

        Examples
        --------
        >>> VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0)).pixel_bias
        array([0., 0., 0.])
        """
        d, latent = as_count(n_inputs, "n_inputs"), as_count(n_latent, "n_latent")
        h, rng = as_count(n_hidden, "n_hidden"), as_rng(rng)
        sizes = [(d, h), (h, 2 * latent), (latent, h), (h, d)]
        return cls(*(w for m, n in sizes for w in (rng.normal(size=(m, n)) / np.sqrt(m), np.zeros(n))))

    def arrays(self) -> list[np.ndarray]:
        """Return the eight arrays in order.

        Returns
        -------
        list of np.ndarray, of the shapes above

        Examples
        --------
        >>> len(VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0)).arrays())
        8
        """
        return [getattr(self, field.name) for field in fields(self)]


def vae_encode(weights: VAEWeights, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and log variance of z for each example. Unchecked: `VAE.encode` is the safe door.

    Parameters
    ----------
    weights : VAEWeights
        Of the networks.
    X : np.ndarray, shape (n, d)
        A row for each example.

    Returns
    -------
    tuple of np.ndarray, shapes (n, l) and (n, l)

    References
    ----------
    Kingma and Welling (2014), Auto-encoding variational Bayes, appendix C.2.

    Examples
    --------
    >>> mean, log_variance = vae_encode(VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0)), np.zeros((5, 3)))
    >>> mean.shape, log_variance.shape
    ((5, 1), (5, 1))
    """
    hidden = np.tanh(X @ weights.encode + weights.encode_bias)
    return tuple(np.split(hidden @ weights.code + weights.code_bias, 2, axis=1))


def vae_decode(weights: VAEWeights, Z: np.ndarray) -> np.ndarray:
    """Return the log odds of every entry for each z. Unchecked: `VAE.decode` is the safe door.

    Parameters
    ----------
    weights : VAEWeights
        Of the networks.
    Z : np.ndarray, shape (n, l)
        A row for each latent point.

    Returns
    -------
    np.ndarray, shape (n, d)

    References
    ----------
    Kingma and Welling (2014), Auto-encoding variational Bayes, appendix C.1.

    Examples
    --------
    >>> vae_decode(VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0)), np.zeros((1, 1)))
    array([[0., 0., 0.]])
    """
    return np.tanh(Z @ weights.decode + weights.decode_bias) @ weights.pixel + weights.pixel_bias


@dataclass(frozen=True, eq=False)
class VAELoss:
    """Hold the two parts of the loss, and its gradient.

    Attributes
    ----------
    distortion : float
        The mean surprise at an example given its z, in nats.
    rate : float
        The mean divergence of q(z | x) from the prior, in nats: what z tells of x.
    gradient : VAEWeights
        Of `distortion + beta * rate`.

    Examples
    --------
    >>> weights = VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0))
    >>> print(f"{vae_loss(weights, np.full((1, 3), 0.5), np.zeros((1, 1))).rate:.3f}")
    0.001
    """

    distortion: float
    rate: float
    gradient: VAEWeights


def vae_loss(weights: VAEWeights, X: np.ndarray, noise: np.ndarray, beta: float = 1.0) -> VAELoss:
    """Return distortion and rate of a batch, and the gradient of `distortion + beta * rate`.

    The drawn `z = mean + exp(log_variance / 2) * noise` depends on the weights in a smooth way, so the gradient goes
    through the sample. Unchecked, for it is called at every step.

    Parameters
    ----------
    weights : VAEWeights
        Of the networks.
    X : np.ndarray, shape (n, d)
        A row for each example, entries from 0 to 1.
    noise : np.ndarray, shape (n, l)
        Standard normal numbers.
    beta : float
        The price of rate.

    Returns
    -------
    VAELoss
        Cost: O(n * h * (d + l)).

    References
    ----------
    Kingma and Welling (2014), Auto-encoding variational Bayes, equation 10 and appendix B. Higgins et al. (2017),
    beta-VAE, ICLR.

    Examples
    --------
    >>> weights = VAEWeights.draw(3, 1, 2, rng=np.random.default_rng(0))
    >>> print(f"{vae_loss(weights, np.full((1, 3), 0.5), np.zeros((1, 1))).distortion:.3f}")
    2.079
    """
    w, n = weights, len(X)
    # forward
    hidden = np.tanh(X @ w.encode + w.encode_bias)
    mean, log_variance = np.split(hidden @ w.code + w.code_bias, 2, axis=1)
    std = np.exp(log_variance / 2)
    Z = mean + std * noise
    unhidden = np.tanh(Z @ w.decode + w.decode_bias)
    logits = unhidden @ w.pixel + w.pixel_bias
    distortion = (np.logaddexp(0, logits) - X * logits).sum() / n
    rate = (mean**2 + std**2 - 1 - log_variance).sum() / (2 * n)
    # backward: d_a is the derivative of the loss by a
    d_logits = (special.expit(logits) - X) / n
    d_unhidden = d_logits @ w.pixel.T * (1 - unhidden**2)
    d_Z = d_unhidden @ w.decode.T
    d_code = np.hstack([d_Z + beta * mean / n, d_Z * noise * std / 2 + beta * (std**2 - 1) / (2 * n)])
    d_hidden = d_code @ w.code.T * (1 - hidden**2)
    gradient = VAEWeights(X.T @ d_hidden, d_hidden.sum(axis=0), hidden.T @ d_code, d_code.sum(axis=0),
                          Z.T @ d_unhidden, d_unhidden.sum(axis=0), unhidden.T @ d_logits, d_logits.sum(axis=0))
    return VAELoss(float(distortion), float(rate), gradient)


class VAE:
    """Learn a low-dimensional map of the data, and to draw new data from it.

    Parameters
    ----------
    n_latent : int
        The dimension of z.
    n_hidden : int
        How many hidden units each network has.
    beta : float
        The price of rate: 1 for the evidence lower bound; too high, and z tells nothing any more (collapse).
    n_epochs : int
        How often each example is seen.
    batch_size : int
        How many examples a step looks at.
    step_size : float
        Of Adam.
    rng : np.random.Generator
        Where weights, batches and noise come from.

    Attributes
    ----------
    weights_ : VAEWeights
        Of the networks, after `fit`.
    history_ : np.ndarray, shape (n_epochs, 2)
        Distortion and rate, means over the steps of each epoch.

    Raises
    ------
    TypeError
        If an argument is of the wrong kind.
    ValueError
        If a number is out of its range.

    References
    ----------
    Kingma and Welling (2014), Auto-encoding variational Bayes, ICLR. Kingma and Ba (2015), Adam, ICLR, algorithm 1.

    Examples
    --------
    >>> X = np.repeat([[0.0, 1.0], [1.0, 0.0]], 20, axis=0)
    >>> vae = VAE(1, 8, n_epochs=50, step_size=0.05, rng=np.random.default_rng(0)).fit(X)
    >>> bool(vae.history_[-1].sum() < vae.history_[0].sum())
    True
    """

    def __init__(self, n_latent: int = 2, n_hidden: int = 64, *, beta: float = 1.0, n_epochs: int = 100,
                 batch_size: int = 100, step_size: float = 0.003, rng: np.random.Generator):
        self.n_latent, self.n_hidden = as_count(n_latent, "n_latent"), as_count(n_hidden, "n_hidden")
        self.beta, self.step_size = as_nonnegative(beta, "beta"), as_positive(step_size, "step_size")
        self.n_epochs, self.batch_size = as_count(n_epochs, "n_epochs"), as_count(batch_size, "batch_size")
        self.rng = as_rng(rng)
        as_squarable(np.array([self.beta]), "beta", 0)

    def fit(self, X: ArrayLike) -> VAE:
        """Learn both networks by Adam on batches.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            A row for each example, entries from 0 to 1.

        Returns
        -------
        VAE
            This one. Cost: O(n_epochs * n * n_hidden * d).

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix of numbers from 0 to 1, or the loss does not stay finite.

        Examples
        --------
        >>> VAE(1, 2, n_epochs=1, rng=np.random.default_rng(0)).fit([[0.0, 1.0]]).history_.shape
        (1, 2)
        """
        X = as_probabilities(as_matrix(X, "X"), "X")
        weights = VAEWeights.draw(X.shape[1], self.n_latent, self.n_hidden, rng=self.rng)
        memory = [np.zeros_like(w) for w in weights.arrays() * 2]
        history, step = [], 0
        for epoch in range(self.n_epochs):
            order, parts = self.rng.permutation(len(X)), []
            for batch in np.split(order, range(self.batch_size, len(X), self.batch_size)):
                step += 1
                with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is refused below
                    loss = vae_loss(weights, X[batch], self.rng.normal(size=(batch.size, self.n_latent)), self.beta)
                if not np.isfinite(loss.distortion + loss.rate):
                    raise ValueError(f"`step_size` must be small enough for the loss to stay finite; got "
                                     f"{self.step_size:g}, and no finite loss in epoch {epoch + 1}.")
                weights, memory = _adam(weights, loss.gradient, memory, step, self.step_size)
                parts.append((loss.distortion, loss.rate))
            history.append(np.mean(parts, axis=0))
        self.weights_, self.history_ = weights, np.array(history)
        return self

    def rate_distortion(self, X: ArrayLike) -> tuple[float, float]:
        """Return the rate and the distortion on data, with one draw of z for each example.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            A row for each example, entries from 0 to 1.

        Returns
        -------
        tuple of float
            In nats an example.

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix of numbers from 0 to 1, as wide as what was fitted.
        RuntimeError
            If the VAE was not fitted.

        References
        ----------
        Alemi et al. (2018), Fixing a broken ELBO, ICML 35: rate and distortion.

        Examples
        --------
        >>> vae = VAE(1, 2, n_epochs=1, rng=np.random.default_rng(0)).fit([[0.0, 1.0]])
        >>> len(vae.rate_distortion([[0.0, 1.0]]))
        2
        """
        X = self._as_inputs(X)
        loss = vae_loss(self.weights_, X, self.rng.normal(size=(len(X), self.n_latent)), self.beta)
        return loss.rate, loss.distortion

    def encode(self, X: ArrayLike) -> np.ndarray:
        """Return the mean of z for each example: its place on the map.

        Parameters
        ----------
        X : ArrayLike, shape (n, d)
            A row for each example, entries from 0 to 1.

        Returns
        -------
        np.ndarray, shape (n, l)

        Raises
        ------
        TypeError
            If `X` holds anything but real numbers.
        ValueError
            If `X` is not a finite matrix of numbers from 0 to 1, as wide as what was fitted.
        RuntimeError
            If the VAE was not fitted.

        Examples
        --------
        >>> VAE(1, 2, n_epochs=1, rng=np.random.default_rng(0)).fit([[0.0, 1.0]]).encode([[0.0, 1.0]]).shape
        (1, 1)
        """
        X = self._as_inputs(X)
        return vae_encode(self.weights_, X)[0]

    def decode(self, Z: ArrayLike) -> np.ndarray:
        """Return the expected example for each latent point.

        Parameters
        ----------
        Z : ArrayLike, shape (n, l)
            A row for each latent point.

        Returns
        -------
        np.ndarray, shape (n, d)
            Between 0 and 1.

        Raises
        ------
        TypeError
            If `Z` holds anything but real numbers.
        ValueError
            If `Z` is not a finite matrix with l columns, or has numbers above 1e150.
        RuntimeError
            If the VAE was not fitted.

        Examples
        --------
        >>> VAE(1, 2, n_epochs=1, rng=np.random.default_rng(0)).fit([[0.0, 1.0]]).decode([[0.0]]).shape
        (1, 2)
        """
        self._fitted()
        Z = as_squarable(as_matrix(Z, "Z", (None, self.n_latent)), "Z", 0)
        return special.expit(vae_decode(self.weights_, Z))

    def _fitted(self) -> None:
        if not hasattr(self, "weights_"):
            raise RuntimeError("`VAE` must be fitted first; got no call of `fit`.")

    def _as_inputs(self, X: ArrayLike) -> np.ndarray:
        self._fitted()
        return as_probabilities(as_matrix(X, "X", (None, len(self.weights_.encode))), "X")


def _adam(weights: VAEWeights, gradient: VAEWeights, memory: list[np.ndarray], step: int,
          step_size: float) -> tuple[VAEWeights, list[np.ndarray]]:
    # with both corrections of the start in one factor (Kingma and Ba, section 2, last paragraph)
    w, g, k = weights.arrays(), gradient.arrays(), 8
    m = [0.9 * m + 0.1 * g for m, g in zip(memory[:k], g, strict=True)]
    v = [0.999 * v + 0.001 * g**2 for v, g in zip(memory[k:], g, strict=True)]
    rate = step_size * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    return VAEWeights(*(w - rate * m / (np.sqrt(v) + 1e-8) for w, m, v in zip(w, m, v, strict=True))), m + v
