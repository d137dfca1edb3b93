"""The markup of a live figure in a page: picture, controls, buttons, sentences.

All of it stands in the page before a script runs, so nothing moves when the figure comes to life; what only a script
can do is out of sight until then.
"""
from __future__ import annotations

import inspect
import json
import textwrap
from html import escape

from .controls import Control
from .figure import LiveFigure
from .labels import coloured
from .predictions import Prediction
from .style import style

SCREEN = 1.425                          # pixels for a unit of the canvas where there is room, so that type has one size
TOOLS = (("reset", "back to how the figure was at first"), ("link", "copy a link to this state"),
         ("code", "show the Python of this figure"), ("full screen", "show the figure alone, for a projector"))


def page_figure(figure: LiveFigure, svg: str, spec: dict, table: str) -> str:
    """Return the `<figure>` element of a page; `table` is the name of the file with its states."""
    width, height = figure.size
    with style():
        status = figure.apply(figure.default)
    asking = ' data-asking="true"' if figure.options.predict else ""
    return f"""<figure class="live-figure" id="{figure.name}" data-state="picture" data-table="{table}"{asking}
 style="--picture: {width * SCREEN:.0f}px"
 data-spec="{escape(json.dumps(spec, separators=(',', ':'), allow_nan=False))}">
<figcaption class="live-title">{escape(figure.title)}</figcaption>
{_prediction(figure)}<div class="live-picture{_smooth(spec)}">{_described(svg, figure.alt)}
<svg class="live-handles" viewBox="0 0 {width:g} {height:g}"></svg></div>
<div class="live-controls">{"".join(_control(figure, c) for c in figure.controls if c.kind != "drag")}</div>
<div class="live-buttons">{_players(figure)}{_presets(figure)}{_tools()}</div>
<p class="live-status" aria-hidden="true">{escape(status)}</p><p class="live-aloud" role="status"></p>
{_goal(figure)}<p class="live-problem" hidden>This figure could not load its states, so it shows only the first one.</p>
<pre class="live-code" hidden tabindex="0">{escape(_code(figure))}</pre>
</figure>"""


def _smooth(spec: dict) -> str:
    """Return the class of a picture whose images a script paints: photographs, not the squares of a few numbers."""
    return " live-smooth" if spec["script"] and spec["script"]["images"] else ""


def _described(svg: str, alt: str) -> str:
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(alt)}"', 1)


def _code(figure: LiveFigure) -> str:
    try:
        return textwrap.dedent(inspect.getsource(figure.make)).rstrip()
    except (OSError, TypeError):                      # made by a program, so that there is no text to show
        return "The source of this figure is not at hand."


# ---- buttons and sentences

def _presets(figure: LiveFigure) -> str:
    return "".join(f'<button type="button" data-state="{list(indices)}" disabled>{escape(label)}</button>'
                   for label, indices in figure.presets.items())


def _players(figure: LiveFigure) -> str:
    buttons = []
    for name, label in figure.options.play.items():
        if label == "play":                           # a slider that is time plays; one that is chance goes one on
            buttons.append((name, "live-play", "play"))
        buttons.append((name, "live-step", "step" if label == "play" else label))
    return "".join(f'<button type="button" class="{kind}" data-play="{figure.axes_of[name][0]}" disabled>'
                   f'{escape(label)}</button>' for name, kind, label in buttons)


def _tools() -> str:
    return '<span class="live-tools">' + "".join(
        f'<button type="button" data-tool="{name}" title="{title}" disabled>{name}</button>'
        for name, title in TOOLS) + "</span>"


def _goal(figure: LiveFigure) -> str:
    goal = figure.options.goal
    return f'<p class="live-goal" data-reached="false">Goal: {escape(goal.text)}. <span></span></p>\n' if goal else ""


def _prediction(figure: LiveFigure) -> str:
    asked = figure.options.predict
    if asked is None:
        return ""
    name = f"{figure.name}-prediction"
    return (f'<form class="live-predict"><fieldset><legend>{escape(asked.question)}</legend>{_answers(asked, name)}'
            '<button type="submit" disabled>answer</button> '
            '<button type="button" class="live-skip" disabled>skip</button></fieldset>'
            '<p class="live-because" hidden></p></form>\n')


def _answers(asked: Prediction, name: str) -> str:
    if not asked.choices:
        unit = f" {escape(asked.unit)}" if asked.unit else ""
        return (f'<label>your number <input type="text" name="{name}" size="8" disabled>{unit}'
                "</label> ")
    return "".join(f'<label><input type="radio" name="{name}" value="{i}" disabled> {escape(choice)}</label> '
                   for i, choice in enumerate(asked.choices))


# ---- controls

def _control(figure: LiveFigure, control: Control) -> str:
    axis, stops = figure.axes_of[control.name][0], control.axes[0]
    stop = figure.default[axis]
    name, unit = f"{figure.name}-{control.name}", escape(control.unit)
    label = f'<span id="{name}-label">{coloured(control.label)}</span>'
    texts = [escape(text) + (f" {unit}" if unit else "") for text in stops.texts]
    if control.kind == "check":
        return (f'<div class="live-control live-check"><label><input type="checkbox" data-axis="{axis}" disabled'
                f'{" checked" * stop}> {label}</label></div>')
    if control.kind == "slider":
        value = f'<output for="{name}" data-of="{axis}" aria-live="off">{escape(stops.texts[stop])}</output>'
        return (f'<div class="live-control"><label for="{name}">{label} '
                f'<span>{value}{unit and f" {unit}"}</span></label>'
                f'<input type="range" id="{name}" min="0" max="{len(stops) - 1}" step="1" value="{stop}" '
                f'data-axis="{axis}" data-unit="{unit}" aria-labelledby="{name}-label" aria-valuetext="{texts[stop]}" '
                'disabled></div>')
    if sum(map(len, texts)) > 40:
        options = "".join(f'<option value="{i}"{" selected" * (i == stop)}>{text}</option>'
                          for i, text in enumerate(texts))
        return (f'<div class="live-control"><label for="{name}">{label}</label>'
                f'<select id="{name}" data-axis="{axis}" disabled>{options}</select></div>')
    radios = "".join(f'<label><input type="radio" name="{name}" value="{i}" data-axis="{axis}" disabled'
                     f'{" checked" * (i == stop)}><span>{text}</span></label>' for i, text in enumerate(texts))
    return (f'<fieldset class="live-control"><legend>{label}</legend><div class="live-choices">{radios}</div>'
            "</fieldset>")
