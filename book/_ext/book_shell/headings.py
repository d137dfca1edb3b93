"""Formulas in headings are words where no formula can stand: in a page's title, in the lists of contents, in links."""
from __future__ import annotations

import re
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

from .typesetter import FormulaError

MATHML = re.compile(r"<math.*?</math>", re.DOTALL)
SMALL = {"_": str.maketrans("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
         "^": str.maketrans("0123456789+−=()inTk⊤⋆", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵀᵏᵀ⋆")}
SCRIPTS = {"msub": "_", "msup": "^", "msubsup": "_^"}
RELATIONS = tuple("=<>≤≥≈≠∈+−→")


def add(app: Sphinx) -> None:
    """Change the titles as soon as Sphinx has collected them, before they are kept."""
    app.connect("doctree-read", put_into_words, priority=900)


def put_into_words(app: Sphinx, doctree: nodes.document) -> None:
    """Put words in the place of the formulas of the collected titles; a wrong one is told of where it stands."""
    env, page = app.env, app.env.docname
    for collected in (env.titles, env.longtitles, env.tocs):
        for formula in list(collected[page].findall(nodes.math)):
            try:
                words = in_words(app.typesetter.formula(formula.astext(), display=False).html)
            except FormulaError:
                words = formula.astext()
            formula.replace_self(nodes.Text(words))


def in_words(html: str) -> str:
    """Return a typeset formula as a line of text.

    >>> in_words("<math><msup><mi>x</mi><mn>2</mn></msup><mo>≤</mo><msqrt><mi>n</mi></msqrt></math>")
    'x² ≤ √n'
    """
    return _line(ElementTree.fromstring(MATHML.search(html).group()))


def _line(element: ElementTree.Element) -> str:
    parts = [_line(part) for part in element]
    if element.tag in SCRIPTS:
        return parts[0] + "".join(map(_small, SCRIPTS[element.tag], parts[1:]))
    if element.tag == "mfrac":
        return "/".join(map(_together, parts))
    if element.tag == "msqrt":
        return "√" + _together("".join(parts))
    return f" {element.text} " if element.text in RELATIONS else (element.text or "") + "".join(parts)


def _small(sign: str, text: str) -> str:
    closed, letters = text.replace(" ", ""), SMALL[sign]
    return closed.translate(letters) if all(ord(letter) in letters for letter in closed) else sign + _together(text)


def _together(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
