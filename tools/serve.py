"""Serve the built book on this machine: `python -m tools.serve [port]`."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tools.project import here

PORT = 8000


class Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each, and tells the browser to ask again every time."""

    def log_message(self, *arguments: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def server_of(directory: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of a directory on this machine only; port 0 takes any that is free."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=str(directory)))


def main(arguments: list[str]) -> int:
    html = here().html
    port = int(arguments[0]) if arguments else PORT
    try:
        server = server_of(html, port)
    except OSError:  # taken, by another book perhaps
        server = server_of(html, 0)
    print(f"The book is at http://127.0.0.1:{server.server_port}/ until you press Ctrl-C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
