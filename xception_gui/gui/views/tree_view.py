"""The architecture tree itself: which network, which rows are open, which module is selected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from xception_gui.base.numbers import shape
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_filter import ModuleFilter
from xception_gui.gui.item_models.module_texts import FLOWS
from xception_gui.gui.item_models.module_tree import (
    INFO_ROLE,
    MACS,
    MODULE,
    OUTPUT,
    PARAMS,
    ModuleTreeModel,
)
from xception_gui.gui.views.tree_rows import TreeRows

_WIDTHS = {OUTPUT: 86, PARAMS: 58, MACS: 58}
_NUMBER_MARGINS = 12  # of a number inside its column, both sides together
_NAME_WIDTH = 110  # below it the column Output gives way


class TreeView(TreeRows):
    """Rows told by path; what is open and selected outlives another network and the filter."""

    path_selected = Signal(str)
    """The user moved to the module of this path."""
    path_opened = Signal(str)
    """The user asked to open the module of this path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = ModuleTreeModel(self)
        self._filter = ModuleFilter(self)
        self._filter.setSourceModel(self._source)
        self._open = set(FLOWS)
        self._path = ""
        self._quiet = False
        self._unwanted: set[int] = set()
        self._compact = False
        self.setModel(self._filter)
        self._prepare_columns()
        self.opened.connect(self._tell_opened)
        self.selectionModel().currentChanged.connect(self._moved)
        self.expanded.connect(self._was_opened)
        self.collapsed.connect(self._was_closed)

    def _prepare_columns(self) -> None:
        header = self.header()
        header.setSectionResizeMode(MODULE, QHeaderView.ResizeMode.Stretch)
        for column in _WIDTHS:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._size_columns()

    # What is shown ------------------------------------------------------------------------

    def set_tree(
        self, root: ModuleInfo | None, counterparts: Mapping[str, ModuleInfo] | None = None
    ) -> None:
        """Show another network; open rows and the selected path stay where they exist."""
        with self._quietly():
            self._source.set_tree(root, counterparts)
            self._restore()
        self._size_columns()

    def path(self) -> str:
        """Path of the selected module, even while the filter hides it; "" for none."""
        return self._path

    def select(self, path: str) -> bool:
        """Select the module `path` and show it; whether it is there. Nothing is told."""
        found = self._source.index_of(path).isValid()
        with self._quietly():
            self._path = path if found else ""
            self._restore_selection()
        return found

    def set_filter(self, text: str) -> None:
        """Show what matches `text`, opened as far as the matches; the selection stays."""
        with self._quietly():
            self._filter.set_text(text)
            self._restore()

    def move_to_first(self) -> None:
        """Go to the first match, or to the first row without a filter."""
        found = next((i for i in self._rows() if self._is_match(i)), self._filter.index(0, MODULE))
        if found.isValid():
            self.setCurrentIndex(found)

    def toggle_blocks(self) -> None:
        """Close every block if one is open, else open all; the flows are open afterwards."""
        if self.has_open_blocks():
            self._open = set(FLOWS)
        else:
            root = self._source.root
            self._open = {row.path for row in root.walk() if row.children} if root else set()
        with self._quietly():
            self._restore()

    def has_open_blocks(self) -> bool:
        """Whether anything below the flows is open."""
        return bool(self._open - set(FLOWS))

    def retranslate(self) -> None:
        """Read the texts again."""
        self._source.retranslate()
        self._size_columns()

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Qt moves the current row when rows vanish; that is not the user's wish."""
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _restore(self) -> None:
        wanted, root = set(self._open), self._source.root
        self.collapseAll()
        matched = self._filter.paths_to_open(root) if root is not None else set()
        for path in matched if self._filter.is_active() else wanted:
            self.expand(self._at(path))
        self._open |= wanted  # also what this network lacks: the next one may have it
        self._restore_selection()

    def _restore_selection(self) -> None:
        index = self._at(self._path)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()

    def _at(self, path: str) -> QModelIndex:
        return self._filter.mapFromSource(self._source.index_of(path))

    def _rows(self, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
        above = above or QModelIndex()
        for row in range(self._filter.rowCount(above)):
            index = self._filter.index(row, MODULE, above)
            yield index
            yield from self._rows(index)

    def _is_match(self, index: QModelIndex) -> bool:
        return self._filter.is_active() and self._filter.matches(index.data(INFO_ROLE))

    def _moved(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self._path = _path(index)
            self.path_selected.emit(self._path)

    def _tell_opened(self, index: QModelIndex) -> None:
        self.path_opened.emit(_path(index))

    def _was_opened(self, index: QModelIndex) -> None:
        if not self._filter.is_active():
            self._open.add(_path(index))

    def _was_closed(self, index: QModelIndex) -> None:
        if not self._filter.is_active():
            self._open.discard(_path(index))

    # Columns ------------------------------------------------------------------------------

    def set_column_wanted(self, column: int, wanted: bool) -> None:
        """Show or hide a column of numbers."""
        (self._unwanted.discard if wanted else self._unwanted.add)(column)
        self._fit_columns()

    def is_column_wanted(self, column: int) -> bool:
        """Whether the user wants to see a column."""
        return column not in self._unwanted

    def set_compact(self, compact: bool) -> None:
        """Leave out the column Output: the window is narrow."""
        self._compact = compact
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names come first: Output gives way where they would be cut."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Another system font has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_columns()

    def _size_columns(self) -> None:
        for column, width in _WIDTHS.items():
            self.header().resizeSection(column, max(style.px(width), self._needed(column)))
        self._fit_columns()

    def _needed(self, column: int) -> int:
        """Width of the longest shape of this network; the other numbers always fit."""
        root = self._source.root
        if column != OUTPUT or root is None:
            return 0
        shapes = {shape(row.output_shape) for row in root.walk()}
        metrics = QFontMetrics(style.font("small"))
        return max(metrics.horizontalAdvance(text) for text in shapes) + _NUMBER_MARGINS

    def _fit_columns(self) -> None:
        header = self.header()
        numbers = [column for column in _WIDTHS if column not in self._unwanted]
        taken = sum(header.sectionSize(c) or _WIDTHS[c] for c in numbers)
        cramped = self._compact or self.viewport().width() - taken < style.px(_NAME_WIDTH)
        for column in _WIDTHS:
            hidden = column in self._unwanted or (column == OUTPUT and cramped)
            self.setColumnHidden(column, hidden)


def _path(index: QModelIndex) -> str:
    info = index.siblingAtColumn(MODULE).data(INFO_ROLE)
    return info.path if isinstance(info, ModuleInfo) else ""
