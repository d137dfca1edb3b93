"""Replies to answers that readers gave and that were once told something untrue: what each should hear instead."""
from __future__ import annotations

import pytest

from tests.exercises.test_declared import EXERCISES

LEVERAGE = "3 of 4 are right: intercept, slope and sum of squares.\nleverage of the middle: "


@pytest.mark.parametrize(("label", "given", "sentence"), [
    ("la-10", (2, 4), "0 of 2 are right.\nrank and dimension of the null space: these two are swapped."),
    ("la-17", (32, 64, 64, 50, 32),
     "4 of 5 are right: rows of the weights, columns of the weights, rows of the output and columns of the output.\n"
     "entries of the bias: That is how many numbers come in; the bias joins what goes out."),
    ("la-17", (32, 32, 32, 50, 32),
     "4 of 5 are right: rows of the weights, entries of the bias, rows of the output and columns of the output.\n"
     "columns of the weights: That is how many neurons there are; each weighs every pixel."),
    ("la-9", (1, 3, 3), "2 of 3 are right: second coordinate and signed area.\n"
                        "first coordinate: That is where (1, 1) goes; the second column counts twice."),
    ("la-13", (0.5, 1.5, 1.5, 1),
     LEVERAGE + "With leverage 1 the line would pass through the point, wherever that is moved."),
    ("la-13", (0.5, 1.5, 1.5, 0.5),
     LEVERAGE + "Move the point up by 1: by how much does the mean of three heights rise?"),
    ("la-1", (3, 1, 29524, 29525), "2 of 4 are right: larger eigenvalue and smaller eigenvalue.\n"
                                   "first entry of A¹⁰ and second entry of A¹⁰: these two are swapped."),
    ("la-1", (1, 3, 29525, 29524), "2 of 4 are right: first entry of A¹⁰ and second entry of A¹⁰.\n"
                                   "larger eigenvalue: That is the smaller one.\n"
                                   "smaller eigenvalue: That is the larger one."),
    ("opt-4", (0.0195, 0.0195), "1 of 2 are right: with replacement.\nwithout: That is the variance with replacement; "
                                "no example twice makes it a little smaller."),
    ("opt-12", (9, 1 / 19), "1 of 2 are right: variance.\n"
                            "gain: The series begins with 1, not with μ: the newest gradient counts whole."),
    ("opt-14", (2, 1.11, 1), "2 of 3 are right: exponent for p = 4 and limit of large p.\n"
                             "exponent for p = 10: That is p/(p − 1); which power of x grows by equal amounts?"),
    ("opt-11", 338, "Too large. Hint: The variance falls with the number of examples; the error is its square root."),
    ("la-6", (5, 6), "1 of 2 are right: best.\nworst: Another digit has a larger mean of the squared distances."),
    ("la-6", (7, 5), "1 of 2 are right: worst.\nbest: Another digit has a smaller mean of the squared distances."),
])
def test_a_mistake_that_readers_make_is_called_by_its_name(label, given, sentence):
    check, _ = EXERCISES[label]
    reply = check(label, given)
    assert not reply
    assert reply.sentence == sentence


@pytest.mark.parametrize("given", [(384.6, 3824.6), (383, 3823), ("384.6", "3 824"), (385, 3825)])
def test_the_approximation_of_a_solution_is_right(given):
    assert EXERCISES["opt-8"][0]("opt-8", given)


@pytest.mark.parametrize("given", [(167, 1661), (768, 7648), (350, 3823)])
def test_what_is_no_approximation_is_not(given):
    assert not EXERCISES["opt-8"][0]("opt-8", given)


@pytest.mark.parametrize("given", ["√45", "3√5", "3*sqrt(5)", 6.708, "6,71"])
def test_a_root_may_be_given_as_a_root(given):
    assert EXERCISES["la-11"][0]("la-11", (given, "√5"))
