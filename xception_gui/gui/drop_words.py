"""What a drop would do, in words, while something is dragged over the window."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from xception_gui.base.numbers import exact
from xception_gui.gui.drop import Outcome, foresee
from xception_gui.gui.language import mark, tr

_INSIDE = mark("Its pictures join the queue; class folders are asked about.")
_WORDS = {
    "refused": (mark("Cannot open this"), mark("Drop picture files, folders or weights.")),
    "weights": (mark("Drop to load weights"), mark("They replace the ones in use.")),
    "compared": (mark("Drop to compare with these weights"), mark("The ones in use stay.")),
    "picture": (mark("Drop to classify this picture"), mark("It joins the queue and opens.")),
    "pictures": (
        mark("Drop to classify {count} pictures"),
        mark("They join the queue; the first one opens."),
    ),
    "zip": (mark("Drop to open this archive"), _INSIDE),
    "folder": (mark("Drop to open this folder"), _INSIDE),
    "item": (mark("Drop to open this"), mark("Its content tells what it is.")),
    "items": (mark("Drop to open {count} items"), mark("Their content tells what they are.")),
}
_OF_ONE = {"pictures": "picture", "items": "item"}


def drop_words(mime: QMimeData, tab: str) -> tuple[str, str, bool]:
    """Title, detail, and whether it can be opened.

    Parameters
    ----------
    tab : str
        The one on view: weights that are dropped on "compare" replace none.
    """
    outcome, count = foresee(mime)
    title, detail = _WORDS[_case(outcome, count, tab)]
    return tr(title, count=exact(count)), tr(detail), outcome != "refused"


def _case(outcome: Outcome, count: int, tab: str) -> str:
    if outcome == "pasted":
        return "picture"
    if outcome == "weights" and tab == "compare":
        return "compared"
    return _OF_ONE.get(outcome, outcome) if count == 1 else outcome
