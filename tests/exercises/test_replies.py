"""What `check` replies: right, the declared mistake, the usual slip, or at least which way and a hint."""
from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

from mathlib.exercises import array, choice, choices, exercises, function, number, numbers
from mathlib.exercises.fields import number_field
from mathlib.exercises.slips import SLIPS, telling, unit

HINT = "Divide by the curvature."


def asked(right, **options):
    return number("opt-1", "step", lambda: right, hint=HINT, **options)


# ---- how close is close enough

@pytest.mark.parametrize(("value", "digits", "last"), [
    (0.2, 3, 0.001), (0.0999, 3, 0.0001), (1, 3, 0.01), (999, 3, 1), (-4370, 2, 100), (1e-300, 3, 1e-302),
    (1e300, 1, 1e300), (3.14159, 6, 0.00001), (0.0, 3, 0.001)])
def test_one_unit_of_the_last_digit(value, digits, last):
    assert unit(value, digits) == pytest.approx(last, rel=1e-8)
    assert unit(value, digits) >= last


@pytest.mark.parametrize(("right", "given", "fine"), [
    (0.2, 0.199, True), (0.2, 0.201, True), (0.2, 0.1985, False), (0.2, 0.2015, False),
    (2 / 3, 0.666, True), (2 / 3, 0.667, True), (2 / 3, 0.67, False), (2 / 3, 0.66, False), (1e6, 1_011_000, False),
    (29525, 29525, True), (29525, 29525.0, True), (29525, 29524, False), (29525, 29525.1, False), (0, 0, True)])
def test_a_number_is_right_to_three_digits_and_a_count_exactly(right, given, fine):
    assert bool(asked(right).reply(given)) is fine


def test_a_width_of_its_own_takes_the_place_of_the_digits():
    close = asked(0.0, within=1e-6)
    assert close.reply(0.9e-6)
    assert close.reply(2e-6).sentence.startswith("Close, but not close enough")
    assert not close.reply(2e-6)
    assert close.reply(1.5).sentence == f"Too large. Hint: {HINT}"


@given(st.floats(-1e12, 1e12).filter(lambda x: abs(x) > 1e-12))
def test_rounding_or_cutting_to_three_digits_is_right_and_the_fourth_digit_may_be_anything(right):
    exercise = asked(right)
    assert exercise.reply(float(f"{right:.2e}"))
    assert exercise.reply(right)
    exponent = math.floor(math.log10(abs(right))) - 2
    assert exercise.reply(math.trunc(right / 10.0**exponent) * 10.0**exponent)


# ---- the usual slips

@pytest.mark.parametrize(("right", "given", "words"), [
    (0.23, -0.23, "the sign is not"), (0.23, 0.46, "twice the answer"), (0.23, 0.115, "half the answer"),
    (0.23, 23, "in percent"), (23.7, 0.237, "divided by 100"), (0.23, 4.3478, "one divided by"),
    (0.23, 0.77, "one minus the answer"), (0.23, 0.0529, "the square of"), (0.23, 0.47958, "the square root of"),
    (0.23, 2.3, "decimal point"), (0.23, 2.3e-4, "decimal point"), (0.23, 230_000, "decimal point"),
    (1.75, 1.75 * math.log(2), "factor ln 2"), (1.213, 1.213 / math.log(2), "factor ln 2"),
    (1.3, 1.3 * math.log(10), "factor ln 10"), (1.3, 1.3 / math.log(10), "factor ln 10"),
    (0.7, math.degrees(0.7), "degrees"), (30.0, math.radians(30.0), "degrees"),
    (45, 46, "one too many"), (45, 44, "one too few"), (256, 512, "twice"), (2.0, 1.414, "square root"),
    (0.25, 0.125, "half the answer"), (-1.4142, 1.4142, "sign"), (3, -3, "sign"), (-2.5, 6.25, "square"),
    (0.5, 50, "in percent"), (1.2e-9, 2.4e-9, "twice"),
])
def test_a_usual_slip_is_called_by_its_name(right, given, words):
    reply = asked(right).reply(given)
    assert not reply
    assert any(word in reply.sentence for word in words.split("|")), reply


