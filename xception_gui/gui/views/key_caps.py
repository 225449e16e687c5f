"""Shortcuts as keys of a keyboard: one small cap each."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.style.paint import box
from xception_gui.gui.views.elide import text_width

_HEIGHT, _SIDE, _GAP = 20, 6, 5


def split_keys(keys: str) -> tuple[str, ...]:
    """The keys of one shortcut as Qt writes it: ``Ctrl++`` has two, macOS' ``⇧⌘P`` three."""
    if signs := re.match("[⌃⌥⇧⌘]+", keys):
        return (*signs.group(), *filter(None, [keys[signs.end() :]]))
    if keys.endswith("+"):
        return (*filter(None, keys[:-1].split("+")), "+")
    return tuple(filter(None, keys.split("+")))


def caps_width(keys: str) -> int:
    """Pixels that the caps take."""
    caps = split_keys(keys)
    return sum(map(_cap_width, caps)) + style.px(_GAP) * max(0, len(caps) - 1)


def paint_caps(painter: QPainter, right: int, middle: int, keys: str) -> None:
    """Draw caps that end at `right`, centred about the line `middle`."""
    left, height = right - caps_width(keys), style.px(_HEIGHT)
    painter.setFont(style.font("small"))
    for cap in split_keys(keys):
        place = QRect(QPoint(left, middle - height // 2), QSize(_cap_width(cap), height))
        box(painter, place, style.colour("window"), style.colour("strong"), 4)
        painter.setPen(style.colour("muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, cap)
        left += place.width() + style.px(_GAP)


def _cap_width(cap: str) -> int:
    return max(style.px(_HEIGHT), text_width(style.font("small"), cap) + 2 * style.px(_SIDE))


class KeyCaps(QWidget):
    """The caps of one shortcut."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def keys(self) -> str:
        """The shortcut."""
        return self._keys

    def sizeHint(self) -> QSize:
        """As wide as the caps."""
        return QSize(caps_width(self._keys), style.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        paint_caps(painter, self.width(), self.height() // 2, self._keys)
