"""Entry, middle and exit flow side by side: the first maps of one module of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from xception_gui.base.feature_maps import ShownMaps
from xception_gui.base.results import ModuleInfo
from xception_gui.gui.item_models.map_texts import dead_words
from xception_gui.gui.item_models.module_texts import flow_name
from xception_gui.gui.language import tr
from xception_gui.gui.views.heatmap_band import layer_name
from xception_gui.gui.views.map_columns import SHOWN, MapColumns
from xception_gui.gui.views.map_looks import Looks, is_current
from xception_gui.gui.views.mosaic import pictures

FLOWS = ("entry", "middle", "exit")


class FlowMaps(QWidget):
    """Signals: `pointed` a `Pointed` or None; `chosen` path, part and channel of a clicked map."""

    pointed = Signal(object)
    chosen = Signal(str, str, int)
    module_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = MapColumns(len(FLOWS), with_fields=True)
        self._shown: dict[str, ShownMaps | None] = dict.fromkeys(FLOWS)
        self._looks = Looks()
        self._lacking: frozenset[str] = frozenset()  # flows in which the network has no module
        self._problem = ""
        self._image = self._state = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.columns)
        for head in self.columns.heads:
            head.keep_room()
        for number, flow in enumerate(FLOWS):
            self._connect(number, flow)

    # What is shown

    def set_modules(self, flows: Mapping[str, Sequence[ModuleInfo]]) -> None:
        """The modules of each flow to choose from; a network may have none in one."""
        self._lacking = frozenset(flow for flow in FLOWS if not flows.get(flow))
        for head, flow in zip(self.columns.heads, FLOWS, strict=True):
            head.field.set_modules(flows.get(flow, ()))
            head.field.setVisible(flow not in self._lacking)
        self._show_strength()

    def set_path(self, flow: str, path: str) -> None:
        """Which module stands for a flow; the maps of another one become faint."""
        self.columns.heads[FLOWS.index(flow)].field.set_path(path)
        self._show_strength()

    def set_maps(self, flow: str, shown: ShownMaps | None) -> None:
        """The maps of a flow's module; None: those of another picture fade until they come."""
        self._shown[flow] = shown
        if shown is not None:
            self.set_path(flow, shown.maps.path)
        self._fill(flow)

    def set_looks(self, looks: Looks) -> None:
        """Another order, other colours."""
        self._looks = looks
        for flow in FLOWS:
            self._fill(flow)

    def set_expected(self, image_id: str, state_id: str) -> None:
        """The picture and the network in force: maps of others are faint."""
        self._image, self._state = image_id, state_id
        self._show_strength()

    def set_problem(self, words: str) -> None:
        """Why maps could not be had, in the columns that have none; choosers stay usable."""
        self._problem = words
        self._show_strength()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._show_strength()
        for number, flow in enumerate(FLOWS):
            head, mosaic = self.columns.heads[number], self.columns.mosaics[number]
            maps = mosaic.blocks.maps if mosaic.blocks else None
            head.field.retranslate()
            name = layer_name(maps.path) if maps else flow_name(flow)
            mosaic.setAccessibleName(tr("Feature maps of {module}", module=name))

    # What can be asked of it

    def shown(self) -> list[ShownMaps]:
        """The maps that there are, from left to right."""
        columns = zip(self._shown.values(), self.columns.notes, strict=True)
        return [maps for maps, note in columns if maps is not None and not note.text()]

    def is_answered(self) -> bool:
        """Whether none of them belongs to another picture, network or module."""
        columns = zip(self.columns.mosaics, self.columns.notes, strict=True)
        return not any(mosaic.is_faint for mosaic, note in columns if not note.text())

    def pictures(self) -> list[QImage]:
        """The first maps of each flow, one pixel per value."""
        columns = zip(self.columns.mosaics, self.columns.notes, strict=True)
        return pictures(mosaic for mosaic, note in columns if not note.text())

    # Inside

    def _connect(self, number: int, flow: str) -> None:
        mosaic, field = self.columns.mosaics[number], self.columns.heads[number].field
        mosaic.pointed.connect(self.pointed)
        mosaic.chosen.connect(lambda channel: self._clicked(number, channel))
        field.picked.connect(lambda path: self._picked(flow, path))

    def _clicked(self, number: int, channel: int) -> None:
        mosaic = self.columns.mosaics[number]
        mosaic.set_selected(-1)
        if mosaic.blocks is not None and channel >= 0:
            self.chosen.emit(mosaic.blocks.maps.path, mosaic.blocks.maps.part, channel)

    def _picked(self, flow: str, path: str) -> None:
        self.set_path(flow, path)
        self.module_chosen.emit(flow, path)

    def _fill(self, flow: str) -> None:
        shown, mosaic = self._shown[flow], self.columns.mosaics[FLOWS.index(flow)]
        if shown is None:
            mosaic.clear()
        else:
            maps, levels = shown.maps.output, shown.levels[-1]
            mosaic.set_maps(maps, levels, self._looks.order(maps)[:SHOWN], self._looks.colours)
        self.retranslate()

    def _show_strength(self) -> None:
        """Full strength only for the module named above, of the picture and network in force."""
        for number, flow in enumerate(FLOWS):
            self._show_column(number, flow)

    def _show_column(self, number: int, flow: str) -> None:
        head, mosaic = self.columns.heads[number], self.columns.mosaics[number]
        maps = mosaic.blocks.maps if mosaic.blocks else None
        named = maps is not None and maps.path == head.field.path()
        current = maps is not None and is_current(maps.origin, self._image, self._state)
        mosaic.set_faint(not (named and current))
        note = self._note(flow, named and current)
        self.columns.set_note(number, note)
        head.set_words(flow, flow_name(flow), dead_words(maps) if maps and not note else "")

    def _note(self, flow: str, answered: bool) -> str:
        """What stands in place of a column's maps, if anything does."""
        if flow in self._lacking:
            return tr("No modules in this flow")
        return "" if answered else self._problem