@pytest.mark.parametrize(("right", "given"), [
    (4, 2), (2, 4), (4.0, 16.0), (2.0, 0.5), (3, 4), (1, 0), (32, 64), (64, 32), (45, 90), (0.5, 0.25), (0.2, 0.4),
    (0.2, 5.0), (0.2, 0.8), (10.0, 9.0), (3000.0, 6000.0)])
def test_what_could_as_well_be_chance_is_not_called_a_slip(right, given):
    way = "large" if given > right else "small"
    assert asked(right).reply(given).sentence == f"Too {way}. Hint: {HINT}"


@given(st.floats(1e-6, 1e6), st.sampled_from(SLIPS))
def test_every_slip_is_recognised_or_hidden_by_one_that_looks_the_same(right, slip):
    wrong = float(slip.of(right))
    assume(math.isfinite(wrong) and abs(wrong - right) > unit(right, 3) and (slip.sure or telling(right, wrong)))
    reply = asked(right).reply(wrong)
    assert not reply
    assert not reply.sentence.startswith("Too"), reply


def test_what_cannot_happen_is_no_slip():
    assert {row.value for row in number_field("x", 0.0, {}, 3, None).rows} == {0.0}
    assert all(math.isfinite(row.value) for row in number_field("x", -3.25, {}, 3, None).rows)
    assert [row.sentence for row in number_field("x", 1, {}, 3, None).rows if row.value == 1] == [""]


def test_nothing_fits_so_it_says_which_way_and_helps():
    assert asked(0.23).reply(0.3).sentence == f"Too large. Hint: {HINT}"
    assert asked(0.23).reply(-7).sentence == f"Too small. Hint: {HINT}"
    assert asked(0.23).reply(0.232).sentence.startswith("Close, but not close enough")


def test_a_whole_number_is_asked_for_only_of_who_gave_none():
    assert asked(45).reply(60).sentence == asked(45).reply(60.0).sentence == f"Too large. Hint: {HINT}"
    assert asked(45).reply(60.5).sentence == f"Too large. A whole number is asked for. Hint: {HINT}"
    assert asked(45).reply(45.2).sentence == f"Too large. A whole number is asked for. Hint: {HINT}"


@pytest.mark.parametrize(("right", "given", "close"), [
    (0.0195, 0.0197, False), (0.0195, 0.01965, True), (10.0, 9.0, False), (5.37, 5.42, True), (5.37, 5.43, False),
    (-5.37, -5.42, True)])
def test_close_is_within_one_per_cent(right, given, close):
    assert asked(right).reply(given).sentence.startswith("Close, but not close enough") is close


def test_a_declared_mistake_goes_before_close():
    near = asked(5.37, mistakes={"That is with replacement.": 5.41})
    assert near.reply(5.41).sentence == "That is with replacement."


def test_a_declared_mistake_goes_before_a_usual_one_and_is_computed_only_when_asked():
    calls = []
    exercise = asked(0.2, mistakes={"That is the other edge.": lambda: calls.append(1) or 0.4}, because="So it is.")
    assert calls == []
    assert exercise.reply(0.4).sentence == "That is the other edge."
    assert exercise.reply(0.2).sentence == "Right. So it is."
    assert calls == [1]


def test_a_mistake_that_is_right_is_refused():
    with pytest.raises(ValueError, match="`mistakes` must be values that are not right; got 0.2004, where 0.2"):
        asked(0.2, mistakes={"No.": 0.2004}).form()


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_mistake_however_near_takes_nothing_from_the_right_answer(right, mistake):
    assume(abs(right - mistake) > unit(right, 3))
    exercise = asked(right, mistakes={"That one.": mistake})
    assert exercise.reply(mistake).sentence == "That one."
    assert exercise.reply(right)


# ---- kinds

@pytest.mark.parametrize("good", [0.5, np.float32(0.5), np.float64(0.5), np.array(0.5), Fraction(1, 2),
                                  sympy.Rational(1, 2), sympy.cos(sympy.pi / 3), sympy.Float(0.5), "0,5", "1/2",
                                  "√0.25"])
def test_every_kind_of_number_is_a_number(good):
    assert asked(0.5).reply(good)


@pytest.mark.parametrize(("bad", "came"), [
    (None, "None"), (b"1/2", "b'1/2'"), (float("nan"), "nan"), (math.inf, "inf"), (0.5j, "0.5j"), (True, "True"),
    ([0.5], r"shape \(1,\)"), (sympy.Symbol("x"), "x"), (sympy.I, "I"), (abs, "<built-in"), ({}, "{}"),
    (np.ma.array(0.5), "a masked array")])
