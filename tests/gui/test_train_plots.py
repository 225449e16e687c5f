"""The plots show what the curves hold, stay where the user put them, and speak both languages."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_train import curves, step
from xception_gui.base.curves import Curves
from xception_gui.base.events import StepDone
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.style.tokens import FLOWS, RUNS
from xception_gui.gui.views.train_plot import TrainPlot
from xception_gui.gui.views.train_plots import ACCURACY, LOSS, NORM, RATE, Look, TrainPlots


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
    QApplication.processEvents()
    return made


def paint(plots: TrainPlots) -> None:
    plots.refresh()
    for plot in plots.plots:
        plot.repaint()


def legend(plots: TrainPlots, number: int) -> dict[str, str]:
    return {entry.word: entry.value for entry in plots.titles[number]._entries}


def middle(plot: TrainPlot) -> QPoint:
    return plot.frame().area.center().toPoint()


def turn(plot: TrainPlot, at: QPoint, angle: int) -> None:
    place, none = QPointF(at), Qt.MouseButton.NoButton
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(place, place, QPoint(), QPoint(0, angle), none, keys, phase, False)
    QApplication.sendEvent(plot, event)


def test_that_the_legend_says_the_latest_values(plots: TrainPlots) -> None:
    assert legend(plots, LOSS)["validation"] == "1.000"
    assert legend(plots, ACCURACY)["validation"] == "53.0"
    assert legend(plots, RATE) == {"×10⁻³": "1.00"}
    assert legend(plots, NORM) == {"Entry": "0.50", "Middle": "0.25", "Exit": "1.00"}


def test_that_the_crosshair_is_in_all_plots_and_the_legends_read_it(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    QTest.mouseMove(plot, QPoint(round(plot.frame().x_of(1.0)), middle(plot).y()))
    QApplication.processEvents()
    assert {other._at for other in plots.plots} == {plot._at}
    assert plot._at == pytest.approx(1.0, abs=0.02)
    assert plot._chip == f"{plot._at:.2f}"
    assert legend(plots, ACCURACY)["validation"] == "51.0"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert legend(plots, ACCURACY)["validation"] == "53.0"


def test_that_all_of_the_run_is_on_view_while_it_grows(plots: TrainPlots, run: Curves) -> None:
    run.extend(step(number) for number in range(301, 501))
    paint(plots)
    low, high = plots.plots[LOSS].frame().x
    assert low < 0
    assert 5.0 < high < 5.5


def test_that_a_zoom_stays_while_data_arrive(plots: TrainPlots, run: Curves) -> None:
    plot = plots.plots[LOSS]
    turn(plot, middle(plot), 120)
    zoomed = plot.frame().x
    assert zoomed[1] - zoomed[0] < 3
    run.extend(step(number) for number in range(301, 501))
    paint(plots)
    assert {other.frame().x for other in plots.plots} == {zoomed}
    plots.show_everything()
    assert plot.frame().x[1] > 5


def test_that_what_is_dragged_over_fills_the_plot(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    frame = plot.frame()
    begin, end = QPointF(frame.x_of(1), frame.y_of(1.5)), QPointF(frame.x_of(2), frame.y_of(1.0))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(plot, left, pos=begin.toPoint())
    QTest.mouseMove(plot, end.toPoint())
    _drag(plot, end)
    QTest.mouseRelease(plot, left, pos=end.toPoint())
    paint(plots)
    assert plot.frame().x == pytest.approx((1, 2), abs=0.05)
    assert plot.frame().y == pytest.approx((1.0, 1.5), abs=0.05)
    QTest.mouseDClick(plot, left, pos=middle(plot))
    paint(plots)
    assert plot.frame().x[1] > 3


def _drag(plot: TrainPlot, to: QPointF) -> None:
    """A move with the button held: QTest's own move says that none is."""
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, to, to, left, left, keys)
    QApplication.sendEvent(plot, move)


def test_that_the_keyboard_zooms_and_moves_the_crosshair(plots: TrainPlots) -> None:
    plot = plots.plots[NORM]
    whole = plot.frame().x
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.frame().x[1] < whole[1]
    QTest.keyClick(plot, Qt.Key.Key_Right)
    before = plots.plots[LOSS]._at
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plots.plots[LOSS]._at < before
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert plot.frame().x == whole


