"""The one style of the window: a proxy on Fusion that draws controls as ``look.md`` shows them.

``elements`` says which function draws what; all else is Fusion's own drawing in our palette. A
push button with the property ``primary`` set to True is filled with the accent.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOptionToolButton,
)

from xception_gui.gui.style import bars, buttons, elements, sizes
from xception_gui.gui.style.elements import Complex, Control, Hint, Metric, Primitive
from xception_gui.gui.style.icons import icon
from xception_gui.gui.style.paint import focus_ring, glyph
from xception_gui.gui.style.theme import colour

Contents = QStyle.ContentsType
Sub = QStyle.SubControl
_FIELDS = (QComboBox, QAbstractSpinBox)


class Proxy(QProxyStyle):
    """Fusion's behaviour with the look of ``look.md``.

    Options are typed ``Any``: PySide passes the concrete class that belongs to the element, Qt's
    signatures only know the base class.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")

    def polish(self, target: Any) -> Any:
        """Keep the words of a line edit off its edge; an icon inside brings its own distance."""
        if isinstance(target, QLineEdit) and not isinstance(target.parent(), _FIELDS):
            left, right = (0 if icon else 6 for icon in sizes.icons_inside(target))
            target.setTextMargins(left, 0, right, 0)
        return super().polish(target)

    def drawPrimitive(
        self,
        element: Primitive,
        option: Any,
        painter: QPainter,
        widget: Any = None,
    ) -> None:
        """Frames, indicators, arrows, surfaces."""
        if element in elements.PRIMITIVES:
            elements.PRIMITIVES[element](option, painter, widget)
        elif element in elements.ARROWS:
            glyph(painter, option.rect, elements.ARROWS[element], colour("muted"))
        elif element != Primitive.PE_FrameFocusRect:
            super().drawPrimitive(element, option, painter, widget)
        elif option.state & QStyle.StateFlag.State_KeyboardFocusChange:
            focus_ring(painter, option.rect, 3)

    def drawControl(
        self,
        element: Control,
        option: Any,
        painter: QPainter,
        widget: Any = None,
    ) -> None:
        """Labels and parts of controls."""
        if element == Control.CE_Splitter:
            painter.fillRect(option.rect, colour("line"))
        elif element in elements.CONTROLS:
            painter.save()
            elements.CONTROLS[element](option, painter, widget)
            painter.restore()
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: Complex,
        option: Any,
        painter: QPainter,
        widget: Any = None,
    ) -> None:
        """Controls of several parts."""
        painter.save()
        if control in elements.COMPLEX:
            elements.COMPLEX[control](option, painter, widget)
        elif control == Complex.CC_Slider:
            bars.slider(option, painter, sizes.slider_handle(option))
        elif control == Complex.CC_ToolButton:
            self._tool_button(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)
        painter.restore()

    def _tool_button(self, option: Any, painter: QPainter, widget: Any) -> None:
        buttons.tool_button(option, painter, widget)
        if option.features & QStyleOptionToolButton.ToolButtonFeature.Arrow:
            super().drawControl(Control.CE_ToolButtonLabel, option, painter, widget)
        else:
            buttons.tool_label(option, painter, widget)

    def subControlRect(
        self,
        control: Complex,
        option: Any,
        part: Sub,
        widget: Any = None,
    ) -> QRect:
        """Where the parts of a control lie."""
        if control == Complex.CC_ScrollBar:
            return sizes.scroll_part(option, part)
        if control == Complex.CC_Slider and part == Sub.SC_SliderHandle:
            return sizes.slider_handle(option)
        if control == Complex.CC_ComboBox and part == Sub.SC_ComboBoxEditField:
            return sizes.combo_words(option.rect)
        if control == Complex.CC_ComboBox and part == Sub.SC_ComboBoxListBoxPopup:
            return sizes.combo_menu(option)
        if control == Complex.CC_SpinBox and part in sizes.SPIN_PARTS:
            return sizes.spin_part(option.rect, part)
        return super().subControlRect(control, option, part, widget)

    def sizeFromContents(
        self,
        kind: Contents,
        option: Any,
        size: QSize,
        widget: Any = None,
    ) -> QSize:
        """Controls are 28 high; their words keep their distance from the edge."""
        if kind in sizes.SIZES:
            return sizes.SIZES[kind](option, size, widget)
        return super().sizeFromContents(kind, option, size, widget)

    def pixelMetric(self, metric: Metric, option: Any = None, widget: Any = None) -> int:
        """Distances of ``look.md``; the rest is Fusion's."""
        if metric == Metric.PM_ScrollView_ScrollBarOverlap and bars.is_overlaid(widget):
            return bars.SCROLL_EXTENT
        if metric in elements.METRICS:
            return elements.METRICS[metric]
        return super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: Hint,
        option: Any = None,
        widget: Any = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Behaviour that differs from Fusion's."""
        if hint == Hint.SH_Table_GridLineColor:
            return colour("line").rgba() - 2**32  # Qt reads the int as unsigned
        if hint in elements.HINTS:
            return elements.HINTS[hint]
        return super().styleHint(hint, option, widget, returned)

    def standardIcon(
        self,
        name: QStyle.StandardPixmap,
        option: Any = None,
        widget: Any = None,
    ) -> QIcon:
        """Qt's own pictures in message boxes and line edits are ours too."""
        if name in elements.ICONS:
            return icon(*elements.ICONS[name])
        return super().standardIcon(name, option, widget)
