"""Zoom and crosshair of the plots: whose they are, and how the keyboard takes them away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.made_train import curves, step
from tests.gui.test_train_plots import enlarge, legend, paint, x_of, y_of
from xception_gui.base.curves import Curves
from xception_gui.gui.views.train_look import ACCURACY, LOSS, NORM
from xception_gui.gui.views.train_plots import TrainPlots


@pytest.fixture
def run() -> Curves:
    return curves()


@pytest.fixture
def plots(qtbot: QtBot, run: Curves) -> TrainPlots:
    made = TrainPlots()
    qtbot.addWidget(made)
    made.resize(690, 470)
    made.set_curves({"a": run}, {"a": 0}, "a")
    made.show()
    paint(made)
    return made


def test_that_escape_takes_the_crosshair_away_and_then_the_zoom(plots: TrainPlots) -> None:
    plot, latest = plots.plots[NORM], legend(plots, ACCURACY)
    whole = x_of(plot)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    paint(plots)
    zoomed = x_of(plot)
    assert legend(plots, ACCURACY) != latest
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    paint(plots)
    assert not any(one.cross.isVisible() for one in plots.plots)
    assert legend(plots, ACCURACY) == latest
    assert x_of(plot) == zoomed != whole
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    paint(plots)
    assert x_of(plot) == whole


def test_that_what_was_enlarged_of_y_is_not_imposed_on_another_run(
    plots: TrainPlots, run: Curves
) -> None:
    plot = plots.plots[LOSS]
    enlarge(plots, (-1, 1.4), (9, 1.5))  # all of x
    assert y_of(plot) == pytest.approx((1.4, 1.5))
    plots.set_curves({"a": run, "b": curves(2)}, {"a": 0, "b": 1}, "b")
    paint(plots)
    assert y_of(plot)[0] < 1.0


def test_that_what_was_enlarged_of_y_stays_while_its_run_grows_and_others_come(
    plots: TrainPlots, run: Curves
) -> None:
    plot = plots.plots[LOSS]
    enlarge(plots, (-1, 1.4), (9, 1.5))
    run.extend(step(number) for number in range(301, 501))
    plots.set_curves({"a": run, "b": curves(2)}, {"a": 0, "b": 1}, "a")
    paint(plots)
    assert y_of(plot) == pytest.approx((1.4, 1.5))


def test_that_what_was_enlarged_before_the_first_step_stays(plots: TrainPlots, run: Curves) -> None:
    fresh = Curves()
    plots.set_curves({"a": run, "b": fresh}, {"a": 0, "b": 1}, "b")
    paint(plots)
    enlarge(plots, (-1, 0.8), (9, 1.5))
    fresh.add(step(1))
    plots.set_curves({"a": run, "b": fresh}, {"a": 0, "b": 1}, "b")
    paint(plots)
    assert y_of(plots.plots[LOSS]) == pytest.approx((0.8, 1.5))
