"""Probability: distributions as standard shapes that are moved and stretched, and what a sample shows of them."""
from __future__ import annotations

from mathlib.probability.distributions import (
    FAMILIES,
    Cauchy,
    Exponential,
    Laplace,
    LocationScale,
    Normal,
    StudentT,
    Uniform,
)
from mathlib.probability.samples import empirical_cdf, histogram_density

__all__ = [
    "FAMILIES", "Cauchy", "Exponential", "Laplace", "LocationScale", "Normal", "StudentT", "Uniform", "empirical_cdf",
    "histogram_density",
]