def test_no_number_gets_a_sentence(bad, came):
    reply = asked(0.5).reply(bad)
    assert not reply
    assert re.match(rf"`answer` must be a real number; got {came}", reply.sentence), reply


def test_several_numbers_are_given_in_order_or_by_name():
    ends = numbers("opt-6", ("minimum", "multiplier"), lambda: (-math.sqrt(2), math.sqrt(0.5)), hint=HINT,
                   mistakes={"minimum": {"That is the maximum.": math.sqrt(2)}})
    assert ends.reply((-1.414, 0.707))
    assert ends.reply(np.array([-1.414, 0.707]))
    assert ends.reply({"multiplier": 0.707, "minimum": -1.414})
    assert ends.reply(["−√2", "1/√2"])
    assert ends.reply([1.414, 0.707]).sentence == "1 of 2 are right: multiplier.\nminimum: That is the maximum."
    assert "multiplier: That is twice" in ends.reply([-1.414, 1.414]).sentence
    for bad, came in [(1, "got 1."), ("ab", "got 'ab'."), ([1], "got 1."), ([1, 2, 3], "got 3."), (None, "got None."),
                      ({"minimum": 1}, "got the names minimum."), ({}, "got the names .")]:
        assert ends.reply(bad).sentence.startswith("`answer` must be 2 values, (minimum, multiplier); got")
        assert ends.reply(bad).sentence.endswith(came)
    assert ends.reply([1, "√"]).sentence == "multiplier: Write one number, such as 0.25, 1/3, √2 or 1e-3."
    assert ends.reply([1, None]).sentence == "`multiplier` must be a real number; got None."


def test_every_part_gets_its_reply_and_the_hint_stands_once():
    three = numbers("opt-6", ("a", "b", "c"), lambda: (0.25, 12, 3.75), hint=HINT,
                    mistakes={"a": {"That is b over a.": 48.0}})
    assert three.reply((48, 12, 9)).sentence == (
        f"1 of 3 are right: b.\na: That is b over a.\nc: Too large.\nHint: {HINT}")
    assert three.reply((0.3, 13, 7.5)).sentence == (
        "0 of 3 are right.\na: Too large.\nb: That is one too many.\n"
        f"c: That is twice the answer: a factor 2 has crept in.\nHint: {HINT}")
    assert three.reply((48, 12, 3.75)).sentence == "2 of 3 are right: b and c.\na: That is b over a."


def test_swapped_numbers_are_said_to_be_swapped_unless_a_mistake_is_declared():
    ends = numbers("opt-6", ("a", "b", "c"), lambda: (0.25, 0.5, 3), hint=HINT)
    assert ends.reply((0.5, 0.25, 3)).sentence == "1 of 3 are right: c.\na and b: these two are swapped."
    assert ends.reply((0.5, 0.25, 4)).sentence == (
        f"0 of 3 are right.\na and b: these two are swapped.\nc: Too large.\nHint: {HINT}")
    assert "swapped" not in ends.reply((0.5, 3, 0.25)).sentence
    alike = numbers("opt-6", ("a", "b", "c"), lambda: (0.25, 0.5, 0.25), hint=HINT)
    assert alike.reply((0.5, 0.25, 0.5)).sentence == (
        f"0 of 3 are right.\na and b: these two are swapped.\nc: Too large.\nHint: {HINT}")
    told = numbers("opt-6", ("a", "b"), lambda: (0.25, 0.5), hint=HINT,
                   mistakes={"a": {"That is b.": 0.5}, "b": {"That is a.": 0.25}})
    assert told.reply((0.5, 0.25)).sentence == "0 of 2 are right.\na: That is b.\nb: That is a."
    half = choices("opt-2", {"3": "Halve it.", "4": "It is twice two."}, ("yes", "no"), lambda: ["no", "yes"])
    assert "swapped" not in half.reply(["yes", "no"]).sentence


