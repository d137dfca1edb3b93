"""The form of an exercise in the built book: fields, a button, a line for the reply, and all replies as data.

It is hidden where it stands: the book's style sheet shows it where scripts run, and `book/_static/check.js` answers.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from .fields import Field


def form(label: str, fields: Sequence[Field], right: str) -> str:
    """Return the HTML of the form of an exercise."""
    baked = json.dumps(data(fields, right), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    quoted = baked.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    return (f"<form class=\"check\" data-label=\"{label}\" data-check='{quoted}' hidden novalidate>"
            f'<div class="check-fields">{"".join(_field(f, f"{label}-{i}") for i, f in enumerate(fields))}'
            '<button type="submit">Check</button></div><p class="check-reply" role="status"></p></form>')


def data(fields: Sequence[Field], right: str) -> dict:
    """Return all that a reply can say, each sentence once: a row is a value, how far off one may be, and a sentence."""
    sentences = list(dict.fromkeys(row.sentence for f in fields for row in f.rows))
    return {"right": right, "sentences": sentences, "fields": [
        {"label": f.label, "otherwise": f.otherwise,
         "rows": [[row.value, row.within, sentences.index(row.sentence)] for row in f.rows]} for f in fields]}


def _field(field: Field, name: str) -> str:
    if field.options:
        radios = "".join(f'<label><input type="radio" name="{name}" value="{i}"> {escape(option)}</label>'
                         for i, option in enumerate(field.options))
        return f'<fieldset><legend>{escape(field.label)}</legend>{radios}</fieldset>'
    keyboard = "decimal" if field.rows[0].value >= 0 else "text"     # some telephones' decimal keyboards lack the minus
    return (f'<label>{escape(field.label)} <input type="text" name="{name}" inputmode="{keyboard}" size="9" '
            'autocomplete="off" autocapitalize="off" spellcheck="false"></label>')
