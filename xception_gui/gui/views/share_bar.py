"""A thin bar that shows a share of a whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style

_HEIGHT = 4


class ShareBar(QWidget):
    """A track, filled from the left in the colour of a flow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._flow = 0.0, "classifier"
        self.setFixedHeight(_HEIGHT)

    def set_share(self, share: float, flow: str) -> None:
        """Fill the fraction `share`, 0 … 1."""
        self._share, self._flow = share, flow or "classifier"
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and filling; a share above zero is never invisible."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        self._paint_bar(painter, whole, "")
        if self._share > 0:
            whole.setWidth(max(float(_HEIGHT), self._share * whole.width()))
            self._paint_bar(painter, whole, self._flow)

    def _paint_bar(self, painter: QPainter, rect: QRectF, flow: str) -> None:
        painter.setBrush(style.flow_colour(flow) if flow else style.colour("track"))
        painter.drawRoundedRect(rect, _HEIGHT / 2, _HEIGHT / 2)