def test_what_is_right_for_another_part_is_no_slip():
    pair = numbers("opt-6", ("a", "b"), lambda: (12.5, 6.25), hint=HINT)
    assert pair.reply((6.25, 6.25)).sentence == f"1 of 2 are right: b.\na: Too small.\nHint: {HINT}"
    assert "half the answer" in number("opt-6", "a", lambda: 12.5, hint=HINT).reply(6.25).sentence


@pytest.mark.parametrize(("options", "wants"), [
    ({}, "a number to three digits"), ({"digits": 1}, "a number to one digit"),
    ({"unit": "mm"}, "a number in mm, to three digits"), ({"within": 0.05}, "a number, to within 0.05"),
    ({"unit": "percent", "within": 1}, "a number in percent, to within 1")])
def test_the_form_and_the_notebook_say_what_is_asked(options, wants):
    shown = asked(0.375, **options).question()
    assert shown.sentence.startswith(f"In a notebook, write step, {wants}, in place")
    assert 'aria-describedby="opt-1-0-wants"' in shown.form
    assert f'<span class="check-wants" id="opt-1-0-wants">{wants}</span>' in shown.form


def test_what_all_parts_want_is_said_once_and_a_count_is_a_whole_number():
    counts = numbers("opt-6", ("a", "b"), lambda: (1, 2), hint=HINT).question()
    assert counts.form.count("check-wants") == 1
    assert counts.form.count('aria-describedby="opt-6-wants"') == 2
    assert '<span class="check-wants" id="opt-6-wants">each a whole number</span>' in counts.form
    assert "write (a, b), each a whole number, in place" in counts.sentence
    mixed = numbers("opt-6", ("a", "b"), lambda: (1, 2.5), hint=HINT, unit={"b": "kg"}).question()
    assert "(a: a whole number, b: a number in kg, to three digits)" in mixed.sentence
    assert mixed.form.count("check-wants") == 2


def test_no_field_gives_the_sign_away():
    one, other = (re.sub(r"data-check='[^']*'", "", asked(x).form()) for x in (0.375, -0.375))
    assert one == other
    assert "inputmode" not in one


def test_percent_means_what_is_asked():
    share, of_hundred = asked(0.125), asked(12.5, unit="percent")
    assert share.reply("12.5 %")
    assert of_hundred.reply("12.5 %")
    assert of_hundred.reply("12.5")
    assert share.reply("12.5").sentence == "That is a hundred times the answer: is it in percent?"
    assert of_hundred.reply("0.125").sentence.startswith("That is a hundredth of the answer")


def test_one_choice():
    path = choice("opt-3", "The path", {"arrives": "It does not.", "never arrives": "Each bounce is higher."},
                  lambda: "never arrives")
    assert path.reply(" Never arrives ")
    assert path.reply("never arrives").sentence == "Right. Each bounce is higher."
    assert path.reply("arrives").sentence == "It does not."
    for bad in ("nowhere", 1, None, ["arrives"]):
        assert path.reply(bad).sentence == f'`answer` must be "arrives" or "never arrives"; got {bad!r}.'


def test_several_choices():
    even = choices("opt-2", {"3": "Halve it.", "4": "It is twice two.", "5": "Halve it too."}, ("yes", "no"),
                   lambda: ["no", "yes", "no"], because="Even means divisible by two.")
    assert even.reply([False, True, np.False_])
    assert even.reply({"4": "yes", "3": "no", "5": "No"}).sentence == "Right. Even means divisible by two."
    assert even.reply(["yes", "yes", "yes"]).sentence == "1 of 3 are right: 4.\n3: Halve it.\n5: Halve it too."
    assert even.reply(["no", "yes"]).sentence == "`answer` must be 3 values, (3, 4, 5); got 2."
    assert even.reply(["no", "yes", 7]).sentence == '`answer` must be "yes" or "no"; got 7.'


def test_an_option_of_an_item_may_have_a_sentence_of_its_own_and_digits_are_given_as_numbers():
    digit = choices("opt-2", {"worst": "Another is worse.", "best": "Another is better."}, list("0123"),
                    lambda: [3, "1"], mistakes={"worst": {"It is the widest.": "2"}})
    assert digit.reply((np.int64(3), 1))
    assert digit.reply((2, 2)).sentence == "0 of 2 are right.\nworst: It is the widest.\nbest: Another is better."
    assert digit.reply((0, 1)).sentence == "1 of 2 are right: best.\nworst: Another is worse."
    assert digit.reply((5, 1)).sentence == '`answer` must be "0" or "1" or "2" or "3"; got 5.'


