"""How a chapter declares its exercises: a builder a kind, and `exercises`, which makes them the chapter's `check`."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .answers import Array, Choices, Exercise, Function, Numbers
from .programs import Lines, Output
from .reply import Reply
from .words import as_sentence, as_sentences


def number(label: str, ask: str, answer: Callable[[], float], *, hint: str, mistakes: Mapping[str, Any] | None = None,
           digits: int = 3, within: float | None = None, unit: str = "", because: str = "") -> Exercise:
    """Declare an exercise whose answer is one number.

    Parameters
    ----------
    label : str
        The label of the exercise on its page, like `opt-3`.
    ask : str
        The words before the field: what is to be given, such as `largest step size`.
    answer : function of no arguments
        Compute the right answer. One of type int is a count, and must be met exactly.
    hint : str
        One sentence that helps on; it follows a reply that knows no better.
    mistakes : dict of str to float or function, optional
        For each typical wrong value, the sentence that helps; the value is a number, or a function that computes it.
    digits : int
        How many significant digits must be right; the last one may be off by one.
    within : float, optional
        How far off an answer may be, in place of `digits`; needed where the right answer is 0 up to rounding.
    unit : str
        In which unit it is asked, such as `mm`, `percent` or `degrees`; the form says so, and an answer may have it.
        Where it is percent, `5 %` is 5; elsewhere it is 0.05.
    because : str
        What is said after "Right.".

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        If a word or sentence is not plain text, or the label is not of its form.

    Examples
    --------
    >>> half = number("tour-9", "a half", lambda: 1 / 2, hint="Divide one by two.", mistakes={"That is all.": 1})
    >>> half.reply(0.5), half.reply(1), half.reply(-0.5), half.reply(3)
    (Right., That is all., The size is right, but the sign is not., Too large. Hint: Divide one by two.)
    >>> half.reply("1/2")
    Right.
    """
    return Numbers(label, ask, hint, because, (ask,), answer, {ask: mistakes} if mistakes else {}, digits, within,
                   {ask: unit} if unit else {})


def numbers(label: str, labels: Sequence[str], answer: Callable[[], Sequence[float]], *, hint: str,
            mistakes: Mapping[str, Mapping[str, Any]] | None = None, digits: int = 3, within: float | None = None,
            unit: str | Mapping[str, str] = "", because: str = "") -> Exercise:
    """Declare an exercise whose answer is several numbers, each with a name.

    Parameters
    ----------
    label, hint, digits, within, because
        As for `number`.
    labels : sequence of str
        The names of the numbers, in the order in which they are given.
    answer : function of no arguments
        Compute all of them.
    mistakes : dict of str to dict, optional
        For each name the mistakes of its number, as for `number`.
    unit : str or dict of str to str
        The unit of all, or for each name that has one its unit, as for `number`.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`; if a mistake belongs to no label.

    Examples
    --------
    >>> ends = numbers("tour-9", ("lower end", "upper end"), lambda: (-1.0, 2.0), hint="Look at the figure.")
    >>> ends.reply((-1, 4))
    1 of 2 are right: lower end.
    upper end: Too large.
    Hint: Look at the figure.
    """
    units = dict.fromkeys(labels, unit) if isinstance(unit, str) and unit else unit or {}
    return Numbers(label, ", ".join(labels), hint, because, tuple(labels), answer, mistakes or {}, digits, within,
                   units)


def choice(label: str, ask: str, options: Mapping[str, str], answer: str | Callable[[], str]) -> Exercise:
    """Declare an exercise whose answer is one of several options.

    Parameters
    ----------
    label, ask
        As for `number`.
    options : dict of str to str
        For each option the sentence that is said of it: why it is right, or which mistake leads there.
    answer : str or function of no arguments
        The right option, or a function that finds it.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`; if the answer is no option.

    Examples
    --------
    >>> way = choice("tour-9", "downhill is", {"along the gradient": "That is uphill.", "against it": "It points up."},
    ...              "against it")
    >>> way.reply("against it"), way.reply("Along the gradient")
    (Right. It points up., That is uphill.)
    """
    said = [as_sentence(sentence, "options") for sentence in options.values()]
    return Choices(label, ask, None, "", tuple(options), {ask: said}, answer)


def choices(label: str, items: Mapping[str, str], options: Sequence[str], answer: Callable[[], Sequence[str]], *,
            mistakes: Mapping[str, Mapping[str, str]] | None = None, because: str = "") -> Exercise:
    """Declare an exercise in which every item gets one of the same options, such as yes or no.

    Parameters
    ----------
    label, because
        As for `number`.
    items : dict of str to str
        For each item the sentence that helps whoever chose a wrong option for it.
    options : sequence of str
        What can be chosen for each item. In a notebook True and False stand for `yes` and `no`.
    answer : function of no arguments
        Compute the right options, one an item, in their order or by their names.
    mistakes : dict of str to dict, optional
        For each item, what is said of certain options in place of its sentence.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`; if an answer is no option.

    Examples
    --------
    >>> even = choices("tour-9", {"3": "Halve it.", "4": "It is twice two."}, ("yes", "no"), lambda: ["no", "yes"])
    >>> even.reply([True, True])
    1 of 2 are right: 4.
    3: Halve it.
    """
    said = {item: dict.fromkeys(options, as_sentence(sentence, "items")) for item, sentence in items.items()}
    for item, own in (mistakes or {}).items():
        for sentence, option in as_sentences(own, "mistakes").items():
            if option not in said.get(item, ()):
                raise ValueError(f"`mistakes` must be options of an item; got {option!r} for {item!r}.")
            said[item][option] = sentence
    told = {item: list(by_option.values()) for item, by_option in said.items()}
    return Choices(label, ", ".join(items), None, because, tuple(options), told, answer)


def array(label: str, ask: str, answer: Callable[[], Any], *, hint: str, mistakes: Mapping[str, Any] | None = None,
          digits: int = 6, up_to_sign: bool = False, because: str = "") -> Exercise:
    """Declare an exercise whose answer is an array; a notebook checks it, the built page does not.

    Parameters
    ----------
    label, ask, hint, because
        As for `number`.
    answer : function of no arguments
        Compute the right array.
    mistakes : dict of str to array or function, optional
        For each typical wrong array, the sentence that helps.
    digits : int
        How many significant digits of the largest entry must be right in every entry.
    up_to_sign : bool
        Let each column, or the whole vector, have the other sign, as eigenvectors may.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`.

    Examples
    --------
    >>> P = array("tour-9", "the projector", lambda: [[1.0, 0.0], [0.0, 0.0]], hint="Where does (0, 1) go?")
    >>> P.reply([[1, 0], [0, 1]])
    3 of 4 entries are right. The entry at [1, 1] is too large. Hint: Where does (0, 1) go?
    """
    return Array(label, ask, hint, because, answer, as_sentences(mistakes or {}, "mistakes"), digits, up_to_sign)


def function(label: str, ask: str, answer: Callable[..., Any], inputs: Iterable[tuple] | Callable[[], Iterable[tuple]],
             *, hint: str, mistakes: Mapping[str, Callable[..., Any]] | None = None, digits: int = 6,
             because: str = "") -> Exercise:
    """Declare an exercise whose answer is a function; a notebook tries it on inputs, the built page does not.

    Parameters
    ----------
    label, ask, hint, because, digits
        As for `number`.
    answer : function
        A right function, one of ours.
    inputs : iterable of tuples, or a function that returns them
        The arguments of each trial.
    mistakes : dict of str to function, optional
        For each typical wrong function, the sentence that helps whoever wrote one that agrees with it everywhere.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`.

    Examples
    --------
    >>> double = function("tour-9", "doubling", lambda x: 2 * x, [(1.0,), (3.0,)], hint="Add it to itself.",
    ...                   mistakes={"That is squaring.": lambda x: x * x})
    >>> double.reply(lambda x: x + x), double.reply(lambda x: x**2), double.reply(lambda x: x + 1)
    (Right., That is squaring., At (3) it gives 4, where 6 is expected. Hint: Add it to itself.)
    """
    return Function(label, ask, hint, because, answer, inputs, as_sentences(mistakes or {}, "mistakes"), digits)


def output(label: str, program: str, *, hint: str, mistakes: Mapping[str, Any] | None = None,
           because: str = "") -> Exercise:
    """Declare an exercise that asks what a program prints; the form shows the program, and white space does not count.

    Parameters
    ----------
    label, hint, because
        As for `number`.
    program : str
        The program, which is run to find what it prints.
    mistakes : dict of str to str or function, optional
        For each output that one may take it for, the sentence that helps.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`; if the program prints nothing, or a mistake is right.

    Examples
    --------
    >>> halves = output("tour-9", "print([n / 2 for n in range(3)])", hint="A quotient is a float.",
    ...                 mistakes={"Counting begins at 0.": "[0.5, 1.0, 1.5]"})
    >>> halves.reply("[0.0,0.5,1.0]"), halves.reply("[0.5, 1.0, 1.5]")
    (Right., Counting begins at 0.)
    >>> halves.reply("[0.0, 1.0, 2.0]")
    Right as far as "[ 0.0 ,"; then something else is printed. Hint: A quotient is a float.
    """
    return Output(label, "What does it print?", hint, because, program, mistakes or {})


def lines(label: str, ask: str, program: Sequence[str], *, hint: str, needs: Mapping[str, Sequence[str]] | None = None,
          mistakes: Mapping[str, tuple[str, str]] | None = None, because: str = "") -> Exercise:
    """Declare an exercise whose answer is the order of the lines of a program; they are shown shuffled.

    Parameters
    ----------
    label, ask, hint, because
        As for `number`.
    program : sequence of str
        The lines, all different, in a right order, with their indentation.
    needs : dict of str to sequence of str, optional
        For each line that needs others above it, these lines; every order is right in which they stand there.
        Without it there is one right order.
    mistakes : dict of str to (str, str), optional
        What is said if the first of two lines stands above the second, where it must stand below.

    Returns
    -------
    Exercise

    Raises
    ------
    TypeError, ValueError
        As for `number`; if two lines are the same, or what is needed stands below.

    Examples
    --------
    >>> total = lines("tour-9", "add two numbers", ["a = 1", "b = 2", "print(a + b)"], hint="What must be known first?",
    ...               needs={"print(a + b)": ["a = 1", "b = 2"]},
    ...               mistakes={"You print a before it has a value.": ("print(a + b)", "a = 1")})
    >>> total.reply(["b = 2", "a = 1", "print(a + b)"]), total.reply(["b = 2", "print(a + b)", "a = 1"])
    (Right., You print a before it has a value.)
    >>> total.reply(["a = 1", "print(a + b)", "b = 2"])
    "print(a + b)" stands too early. Hint: What must be known first?
    """
    return Lines(label, ask, hint, because, tuple(program), needs, mistakes or {})


class exercises:    # in lower case, because it is called like the builders
    """Collect the exercises of a chapter; the result is its `check`.

    Parameters
    ----------
    *declared : Exercise
        The exercises; their labels begin with the chapter's short name and no two are the same.

    Raises
    ------
    ValueError
        If two share a label, or their short names differ.

    Examples
    --------
    >>> check = exercises(number("tour-9", "a half", lambda: 1 / 2, hint="Divide one by two."))
    >>> check("tour-9", 0.5)
    Right.
    >>> check("tour-8", 0.5)
    There is no exercise 'tour-8' here; there is tour-9.
    """

    def __init__(self, *declared: Exercise) -> None:
        self._known = {exercise.label: exercise for exercise in declared}
        if len(self._known) < len(declared):
            raise ValueError(f"`declared` must be exercises with different labels; got {_labels(declared)}.")
        if len({label.split("-")[0] for label in self._known}) > 1:
            raise ValueError(f"`declared` must be exercises of one chapter; got {_labels(declared)}.")

    def __call__(self, label: str, answer: Any = ...) -> Reply:
        """Check an answer; three dots in its place ask for it, and in the built book for the form that takes it."""
        known = self._known.get(label) if isinstance(label, str) else None
        if known is None:
            sentence = f"There is no exercise {label!r} here; there is {', '.join(self._known)}."
            if answer is ...:                    # written by the author of a page, whose build must stop
                raise LookupError(sentence)
            return Reply(False, sentence)
        return known.question() if answer is ... else known.reply(answer)

    def __iter__(self) -> Iterator[Exercise]:
        """Return the exercises in their order."""
        return iter(self._known.values())


def _labels(declared: Iterable[Exercise]) -> str:
    return ", ".join(exercise.label for exercise in declared)
