"""The left pane: what is open, what is selected, which network is shown, what the filter leaves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_tree import (
    FLOWS,
    NARROW,
    PAPER,
    Told,
    at,
    caption,
    choose,
    click,
    field,
    fill,
    opened,
    shown,
    tree,
    tree_panel,
)
from xception_gui.gui.item_models.module_tree import INFO_ROLE
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.views.tree_totals import TreeTotals
from xception_gui.inspection import module_tree


class Window(QWidget):
    """Notes the keys that nobody below it has taken."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One more."""
        self.keys.append(event.key())


@pytest.fixture
def panel(qtbot: QtBot) -> TreePanel:
    return tree_panel(qtbot)


@pytest.fixture
def told(panel: TreePanel) -> Told:
    heard: Told = []
    panel.selected.connect(lambda path, paper: heard.append((path, paper)))
    return heard


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


def test_that_escape_among_the_matches_clears_the_filter_and_then_is_left_to_the_window(
    qtbot: QtBot,
) -> None:
    window = Window()
    qtbot.addWidget(window)
    panel = TreePanel(window)
    fill(panel)
    window.show()
    qtbot.keyClicks(field(panel), "pointwise")
    qtbot.keyClick(field(panel), Qt.Key.Key_Down)
    view = tree(panel)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert field(panel).text() == ""
    assert "entry.conv1" in shown(view)
    assert view.path() == "entry.block1.sepconv1.pointwise"
    assert window.keys == []
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert window.keys == [Qt.Key.Key_Escape]


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
