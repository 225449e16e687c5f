"""The theme in force: which of the two colour tables every widget reads."""

from __future__ import annotations

from PySide6.QtGui import QColor

from xception_gui.gui.style import tokens

_dark = False


def set_dark(dark: bool) -> None:
    """Make the dark (or the light) table the one that ``colour`` reads."""
    global _dark
    _dark = dark


def is_dark() -> bool:
    """Whether the dark theme is in force."""
    return _dark


def colour(role: str) -> QColor:
    """Colour of a role (``window``, ``text``, ``accent``, …) in the theme in force.

    Raises
    ------
    KeyError
        For a role that ``tokens`` does not have.
    """
    return QColor((tokens.DARK if _dark else tokens.LIGHT)[role])


def flow_colour(flow: str) -> QColor:
    """Data colour of a flow (entry, middle, exit, classifier); the same in both themes."""
    return QColor(tokens.FLOWS[flow])
