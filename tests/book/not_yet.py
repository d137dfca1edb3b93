"""The pages that do not keep a rule yet. The lists only shrink: a page that keeps its rule must not stand there."""
from __future__ import annotations

ALL = {
    *(f"linear_algebra/{page}" for page in
      ("vectors", "matrices", "projections", "eigenvectors", "svd", "pca", "layers")),
    *(f"optimization/{page}" for page in
      ("gradient_descent", "second_order", "stochastic", "landscapes", "constraints",
       "numerical_methods")),
}
NOT_YET = {
    "has a term and a question in its title": set(ALL),
    "says what you need": set(ALL),
    "folds its long proofs": ALL - {"optimization/numerical_methods"},
    "is short": ALL - {f"linear_algebra/{page}" for page in ("vectors", "matrices", "eigenvectors", "pca", "layers")},
    "leaves its minutes to the build": set(),
}


def keeps(rule: str, page: str, faults: list) -> None:
    """Demand that a page keeps a rule or stands in the list of those that do not yet, and not both."""
    if page in NOT_YET[rule]:
        assert faults, f"{page} {rule} now: take it off the list"
    else:
        assert faults == []
