"""The plots show what the curves hold, stay where the user put them, and speak both languages."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_plots import drag, enlarge, legend, middle, paint, place, turn, x_of, y_of
from tests.gui.made_train import curves, step
from xception_gui.base.curves import Curves
from xception_gui.gui import style
from xception_gui.gui.style.tokens import FLOWS, RUNS
from xception_gui.gui.views.train_look import ACCURACY, LOSS, NORM, PLOTS, RATE, SPEED, Look
from xception_gui.gui.views.train_plots import TrainPlots


def test_that_the_crosshair_is_in_all_plots_and_the_legends_read_it(plots: TrainPlots) -> None:
    plot = plots.plots[LOSS]
    drag(plot.viewport(), place(plot, 1.0, 1.0))
    assert all(other.cross.isVisible() for other in plots.plots)
    assert {other.cross.value() for other in plots.plots} == {plot.cross.value()}
    assert plot.cross.value() == pytest.approx(1.0, abs=0.02)
    assert plot.cross.label.format == f"{plot.cross.value():.2f}"
    assert legend(plots, ACCURACY)["validation"] == "51.0"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert legend(plots, ACCURACY)["validation"] == "53.0"


def test_that_all_of_the_run_is_on_view_while_it_grows(plots: TrainPlots, run: Curves) -> None:
    run.extend(step(number) for number in range(301, 501))
    paint(plots)
    low, high = x_of(plots.plots[LOSS])
    assert low < 0
    assert 5.0 < high < 5.5


def test_that_another_axis_shows_all_of_y_too(plots: TrainPlots) -> None:
    plots.set_look(Look(axis="step"))
    paint(plots)
    enlarge(plots, (100, 1.0), (200, 1.5))
    assert y_of(plots.plots[LOSS]) == pytest.approx((1.0, 1.5))
    plots.set_look(Look(axis="epoch"))
    paint(plots)
    assert x_of(plots.plots[LOSS])[1] > 3
    assert y_of(plots.plots[LOSS])[1] > 1.5
    assert plots.plots[LOSS].box.own_y is None


def test_that_a_strongly_smoothed_line_is_on_view_beside_its_band(
    plots: TrainPlots, run: Curves
) -> None:
    for number in range(301, 1001):
        run.add(step(number, loss=9.0 if number < 600 else 0.5))
    plots.set_look(Look(axis="step", smoothing=0.99))
    plots._zoom_to(620, 700)
    paint(plots)
    low, high = y_of(plots.plots[LOSS])
    line = plots.plots[LOSS].curves[0].line.getData()[1]
    assert low < line.min()
    assert line.max() < high


def test_that_a_line_that_has_all_but_arrived_is_not_magnified(
    plots: TrainPlots, run: Curves
) -> None:
    run.epochs.cut(0)  # nothing was judged
    for number in range(301, 1001):
        run.add(step(number, loss=4.0 if number < 500 else 0.5))
    plots.set_look(Look(axis="step", smoothing=0.6))
    plots._zoom_to(600, 900)
    paint(plots)
    assert y_of(plots.plots[LOSS]) == pytest.approx((0.45, 0.55))


def test_that_a_spike_among_a_hundred_thousand_points_is_on_view(
    plots: TrainPlots, run: Curves
) -> None:
    for number in range(301, 100_000):
        run.steps.add({"step": number, "epoch": number / 100, "seconds": number, "loss": 1.0})
    run.steps.column("loss")[54_321] = 40.0
    paint(plots)
    assert y_of(plots.plots[LOSS])[1] > 40
    drawn = [len(curve.line.getData()[0]) for curve in plots.plots[LOSS].curves]
    assert max(drawn) < 1400


def test_that_a_log_axis_leaves_out_what_is_not_above_zero(plots: TrainPlots, run: Curves) -> None:
    run.add(step(301, loss=0.0))
    plots.set_look(Look(log=True))
    paint(plots)
    low, high = y_of(plots.plots[LOSS])
    assert -5 < low < high < 1
    assert y_of(plots.plots[ACCURACY])[1] > 10


def test_that_a_log_x_axis_gives_the_first_steps_room(plots: TrainPlots) -> None:
    plots.set_look(Look(axis="step", log_x=True))
    paint(plots)
    plot = plots.plots[LOSS]
    low, high = x_of(plot)
    assert low < 0 < 2 < high < 3, "from 1 to 300, as powers of ten"
    assert plot.axes["bottom"].tickStrings([0.0, 2.0], 1.0, None) == ["1", "100"]
    drag(plot.viewport(), place(plot, 2.0, 1.0))
    assert plot.cross.label.format in ("99", "100", "101", "102")
    assert legend(plots, ACCURACY)["validation"] == "51.0"
    turn(plot, middle(plot), 120)
    paint(plots)
    assert x_of(plot)[1] - x_of(plot)[0] < high - low


def test_that_time_on_a_log_axis_has_its_unit(plots: TrainPlots, run: Curves) -> None:
    run.steps.column("seconds")[:] *= 60
    plots.set_look(Look(axis="seconds", log_x=True))
    paint(plots)
    below = plots.plots[LOSS].axes["bottom"]
    values = below.tickValues(*x_of(plots.plots[LOSS]), 0)[0][1]
    assert below.tickStrings(values, 1.0, None)[-1] == "10 min"


def test_that_a_hidden_plot_leaves_its_room_to_the_others(plots: TrainPlots) -> None:
    narrow = plots.plots[NORM].width()
    plots.set_look(Look(hidden=frozenset(("rate", "speed"))))
    QApplication.processEvents()
    paint(plots)
    assert [plot.isVisible() for plot in plots.plots] == [True, True, False, True, False]
    assert plots.plots[NORM].width() > 2 * narrow
    shown = ET.fromstring(plots.svg())
    assert "Learning rate" not in [part.text for part in shown.iter()]


def test_that_a_plot_hidden_from_the_start_is_not_seen(qtbot: QtBot) -> None:
    made = TrainPlots()
    qtbot.addWidget(made)
    made.set_look(Look(hidden=frozenset(("speed",))))
    made.show()
    assert [plot.isVisible() for plot in made.plots] == [True, True, True, True, False]


def test_that_other_runs_are_drawn_in_speed_and_rate_too(plots: TrainPlots, run: Curves) -> None:
    plots.set_curves({"b": curves(2), "a": run}, {"a": 0, "b": 1}, "a")
    paint(plots)
    for number in (RATE, SPEED):
        assert [curve.look.colour for curve in plots.plots[number].curves] == [RUNS[1], RUNS[0]]


def test_that_an_axis_has_three_marks_where_they_have_room(plots: TrainPlots) -> None:
    plots.resize(690, 380)
    QApplication.processEvents()
    axis = plots.plots[LOSS].axes["left"]
    for high in (0.7, 0.8, 0.85, 0.9, 1.3, 2.1, 4.4):
        ((_, marks),) = axis.tickValues(-0.01, high, 0)
        assert len(marks) >= 3, high


@pytest.mark.parametrize("power", [4.3, 6.2, 9, 15, 30.2, 38])
def test_that_a_loss_that_diverges_has_its_numbers_at_the_axis(
    plots: TrainPlots, run: Curves, power: float
) -> None:
    run.extend(step(300 + number, loss=10 ** (power * number / 20)) for number in range(1, 21))
    plots.set_look(Look(smoothing=0.0))
    paint(plots)
    axis = plots.plots[LOSS].axes["left"]
    plots.grab()
    ((_, marks),) = axis.tickValues(*y_of(plots.plots[LOSS]), 0)
    assert len(marks) >= 3
    assert [text for *_, text in axis.picture[2]] == axis.tickStrings(marks, 1.0, None)


def test_that_time_is_written_in_a_unit_that_suits_it(plots: TrainPlots) -> None:
    plots.set_look(Look(axis="seconds"))
    paint(plots)
    below = plots.plots[LOSS].axes["bottom"]
    assert below.tickStrings([5.0, 10.0], 1.0, None) == ["5", "10 s"]
    assert x_of(plots.plots[LOSS])[1] == pytest.approx(15 * 1.05, rel=0.01)


def test_that_another_run_is_drawn_by_its_validation_in_its_own_colour(
    plots: TrainPlots, run: Curves
) -> None:
    plots.set_curves({"b": curves(2), "a": run}, {"a": 0, "b": 1}, "a")
    paint(plots)
    colours = [(one.look.colour, one.look.dots) for one in plots.plots[LOSS].curves]
    assert colours == [(RUNS[1], True), (RUNS[0], False), (RUNS[0], True)]
    flows = [curve.look.colour for curve in plots.plots[NORM].curves]
    assert flows == [FLOWS["entry"], FLOWS["middle"], FLOWS["exit"]]


def test_that_the_seventh_run_has_the_first_colour_dashed(plots: TrainPlots, run: Curves) -> None:
    plots.set_curves({"g": curves(2), "a": run}, {"a": 0, "g": 6}, "a")
    paint(plots)
    other = plots.plots[LOSS].curves[0].look
    assert (other.colour, other.dashed) == (RUNS[0], True)


def drawn(plots: TrainPlots) -> object:
    """The numbers of the first curve, as they were set."""
    return plots.plots[LOSS].curves[0].line.getData()[1]


def test_that_curves_are_painted_anew_when_it_is_seen(plots: TrainPlots, run: Curves) -> None:
    run.extend(step(number) for number in range(301, 901))
    paint(plots)
    before, latest = drawn(plots), legend(plots, LOSS)
    paint(plots)
    assert drawn(plots) is before
    plots._drawn_at += 1000  # as if no time passed
    run.add(step(901, loss=9.0))
    paint(plots)
    assert drawn(plots) is before
    assert legend(plots, LOSS)["train"] != latest["train"]
    run.extend(step(number) for number in range(902, 912))
    paint(plots)
    assert drawn(plots) is not before


def test_that_a_step_too_small_to_be_seen_is_drawn_a_second_later(
    plots: TrainPlots, run: Curves
) -> None:
    paint(plots)
    run.add(step(301, loss=9.0))
    plots._drawn_at -= 1
    paint(plots)
    assert y_of(plots.plots[LOSS])[1] > 9


def test_that_a_hidden_tab_draws_when_it_is_shown(plots: TrainPlots, run: Curves) -> None:
    plots.hide()
    run.extend(step(number) for number in range(301, 501))
    plots.refresh()
    assert x_of(plots.plots[LOSS])[1] < 4
    plots.show()
    plots.draw_now()
    assert x_of(plots.plots[LOSS])[1] > 5


def test_that_a_run_that_went_back_is_smoothed_anew(plots: TrainPlots, run: Curves) -> None:
    run.steps.cut(100)
    run.extend(step(number, loss=5.0) for number in range(100, 103))
    paint(plots)
    assert float(legend(plots, LOSS)["train"]) > 3


def test_that_no_run_leaves_empty_plots(plots: TrainPlots) -> None:
    plots.set_curves({}, {}, "")
    paint(plots)
    assert [legend(plots, number) for number in range(len(PLOTS))] == [{}] * len(PLOTS)
    assert plots.image(1.0).pixelColor(500, 300) == style.colour("base")


def test_that_the_theme_changes_the_picture(qapp: QApplication, plots: TrainPlots) -> None:
    light = plots.grab().toImage()
    style.apply(qapp, "dark")
    qapp.processEvents()
    dark = plots.grab().toImage()
    place = plots.plots[LOSS].geometry().topRight() + QPoint(-3, 3)
    assert light.pixelColor(place).lightness() > 250
    assert dark.pixelColor(place) == style.colour("base")


def test_that_the_plots_can_be_taken_away(plots: TrainPlots) -> None:
    made = plots.image(2.0)
    assert (made.width(), made.height()) == (1380, 940)
    drawing = ET.fromstring(plots.svg())
    texts = " ".join(filter(None, (part.text for part in drawing.iter())))
    assert "Gradient norm" in texts
    assert not any("image" in part.tag for part in drawing.iter())
