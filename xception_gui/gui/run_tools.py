"""What is asked before a run: its single values, its learning rate, what it is compared with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.training import TrainingConfig
from xception_gui.base.variants import Changes
from xception_gui.gui.language import tr
from xception_gui.gui.run_options import RunOptions

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

    def _show_page(self) -> None:
        self._window.show_tab("train")
        self._tab.new_run()

    def _use_rate(self, rate: float) -> None:
        config: TrainingConfig = replace(self._tab.config, learning_rate=rate)
        self._tab.set_config(config)
        self._window.say_done(tr("The next run learns with the rate {rate}", rate=f"{rate:g}"))

    def _use_variants(self, changes: Changes) -> None:
        self._tab.set_changes(changes)
