"""Code to read: monospaced, coloured, with the numbers that its lines have in their file."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.python_colours import PythonColours

_SIDE, _AROUND = 12, 8


class _Numbers(QWidget):
    """The margin at the left; painted by the view, which knows where its lines are."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self.setObjectName("numbers")
        self._view = view

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_numbers(QPainter(self), event.rect())


class CodeView(QPlainTextEdit):
    """Read-only; text can be selected and copied, by mouse and by keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._colours = 1, PythonColours(self.document())
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(style.font("mono"))
        self.document().setDocumentMargin(style.px(_AROUND))
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._numbers = _Numbers(self)
        self.updateRequest.connect(self._scrolled)

    def show_code(self, text: str, first: int) -> None:
        """Show code whose first line has the number `first`."""
        self._first = first
        self.setPlainText(text.rstrip("\n"))
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colours.rehighlight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The margin is as high as the view."""
        super().resizeEvent(event)
        self._fit()

    def paint_numbers(self, painter: QPainter, rect: QRect) -> None:
        """The number of each line that is visible, right-aligned."""
        painter.fillRect(rect, style.colour("window"))
        painter.setFont(self.font())
        painter.setPen(style.colour("faint"))
        block, height = self.firstVisibleBlock(), self.fontMetrics().height()
        right = self._margin() - style.px(_SIDE)
        while block.isValid():
            box = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if box.top() > rect.bottom():
                return
            line = QRect(0, round(box.top()), right, height)
            number = str(self._first + block.blockNumber())
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, number)
            block = block.next()

    def _fit(self) -> None:
        self.setViewportMargins(self._margin(), 0, 0, 0)
        inside = self.contentsRect()
        self._numbers.setGeometry(inside.left(), inside.top(), self._margin(), inside.height())
        self._numbers.update()

    def _margin(self) -> int:
        last = str(self._first + self.blockCount() - 1)
        return self.fontMetrics().horizontalAdvance(last) + 2 * style.px(_SIDE)

    def _scrolled(self, rect: QRect, by: int) -> None:
        if by:
            self._numbers.scroll(0, by)
        else:
            self._numbers.update(0, rect.top(), self._numbers.width(), rect.height())
