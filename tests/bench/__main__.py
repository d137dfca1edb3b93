"""`python -m tests.bench`: the live figures; `python -m tests.bench.calculus`, and so on, are the mathematics."""
from __future__ import annotations

import sys

from tests.bench.figures import main

if __name__ == "__main__":
    sys.exit(main())
