"""The foot of the architecture tree: parameters and MACs of the whole network."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.base.numbers import exact, short
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.pane_header import Band

_HEIGHT, _MARGIN, _UNIT_GAP, _GAP = 33, 12, 6, 14


@dataclass(frozen=True)
class _Word:
    """A piece of the line: number or unit, and the room before it."""

    text: str
    bold: bool
    gap: int


class TreeTotals(Band):
    """Exact totals; where room lacks the MACs are shortened, then the word "Total" left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_HEIGHT, line_above=True, parent=parent)
        self._params = self._macs = 0
        self.show_totals(None)

    def show_totals(self, root: ModuleInfo | None) -> None:
        """Show the sums of a network; nothing without one."""
        self._params, self._macs = (root.params, root.macs) if root else (0, 0)
        numbers = {"params": exact(self._params), "macs": exact(self._macs)}
        words = tr("{params} params, {macs} MACs", **numbers)
        note = tr("FLOPs = 2 × MACs")
        self.setToolTip(f"{words}\n{note}" if self._params else "")
        self.setAccessibleName(f"{tr('Total')}: {words}" if self._params else tr("Total"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The longest form that fits, at the right; "Total" at the left."""
        super().paintEvent(event)
        if not self._params:
            return
        painter = QPainter(self)
        words, named = self._longest_that_fits(self.width() - 2 * _MARGIN)
        if named:
            self._write(painter, [_total()], _MARGIN)
        self._write(painter, words, self.width() - _MARGIN - _length(words))

    def _longest_that_fits(self, room: int) -> tuple[list[_Word], bool]:
        label = _length([_total()]) + _GAP
        for macs in (exact(self._macs), short(self._macs)):
            words = self._words(macs)
            if _length(words) + label <= room:
                return words, True
        return words, False

    def _words(self, macs: str) -> list[_Word]:
        return [
            _Word(exact(self._params), True, 0),
            _Word(tr("params"), False, _UNIT_GAP),
            _Word(macs, True, _GAP),
            _Word("MACs", False, _UNIT_GAP),
        ]

    def _write(self, painter: QPainter, words: list[_Word], left: int) -> None:
        for word in words:
            width = _width(word)
            painter.setFont(_font(word))
            painter.setPen(style.colour("text" if word.bold else "muted"))
            place = QRect(left + word.gap, 1, width, self.height() - 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word.text)
            left += width


def _total() -> _Word:
    return _Word(tr("Total"), False, 0)


def _length(words: list[_Word]) -> int:
    return sum(map(_width, words))


def _font(word: _Word) -> QFont:
    return style.font("bold" if word.bold else "body")


def _width(word: _Word) -> int:
    return word.gap + QFontMetrics(_font(word)).horizontalAdvance(word.text)
