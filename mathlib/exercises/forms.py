"""The form of an exercise in the built book: fields, a button, a line for the reply, and all replies as data.

It is hidden where it stands: the book's style sheet shows it where scripts run, and `book/_static/check.js` answers.
A telephone offers its whole keyboard for a number: its keypads lack the minus, the root or the stroke of a fraction,
and one that has the minus only where it is needed would give the sign away.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from .fields import Field

PLAIN = 'autocomplete="off" autocapitalize="off" spellcheck="false"'


def form(label: str, fields: Sequence[Field], right: str, hint: str | None = None, program: str = "") -> str:
    """Return the HTML of the form of an exercise, below a program if it asks about one."""
    baked = json.dumps(data(fields, right, hint), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    quoted = baked.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    return (f"<form class=\"check\" data-label=\"{label}\" data-check='{quoted}' hidden novalidate>"
            f'{_program(program)}<div class="check-fields">{_fields(label, fields)}'
            '<button type="submit">Check</button></div><p class="check-reply" role="status"></p></form>')


def data(fields: Sequence[Field], right: str, hint: str | None = None) -> dict:
    """Return all that a reply can say, each sentence once."""
    sentences: list[str] = []
    baked = [field.baked(sentences) for field in fields]
    return {"right": right, "hint": hint or "", "sentences": sentences, "fields": baked}


def _fields(label: str, fields: Sequence[Field]) -> str:
    shared = {field.wants for field in fields} if len(fields) > 1 else set()
    if len(shared) != 1 or shared == {""}:
        return "".join(_with_note(field, f"{label}-{place}") for place, field in enumerate(fields))
    note = f"{label}-wants"
    parts = "".join(KINDS[field.kind](field, f"{label}-{place}", note) for place, field in enumerate(fields))
    return f'{parts}<span class="check-wants" id="{note}">each {escape(fields[0].wants)}</span>'


def _with_note(field: Field, name: str) -> str:
    if not field.wants:
        return KINDS[field.kind](field, name, "")
    note = f"{name}-wants"
    return (f'<div class="check-field">{KINDS[field.kind](field, name, note)} '
            f'<span class="check-wants" id="{note}">{escape(field.wants)}</span></div>')


def _number(field: Field, name: str, note: str) -> str:
    return (f'<label>{escape(field.label)} <input type="text" name="{name}" size="9" aria-describedby="{note}" '
            f'{PLAIN}></label>')


def _choice(field: Field, name: str, note: str) -> str:
    radios = "".join(f'<label><input type="radio" name="{name}" value="{i}"> {escape(option)}</label>'
                     for i, option in enumerate(field.options))
    return f'<fieldset><legend>{escape(field.label)}</legend>{radios}</fieldset>'


def _output(field: Field, name: str, note: str) -> str:
    return (f'<label>{escape(field.label)} <textarea name="{name}" rows="2" cols="30" aria-describedby="{note}" '
            f'{PLAIN}></textarea></label>')


def _lines(field: Field, name: str, note: str) -> str:
    lines = "".join(_line(number, field.lines[number]) for number in field.shuffled)
    return (f'<span id="{name}-label">{escape(field.label)}</span>'
            f'<ol class="check-order" aria-labelledby="{name}-label" aria-describedby="{note}">{lines}</ol>')


def _line(number: int, line: str) -> str:
    buttons = "".join(f'<button type="button" value="{by}" aria-label="Move {way}: {escape(line.strip())}">{arrow}'
                      "</button>" for by, way, arrow in ((-1, "up", "↑"), (1, "down", "↓")))
    return (f'<li data-line="{number}"><span class="check-grip" aria-hidden="true">⠿</span>'
            f"<code>{escape(line)}</code>{buttons}</li>")


def _program(program: str) -> str:
    return f'<pre class="check-program">{escape(program)}</pre>' if program else ""


KINDS = {"number": _number, "choice": _choice, "output": _output, "lines": _lines}
