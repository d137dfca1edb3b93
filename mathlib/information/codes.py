"""Codes: how short a message can get. Kraft's inequality says which lengths exist, Huffman finds the best."""
from __future__ import annotations

import heapq
import itertools
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mathlib.checks import as_distribution, as_vector


def kraft_sum(lengths: ArrayLike) -> float:
    """Return `sum(2.0 ** -lengths)`: a binary prefix code with these lengths exists if and only if it is at most 1.

    Parameters
    ----------
    lengths : ArrayLike, shape (n,)
        The lengths of the words, in bits: whole numbers, none negative.

    Returns
    -------
    float

    Raises
    ------
    TypeError
        If `lengths` holds anything but real numbers.
    ValueError
        If a length is negative or not whole.

    References
    ----------
    Kraft (1949), thesis, MIT. McMillan (1956), IRE Transactions on Information Theory 2, 115-116.

    Examples
    --------
    >>> kraft_sum([1, 2, 3, 3]), kraft_sum([1, 1, 2])
    (1.0, 1.25)
    """
    return float(np.ldexp(1.0, -_as_lengths(lengths)).sum())


def prefix_code(lengths: ArrayLike) -> list[str]:
    """Return a binary prefix code with the given lengths of words: the constructive half of Kraft's inequality.

    Words are dealt in order of length, each the next free number of that many bits.

    Parameters
    ----------
    lengths : ArrayLike, shape (n,)
        The lengths of the words, in bits: whole numbers, none negative, with a Kraft sum of at most 1.

    Returns
    -------
    list of str
        The words, in the order of `lengths`; none begins with another.

    Raises
    ------
    TypeError
        If `lengths` holds anything but real numbers.
    ValueError
        If a length is negative or not whole, or the Kraft sum exceeds 1.

    References
    ----------
    Cover and Thomas (2006), Elements of Information Theory, theorem 5.2.1.

    Examples
    --------
    >>> prefix_code([1, 3, 2, 3])
    ['0', '110', '10', '111']
    """
    sizes = _as_lengths(lengths)
    if sum(1 << int(sizes.max() - size) for size in sizes) > 1 << int(sizes.max()):  # Kraft's sum, without rounding
        raise ValueError(f"`lengths` must have a Kraft sum of at most 1; got {kraft_sum(sizes):.16g}.")
    words, free, depth = [""] * sizes.size, 0, 0
    for i in np.argsort(sizes, kind="stable"):
        free, depth = free << (int(sizes[i]) - depth), int(sizes[i])
        words[i] = f"{free:0{depth}b}" if depth else ""
        free += 1
    return words


@dataclass(frozen=True)
class HuffmanCode:
    """Hold a binary prefix code of least expected length.

    Attributes
    ----------
    words : tuple of str
        The word of each symbol, of zeros and ones.
    merges : tuple of (int, int)
        How the tree was built: nodes 0 to n - 1 are the symbols, node n + k joins the two nodes of merge k.
    expected_length : float
        In bits a symbol.

    Examples
    --------
    >>> code = huffman([0.5, 0.25, 0.25])
    >>> code.decode(code.encode([0, 2, 1])).tolist()
    [0, 2, 1]
    """

    words: tuple[str, ...]
    merges: tuple[tuple[int, int], ...]
    expected_length: float

    def encode(self, symbols: ArrayLike) -> str:
        """Return the words of the symbols, one after the other.

        Parameters
        ----------
        symbols : ArrayLike, shape (m,)
            Whole numbers from 0 to n - 1.

        Returns
        -------
        str
            Of zeros and ones.

        Raises
        ------
        TypeError
            If `symbols` holds anything but real numbers.
        ValueError
            If one is not a whole number from 0 to n - 1.

        Examples
        --------
        >>> huffman([0.5, 0.25, 0.25]).encode([0, 0, 1])
        '0010'
        """
        s = as_vector(symbols, "symbols")
        if (s != np.floor(s)).any() or s.min() < 0 or s.max() >= len(self.words):
            raise ValueError(f"`symbols` must be whole numbers from 0 to {len(self.words) - 1}; got numbers from "
                             f"{s.min():g} to {s.max():g}.")
        return "".join(self.words[int(i)] for i in s)

    def decode(self, bits: str) -> np.ndarray:
        """Return the symbols of a message; no marks between words are needed, because none begins with another.

        Parameters
        ----------
        bits : str
            Of zeros and ones.

        Returns
        -------
        np.ndarray, shape (m,), int

        Raises
        ------
        TypeError
            If `bits` is not text.
        ValueError
            If `bits` ends inside a word, or holds anything but zeros and ones.

        Examples
        --------
        >>> huffman([0.5, 0.25, 0.25]).decode("0010")
        array([0, 0, 1])
        """
        if not isinstance(bits, str):
            raise TypeError(f"`bits` must be text; got an object of type {type(bits).__name__}.")
        symbol_of = {word: i for i, word in enumerate(self.words)}
        symbols, word = [], ""
        for bit in bits:
            word += bit
            if word in symbol_of:
                symbols.append(symbol_of[word])
                word = ""
        if word:
            raise ValueError(f"`bits` must be words of this code, one after the other; got {word!r} at the end.")
        return np.array(symbols, dtype=int)


