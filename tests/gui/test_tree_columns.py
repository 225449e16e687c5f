"""The left pane's columns, colours and words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_tree import (
    PAPER,
    at,
    caption,
    choose,
    click,
    colour_at,
    field,
    rows,
    switch,
    tree,
    tree_panel,
)
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_tree import INFO_ROLE, MODULE, OUTPUT, PARAMS
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.views.tree_view import TreeView
from xception_gui.inspection import module_tree


@pytest.fixture
def panel(qtbot: QtBot) -> TreePanel:
    return tree_panel(qtbot)


# Columns ----------------------------------------------------------------------------------


def test_that_output_gives_way_in_a_narrow_pane_and_returns(panel: TreePanel) -> None:
    view = tree(panel)
    assert not view.isColumnHidden(OUTPUT)
    panel.resize(260, 740)
    assert view.isColumnHidden(OUTPUT)
    assert view.columnWidth(MODULE) >= 110
    panel.resize(340, 740)
    assert not view.isColumnHidden(OUTPUT)
    panel.set_compact(True)
    assert view.isColumnHidden(OUTPUT)


def test_that_the_user_chooses_columns_and_can_hide_the_pane(
    qtbot: QtBot, panel: TreePanel
) -> None:
    panel.findChildren(QToolButton)[1].click()
    menu = panel.findChild(QMenu)
    entries = {action.text(): action for action in menu.actions()}
    assert list(entries) == ["Output", "Params", "MACs", "", "Hide the architecture"]
    entries["Params"].trigger()
    assert tree(panel).isColumnHidden(PARAMS)
    with qtbot.waitSignal(panel.hide_requested, timeout=1000):
        entries["Hide the architecture"].trigger()
    menu.close()


def test_that_no_name_and_no_number_of_the_paper_is_cut(qtbot: QtBot, panel: TreePanel) -> None:
    choose(qtbot, panel, 1)
    panel.findChildren(QToolButton)[0].click()
    view = tree(panel)
    names, numbers = QFontMetrics(style.font("body")), QFontMetrics(style.font("small"))
    for index in rows(view):
        room = view.visualRect(index).width() - 8
        assert names.horizontalAdvance(index.data()) <= room, index.data()
        for column in range(OUTPUT, 4):
            cell = index.siblingAtColumn(column)
            assert numbers.horizontalAdvance(cell.data()) + 8 <= view.columnWidth(column)


def test_that_a_larger_picture_widens_the_column_of_shapes(panel: TreePanel) -> None:
    large = module_tree(PAPER, 2400)
    panel.set_trees(large, module_tree(PAPER, 299), {})
    panel.resize(520, 740)
    longest = QFontMetrics(style.font("small")).horizontalAdvance("64×1197×1197")
    assert tree(panel).columnWidth(OUTPUT) > longest


# What it looks like -----------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_selected_row_is_filled_across_with_an_accent_at_its_left(
    qapp: QApplication, panel: TreePanel, theme: str
) -> None:
    style.apply(qapp, theme)
    qapp.processEvents()
    panel.select("entry.act1")
    view = tree(panel)
    right = view.viewport().width() - 1
    assert [colour_at(view, "entry.act1", x) for x in (0, 2)] == [style.colour("accent")] * 2
    assert [colour_at(view, "entry.act1", x) for x in (3, right)] == [style.colour("soft")] * 2
    assert colour_at(view, "entry.act2", right) == style.colour("base")


def test_that_the_focus_ring_is_drawn_for_the_keyboard_only(qtbot: QtBot, panel: TreePanel) -> None:
    view = tree(panel)
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.select("entry.act1")
    middle = view.viewport().width() // 2
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert colour_at(view, "entry.act1", middle, 1) == style.colour("soft")
    field(panel).setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.keyClick(field(panel), Qt.Key.Key_Tab)
    assert colour_at(view, "entry.act1", middle, 1) == style.colour("accent")
    click(qtbot, view, "entry.act1")
    assert colour_at(view, "entry.act1", middle, 1) == style.colour("soft")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_bar_of_macs_is_as_long_as_its_share(
    qapp: QApplication, panel: TreePanel, theme: str
) -> None:
    style.apply(qapp, theme)
    qapp.processEvents()
    panel.set_trees(module_tree(PAPER, 299), module_tree(PAPER, 299), {})
    view = tree(panel)
    left = view.header().sectionPosition(3) + 2
    share = 0.322 * 52  # of the entry flow, in the 52 pixels that a bar can have
    inside, outside = int(left + share - 4), int(left + share + 2)
    assert colour_at(view, "entry", inside, 5) != style.colour("base")
    assert colour_at(view, "entry", outside, 5) == style.colour("base")


# Words ------------------------------------------------------------------------------------


def test_that_chinese_is_complete_at_once_and_fits(panel: TreePanel) -> None:
    set_language("zh_CN")
    QApplication.processEvents()
    view = tree(panel)
    header = [view.model().headerData(n, Qt.Orientation.Horizontal) for n in range(4)]
    assert header == ["模块", "输出", "参数", "MACs"]
    assert view.model().index(0, MODULE).data() == "入口流"
    assert caption(panel) == "当前网络：Demo, 10 classes"
    metrics = QFontMetrics(style.font("small"))
    for column in range(1, 4):
        assert metrics.horizontalAdvance(header[column]) + 8 <= view.columnWidth(column)
    assert switch(panel).geometry().right() <= panel.width() - 12
    assert not any(label.is_cut() for label in panel.findChildren(ElidedLabel))


def test_that_everything_that_takes_the_focus_has_a_name(panel: TreePanel) -> None:
    widgets = [w for w in panel.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    ours = [w for w in widgets if not w.objectName().startswith("qt_") and _is_own(w)]
    assert tree(panel) in ours
    assert field(panel) in ours
    assert [type(w).__name__ for w in ours if not w.accessibleName()] == []


def _is_own(widget: QWidget) -> bool:
    """Not a part that Qt itself puts inside a field or a table."""
    return not isinstance(widget.parent(), QLineEdit | TreeView)


def test_that_the_rows_tell_their_numbers_in_a_tool_tip(panel: TreePanel) -> None:
    index = at(tree(panel), "exit.block12")
    info: ModuleInfo = index.data(INFO_ROLE)
    assert f"{info.macs:,} MACs" in index.data(Qt.ItemDataRole.ToolTipRole)
