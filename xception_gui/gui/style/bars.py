"""Drawing of what is long: sliders, scroll bars, progress, tabs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QStyle,
    QStyleOptionProgressBar,
    QStyleOptionSlider,
    QStyleOptionTab,
    QWidget,
)

from xception_gui.gui.style.buttons import ringed
from xception_gui.gui.style.fonts import font
from xception_gui.gui.style.paint import box, focus_ring, mix
from xception_gui.gui.style.theme import colour, is_dark

State = QStyle.StateFlag
SCROLL_EXTENT = 11
SCROLL_THICK = 6
SCROLL_LEAST = 24
HANDLE = 14
GROOVE = 3


def slider(option: QStyleOptionSlider, painter: QPainter, handle: QRect) -> None:
    """Groove, its filled part and the round handle; ``handle`` is where the style puts it."""
    across = option.orientation == Qt.Orientation.Horizontal
    enabled = bool(option.state & State.State_Enabled)
    groove, filled = QRectF(option.rect), QRectF(option.rect)
    middle = QRectF(handle).center()
    if across:
        groove = QRectF(groove.left() + 1, middle.y() - GROOVE / 2, groove.width() - 2, GROOVE)
        filled = QRectF(groove)
        (filled.setLeft if option.upsideDown else filled.setRight)(middle.x())
    else:
        groove = QRectF(middle.x() - GROOVE / 2, groove.top() + 1, GROOVE, groove.height() - 2)
        filled = QRectF(groove)
        (filled.setTop if option.upsideDown else filled.setBottom)(middle.y())
    box(painter, groove, colour("strong" if is_dark() else "track"), None, GROOVE / 2)
    box(painter, filled, colour("accent" if enabled else "disabled"), None, GROOVE / 2)
    _handle(option, painter, handle, enabled)


def _handle(option: QStyleOptionSlider, painter: QPainter, rect: QRect, enabled: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_dark():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("text" if enabled else "disabled"))
    else:
        painter.setPen(QPen(colour("accent" if enabled else "disabled"), 1.5))
        painter.setBrush(colour("raised"))
    painter.drawEllipse(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75))
    if ringed(option.state):
        focus_ring(painter, rect.adjusted(-3, -3, 3, 3), HANDLE / 2 + 3)


def scroll_bar(option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
    """A slim handle on the surface that is scrolled; nothing where all is seen."""
    painter.fillRect(option.rect, _surface(option, widget))
    if option.maximum <= option.minimum:
        return
    held = option.state & State.State_Sunken or (
        option.state & State.State_MouseOver
        and option.activeSubControls & QStyle.SubControl.SC_ScrollBarSlider
    )
    ink = colour("muted" if held else "strong")
    ink.setAlphaF(0.8 if held else 0.7)
    rect, inset = scroll_handle(option), (SCROLL_EXTENT - SCROLL_THICK) // 2
    if option.orientation == Qt.Orientation.Horizontal:
        rect.adjust(0, inset + 1, 0, -inset)
    else:
        rect.adjust(inset + 1, 0, -inset, 0)
    box(painter, rect, ink, None, SCROLL_THICK / 2)


def is_overlaid(widget: QWidget | None) -> bool:
    """Whether a scroll bar lies over the margin of what it scrolls instead of beside it."""
    return widget is not None and bool(widget.property("overlaid"))


def scroll_handle(option: QStyleOptionSlider) -> QRect:
    """Where the handle of a scroll bar lies; there are no arrow buttons."""
    across = option.orientation == Qt.Orientation.Horizontal
    length = option.rect.width() if across else option.rect.height()
    span = option.maximum - option.minimum
    size = length
    if span > 0:
        size = max(length * option.pageStep // (span + option.pageStep), min(SCROLL_LEAST, length))
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    if across:
        return QRect(option.rect.left() + start, option.rect.top(), size, option.rect.height())
    return QRect(option.rect.left(), option.rect.top() + start, option.rect.width(), size)


def _surface(option: QStyleOptionSlider, widget: QWidget | None) -> QColor:
    """A scroll bar paints its whole rectangle, so it has to look like what it scrolls."""
    area = widget
    while area is not None and not isinstance(area, QAbstractScrollArea):
        area = area.parentWidget()
    if area is None:
        return option.palette.color(QPalette.ColorRole.Window)
    viewport = area.viewport()
    return viewport.palette().color(viewport.backgroundRole())


def progress_groove(option: QStyleOptionProgressBar, painter: QPainter, _widget: object) -> None:
    """The whole way, four pixels high."""
    box(painter, _bar(option.rect), colour("track"), None, 2)


def progress_contents(option: QStyleOptionProgressBar, painter: QPainter, _widget: object) -> None:
    """The part that is done; all of it, paler, where the whole is unknown."""
    bar, span = _bar(option.rect), option.maximum - option.minimum
    role = "accent" if option.state & State.State_Enabled else "disabled"
    if span <= 0:
        box(painter, bar, mix(colour("track"), colour(role), 0.5), None, 2)
        return
    share = min(max((option.progress - option.minimum) / span, 0.0), 1.0)
    done = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
    if share > 0:
        box(painter, done, colour(role), None, 2)


def _bar(rect: QRect) -> QRectF:
    height = min(4, rect.height())
    return QRectF(rect.left(), rect.center().y() + 1 - height / 2, rect.width(), height)


def tab_shape(option: QStyleOptionTab, painter: QPainter, _widget: object) -> None:
    """A tab has no box; the selected one is underlined as wide as its words."""
    if option.state & State.State_Selected:
        wide = QFontMetrics(font("bold")).horizontalAdvance(option.text) + 4
        line = QRectF(0, 0, wide, 2.5)
        line.moveCenter(QRectF(option.rect).center())
        line.moveBottom(option.rect.bottom())
        role = "accent" if option.state & State.State_Enabled else "disabled"
        box(painter, line, colour(role), None, 1.25)
    if ringed(option.state):
        focus_ring(painter, option.rect.adjusted(2, 4, -2, -5))


def tab_label(option: QStyleOptionTab, painter: QPainter, _widget: object) -> None:
    """The words of a tab: bold when selected, in ``text`` when hovered."""
    selected = bool(option.state & State.State_Selected)
    painter.setFont(font("bold" if selected else "body"))
    # Half a pixel is rounded down, as layouts do: the titles of the panes stand on this line.
    words, high = QRect(option.rect), painter.fontMetrics().height()
    words.setTop(words.top() + (words.height() - high) // 2)
    words.setHeight(high)
    role = "text" if selected or option.state & State.State_MouseOver else "muted"
    painter.setPen(colour(role if option.state & State.State_Enabled else "disabled"))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic
    painter.drawText(words, flags, option.text)
