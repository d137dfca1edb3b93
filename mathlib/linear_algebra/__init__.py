"""Linear algebra: matrices as maps of the plane, what they stretch, turn and flatten."""
from __future__ import annotations

from mathlib.linear_algebra.describe import describe_map
from mathlib.linear_algebra.maps import apply, ellipse, projection, reflection, rotation, shear, signed_area
from mathlib.linear_algebra.spectral import EigenPairs, SingularFrame, real_eigenpairs, singular_frame

__all__ = [
    "EigenPairs", "SingularFrame", "apply", "describe_map", "ellipse", "projection", "real_eigenpairs", "reflection",
    "rotation", "shear", "signed_area", "singular_frame",
]
