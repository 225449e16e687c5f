"""The scale of the maps' colours: 0 – max, and −max – 0 – max where values lie below zero."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from xception_gui.base.numbers import MINUS
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.legend import colours_menu, paint_bar
from xception_gui.gui.views.map_pictures import SIGNED

_BAR, _SHORT_BAR = QSize(56, 10), 38
_GAP, _SIDE = 8, 4
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MapLegend(QAbstractButton):
    """A line for each kind of maps that is shown; a click offers other colours."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "viridis"
        self._plain, self._signed = True, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._offer)
        self.retranslate()

    def set_colours(self, name: str) -> None:
        """Show another colour map for values that are not below zero."""
        self._name = name
        self.update()

    def set_kinds(self, plain: bool, signed: bool) -> None:
        """Whether maps without and maps with values below zero are shown."""
        self._plain, self._signed = plain or not signed, signed
        self.retranslate()

    def names(self) -> tuple[str, ...]:
        """The colour maps that are shown, from the upper to the lower line."""
        return ((SIGNED,) if self._signed else ()) + ((self._name,) if self._plain else ())

    def retranslate(self) -> None:
        """Read the texts again."""
        hint = tr("Values below zero are blue, zero is white.") if self._signed else ""
        self.setToolTip("\n".join(filter(None, (hint, tr("Click for other colours.")))))
        self.setAccessibleName(tr("Colours of the maps"))
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def menu(self) -> QMenu:
        """The colour maps that suit an activation, the present one ticked."""
        return colours_menu(self, self._name, self.chosen.emit)

    def sizeHint(self) -> QSize:
        """The bar with a word on either side; shorter where the left word is longer."""
        before, after = self._word_widths()
        words = before + after + 2 * (style.px(_GAP) + _SIDE)
        bar = _SHORT_BAR if self._signed else _BAR.width()
        return QSize(style.px(bar) + words, style.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One line, or two."""
        painter = QPainter(self)
        names = self.names()
        height = QFontMetrics(style.font("small")).height()
        top = (self.height() - height * len(names)) // 2
        for number, name in enumerate(names):
            line = QRect(_SIDE, top + number * height, self.width() - 2 * _SIDE, height)
            self._paint_line(painter, line, name)
        paint_ring(self, painter, radius=4)

    def _paint_line(self, painter: QPainter, line: QRect, name: str) -> None:
        before, after = self._word_widths()
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        least = self._least() if name == SIGNED else "0"
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, least)
        painter.drawText(line.adjusted(line.width() - after, 0, 0, 0), _LEFT, tr("max"))
        bar = QRect(
            0, 0, line.width() - before - after - 2 * style.px(_GAP), style.px(_BAR.height())
        )
        bar.moveCenter(line.center())
        bar.moveLeft(line.left() + before + style.px(_GAP))
        paint_bar(painter, bar, name)

    def _least(self) -> str:
        return f"{MINUS}{tr('max')}"

    def _word_widths(self) -> tuple[int, int]:
        small = style.font("small")
        before = self._least() if self._signed else "0"
        return text_width(small, before), text_width(small, tr("max"))

    def _offer(self) -> None:
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))
