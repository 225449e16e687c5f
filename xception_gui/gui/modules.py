"""The tree and the inspector, kept like the workspace: one module is selected in both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from xception_gui.base import XceptionConfig
from xception_gui.base.results import ModuleInfo, ModuleWeights, SourceCode
from xception_gui.base.snippet import UNTRAINED, as_python, loading_name
from xception_gui.gui import messages
from xception_gui.gui.session import Network, Trees, read_source
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
        workspace.busy_changed.connect(self._show_busy)
        workspace.module_selected.connect(self._show_module)
        workspace.module_weights_changed.connect(self._show_weights)
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
        self._tree.set_missing(False)
        self.retranslate()

    def _show_busy(self, action: str) -> None:
        self._tree.set_missing(self._workspace.network is None and not action)

    def _show_trees(self, trees: Trees) -> None:
        self._trees = trees
        self.retranslate()

    def _selected(self, path: str, _of_paper: bool) -> None:
        """The user has selected a row; the same path in the other network is another module."""
        if path == self._workspace.module:
            self._inspect(path)
        else:
            self._workspace.select_module(path)

    def _show_module(self, path: str) -> None:
        if path:
            self._tree.select(path)
        self._inspect(path)

    def _inspect(self, path: str) -> None:
        root, of_paper = self._root(), self._tree.shows_paper()
        info = root.find(path) if root and path else None
        counterparts = self._trees.counterparts if self._trees and not of_paper else {}
        total = root.macs if root else 0
        self._inspector.show_module(info, total, counterparts.get(path), in_memory=not of_paper)
        learnt = info is not None and info.params > 0 and not of_paper
        self._workspace.request_module_weights(path if learnt else "")

    def _show_weights(self, weights: ModuleWeights | None) -> None:
        info = self._inspector.module
        if weights is not None and info is not None and weights.path == info.path:
            self._inspector.show_weights(weights)

    def _root(self) -> ModuleInfo | None:
        """The network that the tree shows."""
        if self._tree.shows_paper():
            return self._trees.paper if self._trees else None
        return self._workspace.network.tree if self._workspace.network else None

    # What commands ask for

    def as_python(self) -> str:
        """Lines that do what the inspector shows; empty where nothing is selected."""
        info, root, network = self._inspector.module, self._root(), self._workspace.network
        if info is None or root is None or network is None:
            return ""
        name = UNTRAINED if self._tree.shows_paper() else loading_name(network.weights)
        source = self._workspace.source
        picture = source.path if source and not source.entry else ""
        config = XceptionConfig() if self._tree.shows_paper() else network.weights.config
        return as_python(name, root, info.path, picture, config)

    def source_job(self) -> Callable[[], SourceCode] | None:
        """Reads the code of the selected module's class; for the `model` lane."""
        info, network = self._inspector.module, self._workspace.network
        if info is None or network is None:
            return None
        config = XceptionConfig() if self._tree.shows_paper() else network.weights.config
        return partial(read_source, config, info.path)
