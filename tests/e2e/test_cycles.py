"""A sample of `tests.soak.cycles`: what a picture took is given back when it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from tests.gui.workbench import close_window, load, open_window
from tests.soak.cycles import run
from xception_gui.gui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = open_window(tmp_path / "settings.toml")
    load(qtbot, made)
    yield made
    close_window(made)


def test_that_opening_explaining_and_closing_leave_nothing_behind(
    window: MainWindow, tmp_path: Path
) -> None:
    photos = [str(tmp_path / f"{n}.png") for n in range(3)]
    for n, path in enumerate(photos):
        pixels = np.random.default_rng(n).integers(0, 256, (300, 400, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(path)
    before, after, growth = run(window, photos, cycles=12, warm_up=6)
    assert after.more_than(before) == {}
    assert growth < 30


def test_that_closed_pictures_keep_no_pixels(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("RGB", (1500, 1500), "teal").save(path)
    before = window.workspace._cache.used
    run(window, [str(path)], cycles=2, warm_up=0)
    assert window.workspace._cache.used - before < 3_000_000
