"""The palette that Qt's own widgets read, made from the colour tables."""

from __future__ import annotations

from PySide6.QtGui import QPalette

from xception_gui.gui.style.theme import colour

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "base"),
    (QPalette.ColorRole.AlternateBase, "window"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.PlaceholderText, "faint"),
    (QPalette.ColorRole.Button, "raised"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "error"),
    (QPalette.ColorRole.Highlight, "soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.ToolTipBase, "tip"),
    (QPalette.ColorRole.ToolTipText, "tip_text"),
    (QPalette.ColorRole.Light, "raised"),
    (QPalette.ColorRole.Midlight, "hover"),
    (QPalette.ColorRole.Mid, "strong"),
    (QPalette.ColorRole.Dark, "strong"),
    (QPalette.ColorRole.Shadow, "strong"),
)
_WRITTEN = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
    QPalette.ColorRole.PlaceholderText,
    QPalette.ColorRole.Accent,
)


def palette() -> QPalette:
    """Palette of the theme in force; the same whether or not the window is active."""
    made = QPalette()
    for role, name in _ROLES:
        made.setColor(QPalette.ColorGroup.All, role, colour(name))
    for role in _WRITTEN:
        made.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return made
