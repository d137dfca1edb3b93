"""Information: surprise and entropy, divergence, mutual information, and what they are used for."""
from __future__ import annotations

from mathlib.information.entropy import conditional_entropy, entropy, joint_entropy, surprise, to_bits
from mathlib.information.mutual import (
    PermutationNull,
    corrected_mutual_information,
    joint_table,
    miller_madow,
    mutual_information,
    mutual_information_bias,
    permutation_null,
)

__all__ = [
    "PermutationNull", "conditional_entropy", "corrected_mutual_information", "entropy", "joint_entropy", "joint_table",
    "miller_madow", "mutual_information", "mutual_information_bias", "permutation_null", "surprise", "to_bits",
]
