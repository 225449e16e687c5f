"""The cell of a profile that is looked at: the share of time, below it that of the MACs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from xception_gui.gui import style
from xception_gui.gui.item_models.profile_rows import BARS_ROLE

_BAR, _BETWEEN, _EDGE, _LEAST = 6, 2, 8, 1


class ProfileBars(QStyledItemDelegate):
    """Above in the colour of the flow, below in grey; a share above zero is never invisible."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell over the row's background."""
        super().paint(painter, option, index)
        flow, time, macs = index.data(BARS_ROLE)
        room = QRectF(option.rect).adjusted(_EDGE, 0, -_EDGE, 0)
        bar, between = style.px(_BAR), style.px(_BETWEEN)
        top = room.center().y() - bar - between / 2
        colours = (style.flow_colour(flow), style.colour("faint"))
        for share, colour, y in zip((time, macs), colours, (top, top + bar + between), strict=True):
            if share > 0:
                width = max(float(_LEAST), share * room.width())
                style.box(painter, QRectF(room.left(), y, width, bar), colour, None, 2)
