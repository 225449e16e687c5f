"""The catalogue in the window: what is here is used, what is not is fetched when asked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, load, wait_idle
from tests.weights import made_files as made
from tests.weights.server import Server, sends, serving
from xception_gui.base import published
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.weights_page import WeightsPage
from xception_gui.weights.listing import converted_path, published_path


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made_server:
        yield made_server


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> published.Published:
    data = made.in_safetensors(made.state())
    found = replace(
        published.PUBLISHED[1], size=len(data), sha256=hashlib.sha256(data).hexdigest()[:9]
    )
    monkeypatch.setattr(published, "PUBLISHED", (found,))
    return found


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, row: published.Published) -> WeightsPage:
    load(qtbot, window)
    window.menu_actions.action("catalogue").trigger()
    wait_idle(qtbot, window.lanes)
    (found,) = window.findChildren(WeightsPage)
    return found


def press(qtbot: QtBot, page: WeightsPage, name: str) -> None:
    qtbot.mouseClick(page.cards[name].button, Qt.MouseButton.LeftButton)


def words(page: WeightsPage) -> dict[str, str]:
    return {name: card.button.text() for name, card in page.cards.items()}


def test_that_weights_are_fetched_then_used(
    qtbot: QtBot, window: MainWindow, page: WeightsPage, server: Server, row: published.Published
) -> None:
    server.answers = [sends(made.in_safetensors(made.state()))]
    assert words(page) == dict.fromkeys(("demo", "none"), "Use") | dict.fromkeys(
        ("keras", "timm"), "Download"
    )
    assert "79.1" in page.cards["timm"].facts.text()
    assert "299 × 299 pixels" in page.cards["timm"].facts.text()
    assert "resize-short-333-bicubic|center-crop-299" in page.cards["timm"].toolTip()
    page.mirror.setText(server.address)
    page.mirror.editingFinished.emit()
    press(qtbot, page, "timm")
    assert words(page)["timm"] == "Cancel"
    qtbot.waitUntil(lambda: words(page)["timm"] == "Use", timeout=PATIENCE)
    assert published_path(row).is_file()
    press(qtbot, page, "timm")
    qtbot.waitUntil(lambda: words(page)["timm"] == "In use", timeout=PATIENCE)
    network = window.workspace.network
    assert network is not None
    assert (network.weights.name, network.weights.dialect) == ("timm", "timm")
    assert converted_path(row).is_file()
    assert window.settings.values.mirror == server.address
    press(qtbot, page, "demo")
    qtbot.waitUntil(
        lambda: (words(page)["timm"], words(page)["demo"]) == ("Use", "In use"), timeout=PATIENCE
    )


def test_that_fetching_can_be_stopped_and_goes_on(
    qtbot: QtBot, page: WeightsPage, server: Server, row: published.Published
) -> None:
    data = made.in_safetensors(made.state())
    stop = server.pausing(data, 70_000)
    page.mirror.setText(server.address)
    press(qtbot, page, "timm")
    part = published_path(row).with_suffix(".pth.part")
    qtbot.waitUntil(lambda: part.exists() and part.stat().st_size >= 70_000, timeout=PATIENCE)
    press(qtbot, page, "timm")
    assert words(page)["timm"] == "Download"
    qtbot.wait(100)  # a piece that arrives now is told, and the next one not asked for
    stop.set()
    qtbot.waitUntil(lambda: not page._window.lanes.busy, timeout=PATIENCE)
    assert not published_path(row).exists()


def test_that_a_failure_is_told_in_the_window(
    qtbot: QtBot, window: MainWindow, page: WeightsPage, server: Server
) -> None:
    server.answers = [sends(b"gone", 404)]
    page.mirror.setText(server.address)
    press(qtbot, page, "timm")
    qtbot.waitUntil(window.banner.isVisible, timeout=PATIENCE)
    assert "the server says 404" in window.banner.text()
    assert words(page)["timm"] == "Download"
