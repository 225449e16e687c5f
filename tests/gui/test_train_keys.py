"""The tab Train without a pointer: what Tab reaches, and what Escape ends."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_train import train_view, with_runs
from tests.gui.workbench import PATIENCE
from xception_gui.gui.views.train import TrainView
from xception_gui.gui.views.train_plot import TrainPlot


@pytest.fixture
def view(qtbot: QtBot) -> TrainView:
    made = with_runs(train_view(qtbot))
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=PATIENCE)
    return made


def test_that_tab_comes_to_every_plot_and_a_click_on_one_leaves_the_focus(view: TrainView) -> None:
    view.runs.setFocus()
    reached = list[TrainPlot]()
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if isinstance(focus, TrainPlot) and focus not in reached:
            reached.append(focus)
    assert reached == [plot for plot in view.plots.plots if plot.isVisible()]
    view.runs.setFocus()
    QTest.mouseClick(reached[0].viewport(), Qt.MouseButton.LeftButton)
    assert view.runs.hasFocus()


def escape(plot: TrainPlot) -> bool:
    """Press it; whether the plot did something."""
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot, event)
    return event.isAccepted()


def test_that_escape_is_left_to_others_where_nothing_is_zoomed_or_marked(view: TrainView) -> None:
    plot = view.plots.plots[0]
    view.plots.draw_now()
    assert not escape(plot)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Right):
        QTest.keyClick(plot, key)
        view.plots.draw_now()
    assert [escape(plot), escape(plot)] == [True, True]
    view.plots.draw_now()
    assert not escape(plot)
    plot.box.own_y = 0.0, 1.0
    assert escape(plot)
    assert plot.box.own_y is None


def words(view: TrainView) -> list[str]:
    """All that is written in the plots that are taken away."""
    return [text.strip() for text in ET.fromstring(view.svg()).itertext() if text.strip()]


def test_that_plots_are_taken_away_with_their_latest_values(view: TrainView) -> None:
    plot, title = view.plots.plots[0], view.plots.titles[0]
    before, latest = words(view), title.accessibleName()
    for _ in range(20):
        QTest.keyClick(plot, Qt.Key.Key_Left)
    marked = title.accessibleName()
    assert marked != latest
    assert words(view) == before, "without the crosshair nobody sees of what step they would be"
    assert (title.accessibleName(), plot.cross.isVisible()) == (marked, True)
