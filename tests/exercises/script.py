"""The scripts of a page that read and judge answers, in a JavaScript engine without a page around them."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import quickjs

ROOT = Path(__file__).resolve().parents[2]
NUMBER = ROOT / "mathlib" / "live" / "player" / "number.js"
CHECK = ROOT / "book" / "_static" / "check.js"


def script() -> Callable:
    """Return a function that calls one of theirs with values, and returns what it returns."""
    context = quickjs.Context()
    context.eval(NUMBER.read_text("utf-8"))
    context.eval("const mathlibLive = {readNumber};")
    context.eval(CHECK.read_text("utf-8"))
    context.eval("const known = {...checks, readNumber}; "
                 "function call(name, given) { return JSON.stringify(known[name](...JSON.parse(given))); }")
    call = context.get("call")
    # JavaScript writes a float that is whole as it writes an integer
    return lambda name, *given: json.loads(call(name, json.dumps(given)), parse_int=float)
