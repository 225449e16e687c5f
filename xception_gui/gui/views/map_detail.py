"""The chosen map in the inspector: enlarged or over the photo, its numbers, its histogram."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.results import ByteArray
from xception_gui.gui import style
from xception_gui.gui.item_models.map_texts import channel_name, rows_of, spoken
from xception_gui.gui.item_models.module_texts import FLOWS
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel, text_width
from xception_gui.gui.views.fact_line import FactLine
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.map_histogram import MapHistogram
from xception_gui.gui.views.map_view import Box, MapView
from xception_gui.gui.views.segmented import Segmented
from xception_gui.gui.views.translated import Translated

_SIDE, _TOP, _GAP = 12, 8, 4


class MapDetail(Translated):
    """Hidden while no map is chosen; for `Inspector.set_top`.

    Signals: `closed`; `stepped` −1 or 1 for the map before or after it in the mosaic.
    """

    closed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maps: FeatureMaps | None = None
        self._channel, self._stale = 0, False
        self._title, self.switch = ElidedLabel(kind="bold"), Segmented()
        self.view, self.histogram = MapView(), MapHistogram()
        self.facts = FactLine()
        self.previous, self.next = IconButton("chevron-left"), IconButton("chevron-right")
        self.close_button = IconButton("close")
        self.switch.chosen.connect(lambda index: self.view.set_on_photo(index == 1))
        self.view.stepped.connect(self.stepped)
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.close_button.clicked.connect(self.closed)
        self._arrange()
        self.set_photo(None, (0, 0, 1, 1))
        self.show_map(None, 0)

    # What is shown

    def show_map(
        self,
        maps: FeatureMaps | None,
        channel: int,
        level: ByteArray | None = None,
        colours: str = "viridis",
        stale: bool = False,
    ) -> None:
        """Show a map; None: hide.

        Parameters
        ----------
        level : uint8 array (height, width)
            Of the map, `xception_gui.base.feature_maps.levels`.
        colours : str
            For values that are not below zero.
        stale : bool
            It is another picture's or network's: faint, and without a number.
        """
        self._maps, self._channel, self._stale = maps, channel, stale
        self.setVisible(maps is not None)
        if maps is None or level is None:
            return
        self.view.set_map(maps, channel, level, colours, stale)
        flow = maps.path.partition(".")[0]
        values = maps.values[channel][:0] if stale else maps.values[channel]
        self.histogram.set_values(values, flow if flow in FLOWS else "classifier")
        self.histogram.setVisible(not maps.dead[channel])
        self.retranslate()

    def set_photo(self, display: ByteArray | None, box: Box) -> None:
        """The photo and the crop that the network saw, in fractions (left, top, right, bottom)."""
        self.view.set_photo(display, box)
        self.switch.setEnabled(self.view.has_photo())

    def retranslate(self) -> None:
        """Read the texts again."""
        self.switch.set_texts((tr("Map"), tr("On photo")))
        self.switch.setAccessibleName(tr("How the map is shown"))
        self.previous.set_words(tr("Previous map"))
        self.next.set_words(tr("Next map"))
        self.close_button.set_words(tr("Close the enlarged map"))
        self.histogram.retranslate()
        if self._maps is None:
            return
        self.view.setToolTip(tr("Click a value to see what it sees of the photo"))
        self._tell_numbers(self._maps)
        self._fit()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title has more room, or less."""
        self._fit()
        super().resizeEvent(event)

    # Inside

    def _tell_numbers(self, maps: FeatureMaps) -> None:
        """None of those that are not of the picture in sight: its own may never come."""
        if self._stale:
            self.view.setAccessibleName(channel_name(self._channel))
            self.facts.set_facts(())
        else:
            self.view.setAccessibleName(spoken(maps, self._channel))
            self.facts.set_facts(*(_facts(maps, self._channel, digits) for digits in (3, 2, 1)))

    def _arrange(self) -> None:
        side = style.px(_SIDE)
        column, inside = QVBoxLayout(self), QVBoxLayout()
        column.setContentsMargins(0, style.px(_TOP), 0, style.px(_TOP))
        column.setSpacing(0)
        inside.setContentsMargins(side, 0, side, 0)
        inside.setSpacing(0)
        inside.addLayout(self._title_row())
        inside.addSpacing(style.px(6))
        inside.addWidget(self.view)
        inside.addWidget(self.facts)
        inside.addWidget(self.histogram)
        column.addLayout(inside)
        column.addLayout(self._buttons_row())

    def _title_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._title, 1)
        row.addWidget(self.switch)
        return row

    def _buttons_row(self) -> QHBoxLayout:
        """A button brings six pixels of its own: its icon stands where words do."""
        row = QHBoxLayout()
        row.setContentsMargins(style.px(6), style.px(4), style.px(6), 0)
        row.setSpacing(0)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        row.addStretch(1)
        row.addWidget(self.close_button)
        return row

    def _fit(self) -> None:
        """Where "Channel 2047" has no room it is shortened, but never its number."""
        words = channel_name(self._channel)
        room = self.width() - 2 * style.px(_SIDE) - self.switch.sizeHint().width() - _GAP
        fits = text_width(style.font("bold"), words) <= room
        self._title.set_text(words if fits else tr("Ch. {number}", number=self._channel))


def _facts(maps: FeatureMaps, channel: int, digits: int) -> list[str]:
    return [f"{key} {value}" for key, value in rows_of(maps, channel, digits)]
