"""Drawing of what is filled in: line edits, combo boxes, spin boxes, frames."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStyleOptionSpinBox,
)

from xception_gui.gui.style.buttons import ringed, shaded
from xception_gui.gui.style.paint import box, focus_ring, glyph, mix
from xception_gui.gui.style.theme import colour
from xception_gui.gui.style.tokens import RADIUS_CARD

State = QStyle.StateFlag
ARROW_WIDTH = 24


def line_edit(option: QStyleOptionFrame, painter: QPainter, _widget: object) -> None:
    """Surface and edge of a line edit; inside another field it has neither."""
    if option.lineWidth > 0:
        _field(option, painter, "base")


def combo_box(option: QStyleOptionComboBox, painter: QPainter, _widget: object) -> None:
    """Surface, edge and chevron of a combo box; its words are drawn apart."""
    _field(option, painter, "base" if option.editable else "raised")
    arrow = QRect(option.rect)
    arrow.setLeft(arrow.right() - ARROW_WIDTH + 1)
    glyph(painter, arrow, "down", _ink(option.state))


def spin_box(option: QStyleOptionSpinBox, painter: QPainter, _widget: object) -> None:
    """Surface and edge of a spin box, and its two chevrons."""
    _field(option, painter, "base")
    for up, rect in enumerate(halves(option.rect)):
        control = QStyle.SubControl.SC_SpinBoxDown if up else QStyle.SubControl.SC_SpinBoxUp
        if option.activeSubControls & control and option.state & State.State_MouseOver:
            box(painter, rect.adjusted(2, 2 - up, -2, -1 - up), colour("hover"), None, 4)
        glyph(painter, rect, "down" if up else "up", _ink(option.state))


def halves(rect: QRect) -> tuple[QRect, QRect]:
    """Where a spin box is pressed to go up, and down."""
    left, width, half = rect.right() - ARROW_WIDTH + 1, ARROW_WIDTH, rect.height() // 2
    upper = QRect(left, rect.top(), width, half)
    return upper, QRect(left, rect.top() + half, width, rect.height() - half)


def frame(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """A frame is one line in ``line``."""
    box(painter, option.rect, None, colour("line"), 0)


def group_frame(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """The frame of a group box."""
    box(painter, option.rect, None, colour("line"), RADIUS_CARD)


def _field(option: QStyleOption, painter: QPainter, surface: str) -> None:
    state = option.state
    fill, edge = colour(surface), colour("strong")
    if surface == "raised":
        fill = shaded(fill, colour("text"), state)
    elif state & State.State_Enabled and state & State.State_MouseOver:
        edge = mix(edge, colour("text"), 0.25)
    if not state & State.State_Enabled:
        fill = colour("window")
    elif state & State.State_HasFocus and surface == "base":
        edge = colour("accent")
    box(painter, option.rect, fill, edge)
    if ringed(state):
        focus_ring(painter, option.rect)


def _ink(state: QStyle.StateFlag) -> QColor:
    return colour("muted" if state & State.State_Enabled else "disabled")
