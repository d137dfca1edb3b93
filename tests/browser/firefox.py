"""Firefox over WebDriver BiDi, with the file policy that a reader's Firefox has: a small client, and a tab for hands.

WebDriver switches that policy off by itself; the preference below keeps it, and a test sees that it does.
"""
from __future__ import annotations

import contextlib
import itertools
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import websocket

from tools.browsers import firefox

PREFERENCES = {
    "security.fileuri.strict_origin_policy": True,
    "network.proxy.type": 1,                              # whatever Firefox asks for goes to a port that nobody hears
    "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9,
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "ui.prefersReducedMotion": 1,
}
# Firefox shows a page while it reads it, and may be in the middle of a formula; tests/book/test_formulas.py sees that
# each is whole.
HALF_READ = "Invalid markup: Incorrect number of children for "
KEYS = {"End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014",
        "ArrowDown": "\ue015", "Shift": "\ue008", "Space": " ", "Tab": "\ue004", "Enter": "\ue007"}


@contextlib.contextmanager
def firefox_tab() -> Iterator[FirefoxTab]:
    """Start Firefox with a fresh profile, and end it."""
    with tempfile.TemporaryDirectory(prefix="firefox-") as profile:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        Path(profile, "user.js").write_text("".join(lines))
        command = [firefox(), "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            try:
                tab = FirefoxTab(_address(process))
                yield tab
                tab.close()
            finally:
                process.terminate()


def _address(process: subprocess.Popen) -> str:
    for line in process.stderr:
        if found := re.search(r"BiDi listening on (ws://\S+)", line):
            return found[1] + "/session"
    raise RuntimeError("Firefox ended before it could be driven")


class FirefoxTab:
    """The one tab: commands are answered in order; events between them become complaints and requests."""

    def __init__(self, address: str):
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self._numbers = itertools.count(1)
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=60)
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._context = self._call("browsingContext.create", type="window")["context"]   # the first window has no focus
        self._call("browsingContext.setViewport", context=self._context, viewport={"width": 1280, "height": 900})

    def open(self, address: str) -> None:
        self._call("browsingContext.navigate", context=self._context, url="about:blank", wait="complete")
        self._call("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def run(self, function: str, *arguments):
        """Call a JavaScript function in the page and return what it returns."""
        wrapped = f"async (all) => JSON.stringify(await ({function})(...JSON.parse(all)) ?? null)"
        answer = self._call("script.callFunction", functionDeclaration=wrapped, awaitPromise=True,
                            target={"context": self._context},
                            arguments=[{"type": "string", "value": json.dumps(arguments)}])
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    def press(self, key: str, times: int = 1) -> None:
        *held, key = (KEYS[part] for part in key.split("+"))
        once = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._perform("key", [{"type": "keyDown", "value": h} for h in held] + once * times
                      + [{"type": "keyUp", "value": h} for h in held])

    def click(self, x: float, y: float) -> None:
        self.drag([(x, y)])

    def drag(self, path: list[tuple[float, float]]) -> None:
        """Press the mouse at the first point, go along the others, release."""
        first, *rest = ({"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in path)
        self._perform("pointer", [first, {"type": "pointerDown", "button": 0}, *rest,
                                  {"type": "pointerUp", "button": 0}])

    def close(self) -> None:
        self._call("browser.close")
        self._socket.close()

    def _perform(self, kind: str, actions: list[dict]) -> None:
        self._call("input.performActions", context=self._context,
                   actions=[{"type": kind, "id": kind, "actions": actions}])

    def _call(self, method: str, **parameters) -> dict:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv())).get("id") != number:
            self._note(answer)
        assert answer["type"] == "success", f"{method}: {answer.get('message')}"
        return answer["result"]

    def _note(self, event: dict) -> None:
        parts = event["params"]
        if (event["method"] == "log.entryAdded" and parts["level"] in ("error", "warn")
                and not parts["text"].startswith(HALF_READ)):
            self.complaints.append(f"{parts['type']} {parts['level']}: {parts['text']}")
        if event["method"] == "network.beforeRequestSent" and re.match("(http|ws)", parts["request"]["url"]):
            self.requests.append(parts["request"]["url"])
