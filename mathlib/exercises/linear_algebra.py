"""The exercises of the chapter on linear algebra."""
from __future__ import annotations

import numpy as np

from mathlib import data, linear_algebra
from mathlib.exercises import choice, exercises, number, numbers

check = exercises(
    # ---- eigenvectors
    numbers("la-1", ("larger eigenvalue", "smaller eigenvalue", "first entry of A¹⁰", "second entry of A¹⁰"),
            lambda: (3, 1, (3**10 + 1) // 2, (3**10 - 1) // 2),
            hint="The powers of the eigenvalues, not those of the entries, make the power of the matrix.",
            mistakes={"first entry of A¹⁰": {"That is the tenth power of the entry; multiply matrices.": 2**10,
                                             "That is the sum of a row.": 3**10},
                      "second entry of A¹⁰": {"That is the tenth power of the entry; multiply matrices.": 1}}),
    choice("la-2", "There is no real eigenvector exactly when", {
        "ad − bc < 0": "Then the plane is turned over; the eigenvalues have two signs, and are real.",
        "a + d < 0": "Minus the identity has them in every direction.",
        "(a − d)² + 4bc < 0": "That is the discriminant of the characteristic polynomial.",
        "bc < 0": "Take b = 1, c = −1, a = 9, d = 0: there are two real eigenvalues."}, "(a − d)² + 4bc < 0"),
    numbers("la-7", ("for the direction", "for the eigenvalue"), lambda: (_fading(), _fading()**2),
            hint="Compare the two eigenvalues of largest size; the Rayleigh quotient squares an error.",
            mistakes={"for the direction": {"That compares the largest value with the most negative one.":
                                            lambda: abs(_scenes().values[-1] / _scenes().values[0])},
                      "for the eigenvalue": {"That is the factor of the direction; the estimate is better.":
                                             lambda: _fading()}}),
    # ---- the singular value decomposition
    numbers("la-5", ("terms", "part of the numbers"), lambda: _terms(0.1),
            hint="The square of the error is the share of the sum of squares that is left out.",
            mistakes={"terms": {"With so many the share left out is 10 %; the error is its root.":
                                lambda: _terms(0.1**0.5)[0]},
                      "part of the numbers": {"A term needs a row, a column and a singular value.":
                                              lambda: _terms(0.1)[0] / 427}}),
    numbers("la-11", ("larger", "smaller"), lambda: (3 * np.sqrt(5), np.sqrt(5)),
            hint="They are the roots of the eigenvalues of the transpose times the matrix.",
            mistakes={"larger": {"That is an eigenvalue of A; these are not singular values.": 5,
                                 "Take the square root.": 45},
                      "smaller": {"That is an eigenvalue of A; these are not singular values.": 3,
                                  "Take the square root.": 5}}),
    number("la-12", "smallest change", lambda: linear_algebra.svd(NEARLY_SINGULAR).s[1],
           hint="A singular matrix has a rank below the full one; which theorem measures the way there?",
           mistakes={"That changes a single entry; spread over all four, less is enough.": 0.01,
                     "That is the relative change; multiply by the largest singular value.":
                     lambda: 1 / linear_algebra.condition_number(NEARLY_SINGULAR)}),
)

NEARLY_SINGULAR = [[1, 1], [1, 1.01]]


def _scenes():
    return linear_algebra.eig_symmetric(data.load_les_miserables().weights)


def _fading():
    sizes = np.sort(np.abs(_scenes().values))
    return sizes[-2] / sizes[-1]


def _terms(error):
    photo = data.load_china().mean(axis=2)
    k = linear_algebra.rank_for_error(linear_algebra.svd(photo).s, error)
    return k, linear_algebra.storage(photo.shape, k) / photo.size
