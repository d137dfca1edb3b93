"""The exercises of the chapter on linear algebra."""
from __future__ import annotations

import math

import numpy as np

from mathlib import data, linear_algebra
from mathlib.exercises import choice, choices, exercises, function, number, numbers

check = exercises(
    # ---- vectors
    numbers("la-14", ("length of x", "cosine", "distance"), lambda: (3.0, 8 / 9, math.sqrt(2)),
            hint="All three come from dot products: of x with itself, of x with y, and of x − y with itself.",
            mistakes={"length of x": {"That is the sum of the entries; add up their squares.": 5,
                                      "That is the squared length.": 9},
                      "cosine": {"That is the dot product; divide it by both lengths.": 8,
                                 "Divide by both lengths, not by one.": 8 / 3},
                      "distance": {"That is the squared distance, and by chance the way along the streets.": 2}}),
    number("la-15", "grams that count as a millimetre", lambda: 50 / math.sqrt(11.7**2 - 3.8**2), unit="g",
           hint="At this unit both birds are equally far: set the two squared distances equal.",
           mistakes={"The second bird has a bill difference, too.": lambda: 50 / 11.7,
                     "Squares are added, not lengths.": lambda: 50 / (11.7 - 3.8)}),
    # ---- matrices
    numbers("la-9", ("first coordinate", "second coordinate", "signed area"), lambda: (0, 3, 3),
            hint="Follow the columns: the image of (1, 2) is the first column and twice the second.",
            mistakes={"first coordinate": {"That takes the images as rows; they are columns.": 4,
                                           "That is where (1, 1) goes; the second column counts twice.": 1},
                      "second coordinate": {"That takes the images as rows; they are columns.": 1,
                                            "That is where (1, 1) goes; the second column counts twice.": 2},
                      "signed area": {"The two products have different signs; one is taken from the other.": 1}}),
    numbers("la-10", ("rank", "dimension of the null space"), lambda: linear_algebra.rank_nullity(_six_columns()),
            hint="Which columns say nothing that the others do not say?",
            mistakes={"rank": {"Inches are millimetres again, but the sum is no news either.": 5,
                               "Count the columns that are needed, not all of them.": 6},
                      "dimension of the null space": {"There is one more dependence to be found.": 1}}),
    # ---- projections
    numbers("la-13", ("intercept", "slope", "sum of squares", "leverage of the middle"),
            lambda: (0.5, 1.5, 1.5, 1 / 3),
            hint="The residual is perpendicular to the ones and to (0, 1, 2): two equations for two numbers.",
            mistakes={"intercept": {"That is the mean of y, the height above the mean of x.": 2,
                                    "That line meets the first point, and is not the best.": 1},
                      "slope": {"That is the slope of the last stretch alone.": 3},
                      "sum of squares": {"That is the sum of the sizes of the residuals.": 2},
                      "leverage of the middle": {
                          "That is the leverage of an end.": 5 / 6,
                          "With leverage 1 the line would pass through the point, wherever that is moved.": 1,
                          "Move the point up by 1: by how much does the mean of three heights rise?": 0.5,
                          "That is the mean of the three leverages; those of the ends are larger.": 2 / 3,
                          "The point has no say in the slope, but it has one in the mean height.": 0}}),
    function("la-3", "the projector", linear_algebra.projector,
             [(np.array([[1.0], [2.0], [2.0]]),), (np.array([[1.0, 0], [1, 1], [1, 2]]),),
              (np.array([[1.0, 2, 0], [0, 1, 1], [3, 0, 1], [1, 1, 1]]),)],
             hint="Solve the normal equations for each right-hand side, and multiply by A.",
             mistakes={"That would do for perpendicular columns of length 1; divide by what their products are.":
                       lambda A: A @ A.T,
                       "That gives the coefficients; multiply them by A once more.":
                       lambda A: np.linalg.pinv(A)}),
    number("la-22", "predicted mass", lambda: _without_the_last(), unit="kg",
           hint="Divide the residual by one minus the leverage: that is the residual of the line without this bird.",
           mistakes={"That is the prediction of the line that knows the Gentoo.": lambda: _with_the_last(),
                     "That is the mass itself.": 5.7}),
    # ---- eigenvectors
    numbers("la-1", ("larger eigenvalue", "smaller eigenvalue", "first entry of A¹⁰", "second entry of A¹⁰"),
            lambda: (3, 1, (3**10 + 1) // 2, (3**10 - 1) // 2),
            hint="The powers of the eigenvalues, not those of the entries, make the power of the matrix.",
            mistakes={"larger eigenvalue": {"That is the smaller one.": 1},
                      "smaller eigenvalue": {"That is the larger one.": 3},
                      "first entry of A¹⁰": {"That is the tenth power of the entry; multiply matrices.": 2**10,
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
                                 "Take the square root.": 45, "That is the smaller one.": np.sqrt(5)},
                      "smaller": {"That is an eigenvalue of A; these are not singular values.": 3,
                                  "Take the square root.": 5, "That is the larger one.": 3 * np.sqrt(5)}}),
    number("la-12", "smallest change", lambda: linear_algebra.svd(NEARLY_SINGULAR).s[1],
           hint="A singular matrix has a rank below the full one; which theorem measures the way there?",
           mistakes={"That changes a single entry; spread over all four, less is enough.": 0.01,
                     "That is the relative change; multiply by the largest singular value.":
                     lambda: 1 / linear_algebra.condition_number(NEARLY_SINGULAR)}),
    # ---- principal components
    numbers("la-16", ("share of the first component", "angle of its axis"),
            lambda: (linear_algebra.eig_symmetric([[1, 0.6], [0.6, 1]]).values[0] / 2, 45.0),
            unit={"angle of its axis": "degrees"},
            hint="Write down the covariance matrix of the two columns, and guess its eigenvectors.",
            mistakes={"share of the first component": {
                "That is the correlation itself; divide the larger eigenvalue by the sum of both.": 0.6,
                "That is the square of the correlation, the share in the other column that a line explains.": 0.36,
                "That is the variance; divide by the sum of all variances.": 1.6},
                "angle of its axis": {
                    "That is in radians.": math.pi / 4,
                    "That is the line of least squares, whose slope is the correlation.":
                        math.degrees(math.atan(0.6))}}),
    numbers("la-4", ("share of the first component", "ratio of the variances"), lambda: _size_of_birds(),
            hint="Standardise the four columns for the first; look at the diagonal of the covariance for the second.",
            mistakes={"share of the first component": {
                "Those are two components; give the first alone.":
                    lambda: _components().explained_variance_ratio_[:2].sum(),
                "That is the share with the columns as measured; standardise them first.":
                    lambda: linear_algebra.PCA().fit(_birds()).explained_variance_ratio_[0]},
                "ratio of the variances": {"That is the ratio of the standard deviations; square it.":
                                           lambda: _size_of_birds()[1]**0.5}}),
    choices("la-6", {"worst": "Another digit has a larger mean of the squared distances.",
                     "best": "Another digit has a smaller mean of the squared distances."}, list("0123456789"),
            lambda: (int(np.argmax(_loss_by_digit())), int(np.argmin(_loss_by_digit()))),
            mistakes={"worst": {"It loses the greatest share of its distance from the mean; the loss itself is greater "
                                "for another.": "8"},
                      "best": {"It loses the smallest share of its distance from the mean; the loss itself is smaller "
                               "for another.": "1"}}),
    # ---- layers
    numbers("la-17", ("rows of the weights", "columns of the weights", "entries of the bias",
                      "rows of the output", "columns of the output"),
            lambda: (*linear_algebra.shapes([64, 32])[0].weights, 32, 50, 32),
            hint="A neuron has a row of the weights and an entry of the bias; an observation has a row of the batch.",
            mistakes={"rows of the weights": {"That is how many numbers go in; each neuron has a row.": 64,
                                              "The weights know nothing of how many pictures come.": 50},
                      "columns of the weights": {"That is how many neurons there are; each weighs every pixel.": 32,
                                                 "The weights know nothing of how many pictures come.": 50},
                      "entries of the bias": {"One for each neuron, not for each picture.": 50,
                                              "That is how many numbers come in; the bias joins what goes out.": 64},
                      "rows of the output": {"A row belongs to a picture, not to a neuron.": 32,
                                             "A row belongs to a picture, not to a pixel.": 64},
                      "columns of the output": {"A column belongs to a neuron, not to a picture.": 50,
                                                "The pixels came in; what goes out has a column a neuron.": 64}}),
    numbers("la-18", ("weight of the first neuron", "weight of the second"),
            lambda: linear_algebra.lstsq([[1, 0], [2, 1]], [1, 0]).x,
            hint="Write down what both neurons give at the four corners, and solve two equations.",
            mistakes={"weight of the second": {"At the corner (1, 1) the first neuron gives 2, not 1.": -1.0}}),
    number("la-8", "parameters", lambda: linear_algebra.parameter_count([64, 32, 10]),
           hint="A neuron has a weight for each number that comes in, and one bias.",
           mistakes={"Those are the weights; each neuron has a bias too.":
                     lambda: linear_algebra.parameter_count([64, 32, 10], biases=False),
                     "That is the affine map from 64 to 10 numbers; the network goes by way of 32.": 650}),
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


def _six_columns():
    X = data.load_penguins().measured().measurements
    return np.column_stack([X, X[:, 0] / 25.4, X[:, 0] + X[:, 1]])


LENGTHS, MASSES = [178, 182, 186, 190, 194, 198, 202, 230], [3.9, 3.2, 3.8, 3.45, 4.2, 4.4, 3.55, 5.7]


def _without_the_last():
    intercept, slope = linear_algebra.lstsq([[1, length] for length in LENGTHS[:-1]], MASSES[:-1]).x
    return intercept + slope * LENGTHS[-1]


def _with_the_last():
    return linear_algebra.lstsq([[1, length] for length in LENGTHS], MASSES).fitted[-1]


def _birds():
    return data.load_penguins().measured().measurements


def _components():
    return linear_algebra.PCA().fit(linear_algebra.standardise(_birds()))


def _size_of_birds():
    variances = _birds().var(axis=0)
    return _components().explained_variance_ratio_[0], variances[3] / variances[2]


def _loss_by_digit():
    digits = data.load_digits()
    pca = linear_algebra.PCA(21).fit(digits.X)
    losses = np.sum((digits.X - pca.inverse_transform(pca.transform(digits.X)))**2, axis=1)
    return [losses[digits.y == digit].mean() for digit in range(10)]
