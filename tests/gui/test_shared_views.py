"""The small widgets that every view shares."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui import style
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.separator import Separator
from xception_gui.gui.views.status_bar import StatusBar


def test_that_a_long_name_does_not_widen_its_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = ElidedLabel("a very long file name " * 20)
    QHBoxLayout(window).addWidget(label)
    window.resize(200, 40)
    window.show()
    assert window.width() == 200
    assert label.is_cut()
    assert label.toolTip() == label.text()


def test_that_letters_become_smaller_before_a_text_is_cut(qtbot: QtBot) -> None:
    label = ElidedLabel("The paper's Xception: 728×19×19, 536,536 params")
    qtbot.addWidget(label)
    label.resize(label.sizeHint().width() - 8, 20)
    assert label.is_cut()
    label.use_smaller_letters()
    assert not label.is_cut()


def test_that_a_name_that_fits_needs_no_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel("dog.jpg")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert not label.is_cut()
    assert label.toolTip() == ""


def test_that_a_click_on_a_segment_chooses_it_once(qtbot: QtBot) -> None:
    segmented = Segmented(["Photo", "Network input"])
    qtbot.addWidget(segmented)
    segmented.resize(segmented.sizeHint())
    chosen: list[int] = []
    segmented.chosen.connect(chosen.append)
    for _ in range(2):
        place = segmented.segment_rect(1).center()
        qtbot.mouseClick(segmented, Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [1]
    assert segmented.current() == 1


def test_that_arrow_keys_choose_the_neighbour_and_stop_at_the_end(qtbot: QtBot) -> None:
    segmented = Segmented(["Step", "Epoch", "Time"])
    qtbot.addWidget(segmented)
    chosen: list[int] = []
    segmented.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(segmented, key)
    assert chosen == [1, 2, 1]


def test_that_setting_a_segment_says_nothing(qtbot: QtBot) -> None:
    segmented = Segmented(["Photo", "Network input"])
    qtbot.addWidget(segmented)
    with qtbot.assertNotEmitted(segmented.chosen):
        segmented.set_current(1)


@pytest.mark.parametrize("role", ["warning", "good", "error"])
def test_that_a_pill_says_its_status_in_words_and_colour(qtbot: QtBot, role: str) -> None:
    pill = Pill("Untrained weights", role)
    qtbot.addWidget(pill)
    pill.resize(pill.sizeHint())
    image = pill.grab().toImage()
    assert image.pixelColor(12, 2).name() == style.colour(f"{role}_surface").name()
    assert pill.accessibleName() == "Untrained weights"


def test_that_a_separator_is_one_pixel_of_line(qtbot: QtBot) -> None:
    separator = Separator()
    qtbot.addWidget(separator)
    separator.resize(20, 1)
    image = separator.grab().toImage()
    assert (image.width(), image.height()) == (20, 1)
    assert image.pixelColor(10, 0).name() == style.colour("line").name()


def test_that_a_long_name_of_weights_leaves_the_status_bar_its_room(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    widths = []
    for name in ("demo", "w" * 60, "w" * 200):
        bar.set_item("weights", name, f"Weights: {name}.")
        widths.append(bar.minimumSizeHint().width())
    assert widths[0] < widths[1] == widths[2]
    assert "w" * 200 in bar.buttons["weights"].toolTip()
