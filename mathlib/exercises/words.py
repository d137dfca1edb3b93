"""The words of an exercise: plain text, because they stand in a notebook, in a form, and in a screen reader's ear."""
from __future__ import annotations

import re
from collections.abc import Mapping

LABEL = re.compile(r"[a-z]+-[1-9][0-9]*")


def as_label(label: str) -> str:
    """Return a label such as `opt-3`."""
    if not isinstance(label, str) or not LABEL.fullmatch(label):
        raise ValueError(f"`label` must be a short name, a hyphen and a number, like \"opt-3\"; got {label!r}.")
    return label


def as_words(text: str, name: str) -> str:
    """Return words that can be read everywhere: no formula between dollars, no markup, one line."""
    if not isinstance(text, str) or not text.strip() or re.search(r"[$\\`\n]", text):
        raise ValueError(f"`{name}` must be plain text on one line, without $, \\ and backticks; got {text!r}.")
    return text.strip()


def as_sentence(text: str, name: str) -> str:
    """Return one or more sentences of such words."""
    if not re.search(r"[.?!]$", as_words(text, name)):
        raise ValueError(f"`{name}` must be a sentence that ends with a full stop; got {text!r}.")
    return text.strip()


def as_sentences(texts: Mapping[str, object], name: str) -> dict[str, object]:
    """Return a mapping whose keys are such sentences."""
    if not isinstance(texts, Mapping):
        raise TypeError(f"`{name}` must be a dictionary from sentences to what they are said of; got {texts!r}.")
    return {as_sentence(sentence, name): value for sentence, value in texts.items()}


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
