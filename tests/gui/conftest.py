"""Fixtures of the window's tests; what they are made of is in `workbench.py`."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_plots import shown
from tests.gui.made_train import curves
from tests.gui.workbench import (
    Heard,
    Idle,
    close_window,
    load,
    open_window,
    wait_idle,
    weights_file,
)
from xception_gui.base.config import XceptionConfig
from xception_gui.base.curves import Curves
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import rooms, style
from xception_gui.gui.item_models.class_texts import name_classes
from xception_gui.gui.lanes import Lanes
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.train_plots import TrainPlots
from xception_gui.gui.workspace import Workspace
from xception_gui.inspection import module_tree


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> Iterator[None]:
    """Every test begins light and in English, and leaves it so."""
    style.apply(qapp, "light")
    set_language("en")
    name_classes(())
    yield
    style.apply(qapp, "light")
    set_language("en")


@pytest.fixture
def paper() -> ModuleInfo:
    """The paper's network at its own size."""
    return module_tree(XceptionConfig(), 299)


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes(rooms.PREPARE)
    yield lanes
    assert lanes.close(60)


@pytest.fixture
def workspace(lanes: Lanes) -> Workspace:
    return Workspace(lanes)


@pytest.fixture
def heard(workspace: Workspace) -> Heard:
    return Heard(workspace)


@pytest.fixture
def idle(qtbot: QtBot, lanes: Lanes) -> Idle:
    """Wait until no job is under way and nothing is waiting in the queue."""
    return functools.partial(wait_idle, qtbot, lanes)


@pytest.fixture
def ready(workspace: Workspace, heard: Heard, idle: Idle) -> Workspace:
    """With the narrow network in force."""
    workspace.load_weights(weights_file())
    idle()
    assert workspace.network is not None, heard.failures
    return workspace


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window at its usual size, with nothing loaded yet."""
    made = open_window(tmp_path / "settings.toml")
    yield made
    close_window(made)


@pytest.fixture
def ready_window(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The same, with the narrow network in force."""
    load(qtbot, window)
    return window


@pytest.fixture
def run() -> Curves:
    """What `plots` shows."""
    return curves()


@pytest.fixture
def plots(qtbot: QtBot, run: Curves) -> TrainPlots:
    """Of one run, in the smallest room."""
    return shown(qtbot, run)
