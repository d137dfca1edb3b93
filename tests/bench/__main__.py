"""`python -m tests.bench`: the pages, the live figures, then the mathematics of each chapter beside its peers.

`python -m tests.bench.pages`, `python -m tests.bench.calculus` and so on measure one part.
"""
from __future__ import annotations

import sys
from importlib import import_module

from tests.bench import figures, pages
from tests.bench.timing import show

CHAPTERS = ("linear_algebra", "calculus", "optimization", "information", "graphs", "probability", "factorization")

if __name__ == "__main__":
    missed = pages.main()
    print()
    missed |= figures.main()
    for chapter in CHAPTERS:
        print(f"\n{chapter}")
        show(import_module(f"tests.bench.{chapter}").rows())
    sys.exit(missed)
