"""Drawing of rows: menus, headers, lists, trees, and the surfaces that they stand on."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOption,
    QStyleOptionHeader,
    QStyleOptionMenuItem,
    QStyleOptionViewItem,
)

from xception_gui.gui.style.fonts import font, px
from xception_gui.gui.style.keys import with_arrows
from xception_gui.gui.style.paint import box, glyph
from xception_gui.gui.style.theme import colour
from xception_gui.gui.style.tokens import CONTROL, ICON

State = QStyle.StateFlag
_SELECTED = State.State_Selected.value
_HOVERED = State.State_MouseOver.value | State.State_Enabled.value
_EDGE = 12
_ICON_COLUMN = 34
_RIGHT = 28
MENU_PADDING = 4


def menu_size(option: QStyleOptionMenuItem, contents: QSize) -> QSize:
    """Room of an entry around its words: an icon column if the menu needs one."""
    if option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
        return QSize(contents.width(), 2 * MENU_PADDING + 1)
    return QSize(_indent(option) + contents.width() + _RIGHT, px(CONTROL))


def menu_item(option: QStyleOptionMenuItem, painter: QPainter, widget: object) -> None:
    """One entry: mark or icon, words, keys, chevron of a submenu."""
    rect = option.rect
    if isinstance(widget, QComboBox):  # Qt has just filled it in the window's colour
        menu_ground(option, painter, widget)
    if option.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
        line = QRect(rect.left(), rect.center().y(), rect.width(), 1)
        painter.fillRect(line, colour("line"))
        return
    if option.state & State.State_Selected and option.state & State.State_Enabled:
        box(painter, rect, colour("soft"), None, 4)
    _mark(option, painter)
    _entry_words(option, painter)
    if option.menuItemType == QStyleOptionMenuItem.MenuItemType.SubMenu:
        place = QRect(rect.right() - 20, rect.top(), 16, rect.height())
        glyph(painter, place, "right", colour("muted"))


def menu_bar_item(option: QStyleOptionMenuItem, painter: QPainter, _widget: object) -> None:
    """A menu's name in the bar."""
    painter.fillRect(option.rect, colour("window"))
    if option.state & (State.State_Selected | State.State_Sunken):
        box(painter, option.rect.adjusted(0, 2, 0, -2), colour("hover"), None, 5)
    painter.setPen(_ink(option))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic
    painter.drawText(option.rect, flags, option.text)


def bar_background(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """Behind the menu bar."""
    painter.fillRect(option.rect, colour("window"))


def menu_ground(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """Behind the entries of a combo box's menu."""
    painter.fillRect(option.rect, colour("raised"))


def menu_panel(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """Behind the entries of a menu, with its edge."""
    painter.fillRect(option.rect, colour("raised"))
    box(painter, option.rect, None, colour("strong"), 0)


def base_line(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """The line below a row of tabs."""
    rect = option.rect
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))


def tip_panel(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """Behind the words of a tool tip."""
    painter.fillRect(option.rect, colour("tip"))


def corner(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """Between a vertical and a horizontal scroll bar."""
    painter.fillRect(option.rect, option.palette.base())


def nothing(_option: QStyleOption, _painter: QPainter, _widget: object) -> None:
    """For elements that the look does without."""


def header(option: QStyleOptionHeader, painter: QPainter, widget: object) -> None:
    """One section of a header: surface, name, arrow if it sorts."""
    header_section(option, painter, widget)
    if option.sortIndicator != QStyleOptionHeader.SortIndicator.None_:
        up = option.sortIndicator == QStyleOptionHeader.SortIndicator.SortUp
        place = QRect(option.rect.right() - 16, option.rect.top(), 16, option.rect.height())
        glyph(painter, place, "up" if up else "down", colour("muted"))
    _header_label(option, painter)


def header_section(option: QStyleOptionHeader, painter: QPainter, _widget: object) -> None:
    """Behind a column's name, with the line below."""
    painter.fillRect(option.rect, colour("base"))
    rect = option.rect
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))


def _header_label(option: QStyleOptionHeader, painter: QPainter) -> None:
    first = option.position in (
        QStyleOptionHeader.SectionPosition.Beginning,
        QStyleOptionHeader.SectionPosition.OnlyOneSection,
    )
    rect = option.rect.adjusted(_EDGE if first else 8, 0, -8, -1)
    painter.setFont(font("small"))
    painter.setPen(colour("muted" if option.state & State.State_Enabled else "disabled"))
    text = painter.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, rect.width())
    flags = option.textAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
    painter.drawText(rect, flags | Qt.AlignmentFlag.AlignVCenter, text)


def branch(option: QStyleOption, painter: QPainter, _widget: object) -> None:
    """The chevron of a tree row that has children; there are no lines."""
    if option.state & State.State_Children:
        shape = "down" if option.state & State.State_Open else "right"
        glyph(painter, option.rect, shape, colour("muted"))


def view_item(option: QStyleOptionViewItem, painter: QPainter, _widget: object) -> None:
    """Behind one cell of a list or tree."""
    state = option.state.value  # plain numbers: this runs for every cell
    if state & _SELECTED:
        painter.fillRect(option.rect, colour("soft"))
    elif option.backgroundBrush.style() != Qt.BrushStyle.NoBrush:
        painter.fillRect(option.rect, option.backgroundBrush)
    elif state & _HOVERED == _HOVERED:
        painter.fillRect(option.rect, colour("hover"))


def _indent(option: QStyleOptionMenuItem) -> int:
    return _ICON_COLUMN if option.maxIconWidth or option.menuHasCheckableItems else _EDGE


def _ink(option: QStyleOption, role: str = "text") -> QColor:
    return colour(role if option.state & State.State_Enabled else "disabled")


def _mark(option: QStyleOptionMenuItem, painter: QPainter) -> None:
    column = QRect(option.rect.left() + 8, option.rect.top(), 20, option.rect.height())
    if option.checked:
        glyph(painter, column, "tick", colour("accent"), 1.8)
    elif not option.icon.isNull() and option.checkType == _NOT_CHECKABLE:
        mode = QIcon.Mode.Normal if option.state & State.State_Enabled else QIcon.Mode.Disabled
        ratio = painter.device().devicePixelRatio()
        pixmap = option.icon.pixmap(QSize(ICON, ICON), ratio, mode)
        painter.drawPixmap(column.left(), column.center().y() - ICON // 2 + 1, pixmap)


def _entry_words(option: QStyleOptionMenuItem, painter: QPainter) -> None:
    words, _, keys = option.text.partition("\t")
    rect = option.rect.adjusted(_indent(option), 0, -_EDGE, 0)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextHideMnemonic
    painter.setFont(option.font)
    painter.setPen(_ink(option))
    painter.drawText(rect, flags, words)
    painter.setPen(_ink(option, "muted"))
    painter.drawText(rect, flags | Qt.AlignmentFlag.AlignRight, with_arrows(keys))


_NOT_CHECKABLE = QStyleOptionMenuItem.CheckType.NotCheckable
