"""What a stranger sees first."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui.language import set_language
from xception_gui.gui.views.empty_card import EmptyCard

PIXELS = np.full((96, 132, 3), 90, np.uint8)


@pytest.fixture
def card(qtbot: QtBot) -> EmptyCard:
    view = EmptyCard()
    qtbot.addWidget(view)
    view.resize(690, 706)
    view.set_weights("Demonstration weights: 10 classes, 94.1 % on CIFAR-10")
    view.set_examples([("ship", PIXELS), ("truck", PIXELS), ("aeroplane", PIXELS)])
    view.show()
    return view


def corner(widget: QWidget, card: EmptyCard) -> QPoint:
    return widget.mapTo(card, QPoint())


def test_that_each_button_asks_for_its_own(qtbot: QtBot, card: EmptyCard) -> None:
    for button, signal in (
        (card.open, card.open_requested),
        (card.paste, card.paste_requested),
        (card.folder, card.open_folder_requested),
        (card.change, card.weights_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_an_example_is_opened_by_click_and_by_enter(qtbot: QtBot, card: EmptyCard) -> None:
    chosen: list[int] = []
    card.example_chosen.connect(chosen.append)
    qtbot.mouseClick(card.examples[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(card.examples[2], Qt.Key.Key_Return)
    assert chosen == [1, 2]
    assert [example.accessibleName() for example in card.examples] == ["ship", "truck", "aeroplane"]


def test_that_other_examples_replace_the_first(card: EmptyCard) -> None:
    card.set_examples([("bird", PIXELS)])
    QApplication.processEvents()
    assert [example.accessibleName() for example in card.examples] == ["bird"]
    assert card.examples[0].isVisible()


@pytest.mark.parametrize("width", [560, 690, 1136])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_everything_has_room(card: EmptyCard, width: int, language: str) -> None:
    set_language(language)
    card.retranslate()
    card.resize(width, 508)
    QApplication.processEvents()
    for part in (card.pill, card.change, card.open, card.folder, card.examples[0]):
        left = corner(part, card).x()
        assert left >= 12
        assert left + part.width() <= width - 12
        assert part.width() >= part.sizeHint().width()
    assert corner(card.change, card).y() + card.change.height() <= 508


def test_that_untrained_weights_warn(card: EmptyCard) -> None:
    before = card.pill.grab().toImage()
    card.set_weights(card.pill.text(), trained=False)
    assert card.pill.grab().toImage() != before
