"""Generated inputs, by the names that let a test read as a sentence."""
from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from mathlib import linear_algebra, probability


def numbers(limit: float = 100.0) -> st.SearchStrategy[float]:
    """Zero, and numbers of either sign whose size is between 1e-3 and the limit: their squares keep their digits."""
    size = st.floats(1e-3, limit)
    return st.just(0.0) | size | size.map(lambda x: -x)


def vectors(n: int | st.SearchStrategy[int] = 2, limit: float = 100.0) -> st.SearchStrategy[np.ndarray]:
    lengths = st.just(n) if isinstance(n, int) else n
    return lengths.flatmap(lambda size: hnp.arrays(float, size, elements=numbers(limit)))


def matrices(m: int = 2, n: int = 2, limit: float = 100.0) -> st.SearchStrategy[np.ndarray]:
    return hnp.arrays(float, (m, n), elements=numbers(limit))


def whole_matrices(limit: int = 20) -> st.SearchStrategy[np.ndarray]:
    """2 by 2, with whole entries: everything about them is known exactly. Few values, so that coincidences occur."""
    return hnp.arrays(int, (2, 2), elements=st.integers(-limit, limit) | st.integers(-2, 2))


def symmetric_matrices(n: int = 2, limit: float = 100.0) -> st.SearchStrategy[np.ndarray]:
    return matrices(n, n, limit).map(lambda A: np.triu(A) + np.triu(A, 1).T)


def directions() -> st.SearchStrategy[np.ndarray]:
    return vectors(2).filter(np.any)


angles = st.floats(-math.pi, math.pi)
rotations = angles.map(linear_algebra.rotation)

curvatures = st.lists(st.floats(0.1, 1000.0), min_size=1, max_size=4)
momenta = st.floats(0.0, 0.99)
fractions = st.floats(0.01, 0.99)

locations = numbers(100.0)
scales = st.floats(0.01, 100.0)
probabilities = st.floats(0.0, 1.0)
inner_probabilities = st.floats(1e-6, 1 - 1e-6)
families = st.sampled_from(list(probability.FAMILIES.values()))
distributions = st.builds(lambda family, location, scale: family(location, scale), families, locations, scales)
samples = hnp.arrays(float, st.integers(1, 50), elements=numbers(5.0) | st.sampled_from([0.0, 1.0, 2.0]))