def test_that_a_zoom_never_leaves_the_run(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    whole = plot.frame().x
    for _ in range(60):
        turn(plot, middle(plot), 120)
    assert plot.frame().x[1] - plot.frame().x[0] > (whole[1] - whole[0]) / 1001
    for _ in range(80):
        turn(plot, middle(plot), -120)
    assert plot.frame().x == whole


def test_that_a_spike_among_a_hundred_thousand_points_is_on_view(
    plots: TrainPlots, run: Curves
) -> None:
    for number in range(301, 100_000):
        run.steps.add({"step": number, "epoch": number / 100, "seconds": number, "loss": 1.0})
    run.steps.column("loss")[54_321] = 40.0
    paint(plots)
    assert plots.plots[LOSS].frame().y[1] > 40
    assert max(len(shown.x) for shown in plots.plots[LOSS]._drawn) < 700


def test_that_a_log_axis_leaves_out_what_is_not_above_zero(plots: TrainPlots, run: Curves) -> None:
    run.add(step(301, loss=0.0))
    plots.set_look(Look(log=True))
    paint(plots)
    low, high = plots.plots[LOSS].frame().y
    assert -5 < low < high < 1
    assert plots.plots[ACCURACY].frame().y[1] > 10


def test_that_time_is_written_in_a_unit_that_suits_it(plots: TrainPlots) -> None:
    plots.set_look(Look(axis="seconds"))
    paint(plots)
    scale = plots.plots[LOSS]._x_scale
    assert (scale.unit, scale.word) == (1.0, "s")
    assert plots.plots[LOSS].frame().x[1] == pytest.approx(15 * 1.05, rel=0.01)


def test_that_another_run_is_drawn_by_its_validation_in_its_own_colour(
    plots: TrainPlots, run: Curves
) -> None:
    plots.set_curves({"b": curves(2), "a": run}, {"a": 0, "b": 1}, "a")
    paint(plots)
    colours = [(shown.line.colour, shown.line.dots) for shown in plots.plots[LOSS]._drawn]
    assert colours == [(RUNS[1], True), (RUNS[0], False), (RUNS[0], True)]
    flows = [shown.line.colour for shown in plots.plots[NORM]._drawn]
    assert flows == [FLOWS["entry"], FLOWS["middle"], FLOWS["exit"]]


def test_that_the_seventh_run_has_the_first_colour_dashed(plots: TrainPlots, run: Curves) -> None:
    plots.set_curves({"g": curves(2), "a": run}, {"a": 0, "g": 6}, "a")
    paint(plots)
    other = plots.plots[LOSS]._drawn[0].line
    assert (other.colour, other.dashed) == (RUNS[0], True)


def test_that_nothing_is_painted_anew_when_nothing_is_new(plots: TrainPlots, run: Curves) -> None:
    paint(plots)
    before = plots.plots[LOSS]._picture
    paint(plots)
    assert plots.plots[LOSS]._picture is before
    run.add(step(301))
    paint(plots)
    assert plots.plots[LOSS]._picture is not before


def test_that_a_hidden_tab_draws_when_it_is_shown(plots: TrainPlots, run: Curves) -> None:
    plots.hide()
    run.extend(step(number) for number in range(301, 501))
    plots.refresh()
    assert plots.plots[LOSS].frame().x[1] < 4
    plots.show()
    assert plots.plots[LOSS].frame().x[1] > 5


def test_that_a_run_that_went_back_is_smoothed_anew(plots: TrainPlots, run: Curves) -> None:
    run.steps.cut(100)
    run.extend(step(number, loss=5.0) for number in range(100, 103))
    paint(plots)
    assert float(legend(plots, LOSS)["train"]) > 3


def test_that_no_run_leaves_empty_plots(plots: TrainPlots) -> None:
    plots.set_curves({}, {}, "")
    paint(plots)
    assert [legend(plots, number) for number in range(4)] == [{}] * 4
    assert plots.image(1.0).pixelColor(500, 300) == style.colour("base")


def test_that_the_theme_changes_the_picture(qapp: QApplication, plots: TrainPlots) -> None:
    light = plots.grab().toImage()
    style.apply(qapp, "dark")
    qapp.processEvents()
    dark = plots.grab().toImage()
    place = plots.plots[LOSS].geometry().topRight() + QPoint(-3, 3)
    assert light.pixelColor(place).lightness() > 250
    assert dark.pixelColor(place) == style.colour("base")


def test_that_titles_and_legends_speak_chinese_at_once(plots: TrainPlots) -> None:
    set_language("zh_CN")
    QApplication.processEvents()
    assert plots.titles[LOSS].accessibleName().startswith("损失: 训练")
    assert plots.plots[RATE].accessibleName() == "学习率"


def test_that_titles_side_by_side_are_equally_high(plots: TrainPlots) -> None:
    for width in (560, 690, 1232):
        plots.resize(width, 470)
        QApplication.processEvents()
        heights = [title.height() for title in plots.titles]
        assert heights[0] == heights[1]
        assert heights[2] == heights[3]


def test_that_the_plots_can_be_taken_away(plots: TrainPlots) -> None:
    made = plots.image(2.0)
    assert (made.width(), made.height()) == (1380, 940)
    drawing = ET.fromstring(plots.svg())
    texts = " ".join(filter(None, (part.text for part in drawing.iter())))
    assert "Gradient norm" in texts
    assert not any("image" in part.tag for part in drawing.iter())


def test_that_four_flows_have_room_in_the_smallest_window(plots: TrainPlots, run: Curves) -> None:
    norms = {"entry": 0.5, "middle": 0.25, "exit": 1.0, "classifier": 0.33}
    run.add(StepDone(301, 3, 1.0, 0.5, 0.001, 640.0, norms))
    for width in (560, 690, 1232):
        plots.resize(width, 300)
        paint(plots)
        title = plots.titles[NORM]
        room = title.width() - 16
        setting = title._setting(room)
        shortest = min(len(entry.word) for entry in title._entries)
        assert len(title._entries) == 4
        assert title._longest_word(setting, room) > 5 * shortest
