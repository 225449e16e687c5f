"""Paints the cells of the architecture tree; the row's background is the view's."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_texts import is_flow
from xception_gui.gui.item_models.module_tree import INFO_ROLE, MACS, MODULE, SHARE_ROLE

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEAD = 8
"""Room between the branch area and the name: the chevron reaches into it."""
_ROW, _SQUARE, _SQUARE_GAP, _KIND_GAP, _NUMBER_MARGIN = 24, 8, 6, 8, 8
_SQUARE_RADIUS = 2.0
_MARKED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
"""On these surfaces, with a bar above them, muted letters are not legible."""
_BAR_LEFT, _BAR_RIGHT, _BAR_INSET, _BAR_RADIUS = 2, 4, 4, 3.0


@dataclass(frozen=True)
class _Look:
    """Fonts and colours of one theme and system font: looked up once, not once per cell."""

    name: QFont
    flow: QFont
    small: QFont
    colours: dict[str, QColor]
    bar_alpha: float

    @classmethod
    def now(cls) -> _Look:
        colours = {role: style.colour(role) for role in ("text", "muted", "faint")}
        alpha = 0.29 if style.is_dark() else 0.18
        return cls(style.font("body"), style.font("bold"), style.font("small"), colours, alpha)


class TreeDelegate(QStyledItemDelegate):
    """Name with its kind, right-aligned numbers, and the share of MACs as a bar behind them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refresh()

    def refresh(self) -> None:
        """Read fonts and colours again: the theme or the system font has changed."""
        self._look = _Look.now()
        self._row = style.px(_ROW)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Every row is as high as the next."""
        return QSize(0, self._row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One cell."""
        info = index.data(INFO_ROLE)
        if not isinstance(info, ModuleInfo):
            return
        rect: QRect = option.rect
        if index.column() == MODULE:
            self._paint_name(painter, rect, info, str(index.data()), _kind_role(option))
            return
        if index.column() == MACS:
            self._paint_bar(painter, rect, info, float(index.data(SHARE_ROLE)))
        strong = is_flow(info) or bool(option.state & _MARKED)
        painter.setFont(self._look.small)
        painter.setPen(self._look.colours["text" if strong else "muted"])
        painter.drawText(rect.adjusted(0, 0, -_NUMBER_MARGIN, 0), _RIGHT, str(index.data()))

    def _paint_name(
        self, painter: QPainter, rect: QRect, info: ModuleInfo, name: str, kind_role: str
    ) -> None:
        flow = is_flow(info)
        rect = rect.adjusted(LEAD, 0, 0, 0)
        if flow:
            self._paint_square(painter, rect, info.flow)
            rect.adjust(_SQUARE + _SQUARE_GAP, 0, 0, 0)
        painter.setFont(self._look.flow if flow else self._look.name)
        painter.setPen(self._look.colours["text"])
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)
        used = metrics.horizontalAdvance(name) + _KIND_GAP
        if info.kind and info.kind != info.name:
            self._paint_kind(painter, rect.adjusted(used, 0, 0, 0), info.kind, kind_role)

    def _paint_kind(self, painter: QPainter, rect: QRect, kind: str, role: str) -> None:
        """Only whole: half a kind would be another one."""
        if QFontMetrics(self._look.small).horizontalAdvance(kind) <= rect.width():
            painter.setFont(self._look.small)
            painter.setPen(self._look.colours[role])
            painter.drawText(rect, _LEFT, kind)

    def _paint_square(self, painter: QPainter, rect: QRect, flow: str) -> None:
        top = rect.center().y() - _SQUARE // 2 + 1
        square = QRectF(rect.left(), top, _SQUARE, _SQUARE)
        self._paint_round(painter, square, flow, 1.0, _SQUARE_RADIUS)

    def _paint_bar(self, painter: QPainter, rect: QRect, info: ModuleInfo, share: float) -> None:
        room = rect.adjusted(_BAR_LEFT, _BAR_INSET, -_BAR_RIGHT, -_BAR_INSET)
        width = share * room.width()
        if width >= 1:
            bar = QRectF(room.left(), room.top(), width, room.height())
            radius = min(_BAR_RADIUS, width / 2)
            self._paint_round(painter, bar, info.flow, self._look.bar_alpha, radius)

    def _paint_round(
        self, painter: QPainter, rect: QRectF, flow: str, alpha: float, radius: float
    ) -> None:
        colour = style.flow_colour(flow)
        colour.setAlphaF(alpha)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _kind_role(option: QStyleOptionViewItem) -> str:
    """Faint letters are legible on the list's own surface only."""
    if option.state & QStyle.StateFlag.State_Selected:
        return "text"
    return "muted" if option.state & QStyle.StateFlag.State_MouseOver else "faint"
