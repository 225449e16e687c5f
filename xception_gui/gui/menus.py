"""The table of `actions.py` as Qt's actions, menus and keys, and as a list of keys."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from xception_gui.gui import style
from xception_gui.gui.actions import KEYS_ONLY, MENUS, TABLE, Entry
from xception_gui.gui.lanes import failure
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.keys import with_arrows
from xception_gui.gui.views.elide import cut_path
from xception_gui.gui.views.plain_tip import plain_tip

_WIDEST = 420  # a row of a menu that is filled with names


class Actions(QObject):
    """The table as Qt's actions, in the menus of a window.

    Parameters
    ----------
    window : QWidget
        Owns the shortcuts.
    commands : object
        Has the methods that the table names.
    """

    failed = Signal(object)  # Failure

    def __init__(self, window: QWidget, bar: QMenuBar, commands: object) -> None:
        super().__init__(window)
        self._window, self._bar, self._commands = window, bar, commands
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._actions: dict[str, QAction] = {}
        for entry in TABLE:
            self._add(entry)
        self.retranslate()

    def action(self, name: str) -> QAction:
        """The action of a record's id."""
        return self._actions[name]

    def menu(self, path: str) -> QMenu:
        """A menu, or submenu after a slash; made if it is not there yet."""
        if path not in self._menus:
            above, _, name = path.rpartition("/")
            made = QMenu(self._window)
            made.setObjectName(name)
            (self.menu(above) if above else self._bar).addMenu(made)
            self._menus[path] = made
        return self._menus[path]

    def set_facts(self, facts: frozenset[str]) -> None:
        """Enable what is possible now."""
        for entry in TABLE:
            self._actions[entry.id].setEnabled(not entry.needs or entry.needs in facts)

    def check(self, name: str, checked: bool) -> None:
        """Show a state in the menu, without calling anything."""
        self._actions[name].setChecked(checked)

    def retranslate(self) -> None:
        """Read the texts again."""
        for entry in TABLE:
            self._actions[entry.id].setText(tr(entry.text))
        for menu in self._menus.values():
            menu.setTitle(tr(menu.objectName()))

    def _add(self, entry: Entry) -> None:
        action = QAction(self._window)
        self._actions[entry.id] = action
        if entry.menu.endswith("/*"):
            self._add_filled_menu(entry, action)
            return
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys.split()])
        action.setCheckable(entry.checkable)
        action.triggered.connect(self._call(entry))
        if entry.menu == KEYS_ONLY:
            self._window.addAction(action)
            return
        menu = self.menu(entry.menu)
        if entry.line:
            menu.addSeparator()
        menu.addAction(action)
        if entry.value:
            self._group(entry.menu).addAction(action)

    def _add_filled_menu(self, entry: Entry, action: QAction) -> None:
        """A submenu that is filled when it opens."""
        submenu = QMenu(self._window)
        action.setMenu(submenu)
        choices = attrgetter(entry.call)(self._commands)
        submenu.aboutToShow.connect(lambda: fill(submenu, choices()))
        menu = self.menu(entry.menu.removesuffix("/*"))
        if entry.line:
            menu.addSeparator()
        menu.addAction(action)

    def _call(self, entry: Entry) -> Callable[..., None]:
        if entry.value:
            return lambda _checked=False: self._run(entry, entry.value)
        if entry.checkable:
            return lambda checked=False: self._run(entry, checked)
        return lambda _checked=False: self._run(entry)

    def _run(self, entry: Entry, *arguments: object) -> None:
        """A mistake of ours is logged, told under the action's name, and the window goes on."""
        try:
            attrgetter(entry.call)(self._commands)(*arguments)
        except Exception as error:  # noqa: BLE001 - reported, and the window lives on
            self.failed.emit(failure(entry.text.removesuffix("…"), error))

    def _group(self, menu: str) -> QActionGroup:
        if menu not in self._groups:
            self._groups[menu] = QActionGroup(self)
        return self._groups[menu]


@dataclass(frozen=True)
class Choice:
    """A row of a menu that is filled when it opens; without `call` it cannot be chosen."""

    text: str
    call: Callable[[], object] | None = None
    checked: bool | None = None


def fill(menu: QMenu, choices: Iterable[Choice]) -> None:
    """Offer these and no others."""
    menu.clear()
    menu.setToolTipsVisible(False)
    for choice in choices:
        shown = _cut(choice.text)
        action = menu.addAction(shown.replace("&", "&&"))  # a file's name may have one
        if shown != choice.text:
            action.setToolTip(plain_tip(choice.text))
            menu.setToolTipsVisible(True)
        action.setCheckable(choice.checked is not None)
        action.setChecked(bool(choice.checked))
        action.setEnabled(choice.call is not None)
        if choice.call is not None:
            action.triggered.connect(partial(_choose, choice.call))


def _cut(text: str) -> str:
    """Of a path its end, of another long text both ends."""
    metrics, room = QFontMetrics(style.font("body")), style.px(_WIDEST)
    if metrics.horizontalAdvance(text) <= room:
        return text
    if os.sep in text:
        return cut_path(metrics, text, room)
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)


def _choose(call: Callable[[], object], _checked: bool = False) -> None:
    call()


VIEW_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("1 … 9", "0"), mark("Explain that row's class")),
    ((mark("Space held"),), mark("Hide the overlay")),
    (("[", "]"), mark("Opacity −, + 5\u202f%")),
    ((mark("Arrows, Enter"),), mark("Move, open")),
    (("Esc",), mark("Close, cancel, clear the filter")),
)


@dataclass(frozen=True)
class KeyRow:
    """One line of the list of keys, in the language in force; `order` sorts by menu.

    Each of `keys` does it.
    """

    order: int
    menu: str
    text: str
    keys: tuple[str, ...]


def written(keys: QKeySequence) -> str:
    """As the system writes it, with arrows as they are printed."""
    return with_arrows(keys.toString(QKeySequence.SequenceFormat.NativeText))


def key_list() -> Iterator[KeyRow]:
    """Every key there is."""
    menus = (*MENUS, KEYS_ONLY)
    for entry in TABLE:
        if entry.keys:
            menu = entry.menu.partition("/")[0]
            keys = tuple(written(QKeySequence(one)) for one in entry.keys.split())
            yield KeyRow(menus.index(menu), tr(menu), tr(entry.text), keys)
    for keys, text in VIEW_KEYS:
        yield KeyRow(len(MENUS), tr(KEYS_ONLY), tr(text), tuple(map(tr, keys)))
