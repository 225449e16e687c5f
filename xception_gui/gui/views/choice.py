"""A field that offers a few words: as wide as the word that is chosen, shortened where it must."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.fields import ARROW_WIDTH
from xception_gui.gui.views.elide import text_width

_LEAST, _LEFT = 100, 9


class Choice(QComboBox):
    """`picked` names the key of the word that the user has chosen.

    Parameters
    ----------
    words, hints : mapping
        Key → English word, and what it means (a tool tip in the list).
    """

    picked = Signal(str)

    def __init__(
        self, words: Mapping[str, str], hints: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._hints, self._name = words, hints, ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for key in words:
            self.addItem("", key)
        self.activated.connect(lambda _index: self.picked.emit(self.currentData()))
        self.currentIndexChanged.connect(self._changed)

    def set_key(self, key: str) -> None:
        """Choose without a signal."""
        self.setCurrentIndex(list(self._words).index(key))

    def retranslate(self, name: str) -> None:
        """Read the texts again; `name` says what is chosen here."""
        self._name = name
        for index, key in enumerate(self._words):
            self.setItemText(index, tr(self._words[key]))
            self.setItemData(index, tr(self._hints[key]), Qt.ItemDataRole.ToolTipRole)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + style.px(40))
        self.view().setAccessibleName(name)
        self._changed()

    def sizeHint(self) -> QSize:
        """As wide as the chosen word."""
        words = text_width(style.font("body"), self.currentText())
        width = max(style.px(_LEAST), words + _LEFT + ARROW_WIDTH)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrower, the word is shortened."""
        return QSize(style.px(_LEAST), super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field with as much of the word as fits."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        metrics, right = QFontMetrics(style.font("body")), Qt.TextElideMode.ElideRight
        room = self.width() - _LEFT - ARROW_WIDTH
        option.currentText = metrics.elidedText(self.currentText(), right, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other widths."""
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _changed(self) -> None:
        key = self.currentData()
        hint = tr(self._hints[key])
        self.setToolTip(f"{self._name}: {self.currentText()}\n{hint}")
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
