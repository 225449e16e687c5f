"""The tab Train says how a run is and offers what makes sense in each state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.made_train import Told, data, train_view, with_runs
from xception_gui.base.curves import Progress, RunState
from xception_gui.base.events import Preparing, RunEnded
from xception_gui.base.training import RECIPES
from xception_gui.base.training_data import Checked, Estimate
from xception_gui.gui.item_models.train_runs import (
    failure_words,
)
from xception_gui.gui.language import set_language
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.train import TrainView
from xception_gui.gui.views.train_recipes import RECIPE_HINTS, RECIPE_WORDS
from xception_gui.gui.views.train_words import span, time_left

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> TrainView:
    return train_view(qtbot)


@pytest.fixture
def running(view: TrainView) -> TrainView:
    return with_runs(view)


# State and buttons


@pytest.mark.parametrize(
    ("state", "pill", "first", "second"),
    [
        ("running", "Running", "Pause", "Stop"),
        ("paused", "Paused", "Resume", "Stop"),
        ("stopped", "Stopped", "Resume", "New run…"),
        ("failed", "Failed", "Resume", "New run…"),
        ("finished", "Finished", None, "New run…"),
    ],
)
def test_that_each_state_offers_what_makes_sense(
    running: TrainView, state: RunState, pill: str, first: str | None, second: str
) -> None:
    running.set_state(state)
    band = running.band
    assert band.pill.text() == pill
    assert (band.first.text() if band.first.isVisible() else None) == first
    assert band.second.text() == second


def test_that_the_pill_says_why_a_run_failed_and_of_other_states_nothing(
    running: TrainView,
) -> None:
    why = RunEnded("failed", 3, "", None, "", "loss-not-finite", {"step": "3", "run": "runs/a"})
    running.set_state("failed", ended=why)
    assert "step 3 is not a number" in running.band.pill.toolTip()
    set_language("zh_CN")
    running.band.retranslate()
    assert "第 3 步" in running.band.pill.toolTip()
    set_language("en")
    running.set_state("preparing", ended=why)
    assert running.band.pill.toolTip() == ""


@pytest.mark.parametrize("fields", [{}, {"run": "runs/a"}])
def test_that_a_reason_of_another_version_is_left_out(fields: dict[str, str]) -> None:
    assert failure_words(RunEnded("failed", 3, "", None, "", "loss-not-finite", fields)) == ""
    assert failure_words(RunEnded("failed", 3, "", None, "", "no-such-code", fields)) == ""


def test_that_the_buttons_say_what_is_wanted(running: TrainView) -> None:
    told = Told(running.pause_wanted)
    QTest.mouseClick(running.band.first, LEFT)
    assert len(told.said) == 1
    told = Told(running.resume_wanted)
    running.set_state("paused")
    QTest.mouseClick(running.band.first, LEFT)
    assert len(told.said) == 1
    told = Told(running.stop_wanted)
    QTest.mouseClick(running.band.second, LEFT)
    assert len(told.said) == 1
    told = Told(running.new_run_wanted)
    running.set_state("stopped")
    QTest.mouseClick(running.band.second, LEFT)
    assert len(told.said) == 1


def test_that_a_run_of_another_process_is_only_watched(running: TrainView) -> None:
    running.set_state("running", own=False)
    assert not running.band.first.isVisible()
    assert not running.band.second.isVisible()
    enabled = [action.text() for action in running.band.menu().actions() if action.isEnabled()]
    assert enabled == ["New run…", "New run like this one…"], "it has left no weights yet"
    running.set_usable(True)
    enabled = [action.text() for action in running.band.menu().actions() if action.isEnabled()]
    assert enabled[:2] == ["Use best weights", "Save best weights…"]


def test_that_the_menu_ends_an_epoch_or_takes_its_weights(running: TrainView) -> None:
    running.set_usable(True)
    told = Told(running.finish_epoch_wanted, running.use_weights_wanted)
    for action in running.band.menu().actions()[:2]:
        action.trigger()
    assert len(told.said) == 2


def test_that_reading_the_pictures_is_said(running: TrainView) -> None:
    running.set_progress(Progress(preparing=Preparing("pictures", 12_000, 50_000)))
    assert running.progress.words() == "Reading the pictures · 12,000 of 50,000"


def test_that_the_progress_is_said_in_both_languages(running: TrainView) -> None:
    running.set_progress(Progress(4688, 23_460, 12, 60, 361.0, 38 * 60, 900))
    assert running.progress.words() == "Epoch 12 of 60 · step 4,688361 images/s · 38 min left"
    set_language("zh_CN")
    QApplication.processEvents()
    assert running.progress.words() == "第 12 轮，共 60 轮 · 第 4,688 步361 张/秒 · 剩余 38 分钟"


def test_that_a_run_that_is_over_says_how_long_it_took(running: TrainView) -> None:
    running.set_state("stopped")
    running.set_progress(Progress(500, 1000, 5, 10, 300.0, 1500, 1500))
    assert running.progress.words() == "Epoch 5 of 10 · step 500trained for 25 min"


def test_that_a_paused_run_has_no_speed(running: TrainView) -> None:
    running.set_state("paused")
    running.set_progress(Progress(500, 1000, 5, 10, 300.0, 1500, 1500))
    assert running.progress.words() == "Epoch 5 of 10 · step 50025 min left"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 s"),
        (44, "44 s"),
        (50, "1 min"),
        (38 * 60, "38 min"),
        (59.6 * 60, "1 h 0 min"),
        (7800, "2 h 10 min"),
        (3 * 86_400 + 4 * 3600, "3 days 4 h"),
    ],
)
def test_that_time_is_as_exact_as_one_needs(seconds: float, text: str) -> None:
    assert span(seconds) == text


def test_that_nothing_is_said_of_a_time_that_is_not_known() -> None:
    assert time_left(None) == ""


# The band of the plots


def test_that_axis_smoothing_and_log_change_the_plots_and_are_told(running: TrainView) -> None:
    told = Told(running.axis_changed, running.smoothing_changed, running.log_changed)
    running.plot_band.switch.chosen.emit(2)
    running.plot_band.slider.setValue(90)
    running.plot_band.log.click()
    assert told.said == [("seconds",), (0.9,), (True,)]
    look = running.plots._look
    assert (look.axis, look.smoothing, look.log) == ("seconds", 0.9, True)


def test_that_settings_are_restored_without_a_signal(running: TrainView) -> None:
    told = Told(running.axis_changed, running.smoothing_changed, running.log_changed)
    running.set_axis("step")
    running.set_smoothing(0.25)
    running.set_log(True)
    assert told.said == []
    assert running.plot_band.axis() == "step"
    assert running.plot_band.smoothing() == 0.25
    assert running.plot_band.log.isChecked()


def test_that_each_export_is_told_by_its_kind(running: TrainView) -> None:
    told = Told(running.export_wanted)
    for action in running.plot_band.export.choices().actions():
        action.trigger()
    assert told.said == [("png",), ("svg",), ("csv",)]


# The list of runs


# Before a run


def test_that_without_data_one_is_asked_to_drop_some(view: TrainView) -> None:
    told = Told(view.choose_data_wanted)
    assert view.empty.card.isVisible()
    QTest.mouseClick(view.empty.card.button, LEFT)
    assert len(told.said) == 1


def test_that_data_come_with_what_may_spoil_the_result(view: TrainView) -> None:
    view.set_data(data(unreadable=2, largest=420))
    new = view.empty.run
    assert new.isVisible()
    assert new.warnings.texts() == ("unreadable files: 2", "largest class 4.2× the smallest")
    view.set_data(data())
    assert not new.warnings.isVisible()
    view.set_data(replace(data(), validation=3))
    assert new.warnings.texts() == ("only 3 to judge on: each is 33 % of the accuracy",)
    view.set_data(replace(data(), validation=0))
    assert new.warnings.texts() == ("none to judge on",)
    view.set_data(replace(data(), validation=3, judged=data().path))
    assert not new.warnings.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_all_that_may_spoil_the_result_has_room(view: TrainView, language: str) -> None:
    set_language(language)
    view.set_data(replace(data(unreadable=12_345, largest=420), validation=3))
    QApplication.processEvents()
    pills = view.empty.run.warnings.findChildren(Pill)
    assert len(pills) == 3
    for pill in pills:
        assert pill.width() >= pill.sizeHint().width()
        assert pill.visibleRegion().boundingRect() == pill.rect()


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        ("", "30 held back to judge"),
        ("/other/test.zip", "30 of test.zip to judge"),
        ("/data/pets", "judged on the same"),
    ],
)
def test_that_it_is_said_on_what_a_run_is_judged(view: TrainView, judged: str, words: str) -> None:
    view.set_data(replace(data(), judged=judged))
    assert view.empty.run._facts.text() == f"3 classes · 270 to learn from · {words}"


def test_that_reading_data_is_said_when_it_takes_a_while_and_can_be_given_up(
    view: TrainView, qtbot: QtBot
) -> None:
    told = Told(view.reading_given_up)
    view.set_reading("cifar10.zip")
    assert not view.empty.reading.isVisible()
    qtbot.waitUntil(view.empty.reading.isVisible)
    assert view.empty.reading._title.text() == "Reading cifar10.zip…"
    QTest.mouseClick(view.empty.reading.cancel, LEFT)
    assert len(told.said) == 1
    view.set_reading("")
    assert view.empty.card.isVisible()
    view.set_reading("cifar10.zip")
    view.set_data(data())
    assert view.empty.run.isVisible()
    assert not view.empty._late.isActive()


def test_that_many_classes_are_shown_by_the_largest_and_the_smallest(view: TrainView) -> None:
    view.set_data(data(classes=100, largest=500))
    shown = view.empty.run.counts.shown()
    assert len(shown) == 10
    assert shown[0] == ("class 0", 500)


def test_that_start_names_the_recipe(view: TrainView) -> None:
    told = Told(view.start_wanted)
    view.set_data(data())
    view.set_recipe("head-only")
    QTest.mouseClick(view.empty.run.start, LEFT)
    view.set_startable(False)
    QTest.mouseClick(view.empty.run.start, LEFT)
    assert told.said == [("head-only",)]


def test_that_the_estimate_is_said_and_where_the_pictures_will_lie(view: TrainView) -> None:
    view.set_data(data())
    run = view.empty.run
    assert run._takes.text() == run.pictures.text() == "measuring…"
    view.set_estimate(Estimate(1500, 1_200_000_000, 3_000_000_000, 12_000_000_000))
    assert run._takes.text() == "about 25 min · 1.20\u202fGB of memory"
    assert run.pictures.text() == "read into memory first, 3.00\u202fGB decoded"
    view.set_estimate(Estimate(1500, 1_200_000_000, 42_000_000_000, 12_000_000_000))
    told = "read while training: 42.0\u202fGB decoded do not fit into 12.0\u202fGB"
    assert run.pictures.text() == told


def test_that_the_check_of_very_many_pictures_says_how_many_it_opened(view: TrainView) -> None:
    view.set_data(data())
    run = view.empty.run
    for done, said in ((10, "checked: 50"), (20, "checked: 20 of them")):
        view.set_checked(Checked(done, 20, listed=1000))
        assert said in run._facts.text()
    view.set_checked(Checked(300, 300, listed=300))
    assert "checked" not in run._facts.text()


def test_that_every_recipe_can_be_chosen() -> None:
    assert set(RECIPE_WORDS) == set(RECIPE_HINTS) == set(RECIPES)


def test_that_the_page_follows_the_run_on_view(view: TrainView) -> None:
    assert view.empty.isVisible()
    view.set_run("/runs/one", "one")
    assert view.plots.isVisible()
    view.set_run("", "")
    assert view.empty.isVisible()


def test_that_every_control_has_a_name(running: TrainView) -> None:
    running.set_data(data())
    unnamed = [
        widget.objectName() or type(widget).__name__
        for widget in running.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
    ]
    # Parts of tables that Qt makes: the table itself has a name.
    assert set(unnamed) <= {"qt_scrollarea_viewport", "qt_table_cornerbutton"}
