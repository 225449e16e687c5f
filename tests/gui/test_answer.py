"""Headline and rows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.base.preprocessing import demo_steps, made_grey, paper_steps
from xception_gui.base.results import Prediction
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.answer import Answer
from xception_gui.gui.views.input_card import described
from xception_gui.gui.views.parity_card import ParityCard, ParityWords
from xception_gui.gui.views.plain_tip import plain_tip


@pytest.fixture
def prediction() -> Prediction:
    return made.prediction(made.picture())


@pytest.fixture
def answer(qtbot: QtBot, prediction: Prediction) -> Answer:
    view = Answer()
    qtbot.addWidget(view)
    view.resize(690, 164)
    view.set_prediction(prediction)
    view.set_explained(0)
    view.show()
    return view


def darkness(widget: QWidget) -> int:
    """Sum of what is not white."""
    image = widget.grab().toImage()
    across, down = range(0, image.width(), 3), range(image.height())
    return sum(255 - image.pixelColor(x, y).lightness() for x in across for y in down)


def test_that_the_headline_says_all_that_the_answer_depends_on(answer: Answer) -> None:
    words = answer.headline.accessibleName().replace("\u202f", " ")
    assert words == "dog, 50.0 %, Demo weights · 12 classes, 43 ms · CPU · float32"


def test_that_five_rows_are_shown_likeliest_first(answer: Answer) -> None:
    names = [row.accessibleName() for row in answer.rows.rows]
    assert [name.split(",")[0] for name in names] == list(made.LABELS[:5])
    assert [row.isChecked() for row in answer.rows.rows] == [True] + [False] * 4


def test_that_ten_rows_and_the_input_stand_beside_the_picture(answer: Answer) -> None:
    answer.set_beside(True)
    answer.resize(300, 900)
    assert len(answer.rows.rows) == 10
    assert answer.card.isVisible()
    assert answer.width() == 300


def test_that_in_a_low_window_three_rows_remain(answer: Answer) -> None:
    answer.set_low(True)
    assert len(answer.rows.rows) == 3


def test_that_the_network_input_goes_where_there_is_no_height(answer: Answer) -> None:
    answer.set_beside(True)
    answer.resize(300, 450)
    assert not answer.card.isVisible()


def test_that_a_class_far_behind_is_shown_while_it_is_explained(answer: Answer) -> None:
    answer.set_explained(11)
    last = answer.rows.rows[-1]
    assert last.row is not None
    assert last.row.label == "b"
    assert last.isChecked()


def test_that_a_click_asks_for_an_explanation_and_marks_nothing_yet(
    qtbot: QtBot, answer: Answer
) -> None:
    chosen: list[int] = []
    answer.class_chosen.connect(chosen.append)
    qtbot.mouseClick(answer.rows.rows[2], Qt.MouseButton.LeftButton)
    assert chosen == [2]
    assert not answer.rows.rows[2].isChecked()


def test_that_arrows_move_and_enter_explains(qtbot: QtBot, answer: Answer) -> None:
    chosen: list[int] = []
    answer.class_chosen.connect(chosen.append)
    answer.activateWindow()
    rows = answer.rows.rows
    rows[0].setFocus()
    qtbot.waitUntil(rows[0].hasFocus)
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    assert chosen == []
    qtbot.keyClick(rows[1], Qt.Key.Key_Return)
    assert chosen == [1]


def test_that_tab_stops_once_at_the_rows(answer: Answer) -> None:
    answer.set_explained(3)
    stops = [row.focusPolicy() != Qt.FocusPolicy.NoFocus for row in answer.rows.rows]
    assert stops == [False, False, False, True, False]


def test_that_only_the_explained_bar_has_the_accent(answer: Answer) -> None:
    accent = style.colour("accent").name()
    image = answer.rows.grab().toImage()
    track = answer.rows.rows[0].track()
    x = int(track.left() + 4)
    colours = [image.pixelColor(x, 28 * row + 14).name() for row in range(2)]
    assert colours[0] == accent
    assert colours[1] == style.colour("disabled").name()


def test_that_a_bar_is_as_long_as_its_probability(answer: Answer) -> None:
    row = answer.rows.rows[0]
    image, track = row.grab().toImage(), row.track()
    accent = style.colour("accent")
    inside = range(int(track.left()), int(track.right()))
    length = sum(image.pixelColor(x, 14) == accent for x in inside)
    assert length / track.width() == pytest.approx(0.5, abs=0.03)


def test_that_bars_jump_unless_the_user_asked(answer: Answer, prediction: Prediction) -> None:
    row = answer.rows.rows[0]
    other = dataclasses.replace(prediction, probabilities=prediction.probabilities / 2)
    answer.set_prediction(other)
    assert row.shown_probability() == pytest.approx(0.25)
    answer.set_prediction(prediction, animate=True)
    answer.set_explained(1)  # the heat map comes, and all is drawn again
    assert row.shown_probability() < 0.5


def test_that_a_stale_answer_is_faint_and_says_that_it_is_updating(answer: Answer) -> None:
    full = darkness(answer)
    answer.set_stale(True)
    assert 0.4 * full < darkness(answer) < 0.55 * full
    assert "updating…" in answer.headline.accessibleName()
    answer.set_updating(False)
    assert "not updated" in answer.headline.accessibleName(), "given up, or its file is gone"
    answer.set_stale(False)
    assert darkness(answer) == full


def test_that_untrained_weights_give_no_answer(qtbot: QtBot, answer: Answer) -> None:
    answer.set_prediction(made.prediction(made.picture(), trained=False))
    assert answer.headline.accessibleName() == "No answer yet"
    assert answer.pill.text() == "Untrained weights"
    assert answer.pill.isVisible()
    assert answer.words.text() == "These numbers are random."
    with qtbot.waitSignal(answer.weights_requested):
        qtbot.mouseClick(answer.load, Qt.MouseButton.LeftButton)


def test_that_bars_of_random_numbers_are_hatched(answer: Answer) -> None:
    def tints() -> int:
        row = answer.rows.rows[4]
        image, track = row.grab().toImage(), row.track()
        half = range(int(track.center().x()), int(track.right()) - 4)
        return len({QColor(image.pixelColor(x, 14)).name() for x in half})

    assert tints() == 1
    answer.set_prediction(made.prediction(made.picture(), trained=False))
    assert tints() > 1


def test_that_trained_weights_have_neither_pill_nor_button(answer: Answer) -> None:
    assert not answer.pill.isVisible()
    assert not answer.load.isVisible()


def test_that_before_the_first_answer_it_says_what_is_waited_for(answer: Answer) -> None:
    answer.set_prediction(None)
    answer.set_waiting("Loading the network…")
    assert answer.headline.accessibleName() == "Loading the network…"
    assert not any(row.isEnabled() for row in answer.rows.rows)


def test_that_a_long_name_does_not_move_the_rows(answer: Answer, prediction: Prediction) -> None:
    answer.set_beside(True)
    answer.resize(300, 900)
    QApplication.processEvents()
    before = answer.rows.y()
    long = ("German short-haired pointer of the north", *made.LABELS[1:])
    answer.set_prediction(dataclasses.replace(prediction, labels=long))
    QApplication.processEvents()
    assert answer.rows.y() == before
    assert answer.headline.toolTip() == long[0]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_beside_the_picture_rows_stay_where_the_weights_are_untrained(
    answer: Answer, language: str
) -> None:
    set_language(language)
    answer.retranslate()
    answer.set_beside(True)
    answer.resize(300, 900)
    QApplication.processEvents()
    before = answer.rows.y()
    answer.set_prediction(made.prediction(made.picture(), trained=False))
    QApplication.processEvents()
    assert answer.load.isVisible()
    assert answer.load.geometry().right() < answer.rows.width()
    assert answer.rows.y() == before


def test_that_rows_name_numbered_classes_in_chinese(answer: Answer, prediction: Prediction) -> None:
    set_language("zh_CN")
    answer.set_prediction(dataclasses.replace(prediction, labels=()))
    assert answer.rows.rows[1].accessibleName().startswith("类别 1")
    assert answer.headline.accessibleName().startswith("类别 0")


def test_that_it_speaks_chinese(answer: Answer) -> None:
    set_language("zh_CN")
    answer.retranslate()
    assert "演示权重 · 12 个类别" in answer.headline.accessibleName()


def test_that_the_steps_of_the_paper_are_told_in_words() -> None:
    rows = [(key, value.replace("\u202f", " ")) for key, value in described(paper_steps())]
    assert rows == [
        ("Size", "299 × 299"),
        ("Crop", "centre, 89.8 %"),
        ("Resize", "333, bicubic"),
        ("Scale", "−1 … 1"),
    ]


def test_that_reducing_before_enlarging_is_told_too() -> None:
    assert [value for key, value in described(demo_steps()) if key == "Resize"] == [
        "32, bicubic",
        "48, bilinear",
    ]


def test_that_one_channel_is_told() -> None:
    steps = made_grey(paper_steps())
    assert [value for key, value in described(steps) if key == "Colour"] == ["luminance"]


def test_that_weights_of_two_classes_leave_no_empty_tracks(
    answer: Answer, prediction: Prediction
) -> None:
    before = answer.rows.height()
    kinds = ("logits", "probabilities", "labels")
    two = {name: getattr(prediction, name)[:2] for name in kinds}
    answer.set_prediction(dataclasses.replace(prediction, **two))
    assert [row.isVisible() for row in answer.rows.rows] == [True, True, False, False, False]
    assert answer.rows.height() == before
    answer.set_prediction(prediction)
    assert all(row.isVisible() for row in answer.rows.rows)


def test_that_a_name_that_looks_like_html_is_a_name(
    answer: Answer, qtbot: QtBot, prediction: Prediction
) -> None:
    """A picture of a file that a label names would be fetched and drawn."""
    evil = '<img src="/tmp/a.png"><b>safe</b>' * 9
    labels = (evil, *prediction.labels[1:])
    answer.set_prediction(dataclasses.replace(prediction, labels=labels))
    card = ParityCard()
    qtbot.addWidget(card)
    words = ParityWords([(evil, "50 %")], "nothing", True)
    card.show_answer(words, np.zeros((8, 8, 3), np.uint8), np.zeros((2, 2), np.float32), "inferno")
    tips = [answer.headline.toolTip(), answer.rows.rows[0].toolTip(), card.toolTip()]
    for tip in tips:
        told = QTextDocument()
        told.setHtml(tip)
        assert "&lt;img" in tip
        assert evil in told.toPlainText().replace("\xa0", " ")
    assert plain_tip("a < b") == "a < b"
