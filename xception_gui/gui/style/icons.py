"""The project's own icons: SVG files in the colour of a role, sharp on every screen."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from xception_gui.base.assets import asset
from xception_gui.gui.style.theme import colour
from xception_gui.gui.style.tokens import ICON

_STROKE = 'stroke-width="1.35"'
_FINE_STROKE = 'stroke-width="1"'
_FINE_FROM = 28


def pixmap(name: str, role: str = "text", size: int = ICON, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of ``size`` device-independent pixels for a screen of ``ratio``.

    Raises
    ------
    FileNotFoundError
        When there is no icon of that name.
    """
    return _rendered(name, colour(role).name(), size, ratio)


def icon(name: str, role: str = "text") -> QIcon:
    """An icon for buttons and menus; ask again on ``QEvent.PaletteChange``.

    Its disabled form has the colour of disabled text, its checked form the accent.
    """
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(pixmap(name, role, ICON, ratio))
        made.addPixmap(pixmap(name, "accent", ICON, ratio), state=QIcon.State.On)
        for state in (QIcon.State.Off, QIcon.State.On):
            made.addPixmap(pixmap(name, "disabled", ICON, ratio), QIcon.Mode.Disabled, state)
    return made


def _ratios() -> list[float]:
    return sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()})


@lru_cache(maxsize=1024)
def _rendered(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    shape, tinted = _shape(name, size, ratio)
    if not tinted:
        return shape
    made = QPixmap(shape)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, size, size), QColor(tint))
    painter.end()
    return made


@lru_cache(maxsize=256)
def _shape(name: str, size: int, ratio: float) -> tuple[QPixmap, bool]:
    """The icon in black, and whether it is to be tinted; reading the SVG is what costs."""
    svg = asset("icons", f"{name}.svg").read_text("utf-8")
    if size >= _FINE_FROM:
        svg = svg.replace(_STROKE, _FINE_STROKE)
    pixels = round(size * ratio)
    made = QPixmap(QSize(pixels, pixels))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made, "currentColor" in svg
