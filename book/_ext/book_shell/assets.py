"""Style sheets and scripts that are made, not kept: fonts, colours, the live-figure player."""
from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from mathlib.live import roles

from . import fonts, formulas
from .place import shell_dir, write_if_changed

STYLES = ("fonts.css", "roles.css", formulas.STYLES, "book.css", "live.css")
SCRIPTS = ("shell.js", "folds.js", "check.js", "live.js", "progress.js")


def make(app: Sphinx, config: Config) -> None:
    """Fill `_build/shell/static` and let Sphinx copy it to `_static`."""
    static = shell_dir(app) / "static"
    drop_others(static)
    write_if_changed(static / "fonts.css", fonts.style_sheet(shell_dir(app) / "fonts"))
    write_if_changed(static / "roles.css", role_colours())
    write_if_changed(static / "live.js", live_asset("player_script"))
    write_if_changed(static / "live.css", live_asset("stylesheet"))
    config.html_static_path = [*config.html_static_path, str(static)]


def affected(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name all pages, to be written and not read again, when a style or a script changed: each names its version."""
    digest = hashlib.sha256()
    for folder in app.config.html_static_path:
        for path in sorted(Path(app.confdir, folder).rglob("*")):
            digest.update(path.read_bytes() if path.is_file() else path.name.encode())
    changed = getattr(env, "shell_static", None) != digest.hexdigest()
    env.shell_static = digest.hexdigest()
    return list(env.found_docs) if changed else []


def link(app: Sphinx) -> None:
    """Put the style sheets behind the theme's own, in this order, and the scripts on every page, deferred."""
    for place, name in enumerate(STYLES):
        app.add_css_file(name, priority=900 + place)
    for name in SCRIPTS:
        app.add_js_file(name, priority=900, loading_method="defer")


def role_colours() -> str:
    """Return the colour roles as custom properties: light, dark, and light again on paper.

    `--sheet` is the light paper in both: what lies under a picture that knows no dark.
    """
    on_paper = " ".join(f"--{name}: {light};" for name, (light, _) in roles.ROLES.items())
    return f":root {{--sheet: {roles.PAPER};}}\n{roles.css()}\n@media print {{ html[data-theme] {{{on_paper}}} }}\n"


def live_asset(name: str) -> str:
    """Return the live-figure player's script or style sheet."""
    from mathlib.live import assets
    return getattr(assets, name)()


def drop_others(static: Path) -> None:
    """Drop what an earlier version of this extension made."""
    for path in static.iterdir() if static.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in STYLES + SCRIPTS:
            path.unlink()
