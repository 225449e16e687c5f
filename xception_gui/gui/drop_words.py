"""What a drop would do, in words, while something is dragged over the window."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from xception_gui.gui.drop import foresee
from xception_gui.gui.language import tr


def drop_words(mime: QMimeData) -> tuple[str, str, bool]:
    """Title, detail, and whether it can be opened."""
    outcome, count = foresee(mime)
    if outcome == "refused":
        return tr("Cannot open this"), tr("Drop picture files, folders or weights."), False
    if outcome == "weights":
        return tr("Drop to load weights"), tr("They replace the ones in use."), True
    if outcome == "pasted" or (outcome == "pictures" and count == 1):
        return tr("Drop to classify this picture"), tr("It joins the queue and opens."), True
    if outcome == "pictures":
        title = tr("Drop to classify {count} pictures", count=count)
        return title, tr("They join the queue; the first one opens."), True
    detail = tr("Its pictures join the queue; class folders are asked about.")
    if outcome == "zip":
        return tr("Drop to open this archive"), detail, True
    return tr("Drop to open this folder"), detail, True
