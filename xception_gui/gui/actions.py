"""Everything the window can be told to do, as a table; menus, keys and the list of keys follow it.

A record names a method of `Commands` (`commands.py`). What does not exist yet is not in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from xception_gui.gui.lanes import failure
from xception_gui.gui.language import mark, tr
from xception_gui.gui.settings_table import BY_ID, Setting

MENUS = (mark("File"), mark("Edit"), mark("View"), mark("Model"), mark("Train"), mark("Help"))
KEYS_ONLY = mark("In the view")


@dataclass(frozen=True)
class Entry:
    """One thing to do.

    Parameters
    ----------
    id : str
        Name in code.
    text : str
        English, as in the menu.
    menu : str
        One of `MENUS`, with a submenu after a slash; `KEYS_ONLY`: a key without a menu entry.
    call : str
        Method of `Commands`; called with `value` if there is one, else, if `checked` is set, with
        the new state.
    keys : str
        Shortcuts, separated by spaces; as they are written for a view that handles them itself if
        `call` is empty.
    needs : str
        What must be there: a key of `NEEDS` in `facts.py`; empty: nothing.
    value : str
        Of a choice; the choices of a submenu exclude each other.
    line : bool
        A line above it.
    icon : str
        Its icon in the command palette.
    also : str
        English words by which the palette finds it too.
    """

    id: str
    text: str
    menu: str
    call: str
    keys: str = ""
    needs: str = ""
    value: str = ""
    checkable: bool = False
    line: bool = False
    icon: str = "play"
    also: str = ""


def _choices(menu: str, setting: Setting, icon: str) -> tuple[Entry, ...]:
    """A submenu with the choices of a setting."""
    return tuple(
        Entry(
            f"{setting.id}.{value}",
            text,
            f"{menu}/{setting.text}",
            setting.call,
            value=value,
            checkable=True,
            icon=icon,
        )
        for value, text in setting.choices
    )


TABLE: tuple[Entry, ...] = (
    Entry("open", mark("Open…"), "File", "open_files", "Ctrl+O", icon="open"),
    Entry(
        "open-folder", mark("Open folder…"), "File", "open_folder", "Ctrl+Shift+O", icon="folder"
    ),
    Entry("recent", mark("Open recent"), "File/*", "recent_files", icon="clock"),
    Entry(
        "save", mark("Save overlay…"), "File", "saving.overlay", "Ctrl+S", "heatmap", line=True,
        icon="save", also=mark("heat map"),
    ),
    Entry(
        "save-heatmap", mark("Save heat map…"), "File", "saving.heatmap", "", "heatmap",
        icon="save",
    ),
    Entry(
        "save-input", mark("Save network input…"), "File", "saving.network_input", "", "picture",
        icon="save",
    ),
    Entry("save-maps", mark("Save maps…"), "File", "saving.maps", "", "maps", icon="save"),
    Entry("save-view", mark("Save view…"), "File", "saving.view", icon="save"),
    Entry(
        "export", mark("Export table…"), "File", "saving.history", "Ctrl+E", "answers", line=True,
        icon="save",
    ),
    Entry("history", mark("History…"), "File", "show_history", "Ctrl+H", icon="clock"),
    Entry(
        "close", mark("Close picture"), "File", "close_picture", "Ctrl+W", "picture", line=True,
        icon="close",
    ),
    Entry(
        "settings", mark("Settings…"), "File", "show_settings", "Ctrl+,", line=True,
        icon="settings",
    ),
    Entry("quit", mark("Quit"), "File", "quit", "Ctrl+Q", line=True, icon="stop"),
    Entry("undo", mark("Undo"), "Edit", "undo", "Ctrl+Z", "undo", icon="undo"),
    Entry("redo", mark("Redo"), "Edit", "redo", "Ctrl+Shift+Z", "redo", icon="undo"),
    Entry(
        "copy", mark("Copy overlay"), "Edit", "saving.copy_overlay", "Ctrl+C", "heatmap",
        line=True, icon="copy", also=mark("heat map"),
    ),
    Entry("copy-maps", mark("Copy maps"), "Edit", "saving.copy_maps", "", "maps", icon="copy"),
    Entry(
        "copy-table", mark("Copy table"), "Edit", "saving.copy_history", "Ctrl+Shift+C", "answers",
        icon="copy",
    ),
    Entry(
        "copy-python", mark("Copy as Python"), "Edit", "copy_python", "Ctrl+Alt+C", "selected",
        icon="code",
    ),
    Entry("paste", mark("Paste picture"), "Edit", "paste", "Ctrl+V", icon="paste"),
    Entry(
        "filter", mark("Filter modules"), "Edit", "filter_modules", "Ctrl+F", line=True,
        icon="filter",
    ),
    Entry(
        "palette", mark("Command palette…"), "Edit", "show_palette", "Ctrl+K Ctrl+Shift+P",
        icon="search",
    ),
    Entry(
        "classify", mark("Classify"), "View", "show_tab", "Ctrl+1", value="classify",
        checkable=True, icon="image",
    ),
    Entry(
        "maps", mark("Feature maps"), "View", "show_tab", "Ctrl+2", value="maps",
        checkable=True, icon="grid",
    ),
    Entry(
        "train", mark("Train"), "View", "show_tab", "Ctrl+3", value="train", checkable=True,
        icon="chart",
    ),
    Entry(
        "diagram", mark("Diagram"), "View", "show_tab", "Ctrl+4", value="diagram",
        checkable=True, icon="diagram", also=mark("figure of the paper"),
    ),
    Entry(
        "heatmap", mark("Show heat map"), "View", "show_heatmap", "H", "heatmap",
        checkable=True, line=True, icon="eye",
    ),
    Entry(
        "layer", mark("Explain selected module"), "View", "explain_module", "L", "module",
        icon="layers", also=mark("heat map"),
    ),
    Entry(
        "input", mark("Network input"), "View", "show_input", "I", "picture", checkable=True,
        icon="grid",
    ),
    Entry(
        "previous", mark("Previous picture"), "View", "previous", "PgUp", "many", line=True,
        icon="chevron-left",
    ),
    Entry("next", mark("Next picture"), "View", "next", "PgDown", "many", icon="chevron-right"),
    Entry(
        "zoom-in", mark("Zoom in"), "View", "zoom_in", "Ctrl++ Ctrl+=", "zoomable", line=True,
        icon="search",
    ),
    Entry("zoom-out", mark("Zoom out"), "View", "zoom_out", "Ctrl+-", "zoomable", icon="search"),
    Entry("fit", mark("Fit"), "View", "fit", "Ctrl+0", "zoomable", icon="fit"),
    Entry(
        "tree", mark("Architecture"), "View", "show_tree", "Ctrl+B", checkable=True, line=True,
        icon="side-left",
    ),
    Entry(
        "inspector", mark("Inspector"), "View", "show_inspector", "Ctrl+I", checkable=True,
        icon="side-right",
    ),
    *_choices("View", BY_ID["theme"], "eye"),
    *_choices("View", BY_ID["language"], "flag"),
    Entry(
        "full-screen", mark("Full screen"), "View", "full_screen", "F11", checkable=True,
        line=True, icon="fit",
    ),
    Entry("new-network", mark("New…"), "Model", "new_network", "Ctrl+N", icon="layers"),
    Entry(
        "load", mark("Load weights…"), "Model", "load_weights", "Ctrl+L", icon="weights"
    ),
    Entry("catalogue", mark("Weights…"), "Model", "show_catalogue", icon="weights"),
    Entry("inspect", mark("Inspect weights…"), "Model", "inspect_weights", icon="search"),
    Entry("device", mark("Device"), "Model/*", "devices", line=True, icon="chip"),
    Entry("precision", mark("Precision"), "Model/*", "precisions", icon="chip"),
    Entry(
        "back", mark("Back"), "Model", "back", "Alt+Left", "back", line=True, icon="chevron-left",
        also=mark("selected before"),
    ),
    Entry(
        "forward", mark("Forward"), "Model", "forward", "Alt+Right", "forward",
        icon="chevron-right",
    ),
    Entry(
        "paper-check", mark("Paper check…"), "Model", "show_paper_check", line=True, icon="check",
    ),
    Entry(
        "worth", mark("What is it worth?…"), "Model", "show_worth", "Ctrl+M", "picture",
        icon="compare", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-block", mark("Take out selected block"), "Model", "mute_block", "", "block",
        icon="close", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-skip", mark("Take out its skip connection"), "Model", "mute_skip", "", "block",
        icon="close", also=mark("mute, ablation"),
    ),
    Entry(
        "mute-channel", mark("Take out chosen feature map"), "Model", "mute_channel", "",
        "channel", icon="close", also=mark("mute, ablation"),
    ),
    Entry("tutorials", mark("Tutorials…"), "Model", "show_tutorials", icon="info"),
    Entry(
        "layer-cost", mark("Cost of a layer…"), "Model", "show_layer_cost", icon="chart",
        also=mark("calculator"),
    ),
    Entry("new-run", mark("New run…"), "Train", "train.ask_data", "Ctrl+T"),
    Entry(
        "start-run", mark("Start or pause"), "Train", "train.start_or_pause", "Ctrl+R",
        "startable", icon="play",
    ),
    Entry("finish-epoch", mark("Finish epoch"), "Train", "train.finish_epoch", "", "training"),
    Entry("stop-run", mark("Stop run"), "Train", "train.stop", "Ctrl+.", "training", icon="stop"),
    Entry(
        "follow-run", mark("Follow run…"), "Train", "train.ask_run", line=True, icon="folder",
    ),
    Entry(
        "run-weights", mark("Use best weights"), "Train", "train.use_weights", "", "run",
        icon="weights",
    ),
    Entry("shortcuts", mark("Shortcuts"), "Help", "show_shortcuts", "Ctrl+/", icon="info"),
    Entry("doctor", mark("Doctor…"), "Help", "show_doctor", line=True, icon="check"),
    Entry("log", mark("Log…"), "Help", "show_log", icon="code"),
    Entry("about", mark("About"), "Help", "show_about", icon="info"),
    Entry("next-pane", mark("Next pane"), KEYS_ONLY, "next_pane", "F6", icon="columns"),
    Entry(
        "previous-pane", mark("Previous pane"), KEYS_ONLY, "previous_pane", "Shift+F6",
        icon="columns",
    ),
)  # fmt: skip


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
    for choice in choices:
        action = menu.addAction(choice.text)
        action.setCheckable(choice.checked is not None)
        action.setChecked(bool(choice.checked))
        action.setEnabled(choice.call is not None)
        if choice.call is not None:
            action.triggered.connect(partial(_choose, choice.call))


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


def key_list() -> Iterator[KeyRow]:
    """Every key there is."""
    menus = (*MENUS, KEYS_ONLY)
    native = QKeySequence.SequenceFormat.NativeText
    for entry in TABLE:
        if entry.keys:
            menu = entry.menu.partition("/")[0]
            keys = tuple(QKeySequence(one).toString(native) for one in entry.keys.split())
            yield KeyRow(menus.index(menu), tr(menu), tr(entry.text), keys)
    for keys, text in VIEW_KEYS:
        yield KeyRow(len(MENUS), tr(KEYS_ONLY), tr(text), tuple(map(tr, keys)))
