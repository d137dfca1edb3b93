"""`python -m tests.bench`: the live figures, then the mathematics of each chapter beside its peers.

`python -m tests.bench.figures`, `python -m tests.bench.calculus` and so on measure one part.
"""
from __future__ import annotations

import sys
from importlib import import_module

from tests.bench.figures import main
from tests.bench.timing import show

CHAPTERS = ("linear_algebra", "calculus", "optimization", "information", "graphs", "probability", "factorization")

if __name__ == "__main__":
    missed = main()
    for chapter in CHAPTERS:
        print(f"\n{chapter}")
        show(import_module(f"tests.bench.{chapter}").rows())
    sys.exit(missed)
