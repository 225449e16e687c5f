"""The window as a user has it, with nothing loaded yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import close_window, open_window
from xception_gui.gui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = open_window(tmp_path / "settings.toml")
    yield made
    close_window(made)
