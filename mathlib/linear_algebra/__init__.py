"""Linear algebra: data as vectors, matrices as maps, what they keep, stretch and flatten, and how little will do."""
from __future__ import annotations

from mathlib.linear_algebra.describe import describe_map
from mathlib.linear_algebra.eigen import (
    PowerIteration,
    QRIteration,
    SymmetricPairs,
    characteristic_polynomial,
    eig_symmetric,
    inverse_iteration,
    jacobi,
    matrix_power,
    power_iteration,
    qr_iteration,
    quadratic_form,
    rayleigh_quotient,
)
from mathlib.linear_algebra.elimination import (
    LU,
    FourSubspaces,
    RankNullity,
    back_substitution,
    forward_substitution,
    four_subspaces,
    lu,
    null_space,
    rank,
    rank_nullity,
    solve,
)
from mathlib.linear_algebra.layers import (
    Affine,
    LayerShape,
    collapse,
    collapse_affine,
    dense,
    feature_map,
    mlp_forward,
    parameter_count,
    shapes,
)
from mathlib.linear_algebra.maps import apply, ellipse, projection, reflection, rotation, shear, signed_area
from mathlib.linear_algebra.pca import PCA, covariance, whiten
from mathlib.linear_algebra.projection import (
    QR,
    LeastSquares,
    condition_number,
    gram_schmidt,
    householder_qr,
    leverage,
    lstsq,
    normal_equations,
    orthogonality_loss,
    project,
    projector,
    qr,
)
from mathlib.linear_algebra.spectral import EigenPairs, SingularFrame, real_eigenpairs, singular_frame
from mathlib.linear_algebra.svd import (
    break_even_rank,
    energy,
    low_rank,
    pinv,
    rank_for_energy,
    rank_for_error,
    storage,
    svd,
    svd_from_eig,
    truncated_svd,
    truncation_error,
)
from mathlib.linear_algebra.vectors import angle, cosine, distance, distances, dot, norm, standardise

__all__ = [
    "Affine", "EigenPairs", "FourSubspaces", "LU", "LayerShape", "LeastSquares", "PCA", "PowerIteration", "QR",
    "QRIteration", "RankNullity", "SingularFrame", "SymmetricPairs", "angle", "apply", "back_substitution",
    "break_even_rank", "characteristic_polynomial", "collapse", "collapse_affine", "condition_number", "cosine",
    "covariance", "dense", "describe_map", "distance", "distances", "dot", "eig_symmetric", "ellipse", "energy",
    "feature_map", "forward_substitution", "four_subspaces", "gram_schmidt", "householder_qr", "inverse_iteration",
    "jacobi", "leverage", "low_rank", "lstsq", "lu", "matrix_power", "mlp_forward", "norm", "normal_equations",
    "null_space", "orthogonality_loss", "parameter_count", "pinv", "power_iteration", "project", "projection",
    "projector", "qr", "qr_iteration", "quadratic_form", "rank", "rank_for_energy", "rank_for_error", "rank_nullity",
    "rayleigh_quotient", "real_eigenpairs", "reflection", "rotation", "shapes", "shear", "signed_area",
    "singular_frame", "solve",
    "standardise", "storage", "svd", "svd_from_eig", "truncated_svd", "truncation_error", "whiten",
]
