"""The window: what lies where, and which signal goes to whom. It owns widgets, never state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xception_gui.base import Problem
from xception_gui.base.numbers import exact
from xception_gui.gui import messages, style
from xception_gui.gui.classifying import Classifying
from xception_gui.gui.commands import Commands
from xception_gui.gui.drop_target import DropTarget
from xception_gui.gui.errors import Errors
from xception_gui.gui.evaluation_window import EvaluationWindow
from xception_gui.gui.facts import facts
from xception_gui.gui.finder import Finder
from xception_gui.gui.folder_question import FolderQuestion
from xception_gui.gui.history_window import HistoryWindow
from xception_gui.gui.keeping import Keeper
from xception_gui.gui.lanes import Failure, Lanes
from xception_gui.gui.language import tr
from xception_gui.gui.late_parts import LateParts
from xception_gui.gui.leaving import Leaving
from xception_gui.gui.menus import Actions
from xception_gui.gui.modules import Modules
from xception_gui.gui.panes import DEFAULT, MINIMUM, Panes, room
from xception_gui.gui.selection_history import SelectionHistory
from xception_gui.gui.session import Network
from xception_gui.gui.settings import SettingsFile
from xception_gui.gui.status import Status
from xception_gui.gui.style.tokens import MENU_BAND
from xception_gui.gui.views.banner import Banner
from xception_gui.gui.views.canvas import Canvas
from xception_gui.gui.views.class_bar import ClassBar
from xception_gui.gui.views.classify import ClassifyView
from xception_gui.gui.views.header import Header
from xception_gui.gui.views.inspector import Inspector
from xception_gui.gui.views.status_bar import StatusBar
from xception_gui.gui.views.toast import Toast
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from xception_gui.gui.views.diagram import DiagramView
    from xception_gui.gui.views.feature_maps import FeatureMapsView
    from xception_gui.gui.views.map_looks import MapChoice

_PAGING = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class MainWindow(LateParts):
    """Tree, centre, inspector, status bar.

    Parameters
    ----------
    settings : SettingsFile
    lanes : Lanes
        Closed with the window.
    workspace : Workspace
    """

    def __init__(self, settings: SettingsFile, lanes: Lanes, workspace: Workspace) -> None:
        super().__init__()
        self.settings, self.lanes, self.workspace = settings, lanes, workspace
        self._keeper = Keeper(self, settings, lanes)
        self.settings_changed = self._keeper.changed
        self.tree, self.inspector = TreePanel(), Inspector()
        self.header, self.class_bar = Header(), ClassBar()
        self.classify = ClassifyView()
        self.chosen_channel = ("", -1)  # module and number of the feature map that is chosen
        self.selections = SelectionHistory(workspace)
        self.banner, self.status_bar = Banner(), StatusBar()
        self._arrange()
        self._toast = Toast(self)
        self._toast_call: Callable[[], object] = lambda: None
        self._closed_words = ""
        self.commands = Commands(self)
        self.drops = DropTarget(self, partial(self.commands.open_mime, empty=Problem("drop-empty")))
        self.menu_actions = Actions(self, self.menuBar(), self.commands)
        self.finder = Finder(self, self.commands)
        self.menu_actions.failed.connect(workspace.failed)
        FolderQuestion(self, self.class_bar)
        self._leaving = Leaving(self)
        self.modules = Modules(self.tree, self.inspector, workspace)
        self.errors = Errors(self.banner, workspace, self.commands.show_in_folder)
        self._history = HistoryWindow(self, self.commands.saving)
        self.evaluation = EvaluationWindow(self, self.commands.saving)
        self._status = Status(self.status_bar, workspace, self.commands)
        self._classifying = Classifying(self, self.classify)
        self._connect_workspace()
        self._connect_views()
        self._restore()
        self._retranslate()
        self.refresh()

    # For commands

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks through."""
        return (self.tree, self._centre, self.inspector, self.status_bar)

    def show_pane(self, name: str, shown: bool) -> None:
        """Show or hide "tree" or "inspector"."""
        if shown and name == "inspector" and not room(self.width()).inspector:
            self.resize(max(self.width(), style.px(DEFAULT[0])), self.height())
        self._panes.want(name, shown)
        self.change_settings(**{f"{name}_shown": shown})
        self.refresh()

    def change_settings(self, **values: Any) -> None:
        """Change settings; they are written soon."""
        self._keeper.change(**values)

    def say_done(self, text: str, folder: str = "") -> None:
        """A short message; with a folder, the way there."""
        self._toast_call = partial(self.commands.show_in_folder, folder)
        self._toast.show_message(text, tr("Show in folder") if folder else "")

    @property
    def page(self) -> QWidget:
        """The view that is shown in the centre."""
        return self._tabs.page

    @property
    def tab(self) -> str:
        """The name of that view."""
        return self._tabs.name

    @property
    def zoomable(self) -> Canvas | FeatureMapsView | DiagramView:
        """What the zoom commands act on."""
        others = {"maps": self._maps_tab, "diagram": self._diagram_tab}
        shown = others.get(self.tab)
        return shown.view if shown else self.classify.canvas

    def show_tab(self, name: str) -> None:
        """Show a view in the centre, by its name in the table of actions, with the keyboard."""
        self._tabs.show_page(name)
        self.header.set_tab(name)
        self.workspace.maps.set_active(name == "maps")
        self.menu_actions.check(name, True)
        if name == "maps":
            self.maps.take_keyboard()
        elif name == "train":
            self.train_tab.shelf.refresh()
            self.train.setFocus()
        elif name == "diagram":
            self.diagram_tab.shown()
        elif name == "compare":
            self.compare_tab.shown()
        else:
            self.classify.canvas.setFocus()
        self.refresh()

    def show_history(self) -> None:
        """Every answer of this run, in a window beside this one."""
        self._history.show()

    def offer(self, text: str, action: str, call: Callable[[], object]) -> None:
        """A short message, with something that can be done about it."""
        self._toast_call = call
        self._toast.show_message(text, action)

    def offer_undo(self, text: str, undo: Callable[[], object]) -> None:
        """A short message, with the way back."""
        self.offer(text, tr("Undo"), undo)

    def close_at_once(self) -> None:
        """Close without asking: the system or the terminal wants it."""
        self._leaving.force()
        self.close()

    def offer_examples(self) -> None:
        """Read the pictures to begin with, once."""
        self._classifying.offer_examples()

    def newest_failure(self) -> Failure | None:
        """What the banner tells."""
        return self.errors.newest()

    # Making

    def _arrange(self) -> None:
        self._centre = QWidget()
        column = _stacked(self._centre)
        for part in (self.header, self.class_bar, self.banner):
            column.addWidget(part)
        self._tabs.add("classify", self.classify)
        self._tabs.add_later("maps", lambda: self.maps)
        self._tabs.add_later("train", lambda: self.train)
        self._tabs.add_later("diagram", lambda: self.diagram)
        self._tabs.add_later("compare", lambda: self.compare_tab)
        self._tabs.made.connect(self._page_lists)
        column.addWidget(self._tabs, 1)
        self._panes = Panes(self.tree, self._centre, self.inspector)
        whole = QWidget()
        rows = _stacked(whole)
        rows.addWidget(self._panes, 1)
        rows.addWidget(self.status_bar)
        self.setCentralWidget(whole)
        self.menuBar().setFixedHeight(style.px(MENU_BAND))
        self.menuBar().setNativeMenuBar(False)
        self.setMinimumSize(style.px(MINIMUM[0]), style.px(MINIMUM[1]))
        self._page_lists(self)

    def _page_lists(self, widget: QWidget) -> None:
        strip = self.classify.filmstrip.strip  # there the keys change the picture
        for child in widget.findChildren(QWidget):
            if isinstance(child, QAbstractItemView | QScrollArea) and child is not strip:
                child.installEventFilter(self)

    def _connect_workspace(self) -> None:
        work = self.workspace
        work.network_changed.connect(self._show_network)
        work.picture_changed.connect(self._show_title)
        changes = (work.picture_changed, work.prediction_changed, work.heatmap_changed)
        others = (work.module_selected, work.queue_changed, work.undo_stack.indexChanged)
        parts = (work.network_changed, work.training.state_changed)
        for changed in (*changes, *others, *parts):
            changed.connect(self.refresh)
        work.history.changed.connect(self._follow_history)
        work.closed_all.connect(self._say_closed)
        work.undo_stack.indexChanged.connect(self._withdraw_closed)
        work.weights_found.connect(self._take_weights)
        work.opened.connect(self._keeper.remember_file)
        self.settings_changed.connect(self._show_settings)

    def _connect_views(self) -> None:
        commands = self.commands
        self.banner.details_requested.connect(commands.pages.show_details)
        self.banner.report_requested.connect(commands.copy_report)
        self.header.tab_chosen.connect(self.show_tab)
        self.header.open_requested.connect(commands.open_files)
        self.header.search_requested.connect(commands.show_palette)
        self.header.tree_requested.connect(lambda: self.show_pane("tree", True))
        self.header.inspector_requested.connect(lambda: self.show_pane("inspector", True))
        self.tree.activated.connect(self._open_maps)
        self.tree.hide_requested.connect(lambda: self.show_pane("tree", False))
        self.inspector.hide_requested.connect(lambda: self.show_pane("inspector", False))
        self.inspector.copied.connect(self.say_done)
        self.inspector.export_requested.connect(commands.saving.inside)
        self.inspector.source_requested.connect(commands.show_source)
        self._panes.dragged.connect(lambda widths: self.change_settings(panes=widths))
        self._toast.pressed.connect(self._act_on_toast)

    def _restore(self) -> None:
        values = self.settings.values
        self._panes.restore(values.panes, values.tree_shown, values.inspector_shown)
        self.menu_actions.check("classify", True)
        self._show_settings()
        self._keeper.restore_place()

    def _show_settings(self) -> None:
        """Menus show what is set, wherever it was set."""
        for name in ("theme", "language"):
            value = getattr(self.settings.values, name)
            self.menu_actions.check(f"{name}.{value}", True)

    # Results arrive

    def _show_network(self, network: Network) -> None:
        if network.fallback:
            self.say_done(messages.fallback_words(network))
        self.errors.forget("Load weights")
        self._keeper.remember_weights(network.weights)
        self._show_title()
        if network.tree.find(self.chosen_channel[0]) is None:
            self.note_channel(None)

    def _take_weights(self, path: str) -> None:
        """Weights that were dropped: the tab Compare holds them against those in force."""
        (self.compare_tab.take_weights if self.tab == "compare" else self.commands.load)(path)

    def _say_closed(self, count: int) -> None:
        self._closed_words = tr("Closed {count} pictures", count=exact(count))
        self.offer_undo(self._closed_words, self.workspace.undo_stack.undo)

    def _withdraw_closed(self) -> None:
        """Ctrl+Z has done what is offered, or would undo something newer."""
        self._toast.withdraw(self._closed_words)

    def _open_maps(self, path: str, of_paper: bool) -> None:
        self.maps_tab.open(path, of_paper)

    def note_channel(self, chosen: MapChoice | None) -> None:
        """The feature map that is chosen, or none."""
        self.chosen_channel = chosen.place if chosen is not None else ("", -1)
        self.refresh()

    def _act_on_toast(self) -> None:
        self._toast_call()

    # Words and states

    def _retranslate(self) -> None:
        self.menu_actions.retranslate()
        self.errors.retranslate()
        self._status.retranslate()
        self.modules.retranslate()
        self._classifying.retranslate()
        self._show_title()

    def _show_title(self) -> None:
        picture, network = self.workspace.picture, self.workspace.network
        weights = messages.weights_name(network.weights) if network else ""
        name = (picture.name or tr("pasted picture")) if picture else ""
        self.setWindowTitle(" · ".join(filter(None, (name, weights, "Xception"))))

    def _follow_history(self) -> None:
        """Only whether there is any: a queue adds rows faster than menus need to follow."""
        if len(self.workspace.history.rows) <= 1:
            self.refresh()

    def refresh(self) -> None:
        """Menus and ways back follow what is there now."""
        self.menu_actions.set_facts(facts(self))
        tree, inspector = self._panes.is_wanted("tree"), self._panes.is_wanted("inspector")
        self.menu_actions.check("tree", tree)
        self.menu_actions.check("inspector", inspector)
        self.menu_actions.check("heatmap", self.classify.heat_band.eye.isChecked())
        self.menu_actions.check("full-screen", self.isFullScreen())
        visible = inspector and room(self.width()).inspector
        self.header.show_ways_back(tree=not tree, inspector=not visible)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the room."""
        super().resizeEvent(event)
        fits = room(self.width())
        self._panes.fit(self.width())
        self._status.fit(fits)
        self.tree.set_compact(not fits.output_column)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Another language, or full screen by the window manager."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lists page with the keys that elsewhere change the picture."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in _PAGING:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes what asks, then cancels what runs."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.class_bar.isVisible():
            self.class_bar.hide()
        elif self.banner.isVisible():
            self.errors.clear()
        else:
            self.workspace.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the lanes, then write the settings; a run that goes on is asked about first."""
        if not self._leaving.may_close():
            event.ignore()
            return
        self._keeper.remember_place()
        self.hide()
        self.workspace.close()
        self.lanes.close()
        try:
            self._keeper.close()
        except Problem as problem:
            self.errors.show(Failure("Save the settings", problem, ""))
        event.accept()


def _stacked(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
