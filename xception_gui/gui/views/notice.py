"""A bar above the picture, with a sign at its left and a cross at its right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.translated import Translated

HEIGHT = 46


class Notice(Translated):
    """Hidden until it has something to say; the cross and Escape close it, and `closed` tells.

    Parameters
    ----------
    sign, role : str
        Icon, and its colour.
    """

    closed = Signal()

    def __init__(self, sign: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._role = sign, role
        self.setFixedHeight(style.px(HEIGHT))
        self.cross = IconButton("close", "text")
        self.cross.clicked.connect(self.dismiss)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(style.px(38), 0, style.px(6), 0)
        self.hide()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.cross.set_words(tr("Close this message"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def dismiss(self) -> None:
        """As if the cross had been clicked."""
        self.hide()
        self.closed.emit()

    def paint_sign(self, painter: QPainter) -> None:
        """The icon in the left margin."""
        size = style.px(16)
        drawn = style.pixmap(self._sign, self._role, size, self.devicePixelRatioF())
        painter.drawPixmap(style.px(14), (self.height() - size) // 2, drawn)
