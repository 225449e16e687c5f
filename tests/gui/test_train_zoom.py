"""Zoom and crosshair of the plots: whose they are, and how the keyboard takes them away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.made_plots import drag, enlarge, legend, middle, paint, place, turn, x_of, y_of
from tests.gui.made_train import curves, step
from xception_gui.base.curves import Curves
from xception_gui.gui.views.train_look import ACCURACY, LOSS, NORM
from xception_gui.gui.views.train_plots import TrainPlots


def test_that_a_zoom_stays_while_data_arrive(plots: TrainPlots, run: Curves) -> None:
    plot = plots.plots[LOSS]
    turn(plot, middle(plot), 120)
    paint(plots)
    zoomed = x_of(plot)
    assert zoomed[1] - zoomed[0] < 3
    run.extend(step(number) for number in range(301, 501))
    paint(plots)
    assert {x_of(other) for other in plots.plots} == {zoomed}
    plots.show_everything()
    paint(plots)
    assert x_of(plot)[1] > 5


def test_that_what_is_dragged_over_fills_the_plot(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    left, seen = Qt.MouseButton.LeftButton, plot.viewport()
    begin, end = place(plot, 1, 1.5), place(plot, 2, 1.0)
    QTest.mousePress(seen, left, pos=begin)
    for at in (begin + QPoint(9, 9), end):
        drag(seen, at)
    QTest.mouseRelease(seen, left, pos=end)
    paint(plots)
    assert x_of(plot) == pytest.approx((1, 2), abs=0.05)
    assert y_of(plot) == pytest.approx((1.0, 1.5), abs=0.05)
    QTest.mouseDClick(seen, left, pos=middle(plot))
    paint(plots)
    assert x_of(plot)[1] > 3


def test_that_a_low_drag_marks_x_alone(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    left, seen, whole = Qt.MouseButton.LeftButton, plot.viewport(), y_of(plot)
    begin, end = place(plot, 1, 1.5), place(plot, 2, 1.5)
    QTest.mousePress(seen, left, pos=begin)
    for at in (begin + QPoint(9, 0), end):
        drag(seen, at)
    QTest.mouseRelease(seen, left, pos=end)
    paint(plots)
    assert x_of(plot) == pytest.approx((1, 2), abs=0.05)
    assert whole != y_of(plot)  # all that is there between these x
    assert plot.box.own_y is None


def test_that_a_zoom_in_which_another_run_has_nothing_ends(plots: TrainPlots, run: Curves) -> None:
    enlarge(plots, (2.5, 1.0), (2.8, 1.5))
    short = Curves()
    plots.set_curves({"a": run, "b": short}, {"a": 0, "b": 1}, "b")  # not read yet
    paint(plots)
    assert x_of(plots.plots[LOSS]) == pytest.approx((2.5, 2.8))
    plots.set_curves({"b": curves(1)}, {"b": 1}, "b")
    paint(plots)
    assert x_of(plots.plots[LOSS])[0] < 0
    assert plots.plots[LOSS].box.own_y is None


def test_that_a_zoom_stays_for_a_run_that_has_something_in_it(
    plots: TrainPlots, run: Curves
) -> None:
    enlarge(plots, (0.5, 1.0), (1.5, 1.5))
    plots.set_curves({"a": run, "b": curves(1)}, {"a": 0, "b": 1}, "b")
    paint(plots)
    assert x_of(plots.plots[LOSS]) == pytest.approx((0.5, 1.5))


def test_that_a_zoom_ahead_of_a_run_that_goes_on_stays(plots: TrainPlots, run: Curves) -> None:
    enlarge(plots, (2.5, 1.0), (2.8, 1.5))
    run.add(step(100))  # it went back to its last checkpoint
    plots.set_curves({"a": run}, {"a": 0}, "a")
    paint(plots)
    assert x_of(plots.plots[LOSS]) == pytest.approx((2.5, 2.8))


def test_that_the_keyboard_zooms_and_moves_the_crosshair(plots: TrainPlots) -> None:
    plot = plots.plots[NORM]
    whole = x_of(plot)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    paint(plots)
    assert x_of(plot)[1] < whole[1]
    QTest.keyClick(plot, Qt.Key.Key_Right)
    before = plots.plots[LOSS].cross.value()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plots.plots[LOSS].cross.value() < before
    QTest.keyClick(plot, Qt.Key.Key_0)
    paint(plots)
    assert x_of(plot) == whole


def test_that_a_zoom_never_leaves_the_run(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    whole = x_of(plot)
    for _ in range(40):
        turn(plot, middle(plot), 120)
        plots.draw_now()  # each turn is one of what is seen
    paint(plots)
    assert x_of(plot)[1] - x_of(plot)[0] > (whole[1] - whole[0]) / 1001
    for _ in range(50):
        turn(plot, middle(plot), -120)
        plots.draw_now()
    paint(plots)
    assert x_of(plot) == whole


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


def test_that_what_was_enlarged_of_y_stays_where_its_run_gets_another_name(
    plots: TrainPlots, run: Curves
) -> None:
    enlarge(plots, (-1, 1.4), (9, 1.5))
    plots.set_curves({}, {}, "a")  # it is read anew
    paint(plots)
    plots.move_run("a", "b")
    plots.set_curves({"b": Curves()}, {"b": 0}, "b")
    paint(plots)
    plots.set_curves({"b": run}, {"b": 0}, "b")
    paint(plots)
    assert y_of(plots.plots[LOSS]) == pytest.approx((1.4, 1.5))
