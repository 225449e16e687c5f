"""How often which weight of a module occurs."""

from __future__ import annotations

from xception_gui.base.results import ModuleWeights
from xception_gui.gui.item_models.weights_section import ticks
from xception_gui.gui.language import tr
from xception_gui.gui.views.histogram import Histogram


class WeightHistogram(Histogram):
    """Without weights only the line."""

    def show_weights(self, weights: ModuleWeights | None, flow: str) -> None:
        """Show a module's histogram; None while it is being counted."""
        self.setAccessibleName(tr("Histogram of the weights"))
        if weights is None:
            self.set_counts((), (), flow)
        else:
            self.set_counts(weights.counts.tolist(), ticks(weights), flow)
