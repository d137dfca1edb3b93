"""The programs behind the Makefile: `python -m tools.book` is `make book`, and so on."""

import sys

# jsonschema, which reads notebooks with us, would build 39 grammars for addresses in all alphabets, of which no
# notebook has one: a second and a half of every program. Where they are missing it does without.
sys.modules.setdefault("rfc3987_syntax", None)
