"""Colour roles: the one place that knows a colour of the book.

An author writes `color=PATH`, never a hex value. Each role has a light hex, which matplotlib draws with and which the
page turns into `var(--path, #c23b14)`, and a dark one, which the page's style sheet supplies.
"""
from __future__ import annotations

# role: (light, dark); contrast against the paper is asserted by tests/live/test_roles.py
ROLES = {
    "paper": ("#fffdf8", "#15181b"),
    "ink": ("#1c1e21", "#e8e5de"),
    "muted": ("#646a71", "#9ba1a8"),
    "rule": ("#ddd8cb", "#343a40"),
    "link": ("#1f4e9e", "#8ab4f8"),
    "path": ("#c23b14", "#ff8f66"),
    "data": ("#1f6f9c", "#7cc4e8"),
    "second": ("#7a4fa3", "#c5a6ec"),
    "good": ("#1b7f4b", "#63d69d"),
    "bad": ("#b3261e", "#ff7b72"),
    # a pale field (contours, heat): even steps of one hue in OKLab, none so deep that the path falls below 3:1 on it
    "field-0": ("#f4f3ee", "#1a1e22"),
    "field-1": ("#e9edeb", "#1f252a"),
    "field-2": ("#dee6e9", "#242c33"),
    "field-3": ("#d3e0e6", "#29343c"),
    "field-4": ("#c9dae3", "#2e3b45"),
    "field-5": ("#bed4e0", "#34434e"),
    "field-6": ("#b3cdde", "#394a58"),
    "field-7": ("#a8c7db", "#3e5261"),
}

PAPER, INK, MUTED, RULE, LINK = (ROLES[name][0] for name in ("paper", "ink", "muted", "rule", "link"))
PATH, DATA, SECOND, GOOD, BAD = (ROLES[name][0] for name in ("path", "data", "second", "good", "bad"))
FIELD = tuple(light for name, (light, _) in ROLES.items() if name.startswith("field-"))

IN_FORMULAS = ("path", "data", "second", "good", "bad")   # what a symbol in a formula or a label can be, `\path{x}`

BY_HEX = {light: name for name, (light, _) in ROLES.items()}


def css(dark: str = 'html[data-theme="dark"]') -> str:
    """Return the style sheet that defines every role as a custom property; `dark` selects the dark pages."""
    def block(selector: str, index: int) -> str:
        return selector + " {" + " ".join(f"--{name}: {pair[index]};" for name, pair in ROLES.items()) + "}"
    classes = (f".role-{name} {{color: var(--{name});}}" for name in IN_FORMULAS)
    return "\n".join([block(":root", 0), block(dark, 1), *classes])


def katex_css(dark: str) -> str:
    """Return the style sheet for formulas of KaTeX, which knows colours and no roles: on dark pages the dark ones."""
    return "\n".join(f'{dark} .katex [style*="color:{ROLES[name][0]}"] {{color: {ROLES[name][1]} !important;}}'
                     for name in IN_FORMULAS)
