"""One line of facts on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FactRow:
    """One line.

    Parameters
    ----------
    state : str
        "good", "bad", "other" (it differs, as it must) or "unstated", in words as `state_words`;
        empty for a line without a sign.
    """

    name: str
    value: str
    note: str = ""
    state: str = ""
    state_words: str = ""
