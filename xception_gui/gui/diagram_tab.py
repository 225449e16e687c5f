"""The tab Diagram, kept like the workspace: the network in force, the module selected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.diagram import Diagram
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import messages
from xception_gui.gui.item_models.diagram_values import MEASURED, WORDS
from xception_gui.gui.item_models.module_texts import FLOWS
from xception_gui.gui.lanes import Failure, Job
from xception_gui.gui.language import tr
from xception_gui.gui.session import Measured
from xception_gui.gui.views.diagram import DiagramView

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow


class DiagramTab(QObject):
    """Fills its `DiagramView`, and passes on what the user selects there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.view = DiagramView()
        self._window, self._workspace = window, window.workspace
        self._tree: ModuleInfo | None = None
        self._opened: frozenset[str] = frozenset()
        self._asked = ("", "")
        self._newest: Measured = {}
        self.view.set_metric(window.settings.values.diagram_metric)
        self._connect()
        self._show_network()

    # What is measured

    def _choose_metric(self, metric: str) -> None:
        self._window.change_settings(diagram_metric=metric)
        self._measure()

    def _forget(self, _changed: object = None) -> None:
        """Another picture, or another network."""
        self._asked = ("", "")
        self.view.set_measured({})
        self._window.lanes.cancel("measured")
        self._measure()

    def _measure(self) -> None:
        """Once for a network and a picture, when somebody wants to see it."""
        network, prepared = self._workspace.network, self._workspace.prepared
        wanted = self._window.settings.values.diagram_metric in MEASURED
        if network is None or not wanted or self._window.tab != "diagram":
            return
        asked = (network.state_id, prepared.image_id if prepared else "")
        if asked != self._asked:
            self._asked = asked
            self._newest = {}
            self.view.set_measured({}, whole=False)
            work = partial(self._workspace.session.measure, network.state_id, prepared)
            action, key, done, failed = "Measure the modules", "measured", self._take, self._fail
            job = Job(action, work, done, failed, self._end, latest=key, bulk=True)
            self._window.lanes.submit("model", job)

    def _take(self, measured: Measured) -> None:
        """What the picture excites is shown at once; times when all passes are done.

        To paint the figure after each pass would disturb the next one.
        """
        self._newest = measured
        if "ms" not in measured:
            self.view.set_measured(measured, whole=False)

    def _end(self) -> None:
        self.view.set_measured(self._newest)

    def _fail(self, failure: Failure) -> None:
        self._end()
        self._workspace.failed.emit(failure)

    def shown(self) -> None:
        """The tab has come to the top."""
        self.view.setFocus()
        self._measure()

    def _connect(self) -> None:
        view, work = self.view, self._workspace
        work.network_changed.connect(self._show_network)
        work.module_selected.connect(view.canvas.set_selected)
        view.canvas.selected.connect(work.select_module)
        view.canvas.activated.connect(self._open_maps)
        view.canvas.fold_toggled.connect(self._toggle)
        view.band.fold_requested.connect(self._toggle_all)
        view.metric_changed.connect(self._choose_metric)
        work.network_changed.connect(self._forget)
        work.prepared_changed.connect(self._forget)
        view.band.export_requested.connect(self._export)

    # The network

    def _show_network(self, _network: object = None) -> None:
        """Another network is drawn as the paper draws it; the same one keeps what is unfolded."""
        network = self._workspace.network
        if network is None or network.tree is self._tree:
            return
        from xception_gui.inspection import default_open  # torch is there with the network

        self._tree = network.tree
        self._opened = default_open(network.tree)
        self._draw()
        self.view.canvas.set_selected(self._workspace.module)

    def _draw(self) -> None:
        from xception_gui.inspection import layout

        if self._tree is not None:
            self.view.set_diagram(self._tree, layout(self._tree, self._opened))

    # What is unfolded

    def _toggle(self, path: str) -> None:
        self._opened ^= {path}
        self._draw()

    def _toggle_all(self) -> None:
        from xception_gui.inspection import default_open

        if self._tree is not None:
            rows = self._tree.walk()
            everything = frozenset(row.path for row in rows if row.children and "." in row.path)
            everything |= {"middle"}
            shown = self._opened >= everything
            self._opened = default_open(self._tree) if shown else everything
            self._draw()

    def _open_maps(self, path: str) -> None:
        """What flows out of a module that does not unfold."""
        self._window.maps_tab.open(path, of_paper=False)

    # Export

    def _export(self, kind: str) -> None:
        """As it is unfolded and coloured, whatever part is seen."""
        network, diagram = self._workspace.network, self.view.canvas.diagram
        if network is None or diagram is None:
            return
        name = messages.weights_name(network.weights)
        if kind == "svg":
            self._window.commands.saving.svg("diagram.svg", self._svg(diagram, name))
        else:
            self._window.commands.saving.image("diagram.png", self.view.canvas.image(2.0))

    def _svg(self, diagram: Diagram, name: str) -> bytes:
        from xception_gui.inspection import as_svg

        words = {text: tr(text) for text in (*WORDS, *FLOWS.values())}
        return as_svg(diagram, name, words, self.view.fills()).encode()
