"""Titles and legends of the plots: what they say, in what room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.made_plots import legend, paint
from xception_gui.base.curves import Curves
from xception_gui.base.events import StepDone
from xception_gui.gui.language import set_language
from xception_gui.gui.settings import DEFAULTS
from xception_gui.gui.style.tokens import RUNS
from xception_gui.gui.views.train_look import ACCURACY, LOSS, NORM, RATE, SPEED, Look
from xception_gui.gui.views.train_plots import TrainPlots


def test_that_the_legend_says_the_latest_values(plots: TrainPlots) -> None:
    assert legend(plots, LOSS)["validation"] == "1.000"
    assert legend(plots, ACCURACY)["validation"] == "53.0"
    assert legend(plots, RATE) == {"×10⁻³": "1.00"}
    assert legend(plots, NORM) == {"Entry": "0.50", "Middle": "0.25", "Exit": "1.00"}
    assert legend(plots, SPEED) == {"speed": "640"}


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


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_by_default_four_plots_have_their_values_at_1280(
    plots: TrainPlots, run: Curves, language: str
) -> None:
    set_language(language)
    norms = {"entry": 12.3, "middle": 0.25, "exit": 0.98, "classifier": 0.33}
    run.add(StepDone(301, 3, 1.0, 0.5, 0.001, 640.0, norms))
    look = Look(hidden=frozenset(DEFAULTS.train_hidden))
    plots.set_look(look)
    paint(plots)
    assert look.rows() == [[LOSS, ACCURACY], [RATE, NORM]]
    assert len(plots.titles[NORM]._entries) == 4
    for title in plots.titles[: NORM + 1]:
        assert title._setting(title.width() - 16).values


def test_that_a_legend_is_dashed_where_the_curve_is(plots: TrainPlots, run: Curves) -> None:
    whole = plots.titles[RATE].grab().toImage()
    plots.set_curves({"a": run}, {"a": len(RUNS)}, "a")  # the first colour, the second time round
    paint(plots)
    assert plots.plots[RATE].curves[0].look.dashed
    assert plots.titles[RATE].grab().toImage() != whole
