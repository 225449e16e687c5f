"""What stands in place of the maps: no picture yet, no module selected, something failed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.dashed_card import CARD, DashedCard


class MapsNote(QWidget):
    """One sentence, in a dashed card with an icon or plainly, and a button where one helps.

    Parameters
    ----------
    icon : str
        Above the sentence; "" for a plain note without a card.
    surface : str
        Colour role behind it.
    """

    pressed = Signal()

    def __init__(self, icon: str, surface: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._button_icon, self._surface = icon, "", surface
        self._sign, self._words = QLabel(), QLabel()
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        self.button.hide()
        self._arrange()
        self._restyle()

    def set_words(self, words: str, button: str = "", icon: str = "") -> None:
        """Say something, and offer a button with an icon."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._button_icon = icon
        self._restyle()

    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface."""
        QPainter(self).fillRect(self.rect(), style.colour(self._surface))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()
        super().changeEvent(event)

    def _arrange(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        card = DashedCard() if self._icon else QWidget()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[style.px(side) for side in (24, 36, 24, 28)])
        inside.setSpacing(style.px(16))
        inside.addWidget(self._sign, 0, centre)
        inside.addWidget(self._words)
        inside.addWidget(self.button, 0, centre)
        self._sign.setVisible(bool(self._icon))
        card.setFixedWidth(style.px(CARD))
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(card, 0, centre)
        column.addStretch(1)

    def _restyle(self) -> None:
        """Icons, font and colour follow the theme."""
        primary = self._surface == "base"
        self.button.setProperty("primary", primary)
        if self._icon:
            ratio = self.devicePixelRatioF()
            self._sign.setPixmap(style.pixmap(self._icon, "muted", style.px(40), ratio))
        if self._button_icon:
            role = "on_accent" if primary else "muted"
            self.button.setIcon(style.icon(self._button_icon, role))
        self._words.setFont(style.font("title" if self._icon else "body"))
        ground = self._words.palette()
        ground.setColor(
            self._words.foregroundRole(), style.colour("text" if self._icon else "muted")
        )
        self._words.setPalette(ground)
