"""The tab Feature maps: the maps of one module, or of one module of each flow.

It is given frozen results and tells what the user wants. What belongs to another module, picture or
network than the one asked for stands there faint, never at full strength.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from xception_gui.base.feature_maps import FeatureMaps, Relevance, ShownMaps, Sort
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.base.texts import problem_text
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.item_models.map_texts import facts, first_words, part_name
from xception_gui.gui.language import language, tr
from xception_gui.gui.views.flow_maps import FLOWS, FlowMaps
from xception_gui.gui.views.loading_line import LoadingLine
from xception_gui.gui.views.map_card import MapCard
from xception_gui.gui.views.map_columns import SHOWN
from xception_gui.gui.views.map_looks import Looks, MapChoice, choice, is_current, same
from xception_gui.gui.views.map_pictures import side_by_side
from xception_gui.gui.views.maps_band import MapsBand
from xception_gui.gui.views.maps_empty import MapsNote
from xception_gui.gui.views.maps_foot import MapsFoot
from xception_gui.gui.views.module_maps import ALL, ModuleMaps
from xception_gui.gui.views.mosaic import Pointed
from xception_gui.gui.views.tile_area import ZOOM_STEP
from xception_gui.gui.views.translated import Translated


class FeatureMapsView(Translated):
    """Everything of the tab between the header and the status bar."""

    module_chosen = Signal(str)
    flow_module_chosen = Signal(str, str)
    map_chosen = Signal(object)
    """A `MapChoice` to be shown enlarged, again when its values or colours change; or None."""
    mode_changed = Signal(str)
    sort_changed = Signal(str)
    scale_changed = Signal(str)
    colours_chosen = Signal(str)
    offered = Signal(bool)
    """Whether there are maps to copy and save, of the picture and the network in force."""
    open_requested = Signal()
    copy_requested = Signal()
    save_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode, self._path = "module", ""
        self._problem: Problem | None = None
        self._looks = Looks()
        self._part = ""
        self._selected: tuple[str, str, int] | None = None  # path, part, channel
        self._told: MapChoice | None = None
        self._image = self._state = ""
        self.has_picture = False
        self.band, self.foot = MapsBand(), MapsFoot()
        self.module, self.flows = ModuleMaps(), FlowMaps()
        self.empty, self.nothing = MapsNote("image", "base"), MapsNote("", "canvas")
        self._arrange()
        self._card, self._line = MapCard(self._pages), LoadingLine(self)
        self._connect()
        self.retranslate()

    # Results

    def set_picture(self, image_id: str) -> None:
        """The picture that is open; "" for none: there is nothing to map then."""
        self._image = image_id
        if not image_id:
            self._selected = None
            self.module.set_maps(None, self._looks)
        self.flows.set_expected(self._image, self._state)
        self._show()

    def set_network(self, state_id: str) -> None:
        """The network in force; "" where it does not matter."""
        self._state = state_id
        self.flows.set_expected(self._image, self._state)
        self._show()

    def set_modules(self, flows: Mapping[str, Sequence[ModuleInfo]]) -> None:
        """The modules of each flow ("entry", "middle", "exit") to choose from."""
        self.flows.set_modules(flows)

    def set_flow_modules(self, paths: Mapping[str, str]) -> None:
        """Which module stands for each flow that has one; its maps may come later."""
        self._problem = None  # other modules, another question
        for flow in FLOWS:
            self.flows.set_path(flow, paths.get(flow, ""))
        self._show()

    def set_module_maps(self, shown: ShownMaps | None, path: str) -> None:
        """The maps of the selected module; None: they are being computed, "": none is selected.

        What stood there before stays, faint, until they come.
        """
        if self._selected is not None and self._selected[0] != path:
            self._selected = None
        if shown is not None or (self._mode == "module" and path != self._path):
            self._problem = None
        self._path = path
        if shown is not None or not path:
            self.module.set_maps(shown, self._looks)
        self._show()

    def set_flow_maps(self, flow: str, shown: ShownMaps | None) -> None:
        """The maps of the module that stands for a flow; None: there are none."""
        if shown is not None:
            self._problem = None
        self.flows.set_maps(flow, shown)
        self._show()

    def set_relevance(self, relevances: Sequence[Relevance]) -> None:
        """Gradient × activation of everything that is shown; it decides its own order alone."""
        found = {(one.path, one.part): one for one in relevances}
        self._set_looks(replace(self._looks, relevances=found))

    # States

    def set_loading(self, loading: bool) -> None:
        """Something is under way: a line along the upper edge, after a moment."""
        self._line.set_loading(loading)

    def set_problem(self, problem: Problem | None) -> None:
        """A problem in place of the maps that could not be had; None brings them back."""
        self._problem = problem
        self._show()

    def set_mode(self, mode: str) -> None:
        """One module ("module") or one of each flow ("flows"), without a signal."""
        if mode != self._mode:
            self._problem = None  # it answered another question
        self._mode = mode
        self.band.set_mode(mode)
        self._show()

    def set_sort(self, sort: str) -> None:
        """One of `xception_gui.base.feature_maps.SORTS`, without a signal."""
        self.band.sort.set_key(sort)
        self._set_looks(replace(self._looks, sort=cast("Sort", sort)))

    def set_scale(self, scale: str) -> None:
        """One of `xception_gui.base.feature_maps.SCALES`, without a signal; the maps follow."""
        self.band.scale.set_key(scale)

    def set_colours(self, name: str) -> None:
        """Colour map of maps without values below zero, without a signal."""
        self.band.legend.set_colours(name)
        self._set_looks(replace(self._looks, colours=name))

    def select_map(self, part: str, channel: int | None) -> None:
        """Choose a map of the selected module, or none."""
        self._selected = None if channel is None else (self._path, part, channel)
        if channel is not None and self.module.part() not in (part, ALL):
            self._part = part
            self.module.set_part(part)
        self._show()

    # What can be asked of it

    def step_map(self, steps: int) -> None:
        """Choose the map so many tiles after the chosen one."""
        for mosaic in self.module.mosaics():
            mosaic.step(steps)

    def take_keyboard(self) -> None:
        """Arrows and Enter go to the maps."""
        in_module = self._pages.currentWidget() is self.module
        (self.module.mosaics()[0] if in_module else self.flows).setFocus()

    def zoom(self, factor: float) -> None:
        """Larger or smaller tiles."""
        if self._mode == "module" and self.module.part() != ALL:
            self.module.mosaic.zoom(factor)

    def fit(self) -> None:
        """All tiles in the view."""
        self.module.mosaic.fit()

    def picture_of_view(self) -> QImage:
        """The whole mosaics that are asked for and on view, one pixel per value (or enlarged)."""
        page = self.flows if self._mode == "flows" else self.module
        return side_by_side(page.pictures() if self.has_picture else ())

    def retranslate(self) -> None:
        """Read the texts again."""
        self.empty.set_words(tr("Open a picture to see its maps."), tr("Open…"), "open")
        self.module.retranslate()
        self.flows.retranslate()
        self._show()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line lies along the upper edge."""
        self._line.setGeometry(0, 0, self.width(), self._line.height())
        super().resizeEvent(event)

    # Inside

    def _arrange(self) -> None:
        self._pages, self._stack, content = QStackedWidget(), QStackedWidget(), QWidget()
        for page in (self.module, self.flows, self.nothing):
            self._pages.addWidget(page)
        inside = _stacked(content)
        inside.addWidget(self.band)
        inside.addWidget(self._pages, 1)
        inside.addWidget(self.foot)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(content)
        self._content = content
        _stacked(self).addWidget(self._stack)

    def _connect(self) -> None:
        for source, target in (
            (self.empty.pressed, self.open_requested),
            (self.nothing.pressed, self._show_flows),
            (self.band.mode_changed, self._change_mode),
            (self.band.sort_changed, self._change_sort),
            (self.band.scale_changed, self.scale_changed),
            (self.band.colours_chosen, self._change_colours),
            (self.band.copy_requested, self.copy_requested),
            (self.band.save_requested, self.save_requested),
            (self.module.pointed, self._point),
            (self.module.chosen, self._choose),
            (self.module.zoomed, self._tell_foot),
            (self.flows.pointed, self._point),
            (self.flows.chosen, self._open_module),
            (self.flows.module_chosen, self.flow_module_chosen),
            (self.foot.part_chosen, self._change_part),
            (self.foot.zoom_in_requested, lambda: self.zoom(ZOOM_STEP)),
            (self.foot.zoom_out_requested, lambda: self.zoom(1 / ZOOM_STEP)),
            (self.foot.fit_requested, self.fit),
        ):
            source.connect(target)

    # The user's wishes

    def _change_mode(self, mode: str) -> None:
        self.set_mode(mode)
        self.mode_changed.emit(mode)

    def _show_flows(self) -> None:
        self._change_mode("flows")

    def _change_sort(self, sort: str) -> None:
        self.set_sort(sort)
        self.sort_changed.emit(sort)

    def _change_colours(self, name: str) -> None:
        self.set_colours(name)
        self.colours_chosen.emit(name)

    def _change_part(self, index: int) -> None:
        self._part = self.module.parts()[index]
        self.module.set_part(self._part)
        self._show()

    def _choose(self, part: str, channel: int) -> None:
        self._selected = (self._path, part, channel) if channel >= 0 else None
        self._show()

    def _open_module(self, path: str, part: str, channel: int) -> None:
        """A map of a flow was clicked: its module, with that map chosen."""
        if self._part != ALL:
            self._part = ""
            self.module.set_part("")
        self._path, self._selected = path, (path, part, channel)
        self.module_chosen.emit(path)
        self._change_mode("module")

    def _point(self, told: Pointed | None) -> None:
        if told is None:
            self._card.hide()
            return
        tile = told.tile.translated(-self._pages.mapToGlobal(self._pages.rect().topLeft()))
        self._card.tell(told, tile)

    # Keeping all in step

    def _set_looks(self, looks: Looks) -> None:
        self._looks = looks
        self.flows.set_looks(looks)
        self.module.set_maps(self.module.shown, looks)
        self._show()

    def _show(self) -> None:
        """Bring everything in line with what is known."""
        self._stack.setCurrentWidget(self._content if self._image else self.empty)
        self.flows.set_problem(self._problem_words() if self._mode == "flows" else "")
        self._pages.setCurrentWidget(self._page())
        self.module.set_faint(not self._is_answered())
        if self._selected is not None and self._is_of_module():
            self.module.set_selected(*self._selected[1:])
        else:
            self.module.set_selected("", -1)
        self._tell_kinds()
        self._tell_foot()
        self._tell_choice()

    def _page(self) -> QWidget:
        if self._mode == "flows":
            return self.flows
        if self._problem is not None:
            self.nothing.set_words(self._problem_words())
            return self.nothing
        if not self._path:
            self.nothing.set_words(tr("Select a module in the tree."), tr("Show by flow"))
            return self.nothing
        return self.module

    def _problem_words(self) -> str:
        problem = self._problem
        return problem_text(problem.code, problem.fields, language()) if problem else ""

    def _is_of_module(self) -> bool:
        """Whether the maps that are there are those of the selected module, of any picture."""
        shown = self.module.shown
        return shown is not None and shown.maps.path == self._path

    def _is_answered(self) -> bool:
        """Whether they are also those of the picture and the network in force."""
        shown = self.module.shown
        current = shown is not None and is_current(shown.maps.origin, self._image, self._state)
        return current and self._is_of_module()

    def _on_view(self) -> list[FeatureMaps]:
        page = self._pages.currentWidget()
        if page is self.flows:
            return [shown.maps.output for shown in self.flows.shown()]
        shown = self.module.shown if page is self.module else None
        parts = shown.maps.parts if shown else ()
        return [maps for maps in parts if self.module.part() in (maps.part, ALL)]

    def _tell_kinds(self) -> None:
        """Which scales the legend shows, and whether there is something to copy."""
        signed = [maps.signed for maps in self._on_view()]
        self.band.set_kinds(plain=not all(signed) or not signed, signed=any(signed))
        answered = self.flows.is_answered() if self._mode == "flows" else self._is_answered()
        there = bool(signed) and answered
        self.band.set_picture(there)
        if there != self.has_picture:
            self.has_picture = there
            self.offered.emit(there)

    def _tell_foot(self) -> None:
        page, maps = self._pages.currentWidget(), self._on_view()
        several = page is self.module and self.module.part() == ALL
        parts = self.module.parts() if page is self.module else ()
        names = [tr("All parts") if part == ALL else part_name(part) for part in parts]
        current = parts.index(self.module.part()) if parts else 0
        self.foot.set_parts(names, current)
        if page is self.flows:
            hint = tr("Click a map to open its module") if maps else ""
            self.foot.set_facts([self._first_words()], hint)
        elif several:
            self.foot.set_facts([self._first_words()])
        else:
            self.foot.set_facts([fact for one in maps for fact in self._facts(one)])
        single = page is self.module and not several and bool(maps)
        self.foot.set_zoom(self.module.mosaic.zoom_factor() if single else None)

    def _facts(self, maps: FeatureMaps) -> list[str]:
        """What is said of all maps, and of the class that their order explains."""
        found = self._looks.relevance(maps) if self._looks.sort == "relevance" else None
        sorted_for = [tr("Sorted for {label}", label=class_words(found.label))] if found else []
        count, *rest = facts(maps)
        return [count, *sorted_for, *rest]

    def _first_words(self) -> str:
        """How many maps of each column are shown, and which."""
        most = max((len(maps.values) for maps in self._on_view()), default=0)
        strongest = self._looks.sort == "strength"
        return first_words(most, SHOWN, strongest, self._mode == "flows")

    def _tell_choice(self) -> None:
        """Tell which map is chosen, if it is another one, or looks otherwise."""
        shown, found = self.module.shown, None
        on_page = self._pages.currentWidget() is self.module and self._is_of_module()
        if self._selected is not None and shown is not None and on_page:
            stale = not self._is_answered()
            found = choice(shown, *self._selected[1:], self._looks.colours, stale)
        if not same(found, self._told):
            self._told = found
            self.map_chosen.emit(found)


def _stacked(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
