"""What the inspector says while no module is selected."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr

_MARGIN, _GAP = 24, 4
_WRAPPED = Qt.AlignmentFlag.AlignHCenter.value | Qt.TextFlag.TextWordWrap.value


class NothingSelected(QWidget):
    """Two centred lines, wrapped where the pane is narrow."""

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(" ".join(_lines()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines around the middle."""
        painter = QPainter(self)
        font = style.font("body")
        painter.setFont(font)
        metrics = QFontMetrics(font)
        room = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        top = room.center().y() - metrics.height() - _GAP
        for text, role in zip(_lines(), ("muted", "faint"), strict=True):
            painter.setPen(style.colour(role))
            below = QRect(room.left(), top, room.width(), room.bottom() - top)
            painter.drawText(below, _WRAPPED, text)
            top += metrics.boundingRect(below, _WRAPPED, text).height() + _GAP


def _lines() -> tuple[str, str]:
    return tr("Select a module"), tr("Its shape, cost and source appear here.")
