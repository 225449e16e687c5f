"""Puts the look on the application, and keeps it when the system changes its theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolTip

from xception_gui.gui.style import theme
from xception_gui.gui.style.fonts import font
from xception_gui.gui.style.palette import palette
from xception_gui.gui.style.proxy import Proxy

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
_style: Proxy | None = None  # Qt keeps no reference to the Python side of a style
_wanted = "system"


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
    global _wanted
    scheme = _SCHEMES[wanted]
    _wanted = wanted
    _install(app)
    # Title bars and native dialogs follow where the platform can; our palette does everywhere.
    app.styleHints().setColorScheme(scheme)
    _repaint()


def _install(app: QApplication) -> None:
    global _style
    if _style is not None and app.style() is _style:
        return
    _style = Proxy()
    app.setStyle(_style)
    app.setFont(font("body"))
    app.styleHints().colorSchemeChanged.connect(_repaint)


def _repaint() -> None:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    scheme = _SCHEMES[_wanted] if _wanted != "system" else app.styleHints().colorScheme()
    theme.set_dark(scheme == Qt.ColorScheme.Dark)
    app.setPalette(palette())
    QToolTip.setPalette(palette())
    QToolTip.setFont(font("body"))
