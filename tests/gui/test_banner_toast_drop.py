"""What the window says without being asked: errors, short messages, the outcome of a drop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui import style
from xception_gui.gui.views.banner import Banner
from xception_gui.gui.views.drop_overlay import DropOverlay
from xception_gui.gui.views.loading_line import LoadingLine
from xception_gui.gui.views.toast import Toast

ERROR = "holiday.png cannot be read: the file ends early. The previous picture stays."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def banner(window: QWidget) -> Banner:
    made = Banner(window)
    made.resize(690, made.height())
    return made


def test_that_a_banner_is_46_high_and_hidden_until_something_fails(banner: Banner) -> None:
    assert banner.height() == 46
    assert not banner.isVisible()
    banner.show_error(ERROR, "Show in folder", "holiday.png")
    assert banner.isVisible()
    assert banner.text() == banner.accessibleName() == ERROR


def test_that_the_file_s_name_is_bold(banner: Banner) -> None:
    banner.show_error(ERROR)
    plain = banner.grab().toImage()
    banner.show_error(ERROR, name="holiday.png")
    assert banner.grab().toImage() != plain


def test_that_its_button_and_its_cross_are_told_apart(qtbot: QtBot, banner: Banner) -> None:
    banner.show_error(ERROR, "Show in folder")
    with qtbot.waitSignal(banner.pressed):
        qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert banner.isVisible()
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(banner.cross, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_that_escape_closes_it(qtbot: QtBot, banner: Banner) -> None:
    banner.show_error(ERROR)
    with qtbot.waitSignal(banner.closed):
        qtbot.keyClick(banner.cross, Qt.Key.Key_Escape)
    assert not banner.isVisible()


def test_that_an_error_without_a_way_out_has_no_button(banner: Banner) -> None:
    banner.show_error(ERROR)
    assert not banner.button.isVisible()


def test_that_a_very_long_error_takes_one_line_more_and_is_whole_in_the_tool_tip(
    qtbot: QtBot, banner: Banner
) -> None:
    banner.show_error(ERROR)
    assert banner.height() == 46
    long = ERROR + " It was a long story." * 20
    banner.show_error(long, "Show in folder")
    qtbot.waitUntil(lambda: banner.height() == 62, timeout=1000)
    tips = [child.toolTip() for child in banner.findChildren(QWidget)]
    assert long in tips
    banner.show_error(ERROR)
    assert ERROR not in [child.toolTip() for child in banner.findChildren(QWidget)]


def test_that_markup_in_a_file_name_is_only_text(banner: Banner) -> None:
    banner.show_error("<b>x</b>.png cannot be read.")
    marked = banner.grab().toImage()
    banner.show_error("x.png cannot be read.")
    assert banner.grab().toImage() != marked


def enter(toast: Toast) -> None:
    """With the pointer."""
    place = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(place, place, place))


def test_that_a_toast_stands_16_above_the_status_bar_in_the_middle(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Copied", "Undo")
    assert toast.height() == 40
    assert toast.geometry().bottom() + 1 == 600 - 28 - 16
    assert abs(toast.geometry().center().x() - 400) <= 1
    window.resize(1000, 700)
    assert toast.geometry().bottom() + 1 == 700 - 28 - 16


def test_that_a_toast_goes_by_itself_but_not_below_the_pointer(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Copied")
    assert toast.is_counting()
    enter(toast)
    assert not toast.is_counting()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.is_counting()
    toast.hide()
    assert not toast.is_counting()


def test_that_a_second_message_below_the_pointer_is_held_as_the_first(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Copied")
    enter(toast)
    toast.show_message("Saved")
    assert not toast.is_counting()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.is_counting()


def test_that_a_toast_counts_again_when_its_window_comes_back(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Copied")
    window.showMinimized()
    QApplication.processEvents()
    assert not toast.is_counting(), "nobody sees it"
    window.showNormal()
    QApplication.processEvents()
    assert toast.is_counting()


def test_that_a_second_message_replaces_the_first(window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Copied", "Undo")
    toast.show_message("Saved")
    assert toast.text() == "Saved"
    assert not toast.action.isVisible()


def test_that_the_action_of_a_toast_closes_it(qtbot: QtBot, window: QWidget) -> None:
    toast = Toast(window)
    toast.show_message("Closed", "Undo")
    with qtbot.waitSignal(toast.pressed):
        qtbot.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_that_the_drop_s_outcome_covers_the_window_and_catches_nothing(window: QWidget) -> None:
    overlay = DropOverlay(window)
    overlay.show_outcome("Drop to classify 3 pictures", "They join the queue.")
    assert overlay.geometry() == window.rect()
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.resize(900, 650)
    assert overlay.geometry() == window.rect()
    assert overlay.title() in overlay.accessibleName()


def test_that_an_impossible_drop_does_not_look_possible(window: QWidget) -> None:
    overlay = DropOverlay(window)
    overlay.show_outcome("Cannot open this")
    possible = overlay.grab().toImage()
    overlay.show_outcome("Cannot open this", possible=False)
    refused = overlay.grab().toImage()
    assert possible.pixelColor(400, 13) == style.colour("accent")
    assert refused.pixelColor(400, 13) == style.colour("error")


def test_that_a_quick_answer_shows_no_line(qtbot: QtBot, window: QWidget) -> None:
    line = LoadingLine(window)
    line.set_loading(True)
    assert not line.isVisible()
    line.set_loading(False)
    line.set_loading(True)
    qtbot.waitUntil(line.isVisible)
    assert line.height() == 2
    line.set_loading(False)
    assert not line.isVisible()
