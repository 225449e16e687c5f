"""The learning-rate finder in the window: it searches, is given up, and its rate is used."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE
from tests.training.samples import CONFIG
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.rate_page import RatePage


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> RatePage:
    """Opened for two classes of squares."""
    tab = window.train_tab
    tab.set_config(replace(CONFIG, validation=0.0))
    tab.offer(class_folders(tmp_path / "data"))
    qtbot.waitUntil(lambda: tab.startable, timeout=PATIENCE)
    tab.tools.find_rate()
    made = window.findChild(RatePage)
    assert made is not None
    return made


def wait_for(qtbot: QtBot, page: RatePage, state: str) -> None:
    qtbot.waitUntil(lambda: page.finding.state == state, timeout=PATIENCE)


def test_that_the_rate_that_is_found_can_be_used(
    qtbot: QtBot, window: MainWindow, page: RatePage
) -> None:
    wait_for(qtbot, page, "ended")
    found = page.finding.found
    assert found is not None
    assert page.rate == pytest.approx(found, rel=0.06)
    assert page.plot.marker.value() == pytest.approx(math.log10(found), abs=0.03)
    assert len(page.plot.curves[0].line.getData()[0]) == len(page.finding.tried)
    assert f"{found:.2g}" in page.title.text()
    before = page.finding.tried
    page.use_button.click()
    assert not page.isVisible()
    assert window.train_tab.config.learning_rate == page.rate
    window.train_tab.set_config(replace(CONFIG, validation=0.0))
    window.train_tab.tools.find_rate()
    assert page.finding.tried is before, "the same data and values are not searched again"


def test_that_a_click_in_the_plot_takes_another_rate(qtbot: QtBot, page: RatePage) -> None:
    qtbot.waitUntil(lambda: len(page.finding.tried) > 1, timeout=PATIENCE)
    page.again.click()
    plot = page.plot
    low, high = plot.box.viewRange()[1]
    at: QPoint = plot.mapFromScene(plot.box.mapViewToScene(QPointF(-3.0, (low + high) / 2)))
    QTest.mouseMove(plot.viewport(), at)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: page.rate == pytest.approx(1e-3, rel=0.2), timeout=PATIENCE)


def test_that_closing_gives_it_up_and_a_run_has_the_lane(
    qtbot: QtBot, window: MainWindow, page: RatePage
) -> None:
    qtbot.waitUntil(lambda: len(page.finding.tried) > 1, timeout=PATIENCE)
    page.reject()
    assert page.finding.state == "given up"
    assert "Given up after" in page.title.text()
    window.train_tab.start()
    training = window.workspace.training
    qtbot.waitUntil(lambda: training.state == "ended", timeout=PATIENCE)
    assert not window.menu_actions.action("stop-run").isEnabled()


def test_that_a_run_that_begins_ends_the_search(
    qtbot: QtBot, window: MainWindow, page: RatePage
) -> None:
    window.train_tab.start()
    assert page.finding.state == "given up"
    assert not window.menu_actions.action("find-rate").isEnabled()
    assert (page.again.text(), page.again.isEnabled()) == ("Try again", False)
    page.finding.ask("data", CONFIG)
    assert page.finding.state == "given up", "a search would wait for the end of the run"
    window.train_tab.stop()
    qtbot.waitUntil(lambda: not window.workspace.training.busy, timeout=PATIENCE)
    assert page.again.isEnabled()


def test_that_what_is_no_rate_cannot_be_used(qtbot: QtBot, page: RatePage) -> None:
    page.again.click()
    assert page.finding.state == "given up"
    for text, rate in (("", None), ("fast", None), ("-1", None), ("0", None), ("0.5", 0.5)):
        page.field.setText(text)
        assert page.rate == rate
        assert page.use_button.isEnabled() == (rate is not None)


def test_that_escape_closes_the_page_from_the_plot_too(qtbot: QtBot, page: RatePage) -> None:
    plot = page.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert page.isVisible(), "what was enlarged is shown whole"
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert not page.isVisible()
    qtbot.waitUntil(lambda: page.finding.state == "given up", timeout=PATIENCE)
