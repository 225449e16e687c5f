"""The heat map's scale: 0, a bar in its colours, 1; a click offers other colours."""

from __future__ import annotations

import functools
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from xception_gui.base.colour_maps import colour_map
from xception_gui.gui import style
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.focus import paint_ring

COLOURS = {
    "inferno": mark("Inferno"),
    "viridis": mark("Viridis"),
    "cividis": mark("Cividis"),
    "grey": mark("Grey"),
    "turbo": mark("Turbo (uneven)"),
}
_BAR = QSize(88, 10)
_GAP = 8
_SIDE = 4
_RADIUS = 3


def colours_menu(parent: QWidget, current: str, choose: Callable[[str], object]) -> QMenu:
    """Every colour map to choose from, `current` ticked; deletes itself when it closes."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for name, text in COLOURS.items():
        action = QAction(tr(text), menu)
        action.setCheckable(True)
        action.setChecked(name == current)
        action.triggered.connect(lambda _checked, name=name: choose(name))
        menu.addAction(action)
    return menu


class Legend(QAbstractButton):
    """The scale of an importance from 0 to 1; `chosen` names another colour map."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "inferno"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._offer)

    def set_colours(self, name: str) -> None:
        """Show another colour map."""
        self._name = name
        self.update()

    def set_hint(self, hint: str) -> None:
        """What 1 stands for, as tool tip; the click's effect follows."""
        self.setToolTip("\n".join(filter(None, (hint, tr("Click for other colours.")))))
        self.setAccessibleName(tr("Colours of the heat map"))
        self.setAccessibleDescription(hint)

    def menu(self) -> QMenu:
        """The colour maps that suit an importance, the present one ticked."""
        return colours_menu(self, self._name, self.chosen.emit)

    def sizeHint(self) -> QSize:
        """The bar with a figure on either side."""
        return QSize(style.px(_BAR.width()) + 2 * (self._figure() + _GAP + _SIDE), style.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw 0, bar, 1."""
        painter = QPainter(self)
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted" if self.isEnabled() else "disabled"))
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, "1")
        painter.setOpacity(1.0 if self.isEnabled() else 0.45)
        paint_bar(painter, self._bar_rect(), self._name)
        paint_ring(self, painter, radius=4)

    def _offer(self) -> None:
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _bar_rect(self) -> QRect:
        height = style.px(_BAR.height())
        left = _SIDE + self._figure() + _GAP
        width = self.width() - 2 * left
        return QRect(left, (self.height() - height) // 2, width, height)

    def _figure(self) -> int:
        return QFontMetrics(style.font("small")).horizontalAdvance("0")


def paint_bar(painter: QPainter, bar: QRect, name: str) -> None:
    """Draw a colour map with round corners."""
    rounded = QPainterPath()
    rounded.addRoundedRect(bar, _RADIUS, _RADIUS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(rounded)
    painter.drawImage(bar, bar_image(name))
    painter.restore()


@functools.cache
def bar_image(name: str) -> QImage:
    """A colour map as a picture of 256 × 1 pixels, made when it is first painted."""
    row = colour_map(name).tobytes()
    return QImage(row, 256, 1, 768, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
