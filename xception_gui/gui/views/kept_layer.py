"""A drawing of the whole view that is kept until what it shows changes.

While a slider moves only the strength of the heat map changes: photo and heat map are then laid
down pixel by pixel, neither is scaled again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget


class KeptLayer:
    """One layer of `widget`, as large as it.

    Parameters
    ----------
    transparent : bool
        Whether what lies below may show through.
    """

    def __init__(self, widget: QWidget, transparent: bool) -> None:
        self._widget = widget
        kinds = QImage.Format.Format_ARGB32_Premultiplied, QImage.Format.Format_RGB32
        self._format = kinds[0] if transparent else kinds[1]
        self._key: object = None
        self._image = QImage()

    def image(self, key: object, draw: Callable[[QPainter], None]) -> QImage:
        """What `draw` drew in view coordinates; drawn again only for another `key` or size."""
        ratio = self._widget.devicePixelRatioF()
        size = self._widget.size() * ratio
        whole = (key, size.toTuple(), ratio)
        if whole != self._key:
            self._image = QImage(size, self._format)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._image)
            draw(painter)
            painter.end()
            self._key = whole
        return self._image
