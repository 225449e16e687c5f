"""Several warnings below each other, each a pill of its own: one long line would be cut off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.pill import Pill


class Pills(QWidget):
    """None, one or more warnings; without any it is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pills: list[Pill] = []
        self._texts: tuple[str, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(style.px(6))

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show others."""
        self._texts = tuple(texts)
        while len(self._pills) < len(texts):
            self._pills.append(Pill())
            self._column.addWidget(self._pills[-1], 0, Qt.AlignmentFlag.AlignLeft)
        for pill, text in zip(self._pills, [*texts, *[""] * len(self._pills)], strict=False):
            pill.set_status(text)
            pill.setVisible(bool(text))
        self.setVisible(bool(texts))

    def texts(self) -> tuple[str, ...]:
        """The words that are shown, from above."""
        return self._texts
