"""The left pane: what is open, what is selected, which network is shown, what it looks like."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_tree import INFO_ROLE, MODULE, OUTPUT, PARAMS
from xception_gui.gui.language import set_language
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.views.tree_totals import TreeTotals
from xception_gui.gui.views.tree_view import TreeView
from xception_gui.inspection import counterpart, module_tree

PAPER = XceptionConfig()
NARROW = XceptionConfig(num_classes=10, width=0.25, middle_blocks=4, strides=(1, 2, 2, 2, 1))
FLOWS = ["entry", "middle", "exit", "classifier"]
Told = list[tuple[str, bool]]


@pytest.fixture
def panel(qtbot: QtBot) -> TreePanel:
    made = TreePanel()
    qtbot.addWidget(made)
    made.resize(340, 740)
    made.show()
    fill(made)
    return made


@pytest.fixture
def told(panel: TreePanel) -> Told:
    heard: Told = []
    panel.selected.connect(lambda path, paper: heard.append((path, paper)))
    return heard


def fill(panel: TreePanel) -> None:
    narrow = module_tree(NARROW, 64)
    found = {info.path: counterpart(NARROW, info.path) for info in narrow.walk()}
    pairs = {path: info for path, info in found.items() if info is not None}
    panel.set_trees(narrow, module_tree(PAPER, 299), pairs, "Demo, 10 classes")


def tree(panel: TreePanel) -> TreeView:
    return panel.findChild(TreeView)


def field(panel: TreePanel) -> QLineEdit:
    return panel.findChild(QLineEdit)


def switch(panel: TreePanel) -> Segmented:
    return panel.findChild(Segmented)


def choose(qtbot: QtBot, panel: TreePanel, index: int) -> None:
    place = switch(panel).segment_rect(index).center()
    qtbot.mouseClick(switch(panel), Qt.MouseButton.LeftButton, pos=place)


def caption(panel: TreePanel) -> str:
    """The line that names the network; the other label is the pane's title."""
    return next(w.text() for w in panel.findChildren(ElidedLabel) if w.parent() is panel)


def at(view: TreeView, path: str) -> QModelIndex:
    return next(index for index in rows(view) if index.data(INFO_ROLE).path == path)


