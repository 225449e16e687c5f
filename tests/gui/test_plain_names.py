"""Names come from files: what looks like HTML in them is drawn as it is written."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui.views.fact_rows import group_title, sentence
from xception_gui.gui.views.film_model import FilmItem, FilmModel
from xception_gui.gui.views.status_bar import StatusBar
from xception_gui.gui.views.top_tile import TopTile

NAME = "<img src=x.png>"


def test_that_a_thumbnail_tells_the_name(qtbot: QtBot) -> None:
    strip = QWidget()
    qtbot.addWidget(strip)
    model = FilmModel(strip)
    model.set_items([FilmItem(NAME, "answered")])
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in str(tip)


def test_that_a_tile_and_the_status_bar_tell_it(qtbot: QtBot) -> None:
    tile, bar = TopTile(NAME, "0.5", np.zeros((4, 4, 3), np.uint8)), StatusBar()
    qtbot.addWidget(tile)
    qtbot.addWidget(bar)
    bar.set_item("weights", NAME, f"Weights: {NAME}")
    for tip in (tile.toolTip(), bar.buttons["weights"].toolTip()):
        assert "&lt;img" in tip


def test_that_headings_and_sentences_are_plain(qtbot: QtBot) -> None:
    for label in (group_title(NAME), sentence(NAME)):
        qtbot.addWidget(label)
        assert label.textFormat() == Qt.TextFormat.PlainText
