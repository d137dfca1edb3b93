"""The data of the book: a loader for each set, and beside it a card that says where it comes from.

Nothing is loaded, and no other package imported, before a loader is called.
"""
from __future__ import annotations

__all__: list[str] = []
