"""The tab Train in the window: from dropped folders to weights that answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_runs import class_folders
from tests.gui.workbench import PATIENCE, load
from tests.training.samples import CONFIG
from xception_gui.base.training_settings import SETTINGS
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.run_options import RunOptions
from xception_gui.gui.run_words import RUN_WORDS


@pytest.fixture
def data(tmp_path: Path) -> str:
    return class_folders(tmp_path / "data")


def offered(qtbot: QtBot, window: MainWindow, data: str) -> None:
    window.train_tab.offer(data)
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)


def wait_for(qtbot: QtBot, window: MainWindow, state: str) -> None:
    training = window.workspace.training
    qtbot.waitUntil(lambda: training.state == state, timeout=PATIENCE)


def test_that_dropped_class_folders_are_learnt_and_their_weights_answer(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    load(qtbot, window)
    window.workspace.open_paths([data])
    qtbot.waitUntil(window.class_bar.isVisible, timeout=PATIENCE)
    window.class_bar.train.click()
    qtbot.waitUntil(lambda: window.train_tab.startable, timeout=PATIENCE)
    assert window.page is window.train
    window.train_tab.set_config(CONFIG)
    window.train_tab.start()
    wait_for(qtbot, window, "ended")
    curves = window.train_tab.shelf.curves[window.train_tab.run]
    assert len(curves.steps) == 12
    assert len(curves.epochs) == 3
    assert window.train_tab.has_weights
    window.train_tab.use_weights()
    names = ("blue", "red")
    work = window.workspace
    qtbot.waitUntil(
        lambda: work.network is not None and work.network.weights.classes == names,
        timeout=PATIENCE,
    )
    assert window.page is window.classify


def test_that_folders_dropped_on_the_tab_train_propose_training(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    window.show_tab("train")
    window.workspace.open_paths([data])
    qtbot.waitUntil(window.class_bar.isVisible, timeout=PATIENCE)
    assert window.class_bar.train.property("primary")
    assert not window.class_bar.classify.property("primary")


def test_that_the_list_shows_a_run_and_a_stopped_one_goes_on(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.set_config(CONFIG)
    window.train_tab.start()
    wait_for(qtbot, window, "running")
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")
    qtbot.waitUntil(window.train.runs.isVisible, timeout=PATIENCE)
    window.train_tab.resume()
    assert window.workspace.training.busy
    wait_for(qtbot, window, "ended")
    curves = window.train_tab.shelf.curves[window.train_tab.run]
    assert curves.state == "finished"
    assert window.status_bar.run.isHidden()


def test_that_the_status_bar_tells_of_the_run_and_leads_to_it(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.set_config(replace(CONFIG, epochs=2000))
    window.train_tab.start()
    wait_for(qtbot, window, "running")
    qtbot.waitUntil(window.status_bar.run.isVisible, timeout=PATIENCE)
    assert "of 2,000" in window.status_bar.run.accessibleName()
    window.show_tab("classify")
    window.status_bar.run.click()
    assert window.page is window.train
    window.train_tab.stop()
    wait_for(qtbot, window, "ended")


def test_that_closing_asks_while_a_run_goes_on_and_stop_closes(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.set_config(CONFIG)
    window.train_tab.start()
    window.close()
    assert window.isVisible()
    question = window._leaving.question
    assert question is not None
    stop = next(b for b in question.buttons() if b.text().replace("&", "") == "Stop and save")
    stop.click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_that_the_system_closes_without_a_question(
    qtbot: QtBot, window: MainWindow, data: str
) -> None:
    offered(qtbot, window, data)
    window.train_tab.set_config(CONFIG)
    window.train_tab.start()
    window.close_at_once()
    assert not window.isVisible()
    assert window._leaving.question is None


def test_that_every_value_of_a_run_has_its_words() -> None:
    assert {name: about for name, (_, about) in RUN_WORDS.items()} == {
        setting.name: setting.about for setting in SETTINGS
    }


def test_that_the_options_check_like_a_config_file(qtbot: QtBot, window: MainWindow) -> None:
    window.train_tab.set_config(CONFIG)
    window.train_tab.show_options()
    options = window.findChild(RunOptions)
    assert options is not None
    rate = options.rows["learning_rate"].control
    rate.setText("1000")
    options.use_button.click()
    assert options.isVisible()
    assert "learning_rate" in options.error.text()
    rate.setText("0.25")
    options.use_button.click()
    assert not options.isVisible()
    assert window.train_tab.config.learning_rate == 0.25
    assert window.train_tab.config.model == CONFIG.model
