"""Tool tips that show a text letter by letter."""

from __future__ import annotations

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """`text` for a tool tip: what looks like HTML there is drawn, and a class may be called so.

    Names come from files: an ``<img>`` among them would be fetched and shown.
    """
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text
