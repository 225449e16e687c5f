"""The pictures that excite a map, in the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import choose, paint, show, wait_idle
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.top_page import TopPage
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.top_tile import TopTile


@pytest.fixture
def page(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> TopPage:
    """Of block 1's channel 2, over three pictures."""
    window = ready_window
    pictures = [paint(tmp_path / "many" / f"{seed}.png", seed) for seed in (1, 2, 3)]
    show(qtbot, window, pictures[0])
    assert not window.menu_actions.action("top-images").isEnabled()
    window.show_tab("maps")
    window.workspace.select_module("entry.block1")
    wait_idle(qtbot, window.lanes)
    window.maps.select_map("sum", 2)
    window.menu_actions.action("top-images").trigger()
    choose(window, tmp_path / "many")
    wait_idle(qtbot, window.lanes)
    found = window.findChild(TopPage)
    assert isinstance(found, TopPage)
    return found


def names(page: TopPage) -> list[str]:
    page.grab()
    tiles = page.page.findChildren(TopTile)
    return [tile.accessibleName().partition(",")[0] for tile in tiles]


def test_that_the_pictures_follow_the_map_that_is_chosen(
    qtbot: QtBot, ready_window: MainWindow, page: TopPage
) -> None:
    assert page.found is not None
    for channel in (2, 5):
        ready_window.maps.select_map("sum", channel)
        wait_idle(qtbot, ready_window.lanes)
        qtbot.wait(10)  # the tiles before are taken away
        assert names(page) == [Path(row.picture).name for row in page.found.of(channel)]
    assert len(page.thumbnails) == 3
    page.page.findChildren(TopTile)[1].click()
    wait_idle(qtbot, ready_window.lanes)
    picture = ready_window.workspace.picture
    assert picture is not None
    assert picture.path == page.found.of(5)[1].picture
    assert ready_window.tab == "classify"
    page.close()


def test_that_they_are_written_as_a_table(
    qtbot: QtBot, ready_window: MainWindow, page: TopPage, tmp_path: Path
) -> None:
    button = page.findChild(ExportButton)
    assert isinstance(button, ExportButton)
    button.wanted.emit("json")
    choose(ready_window, tmp_path / "top.json")
    wait_idle(qtbot, ready_window.lanes)
    rows = json.loads((tmp_path / "top.json").read_text("utf-8"))
    assert page.found is not None
    assert [row["value"] for row in rows] == [row.value for row in page.found.of(2)]
    page.close()
