"""The table of answers: where its words stand."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPolygon
from pytestqt.qtbot import QtBot

from xception_gui.gui import style
from xception_gui.gui.item_models.history_model import (
    COLUMNS,
    PICTURE,
    PROBABILITY,
    WEIGHTS,
    HistoryRow,
)
from xception_gui.gui.language import set_language
from xception_gui.gui.views.history import HistoryDialog

LONG = "holiday-in-the-mountains-" * 5 + ".jpg"


@pytest.fixture
def dialog(qtbot: QtBot) -> HistoryDialog:
    made = HistoryDialog()
    qtbot.addWidget(made)
    made.set_rows([HistoryRow(name, "", "dog", 0.9, "demo", True, 0.0) for name in ("dog", LONG)])
    made.show()
    return made


def ink(dialog: HistoryDialog, row: int, column: int) -> QRect:
    """What is drawn in a cell, relative to it."""
    cell = dialog.table.visualRect(dialog.table.model().index(row, column))
    image = dialog.table.viewport().grab(cell).toImage()
    ground = style.colour("base").rgb()
    places = itertools.product(range(image.width()), range(image.height()))
    marks = [QPoint(x, y) for x, y in places if image.pixel(x, y) != ground]
    return QPolygon(marks).boundingRect()


def test_that_words_begin_below_the_names_of_their_columns(dialog: HistoryDialog) -> None:
    for column in range(len(COLUMNS)):
        if column != PROBABILITY:  # at the right
            edge = 12 if column == PICTURE else 8
            assert edge <= ink(dialog, 0, column).left() <= edge + 2


def test_that_the_demonstration_weights_have_their_name(dialog: HistoryDialog) -> None:
    set_language("zh_CN")
    assert dialog.table.model().index(0, WEIGHTS).data() == "演示"


def test_that_a_long_name_stays_on_one_line_and_off_the_next_column(dialog: HistoryDialog) -> None:
    short, long = ink(dialog, 0, PICTURE), ink(dialog, 1, PICTURE)
    assert long.height() <= short.height() + 4
    assert long.right() < dialog.table.columnWidth(PICTURE) - 8
