"""The tab Diagram: the paper's Figure 5, alive."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.base.colour_maps import colour_map
from xception_gui.base.diagram import Diagram
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.diagram_values import MEASURED, value_text, values
from xception_gui.gui.language import tr
from xception_gui.gui.views.diagram_band import COLOURS, DiagramBand
from xception_gui.gui.views.diagram_canvas import DiagramCanvas
from xception_gui.gui.views.translated import Translated


class DiagramView(Translated):
    """Band and drawing."""

    metric_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.band, self.canvas = DiagramBand(), DiagramCanvas()
        self._tree: ModuleInfo | None = None
        self._metric = "flow"
        self._measured: Mapping[str, Mapping[str, float]] = {}
        self._whole = True
        self.band.metric_changed.connect(self.set_metric)
        self.band.metric_changed.connect(self.metric_changed)
        self.band.fit_requested.connect(self.canvas.fit)
        self.setFocusProxy(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.band)
        column.addWidget(self.canvas, 1)

    def set_diagram(self, tree: ModuleInfo, diagram: Diagram) -> None:
        """Draw another network, or the same one with other parts unfolded."""
        self._tree = tree
        self.canvas.set_diagram(tree, diagram)
        self._colour()

    def set_metric(self, metric: str) -> None:
        """Colour the boxes by one of `METRICS`."""
        self._metric = metric
        self.band.choice.set_key(metric)
        self._colour()

    def set_measured(self, measured: Mapping[str, Mapping[str, float]], whole: bool = True) -> None:
        """What was measured, by metric and path; empty for another picture or network.

        Parameters
        ----------
        whole : bool
            Whether nothing more is to come.
        """
        self._measured, self._whole = measured, whole
        if self._metric in MEASURED:
            self._colour()

    def fills(self) -> dict[str, str]:
        """Colours (#rrggbb) of the boxes by path; none if they have their flows'."""
        return {path: colour.name() for path, colour in self._fills().items()}

    def zoom(self, factor: float) -> None:
        """Enlarge (or reduce) about the middle."""
        self.canvas.zoom(factor)

    def fit(self) -> None:
        """Show all of it."""
        self.canvas.fit()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.band.retranslate()
        self.canvas.retranslate()
        self._colour()

    def _colour(self) -> None:
        most = max(self._values().values(), default=0)
        self.band.scale.set_most(value_text(most, self._metric) if most else "")
        self.band.note.set_text(self._missing())
        self.canvas.set_fills(self._fills())

    def _missing(self) -> str:
        """Why the boxes are not coloured yet."""
        if self._metric not in MEASURED or self._metric in self._measured:
            return ""
        if not self._whole:
            return tr("Measuring…")
        return "" if self._metric == "ms" else tr("Open a picture to see it.")

    def _fills(self) -> Mapping[str, QColor]:
        found = self._values()
        most = max(found.values(), default=0)
        if not most:
            return {}
        table = colour_map(COLOURS).tolist()
        return {
            path: QColor(*table[round(255 * value / most)])
            for path, value in found.items()
            if value  # nothing is no little of it
        }

    def _values(self) -> dict[str, float]:
        if self._tree is None or self.canvas.diagram is None:
            return {}
        return values(self._tree, self.canvas.diagram, self._metric, self._measured)