A = np.array([[2.0, 1.0], [0.0, 3.0]])


@pytest.mark.parametrize(("given", "words"), [
    (A.T, "transpose"), (-A, "the sign is not"), (2 * A, "twice"), (A[0], "shape (2, 2); got shape (2,)"),
    (A + [[0, 0], [0, 1]], "3 of 4 entries are right. The entry at [1, 1] is too large. Hint: " + HINT),
    (np.zeros((2, 2)), "1 of 4 entries are right. The entry at [0, 0] is too small."),
    (np.eye(2), "That is the identity."),
    ("x", "`answer` must be real numbers; got 'x'."), (A * 1j, "got an array of complex numbers"),
    ([[1, np.nan], [0, 1]], "got nan at index (0, 1)"), ([], "empty"), ([[1], [1, 2]], "rows of different lengths")])
def test_an_array_is_told_where_it_is_wrong(given, words):
    P = array("la-3", "the matrix", lambda: A, hint=HINT, mistakes={"That is the identity.": lambda: np.eye(2)})
    assert P.reply(A + 1e-7)
    reply = P.reply(given)
    assert not reply
    assert words in reply.sentence


def test_eigenvectors_may_point_either_way():
    free = array("la-4", "the vectors", lambda: np.eye(2), hint=HINT, up_to_sign=True)
    assert free.reply([[-1, 0], [0, 1]])
    assert free.reply([[-1, 0], [0, -1]])
    assert not free.reply([[0, 1], [1, 0]])
    assert not array("la-4", "the vectors", lambda: np.eye(2), hint=HINT).reply([[-1, 0], [0, 1]])
    assert array("la-4", "v", lambda: np.array([0.6, -0.8]), hint=HINT, up_to_sign=True).reply([-0.6, 0.8])


def soft(x, t):
    return np.sign(x) * np.maximum(np.abs(x) - t, 0)


def spoil(x, t):
    x += 1
    return soft(x, t)


def crash(x, t):
    raise KeyError("t")


@pytest.mark.parametrize(("given", "words"), [
    (lambda x, t: x * (abs(x) > t), "That is hard thresholding."),
    (lambda x, t: x, "At ([ 3. -1.], 2) it gives [ 3. -1.], where [ 1. -0.] is expected. Hint: " + HINT),
    (lambda x, t: x[:1], "it gives shape (1,), where shape (2,) is expected"),
    (lambda x: x, "it fails: "), (lambda x, t: None, "it fails: `the result` must be real numbers; got None."),
    (lambda x, t: x * np.nan, "it fails: `the result` must be real numbers; got nan at index 0."),
    (crash, "it raises KeyError: 't'."), (spoil, "it gives"), (3, "must be the function itself"),
    (None, "must be the function itself")])
def test_a_function_is_told_where_it_fails(given, words):
    inputs = [(np.array([3.0, -1.0]), 2.0), (np.array([0.5, -5.0]), 0.1)]
    exercise = function("opt-7", "soft thresholding", soft, inputs, hint=HINT,
                        mistakes={"That is hard thresholding.": lambda x, t: x * (abs(x) > t)})
    assert exercise.reply(soft)
    reply = exercise.reply(given)
    assert not reply
    assert words in reply.sentence, reply
    assert [x.tolist() for x, _ in inputs] == [[3.0, -1.0], [0.5, -5.0]], "what is spoiled is a copy"


def test_a_function_that_fails_at_the_second_input_is_found():
    inputs = [(np.array([3.0, -1.0]), 2.0), (np.array([0.5, -5.0]), 0.1)]
    exercise = function("opt-7", "soft thresholding", soft, lambda: inputs, hint=HINT)
    assert "At ([ 0.5 -5. ], 0.1) it gives" in exercise.reply(lambda x, t: soft(x, 2)).sentence


# ---- the chapter's check

def test_an_unknown_label_gets_a_sentence_and_stops_a_page():
    check = exercises(asked(0.5))
    for label in ("opt-2", "", None, 3, ["opt-1"]):
        assert check(label, 0.5).sentence == f"There is no exercise {label!r} here; there is opt-1."
        assert not check(label, 0.5)
    with pytest.raises(LookupError, match="There is no exercise 'opt-2' here; there is opt-1."):
        check("opt-2", ...)


