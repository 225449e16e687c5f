"""The left pane: the network as a tree, with its switch, its filter and its totals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_tree import HEADERS, MODULE
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band, PaneHeader
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.translated import Translated
from xception_gui.gui.views.tree_filter import FilterField
from xception_gui.gui.views.tree_totals import TreeTotals
from xception_gui.gui.views.tree_view import TreeView

_MARGIN = 12


class TreePanel(Translated):
    """Shows the active network or the paper's, and tells which module the user selected."""

    selected = Signal(str, bool)
    """Path of the module ("" for none) and whether it is the paper's network that is shown."""
    activated = Signal(str, bool)
    """The same, when the user asks to open the module."""
    hide_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active: ModuleInfo | None = None
        self._paper: ModuleInfo | None = None
        self._counterparts: Mapping[str, ModuleInfo] = {}
        self._name = ""
        self._told = ("", False)
        self._missing = False
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_parts(self) -> None:
        self._header = PaneHeader()
        self._collapse, self._columns = IconButton("collapse"), IconButton("columns")
        self._header.add_button(self._collapse)
        self._header.add_button(self._columns)
        self._switch = Segmented()
        self._filter = FilterField()
        self._caption = ElidedLabel(role="muted", kind="small")
        self._tree = TreeView()
        self._totals = TreeTotals()

    def _lay_out(self) -> None:
        band = Band(TOOL_BAND)
        inside = QHBoxLayout(band)
        inside.setContentsMargins(_MARGIN, 0, _MARGIN, 1)
        inside.addWidget(self._switch)
        inside.addStretch(1)
        above = QVBoxLayout()
        above.setContentsMargins(_MARGIN, 10, _MARGIN, 6)
        above.setSpacing(8)
        above.addWidget(self._filter)
        above.addWidget(self._caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(band)
        column.addLayout(above)
        column.addWidget(self._tree, 1)
        column.addWidget(self._totals)

    def _connect(self) -> None:
        self._collapse.clicked.connect(self._tree.toggle_blocks)
        self._columns.clicked.connect(self._choose_columns)
        self._switch.chosen.connect(self._switched)
        self._filter.textChanged.connect(self._filtered)
        self._filter.left_for_matches.connect(self._go_to_matches)
        self._tree.path_selected.connect(self._tell)
        self._tree.path_opened.connect(self._tell_opened)

    # Intents of the workspace -------------------------------------------------------------

    def set_missing(self, missing: bool) -> None:
        """There is no network, and none is being made."""
        self._missing = missing
        self._say_hint()

    def set_trees(
        self,
        active: ModuleInfo | None,
        paper: ModuleInfo | None,
        counterparts: Mapping[str, ModuleInfo],
        name: str = "",
    ) -> None:
        """Show other networks; the selected path stays if it still exists.

        Parameters
        ----------
        active : ModuleInfo or None
            The network in use; while it is ``None`` the paper's is shown.
        paper : ModuleInfo or None
            The paper's network, which never changes: ``None`` keeps the one given before.
        counterparts : mapping of path to ModuleInfo
            For a path of the active network, the paper's module.
        name : str
            What the active network is called: "Demo, 10 classes".
        """
        first = self._active is None
        self._active, self._counterparts = active, dict(counterparts)
        self._paper = paper or self._paper
        self._name = name
        if active is None or first:
            self._switch.set_current(0 if active is not None else 1)
        self._show(self._tree.path())

    def has_paper(self, path: str) -> bool:
        """Whether the paper's network, which can be shown too, has such a module."""
        return self._paper is not None and self._paper.find(path) is not None

    def select(self, path: str) -> None:
        """Show that the module `path` is selected, in whichever network has it; "" for none."""
        if not self._tree.select(path) and path:
            other = self._active if self.shows_paper() else self._paper
            if other is not None and other.find(path) is not None:
                self._switch.set_current(1 - self._switch.current())
                self._show(path)
        self._told = (self._tree.path(), self.shows_paper())

    def shows_paper(self) -> bool:
        """Whether the paper's network is shown."""
        return self._switch.current() == 1

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def set_compact(self, compact: bool) -> None:
        """Leave out the column Output: the window is narrow."""
        self._tree.set_compact(compact)

    # What the user does -------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears the filter, in its field as among the matches; without one it is left."""
        if event.key() == Qt.Key.Key_Escape and self._filter.text():
            self._filter.clear()
        else:
            super().keyPressEvent(event)

    def _show(self, path: str) -> None:
        """Fill every part from the network that the switch names, at the module `path`."""
        paper = self.shows_paper()
        root = self._paper if paper else self._active
        self._tree.set_tree(root, {} if paper else self._counterparts)
        self._tree.select(path)
        self._totals.show_totals(root)
        self._say_name()
        self._tell(self._tree.path())

    def _switched(self) -> None:
        self._show(self._other_path(self._tree.path()))

    def _other_path(self, path: str) -> str:
        """The path of the same module in the network now shown."""
        if self.shows_paper():
            counterpart = self._counterparts.get(path)
            return counterpart.path if counterpart is not None else path
        active = {paper.path: ours for ours, paper in self._counterparts.items()}
        return active.get(path, path)

    def _filtered(self, text: str) -> None:
        self._tree.set_filter(text)
        self._say_hint()

    def _go_to_matches(self) -> None:
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self._tree.setFocus(Qt.FocusReason.TabFocusReason)
        self._tree.move_to_first()

    def _tell(self, path: str) -> None:
        if self._told != (path, self.shows_paper()):
            self._told = (path, self.shows_paper())
            self.selected.emit(*self._told)

    def _tell_opened(self, path: str) -> None:
        self.activated.emit(path, self.shows_paper())

    def _choose_columns(self) -> None:
        menu = self._column_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def _column_menu(self) -> QMenu:
        menu = QMenu(self)
        for column in range(MODULE + 1, len(HEADERS)):
            action = menu.addAction(tr(HEADERS[column]))
            action.setCheckable(True)
            action.setChecked(self._tree.is_column_wanted(column))
            action.toggled.connect(partial(self._tree.set_column_wanted, column))
        menu.addSeparator()
        menu.addAction(tr("Hide the architecture")).triggered.connect(self.hide_requested)
        return menu

    # Words --------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Read the texts again."""
        self._header.set_title(tr("Architecture"))
        self._collapse.set_words(tr("Open or close all blocks"))
        self._columns.set_words(tr("Columns"))
        self._switch.set_texts((tr("Active"), tr("The paper's Xception")))
        self._switch.setAccessibleName(tr("Which network is shown"))
        self._filter.retranslate()
        self._tree.setAccessibleName(tr("Architecture"))
        self._tree.retranslate()
        self._totals.show_totals(self._paper if self.shows_paper() else self._active)
        self._say_name()
        self._say_hint()

    def _say_name(self) -> None:
        self._caption.set_text(self._words_for_name())

    def _words_for_name(self) -> str:
        if not self.shows_paper():
            return tr("Active: {name}", name=self._name) if self._name else ""
        if self._paper is None:
            return ""
        size = self._paper.input_shape[-1]
        return tr("The paper's Xception, {size} px, untouched", size=size)

    def _say_hint(self) -> None:
        text = self._filter.text().strip()
        words = tr("No module matches “{words}”.", words=text) if text else ""
        building = tr("The network is being built…")
        missing = tr("No network. Choose weights in the status bar.")
        self._tree.set_hint(words or (missing if self._missing else building))
