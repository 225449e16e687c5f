"""The band at the foot of the window: the last message, and what answers, each with its chooser."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import STATUS_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.plain_tip import plain_tip
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.train_status import TrainStatus

ITEMS = {
    "device": "chip",
    "precision": "settings",
    "weights": "weights",
    "ms": "clock",
    "memory": "memory",
}
_ICON, _PADDING, _GAP, _LINE_INSET = 14, 8, 6, 7
_WORDS = 200  # pixels at most; the hint has the whole of a long file's name


class StatusButton(PaintedButton):
    """An icon and a few words; a click opens a chooser."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._own_icon, self._role = icon, icon, "muted"
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str, hint: str, warning: bool = False) -> None:
        """Show `text`; `hint` says what it is and what a click does."""
        self._icon = "warning" if warning else self._own_icon
        self._role = "warning" if warning else "muted"
        self.setText(text)
        self.setToolTip(plain_tip(hint))
        self.setAccessibleName(f"{text} · {hint}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, words, and 8 pixels around them."""
        words = QFontMetrics(style.font("body")).horizontalAdvance(self.text())
        beside = style.px(2 * _PADDING + _ICON + _GAP)
        return QSize(min(words, style.px(_WORDS)) + beside, style.px(STATUS_BAND - 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon and words."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), style.colour("hover"))
        size = style.px(_ICON)
        drawn = style.pixmap(self._icon, self._role, size, self.devicePixelRatioF())
        painter.drawPixmap(style.px(_PADDING), (self.height() - size) // 2, drawn)
        painter.setFont(style.font("body"))
        painter.setPen(style.colour(self._role))
        rect = self.rect().adjusted(style.px(_PADDING + _ICON + _GAP), 0, 0, 0)
        middle, room = Qt.TextElideMode.ElideMiddle, style.px(_WORDS)
        words = painter.fontMetrics().elidedText(self.text(), middle, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
        paint_ring(self, painter, radius=4)


class StatusBar(Band):
    """Left the last message; right device, precision, weights, time per picture and memory."""

    pressed = Signal(str)  # one of ITEMS
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(STATUS_BAND, line_above=True, parent=parent)
        # A name may be long; what is said of it stands at the end.
        self._message = ElidedLabel(role="muted", mode=Qt.TextElideMode.ElideMiddle)
        self.cancel = QPushButton()
        self.cancel.setFlat(True)
        self.cancel.setFixedHeight(style.px(STATUS_BAND - 4))
        self.cancel.clicked.connect(self.cancel_requested)
        self.cancel.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 1, style.px(4), 0)
        row.setSpacing(0)
        row.addWidget(self._message, 1)
        row.addWidget(self.cancel)
        self.run = TrainStatus()
        row.addWidget(self.run)
        self.buttons: dict[str, StatusButton] = {}
        self._lines: dict[str, Separator] = {}
        for name, icon in ITEMS.items():
            self._add(row, name, icon)
        self.retranslate()

    def set_message(self, text: str) -> None:
        """Say what happened last."""
        self._message.set_text(text)

    def announce(self) -> None:
        """Have a screen reader say the message."""
        words = QAccessibleAnnouncementEvent(self, self.message())
        QAccessible.updateAccessibility(words)

    def message(self) -> str:
        """What it says."""
        return self._message.text()

    def set_item(self, name: str, text: str, hint: str, warning: bool = False) -> None:
        """Write one of `ITEMS`; nothing while it is not known."""
        self.buttons[name].set_words(text, hint, warning)
        self.show_item(name, bool(text))

    def show_item(self, name: str, shown: bool) -> None:
        """Show or leave out one of `ITEMS`: in a narrow window there is no room for all."""
        self.buttons[name].setVisible(shown and bool(self.buttons[name].text()))
        visible = [n for n in ITEMS if not self.buttons[n].isHidden()]
        for other, line in self._lines.items():
            line.setVisible(other in visible[1:])

    def show_cancel(self, shown: bool) -> None:
        """Offer to give up what the user waits for."""
        self.cancel.setVisible(shown)

    def retranslate(self) -> None:
        """Read the texts again."""
        self.cancel.setText(tr("Cancel"))

    def _add(self, row: QHBoxLayout, name: str, icon: str) -> None:
        line = Separator(Qt.Orientation.Vertical, inset=style.px(_LINE_INSET))
        button = StatusButton(icon)
        button.clicked.connect(partial(self.pressed.emit, name))
        button.hide()
        line.hide()
        row.addWidget(line)
        row.addWidget(button)
        self.buttons[name], self._lines[name] = button, line
