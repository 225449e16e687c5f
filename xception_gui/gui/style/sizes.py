"""How large controls are, and where their parts lie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QStyleOptionHeader,
    QStyleOptionSlider,
    QStyleOptionTab,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from xception_gui.gui.style import bars, fields, rows
from xception_gui.gui.style.buttons import is_primary
from xception_gui.gui.style.fonts import font, px
from xception_gui.gui.style.tokens import CONTROL, HEADER_BAND, MENU_BAND, ROW_TREE

Contents = QStyle.ContentsType
Sub = QStyle.SubControl
SPIN_PARTS = {Sub.SC_SpinBoxUp, Sub.SC_SpinBoxDown, Sub.SC_SpinBoxEditField}
_LEAST_BUTTON = 90
_PADDING = 12


def push_button(option: QStyleOptionButton, size: QSize, widget: QWidget | None) -> QSize:
    """Words, icon, 12 pixels on both sides; never narrower than its neighbours."""
    words = QFontMetrics(font("bold" if is_primary(widget) else "body"))
    width = words.size(Qt.TextFlag.TextHideMnemonic, option.text).width() + 2 * px(_PADDING)
    if not option.icon.isNull():
        width += option.iconSize.width() + 6
    if option.features & QStyleOptionButton.ButtonFeature.HasMenu:
        width += 18
    return QSize(max(width, px(_LEAST_BUTTON)), px(CONTROL))


def tool_button(option: QStyleOptionToolButton, size: QSize, _widget: object) -> QSize:
    """Square with an icon alone; with words, 8 pixels on both sides."""
    if option.toolButtonStyle == Qt.ToolButtonStyle.ToolButtonIconOnly and not option.icon.isNull():
        return QSize(max(size.width() + 8, px(CONTROL)), px(CONTROL))
    return QSize(max(size.width() + 2 * px(8) + 2, px(CONTROL)), px(CONTROL))


def field(_option: object, size: QSize, _widget: object) -> QSize:
    """A line edit: one control high."""
    return QSize(size.width() + 16, px(CONTROL))


def arrow_field(_option: object, size: QSize, _widget: object) -> QSize:
    """A combo box or spin box: a field with chevrons."""
    return QSize(size.width() + 12 + fields.ARROW_WIDTH, px(CONTROL))


def tab(option: QStyleOptionTab, _size: QSize, _widget: object) -> QSize:
    """Wide enough for its words in bold, so that choosing it moves no other.

    As high as a band without its line: so the words stand on the line of the panes' titles.
    """
    words = QFontMetrics(font("bold")).horizontalAdvance(option.text)
    return QSize(words + 2 * px(_PADDING), px(HEADER_BAND) - 1)


def header(option: QStyleOptionHeader, _size: QSize, _widget: object) -> QSize:
    """A column's name with its distances, one tree row high."""
    words = QFontMetrics(font("small")).horizontalAdvance(option.text)
    return QSize(words + px(_PADDING) + px(8), px(ROW_TREE))


def menu_bar_item(_option: object, size: QSize, _widget: object) -> QSize:
    """A menu's name: 8 pixels on both sides."""
    return QSize(size.width() + 2 * px(8), px(MENU_BAND))


def menu_item(option: Any, size: QSize, _widget: object) -> QSize:
    """An entry of a menu."""
    return rows.menu_size(option, size)


SIZES: dict[Contents, Callable[[Any, QSize, QWidget | None], QSize]] = {
    Contents.CT_ComboBox: arrow_field,
    Contents.CT_HeaderSection: header,
    Contents.CT_LineEdit: field,
    Contents.CT_MenuBarItem: menu_bar_item,
    Contents.CT_MenuItem: menu_item,
    Contents.CT_PushButton: push_button,
    Contents.CT_SpinBox: arrow_field,
    Contents.CT_TabBarTab: tab,
    Contents.CT_ToolButton: tool_button,
}


def combo_words(rect: QRect) -> QRect:
    """Where the words of a combo or spin box lie."""
    return rect.adjusted(8, 1, -fields.ARROW_WIDTH, -1)


def combo_menu(option: QStyleOptionComboBox) -> QRect:
    """How wide a combo box's menu is: its words stand where those of the field stand."""
    left = 0 if option.editable else -26
    return option.rect.adjusted(left, 0, 0, 0)


def spin_part(rect: QRect, part: Sub) -> QRect:
    """Where a spin box goes up, goes down, and is written in."""
    up, down = fields.halves(rect)
    if part == Sub.SC_SpinBoxEditField:
        return combo_words(rect).adjusted(-1, 0, 0, 0)  # its line edit adds that pixel
    return up if part == Sub.SC_SpinBoxUp else down


def slider_handle(option: QStyleOptionSlider) -> QRect:
    """The round handle of a slider, in the middle of its breadth."""
    across = option.orientation == Qt.Orientation.Horizontal
    rect = option.rect
    room = (rect.width() if across else rect.height()) - bars.HANDLE
    at = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, room, option.upsideDown
    )
    middle = ((rect.height() if across else rect.width()) - bars.HANDLE) // 2
    x, y = (at, middle) if across else (middle, at)
    return QRect(rect.left() + x, rect.top() + y, bars.HANDLE, bars.HANDLE)


def icons_inside(edit: QLineEdit) -> tuple[bool, bool]:
    """Whether a line edit has an icon at its beginning, and at its end."""
    inside = edit.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    at_end = [button.x() > edit.width() // 2 for button in inside]
    return False in at_end, True in at_end


def scroll_part(option: QStyleOptionSlider, part: Sub) -> QRect:
    """Where a scroll bar pages and where its handle lies; it has no arrow buttons."""
    handle, rect = bars.scroll_handle(option), QRect(option.rect)
    across = option.orientation == Qt.Orientation.Horizontal
    if part == Sub.SC_ScrollBarSlider:
        return handle
    if part == Sub.SC_ScrollBarGroove:
        return rect
    if part == Sub.SC_ScrollBarSubPage:
        (rect.setRight if across else rect.setBottom)(
            handle.left() - 1 if across else handle.top() - 1
        )
        return rect
    if part == Sub.SC_ScrollBarAddPage:
        (rect.setLeft if across else rect.setTop)(
            handle.right() + 1 if across else handle.bottom() + 1
        )
        return rect
    return QRect()
