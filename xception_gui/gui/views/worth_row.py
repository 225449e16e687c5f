"""One block, and what its removal does to the logit of the first class; a click takes it out."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.base.numbers import MINUS
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton

_ROW, _NAME, _VALUE, _BAR, _GAP = 28, 150, 60, 7, 8
_VERTICAL = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Worth:
    """What a row shows.

    Parameters
    ----------
    change : float
        Of the logit.
    share : float
        Of the greatest change of all rows, −1 … 1.
    label : str
        The first class without it.
    out : bool
        Whether it is taken out now.
    """

    path: str
    flow: str
    change: float
    share: float
    label: str
    out: bool


def signed(change: float) -> str:
    """``+0.41``, ``−3.02``."""
    return f"{change:+.2f}".replace("-", MINUS)


class WorthRow(PaintedButton):
    """A bar from the middle: to the left where the class loses without the block."""

    def __init__(self, worth: Worth, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worth = worth
        self.setCheckable(True)
        self.setChecked(worth.out)
        self.setFixedHeight(style.px(_ROW))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{worth.path}, {signed(worth.change)}, {worth.label}")
        self.setToolTip(tr("Click to take it out or put it back"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, change, the first class without it."""
        painter, worth = QPainter(self), self.worth
        inner = QRectF(self.rect()).adjusted(style.px(_GAP), 0, -style.px(_GAP), 0)
        if worth.out or self.underMouse():
            style.box(painter, self.rect(), style.colour("soft" if worth.out else "hover"))
        painter.setFont(style.font("body"))
        painter.setPen(style.colour("text"))
        name, value = style.px(_NAME), style.px(_VALUE)
        painter.drawText(inner, _VERTICAL, worth.path)
        label = inner.adjusted(inner.width() - name, 0, 0, 0)
        painter.drawText(label, _VERTICAL, worth.label)
        number = QRectF(label.left() - value - style.px(_GAP), 0, value, inner.height())
        painter.drawText(number, _VERTICAL | Qt.AlignmentFlag.AlignRight, signed(worth.change))
        left = inner.left() + name
        self._paint_bar(painter, QRectF(left, 0, number.left() - left, inner.height()))
        paint_ring(self, painter)

    def _paint_bar(self, painter: QPainter, room: QRectF) -> None:
        height, middle = style.px(_BAR), room.center()
        track = QRectF(room.left(), middle.y() - height / 2, room.width(), height)
        style.box(painter, track, style.colour("track"), None, 3)
        length = self.worth.share * room.width() / 2
        bar = QRectF(middle.x(), track.top(), length, height).normalized()
        style.box(painter, bar, style.flow_colour(self.worth.flow), None, 3)
        painter.fillRect(QRectF(middle.x(), track.top() - 2, 1, height + 4), style.colour("muted"))
