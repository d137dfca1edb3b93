"""What `check` replies to the lines of a program in some order, and to what a program is said to print."""
from __future__ import annotations

import contextlib
import io
import itertools

import pytest

from mathlib.exercises import lines, output
from mathlib.exercises.programs import tokens
from tests.exercises.zoo import DESCENT, LINES, OUTPUTS, check

HINT = "What must be known first?"
BETWEEN = "The values are right; look at the signs between them, such as brackets and commas."
TWO = ["a = 1", "b = 2", "print(a + b)"]


def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            exec(program, {})
        except Exception as problem:
            return type(problem).__name__
    return out.getvalue()


# ---- lines

def test_an_order_is_right_exactly_if_its_program_prints_the_same():
    exercise = LINES[1]
    for order in itertools.permutations(exercise.program):
        assert bool(exercise.reply(order)) is (printed("\n".join(order)) == "3\n"), order


def test_independent_lines_may_stand_in_any_order_and_what_follows_from_what_is_needed_holds():
    orders = [[DESCENT[k] for k in order] for order in itertools.permutations(range(6))
              if bool(check("zoo-1", [DESCENT[k] for k in order]))]
    assert len(orders) == 3                           # the step size stands wherever it likes, above the loop
    assert {printed("\n".join(order)) for order in orders} == {printed("\n".join(DESCENT))} == {"[0.512 0.512]\n"}


def test_a_mistake_may_be_about_lines_of_which_one_needs_the_other_only_by_way_of_a_third():
    chain = lines("opt-1", "x", ["a = 1", "b = a", "print(b)"], hint=HINT,
                  needs={"b = a": ["a = 1"], "print(b)": ["b = a"]},
                  mistakes={"There is no a.": ("print(b)", "a = 1")})
    assert chain.reply(["print(b)", "a = 1", "b = a"]).sentence == "There is no a."


def test_without_needs_there_is_one_order():
    program = LINES[2].program
    right = [order for order in itertools.permutations(program) if LINES[2].reply(order)]
    assert right == [tuple(program)]


@pytest.mark.parametrize(("order", "sentence"), [
    ((0, 1, 2, 3, 4, 5), "Right. Each step takes a fifth of x away."),
    ((0, 1, 2, 3, 5, 4), "That prints x before it has moved."),
    ((1, 0, 2, 3, 4, 5), "NumPy must be there before its first array."),
    ((1, 0, 2, 3, 5, 4), "That prints x before it has moved."),
    ((0, 1, 3, 2, 4, 5), '"for _ in range(3):" stands too early. Hint: What does each line need to know?'),
    ((0, 4, 1, 3, 2, 5), '"x = x - step * 2 * x" stands too early. Hint: What does each line need to know?')])
def test_a_wrong_order_gets_its_sentence_or_the_first_line_that_is_early(order, sentence):
    assert check("zoo-1", [DESCENT[k] for k in order]).sentence == sentence


def test_lines_are_given_by_their_numbers_or_as_text():
    shown = check("zoo-1").shown.split("\n")
    number = {line.split("  ", 1)[1]: int(line.split("  ", 1)[0]) for line in shown}
    assert set(number) == set(DESCENT)
    assert check("zoo-1", [number[line] for line in DESCENT])
    assert check("zoo-1", "\n".join(DESCENT))
    assert check("zoo-1", "\n\n".join(line.strip() for line in DESCENT))
    for bad in (3, None, [], [1, 2], [1, 1, 2, 3, 4, 5], ["x"] * 6, "abc", range(6), {}, 1.5, b"123456"):
        reply = check("zoo-1", bad)
        assert reply.sentence == f"`answer` must be the numbers 1 to 6, each once, in a list; got {bad!r}."
        assert not reply


@pytest.mark.parametrize("exercise", LINES, ids=lambda one: one.label)
def test_lines_are_shuffled_wrongly_and_always_the_same(exercise):
    assert not exercise.reply([exercise.program[k] for k in exercise.shuffled])
    again = lines(exercise.label, "x", exercise.program, hint=HINT, needs=exercise.needs)
    assert again.shuffled == exercise.shuffled
    assert sorted(exercise.shuffled) == list(range(len(exercise.program)))
    others = {tuple(lines(f"zoo-{k}", "x", DESCENT, hint=HINT).shuffled) for k in range(20, 30)}
    assert len(others) > 5