def huffman(p: ArrayLike) -> HuffmanCode:
    """Return the binary prefix code of least expected length: join the two least likely, again and again.

    Parameters
    ----------
    p : ArrayLike, shape (n,)
        The probabilities of n >= 2 symbols.

    Returns
    -------
    HuffmanCode
        `entropy <= expected_length <= entropy + 1` bits: equal to the first where every probability is a power of 1/2,
        to the second only where one symbol is certain. Cost: O(n * log(n)). Ties are broken by age, so that the code is
        the same on every machine.

    Raises
    ------
    TypeError
        If `p` holds anything but real numbers.
    ValueError
        If `p` is not a vector of at least 2 probabilities that sum to 1.

    References
    ----------
    Huffman (1952), Proceedings of the IRE 40, 1098-1101.

    Examples
    --------
    >>> code = huffman([1/2, 1/4, 1/8, 1/8])
    >>> code.words, code.expected_length
    (('0', '10', '110', '111'), 1.75)
    """
    p = as_distribution(as_vector(p, "p"), "p")
    if p.size < 2:
        raise ValueError("`p` must be the probabilities of at least 2 symbols; got 1, which needs no code.")
    heap = [(prob, node) for node, prob in enumerate(p.tolist())]
    heapq.heapify(heap)
    merges = []
    for node in range(p.size, 2 * p.size - 1):
        (p0, i), (p1, j) = heapq.heappop(heap), heapq.heappop(heap)
        merges.append((i, j))
        heapq.heappush(heap, (p0 + p1, node))
    words = prefix_code(_depths(merges, p.size))
    return HuffmanCode(tuple(words), tuple(merges), float(p @ [len(word) for word in words]))


def text_entropies(text: str) -> tuple[float, float, float]:
    """Return what a character of a text costs: if all are equally likely, by their frequency, and given the one before.

    Parameters
    ----------
    text : str
        At least 2 characters.

    Returns
    -------
    tuple of float
        `log(k)` for the k characters that occur, H(character), H(character | the one before), in nats. The last is a
        plug-in estimate, too low for short texts.

    Raises
    ------
    TypeError
        If `text` is not text.
    ValueError
        If it has fewer than 2 characters.

    References
    ----------
    Shannon (1951), Prediction and entropy of printed English, Bell System Technical Journal 30, 50-64.

    Examples
    --------
    >>> print(*(f"{h:.3f}" for h in text_entropies("abababab")))
    0.693 0.693 0.000
    """
    if not isinstance(text, str):
        raise TypeError(f"`text` must be text; got an object of type {type(text).__name__}.")
    if len(text) < 2:
        raise ValueError(f"`text` must be at least 2 characters long; got {len(text)}.")
    symbols = len(set(text))
    pairs, firsts = Counter(itertools.pairwise(text)), Counter(text[:-1])
    conditional = _count_entropy(pairs) - _count_entropy(firsts)
    return float(np.log(symbols)), _count_entropy(Counter(text)), max(conditional, 0.0)


def _depths(merges: list[tuple[int, int]], n: int) -> list[int]:
    depth = [0] * (n + len(merges))
    for k in reversed(range(len(merges))):  # the root is the last merge
        for child in merges[k]:
            depth[child] = depth[n + k] + 1
    return depth[:n]


def _count_entropy(counts: Counter) -> float:
    c = np.array(list(counts.values()))
    return float(np.log(c.sum()) - c @ np.log(c) / c.sum())


def _as_lengths(lengths: ArrayLike) -> np.ndarray:
    sizes = as_vector(lengths, "lengths")
    if (sizes < 0).any() or (sizes != np.floor(sizes)).any() or sizes.max() > 2000:
        raise ValueError("`lengths` must be whole numbers from 0 to 2000; got numbers from "
                         f"{sizes.min():g} to {sizes.max():g}.")
    return sizes.astype(int)
