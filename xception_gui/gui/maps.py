"""The tab Feature maps, and the enlarged map in the inspector, kept like the workspace."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.feature_maps import ShownMaps
from xception_gui.base.results import ModuleInfo, Picture, Prepared
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import tr
from xception_gui.gui.map_requests import FLOWS
from xception_gui.gui.session import Network
from xception_gui.gui.views.feature_maps import FeatureMapsView
from xception_gui.gui.views.map_detail import MapDetail
from xception_gui.gui.views.map_looks import MapChoice

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

ACTION = "Feature maps"


class MapsTab(QObject):
    """Fills a `FeatureMapsView` and a `MapDetail`.

    Parameters
    ----------
    window : MainWindow
        Has settings, the inspector, and the commands that open and save.

    Attributes
    ----------
    view : FeatureMapsView
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.view, self._detail = FeatureMapsView(), MapDetail()
        self._window, self._view = window, self.view
        self._workspace, self._maps = window.workspace, window.workspace.maps
        self._colours = ""
        self._chosen: tuple[str, str, int] | None = None
        window.inspector.set_top(self._detail)
        self._restore()
        window.settings_changed.connect(self._follow_colours)
        self._connect_workspace()
        self._connect_view()
        self._catch_up()

    def open(self, path: str, of_paper: bool) -> None:
        """The maps of a row of the tree, if its network is in memory."""
        if not of_paper:
            self._view.set_mode("module")
            self._maps.set_mode("module")
            self._workspace.select_module(path)
            self._window.show_tab("maps")

    def _catch_up(self) -> None:
        """With what arrived before this tab was made."""
        work = self._workspace
        if work.network is not None:
            self._show_network(work.network)
        self._show_picture(work.picture)
        self._show_prepared(work.prepared)
        self._show_module(work.module)
        self._view.set_flow_modules(self._maps.flow_modules)
        self._view.set_loading(work.busy)

    def _restore(self) -> None:
        """As the user left it."""
        values, view, maps = self._window.settings.values, self._view, self._maps
        view.set_mode(values.map_mode)
        view.set_sort(values.map_sort)
        view.set_scale(values.map_scale)
        self._follow_colours()
        maps.set_mode(values.map_mode)
        maps.set_scale(values.map_scale)
        maps.set_relevant(values.map_sort == "relevance")

    def _follow_colours(self) -> None:
        """The colours may be set in the dialog too; other settings are none of the maps'."""
        wanted = self._window.settings.values.map_colours
        if wanted != self._colours:
            self._colours = wanted
            self._view.set_colours(wanted)

    def _connect_workspace(self) -> None:
        work, maps, view = self._workspace, self._maps, self._view
        work.network_changed.connect(self._show_network)
        work.picture_changed.connect(self._show_picture)
        work.prepared_changed.connect(self._show_prepared)
        work.module_selected.connect(self._show_module)
        work.busy_changed.connect(lambda action: view.set_loading(bool(action)))
        work.failed.connect(self._show_failure)
        maps.module_changed.connect(self._show_maps)
        maps.flow_changed.connect(view.set_flow_maps)
        maps.flow_modules_changed.connect(view.set_flow_modules)
        maps.relevance_changed.connect(view.set_relevance)

    def _connect_view(self) -> None:
        view, maps, saving = self._view, self._maps, self._window.commands.saving
        view.open_requested.connect(self._window.commands.open_files)
        view.module_chosen.connect(self._workspace.select_module)
        view.flow_module_chosen.connect(maps.set_flow_module)
        view.map_chosen.connect(self._show_detail)
        view.map_chosen.connect(self._offer_inspector)
        view.map_chosen.connect(self._window.note_channel)
        view.mode_changed.connect(self._remember("map_mode", maps.set_mode))
        view.scale_changed.connect(self._remember("map_scale", maps.set_scale))
        view.sort_changed.connect(self._remember("map_sort", self._sort))
        view.colours_chosen.connect(lambda name: self._window.change_settings(map_colours=name))
        self._detail.setObjectName("map-detail")
        self._detail.closed.connect(lambda: view.select_map("", None))
        self._detail.stepped.connect(view.step_map)
        self._detail.view.unit_chosen.connect(self._show_field)
        view.offered.connect(lambda _there: self._window.refresh())
        view.copy_requested.connect(saving.copy_maps)
        view.save_requested.connect(saving.maps)

    def _show_field(self, row: int, column: int) -> None:
        """What the unit that was clicked sees of the photo."""
        self._window.commands.pages.show_unit((row, column) if row >= 0 else None)

    def _remember(self, name: str, call: Callable[..., None]) -> Callable[[str], None]:
        def changed(value: str) -> None:
            self._window.change_settings(**{name: value})
            call(value)

        return changed

    def _sort(self, sort: str) -> None:
        self._maps.set_relevant(sort == "relevance")

    # Results arrive

    def _show_network(self, network: Network) -> None:
        rows = network.tree.walk()
        self._view.set_network(network.state_id)
        self._view.set_modules({flow: [r for r in rows if _of(flow, r)] for flow in FLOWS})

    def _show_picture(self, picture: Picture | None) -> None:
        self._view.set_picture(picture.image_id if picture else "")
        self._view.set_problem(None)

    def _show_prepared(self, prepared: Prepared | None) -> None:
        picture = self._workspace.picture
        if picture is not None and prepared is not None:
            left, top, right, bottom = prepared.box
            across, down = picture.width, picture.height
            box = (left / across, top / down, right / across, bottom / down)
            self._detail.set_photo(picture.display, box)

    def _show_module(self, path: str) -> None:
        self._view.set_module_maps(None, path)

    def _show_maps(self, shown: ShownMaps | None) -> None:
        self._view.set_module_maps(shown, self._workspace.module)

    def _show_failure(self, failure: Failure) -> None:
        """The banner says what; the maps of something else must not stand there instead."""
        if failure.action == ACTION and failure.problem is not None:
            self._view.set_problem(failure.problem)

    def _show_detail(self, chosen: MapChoice | None) -> None:
        if chosen is None:
            self._detail.show_map(None, 0, None, "")
        else:
            looks = (chosen.level, chosen.colours, chosen.stale)
            self._detail.show_map(chosen.maps, chosen.channel, *looks)

    def _offer_inspector(self, chosen: MapChoice | None) -> None:
        """A map that has just been chosen is enlarged where it is not seen."""
        before, window = self._chosen, self._window
        self._chosen = (chosen.maps.path, chosen.maps.part, chosen.channel) if chosen else None
        if self._chosen not in (None, before) and window.inspector.isHidden():
            words = tr("The map is enlarged in the inspector.")
            window.offer(words, tr("Show it"), partial(window.show_pane, "inspector", True))


def _of(flow: str, row: ModuleInfo) -> bool:
    """Whether a module belongs to a flow and has maps."""
    return row.path.startswith(f"{flow}.") and len(row.output_shape) == 3
