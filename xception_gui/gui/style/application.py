"""Puts the look on the application, and keeps it when the system changes its theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from xception_gui.gui.style import theme
from xception_gui.gui.style.fonts import font
from xception_gui.gui.style.palette import palette

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def apply(app: QApplication, wanted: str = "system") -> None:
    """Give the application its style, fonts and the wanted theme.

    Parameters
    ----------
    app
        The running application.
    wanted
        ``light``, ``dark``, or ``system``: as the desktop says, now and when it changes.

    Raises
    ------
    KeyError
        For another theme.
    """
    scheme = _SCHEMES[wanted]
    app.setStyle("Fusion")
    app.setFont(font("body"))
    app.styleHints().setColorScheme(scheme)
    if wanted == "system":
        scheme = app.styleHints().colorScheme()
    theme.set_dark(scheme == Qt.ColorScheme.Dark)
    app.setPalette(palette())
