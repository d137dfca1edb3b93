"""Linear algebra: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.linear_algebra`.

The rows that begin with "taught" have the algorithm that the book derives beside the default solver: what it costs.
"""
from __future__ import annotations

import numpy as np
import scipy.linalg
from scipy.spatial.distance import cdist
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from mathlib import linear_algebra as ours
from tests.bench.timing import Row, compare, growth, show


def rows() -> list[Row]:
    rng = np.random.default_rng(0)
    X, b = rng.normal(size=(2000, 500)), rng.normal(size=2000)
    A, small = X[:500], X[:200, :100]
    S = small.T @ small

    def taught(what, ours_taught, default):
        return compare(f"taught: {what} / our default", ours_taught, default)

    return [
        compare("PCA of 2000 x 500 / scikit-learn", lambda: ours.PCA().fit(X), lambda: PCA().fit(X)),
        compare("PCA of 2000 x 500, scores too / scikit-learn", lambda: ours.PCA().fit_transform(X),
                lambda: PCA().fit_transform(X)),
        compare("PCA of 2000 x 500, 10 components / scikit-learn, full",
                lambda: ours.PCA(10).fit(X), lambda: PCA(10, svd_solver="full").fit(X)),
        compare("PCA of 2000 x 500, 10 components / scikit-learn, randomized (approximate)",
                lambda: ours.PCA(10).fit(X), lambda: PCA(10, svd_solver="randomized", random_state=0).fit(X)),
        compare("PCA of 2000 x 500 by covariance / scikit-learn", lambda: ours.PCA(solver="covariance").fit(X),
                lambda: PCA(svd_solver="covariance_eigh").fit(X)),
        compare("svd of 2000 x 500 / scipy", lambda: ours.svd(X), lambda: scipy.linalg.svd(X, full_matrices=False)),
        compare("qr of 2000 x 500 / scipy", lambda: ours.qr(X), lambda: scipy.linalg.qr(X, mode="economic")),
        compare("lstsq of 2000 x 500 / scipy", lambda: ours.lstsq(X, b), lambda: scipy.linalg.lstsq(X, b)),
        compare("pinv of 2000 x 500 / scipy", lambda: ours.pinv(X), lambda: scipy.linalg.pinv(X)),
        compare("solve of 500 x 500 / scipy", lambda: ours.solve(A, b[:500]), lambda: scipy.linalg.solve(A, b[:500])),
        compare("eig_symmetric of 100 x 100 / scipy", lambda: ours.eig_symmetric(S), lambda: scipy.linalg.eigh(S)),
        compare("null_space of 100 x 200 / scipy", lambda: ours.null_space(small.T),
                lambda: scipy.linalg.null_space(small.T)),
        compare("distances of 500 x 500 / scipy", lambda: ours.distances(A), lambda: cdist(A, A)),
        compare("standardise 2000 x 500 / scikit-learn", lambda: ours.standardise(X),
                lambda: StandardScaler().fit_transform(X)),
        taught("solver='lu', 500 x 500", lambda: ours.solve(A, b[:500], solver="lu"), lambda: ours.solve(A, b[:500])),
        taught("householder_qr, 200 x 100", lambda: ours.householder_qr(small), lambda: ours.qr(small)),
        taught("gram_schmidt, modified, 200 x 100", lambda: ours.gram_schmidt(small), lambda: ours.qr(small)),
        taught("gram_schmidt, classical, 200 x 100", lambda: ours.gram_schmidt(small, "classical"),
               lambda: ours.qr(small)),
        taught("normal_equations, 2000 x 500", lambda: ours.normal_equations(X, b), lambda: ours.lstsq(X, b)),
        taught("jacobi, 100 x 100", lambda: ours.jacobi(S), lambda: ours.eig_symmetric(S)),
        taught("svd_from_eig, 2000 x 500", lambda: ours.svd_from_eig(X), lambda: ours.svd(X)),
        taught("PCA by covariance, 2000 x 500", lambda: ours.PCA(solver="covariance").fit(X),
               lambda: ours.PCA().fit(X)),
        growth("PCA of 1000 and 2000 rows", lambda: ours.PCA().fit(X[:1000]), lambda: ours.PCA().fit(X)),
        growth("householder_qr of 100 and 200 columns (4)", lambda: ours.householder_qr(X[:400, :100]),
               lambda: ours.householder_qr(X[:400, :200])),
        growth("jacobi of 40 x 40 and 80 x 80 (4 to 8)", lambda: ours.jacobi(S[:40, :40]),
               lambda: ours.jacobi(S[:80, :80])),
    ]


if __name__ == "__main__":
    show(rows())
