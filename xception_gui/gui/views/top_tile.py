"""A small picture with its name and a value; a click opens it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.base.results import ByteArray
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.heat_image import photo_image
from xception_gui.gui.views.painted_button import PaintedButton
from xception_gui.gui.views.plain_tip import plain_tip

_PICTURE, _LINE = QSize(144, 108), 20


class TopTile(PaintedButton):
    """Grey while there is no picture yet."""

    def __init__(
        self, name: str, value: str, pixels: ByteArray | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._value = name, value
        self._image = photo_image(pixels) if pixels is not None else None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{name}, {value}")
        self.setToolTip(plain_tip(tr("Open {name}", name=name)))

    def sizeHint(self) -> QSize:
        """A thumbnail and a line."""
        return QSize(style.px(_PICTURE.width()), style.px(_PICTURE.height() + _LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Picture, name, value."""
        painter = QPainter(self)
        place = QRect(0, 0, self.width(), style.px(_PICTURE.height()))
        painter.fillRect(place, style.colour("track"))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        small = style.font("small")
        metrics, foot = QFontMetrics(small), self.rect().adjusted(0, place.height(), 0, 0)
        painter.setFont(small)
        painter.setPen(style.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, middle | Qt.AlignmentFlag.AlignRight, self._value)
        room = foot.width() - metrics.horizontalAdvance(self._value) - 8
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(style.colour("muted"))
        painter.drawText(foot, middle | Qt.AlignmentFlag.AlignLeft, name)
        paint_ring(self, painter, radius=0)
