"""Boxes and arrows of a laid-out diagram, painted in its own units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPicture, QPolygonF

from xception_gui.base.diagram import Arrow, Box, Diagram, bends, head
from xception_gui.gui import style
from xception_gui.gui.item_models.diagram_values import WORDS
from xception_gui.gui.item_models.module_texts import flow_name
from xception_gui.gui.language import tr
from xception_gui.gui.style.paint import glyph, mix
from xception_gui.gui.views.confusion_grid import ink_on

_FRAME, _TINT, _HOVER = 0.05, 0.12, 0.24
_RADIUS, _TITLE, _SMALL_BELOW = 4.0, 16.0, 16.0
_NAME, _SIGN = 15.0, 16.0  # left edge of a block's name; room of a sign
_LARGE, _SMALL = 11, 9


@dataclass(frozen=True)
class Look:
    """How boxes are drawn.

    Parameters
    ----------
    fills : mapping
        Colours of boxes by path, instead of their flow's.
    folds : bool
        Whether the signs for opening and closing are drawn.
    hovered : bool
        Whether the pointer is over what is drawn.
    """

    hovered: bool = False
    fills: Mapping[str, QColor] = field(default_factory=dict)
    folds: bool = True


def box_words(box: Box) -> str:
    """What is written in a box, in the language in force."""
    return box.label(tr(box.word) if box.word in WORDS else box.word)


def recorded(diagram: Diagram, look: Look) -> QPicture:
    """All of it, to be drawn again at any scale in half the time."""
    made = QPicture()
    painter = QPainter(made)
    paint_diagram(painter, diagram, look)
    painter.end()
    return made


def paint_diagram(painter: QPainter, diagram: Diagram, look: Look) -> None:
    """Everything, in the diagram's units."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for heading in diagram.headings:
        painter.setFont(_font(_LARGE, bold=True))
        painter.setPen(style.colour("text"))
        painter.drawText(QPointF(*heading.at), flow_name(heading.flow))
    for box in diagram.boxes:
        if box.kind == "block":
            _paint_box(painter, box, look)
    for arrow in diagram.arrows:
        _paint_arrow(painter, arrow)
    for box in diagram.boxes:
        if box.kind != "block":
            _paint_box(painter, box, look)


def paint_marks(painter: QPainter, look: Look, selected: Box | None, hovered: Box | None) -> None:
    """What the pointer is over, and what is selected."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hovered is not None and hovered.kind != "block" and hovered.fold != "open":
        _paint_box(painter, hovered, replace(look, hovered=True))
    if selected is not None:
        _paint_selected(painter, selected)


def _font(size: int, bold: bool = False) -> QFont:
    made = style.font("bold" if bold else "body")
    made.setPixelSize(size)
    return made


def _line(colour: QColor, width: float = 1.0) -> QPen:
    """As wide on the screen at any zoom."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen


def _paint_box(painter: QPainter, box: Box, look: Look) -> None:
    rect, flow = QRectF(*box.rect), style.flow_colour(box.flow)
    fill = _fill(box, look, flow)
    painter.setPen(_line(flow))
    painter.setBrush(fill)
    radius = rect.height() / 2 if box.kind == "sum" else _RADIUS
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(_ink(box, look))
    painter.setFont(_font(_size(box)))
    if box.kind == "block":
        left = rect.left() + (_NAME if look.folds else 6)
        painter.drawText(QPointF(left, rect.top() + _TITLE), box.word)
    else:
        painter.drawText(_title_rect(box, look), Qt.AlignmentFlag.AlignCenter, box_words(box))
    if box.fold and look.folds:
        _paint_fold(painter, box, look)


def _fill(box: Box, look: Look, flow: QColor) -> QColor:
    own = look.fills.get(box.path)
    if own is not None and box.fold != "open" and box.kind != "sum":
        return own
    tint = _HOVER if look.hovered else _FRAME if box.kind == "block" else _TINT
    return mix(style.colour("base"), flow, 0.0 if box.kind == "sum" else tint)


def _ink(box: Box, look: Look) -> QColor:
    own = look.fills.get(box.path)
    if own is not None and box.fold != "open" and box.kind != "sum":
        return ink_on(own)
    return style.colour("muted" if box.kind == "block" else "text")


def _size(box: Box) -> int:
    small = box.kind in ("inner", "skip", "block") or box.rect[3] < _SMALL_BELOW
    return _SMALL if small else _LARGE


def _title_rect(box: Box, look: Look) -> QRectF:
    """Where the words stand: above the inner boxes, and beside the sign at the right."""
    left, top, width, height = box.rect
    high = _TITLE if box.kind == "part" and box.fold == "open" else height
    sign = _SIGN if box.fold and look.folds and box.kind == "part" else 0.0
    return QRectF(left, top, width - sign, high)


def _paint_fold(painter: QPainter, box: Box, look: Look) -> None:
    """A chevron: down where something can be opened, up where it can be closed."""
    left, top, width, height = box.fold_zone
    if box.kind != "block":
        left = left + width - _SIGN
    shape = "down" if box.fold == "closed" else "up"
    place = QRect(round(left), round(top), round(_SIGN), round(height))
    glyph(painter, place, shape, _ink(box, look))


def _paint_arrow(painter: QPainter, arrow: Arrow) -> None:
    """A line with round corners, its head, its shape."""
    muted = style.colour("muted")
    path = QPainterPath(QPointF(*arrow.points[0]))
    for before, corner, after in bends(arrow.points):
        path.lineTo(QPointF(*before))
        path.quadTo(QPointF(*corner), QPointF(*after))
    path.lineTo(QPointF(*arrow.points[-1]))
    painter.setPen(_line(muted))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    if arrow.head:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(muted)
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in head(arrow)]))
    if arrow.label:
        painter.setFont(_font(_SMALL))
        painter.setPen(muted)
        painter.drawText(QPointF(arrow.label_at[0], arrow.label_at[1] + 3), arrow.label)


def _paint_selected(painter: QPainter, box: Box) -> None:
    painter.setPen(_line(style.colour("accent"), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(*box.rect), _RADIUS, _RADIUS)
