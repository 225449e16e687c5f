"""What the readers raise among themselves; `load.py` adds the file's name and makes one line."""

from __future__ import annotations


class Unusable(Exception):
    """A file that is ours, or could be, but damaged or contradicting itself; the text says how."""


class Foreign(Exception):
    """A file of a kind that is not read; the text says what it is."""


def first_line(error: BaseException, limit: int = 160) -> str:
    """The beginning of an exception's text, for the cause in a one-line message."""
    lines = str(error).strip().splitlines()
    return lines[0][:limit].rstrip(". ") if lines else type(error).__name__
