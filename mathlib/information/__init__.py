"""Information: surprise and entropy, divergence, mutual information, and what they are used for."""
from __future__ import annotations

from mathlib.information.codes import (
    HuffmanCode,
    huffman,
    kraft_sum,
    prefix_code,
    text_entropies,
)
from mathlib.information.continuous import (
    differential_entropy,
    fit_gaussian_forward,
    gaussian_entropy,
    gaussian_mutual_information,
    kl_density,
)
from mathlib.information.divergence import (
    cross_entropy,
    expected_calibration_error,
    js_divergence,
    kl_divergence,
    kl_gaussian,
    log_loss,
    perplexity,
)
from mathlib.information.entropy import (
    conditional_entropy,
    entropy,
    joint_entropy,
    surprise,
    to_bits,
)
from mathlib.information.features import (
    mrmr,
    mutual_information_ranking,
    quantile_bins,
    relevance,
)
from mathlib.information.maxent import (
    MaxEntropy,
    max_entropy,
)
from mathlib.information.mutual import (
    PermutationNull,
    corrected_mutual_information,
    joint_table,
    miller_madow,
    mutual_information,
    mutual_information_bias,
    permutation_null,
)
from mathlib.information.trees import (
    DecisionTree,
    Split,
    best_split,
    information_gain,
)
from mathlib.information.vae import (
    VAE,
    VAELoss,
    VAEWeights,
    vae_decode,
    vae_encode,
    vae_loss,
)
from mathlib.information.variational import (
    GaussianFit,
    MeanFieldMixture,
    cavi_mixture,
    elbo,
    fit_gaussian_vi,
    gaussian_elbo,
)

__all__ = [
    "DecisionTree", "GaussianFit", "HuffmanCode", "MaxEntropy", "MeanFieldMixture", "PermutationNull", "Split", "VAE",
    "VAELoss", "VAEWeights", "best_split", "cavi_mixture", "conditional_entropy", "corrected_mutual_information",
    "cross_entropy", "differential_entropy", "elbo", "entropy", "expected_calibration_error", "fit_gaussian_forward",
    "fit_gaussian_vi", "gaussian_elbo", "gaussian_entropy", "gaussian_mutual_information", "huffman",
    "information_gain", "joint_entropy", "joint_table", "js_divergence", "kl_density", "kl_divergence", "kl_gaussian",
    "kraft_sum", "log_loss", "max_entropy", "miller_madow", "mrmr", "mutual_information", "mutual_information_bias",
    "mutual_information_ranking", "permutation_null", "perplexity", "prefix_code", "quantile_bins", "relevance",
    "surprise", "text_entropies", "to_bits", "vae_decode", "vae_encode", "vae_loss",
]
