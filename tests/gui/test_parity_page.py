"""Port parity in the window: a card per convention, as the library answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.workbench import load, paint, show, wait_idle, weights_file
from tests.weights import made_files
from xception_gui.base.parity import ParityAnswer, views
from xception_gui.explanation.parity import parity
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.parity_page import ParityPage
from xception_gui.images import open_picture
from xception_gui.images.prepare import prepare_each
from xception_gui.inference import Engine
from xception_gui.weights import load_weights


@pytest.fixture
def page(qtbot: QtBot, ready_window: MainWindow, tmp_path: Path) -> ParityPage:
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    ready_window.menu_actions.action("parity").trigger()
    (found,) = ready_window.findChildren(ParityPage)
    return found


def library(path: Path) -> list[ParityAnswer]:
    engine = Engine(load_weights(weights_file()), "cpu", "float32")
    opened = open_picture(str(path))
    ways = views(engine.weights.preprocessing)
    return list(parity(engine, prepare_each(opened.image, ways, opened.picture.image_id)))


def test_that_every_convention_has_its_card_with_what_the_library_answers(
    qtbot: QtBot, ready_window: MainWindow, page: ParityPage, tmp_path: Path
) -> None:
    wait_idle(qtbot, ready_window.lanes)
    expected = library(tmp_path / "a.png")
    assert len(page.cards) == len(expected)
    for ours, wanted in zip(page.parity.answers, expected, strict=True):
        assert np.allclose(ours.prediction.logits, wanted.prediction.logits, atol=1e-4)
        assert ours.difference == pytest.approx(wanted.difference, abs=1e-4)
        words = page.cards[ours.convention.view, ours.convention.config].words
        assert words is not None
        assert words.own == wanted.convention.own
        assert words.rows[0][0] == wanted.prediction.top(1)[0].label
    assert not page.cancel.isEnabled()
    set_language("zh_CN")
    page.retranslate()
    said = {card.words.foot.split()[0] for card in page.cards.values() if card.words is not None}
    assert said == {"权重自带的约定", "差异"}


def test_that_it_can_be_given_up_and_begins_anew_for_another_picture(
    qtbot: QtBot, ready_window: MainWindow, page: ParityPage, tmp_path: Path
) -> None:
    qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    wait_idle(qtbot, ready_window.lanes)
    assert page._state.text().startswith("Given up after")
    show(qtbot, ready_window, paint(tmp_path / "b.png", seed=1))
    wait_idle(qtbot, ready_window.lanes)
    shown = ready_window.workspace.picture
    assert shown is not None
    assert {a.prediction.origin.image_id for a in page.parity.answers} == {shown.image_id}
    assert not page._state.text()
    ready_window.workspace.close_all()
    assert page._state.text() == "Open a picture to compare what the ports make of it."


def test_that_a_network_without_classes_says_so_in_the_page(
    qtbot: QtBot, ready_window: MainWindow, page: ParityPage, tmp_path: Path
) -> None:
    wait_idle(qtbot, ready_window.lanes)
    path = tmp_path / "encoder.safetensors"
    path.write_bytes(made_files.DIALECTS["encoder alone"][1](tmp_path))
    load(qtbot, ready_window, str(path))
    wait_idle(qtbot, ready_window.lanes)
    assert "ends without a classifier" in page._state.text()
    assert all(card.words is None for card in page.cards.values())
