"""Words that stand beside or above each other stand on one line, at one distance."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.header import Header
from xception_gui.gui.views.pane_header import PaneHeader


def ink(widget: QWidget, colour: str = "text") -> list[tuple[int, int]]:
    """Where a widget is written on."""
    image: QImage = widget.grab().toImage()
    wanted, window = style.colour(colour).lightness(), style.colour("window").lightness()
    limit = (wanted + window) // 2
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < limit and image.pixelColor(x, y).saturation() < 99
    ]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_tabs_stand_on_the_line_of_the_panes_titles(qtbot: QtBot, language: str) -> None:
    set_language(language)
    header, title = Header(), PaneHeader()
    for part in (header, title):
        qtbot.addWidget(part)
        part.resize(600, part.height())
        part.show()
    header.retranslate()
    title.set_title(header.tabs.tabText(0))
    QApplication.processEvents()
    lines = {y for _, y in ink(header.tabs)}
    below = header.tabs.mapTo(header, header.tabs.rect().topLeft()).y()
    assert {y + below for y in lines} == {y for _, y in ink(title)}


def test_that_the_words_of_a_spin_box_begin_where_those_of_a_combo_box_do(qtbot: QtBot) -> None:
    combo, spin = QComboBox(), QSpinBox()
    combo.addItem("10")
    spin.setValue(10)
    begins = []
    for field in (combo, spin):
        qtbot.addWidget(field)
        field.resize(190, 28)
        field.show()
        begins.append(min(x for x, y in ink(field) if 6 < y < 22 and 4 < x < 160))
    assert begins[0] == begins[1]
