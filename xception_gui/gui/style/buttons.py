"""Drawing of what is pressed or ticked: buttons, tool buttons, check boxes, radio buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOption,
    QStyleOptionButton,
    QStyleOptionToolButton,
    QWidget,
)

from xception_gui.gui.style.fonts import font
from xception_gui.gui.style.paint import box, focus_ring, glyph, mix
from xception_gui.gui.style.theme import colour

State = QStyle.StateFlag
_GAP = 6


def is_primary(widget: QWidget | None) -> bool:
    """Whether a button is the one that the dialog or band is about."""
    return widget is not None and bool(widget.property("primary"))


def ringed(state: QStyle.StateFlag) -> bool:
    """Whether a control has the focus and got it by the keyboard."""
    return bool(state & State.State_HasFocus and state & State.State_KeyboardFocusChange)


def shaded(fill: QColor, ink: QColor, state: QStyle.StateFlag) -> QColor:
    """A control's surface: a little towards its text when hovered, more when pressed."""
    if not state & State.State_Enabled:
        return fill
    if state & State.State_Sunken:
        return mix(fill, ink, 0.14)
    return mix(fill, ink, 0.07) if state & State.State_MouseOver else fill


def push_button(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """Surface and edge of a push button."""
    state = option.state
    if is_primary(widget) and state & State.State_Enabled:
        box(painter, option.rect, shaded(colour("accent"), colour("on_accent"), state))
    elif is_primary(widget):
        box(painter, option.rect, colour("track"))
    else:
        on = "soft" if state & State.State_On else "raised"
        box(painter, option.rect, shaded(colour(on), colour("text"), state), colour("strong"))
    if ringed(state):
        gap = 2 if is_primary(widget) else 0
        ring = option.rect.adjusted(gap, gap, -gap, -gap)
        focus_ring(painter, ring, role="on_accent" if gap else "accent")


def push_label(option: QStyleOptionButton, painter: QPainter, widget: QWidget | None) -> None:
    """Icon and words of a push button, and a chevron if it has a menu."""
    ink = "text"
    if is_primary(widget):
        painter.setFont(font("bold"))
        ink = "on_accent"
    rect = QRect(option.rect)
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        glyph(painter, QRect(rect.right() - 24, rect.top(), 20, rect.height()), "down", colour(ink))
        rect.setRight(rect.right() - 18)
    _label(option, painter, rect, ink)


def tool_button(option: QStyleOptionToolButton, painter: QPainter, _widget: object) -> None:
    """Surface of a flat tool button: seen when hovered, pressed or checked."""
    state = option.state
    if state & State.State_On:
        box(painter, option.rect, shaded(colour("soft"), colour("text"), state))
    elif state & State.State_Enabled and state & (State.State_MouseOver | State.State_Sunken):
        pressed = state & State.State_Sunken
        box(painter, option.rect, shaded(colour("hover"), colour("text"), pressed | _ENABLED))
    if ringed(state):
        focus_ring(painter, option.rect)


_ENABLED = State.State_Enabled


def tool_label(option: QStyleOptionToolButton, painter: QPainter, _widget: object) -> None:
    """Icon, words or both of a tool button."""
    painter.setFont(option.font)
    shape = option.toolButtonStyle
    text = "" if shape == Qt.ToolButtonStyle.ToolButtonIconOnly and not _empty(option) else None
    _label(option, painter, option.rect, "text", text)


def check_box(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """The square of a check box, also in lists and menus."""
    rect, state = option.rect, option.state
    marked = bool(state & (State.State_On | State.State_NoChange))
    _indicator(painter, rect, state, marked, 4)
    if marked:
        shape = "tick" if state & State.State_On else "dash"
        ink = colour("on_accent" if state & State.State_Enabled else "base")
        glyph(painter, rect, shape, ink, 1.8)


def radio_button(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """The circle of a radio button."""
    rect, state = option.rect, option.state
    marked = bool(state & State.State_On)
    _indicator(painter, rect, state, marked, rect.height() / 2)
    if marked:
        ink = colour("on_accent" if state & State.State_Enabled else "base")
        box(painter, rect.adjusted(5, 5, -5, -5), ink, None, rect.height() / 2 - 5)


def _indicator(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, marked: bool, radius: float
) -> None:
    enabled = bool(state & State.State_Enabled)
    if marked:
        box(painter, rect, colour("accent" if enabled else "disabled"), None, radius)
    else:
        edge = colour("faint" if enabled else "strong")
        box(painter, rect, shaded(colour("base"), colour("text"), state), edge, radius)


def _empty(option: QStyleOptionButton | QStyleOptionToolButton) -> bool:
    return bool(option.icon.isNull())


def _label(
    option: QStyleOptionButton | QStyleOptionToolButton,
    painter: QPainter,
    rect: QRect,
    role: str,
    words: str | None = None,
) -> None:
    """Icon and words side by side, as one group in the middle."""
    text = option.text if words is None else words
    icon = QSize(0, 0) if _empty(option) or _words_only(option) else option.iconSize
    gap = _GAP if text and icon.width() else 0
    metrics = QFontMetrics(painter.font())
    flags = Qt.TextFlag.TextHideMnemonic
    room = rect.width() - icon.width() - gap - 4
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room, flags)
    wide = metrics.size(flags, text).width() if text else 0
    left = rect.left() + (rect.width() - icon.width() - gap - wide) // 2
    _draw_icon(option, painter, QPoint(left, rect.center().y() - icon.height() // 2 + 1), icon)
    painter.setPen(colour(role if option.state & _ENABLED else "disabled"))
    place = QRect(left + icon.width() + gap, rect.top(), wide + 2, rect.height())
    painter.drawText(place, flags | Qt.AlignmentFlag.AlignVCenter, text)


def _words_only(option: QStyleOptionButton | QStyleOptionToolButton) -> bool:
    style = getattr(option, "toolButtonStyle", None)
    return style == Qt.ToolButtonStyle.ToolButtonTextOnly


def _draw_icon(
    option: QStyleOptionButton | QStyleOptionToolButton,
    painter: QPainter,
    at: QPoint,
    size: QSize,
) -> None:
    if size.isEmpty():
        return
    mode = QIcon.Mode.Normal if option.state & _ENABLED else QIcon.Mode.Disabled
    state = QIcon.State.On if option.state & State.State_On else QIcon.State.Off
    ratio = painter.device().devicePixelRatio()
    painter.drawPixmap(at, option.icon.pixmap(size, ratio, mode, state))
