"""Graphs: matrices and walks, Laplacians, messages between neighbours, trees."""
from __future__ import annotations

from mathlib.graphs.spanning import max_spanning_tree

__all__ = ["max_spanning_tree"]
