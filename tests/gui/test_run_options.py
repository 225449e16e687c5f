"""The dialog with every value of the next run keeps them exact, and follows the page."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.test_train_tab import options_of
from tests.training.samples import CONFIG
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow


def test_that_values_that_nobody_changed_stay_as_exact_as_they_were(window: MainWindow) -> None:
    model = replace(CONFIG.model, drop_rate=0.12345678)
    config = replace(CONFIG, model=model, learning_rate=0.1 + 0.2)
    window.train_tab.set_config(config)
    options = options_of(window)
    assert options.rows["width"].control.text() == repr(model.width).removesuffix(".0")
    options.use_button.click()
    assert window.train_tab.config == config


def test_that_what_is_chosen_elsewhere_meanwhile_is_not_undone(window: MainWindow) -> None:
    tab = window.train_tab
    tab.set_config(replace(CONFIG, learning_rate=0.01))
    options = options_of(window)
    options.rows["weight_decay"].control.setText("0.5")
    tab.tools._use_rate(0.123)
    tab.choose_recipe("demo")
    tab.tools._use_rate(0.25)
    assert options.rows["learning_rate"].control.text() == "0.25"
    assert options.rows["weight_decay"].control.text() == "0.5", "the user wrote it"
    chosen = tab.config
    options.use_button.click()
    assert tab.config == replace(chosen, weight_decay=0.5)
    assert chosen.recipe == "demo"


def test_that_what_is_wrong_is_said_in_the_language_in_force(
    qtbot: QtBot, window: MainWindow
) -> None:
    options = options_of(window)
    options.rows["learning_rate"].control.setText("-1")
    options.use_button.click()
    english = options.error.text()
    assert "learning_rate = -1" in english
    set_language("zh_CN")
    QApplication.processEvents()
    assert "learning_rate = -1" in options.error.text()
    assert options.error.text() != english
    options.rows["learning_rate"].control.setText("0.1")
    options.use_button.click()
    assert window.train_tab.config.learning_rate == 0.1
    assert options_of(window).error.text() == ""
