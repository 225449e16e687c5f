"""A field that offers names which come and go: networks, weights, pictures."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.views.choice import Choice


class NamedChoice(Choice):
    """`picked` names the key of what the user has chosen; words come already translated."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__({}, {}, parent)
        self._key = ""

    @property
    def key(self) -> str:
        """What is chosen; empty if nothing is."""
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose without a signal; before its word is there it is kept in mind."""
        self._key = key
        self.setCurrentIndex(self.findData(key))

    def set_words(self, words: Mapping[str, str], name: str) -> None:
        """Other words by key, or in another language; the choice stays if it can.

        `name` says what is chosen here.
        """
        kept = self._key or self.key
        self.clear()
        for key, text in words.items():
            self.addItem(text, key)
        self._name = name
        self.set_key(kept)
        if self.currentIndex() < 0:
            self.setCurrentIndex(0)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + style.px(40))
        self.view().setAccessibleName(name)
        self._changed()

    def _changed(self) -> None:
        self._key = self.key or self._key
        self.setToolTip(f"{self._name}: {self.currentText()}")
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.currentText())
        self.updateGeometry()
