"""A short message with at most one action, above the status bar; it goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.style.paint import focus_ring, has_keyboard_focus
from xception_gui.gui.style.tokens import STATUS_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.painted_button import PaintedButton

SHOWN_MS = 5000
_HEIGHT = 40
_ABOVE_STATUS = 16
_SIDE = 16


class Toast(QWidget):
    """One message at a time; a new one replaces the old. `pressed` is its action."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._text = ElidedLabel(role="tip_text")
        self._text.take_own_width()
        self.action = _Action()
        self.action.clicked.connect(self.hide)
        self.action.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(_SIDE), 0, style.px(_SIDE), 0)
        row.setSpacing(style.px(_SIDE))
        row.addWidget(self._text)
        row.addWidget(self.action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, action: str = "") -> None:
        """Say something for five seconds; longer while the pointer is over it."""
        held = self.isVisible() and not self.is_counting()
        self._text.set_text(text)
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self.show()
        if not held:  # a pointer that rests where it appears does not hold it
            self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def withdraw(self, text: str) -> None:
        """Hide it, if this is still what it says."""
        if self.text() == text:
            self.hide()

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def is_counting(self) -> bool:
        """Whether it will go by itself; not while the pointer holds it."""
        return self._timer.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It keeps its place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, _event: QEvent) -> None:
        """The pointer holds it."""
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        """Let go."""
        self._timer.start()

    def showEvent(self, _event: QEvent) -> None:
        """It counts from when it can be read, in a window that was minimised too."""
        self._timer.start()

    def hideEvent(self, _event: QEvent) -> None:
        """Nothing is left to count."""
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("tip"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)

    def _place(self) -> None:
        window = self._window
        most = window.width() - 2 * style.px(_SIDE)
        self.resize(min(self.sizeHint().width(), most), style.px(_HEIGHT))
        bottom = window.height() - style.px(STATUS_BAND) - style.px(_ABOVE_STATUS)
        self.move((window.width() - self.width()) // 2, bottom - self.height())


class _Action(PaintedButton):
    """The action in bold, underlined: the toast has its own colours."""

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(style.font("bold")).horizontalAdvance(self.text())
        return QSize(width + style.px(8), style.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = style.font("bold")
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(style.colour("tip_text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if has_keyboard_focus(self):
            focus_ring(painter, self.rect(), role="tip_text")
