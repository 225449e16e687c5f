"""The window: room, what it remembers, and what it shows of modules and examples."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.workbench import (
    close_window,
    load,
    open_window,
    paint,
    show,
    wait_idle,
    weights_file,
)
from xception_gui.gui.answers import LAST_ACTIVATION
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.menus import Choice, fill
from xception_gui.gui.style import is_dark

# Room


@pytest.mark.parametrize(
    ("width", "inspector", "precision", "output"),
    [
        (1600, True, True, True),
        (1280, True, True, True),
        (1180, True, True, True),
        (1179, False, True, True),
        (1079, False, False, True),
        (999, False, False, False),
        (900, False, False, False),
    ],
)
def test_that_a_narrow_window_gives_up_one_thing_after_the_other(
    qtbot: QtBot,
    ready_window: MainWindow,
    width: int,
    inspector: bool,
    precision: bool,
    output: bool,
) -> None:
    ready_window.resize(width, 800)
    assert ready_window.inspector.isVisible() == inspector
    assert ready_window.status_bar.buttons["precision"].isVisible() == precision
    assert ready_window.status_bar.buttons["weights"].isVisible()
    assert ready_window.tree.isVisible()
    assert ready_window.width() == width, "something widened the window"
    assert ready_window.header.inspector.isVisible() != inspector, "the way back"


def test_that_the_widths_are_those_of_the_table(window: MainWindow) -> None:
    for width, tree, inspector in ((1280, 340, 248), (1920, 384, 304), (1280, 340, 248)):
        window.resize(width, 900)
        assert (window.tree.width(), window.inspector.width()) == (tree, inspector)


def test_that_a_pane_hidden_by_hand_stays_hidden(window: MainWindow) -> None:
    window.menu_actions.action("inspector").trigger()
    window.menu_actions.action("tree").trigger()
    window.resize(1000, 700)
    window.resize(1700, 900)
    assert not window.inspector.isVisible()
    assert not window.tree.isVisible()
    window.header.tree.click()
    window.header.inspector.click()
    assert window.inspector.isVisible()
    assert window.tree.isVisible()


def test_that_asking_for_the_inspector_in_a_narrow_window_makes_room(window: MainWindow) -> None:
    window.resize(1000, 700)
    window.header.inspector.click()
    assert window.inspector.isVisible()


def test_that_nothing_is_smaller_than_it_may_be(window: MainWindow) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 600)
    window.resize(100, 100)
    assert (window.width(), window.height()) == (900, 600)


# What it remembers


def test_that_the_window_comes_back_as_it_was_left(qtbot: QtBot, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    first = open_window(settings)
    first.resize(1400, 820)
    first.menu_actions.action("inspector").trigger()
    first.menu_actions.action("theme.dark").trigger()
    first.classify.heat_band.slider.setValue(35)
    close_window(first)
    second = open_window(settings, 1280, 800)
    assert not second.inspector.isVisible()
    assert second.settings.values.window[2:] == (1400, 820)
    assert second.classify.heat_band.slider.value() == 35
    assert is_dark()
    assert second.menu_actions.action("theme.dark").isChecked()
    second.menu_actions.action("theme.light").trigger()
    assert not is_dark()
    close_window(second)


def test_that_settings_are_written_while_the_window_is_open(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.change_settings(colours="viridis")
    window._keeper.save()
    wait_idle(qtbot, window.lanes)
    assert (
        tomllib.loads(window.settings.paths["settings"].read_text("utf-8"))["colours"] == "viridis"
    )


def test_that_closing_survives_settings_that_cannot_be_written(
    qtbot: QtBot, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    made = open_window(blocked / "settings.toml")
    close_window(made)
    assert not made.isVisible()


def test_that_opened_files_are_offered_again(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    path = paint(tmp_path / "a.png")
    show(qtbot, ready_window, path)
    rows = ready_window.commands.recent_files()
    assert [row.text for row in rows] == [path, weights_file()]
    ready_window.workspace.close_picture()
    rows[0].call()  # type: ignore[misc]
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture is not None


def test_that_pictures_of_an_archive_are_offered_again_as_the_archive(
    qtbot: QtBot, ready_window: MainWindow, tmp_path: Path
) -> None:
    archive = tmp_path / "two.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(2):
            file.write(paint(tmp_path / f"{number}.png", number), f"{number}.png")
    show(qtbot, ready_window, str(archive))
    ready_window.workspace.show_neighbour(1)
    wait_idle(qtbot, ready_window.lanes)
    rows = ready_window.commands.recent_files()
    assert [row.text for row in rows] == [str(archive), weights_file()]


def test_that_long_and_odd_names_stand_in_a_menu_that_is_not_wide(qtbot: QtBot) -> None:
    menu, name = QMenu(), "holiday " * 20 + "& more.png"
    qtbot.addWidget(menu)
    fill(menu, [Choice(f"/home/somebody/pictures/{name}"), Choice("a&b.png"), Choice(name)])
    assert menu.sizeHint().width() < 520
    path, short, long = menu.actions()
    assert path.text().endswith("more.png")
    assert path.toolTip() == f"/home/somebody/pictures/{name}"
    assert (short.text(), long.toolTip()) == ("a&&b.png", name)


def test_that_weights_from_a_file_are_offered_again_beside_those_with_a_name(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    load(qtbot, ready_window, weights_file(2))
    load(qtbot, ready_window, "none")
    assert [row.text for row in ready_window.commands.recent_files()] == [
        weights_file(2),
        weights_file(),
    ]
    (again,) = [row for row in ready_window.commands.weights() if "narrow-1" in row.text]
    again.call()  # type: ignore[misc]
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.network.weights.source == weights_file()  # type: ignore[union-attr]


# Modules


def test_that_a_selected_module_is_shown_in_tree_and_inspector(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    ready_window.workspace.select_module("exit.block12")
    assert ready_window.tree._tree.path() == "exit.block12"
    assert ready_window.inspector._info.path == "exit.block12"  # type: ignore[union-attr]
    assert ready_window.tree._paper is not None, "the paper's network has been measured too"
    ready_window.tree._switch.setFocus()
    ready_window.tree._switch._choose(1)
    assert ready_window.inspector._info.output_shape == (1024, 10, 10)  # type: ignore[union-attr]
    ready_window.tree._switch._choose(0)
    assert ready_window.inspector._counterpart.params > ready_window.inspector._info.params  # type: ignore[union-attr]


def test_that_only_layers_with_a_map_are_offered(ready_window: MainWindow) -> None:
    layers = ready_window.classify.heat_band._layers
    assert LAST_ACTIVATION in layers
    assert "classifier.fc" not in layers
    ready_window.workspace.select_module("classifier.fc")
    assert not ready_window.menu_actions.action("layer").isEnabled()


def test_that_examples_can_be_tried(qtbot: QtBot, ready_window: MainWindow) -> None:
    ready_window.offer_examples()
    wait_idle(qtbot, ready_window.lanes)
    examples = ready_window.classify.empty.examples
    assert len(examples) == 3
    examples[1].click()
    wait_idle(qtbot, ready_window.lanes)
    assert ready_window.workspace.picture.name == "ship.jpg"  # type: ignore[union-attr]
    assert not ready_window.workspace.is_stale


def test_that_no_child_takes_a_drop_from_the_window(window: MainWindow) -> None:
    assert [w for w in window.findChildren(QWidget) if w.acceptDrops()] == []
    assert window.acceptDrops()


def test_that_a_theme_change_reaches_every_widget(qtbot: QtBot, window: MainWindow) -> None:
    changed: list[str] = []

    class Witness(QWidget):
        def changeEvent(self, event: QEvent) -> None:
            if event.type() == QEvent.Type.PaletteChange:
                changed.append("palette")

    witness = Witness(window)
    window.menu_actions.action("theme.dark").trigger()
    qtbot.waitUntil(lambda: bool(changed))
    window.menu_actions.action("theme.light").trigger()
    witness.deleteLater()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_every_tab_has_room_in_the_smallest_window(
    qtbot: QtBot, window: MainWindow, language: str
) -> None:
    window.commands.set_language(language)
    window.resize(window.minimumSize())
    tabs = window.header.tabs
    qtbot.waitUntil(lambda: tabs.width() >= tabs.sizeHint().width() > 0, timeout=5000)
    assert window.header.open.accessibleName()
