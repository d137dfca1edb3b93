"""Factorization: two thin factors for one wide table, found where entries are missing, and judged where they are."""
from __future__ import annotations

from mathlib.factorization.completion import (
    Biases,
    Completed,
    als,
    alternate,
    bias_model,
    implicit_als,
    sgd,
    soft_impute,
)
from mathlib.factorization.evaluation import (
    RankSweep,
    auc,
    precision_at_k,
    rank_sweep,
    recommend,
    rmse,
    validation_folds,
)
from mathlib.factorization.factors import (
    Factors,
    align_factors,
    as_masked,
    as_observed,
    descend,
    factor_gradient,
    low_rank,
)
from mathlib.factorization.nonnegative import (
    nmf,
)
from mathlib.factorization.probabilistic import (
    pmf_log_posterior,
    pmf_map,
)

__all__ = [
    "Biases", "Completed", "Factors", "RankSweep", "align_factors", "als", "alternate", "as_masked", "as_observed",
    "auc", "bias_model", "descend", "factor_gradient", "implicit_als", "low_rank", "nmf", "pmf_log_posterior",
    "pmf_map", "precision_at_k", "rank_sweep", "recommend", "rmse", "sgd", "soft_impute", "validation_folds",
]
