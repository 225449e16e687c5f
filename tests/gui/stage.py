"""The window as a stage: acts of a user in steps, each called by Qt's event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.gui.workbench import PATIENCE, choose, paint, weights_file
from tests.training.samples import CONFIG
from xception_gui.gui.main_window import MainWindow


@dataclass(frozen=True)
class Stage:
    """The window, and a folder with what is opened in it."""

    qtbot: QtBot
    window: MainWindow
    folder: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def pages(self) -> list[QDialog]:
        """Every dialog that was made."""
        return self.window.findChildren(QDialog)

    def page(self, kind: str) -> Any:
        """The one of that class."""
        return next(page for page in self.pages() if type(page).__name__ == kind)

    def play(self, act: Act, look: Callable[[], object] = lambda: None) -> None:
        """One step after the other, each when nothing is under way any more; a look after each."""
        for step in act:
            QTimer.singleShot(0, self.window, partial(step, self))
            self.settle()
            look()

    def settle(self) -> None:
        """Some jobs are submitted only when a selection has stayed for a moment."""
        for pause in (50, 20):
            self.qtbot.wait(pause)
            self.qtbot.waitUntil(lambda: not self.window.lanes.busy, timeout=PATIENCE)

    def clear(self) -> None:
        """No dialog, no run, the tab Classify."""
        self.window.workspace.training.stop()
        for dialog in self.pages():
            dialog.reject()
        self.window.show_tab("classify")
        self.settle()

    def answers(self) -> bool:
        """Whether another picture gets its answer."""
        work = self.window.workspace
        name = "b.png" if work.picture is not None and work.picture.name == "a.png" else "a.png"
        work.open_paths([self.path(name)])
        self.settle()
        shown = work.picture is not None and work.picture.name == name
        return shown and work.prediction is not None and not work.is_stale


Step = Callable[[Stage], object]
Act = tuple[Step, ...]


def furnish(folder: Path) -> None:
    """Pictures, one that cannot be read, and two classes to learn."""
    for seed, name in enumerate(("a.png", "b.png")):
        paint(folder / name, seed)
    (folder / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    for number in range(24):
        paint(folder / "set" / ("cat", "dog")[number % 2] / f"{number}.png", number, (24, 24))


def opens(name: str) -> Step:
    return lambda stage: stage.window.workspace.open_paths([stage.path(name)])


def loads(seed: int = 1) -> Step:
    return lambda stage: stage.window.commands.load(weights_file(seed))


def call(method: str, *values: object) -> Step:
    """Of the window or a part of it."""
    return lambda stage: attrgetter(method)(stage.window)(*values)


def tell(signal: str, *values: object) -> Step:
    """In place of the part that has the signal."""
    return call(f"{signal}.emit", *values)


def on(page: str, method: str, *values: object) -> Step:
    """Of a dialog that was opened before."""
    return lambda stage: attrgetter(method)(stage.page(page))(*values)


def press(page: str, kind: type) -> Step:
    """The first part of that class in a dialog."""
    return lambda stage: stage.page(page).findChildren(kind)[0].clicked.emit()


def trigger(command: str) -> Step:
    """Of a menu, as if it were enabled."""

    def step(stage: Stage) -> None:
        action = stage.window.menu_actions.action(command)
        action.setEnabled(True)
        action.trigger()

    return step


def other_module(stage: Stage) -> None:
    """The next one of the entry flow: of which nothing is kept yet."""
    work = stage.window.workspace
    assert work.network is not None
    paths = [row.path for row in work.network.tree.walk() if row.path.startswith("entry.")]
    place = paths.index(work.module) if work.module in paths else -1
    work.select_module(paths[(place + 1) % len(paths)])


def chosen(name: str) -> Step:
    """Answers the file dialog that is open."""
    return lambda stage: choose(stage.window, stage.folder / name)


def later(stage: Stage) -> None:
    """Some things are told in bundles."""
    stage.qtbot.wait(250)


def at_once(*steps: Step) -> Step:
    """Without waiting in between."""
    return lambda stage: [step(stage) for step in steps]


def offer(epochs: int) -> Step:
    """What is to be learnt, and for how long."""

    def step(stage: Stage) -> None:
        stage.window.show_tab("train")
        stage.window.train_tab.set_config(replace(CONFIG, epochs=epochs))
        stage.window.train_tab.offer(stage.path("set"))

    return step


def of_run(signal: str, *values: object) -> Step:
    """What is wanted of the newest row of the list."""

    def step(stage: Stage) -> None:
        runs = stage.window.train_tab.shelf.folder.iterdir()
        newest = max(runs, key=lambda path: path.stat().st_mtime)
        attrgetter(signal)(stage.window.train).emit(str(newest), *values)

    return step
