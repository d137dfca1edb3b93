"""What `check` answers: one or two sentences, true when the answer was right."""
from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, repr=False)
class Reply:
    """Hold the reply to an answer, or, before there is one, what is asked.

    Attributes
    ----------
    right : bool
        Whether the answer was right; the truth of the whole reply.
    sentence : str
        What a reader is told, in plain words.
    form : str, optional
        In a reply that asks, the HTML of the form which takes its place in the built book; empty where there is none.
    shown : str
        In a reply that asks about a program, that program, or its lines with numbers.

    Examples
    --------
    >>> Reply(False, "The size is right, the sign is not.")
    The size is right, the sign is not.
    >>> bool(Reply(True, "Right."))
    True
    """

    right: bool
    sentence: str
    form: str | None = None
    shown: str = ""

    def __bool__(self) -> bool:
        """Return whether the answer was right, so that `assert check(...)` means what it says."""
        return self.right

    def __repr__(self) -> str:
        """Return the sentence, and below it the program, if there is one."""
        return "\n\n".join(filter(None, [self.sentence, self.shown]))

    def _repr_html_(self) -> str:
        """Return the sentence for a notebook; before it the form, which shows itself only in the built book."""
        kind = "check-reply" if self.form is None else "check-asks"
        lines = escape(self.sentence).replace("\n", "<br>")
        shown = f'<pre class="{kind}">{escape(self.shown)}</pre>' if self.shown else ""
        return f'{self.form or ""}<p class="{kind}">{"✓ " * self.right}{lines}</p>{shown}'