def test_a_reply_shows_itself_in_a_notebook_as_words_only():
    check = exercises(number("opt-1", "a < b", lambda: 0.5, hint=HINT, because="Is 1 < 2 & so on?"))
    assert check("opt-1", 0.5)._repr_html_() == '<p class="check-reply">✓ Right. Is 1 &lt; 2 &amp; so on?</p>'
    assert check("opt-1", -0.5)._repr_html_().startswith('<p class="check-reply">The size')
    shown = check("opt-1")._repr_html_()
    assert shown.startswith('<form class="check" data-label="opt-1"')
    assert " hidden " in shown
    assert '<p class="check-asks">In a notebook, write a &lt; b, a number to three digits, in place' in shown


# ---- declarations that are refused

@pytest.mark.parametrize(("declare", "message"), [
    (lambda: number("Opt 1", "x", lambda: 1, hint=HINT), "`label` must be a short name, a hyphen and a number"),
    (lambda: number("opt-01", "x", lambda: 1, hint=HINT), "`label` must be a short name"),
    (lambda: number("opt-1", "$x$", lambda: 1, hint=HINT), "`ask` must be plain text on one line"),
    (lambda: number("opt-1", "", lambda: 1, hint=HINT), "`ask` must be plain text"),
    (lambda: number("opt-1", "x", lambda: 1, hint=""), "`hint` must be plain text"),
    (lambda: number("opt-1", "x", lambda: 1, hint="No full stop"), "`hint` must be a sentence that ends"),
    (lambda: number("opt-1", "x", lambda: 1, hint=HINT, because=r"\eta."), "`because` must be plain text"),
    (lambda: number("opt-1", "x", lambda: 1, hint=HINT, mistakes={"no": 2}), "`mistakes` must be a sentence"),
    (lambda: number("opt-1", "x", lambda: 1, hint=HINT, mistakes=[2]), "`mistakes` must be a dictionary"),
    (lambda: numbers("opt-1", ("a", "b"), lambda: (1, 2), hint=HINT, mistakes={"c": {"No.": 2}}),
     r"`mistakes` must be listed by label \(a and b\); got \{'c'\}"),
    (lambda: numbers("opt-1", ("a", "b"), lambda: (1, 2), hint=HINT, unit={"c": "mm"}),
     r"`unit` must be listed by label \(a and b\); got \{'c'\}"),
    (lambda: number("opt-1", "x", lambda: 1, hint=HINT, unit="$m$"), "`unit` must be plain text"),
    (lambda: choices("opt-1", {"a": "A."}, ("y", "n"), lambda: ["n"], mistakes={"a": {"No.": "z"}}),
     "`mistakes` must be options of an item; got 'z' for 'a'"),
    (lambda: numbers("opt-1", ("a", "b"), lambda: (1, 2, 3), hint=HINT).form(), "`answer` must be 2 numbers.*got sh"),
    (lambda: number("opt-1", "x", lambda: float("nan"), hint=HINT).form(), "`answer of opt-1` must be a real.*got nan"),
    (lambda: number("opt-1", "x", lambda: "1", hint=HINT).form(), "`answer of opt-1` must be a real number; got '1'"),
    (lambda: choice("opt-1", "x", {"a": "no stop"}, "a"), "`options` must be a sentence"),
    (lambda: choice("opt-1", "x", {"a": "Yes.", "b": "No."}, "c").form(), '`answer` must be "a" or "b"; got \'c\''),
    (lambda: choices("opt-1", {"a": "Yes."}, ("$y$", "n"), lambda: ["n"]), "`options` must be plain text"),
    (lambda: choices("opt-1", {"a": "A.", "b": "B."}, ("y", "n"), lambda: ["n"]).form(), "`answer` must be 2 values"),
    (lambda: exercises(asked(1.0), asked(2.0)), "`declared` must be exercises with different labels; got opt-1, opt"),
    (lambda: exercises(asked(1.0), choice("la-1", "x", {"a": "A."}, "a")),
     "`declared` must be exercises of one chapter"),
])
def test_a_wrong_declaration_is_refused_in_words(declare, message):
    with pytest.raises((TypeError, ValueError), match=message):
        declare()
