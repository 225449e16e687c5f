"""The tree and the inspector, kept like the workspace: one module is selected in both."""

from __future__ import annotations

from xception_gui.base.results import ModuleInfo
from xception_gui.gui import messages
from xception_gui.gui.session import Network, Trees
from xception_gui.gui.views.inspector import Inspector
from xception_gui.gui.views.tree_panel import TreePanel
from xception_gui.gui.workspace import Workspace


class Modules:
    """Fills a `TreePanel` and an `Inspector`."""

    def __init__(self, tree: TreePanel, inspector: Inspector, workspace: Workspace) -> None:
        self._tree, self._inspector, self._workspace = tree, inspector, workspace
        self._trees: Trees | None = None
        workspace.network_changed.connect(self._show_network)
        workspace.trees_changed.connect(self._show_trees)
        workspace.module_selected.connect(self._show_module)
        tree.selected.connect(self._selected)

    def retranslate(self) -> None:
        """Name the network in the language in force."""
        network = self._workspace.network
        if network is None:
            return
        paper = self._trees.paper if self._trees else None
        counterparts = self._trees.counterparts if self._trees else {}
        name = messages.weights_name(network.weights)
        self._tree.set_trees(network.tree, paper, counterparts, name)
        self._show_module(self._workspace.module)

    def _show_network(self, _network: Network) -> None:
        self._trees = None
        self.retranslate()

    def _show_trees(self, trees: Trees) -> None:
        self._trees = trees
        self.retranslate()

    def _selected(self, path: str, _of_paper: bool) -> None:
        """The user has selected a row; the same path in the other network is another module."""
        self._workspace.select_module(path)
        self._inspect(path)

    def _show_module(self, path: str) -> None:
        if path:
            self._tree.select(path)
        self._inspect(path)

    def _inspect(self, path: str) -> None:
        network, trees = self._workspace.network, self._trees
        of_paper = self._tree.shows_paper()
        root: ModuleInfo | None = network.tree if network else None
        if of_paper:
            root = trees.paper if trees else None
        info = root.find(path) if root and path else None
        counterpart = trees.counterparts.get(path) if trees and not of_paper else None
        self._inspector.show_module(info, root.macs if root else 0, counterpart)
