"""Numbers whose squares are numbers: what is squared must neither overflow nor vanish."""
from __future__ import annotations

from mathlib.checks import as_squarable

__all__ = ["as_squarable"]
