"""Which function draws which element, and the distances and habits that differ from Fusion's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from xception_gui.gui.style import bars, buttons, fields, rows

Primitive = QStyle.PrimitiveElement
Control = QStyle.ControlElement
Complex = QStyle.ComplexControl
Metric = QStyle.PixelMetric
Hint = QStyle.StyleHint

# The concrete option class follows from the element; Qt's signature only knows the base class.
Draw = Callable[[Any, QPainter, Any], None]

PRIMITIVES: dict[Primitive, Draw] = {
    Primitive.PE_PanelLineEdit: fields.line_edit,
    Primitive.PE_FrameLineEdit: rows.nothing,
    Primitive.PE_Frame: fields.frame,
    Primitive.PE_FrameTabBarBase: rows.base_line,
    Primitive.PE_FrameTabWidget: fields.frame,
    Primitive.PE_FrameGroupBox: fields.group_frame,
    Primitive.PE_FrameMenu: rows.nothing,
    Primitive.PE_FrameStatusBarItem: rows.nothing,
    Primitive.PE_IndicatorCheckBox: buttons.check_box,
    Primitive.PE_IndicatorItemViewItemCheck: buttons.check_box,
    Primitive.PE_IndicatorRadioButton: buttons.radio_button,
    Primitive.PE_IndicatorBranch: rows.branch,
    Primitive.PE_PanelMenu: rows.menu_panel,
    Primitive.PE_PanelMenuBar: rows.nothing,
    Primitive.PE_PanelScrollAreaCorner: rows.corner,
    Primitive.PE_PanelTipLabel: rows.tip_panel,
    Primitive.PE_PanelItemViewItem: rows.view_item,
}
ARROWS: dict[Primitive, str] = {
    Primitive.PE_IndicatorArrowDown: "down",
    Primitive.PE_IndicatorArrowUp: "up",
    Primitive.PE_IndicatorArrowLeft: "left",
    Primitive.PE_IndicatorArrowRight: "right",
}
CONTROLS: dict[Control, Draw] = {
    Control.CE_PushButtonBevel: buttons.push_button,
    Control.CE_PushButtonLabel: buttons.push_label,
    Control.CE_Header: rows.header,
    Control.CE_HeaderSection: rows.header_section,
    Control.CE_HeaderEmptyArea: rows.header_section,
    Control.CE_MenuBarEmptyArea: rows.bar_background,
    Control.CE_MenuBarItem: rows.menu_bar_item,
    Control.CE_MenuEmptyArea: rows.menu_ground,
    Control.CE_MenuItem: rows.menu_item,
    Control.CE_ProgressBarContents: bars.progress_contents,
    Control.CE_ProgressBarGroove: bars.progress_groove,
    Control.CE_ProgressBarLabel: rows.nothing,
    Control.CE_SizeGrip: rows.nothing,
    Control.CE_TabBarTabLabel: bars.tab_label,
    Control.CE_TabBarTabShape: bars.tab_shape,
}
COMPLEX: dict[Complex, Draw] = {
    Complex.CC_ComboBox: fields.combo_box,
    Complex.CC_ScrollBar: bars.scroll_bar,
    Complex.CC_SpinBox: fields.spin_box,
}
METRICS: dict[Metric, int] = {
    Metric.PM_ButtonIconSize: 16,
    Metric.PM_ButtonShiftHorizontal: 0,
    Metric.PM_ButtonShiftVertical: 0,
    Metric.PM_ExclusiveIndicatorHeight: 16,
    Metric.PM_ExclusiveIndicatorWidth: 16,
    Metric.PM_IndicatorHeight: 16,
    Metric.PM_IndicatorWidth: 16,
    Metric.PM_LineEditIconMargin: 6,
    Metric.PM_LineEditIconSize: 16,
    Metric.PM_ListViewIconSize: 16,
    Metric.PM_MenuBarHMargin: 4,
    Metric.PM_MenuBarItemSpacing: 0,
    Metric.PM_MenuBarPanelWidth: 0,
    Metric.PM_MenuBarVMargin: 0,
    Metric.PM_MenuHMargin: rows.MENU_PADDING,
    Metric.PM_MenuPanelWidth: 1,
    Metric.PM_MenuVMargin: rows.MENU_PADDING,
    Metric.PM_ScrollBarExtent: bars.SCROLL_EXTENT,
    Metric.PM_ScrollView_ScrollBarOverlap: 0,
    Metric.PM_ScrollView_ScrollBarSpacing: 0,
    Metric.PM_SliderControlThickness: bars.HANDLE,
    Metric.PM_SliderLength: bars.HANDLE,
    Metric.PM_SliderThickness: bars.HANDLE + 6,
    Metric.PM_SmallIconSize: 16,
    Metric.PM_TabBarBaseHeight: 0,
    Metric.PM_TabBarBaseOverlap: 1,
    Metric.PM_TabBarTabShiftVertical: 0,
    Metric.PM_ToolTipLabelFrameWidth: 6,
}
HINTS: dict[Hint, int] = {
    Hint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    Hint.SH_EtchDisabledText: 0,
    Hint.SH_ToolTipLabel_Opacity: 255,
}
ICONS: dict[QStyle.StandardPixmap, tuple[str, str]] = {
    QStyle.StandardPixmap.SP_LineEditClearButton: ("close", "muted"),
    QStyle.StandardPixmap.SP_MessageBoxCritical: ("error", "error"),
    QStyle.StandardPixmap.SP_MessageBoxInformation: ("info", "accent"),
    QStyle.StandardPixmap.SP_MessageBoxQuestion: ("info", "accent"),
    QStyle.StandardPixmap.SP_MessageBoxWarning: ("warning", "warning"),
}