def rows(view: TreeView, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
    above = above or QModelIndex()
    for row in range(view.model().rowCount(above)):
        index = view.model().index(row, MODULE, above)
        yield index
        yield from rows(view, index)


def shown(view: TreeView) -> list[str]:
    """Paths of the rows that can be scrolled to: those whose parents are all open."""
    found, index = [], view.model().index(0, MODULE)
    while index.isValid():
        found.append(index.data(INFO_ROLE).path)
        index = view.indexBelow(index)
    return found


def opened(view: TreeView) -> list[str]:
    return [index.data(INFO_ROLE).path for index in rows(view) if view.isExpanded(index)]


def click(qtbot: QtBot, view: TreeView, path: str, x: int = 0) -> None:
    rect = view.visualRect(at(view, path))
    place = QPoint(x or rect.left() + 20, rect.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def colour_at(view: TreeView, path: str, x: int, y: int = 3) -> QColor:
    rect = view.visualRect(at(view, path))
    image = view.viewport().grab().toImage()
    return image.pixelColor(x, rect.top() + y)


# Opening and closing ----------------------------------------------------------------------


def test_that_flows_are_open_and_blocks_closed_at_the_start(panel: TreePanel) -> None:
    assert opened(tree(panel)) == FLOWS
    assert "entry.block1" in shown(tree(panel))
    assert "entry.block1.sepconv1" not in shown(tree(panel))


def test_that_a_click_on_a_chevron_opens_without_selecting(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    view = tree(panel)
    chevron = view.visualRect(at(view, "entry.block2")).left()
    click(qtbot, view, "entry.block2", chevron)
    assert "entry.block2.sepconv1" in shown(view)
    click(qtbot, view, "entry.block2", chevron)
    assert opened(view) == FLOWS
    assert told == []


def test_that_one_button_opens_all_blocks_and_closes_them(panel: TreePanel) -> None:
    button = panel.findChildren(QToolButton)[0]
    button.click()
    assert len(shown(tree(panel))) == len(module_tree(NARROW, 64).walk()) - 1
    button.click()
    assert opened(tree(panel)) == FLOWS


# Selecting --------------------------------------------------------------------------------


def test_that_a_click_selects_and_tells_once(qtbot: QtBot, panel: TreePanel, told: Told) -> None:
    for _ in range(2):
        click(qtbot, tree(panel), "entry.conv2")
    assert told == [("entry.conv2", False)]


def test_that_what_the_program_selects_is_shown_and_not_told(panel: TreePanel, told: Told) -> None:
    panel.select("exit.block12.sepconv1.pointwise")
    view = tree(panel)
    assert view.path() == "exit.block12.sepconv1.pointwise"
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))
    panel.select("")
    assert not view.selectionModel().hasSelection()
    assert told == []


def test_that_arrows_move_and_enter_opens(qtbot: QtBot, panel: TreePanel, told: Told) -> None:
    opened_paths: Told = []
    panel.activated.connect(lambda path, paper: opened_paths.append((path, paper)))
    panel.select("entry.conv1")
    qtbot.keyClick(tree(panel), Qt.Key.Key_Down)
    qtbot.keyClick(tree(panel), Qt.Key.Key_Return)
    assert told == opened_paths == [("entry.bn1", False)]


def test_that_a_double_click_opens_a_leaf_and_unfolds_a_block(
    qtbot: QtBot, panel: TreePanel
) -> None:
    opened_paths: list[str] = []
    panel.activated.connect(lambda path, _paper: opened_paths.append(path))
    view = tree(panel)
    for path in ("entry.conv1", "entry.block1"):
        place = view.visualRect(at(view, path)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened_paths == ["entry.conv1"]
    assert "entry.block1" in opened(view)


# Two networks -----------------------------------------------------------------------------


def test_that_the_network_shown_is_named(qtbot: QtBot, panel: TreePanel) -> None:
    assert caption(panel) == "Active: Demo, 10 classes"
    choose(qtbot, panel, 1)
    assert caption(panel) == "The paper's Xception, 299 px, untouched"


def test_that_the_switch_shows_the_papers_rows_and_totals(qtbot: QtBot, panel: TreePanel) -> None:
    totals = panel.findChild(TreeTotals)
    assert "933,332 params" in totals.accessibleName()
    choose(qtbot, panel, 1)
    assert "middle.block11" in shown(tree(panel))
    assert totals.accessibleName() == "Total: 22,855,952 params, 8,357,403,496 MACs"


def test_that_selection_and_open_rows_follow_to_the_other_network_and_back(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    view = tree(panel)
    panel.select("entry.block2.sepconv1")
    choose(qtbot, panel, 1)
    view.expand(at(view, "middle.block11"))
    choose(qtbot, panel, 0)
    assert told == [("entry.block2.sepconv1", True), ("entry.block2.sepconv1", False)]
    assert view.path() == "entry.block2.sepconv1"
    choose(qtbot, panel, 1)
    assert "middle.block11.sepconv1" in shown(view)


def test_that_a_module_that_the_other_network_lacks_is_deselected(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    choose(qtbot, panel, 1)
    panel.select("middle.block11")
    choose(qtbot, panel, 0)
    assert told[-1] == ("", False)
    assert not tree(panel).selectionModel().hasSelection()


def test_that_a_module_of_the_other_network_alone_turns_the_switch(panel: TreePanel) -> None:
    panel.select("middle.block11")
    assert panel.shows_paper()
    assert tree(panel).path() == "middle.block11"


def test_that_the_paper_is_shown_until_a_network_is_active(qtbot: QtBot) -> None:
    panel = TreePanel()
    qtbot.addWidget(panel)
    panel.set_trees(None, module_tree(PAPER, 299), {})
    assert panel.shows_paper()
    assert "middle.block11" in shown(tree(panel))
    fill(panel)
    assert not panel.shows_paper()
    assert "middle.block11" not in shown(tree(panel))


def test_that_another_active_network_leaves_the_users_choice(
    qtbot: QtBot, panel: TreePanel
) -> None:
    choose(qtbot, panel, 1)
    panel.select("entry.conv1")
    fill(panel)
    assert panel.shows_paper()
    assert tree(panel).path() == "entry.conv1"


def test_that_the_papers_network_stays_while_another_one_is_loaded(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    choose(qtbot, panel, 1)
    panel.select("entry.conv1")
    told.clear()
    panel.set_trees(module_tree(NARROW, 96), None, {}, "Another")
    assert tree(panel).path() == "entry.conv1"
    assert "middle.block11" in shown(tree(panel))
    assert told == []


# The filter -------------------------------------------------------------------------------


def test_that_typing_opens_the_matches_and_escape_restores(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    view = tree(panel)
    panel.select("entry.conv1")
    view.expand(at(view, "entry.block3"))
    qtbot.keyClicks(field(panel), "skip_bn")
    assert "exit.block12.skip_bn" in shown(view)
    assert "entry.conv1" not in shown(view)
    qtbot.keyClick(field(panel), Qt.Key.Key_Escape)
    assert opened(view) == ["entry", "entry.block3", "middle", "exit", "classifier"]
    assert view.currentIndex().data(INFO_ROLE).path == "entry.conv1"
    assert told == []


def test_that_down_goes_from_the_filter_to_the_first_match(
    qtbot: QtBot, panel: TreePanel, told: Told
) -> None:
    qtbot.keyClicks(field(panel), "pointwise")
    qtbot.keyClick(field(panel), Qt.Key.Key_Down)
    assert told == [("entry.block1.sepconv1.pointwise", False)]


def test_that_a_filter_without_matches_says_so(qtbot: QtBot, panel: TreePanel) -> None:
    before = tree(panel).viewport().grab().toImage()
    qtbot.keyClicks(field(panel), "no such module")
    assert shown(tree(panel)) == []
    assert tree(panel).hint() == "No module matches “no such module”."
    assert tree(panel).viewport().grab().toImage() != before


def test_that_the_filter_gets_the_cursor_and_its_text_is_selected(
    qtbot: QtBot, panel: TreePanel
) -> None:
    qtbot.keyClicks(field(panel), "pool")
    panel.focus_filter()
    assert panel.focusWidget() is field(panel)
    assert field(panel).selectedText() == "pool"


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
