"""The tab Train without a pointer: what Tab reaches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
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
