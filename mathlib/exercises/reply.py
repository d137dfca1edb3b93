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

    def __bool__(self) -> bool:
        """Return whether the answer was right, so that `assert check(...)` means what it says."""
        return self.right

    def __repr__(self) -> str:
        """Return the sentence."""
        return self.sentence

    def _repr_html_(self) -> str:
        """Return the sentence for a notebook; before it the form, which shows itself only in the built book."""
        kind = "check-reply" if self.form is None else "check-asks"
        return f'{self.form or ""}<p class="{kind}">{"✓ " * self.right}{escape(self.sentence)}</p>'
