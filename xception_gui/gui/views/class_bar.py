"""Class folders were dropped: what shall be done with them is asked in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from xception_gui.base.numbers import exact
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.banner import HEIGHT
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton


class ClassBar(QWidget):
    """Classify · Evaluate · Train; what this window cannot do yet is disabled and says so."""

    classify_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._classes, self._pictures = "", 0, 0
        self.setFixedHeight(style.px(HEIGHT))
        self._text = ElidedLabel()
        self.classify, self.evaluate, self.train = QPushButton(), QPushButton(), QPushButton()
        self.classify.setProperty("primary", True)
        self.classify.clicked.connect(self.classify_requested)
        for later in (self.evaluate, self.train):
            later.setEnabled(False)
        self.cross = IconButton("close", "text")
        self.cross.clicked.connect(self._close)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(38), 0, style.px(6), 0)
        row.setSpacing(style.px(8))
        row.addWidget(self._text, 1)
        for button in (self.classify, self.evaluate, self.train, self.cross):
            row.addWidget(button)
        self.retranslate()
        self.hide()

    def ask(self, name: str, classes: int, pictures: int) -> None:
        """Ask about a data set."""
        self._name, self._classes, self._pictures = name, classes, pictures
        self.retranslate()
        self.show()
        self.classify.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Read the texts again."""
        self._text.set_text(
            tr(
                "{name}: {classes} classes, {pictures} pictures",
                name=self._name,
                classes=exact(self._classes),
                pictures=exact(self._pictures),
            )
        )
        self.classify.setText(tr("Classify"))
        self.evaluate.setText(tr("Evaluate"))
        self.train.setText(tr("Train"))
        later = tr("Not in this window yet; the command line can: {command}")
        self.evaluate.setToolTip(later.format(command=f"xception-gui evaluate {self._name}"))
        self.train.setToolTip(later.format(command=f"xception-gui train {self._name}"))
        self.cross.set_words(tr("Close this message"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, line and sign."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, style.colour("line"))
        size = style.px(16)
        sign = style.pixmap("folder", "accent", size, self.devicePixelRatioF())
        painter.drawPixmap(style.px(14), (self.height() - size) // 2, sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
