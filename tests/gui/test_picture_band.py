"""The band above the picture says which picture it is, and how large."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.gui.language import set_language
from xception_gui.gui.views.picture_band import PictureBand

LONG = made.picture("IMG_20240817_183355_panorama_of_the_old_harbour_at_dusk_final.jpg", 4032, 3024)


@pytest.fixture
def band(qtbot: QtBot) -> PictureBand:
    made_band = PictureBand()
    qtbot.addWidget(made_band)
    made_band.show()
    return made_band


@pytest.mark.parametrize("width", [560, 690, 1136])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("frames", [1, 120])
def test_that_a_long_name_gives_way_to_the_size(
    band: PictureBand, width: int, language: str, frames: int
) -> None:
    set_language(language)
    band.set_picture(replace(LONG, frames=frames))
    band.resize(width, band.height())
    QApplication.processEvents()
    assert not band._size.is_cut()
    assert band._name.is_cut() == (width < 1000)
    assert band._name.width() > 40
    assert band.minimumSizeHint().width() <= 560


def test_that_a_pasted_picture_is_called_so(band: PictureBand) -> None:
    band.set_picture(made.picture(""))
    assert band._name.text() == "pasted picture"
    set_language("zh_CN")
    QApplication.processEvents()
    assert band._name.text() == "粘贴的图片"
    band.set_picture(None)
    assert band._name.text() == ""
