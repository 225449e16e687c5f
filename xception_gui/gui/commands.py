"""What each record of the table in `actions.py` does when it is chosen."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from xception_gui.base import Problem
from xception_gui.base.results import SourceCode
from xception_gui.gui import dialogs, style
from xception_gui.gui.drop import Dropped, is_weights, read_mime
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import mark, set_language, tr
from xception_gui.gui.menus import Choice
from xception_gui.gui.pages import Pages
from xception_gui.gui.report import copy_report
from xception_gui.gui.saving import Saving
from xception_gui.gui.settings_table import BY_ID, Setting
from xception_gui.gui.weights_words import fetched

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.train_tab import TrainTab

_ZOOM = 1.2


class Commands(QObject):
    """The methods that the table names; all of them run in the GUI thread and return at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self.saving = Saving(window)
        self.pages = Pages(window, self)

    @property
    def train(self) -> TrainTab:
        """What the menu Train acts on."""
        return self._window.train_tab

    # File

    def open_files(self) -> None:
        """Ask for files."""
        kinds = (dialogs.PICTURES, dialogs.WEIGHTS, dialogs.EVERYTHING)
        dialogs.choose_files(self._window, tr("Open"), self._folder(), kinds, self.open_chosen)

    def open_folder(self) -> None:
        """Ask for a folder."""
        dialogs.choose_folder(self._window, tr("Open folder"), self._folder(), self.open_chosen)

    def open_chosen(self, paths: Sequence[str]) -> None:
        """Open what was chosen, and start there the next time."""
        if paths:
            self._window.change_settings(last_folder=os.path.dirname(paths[0]))
            self._workspace.open_paths(list(paths))

    def recent_files(self) -> list[Choice]:
        """What was opened lately."""
        recent = self._window.settings.values.recent
        rows = [Choice(path, partial(self._workspace.open_paths, [path])) for path in recent]
        return rows or [Choice(tr("Nothing yet"))]

    def show_history(self) -> None:
        """Every answer of this run."""
        self._window.show_history()

    def close_picture(self) -> None:
        """Close the picture that is shown."""
        self._workspace.close_picture()

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    # Edit

    def undo(self) -> None:
        """Open again what was closed."""
        self._workspace.undo_stack.undo()

    def redo(self) -> None:
        """Close it again."""
        self._workspace.undo_stack.redo()

    def copy_python(self) -> None:
        """Lines of Python for the selected module into the clipboard."""
        text = self._window.modules.as_python()
        if text:
            QGuiApplication.clipboard().setText(text)
            self._window.say_done(tr("Copied as Python"))

    def paste(self) -> None:
        """Open what is in the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        self.open_mime(mime, Problem("paste-empty"))

    def open_mime(self, mime: QMimeData, empty: Problem) -> None:
        """Open what was dropped or pasted; `empty` says that there is nothing."""
        dropped = read_mime(mime)
        self._workspace.open_dropped(dropped if dropped != Dropped() else Dropped(refused=(empty,)))

    def filter_modules(self) -> None:
        """Put the cursor into the tree's filter."""
        self._window.show_pane("tree", True)
        self._window.tree.focus_filter()

    def show_palette(self) -> None:
        """Find a command, module, class or setting by its name."""
        self._window.finder.open()

    # View

    def show_tab(self, name: str) -> None:
        """Another view in the centre."""
        self._window.show_tab(name)

    def show_heatmap(self, shown: bool) -> None:
        """Show or hide the heat map."""
        self._window.classify.heat_band.eye.setChecked(shown)

    def explain_module(self) -> None:
        """The heat map at the selected module."""
        self._workspace.explain_layer(self._workspace.module)

    def show_input(self, shown: bool) -> None:
        """The network's input instead of the photo."""
        self._window.classify.set_input_shown(shown)

    def previous(self) -> None:
        """The picture before."""
        self._workspace.show_neighbour(-1)

    def next(self) -> None:
        """The picture after."""
        self._workspace.show_neighbour(1)

    def zoom_in(self) -> None:
        """Enlarge."""
        self._window.zoomable.zoom(_ZOOM)

    def zoom_out(self) -> None:
        """Reduce."""
        self._window.zoomable.zoom(1 / _ZOOM)

    def fit(self) -> None:
        """The whole picture."""
        self._window.zoomable.fit()

    def show_tree(self, shown: bool) -> None:
        """Show or hide the architecture."""
        self._window.show_pane("tree", shown)

    def show_inspector(self, shown: bool) -> None:
        """Show or hide the inspector."""
        self._window.show_pane("inspector", shown)

    def set_theme(self, theme: str) -> None:
        """Light, dark, or as the system."""
        self._window.change_settings(theme=theme)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            style.apply(application, theme)

    def set_language(self, language: str) -> None:
        """English, Chinese, or as the system."""
        self._window.change_settings(language=language)
        set_language(language)

    def full_screen(self, full: bool) -> None:
        """The whole screen, or a window again."""
        (self._window.showFullScreen if full else self._window.showNormal)()

    # Model

    def mute_block(self) -> None:
        """Take the selected block out, or put it back."""
        self._mute("block", self._workspace.module)

    def mute_skip(self) -> None:
        """The same with its skip connection."""
        self._mute("skip", self._workspace.module)

    def mute_channel(self) -> None:
        """The same with the feature map that is chosen."""
        path, channel = self._window.chosen_channel
        self._mute("channel", path, channel)

    def back(self) -> None:
        """Select what was selected before."""
        self._window.selections.go(-1)

    def forward(self) -> None:
        """Select what was selected after."""
        self._window.selections.go(1)

    def load_weights(self) -> None:
        """Ask for a weights file."""
        kinds = (dialogs.WEIGHTS, dialogs.EVERYTHING)
        title = tr("Load weights")
        dialogs.choose_files(self._window, title, self._folder(), kinds, self._load_chosen)

    def inspect_weights(self) -> None:
        """Ask for a weights file, and say what is in it."""
        kinds = (dialogs.WEIGHTS, dialogs.EVERYTHING)
        title = tr("Check weights file")
        dialogs.choose_files(self._window, title, self._folder(), kinds, self.pages.show_inspected)

    def weights(self) -> list[Choice]:
        """The weights that have a name, and the way to a file."""
        network = self._workspace.network
        name = network.weights.name if network else ""
        names = {"demo": tr("Demonstration weights"), **fetched(), "none": tr("None (untrained)")}
        rows = [Choice(text, partial(self.load, n), n == name) for n, text in names.items()]
        used = network.weights.source if network else ""
        files = [path for path in self._window.settings.values.recent if is_weights(path)]
        rows += [
            Choice(os.path.basename(path), partial(self.load, path), path == used) for path in files
        ]
        return [*rows, Choice(tr("Load weights…"), self.load_weights)]

    def load(self, name: str) -> None:
        """Load weights by name or path, where and as the settings say."""
        values = self._window.settings.values
        self._workspace.load_weights(name, values.device, values.precision)

    def devices(self) -> list[Choice]:
        """Where it can be computed."""
        return self._choices_of(BY_ID["device"])

    def precisions(self) -> list[Choice]:
        """In which numbers it can be computed."""
        return self._choices_of(BY_ID["precision"])

    def choices_of(self, setting: Setting) -> tuple[tuple[str, str], ...]:
        """Values that can be chosen now, with their words in the language in force."""
        pairs = getattr(self, setting.offered)() if setting.offered else setting.choices
        return tuple((value, tr(text)) for value, text in pairs)

    def device_names(self) -> list[tuple[str, str]]:
        """What this machine has, and what is set even if it has not."""
        network, wanted = self._workspace.network, self._window.settings.values.device
        names = dict.fromkeys(("auto", *(network.devices if network else ("cpu",)), wanted))
        words = {"auto": mark("Automatic"), "cpu": "CPU"}
        return [(name, words.get(name, name.upper())) for name in names]

    def set_device(self, device: str) -> None:
        """Compute elsewhere."""
        self._window.change_settings(device=device)
        self._move()

    def set_precision(self, precision: str) -> None:
        """Compute in other numbers."""
        self._window.change_settings(precision=precision)
        self._move()

    def set_threads(self, count: int) -> None:
        """Compute with so many threads of the CPU; 0: as many as torch finds cores."""
        self._window.change_settings(threads=count)
        self._workspace.set_threads(count)
        self._move()

    # Settings that have no menu

    def set_top_k(self, count: int) -> None:
        """Classes per answer."""
        self._window.change_settings(top_k=count)
        self._window.classify.set_most_rows(count)

    def set_colours(self, name: str) -> None:
        """Colours of the heat map."""
        self._window.change_settings(colours=name)
        self._window.classify.set_colours(name)

    def set_map_colours(self, name: str) -> None:
        """Colours of feature maps."""
        self._window.change_settings(map_colours=name)

    # Help

    def copy_report(self) -> None:
        """A report of what the banner tells."""
        copy_report(self._workspace.network, self._window.newest_failure())
        self._window.say_done(tr("Report copied"))

    # Keys

    def next_pane(self) -> None:
        """The keyboard to the next pane."""
        self._go_to_pane(1)

    def previous_pane(self) -> None:
        """The keyboard to the previous pane."""
        self._go_to_pane(-1)

    # Elsewhere

    def show_source(self) -> None:
        """The code of the selected module's class."""
        work = self._window.modules.source_job()
        if work is not None:
            job = Job("Show the source", work, self._show_code, latest="source")
            self._window.lanes.submit("model", job)

    def show_in_folder(self, folder: str) -> None:
        """Open a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def _mute(self, what: str, path: str, channel: int = -1) -> None:
        from xception_gui.base.muting import Mute

        self.pages.show_worth()
        self._window.muting.toggle(Mute(path, what, channel))

    def _move(self) -> None:
        values = self._window.settings.values
        self._workspace.move_network(values.device, values.precision)

    def _choices_of(self, setting: Setting) -> list[Choice]:
        wanted, call = (
            getattr(self._window.settings.values, setting.id),
            getattr(self, setting.call),
        )
        pairs = self.choices_of(setting)
        return [Choice(text, partial(call, value), value == wanted) for value, text in pairs]

    def _load_chosen(self, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self._window.change_settings(last_folder=os.path.dirname(path))
            self.load(path)

    def _folder(self) -> str:
        return self._window.settings.values.last_folder or os.path.expanduser("~")

    def _show_code(self, code: SourceCode) -> None:
        from xception_gui.gui.views.source_dialog import SourceDialog

        dialog = self._window.findChild(SourceDialog) or SourceDialog(self._window)
        dialog.show_code(code)

    def _go_to_pane(self, step: int) -> None:
        panes = [pane for pane in self._window.panes if pane.isVisible()]
        focus = QApplication.focusWidget()
        held = [n for n, pane in enumerate(panes) if focus and pane.isAncestorOf(focus)]
        target = panes[((held[0] if held else -step) + step) % len(panes)]
        first_focus(target)


def first_focus(pane: QWidget) -> None:
    """Give the keyboard to the first part of `pane` that takes it by Tab."""
    from PySide6.QtCore import Qt

    part = pane.nextInFocusChain()
    while part is not pane and part is not None:
        tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if tab and pane.isAncestorOf(part) and part.isVisible() and part.isEnabled():
            part.setFocus(Qt.FocusReason.TabFocusReason)
            # Only Qt's own Tab tells the window so; without it no ring would be drawn.
            part.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
            part.update()
            return
        part = part.nextInFocusChain()
