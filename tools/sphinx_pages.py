"""Sphinx extension: show each page with the outputs that `make book` has executed, and never execute anything.

myst-nb reads a page and then asks `create_client` for something that fills in the outputs. Ours takes them from the
store of executed pages. A page whose outputs are missing or out of date stops the build: nothing stale is shown.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import myst_nb.sphinx_
from myst_nb.core.execute import NotebookClientBase
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from tools import rendered, store
from tools.project import Project, code_cells, here

# A rendering makes objects by the million and drops few: to look for garbage after every 700 takes a third of its time.
OBJECTS_BEFORE_A_LOOK_FOR_GARBAGE = 100_000


class OutputsMissing(SphinxError):
    category = "Not executed"


def setup(app: Sphinx) -> dict[str, Any]:
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK_FOR_GARBAGE)
    project = here()

    def create_client(notebook, source, nb_config, logger, read_fmt=None) -> KeptOutputs:
        client = KeptOutputs(notebook, Path(source), nb_config, logger)
        client.project = project
        return client

    myst_nb.sphinx_.create_client = create_client
    app.connect("builder-inited", lambda app: refuse_stale_outputs(project))
    app.connect("env-get-outdated", lambda app, env, *_: outdated(project, env))
    app.connect("source-read", lambda app, docname, source: remember_content(project, app.env, docname))
    app.connect("env-get-updated", affected_by_names, priority=900)  # after Sphinx has numbered sections and figures
    app.connect("build-finished", lambda app, error: error or write_down_what_was_rendered(project, app))
    return {"parallel_read_safe": False, "parallel_write_safe": True}


class KeptOutputs(NotebookClientBase):
    """Fills a page with its kept outputs."""

    project: Project

    def start_client(self) -> None:
        executed = store.load(self.project, self.path)
        cells, kept = code_cells(self.notebook), code_cells(executed) if executed else []
        if [cell.source for cell in cells] != [cell.source for cell in kept]:
            if os.environ.get(store.ANY_OUTPUTS_WILL_DO):
                return
            raise OutputsMissing(f"{self.project.name(self.path)} changed while it was built: run `make book` again.")
        for cell, source in zip(cells, kept, strict=True):
            cell.outputs, cell.execution_count = source.outputs, source.execution_count
        self.notebook.metadata["language_info"] = executed.metadata.language_info


def refuse_stale_outputs(project: Project) -> None:
    """Stop before anything is read if a page has no outputs, or not those that it would give now."""
    if os.environ.get(store.ANY_OUTPUTS_WILL_DO):
        return
    stale = [project.name(page) for page in store.stale(project, project.notebooks())]
    if stale:
        raise OutputsMissing(f"{', '.join(stale)}: run `make book`, which executes pages before they are rendered.")


def outdated(project: Project, env: BuildEnvironment) -> list[str]:
    """Name the pages whose text or outputs differ from those read last; file times, which Sphinx looks at, can lie."""
    read = getattr(env, "content_read", {})
    return [docname for docname in env.all_docs if read.get(docname) != content(project, env, docname)]


def remember_content(project: Project, env: BuildEnvironment, docname: str) -> None:
    if not hasattr(env, "content_read"):
        env.content_read = {}
    env.content_read[docname] = content(project, env, docname)


def content(project: Project, env: BuildEnvironment, docname: str) -> str:
    page = Path(env.doc2path(docname))
    files = [path for path in (page, project.executed(page)) if path.is_file()]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def affected_by_names(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name all pages when a title, a number or a label changed anywhere: every page shows some of them.

    Sphinx rewrites only the pages that it has read again, and leaves old titles in the side bar of the others.
    """
    titles = {docname: title.astext() for docname, title in env.titles.items()}
    labels = env.domaindata["std"]["labels"] | env.domaindata["std"]["anonlabels"]
    names = json.dumps([titles, env.toc_secnumbers, env.toc_fignumbers, labels], sort_keys=True, default=str)
    changed = names != getattr(env, "names_shown", None)
    env.names_shown = names
    return list(env.found_docs) if changed else []


def write_down_what_was_rendered(project: Project, app: Sphinx) -> None:
    """Say which file each page became, and which files from anywhere in the project the pages include."""
    env = app.env
    pages = {project.name(Path(env.doc2path(name))): app.builder.get_target_uri(name) for name in env.found_docs}
    files = {(Path(app.srcdir) / name).resolve() for names in env.dependencies.values() for name in names}
    included = sorted(project.name(path) for path in files if project.is_source(path))
    rendered.write(Path(app.outdir).parent, pages, included)
