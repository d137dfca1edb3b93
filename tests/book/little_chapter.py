"""A small book with all that folds, is numbered or takes time, rendered by Sphinx with the parts of our extension."""
from __future__ import annotations

import io
import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

ROOT = Path(__file__).resolve().parents[2]
if (EXTENSIONS := str(ROOT / "book" / "_ext")) not in sys.path:
    sys.path.insert(0, EXTENSIONS)

CONFIG = f"""
import sys; sys.path.insert(0, {EXTENSIONS!r})
extensions = ["myst_nb", "sphinx_design", "sphinx_proof", "sphinx_exercise", "a_shell_that_folds"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
exclude_patterns = ["jupyter_execute"]
source_suffix = {{".md": "myst-nb"}}               # Sphinx's own default would keep it for the next rendering
nb_execution_mode, numfig, numfig_format = "off", True, {{"figure": "Figure %s"}}
html_theme, html_static_path, html_math_renderer = "basic", [{str(ROOT / "book/_static")!r}], "typeset"
html_js_files, html_css_files = [("folds.js", {{"defer": "defer"}})], ["book.css"]
"""
SHELL = '''
from book_shell import checked, folded, formulas, grades, minutes, numbering, title_line, typography


def setup(app):
    app.connect("html-page-context", wrap, priority=900)
    folded.add_nodes(app)
    for part in (checked, formulas, grades, minutes, numbering, title_line, typography):
        part.add(app)


def wrap(app, pagename, templatename, context, doctree):
    context["body"] = f'<article class="bd-article">{context.get("body", "")}</article>'
    context["book_contents"] = context["toctree"](titles_only=True) or ""
'''
HEADER = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {display_name: Python 3, language: python, name: python3}
language_info: {name: python}
---

"""
FILES = {
    "index.md": "# Front\n\n```{toctree}\ntour\none/index\ntwo/index\n```\n",
    "tour.md": HEADER + """# Tour

```{raw} html
<figure class="live-figure" id="ball"><figcaption class="live-title">A ball</figcaption></figure>
```

```{code-cell}
1 + 1
```
""",
    "one/index.md": "# One\n\n```{toctree}\nfirst\n```\n\n:::{prf:lemma} Early\n:label: lem-1\n\nText.\n:::\n",
    "one/first.md": "# First\n\n:::{prf:theorem} Before\n:label: before\n\nText.\n:::\n\n$$a$$ (eq-before)\n",
    "two/index.md": """# Two

| Page | Question |
|---|---|
| {doc}`second` | What? |
| {doc}`third` | Why? |
| none | Not a page |

```{toctree}
second
third
```
""",
    "two/second.md": HEADER + """# Second: what folds?

:::{admonition} You need
:class: you-need
- {prf:ref}`early things <lem-1>`
- {numref}`ball`
:::

One two three four.

:::{prf:definition} Thing
:label: thing

A thing is $x$.
:::

:::{prf:theorem} Long
:label: long

True.
:::

:::{prf:proof}
:class: dropdown

A chord to a lower point $y$ leads downhill, see {prf:ref}`thing`.

1. Then hidden words follow.

$$b$$ (eq-hidden)

(inside)=
A place inside.

Deep words of the proof.
:::

:::{prf:proof}
Short and open.
:::

```{code-cell}
:tags: [check]

# Checked on two points,
# and on 10 000 more.
assert True

assert 1 == 1
```

```{code-cell}
shown = 1
```

```{raw} html
<figure class="live-figure" id="bowl"><figcaption class="live-title">A bowl</figcaption></figure>
```

````{exercise} ★★ Try
:label: try

How much? See {numref}`bowl`.

```{dropdown} Hint
Help.
```
````

````{solution} try
:class: dropdown

So much.
````

See [the place](#inside), {numref}`bowl`, {prf:ref}`before`, {ref}`try`, {eq}`eq-hidden`, {eq}`eq-before`.
""",
    "two/third.md": HEADER + """# Third: and then?

:::{prf:theorem} Next
:label: next

See {prf:ref}`long` and {ref}`again`.
:::

```{exercise} ★ Again
:label: again

More.
```

```{code-cell}
1
```
""",
}


def write(root: Path, **changes: str) -> None:
    """Write the sources, some of them with other text."""
    for name, text in ({"conf.py": CONFIG, "a_shell_that_folds.py": SHELL} | FILES | changes).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def render(root: Path) -> str:
    """Render what is written, or what has changed since; return the warnings."""
    warnings, known = io.StringIO(), list(sys.path)
    sys.path.insert(0, str(root))
    try:
        with docutils_namespace():
            Sphinx(root, root, root / "html", root / "doctrees", "html", status=None, warning=warnings).build()
    finally:
        sys.path[:] = known
        sys.modules.pop("a_shell_that_folds", None)
    return warnings.getvalue()


def shown(root: Path, page: str) -> str:
    """Return a page as it was rendered."""
    return (root / "html" / page).with_suffix(".html").read_text("utf-8")
