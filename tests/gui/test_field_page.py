"""A click on a value of the enlarged map shows what it sees of the photo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Heard, paint, show, wait_idle
from xception_gui.base.config import XceptionConfig
from xception_gui.gui.field_page import FieldPage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.field_view import FieldView
from xception_gui.gui.views.map_detail import MapDetail
from xception_gui.gui.views.map_looks import MapChoice
from xception_gui.gui.views.pill import Pill


@pytest.fixture
def detail(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> MapDetail:
    """One map of block 1 is chosen."""
    window = ready_window
    show(qtbot, window, paint(tmp_path / "a.png"))
    window.show_tab("maps")
    window.workspace.select_module("entry.block1")
    wait_idle(qtbot, window.lanes)
    window.maps.select_map("sum", 2)
    found = window.findChild(MapDetail, "map-detail")
    assert isinstance(found, MapDetail)
    assert window.chosen_channel == ("entry.block1", 2)
    return found


def test_that_the_clicked_unit_is_shown_on_the_photo(
    qtbot: QtBot, ready_window: MainWindow, detail: MapDetail
) -> None:
    view = detail.view
    place = QPoint(view.width() // 4, view.height() // 2)
    row, column = view.unit_at(place.x(), place.y())
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    found = page.found
    assert found is not None
    assert (found.path, found.channel, found.row, found.column) == ("entry.block1", 2, row, column)
    assert found.theory is not None
    left, top, right, bottom = found.measured
    assert found.theory[0] <= left < right <= found.theory[2]
    assert found.theory[1] <= top < bottom <= found.theory[3]
    shown = page.findChild(FieldView)
    assert isinstance(shown, FieldView)
    frame = shown.frame()
    assert frame is not None
    assert frame.width() == pytest.approx(frame.height(), abs=2)
    page.grab()
    page.close()


def test_that_another_network_has_no_field_of_this_one(
    qtbot: QtBot, ready_window: MainWindow, detail: MapDetail
) -> None:
    work, place = ready_window.workspace, QPoint(4, 4)
    QTest.mouseClick(detail.view, Qt.MouseButton.LeftButton, pos=place)
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    assert page.findChild(FieldView) is not None
    heard = Heard(work)
    config = XceptionConfig(in_chans=1, num_classes=5, width=0.05, middle_blocks=0)
    work.build_network(config, 71, "cpu", "float32")
    qtbot.waitUntil(lambda: work.network is not None and work.network.weights.config == config)
    wait_idle(qtbot, ready_window.lanes)
    assert page.found is None or page.found.origin.state_id == work.network.state_id
    assert not heard.failures
    page.close()


def test_that_enter_shows_the_strongest_unit_of_the_map(
    qtbot: QtBot, ready_window: MainWindow, detail: MapDetail
) -> None:
    chosen: list[MapChoice] = []
    ready_window.maps.map_chosen.connect(chosen.append)
    for channel in (3, 2):
        ready_window.maps.select_map("sum", channel)
    detail.view.setFocus()
    QTest.keyClick(detail.view, Qt.Key.Key_Return)
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    assert page.found is not None
    values = chosen[-1].maps.values[2]
    assert values[page.found.row, page.found.column] == values.max()
    page.close()


def test_that_no_field_stays_of_a_picture_that_is_closed_or_left(
    qtbot: QtBot, ready_window: MainWindow, detail: MapDetail, tmp_path: Path
) -> None:
    QTest.mouseClick(detail.view, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    assert len(shown_fields(page)) == 1
    refilled: list[int] = []
    ready_window.workspace.prepared_changed.connect(
        lambda _prepared: refilled.append(len(shown_fields(page)))
    )
    show(qtbot, ready_window, paint(tmp_path / "b.png", 5))
    assert refilled[0] == 0, "the next one is on its way"
    wait_idle(qtbot, ready_window.lanes)
    assert len(shown_fields(page)) == 1
    ready_window.workspace.close_all()
    wait_idle(qtbot, ready_window.lanes)
    assert shown_fields(page) == []
    page.close()


def shown_fields(page: FieldPage) -> list[FieldView]:
    return [view for view in page.findChildren(FieldView) if view.isVisible()]


def test_that_the_field_of_an_untrained_network_is_told_to_be_random(
    qtbot: QtBot, ready_window: MainWindow, detail: MapDetail
) -> None:
    work = ready_window.workspace
    QTest.mouseClick(detail.view, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    wait_idle(qtbot, ready_window.lanes)
    page = ready_window.findChild(FieldPage)
    assert isinstance(page, FieldPage)
    assert page.findChildren(Pill) == []
    work.build_network(XceptionConfig(num_classes=5, width=0.1), 96, "cpu", "float32")
    wait_idle(qtbot, ready_window.lanes)
    assert len(shown_fields(page)) == 1
    assert [pill.text() for pill in page.findChildren(Pill)] == ["These numbers are random."]
    page.close()
