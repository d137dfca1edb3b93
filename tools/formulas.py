r"""The macros of the book's formulas, where only the book's own build knows them.

    \path{\eta}                                        a symbol in the colour of its mark, one of the colour roles
    \live{0.06 <show momentum-ravine step_size>}       a number that follows a figure of the page

`make notebooks` writes colours and numbers that every reader of TeX knows. `make lab` opens a page with what KaTeX
knows and saves it with the macros again (see `pages_manager`); so an author writes no `\textcolor` of his own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mathlib.live.roles import IN_FORMULAS, ROLES

PART = re.compile(
    r"""
      (?P<formula> ^(?P<wall>[`:~]{3,})\{math\}.*?^(?P=wall)
                 | \{math\}(?P<tick>`+).*?(?P=tick)
                 | \$\$.*?\$\$
                 | \$(?:\\.|(?!\n\s*\n)[^$\\])+\$
                 | \\begin\{(?P<name>\w+\*?)\}.*?\\end\{(?P=name)\} )
    | \\[\\$`]                                                     # in prose a sign, not the beginning of anything
    | ^(?P<fence>[`~]{3,})(?:\w+|\{code[^\n]*)\n.*?^(?P=fence)     # a listing, shown as it is written
    | ^[`:~]{3,}(?=[^`\n]*$)                                       # the beginning or end of a directive
    | (?P<code>`+).+?(?<!`)(?P=code)(?!`)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
START = r"(?<!\\)(?P<breaks>(?:\\\\)*)"  # an even number of backslashes: line breaks before a macro
ROLE = re.compile(rf"{START}\\(?P<role>{'|'.join(IN_FORMULAS)})(?![A-Za-z])")
LIVE = re.compile(
    rf"{START}\\live\{{(?P<words>[^{{}}<]*)(?P<tied><show (?P<figure>[a-z][a-z0-9-]*) (?P<control>\w+)>)\}}"
)
COLOUR = re.compile(rf"{START}\\textcolor\{{(?P<hex>{'|'.join(ROLES[role][0] for role in IN_FORMULAS)})\}}(?![A-Za-z])")
# LaTeX and KaTeX show the first and drop the second, which waits there until the page is saved
FIRST = re.compile(rf"{START}\\@firstoftwo\{{(?P<words>[^{{}}<]*)\}}\{{(?P<tied><show [^{{}}<>]*>)\}}")
BY_HEX = {ROLES[role][0]: role for role in IN_FORMULAS}
BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
WORD = re.compile(r"\\[A-Za-z]+$")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[^\\{}]|\{\{[^{}]*\}\}|", re.DOTALL)


def plain(tex: str) -> str:
    r"""Return a formula without the macros, for those who copy it; double braces mark the numbers that move.

    >>> print(plain(r"x - \path{\eta}\,\nabla f, \path{\live{0.06 <show ravine step_size>}}"))
    x - \eta\,\nabla f, {{0.06}}
    """
    tex = LIVE.sub(lambda live: f"{live['breaks']}{{{{{live['words'].strip()}}}}}", tex)
    while role := ROLE.search(tex):
        before, (body, rest) = tex[: role.end("breaks")], _group(tex[role.end() :])
        tex = before + _grouped(before, body, rest) + rest
    return tex


def in_notebook(text: str) -> str:
    r"""Return the text of a page with colours and numbers that every reader of TeX knows.

    >>> print(in_notebook(r"$\path{\eta} = \live{0.06 <show ravine step_size>}$, written `\path{\eta}`"))
    $\textcolor{#c23b14}{\eta} = {0.06}$, written `\path{\eta}`
    """
    return _in_formulas(text, (ROLE, _colour), (LIVE, _number))


def in_lab(text: str) -> str:
    r"""Return the text of a page with what KaTeX knows in the place of the macros; nothing is lost.

    >>> print(in_lab(r"$\path{\eta} = \live{0.06 <show ravine step_size>}$"))
    $\textcolor{#c23b14}{\eta} = \@firstoftwo{0.06 }{<show ravine step_size>}$
    """
    return _in_formulas(text, (ROLE, _colour), (LIVE, r"\g<breaks>\\@firstoftwo{\g<words>}{\g<tied>}"))


def from_lab(text: str) -> str:
    r"""Return what `in_lab` was given.

    >>> print(from_lab(r"$\textcolor{#c23b14}{\eta} = \@firstoftwo{0.06 }{<show ravine step_size>}$"))
    $\path{\eta} = \live{0.06 <show ravine step_size>}$
    """
    return _in_formulas(text, (COLOUR, _role), (FIRST, r"\g<breaks>\\live{\g<words>\g<tied>}"))


def _in_formulas(text: str, *changes: tuple[re.Pattern, str | Callable[[re.Match], str]]) -> str:
    def changed(part: re.Match) -> str:
        tex = part[0]
        for pattern, change in changes if part["formula"] else ():
            tex = pattern.sub(change, tex)
        return tex

    return PART.sub(changed, text)


def _colour(role: re.Match) -> str:
    return f"{role['breaks']}\\textcolor{{{ROLES[role['role']][0]}}}"


def _role(colour: re.Match) -> str:
    return f"{colour['breaks']}\\{BY_HEX[colour['hex']]}"


def _number(live: re.Match) -> str:
    return f"{live['breaks']}{{{live['words'].strip()}}}"


def _group(tex: str) -> tuple[str, str]:
    """Split TeX into the group that it begins with, without its braces, and the rest."""
    depth = 0
    for brace in BRACE.finditer(tex) if tex.lstrip().startswith("{") else ():
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return tex[tex.index("{") + 1 : brace.start()], tex[brace.end() :]
    return "", tex


def _grouped(before: str, body: str, rest: str) -> str:
    """Return TeX in braces where it needs them: it is more than one token, or a letter would lengthen a command."""
    runs_on = (WORD.search(before) and (body + rest)[:1].isalpha()) or (WORD.fullmatch(body) and rest[:1].isalpha())
    return f"{{{body}}}" if runs_on or not TOKEN.fullmatch(body) else body
