"""Factorization: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.factorization`.

No package of the book's set has alternating least squares: there the peer is the loop over rows that one would write.
"""
from __future__ import annotations

import numpy as np
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score

from mathlib import factorization as ours
from mathlib.data import load_digits
from tests.bench.timing import Row, compare, growth, show


def rows() -> list[Row]:
    rng = np.random.default_rng(0)
    M = load_digits().X
    observed = rng.random(M.shape) > 0.1
    half = slice(0, 898)
    scores, relevant = rng.normal(size=10_000), rng.random(10_000) < 0.3
    small, known = M[:300], observed[:300]
    tall, known_tall = np.vstack([M, M]), np.vstack([observed, observed])

    def als_row_by_row():  # one step
        V = np.random.default_rng(0).normal(size=(64, 8))
        U = np.array([Ridge(1.0, fit_intercept=False).fit(V[k], m[k]).coef_ for m, k in zip(small, known, strict=True)])
        return [Ridge(1.0, fit_intercept=False).fit(U[k], m[k]).coef_ for m, k in zip(small.T, known.T, strict=True)]

    def theirs_nmf():
        return NMF(10, init="random", solver="mu", random_state=0, max_iter=50, tol=0).fit_transform(M)

    def sgd_in_python():  # one epoch, an entry at a time, as published
        U, V = rng.normal(size=(300, 4)) * 0.1, rng.normal(size=(64, 4)) * 0.1
        for i, j in zip(*np.nonzero(known), strict=True):
            error = small[i, j] - U[i] @ V[j]
            U[i], V[j] = U[i] + 0.001 * error * V[j], V[j] + 0.001 * error * U[i]
        return U, V

    return [
        compare("low_rank, 1797 x 64 / TruncatedSVD, exact", lambda: ours.low_rank(M, 10),
                lambda: TruncatedSVD(10, algorithm="arpack").fit_transform(M)),
        compare("als, one step of 300 x 64, rank 8 / Ridge row by row",
                lambda: ours.als(small, known, 8, 1.0, n_steps=1, rng=rng), als_row_by_row),
        compare("nmf, 50 steps of 1797 x 64 / scikit-learn, multiplicative",
                lambda: ours.nmf(M, 10, n_steps=50, tolerance=0, rng=rng), theirs_nmf),
        compare("sgd, one epoch of 300 x 64, batches of 32 / a loop over entries",
                lambda: ours.sgd(small, known, 4, step_size=0.001, n_epochs=1, rng=rng), sgd_in_python),
        compare("auc of 1e4 scores / scikit-learn", lambda: ours.auc(scores, relevant),
                lambda: roc_auc_score(relevant, scores)),
        growth("als, one step of 1797 and 3594 rows", lambda: ours.als(M, observed, 8, n_steps=1, rng=rng),
               lambda: ours.als(tall, known_tall, 8, n_steps=1, rng=rng)),
        growth("als, rank 8 and 16 (rank**2 to rank**3: 4 to 8)",
               lambda: ours.als(M, observed, 8, n_steps=1, rng=rng),
               lambda: ours.als(M, observed, 16, n_steps=1, rng=rng)),
        growth("soft_impute, 10 steps of 898 and 1797 rows",
               lambda: ours.soft_impute(M[half], observed[half], 5.0, n_steps=10, tolerance=0),
               lambda: ours.soft_impute(M, observed, 5.0, n_steps=10, tolerance=0)),
        growth("sgd, one epoch of 300 and 600 rows",
               lambda: ours.sgd(small, known, 4, step_size=0.001, n_epochs=1, rng=rng),
               lambda: ours.sgd(M[:600], observed[:600], 4, step_size=0.001, n_epochs=1, rng=rng)),
        growth("bias_model, 898 and 1797 rows", lambda: ours.bias_model(M[half], observed[half]),
               lambda: ours.bias_model(M, observed)),
    ]


if __name__ == "__main__":
    show(rows())
