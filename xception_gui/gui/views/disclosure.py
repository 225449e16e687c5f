"""A line that opens and closes what stands below it, and says in brief what that is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.style.paint import glyph
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton

_HEIGHT, _CHEVRON, _NAME, _GAP = 32, 10, 16, 8


class Disclosure(PaintedButton):
    """A chevron, a heading, and behind it the brief, cut with "…"; checked while open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brief = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(style.px(_HEIGHT))

    def set_words(self, name: str, brief: str) -> None:
        """Say what is below."""
        self._brief = brief
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(brief)
        self._hint()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(0, style.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        shape = "down" if self.isChecked() else "right"
        ink = style.colour("text" if self.underMouse() else "muted")
        glyph(painter, QRect(0, 0, style.px(_CHEVRON), self.height()), shape, ink)
        self._write(painter, "bold", "text", self.text(), style.px(_NAME))
        self._write(painter, "small", "faint", self._brief, self._begin())
        paint_ring(self, painter, radius=4)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The tool tip shows the brief while it is cut."""
        self._hint()

    def _write(self, painter: QPainter, kind: str, role: str, text: str, left: int) -> None:
        font = style.font(kind)
        painter.setFont(font)
        painter.setPen(style.colour(role))
        rect = self.rect().adjusted(left, 0, 0, 0)
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, cut)

    def _begin(self) -> int:
        """Where the brief begins."""
        return style.px(_NAME + _GAP) + text_width(style.font("bold"), self.text())

    def _hint(self) -> None:
        room = self.width() - self._begin()
        cut = text_width(style.font("small"), self._brief) > room
        self.setToolTip(self._brief if cut else "")
