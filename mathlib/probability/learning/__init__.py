"""Statistical learning: regression, classification, clustering, and how to know what was learned."""
from __future__ import annotations

from mathlib.probability.learning.k_means import KMeans, k_means, k_means_plus_plus, k_means_step
from mathlib.probability.learning.linear import LinearRegression
from mathlib.probability.learning.logistic import LogisticRegression
from mathlib.probability.learning.mixture import (
    GaussianMixture,
    MixtureFit,
    fit_mixture,
    maximization_step,
    responsibilities,
)
from mathlib.probability.learning.naive_bayes import NaiveBayes
from mathlib.probability.learning.neighbors import KNearestNeighbors
from mathlib.probability.learning.risk import BiasVariance, bias_variance, hoeffding_bound, hoeffding_n
from mathlib.probability.learning.validation import Split, cross_validate, k_fold, train_test_split

__all__ = [
    "BiasVariance", "GaussianMixture", "KMeans", "KNearestNeighbors", "LinearRegression", "LogisticRegression",
    "MixtureFit", "NaiveBayes", "Split", "bias_variance", "cross_validate", "fit_mixture", "hoeffding_bound",
    "hoeffding_n", "k_fold", "k_means", "k_means_plus_plus", "k_means_step", "maximization_step", "responsibilities",
    "train_test_split",
]
