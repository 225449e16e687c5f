"""Class folders were dropped: what shall be done with them is asked in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from xception_gui.base.numbers import exact
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.notice import Notice


class ClassBar(Notice):
    """Classify · Evaluate · Train."""

    classify_requested = Signal()
    evaluate_requested = Signal()
    train_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("folder", "accent", parent)
        self._name, self._classes, self._pictures = "", 0, 0
        self._text = ElidedLabel()
        self.classify, self.evaluate, self.train = QPushButton(), QPushButton(), QPushButton()
        self.classify.clicked.connect(self.classify_requested)
        self.train.clicked.connect(self.train_requested)
        self.evaluate.clicked.connect(self.evaluate_requested)
        self.row.setSpacing(style.px(8))
        self.row.addWidget(self._text, 1)
        for button in (self.classify, self.evaluate, self.train, self.cross):
            self.row.addWidget(button)
        self.retranslate()

    def ask(self, name: str, classes: int, pictures: int, chosen: str = "classify") -> None:
        """Ask about a data set; "classify" or "train" is proposed."""
        self._name, self._classes, self._pictures = name, classes, pictures
        self.retranslate()
        self.show()
        for name, button in (("classify", self.classify), ("train", self.train)):
            button.setProperty("primary", name == chosen)
            button.update()
            if name == chosen:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

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
        super().retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, line and sign."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, style.colour("line"))
        self.paint_sign(painter)
