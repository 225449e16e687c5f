"""Two or more exclusive choices side by side, such as Photo | Network input."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style

_PADDING = 12
_BORDER = 2


class Segmented(QWidget):
    """A track with one raised segment; ``chosen`` tells which the user picked.

    Parameters
    ----------
    texts
        One word or two per choice.
    """

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = tuple(texts)
        self._current = 0
        self._hovered = -1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Name the choices (again, in another language); the current one stays."""
        self._texts = tuple(texts)
        self.updateGeometry()
        self.update()

    def current(self) -> int:
        """Index of the raised segment."""
        return self._current

    def set_current(self, index: int) -> None:
        """Raise a segment without a signal."""
        self._current = index
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as all words with their padding, one control high."""
        return QSize(sum(self._widths()) + 2 * _BORDER, style.px(28))

    def segment_rect(self, index: int) -> QRect:
        """Where a segment lies."""
        widths = self._widths()
        left = _BORDER + sum(widths[:index])
        return QRect(left, _BORDER, widths[index], self.height() - 2 * _BORDER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the track, the raised segment and the words."""
        painter = QPainter(self)
        self._paint_track(painter)
        for index in range(len(self._texts)):
            self._paint_segment(painter, index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The word under the mouse is written in ``text``."""
        self._hover(self._at(event.position().x()))

    def leaveEvent(self, _event: object) -> None:
        """No word is hovered any more."""
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the segment under the mouse."""
        index = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose the neighbour."""
        step = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}.get(event.key(), 0)
        if not step:
            super().keyPressEvent(event)
            return
        self._choose(min(max(self._current + step, 0), len(self._texts) - 1))

    def _choose(self, index: int) -> None:
        if index != self._current:
            self.set_current(index)
            self.chosen.emit(index)

    def _hover(self, index: int) -> None:
        if index != self._hovered:
            self._hovered = index
            self.update()

    def _at(self, x: float) -> int:
        for index in range(len(self._texts)):
            rect = self.segment_rect(index)
            if rect.left() <= x <= rect.right():
                return index
        return -1

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(style.font("body"))
        return [metrics.horizontalAdvance(text) + 2 * style.px(_PADDING) for text in self._texts]

    def _paint_track(self, painter: QPainter) -> None:
        # Light fills the track; on dark the fill would drown, so it is edged instead.
        dark = style.is_dark()
        edge = style.colour("line") if dark else None
        style.box(painter, self.rect(), style.colour("base" if dark else "track"), edge)

    def _paint_segment(self, painter: QPainter, index: int) -> None:
        rect = self.segment_rect(index)
        raised = index == self._current
        if raised:
            self._paint_raised(painter, rect)
        painter.setFont(style.font("body"))
        role = "text" if raised or index == self._hovered else "muted"
        painter.setPen(style.colour(role if self.isEnabled() else "disabled"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._texts[index])

    def _paint_raised(self, painter: QPainter, rect: QRect) -> None:
        dark = style.is_dark()
        edge = None if dark else style.colour("strong")
        style.box(painter, rect, style.colour("line" if dark else "raised"), edge, 5)
        if style.has_keyboard_focus(self):
            style.focus_ring(painter, rect, 5)
