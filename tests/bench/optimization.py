"""Optimization: the same work by mathlib and by the peer a user would pick; `python -m tests.bench.optimization`.

Methods that take other steps than their peer are compared by the time of one step: each is given a number of steps, and
what it spends is divided by those it took. The function is the same Python function for both.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize, sparse
from sklearn.linear_model import Lasso, SGDClassifier
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer

from mathlib import optimization as ours
from mathlib.data import load_breast_cancer, load_diabetes
from tests.bench.timing import Row, compare, growth, seconds, show


def a_step(what: str, walk: Callable[[], int], peers: Callable[[], int]) -> Row:
    """Compare the time of one step; both return how many they took."""
    a, b = seconds(walk) / walk(), seconds(peers) / peers()
    return Row(what, a, b, a / b)


def scipys(f, gradient, start, method, n_steps, **more) -> Callable[[], int]:
    """A run of scipy's minimiser, from start, that returns its number of steps."""
    options = {"maxiter": n_steps} | ({"gtol": 1e-9} if method == "BFGS" else {})
    return lambda: optimize.minimize(f, start, jac=gradient, method=method, options=options, **more).nit


def newton_rows() -> list[Row]:
    f, gradient, hessian = optimize.rosen, optimize.rosen_der, optimize.rosen_hess
    small, large = np.zeros(10), np.zeros(100)
    table = load_breast_cancer()
    problem = ours.LogisticProblem.standardised(table.X, table.y, 0.01)
    zero = np.zeros(31)
    return [
        a_step("bfgs, Rosenbrock in 10 dimensions / scipy's BFGS, a step",
               lambda: ours.bfgs(f, gradient, small, n_steps=40).n_steps, scipys(f, gradient, small, "BFGS", 40)),
        a_step("bfgs, Rosenbrock in 100 dimensions / scipy's BFGS, a step",
               lambda: ours.bfgs(f, gradient, large, n_steps=100).n_steps, scipys(f, gradient, large, "BFGS", 100)),
        a_step("bfgs, 569 tumours / scipy's BFGS, a step",
               lambda: ours.bfgs(problem, problem.gradient, zero, n_steps=25).n_steps,
               scipys(problem, problem.gradient, zero, "BFGS", 25)),
        a_step("damped_newton, Rosenbrock in 10 dimensions / scipy's trust-exact, a step",
               lambda: ours.damped_newton(f, gradient, hessian, small).n_steps,
               scipys(f, gradient, small, "trust-exact", 100, hess=hessian)),
        a_step("newton, 569 tumours / scipy's Newton-CG, a step",
               lambda: ours.newton(problem.gradient, problem.hessian, zero).n_steps,
               scipys(problem, problem.gradient, zero, "Newton-CG", 100, hess=problem.hessian)),
    ]


def first_order_rows(rng) -> list[Row]:
    bowl, start = ours.Quadratic(np.diag(np.geomspace(1, 100, 10))), np.ones(10)
    M = rng.normal(size=(200, 200))
    A, b = M @ M.T + 50 * np.eye(200), rng.normal(size=200)

    def adam_of_scikit_learn():
        x = [start.copy()]
        optimizer = AdamOptimizer(x, learning_rate_init=0.01)
        for _ in range(200):
            optimizer.update_params(x, [bowl.gradient(x[0])])
        return 200

    def conjugate_of_scipy():
        steps = []
        sparse.linalg.cg(A, b, rtol=1e-8, callback=steps.append)
        return len(steps)

    return [
        a_step("steepest_descent, 10 dimensions / scipy's CG, a step",
               lambda: ours.steepest_descent(bowl, bowl.gradient, start, n_steps=40).n_steps,
               scipys(bowl, bowl.gradient, start, "CG", 40)),
        a_step("adam, 10 dimensions / scikit-learn's, a step",
               lambda: ours.run(ours.adam(0.01), bowl.gradient, start, n_steps=200).n_steps, adam_of_scikit_learn),
        a_step("conjugate_gradient, 200 x 200 / scipy.sparse.linalg.cg, a step",
               lambda: ours.conjugate_gradient(A, b, tolerance=1e-8).n_steps, conjugate_of_scipy),
        growth("gradient_descent, 1000 and 2000 steps",
               lambda: ours.gradient_descent(bowl.gradient, start, 0.001, n_steps=1000),
               lambda: ours.gradient_descent(bowl.gradient, start, 0.001, n_steps=2000)),
        growth("bfgs, 200 and 400 dimensions, 10 steps (n**2: up to 4)",
               lambda: ours.bfgs(optimize.rosen, optimize.rosen_der, np.zeros(200), n_steps=10),
               lambda: ours.bfgs(optimize.rosen, optimize.rosen_der, np.zeros(400), n_steps=10)),
    ]


def data_rows(rng) -> list[Row]:
    table, tumours = load_diabetes(), load_breast_cancer()
    problem = ours.LogisticProblem.standardised(tumours.X, tumours.y, 0.01)
    theirs = SGDClassifier("log_loss", alpha=0.02, fit_intercept=False, max_iter=1, tol=None, average=False)
    x, many = rng.normal(size=1000), rng.normal(size=100_000)

    def by_slsqp():
        return optimize.minimize(lambda p: np.sum((p - x[:20]) ** 2), np.full(20, 0.05), jac=lambda p: 2 * (p - x[:20]),
                                 bounds=[(0, None)] * 20, method="SLSQP",
                                 constraints={"type": "eq", "fun": lambda p: p.sum() - 1, "jac": np.ones_like})

    return [
        # theirs is coordinate descent in C; ours, in the open, takes proximal steps in Python
        compare("lasso of diabetes, alpha 0.1 / scikit-learn's Lasso",
                lambda: ours.lasso(table.X, table.y, 0.1), lambda: Lasso(0.1, tol=1e-10).fit(table.X, table.y)),
        # theirs is a loop in C over single examples; a step of ours is a Python function
        compare("sgd, an epoch of 569 tumours, batches of 16 / SGDClassifier, single examples",
                lambda: ours.sgd(problem.gradient_of, 569, np.zeros(31), 0.1, batch_size=16, rng=rng),
                lambda: theirs.fit(problem.X, problem.y)),
        compare("project_simplex, 20 numbers / SLSQP", lambda: ours.project_simplex(x[:20]), by_slsqp),
        compare("soft_threshold of 1e5 / by numpy's sign and maximum", lambda: ours.soft_threshold(many, 0.5),
                lambda: np.sign(many) * np.maximum(np.abs(many) - 0.5, 0)),
        growth("project_simplex, 5e4 and 1e5 numbers", lambda: ours.project_simplex(many[:50_000]),
               lambda: ours.project_simplex(many)),
        growth("sgd, 1 and 2 epochs of 569 tumours",
               lambda: ours.sgd(problem.gradient_of, 569, np.zeros(31), 0.1, batch_size=16, rng=rng),
               lambda: ours.sgd(problem.gradient_of, 569, np.zeros(31), 0.1, batch_size=16, n_epochs=2, rng=rng)),
    ]


def rows() -> list[Row]:
    rng = np.random.default_rng(0)
    return newton_rows() + first_order_rows(rng) + data_rows(rng)


if __name__ == "__main__":
    show(rows())
