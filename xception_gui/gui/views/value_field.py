"""A value that can be selected and copied whole, though it is shown shortened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import cut_path
from xception_gui.gui.views.link import SIDE
from xception_gui.gui.views.plain_tip import plain_tip

_OWN_SIDE = 2  # QLineEdit's


class ValueField(QLineEdit):
    """Read-only text, cut with "…" where it does not fit; the tool tip then shows it whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mono = False
        self.setReadOnly(True)
        self.setFrame(False)
        self.setTextMargins(SIDE - _OWN_SIDE, 0, SIDE - _OWN_SIDE, 0)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_value(self, key: str, value: str, mono: bool) -> None:
        """Show a value; paths and files are monospaced, and their end matters most."""
        self._mono = mono
        self.setFont(style.font("mono" if mono else "body"))
        self.setAccessibleName(key)
        self.setText(value)
        self.setCursorPosition(0)
        self._hint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own text while it is being selected from, else as much as fits."""
        if self.hasFocus():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(style.colour("text"))
        at_right = bool(self.alignment() & Qt.AlignmentFlag.AlignRight)
        room = self.rect().adjusted(SIDE, 0, 0 if at_right else -SIDE, 0)
        painter.drawText(room, self.alignment() | Qt.AlignmentFlag.AlignVCenter, self.shown())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was selected is no longer, except while its menu is open."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.deselect()
            self.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tool tip is there only while the text is cut."""
        super().resizeEvent(event)
        self._hint()

    def shown(self) -> str:
        """As much as fits: a path loses whole names at its start, other texts their end."""
        metrics, text, room = self.fontMetrics(), self.text(), self._room()
        if self._mono:
            return cut_path(metrics, text, room)
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _room(self) -> int:
        return self.width() - 2 * SIDE

    def _hint(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self._room()
        self.setToolTip(plain_tip(self.text()) if cut else "")
