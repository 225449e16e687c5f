"""The dialogs that are pages: one of each, imported and made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from xception_gui.gui.commands import Commands
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.views.page_dialog import PageDialog

Page = TypeVar("Page", bound="PageDialog")


class Pages(QObject):
    """The methods that the table in `actions.py` names after "pages."."""

    def __init__(self, window: MainWindow, commands: Commands) -> None:
        super().__init__(window)
        self._window, self._commands = window, commands
        self._pages: dict[Callable[..., PageDialog], PageDialog] = {}

    def show_settings(self) -> None:
        """What can be set."""
        self.show_setting("")

    def show_setting(self, name: str) -> None:
        """The settings, at one of them."""
        from xception_gui.gui.settings_dialog import SettingsDialog

        self._page(SettingsDialog, self._commands).show_row(name)

    def new_network(self) -> None:
        """An architecture in single values."""
        from xception_gui.gui.new_network import NewNetwork

        self._page(NewNetwork).open_for()

    def show_catalogue(self) -> None:
        """The weights that have a name, here or published."""
        from xception_gui.gui.weights_page import WeightsPage

        self._page(WeightsPage).look()

    def show_inspected(self, paths: Sequence[str]) -> None:
        """What is in a file of weights: the first of those that were chosen."""
        from xception_gui.gui.inspect_page import InspectPage

        for path in paths[:1]:
            self._page(InspectPage).look(path)

    def show_parity(self) -> None:
        """One picture under the conventions of every port."""
        from xception_gui.gui.parity_page import ParityPage

        self._page(ParityPage).look()

    def show_evaluate(self) -> None:
        """Which pictures the network in force shall be judged by."""
        from xception_gui.gui.evaluate_page import EvaluatePage

        self._page(EvaluatePage).open_page()

    def show_paper_check(self) -> None:
        """The network in force beside what was published."""
        from xception_gui.gui.paper_check_page import PaperCheckPage

        self._page(PaperCheckPage).look()

    def show_worth(self) -> None:
        """What parts of the network are worth for this picture."""
        from xception_gui.gui.muting_page import MutingPage

        self._page(MutingPage).look()

    def show_tutorials(self) -> None:
        """Five tutorials, counted."""
        from xception_gui.gui.architecture_pages import TutorialsPage

        self._page(TutorialsPage).look()

    def show_layer_cost(self) -> None:
        """What one layer costs."""
        from xception_gui.gui.architecture_pages import CostPage

        self._page(CostPage).open_page()

    def show_profile(self) -> None:
        """How long each module takes on this device."""
        from xception_gui.gui.profile_page import ProfilePage

        self._page(ProfilePage).look()

    def show_field(self) -> None:
        """What the strongest unit of the chosen feature map sees."""
        self.show_unit(None)

    def show_unit(self, place: tuple[int, int] | None) -> None:
        """What a unit of the chosen feature map sees; without a place its strongest one."""
        from xception_gui.gui.field_page import FieldPage

        self._page(FieldPage).look(place)

    def show_top(self) -> None:
        """Which pictures excite the chosen feature map most."""
        from xception_gui.gui.top_page import TopPage

        self._page(TopPage).look()

    def show_figures(self) -> None:
        """The paper's Figures 1 to 4."""
        from xception_gui.gui.figures_page import FiguresPage

        self._page(FiguresPage, self._commands.saving).open_page()

    def show_guide(self) -> None:
        """How the main jobs are done."""
        from xception_gui.gui.guide_page import GuidePage

        self._page(GuidePage).look()

    def show_shortcuts(self) -> None:
        """The list of keys."""
        from xception_gui.gui.shortcuts import Shortcuts

        self._page(Shortcuts).open_page()

    def show_log(self) -> None:
        """What the program has noted."""
        from xception_gui.gui.log_page import LogPage

        self._page(LogPage).open_for()

    def show_details(self) -> None:
        """The log, with what the banner tells."""
        from xception_gui.gui.log_page import LogPage

        self._page(LogPage).open_for(self._window.newest_failure())

    def show_doctor(self) -> None:
        """What is installed, and what is missing."""
        from xception_gui.gui.doctor_page import DoctorPage

        self._page(DoctorPage).look()

    def show_about(self) -> None:
        """Version, licence, paper."""
        from xception_gui.gui.about_page import AboutPage

        self._page(AboutPage).open_page()

    def _page(self, kind: Callable[..., Page], *more: object) -> Page:
        """The dialog of a kind: there is one of each, made when it is first wanted."""
        if kind not in self._pages:
            self._pages[kind] = kind(self._window, *more)
        return cast("Page", self._pages[kind])
