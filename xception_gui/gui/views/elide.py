"""A label that shortens its text instead of widening the window."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.plain_tip import plain_tip


class ElidedLabel(QWidget):
    """One line of text, cut with "…" where it does not fit; the tool tip then shows it whole.

    Its width policy is Ignored, so it never asks for room: give it a stretch in its layout, or
    ``take_own_width`` to make it as wide as its text while there is room.

    Parameters
    ----------
    text
        What is shown.
    role, kind
        Colour role and font kind, as ``style.colour`` and ``style.font`` know them.
    mode
        Where the text is cut: ``Qt.TextElideMode.ElideMiddle`` suits file names.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "text",
        kind: str = "body",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._role, self._kind, self._mode = "", role, kind, mode
        self._alignment, self._shrinks = Qt.AlignmentFlag.AlignLeft, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        """The whole text, however much of it fits."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        if self._is_measured():
            self.updateGeometry()
        self._hint()
        self.update()

    def set_alignment(self, alignment: Qt.AlignmentFlag) -> None:
        """Left, right or centred; vertically the text is always centred."""
        self._alignment = alignment
        self.update()

    def take_own_width(self) -> None:
        """Be as wide as the text where there is room, and shrink where there is none."""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def use_smaller_letters(self) -> None:
        """Before anything is cut."""
        self._shrinks = True

    def is_cut(self) -> bool:
        """Whether the text does not fit."""
        return text_width(self._font(), self._text) > self.width()

    def sizeHint(self) -> QSize:
        """As wide as the text, one line high."""
        return QSize(self._text_width(), self._metrics().height())

    def minimumSizeHint(self) -> QSize:
        """No width at all: the text is cut instead."""
        return QSize(0, self._metrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write as much of the text as fits."""
        painter = QPainter(self)
        font = self._font()
        painter.setFont(font)
        painter.setPen(style.colour(self._role if self.isEnabled() else "disabled"))
        shown = QFontMetrics(font).elidedText(self._text, self._mode, self.width())
        painter.drawText(self.rect(), self._alignment | Qt.AlignmentFlag.AlignVCenter, shown)

    def resizeEvent(self, _event: QEvent) -> None:
        """The tool tip is there only while the text is cut."""
        self._hint()

    def _hint(self) -> None:
        self.setToolTip(plain_tip(self._text) if self.is_cut() else "")

    def _is_measured(self) -> bool:
        """Whether its room follows its text; if not, no window is laid out anew for a word."""
        own = self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored
        return own and self.minimumWidth() < self.maximumWidth()

    def _font(self) -> QFont:
        tight = self._shrinks and self._text_width() > self.width()
        return style.font("small" if tight else self._kind)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(style.font(self._kind))

    def _text_width(self) -> int:
        return text_width(style.font(self._kind), self._text)


def cut_path(metrics: QFontMetrics, text: str, room: int) -> str:
    """As much of a path, file or dotted name as fits: its end; whole names where one fits."""
    joint = "/" if "/" in text else "."
    names = text.split(joint)
    while len(names) > 1 and metrics.horizontalAdvance(text) > room:
        names = names[1:]
        text = "…" + joint.join(names)
    return metrics.elidedText(text, Qt.TextElideMode.ElideLeft, room)


def text_width(font: QFont, text: str) -> int:
    """Width in which a text is not cut; `QFontMetrics` rounds to the nearest pixel, also down."""
    return math.ceil(QFontMetricsF(font).horizontalAdvance(text))
