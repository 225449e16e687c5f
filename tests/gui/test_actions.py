"""The table of actions: nothing twice, nothing that does nothing, every key listed."""

from __future__ import annotations

import inspect
from collections import Counter
from operator import attrgetter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from xception_gui.gui.actions import KEYS_ONLY, MENUS, TABLE
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.menus import key_list

FACTS = {"", "picture", "heatmap", "module", "selected", "maps", "many", "answers", "undo", "redo"}
FACTS |= {
    "startable",
    "idle-data",
    "training",
    "run",
    "zoomable",
    "back",
    "forward",
    "block",
    "channel",
    "network",
}


# What was designed, menu by menu; there may be more between. "Use best weights" asks for nothing,
# so it has no "…".
DESIGNED = {
    "File": (
        ("Open…", "Ctrl+O"), ("Open folder…", "Ctrl+Shift+O"), ("Open recent", ""),
        ("Save overlay…", "Ctrl+S"), ("Export table…", "Ctrl+E"), ("Close picture", "Ctrl+W"),
        ("Settings…", "Ctrl+,"), ("Quit", "Ctrl+Q"),
    ),
    "Edit": (
        ("Undo", "Ctrl+Z"), ("Redo", "Ctrl+Shift+Z"), ("Copy overlay", "Ctrl+C"),
        ("Copy table", "Ctrl+Shift+C"), ("Copy as Python", "Ctrl+Alt+C"),
        ("Paste picture", "Ctrl+V"), ("Filter modules", "Ctrl+F"),
        ("Command palette…", "Ctrl+K Ctrl+Shift+P"),
    ),
    "View": (
        ("Classify", "Ctrl+1"), ("Feature maps", "Ctrl+2"), ("Train", "Ctrl+3"),
        ("Diagram", "Ctrl+4"), ("Compare", "Ctrl+5"), ("Show heat map", "H"),
        ("Explain selected module", "L"), ("Network input", "I"), ("Previous picture", "PgUp"),
        ("Next picture", "PgDown"), ("Zoom in", "Ctrl++ Ctrl+="), ("Zoom out", "Ctrl+-"),
        ("Fit", "Ctrl+0"), ("Architecture", "Ctrl+B"), ("Inspector", "Ctrl+I"),
        ("Full screen", "F11"),
    ),
    "Model": (
        ("New…", "Ctrl+N"), ("Load weights…", "Ctrl+L"), ("Save weights…", "Ctrl+Shift+S"),
        ("Check weights file…", ""), ("Device", ""), ("Precision", ""), ("Back", "Alt+Left"),
        ("Forward", "Alt+Right"), ("Paper check…", ""),
    ),
    "Train": (
        ("New run…", "Ctrl+T"), ("Start or pause", "Ctrl+R"), ("Finish epoch", ""),
        ("Stop", "Ctrl+."), ("Follow run…", ""), ("Use best weights", ""),
    ),
    "Help": (("Guide", "F1"), ("Shortcuts", "Ctrl+/"), ("Doctor…", ""), ("About", "")),
}  # fmt: skip


@pytest.mark.parametrize("menu", DESIGNED)
def test_that_the_menus_are_those_that_were_designed(menu: str) -> None:
    rows = [(entry.text, entry.keys) for entry in TABLE if entry.menu.split("/")[0] == menu]
    assert [row for row in rows if row in DESIGNED[menu]] == list(DESIGNED[menu])


def test_that_no_shortcut_is_used_twice() -> None:
    keys = [QKeySequence(k).toString() for entry in TABLE for k in entry.keys.split()]
    assert "" not in keys, "a shortcut that Qt does not understand"
    twice = [key for key, count in Counter(keys).items() if count > 1]
    assert twice == []


def test_that_ids_are_unique_and_every_call_exists(window: MainWindow) -> None:
    ids = [entry.id for entry in TABLE]
    assert len(ids) == len(set(ids))
    for entry in TABLE:
        method = attrgetter(entry.call)(window.commands)
        parameters = len(inspect.signature(method).parameters)
        filled = entry.menu.endswith("/*")
        assert parameters == int(bool(entry.value or entry.checkable) and not filled), entry.id
        assert entry.needs in FACTS, entry.id
        assert entry.menu.partition("/")[0] in (*MENUS, KEYS_ONLY)


def test_that_the_menus_show_the_whole_table(window: MainWindow) -> None:
    def texts(menu: QMenu) -> list[str]:
        found = []
        for action in menu.actions():
            found.append(action.text())
            below = action.menu()
            found += texts(below) if isinstance(below, QMenu) else []
        return found

    shown = [t for top in window.menuBar().actions() for t in texts(top.menu()) if t]  # type: ignore[arg-type]
    for entry in TABLE:
        assert entry.menu == KEYS_ONLY or entry.text in shown or entry.text == "As the system"


def test_that_actions_follow_what_is_there(window: MainWindow) -> None:
    without = {e.id for e in TABLE if not window.menu_actions.action(e.id).isEnabled()}
    assert without == {e.id for e in TABLE if e.needs}
    window.menu_actions.set_facts(frozenset(FACTS))
    assert all(window.menu_actions.action(entry.id).isEnabled() for entry in TABLE)


def test_that_the_list_of_keys_has_every_key(qtbot: QtBot) -> None:
    rows = list(key_list())
    assert len([e for e in TABLE if e.keys]) + 5 == len(rows)
    assert all(row.text and row.keys and row.menu for row in rows)


def test_that_filled_menus_offer_something(window: MainWindow) -> None:
    for name, least in (("recent", 1), ("device", 1), ("precision", 4)):
        menu = window.menu_actions.action(name).menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        assert len(menu.actions()) >= least
