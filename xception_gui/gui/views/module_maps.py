"""The maps of one module: one of its parts as a mosaic, or all parts side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from xception_gui.base.feature_maps import ShownMaps
from xception_gui.gui.item_models.map_texts import dead_words, part_name
from xception_gui.gui.language import tr
from xception_gui.gui.views.heatmap_band import layer_name
from xception_gui.gui.views.map_columns import SHOWN, MapColumns
from xception_gui.gui.views.map_looks import Looks
from xception_gui.gui.views.mosaic import Mosaic, pictures

ALL = "all"
_SAME_CHANNELS = ("branch", "skip", "sum")


class ModuleMaps(QStackedWidget):
    """Signals: `pointed` a `Pointed` or None; `chosen` part and channel, −1 for none."""

    pointed = Signal(object)
    chosen = Signal(str, int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mosaic = Mosaic()
        self._columns: dict[int, MapColumns] = {}
        self._shown: ShownMaps | None = None
        self._looks, self._wanted = Looks(), ""
        self._selected = ("", -1)
        self._faint = False
        self.addWidget(self.mosaic)
        self.mosaic.zoomed.connect(self.zoomed)
        self._listen(self.mosaic)

    # What is shown

    def set_maps(self, shown: ShownMaps | None, looks: Looks) -> None:
        """Show the maps of a module, or none."""
        self._shown, self._looks = shown, looks
        self._fill()

    def set_part(self, part: str) -> None:
        """Show one part, or `ALL`; where a module has no such part, its own output."""
        self._wanted = part
        self._fill()

    def set_selected(self, part: str, channel: int) -> None:
        """Ring a map."""
        self._selected = (part, channel)
        for mosaic in self.mosaics():
            mosaic.set_selected(channel if _part(mosaic) == part else -1)

    def set_faint(self, faint: bool) -> None:
        """Draw the maps faint."""
        self._faint = faint
        for mosaic in self.mosaics():
            mosaic.set_faint(faint)

    def retranslate(self) -> None:
        """Read the texts again."""
        if self._shown is None:
            return
        for number, mosaic in enumerate(self.mosaics()):
            self._name(mosaic, number)

    # What can be asked of it

    @property
    def shown(self) -> ShownMaps | None:
        """The maps, of all parts."""
        return self._shown

    def parts(self) -> tuple[str, ...]:
        """Parts to choose from, the last of them `ALL`; nothing where there is but one."""
        names = tuple(maps.part for maps in self._shown.maps.parts) if self._shown else ()
        return (*names, ALL) if len(names) > 1 else ()

    def part(self) -> str:
        """The part that is shown, or `ALL`."""
        if self._wanted in self.parts() or self._shown is None:
            return self._wanted
        return self._shown.maps.output.part

    def mosaics(self) -> list[Mosaic]:
        """Those on view, from left to right."""
        found = self.currentWidget()
        return found.mosaics if isinstance(found, MapColumns) else [self.mosaic]

    def pictures(self) -> list[QImage]:
        """The whole mosaics on view, one pixel per value."""
        return pictures(self.mosaics())

    # Inside

    def _listen(self, mosaic: Mosaic) -> None:
        mosaic.pointed.connect(self.pointed)
        mosaic.chosen.connect(lambda channel: self.chosen.emit(_part(mosaic), channel))

    def _fill(self) -> None:
        if self._shown is None:
            self.mosaic.clear()
            self.setCurrentWidget(self.mosaic)
            return
        if self.part() == ALL:
            self._fill_columns(self._shown)
        else:
            self._fill_mosaic(self._shown)
        self.retranslate()
        self.set_faint(self._faint)
        self.set_selected(*self._selected)

    def _fill_mosaic(self, shown: ShownMaps) -> None:
        number = [maps.part for maps in shown.maps.parts].index(self.part())
        maps, levels = shown.maps.parts[number], shown.levels[number]
        self.setCurrentWidget(self.mosaic)
        self.mosaic.set_maps(maps, levels, self._looks.order(maps), self._looks.colours)

    def _fill_columns(self, shown: ShownMaps) -> None:
        parts = shown.maps.parts
        columns = self._columns_for(len(parts))
        self.setCurrentWidget(columns)
        same = all(maps.part in _SAME_CHANNELS for maps in parts)
        for mosaic, maps, levels in zip(columns.mosaics, parts, shown.levels, strict=True):
            order = self._looks.order(shown.maps.output if same else maps)[:SHOWN]
            mosaic.set_maps(maps, levels, order, self._looks.colours)

    def _columns_for(self, count: int) -> MapColumns:
        if count not in self._columns:
            self._columns[count] = MapColumns(count, with_fields=False)
            self.addWidget(self._columns[count])
            for mosaic in self._columns[count].mosaics:
                self._listen(mosaic)
        return self._columns[count]

    def _name(self, mosaic: Mosaic, number: int) -> None:
        if mosaic.blocks is None:
            return
        maps, columns = mosaic.blocks.maps, self.currentWidget()
        name = layer_name(maps.path)
        words = f"{name} · {part_name(maps.part)}" if self.parts() else name
        mosaic.setAccessibleName(tr("Feature maps of {module}", module=words))
        if isinstance(columns, MapColumns):
            flow = maps.path.partition(".")[0]
            columns.heads[number].set_words(flow, part_name(maps.part), dead_words(maps))


def _part(mosaic: Mosaic) -> str:
    return mosaic.blocks.maps.part if mosaic.blocks else ""
