"""The rows of the architecture tree: `ModuleInfo` records as a Qt item model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from xception_gui.base.numbers import exact, short
from xception_gui.base.numbers import shape as shape_text
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.module_texts import display_name, tooltip
from xception_gui.gui.language import mark, tr

Index = QModelIndex | QPersistentModelIndex

MODULE, OUTPUT, PARAMS, MACS = range(4)
INFO_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The row's `ModuleInfo`."""
SHARE_ROLE = INFO_ROLE + 1
"""MACs as a fraction of the parent's, 0 … 1."""

HEADERS = (mark("Module"), mark("Output"), mark("Params"), mark("MACs"))
_HEADER_TIPS = (
    "",
    mark("Shape of the output: channels × height × width"),
    mark("Trainable parameters"),
    mark(
        "Multiply–accumulates of convolutions and linear layers for one picture; FLOPs = 2 × MACs"
    ),
)
_ROOT = 0
_NOWHERE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)


@dataclass
class _Node:
    """A row by number: Qt's indexes carry the number, never a Python pointer."""

    info: ModuleInfo
    parent: int
    row: int
    children: list[int] = field(default_factory=list)


class ModuleTreeModel(QAbstractItemModel):
    """Flows at the top, their modules below; columns Module, Output, Params, MACs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[_Node] = []
        self._numbers: dict[str, int] = {}
        self._counterparts: Mapping[str, ModuleInfo] = {}

    def set_tree(
        self, root: ModuleInfo | None, counterparts: Mapping[str, ModuleInfo] | None = None
    ) -> None:
        """Show the network `root` (its children are the top rows); ``None`` shows nothing.

        Parameters
        ----------
        counterparts : mapping of path to ModuleInfo
            The paper's module for a row, named in the row's tooltip.
        """
        self.beginResetModel()
        self._nodes, self._counterparts = [], counterparts or {}
        if root is not None:
            self._add(root, _ROOT, 0)
        self._numbers = {node.info.path: number for number, node in enumerate(self._nodes)}
        self.endResetModel()

    def _add(self, info: ModuleInfo, parent: int, row: int) -> int:
        number = len(self._nodes)
        node = _Node(info, parent, row)
        self._nodes.append(node)
        node.children = [self._add(child, number, at) for at, child in enumerate(info.children)]
        return number

    @property
    def root(self) -> ModuleInfo | None:
        """The whole network."""
        return self._nodes[_ROOT].info if self._nodes else None

    def info(self, index: Index) -> ModuleInfo | None:
        """The record of a row; ``None`` for an invalid index."""
        return self._nodes[index.internalId()].info if index.isValid() else None

    def index_of(self, path: str) -> QModelIndex:
        """Where the module `path` stands; an invalid index if it is no row."""
        number = self._numbers.get(path, _ROOT)
        if number == _ROOT:
            return QModelIndex()
        return self.createIndex(self._nodes[number].row, MODULE, number)

    def retranslate(self) -> None:
        """Have every view read the texts again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, MODULE, MACS)
        last = self.rowCount() - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, MODULE), self.index(last, MACS))

    def _node(self, index: Index) -> _Node | None:
        if not self._nodes:
            return None
        return self._nodes[index.internalId() if index.isValid() else _ROOT]

    # Qt's own interface -------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Index of a cell."""
        node = self._node(parent)
        inside = node is not None and parent.column() <= MODULE and 0 <= row < len(node.children)
        if node is None or not inside or not MODULE <= column <= MACS:
            return QModelIndex()
        return self.createIndex(row, column, node.children[row])

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        """Index of the row above in the tree."""
        if not index.isValid():
            return QModelIndex()
        above = self._nodes[index.internalId()].parent
        if above == _ROOT:
            return QModelIndex()
        return self.createIndex(self._nodes[above].row, MODULE, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows below `parent`."""
        node = self._node(parent)
        return len(node.children) if node is not None and parent.column() <= MODULE else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Always four."""
        return len(HEADERS)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Texts, the record and the share of the parent's MACs."""
        if not index.isValid():
            return None
        info, column = self._nodes[index.internalId()].info, index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return _cell(info, column)
        if role == INFO_ROLE:
            return info
        if role == SHARE_ROLE:
            return self._share(index)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(info, self._share(index), self._counterparts.get(info.path))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(HEADERS[column])} {_exact(info, column)}"
        return None

    def _share(self, index: Index) -> float:
        node = self._nodes[index.internalId()]
        whole = self._nodes[node.parent].info.macs
        return node.info.macs / whole if whole else 0.0

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = _DISPLAY,
    ) -> object:
        """Names of the columns, and what they count."""
        if orientation != Qt.Orientation.Horizontal or not MODULE <= section <= MACS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return tr(_HEADER_TIPS[section])
        return None


def _exact(info: ModuleInfo, column: int) -> str:
    if column in (PARAMS, MACS):
        return exact(info.params if column == PARAMS else info.macs)
    return _cell(info, column)


def _cell(info: ModuleInfo, column: int) -> str:
    if column == MODULE:
        return display_name(info)
    if column == OUTPUT:
        return shape_text(info.output_shape)
    return short(info.params if column == PARAMS else info.macs)
