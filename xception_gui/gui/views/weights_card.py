"""One row of the catalogue: which weights, what they reach, and how to get or use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.share_bar import ShareBar

_BUTTON = 110
CardState = Literal["used", "here", "absent", "fetching"]


@dataclass(frozen=True)
class CardWords:
    """What a card says; `place` is its source or its file, `done` the share that has arrived."""

    title: str
    facts: str
    place: str
    state: CardState
    done: float = 0.0
    progress: str = ""


class WeightsCard(QWidget):
    """Tells what is wanted: to use the weights, to fetch them, or to stop that."""

    use_wanted = Signal()
    fetch_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: CardState = "absent"
        self.title, self.facts = ElidedLabel(kind="bold"), ElidedLabel(role="muted")
        self.place = ElidedLabel(role="faint", kind="small", mode=Qt.TextElideMode.ElideMiddle)
        self.bar, self.button = ShareBar(), QPushButton()
        self.button.setAutoDefault(False)
        self.button.setFixedWidth(style.px(_BUTTON))
        self.button.clicked.connect(self._press)
        words = QVBoxLayout()
        words.setSpacing(style.px(4))
        for part in (self.title, self.facts, self.place, self.bar):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.px(10), 0, style.px(10))
        row.setSpacing(style.px(16))
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_words(self, words: CardWords) -> None:
        """Say it; while it is being fetched the place gives way to what has arrived."""
        self._state = words.state
        fetching = words.state == "fetching"
        self.title.set_text(words.title)
        self.facts.set_text(words.facts)
        self.place.set_text(words.progress if fetching else words.place)
        self.place.setVisible(bool(self.place.text()))
        self.bar.setVisible(fetching)
        self.bar.set_share(words.done, "entry")
        self.button.setText(_button_words(words.state))
        self.button.setEnabled(words.state != "used")
        self.button.setAccessibleName(f"{_button_words(words.state)}: {words.title}")

    def _press(self) -> None:
        wanted = {"here": self.use_wanted, "absent": self.fetch_wanted}
        wanted.get(self._state, self.stop_wanted).emit()


def _button_words(state: CardState) -> str:
    words = {"used": tr("In use"), "here": tr("Use"), "absent": tr("Download")}
    return words.get(state, tr("Cancel"))
