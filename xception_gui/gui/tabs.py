"""The views in the centre, one of them on top; some are made when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class Tabs(QStackedWidget):
    """Pages by name. The first one that is added is on top.

    Attributes
    ----------
    made : Signal
        Carries a page that was added.
    name : str
        Of the page on top.
    """

    made = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._pages: dict[str, QWidget] = {}
        self._later: dict[str, Callable[[], object]] = {}

    def add(self, name: str, page: QWidget) -> None:
        """A page that exists now."""
        self._pages[name] = page
        self.addWidget(page)
        self.name = self.name or name
        self.made.emit(page)

    def add_later(self, name: str, make: Callable[[], object]) -> None:
        """A page that `make` adds when it is to be shown and nobody has added it yet."""
        self._later[name] = make

    def show_page(self, name: str) -> None:
        """Bring it to the top."""
        if name not in self._pages:
            self._later[name]()
        self.name = name
        self.setCurrentWidget(self._pages[name])

    @property
    def page(self) -> QWidget:
        """What is on top."""
        return cast("QWidget", self.currentWidget())
