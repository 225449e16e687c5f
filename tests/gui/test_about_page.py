"""About: version, licence, paper with its address, and the weights that are in force."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.workbench import load, weights_file
from xception_gui import __version__
from xception_gui.gui.about_page import AboutPage
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.page_dialog import EDGE
from xception_gui.gui.views.pill import Pill


def test_that_it_tells_version_licence_paper_and_weights(qtbot: QtBot, window: MainWindow) -> None:
    window.menu_actions.action("about").trigger()
    (page,) = window.findChildren(AboutPage)
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert {__version__, "Apache License 2.0", "No network"} <= set(texts)
    assert "https://arxiv.org/abs/1610.02357" in page.paper.text()
    assert page.paper.openExternalLinks()
    load(qtbot, window)
    assert page.weights.text().endswith(": 5 classes, 94.1\u202f% on painted squares")
    load(qtbot, window, weights_file(2))
    assert page.weights.text().startswith("narrow-2")


def test_that_it_is_no_higher_than_its_words(window: MainWindow) -> None:
    window.menu_actions.action("about").trigger()
    (page,) = window.findChildren(AboutPage)
    QApplication.processEvents()
    (offline,) = page.findChildren(Pill)
    below = page.page.height() - offline.geometry().bottom()
    assert below <= page.page.contentsMargins().bottom() + 2 * EDGE
    assert page.area.verticalScrollBar().maximum() == 0


def test_that_it_follows_language_and_theme(window: MainWindow) -> None:
    window.menu_actions.action("about").trigger()
    (page,) = window.findChildren(AboutPage)
    window.menu_actions.action("theme.dark").trigger()
    set_language("zh_CN")
    QApplication.processEvents()
    assert page.windowTitle() == "关于"
    assert page.page.backgroundRole() == QPalette.ColorRole.Base
    assert page.page.palette().color(QPalette.ColorRole.Base).lightness() < 60
    window.menu_actions.action("theme.light").trigger()