@pytest.mark.parametrize(("declare", "message"), [
    (lambda: lines("opt-1", "x", ["a", "a"], hint=HINT), "`program` must be two lines or more, all different; got"),
    (lambda: lines("opt-1", "x", ["a"], hint=HINT), "`program` must be two lines or more"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, needs={"a = 1": ["b = 2"]}).form(),
     "`needs` must name lines that stand above in `program`; got 'a = 1'"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, needs={"b = 2": ["c"]}).form(),
     "`needs` must name lines of `program`; got 'c'"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, needs={"c": ["a = 1"]}).form(),
     "`needs` must name lines of `program`; got 'c'"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, needs={}).form(), "`needs` must say of one line at least what stands"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, mistakes={"No.": ("a = 1", "b = 2")}).form(),
     "`mistakes` must be a line and one that must stand above it; got 'No.'"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, mistakes={"No.": ("a", "b")}).form(),
     "`mistakes` must name lines of `program`"),
    (lambda: lines("opt-1", "x", TWO, hint=HINT, mistakes={"no": ("b = 2", "a = 1")}), "`mistakes` must be a sentence"),
    (lambda: output("opt-1", "x = 1", hint=HINT).form(), "`program` must print something; got 'x = 1'"),
    (lambda: output("opt-1", "print(1)", hint=HINT, mistakes={"No.": " 1 "}).form(),
     "`mistakes` must be outputs that are not right; got ' 1 '"),
    (lambda: output("opt-1", "print(1)", hint=HINT, mistakes={"no": "2"}), "`mistakes` must be a sentence"),
    (lambda: output("opt-1", "print(1)", hint=""), "`hint` must be plain text"),
])
def test_a_wrong_declaration_is_refused_in_words(declare, message):
    with pytest.raises((TypeError, ValueError), match=message):
        declare()


# ---- outputs

@pytest.mark.parametrize("exercise", OUTPUTS, ids=lambda one: one.label)
def test_what_the_program_prints_is_right_however_it_is_spaced(exercise):
    out = printed(exercise.program)
    assert exercise.reply(out)
    assert exercise.reply(f"  {out.replace(chr(10), '   ')}".replace("[", "[ "))
    assert exercise.reply(out.replace("-", "−").replace("'", "’"))


@pytest.mark.parametrize(("label", "given", "sentence"), [
    ("zoo-4", "[0. 0.5 1.]\nTrue", "Right. NumPy prints no comma."),
    ("zoo-4", "[0.  0.5 1. ] True", "Right. NumPy prints no comma."),
    ("zoo-4", "[0.5 1. 1.5]\nTrue", "Counting begins at 0."),
    ("zoo-4", "[0 1 2] True", "That is a count, not a quotient."),
    ("zoo-4", "[0. 0.5 1.] true", "The words are right; look at the capitals."),
    ("zoo-4", "[0., 0.5, 1.] True", BETWEEN), ("zoo-4", "0. 0.5 1. True", BETWEEN),
    ("zoo-4", "[0. 0.5 1.]", 'Right as far as "[ 0. 0.5 1. ]"; then more is printed. Hint: A quotient is a float.'),
    ("zoo-4", "[0. 0.5 1.] True 1",
     'Right as far as "[ 0. 0.5 1. ] True"; then nothing more is printed. Hint: A quotient is a float.'),
    ("zoo-4", "[0. 0.5 2.]",
     'Right as far as "[ 0. 0.5"; then something else is printed. Hint: A quotient is a float.'),
    ("zoo-4", "0.51", "That is not what is printed. Hint: A quotient is a float."),
    ("zoo-4", "", "Write what is printed first."), ("zoo-4", " \n", "Write what is printed first."),
    ("zoo-4", "x" * 2001, "That is more than a program would print here: write just its output."),
    ("zoo-4", None, "`answer` must be what is printed, a text in quotation marks; got None."),
    ("zoo-5", "−2", "Right."), ("zoo-5", "- 1", "That is rounded towards zero."),
    ("zoo-5", "2", "That is not what is printed. Hint: The floor lies below."),
    ("zoo-6", "a [1,2]", "Right."), ("zoo-6", "‘a’ [1, 2]", "print shows no quotes around a text."),
    ("zoo-6", "A [1, 2]", "The words are right; look at the capitals.")])
def test_an_output_gets_its_sentence(label, given, sentence):
    reply = check(label, given)
    assert reply.sentence == sentence
    assert bool(reply) is sentence.startswith("Right. ") or sentence == "Right."


def test_numbers_that_only_space_keeps_apart_stay_apart():
    assert tokens("[1. 2.]") != tokens("[1.2.]")
    assert tokens("1 2") != tokens("12")
    assert tokens("[1,2]") == tokens("[ 1 , 2 ]") == ["[", "1", ",", "2", "]"]


# ---- the question

@pytest.mark.parametrize("exercise", [*LINES, *OUTPUTS], ids=lambda one: one.label)
def test_a_notebook_shows_the_program_below_the_question(exercise):
    asked = exercise.question()
    assert asked.sentence.startswith("In a notebook, write ")
    assert repr(asked) == f"{asked.sentence}\n\n{asked.shown}"
    page = asked._repr_html_()
    assert page.startswith(asked.form)
    assert page.endswith("</pre>")
    assert "<pre class=\"check-asks\">" in page
    assert page.count("<form") == 1
    assert 'x < 3' not in page
    assert "'y', \"z\"" not in page
