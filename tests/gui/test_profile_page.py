"""Profile in the window: every module timed, its bars beside each other, a row is the selection."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, load, wait_idle, weights_file
from xception_gui.base.profile import PASSES
from xception_gui.gui.item_models.profile_rows import BARS, BARS_ROLE
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.profile_page import ProfilePage
from xception_gui.gui.views.export_button import ExportButton


@pytest.fixture
def page(ready_window: MainWindow) -> ProfilePage:
    ready_window.menu_actions.action("profile").trigger()
    (found,) = ready_window.findChildren(ProfilePage)
    return found


def column(page: ProfilePage, number: int) -> list[str]:
    model = page.table.sorted
    return [model.index(row, number).data() for row in range(model.rowCount())]


def test_that_every_module_is_timed_and_its_bars_are_those_of_the_shares(
    qtbot: QtBot, ready_window: MainWindow, page: ProfilePage
) -> None:
    wait_idle(qtbot, ready_window.lanes)
    network = ready_window.workspace.network
    assert network is not None
    rows = {row.path: row for row in page.profiling.rows}
    tree = network.tree.walk()
    assert list(rows) == [row.path for row in tree]
    assert [rows[row.path].output_bytes for row in tree] == [row.activation_bytes for row in tree]
    assert page.again.isEnabled()
    assert "median of warm runs: 5" in page.title.text()
    blocks = column(page, 0)
    assert sum(rows[path].share_of_macs for path in blocks) == pytest.approx(1)
    assert "middle.block4" in blocks
    qtbot.mouseClick(
        page.scopes, Qt.MouseButton.LeftButton, pos=page.scopes.segment_rect(1).center()
    )
    leaves = [row for row in tree if not row.children]
    assert column(page, 0) == [row.path for row in leaves]
    assert sum(rows[row.path].share_of_macs for row in leaves) == pytest.approx(1)
    assert 0 < sum(rows[row.path].share_of_time for row in leaves) <= 1.05
    bars = [page.table.sorted.index(row, BARS).data(BARS_ROLE) for row in range(len(leaves))]
    assert max(max(time, macs) for _, time, macs in bars) == 1
    page.table.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    times = [rows[path].ms for path in column(page, 0)]
    assert times == sorted(times, reverse=True)


def test_that_a_row_is_the_module_of_the_window_and_the_table_is_written(
    qtbot: QtBot, ready_window: MainWindow, page: ProfilePage, tmp_path: Path
) -> None:
    wait_idle(qtbot, ready_window.lanes)
    page.table.selectRow(2)
    assert ready_window.workspace.module == column(page, 0)[2]
    ready_window.workspace.select_module("middle.block4")
    (chosen,) = page.table.selectionModel().selectedRows()
    assert chosen.data() == "middle.block4"
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    button.wanted.emit("json")
    choose(ready_window, tmp_path / "profile.json")
    wait_idle(qtbot, ready_window.lanes)
    written = json.loads((tmp_path / "profile.json").read_text("utf-8"))
    assert [row["path"] for row in written] == [row.path for row in page.profiling.rows]
    assert written[0]["share_of_time"] == 1


def test_that_it_can_be_given_up_and_another_network_is_measured_anew(
    qtbot: QtBot, ready_window: MainWindow, page: ProfilePage
) -> None:
    wait_idle(qtbot, ready_window.lanes)
    page.again.click()
    page.cancel.click()  # before anything can be delivered
    wait_idle(qtbot, ready_window.lanes)
    assert page.title.text() == f"Given up after 0 of {PASSES}."
    set_language("zh_CN")
    page.retranslate()
    assert page.title.text().startswith("已停止")
    load(qtbot, ready_window, weights_file(2))
    wait_idle(qtbot, ready_window.lanes)
    assert page.profiling.is_whole
    assert "整个网络" in page.title.text()
