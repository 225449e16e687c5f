"""The tab Feature maps in the window: what it shows of the picture that is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.made_maps import visible
from tests.gui.workbench import paint, show, wait_idle
from xception_gui.base import Problem
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.session import Session
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.mosaic import Mosaic


def refused(*_given: Any) -> Any:
    raise Problem("picture-changed", file="b.png")


@pytest.mark.parametrize("mode", ["module", "flows"])
def test_that_maps_of_the_picture_shown_can_be_read_though_its_answer_failed(
    qtbot: QtBot,
    ready_window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
) -> None:
    work, view = ready_window.workspace, ready_window.maps
    show(qtbot, ready_window, paint(tmp_path / "a.png"))
    monkeypatch.setattr(Session, "predict", refused)
    show(qtbot, ready_window, paint(tmp_path / "b.png", 1))
    assert work.is_stale, "the answer is that of the picture before"
    work.select_module("exit.act4")
    view.band.mode_changed.emit(mode)
    ready_window.show_tab("maps")
    wait_idle(qtbot, ready_window.lanes)
    visible(view, Mosaic)[0].point(0)
    assert len(visible(view, MapCard)) == 1
