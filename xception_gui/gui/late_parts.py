"""The parts of the window that few sessions want: imported and made when they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QMainWindow

from xception_gui.gui.tabs import Tabs

if TYPE_CHECKING:
    from xception_gui.gui.compare_tab import CompareTab
    from xception_gui.gui.diagram_tab import DiagramTab
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.maps import MapsTab
    from xception_gui.gui.muting import Muting
    from xception_gui.gui.train_tab import TrainTab
    from xception_gui.gui.views.diagram import DiagramView
    from xception_gui.gui.views.feature_maps import FeatureMapsView
    from xception_gui.gui.views.train import TrainView


class LateParts(QMainWindow):
    """What `MainWindow` inherits; each part gets the whole window."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs = Tabs()
        self._maps_tab: MapsTab | None = None
        self._train_tab: TrainTab | None = None
        self._diagram_tab: DiagramTab | None = None
        self._compare_tab: CompareTab | None = None
        self._muting: Muting | None = None

    @property
    def maps_tab(self) -> MapsTab:
        """The tab Feature maps, made when it is first wanted."""
        if self._maps_tab is None:
            from xception_gui.gui.maps import MapsTab

            self._maps_tab = MapsTab(self._whole)
            self._tabs.add("maps", self._maps_tab.view)
        return self._maps_tab

    @property
    def maps(self) -> FeatureMapsView:
        """What the tab Feature maps shows."""
        return self.maps_tab.view

    @property
    def train_tab(self) -> TrainTab:
        """The tab Train, made when it is first wanted."""
        if self._train_tab is None:
            from xception_gui.gui.train_tab import TrainTab

            self._train_tab = TrainTab(self._whole)
            self._tabs.add("train", self._train_tab.view)
        return self._train_tab

    @property
    def used_train_tab(self) -> TrainTab | None:
        """The tab Train, if it was ever wanted."""
        return self._train_tab

    @property
    def train(self) -> TrainView:
        """What the tab Train shows."""
        return self.train_tab.view

    @property
    def diagram_tab(self) -> DiagramTab:
        """The tab Diagram, made when it is first wanted."""
        if self._diagram_tab is None:
            from xception_gui.gui.diagram_tab import DiagramTab

            self._diagram_tab = DiagramTab(self._whole)
            self._tabs.add("diagram", self._diagram_tab.view)
        return self._diagram_tab

    @property
    def diagram(self) -> DiagramView:
        """What the tab Diagram shows."""
        return self.diagram_tab.view

    @property
    def compare_tab(self) -> CompareTab:
        """The tab Compare, made when it is first wanted."""
        if self._compare_tab is None:
            from xception_gui.gui.compare_tab import CompareTab

            self._compare_tab = CompareTab(self._whole)
            self._tabs.add("compare", self._compare_tab.view)
        return self._compare_tab

    @property
    def muting(self) -> Muting:
        """What is taken out of the network, made when it is first wanted."""
        if self._muting is None:
            from xception_gui.gui.muting import Muting

            self._muting = Muting(self._whole)
        return self._muting

    @property
    def _whole(self) -> MainWindow:
        return cast("MainWindow", self)
