"""The inspector's last section: what the module has learnt."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from xception_gui.base.results import ModuleInfo, ModuleWeights
from xception_gui.gui.item_models.module_sections import Section
from xception_gui.gui.item_models.weights_section import (
    absent_section,
    awaited_section,
    expected_kernels,
    weights_section,
)
from xception_gui.gui.views.inspector_section import SectionView
from xception_gui.gui.views.kernel_panel import KernelPanel
from xception_gui.gui.views.weight_histogram import WeightHistogram


class WeightsView(SectionView):
    """Histogram, statistics and kernels; awaited, or not there at all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histogram, self.kernels = WeightHistogram(), KernelPanel()
        self.put_above(self._histogram)
        self.put_below(self.kernels)
        self.section = absent_section()

    def show_weights(self, weights: ModuleWeights, flow: str) -> None:
        """Show a module's weights in the colour of its flow."""
        self._show(weights_section(weights), flow)
        self._histogram.show_weights(weights, flow)
        self.kernels.show_kernels(weights.kernels)

    def show_awaited(self, info: ModuleInfo) -> None:
        """Keep the room for a module's weights while they are counted."""
        self._show(awaited_section(), info.flow)
        self._histogram.show_weights(None, info.flow)
        self.kernels.await_kernels(expected_kernels(info))

    def show_absent(self) -> None:
        """Say that this network is not in memory."""
        self._show(absent_section(), "")
        self.kernels.await_kernels(0)

    def _show(self, section: Section, flow: str) -> None:
        self.section = section
        self._histogram.setVisible(bool(section.rows))
        self.set_section(section, flow)
