"""What is asked before a run: its single values, its learning rate, what it is compared with."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.training import TrainingConfig
from xception_gui.base.variants import Changes, variant_names
from xception_gui.gui.language import tr
from xception_gui.gui.run_options import RunOptions
from xception_gui.gui.run_start import model_kind, model_kinds, with_model

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.rate_page import RatePage
    from xception_gui.gui.train_tab import TrainTab
    from xception_gui.gui.variants_page import VariantsPage


class RunTools(QObject):
    """The dialogs of the next run, each made when it is first wanted."""

    def __init__(self, window: MainWindow, tab: TrainTab) -> None:
        super().__init__(tab)
        self._window, self._tab = window, tab
        self._options: RunOptions | None = None
        self._rates: RatePage | None = None
        self._variants: VariantsPage | None = None
        tab.view.advanced_wanted.connect(self.show_options)
        tab.view.rate_wanted.connect(self.find_rate)
        tab.view.variants_wanted.connect(self.show_variants)
        tab.view.model_picked.connect(self._use_model)
        tab.view.device_picked.connect(self._use_device)
        tab.config_changed.connect(self._follow)
        window.workspace.network_changed.connect(lambda _network: self._follow())
        self._follow()

    def show_options(self) -> None:
        """Every single value of the next run."""
        if self._options is None:
            self._options = RunOptions(self._window, self._tab.set_config)
        self._options.show_config(self._tab.config)

    def find_rate(self) -> None:
        """Try rising learning rates on the data that are shown."""
        data = self._tab.free_data
        if data is None:
            return
        self._show_page()
        if self._rates is None:
            from xception_gui.gui.rate_finding import RateFinding
            from xception_gui.gui.rate_page import RatePage

            finding = RateFinding(self._window.lanes, self._window.workspace.training, self)
            self._rates = RatePage(self._window, finding, self._use_rate)
        self._rates.look(data.path, self._tab.config)

    def show_variants(self) -> None:
        """Choose what is trained beside the run."""
        data = self._tab.free_data
        if data is None:
            return
        self._show_page()
        if self._variants is None:
            from xception_gui.gui.variants_page import VariantsPage

            self._variants = VariantsPage(self._window, self._window.lanes, self._use_variants)
        self._variants.look(self._tab.config, self._tab.changes, len(data.classes))

    def _follow(self) -> None:
        """The page says what the next run is."""
        tab, network, view = self._tab, self._window.workspace.network, self._tab.view
        config, kind = tab.config, model_kind(tab.config, network)
        like = network.weights.name if network is not None and kind == "shape" else ""
        begins = os.path.basename(config.weights)
        view.set_recipe(config.recipe)
        view.set_model(model_kinds(config, network), kind, begins, like)
        devices = dict(self._window.commands.device_names())
        view.set_devices(
            {**devices, config.device: devices.get(config.device, config.device)}, config.device
        )
        view.set_variants(variant_names(tab.changes)[1:])
        if self._options is not None:
            self._options.follow(config)
        if self._variants is not None:
            self._variants.follow(config)

    def _use_model(self, kind: str) -> None:
        if kind == "own":
            self.show_options()
            self._follow()
        else:
            network = self._window.workspace.network
            self._tab.set_config(with_model(self._tab.config, kind, network))

    def _use_device(self, device: str) -> None:
        self._tab.set_config(replace(self._tab.config, device=device))

    def _show_page(self) -> None:
        self._window.show_tab("train")
        self._tab.new_run()

    def _use_rate(self, rate: float) -> None:
        config: TrainingConfig = replace(self._tab.config, learning_rate=rate)
        self._tab.set_config(config)
        self._window.say_done(tr("The next run learns with the rate {rate}", rate=f"{rate:g}"))

    def _use_variants(self, changes: Changes) -> None:
        self._tab.set_changes(changes)
