"""A run that cannot go on since its data are not where they were, or are others by now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from xception_gui.gui import dialogs
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import mark, tr
from xception_gui.gui.training import ACTION, Order

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.train_tab import TrainTab


class MovedData(QObject):
    """Offers to say where they lie now, in the banner that tells of it; the run then goes on."""

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._shelf = window, tab.shelf
        self._training = window.workspace.training
        self._training.failed.connect(self._offer)

    def _offer(self, failure: Failure) -> None:
        order = self._training.order
        part = self._missing(order, failure) if order is not None and order.resume else ""
        if order is not None and part:
            call = partial(self._ask, order, part)
            self._window.errors.offer(failure, mark("Choose data…"), call)

    def _missing(self, order: Order, failure: Failure) -> str:
        """Which part of the order the failure is about: "data", "judged", or neither."""
        file = str(failure.problem.fields.get("file", "")) if failure.problem is not None else ""
        curves = self._shelf.curves.get(str(order.runs[0]))
        started = curves.started if curves is not None else None
        judged = order.judged or (started.judged if started is not None else "")
        places = {"judged": judged, "data": order.data}  # one may be both
        found = {_whole(place): part for part, place in places.items() if place}
        return found.get(_whole(file), "") if file else ""

    def _ask(self, order: Order, part: str) -> None:
        menu = QMenu(self._window)
        title, chosen = tr("Choose data…").rstrip("…"), partial(self._go_on, order, part)
        folder = self._window.settings.values.last_folder or os.path.expanduser("~")
        ask = partial(dialogs.choose_folder, self._window, title, folder, chosen)
        kinds = (dialogs.ZIP, dialogs.EVERYTHING)
        ask_zip = partial(dialogs.choose_files, self._window, title, folder, kinds, chosen)
        menu.addAction(tr("Choose folder…")).triggered.connect(lambda _on: ask())
        menu.addAction(tr("Choose zip…")).triggered.connect(lambda _on: ask_zip())
        menu.popup(QCursor.pos())

    def _go_on(self, order: Order, part: str, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            self._window.errors.forget(ACTION)
            moved = replace(order, data=path) if part == "data" else replace(order, judged=path)
            self._training.start(moved)


def _whole(path: str) -> str:
    return os.path.abspath(path).rstrip("/")
