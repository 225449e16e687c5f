"""The architecture tree of two networks, filled, and how its rows are reached."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from xception_gui.base.config import XceptionConfig
from xception_gui.gui.item_models.module_tree import INFO_ROLE, MODULE
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.views.tree_view import TreeView
from xception_gui.inspection import counterpart, module_tree

PAPER = XceptionConfig()
NARROW = XceptionConfig(num_classes=10, width=0.25, middle_blocks=4, strides=(1, 2, 2, 2, 1))
FLOWS = ["entry", "middle", "exit", "classifier"]
Told = list[tuple[str, bool]]


def tree_panel(qtbot: QtBot) -> TreePanel:
    """Filled, on screen, as wide as it usually is."""
    made = TreePanel()
    qtbot.addWidget(made)
    made.resize(340, 740)
    made.show()
    fill(made)
    return made


def fill(panel: TreePanel) -> None:
    narrow = module_tree(NARROW, 64)
    found = {info.path: counterpart(NARROW, info.path) for info in narrow.walk()}
    pairs = {path: info for path, info in found.items() if info is not None}
    panel.set_trees(narrow, module_tree(PAPER, 299), pairs, "Demo, 10 classes")


def tree(panel: TreePanel) -> TreeView:
    return panel.findChild(TreeView)


def field(panel: TreePanel) -> QLineEdit:
    return panel.findChild(QLineEdit)


def switch(panel: TreePanel) -> Segmented:
    return panel.findChild(Segmented)


def choose(qtbot: QtBot, panel: TreePanel, index: int) -> None:
    place = switch(panel).segment_rect(index).center()
    qtbot.mouseClick(switch(panel), Qt.MouseButton.LeftButton, pos=place)


def caption(panel: TreePanel) -> str:
    """The line that names the network; the other label is the pane's title."""
    return next(w.text() for w in panel.findChildren(ElidedLabel) if w.parent() is panel)


def at(view: TreeView, path: str) -> QModelIndex:
    return next(index for index in rows(view) if index.data(INFO_ROLE).path == path)


def rows(view: TreeView, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
    above = above or QModelIndex()
    for row in range(view.model().rowCount(above)):
        index = view.model().index(row, MODULE, above)
        yield index
        yield from rows(view, index)


def shown(view: TreeView) -> list[str]:
    """Paths of the rows that can be scrolled to: those whose parents are all open."""
    found, index = [], view.model().index(0, MODULE)
    while index.isValid():
        found.append(index.data(INFO_ROLE).path)
        index = view.indexBelow(index)
    return found


def opened(view: TreeView) -> list[str]:
    return [index.data(INFO_ROLE).path for index in rows(view) if view.isExpanded(index)]


def click(qtbot: QtBot, view: TreeView, path: str, x: int = 0) -> None:
    rect = view.visualRect(at(view, path))
    place = QPoint(x or rect.left() + 20, rect.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def colour_at(view: TreeView, path: str, x: int, y: int = 3) -> QColor:
    rect = view.visualRect(at(view, path))
    image = view.viewport().grab().toImage()
    return image.pixelColor(x, rect.top() + y)
