"""All maps of one tensor as tiles: pointer, keys, one map chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from xception_gui.base.feature_maps import FeatureMaps
from xception_gui.base.results import ByteArray
from xception_gui.gui import style
from xception_gui.gui.item_models.map_texts import spoken
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.map_pictures import GAP, STALE, to_screen
from xception_gui.gui.views.mosaic_blocks import MosaicBlocks
from xception_gui.gui.views.tile_area import ZOOM_STEP, TileArea

if TYPE_CHECKING:
    from xception_gui.gui.views.mosaic_blocks import Order

_WHITE = QColor("white")
_STEPS = {
    Qt.Key.Key_Left.value: (-1, 0),
    Qt.Key.Key_Right.value: (1, 0),
    Qt.Key.Key_Up.value: (0, -1),
    Qt.Key.Key_Down.value: (0, 1),
}
_PAGES = {Qt.Key.Key_PageUp.value: -1, Qt.Key.Key_PageDown.value: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ZOOMS = {
    Qt.Key.Key_Plus.value: ZOOM_STEP,
    Qt.Key.Key_Equal.value: ZOOM_STEP,
    Qt.Key.Key_Minus.value: 1 / ZOOM_STEP,
}


@dataclass(frozen=True)
class Pointed:
    """The map, and the value (column x, row y) on it, that pointer or keys are at.

    Parameters
    ----------
    level : uint8 array (side, side)
        Of the map.
    tile : QRect
        Where its tile lies on the screen, in device-independent pixels.
    """

    maps: FeatureMaps
    channel: int
    x: int
    y: int
    level: ByteArray
    colours: str
    tile: QRect


class Mosaic(TileArea):
    """Signals: `pointed` gives a `Pointed` or None; `chosen` a channel, −1 for none."""

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, per_row: int = 0, rows: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(per_row, rows, parent)
        self._blocks: MosaicBlocks | None = None
        self._selected = -1
        self._at: int | None = None
        self._faint = False
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.zoomed.connect(lambda: self.point(None))

    # What is shown

    def set_maps(
        self, maps: FeatureMaps, levels: ByteArray, order: Order, colours: str = "viridis"
    ) -> None:
        """Show maps; zoom and place are kept where they are those of the same tensor.

        Parameters
        ----------
        levels : uint8 array (channels, side, side)
            `xception_gui.base.feature_maps.levels`.
        order : integer array (shown,)
            Channels from the first tile to the last.
        """
        before, self._blocks = self._blocks, MosaicBlocks(maps, levels, order, colours)
        same = before is not None and _tensor(before.maps) == _tensor(maps)
        if not same:
            self._selected = -1
        self.point(None)
        self.set_tiles(len(order), self._blocks.side, keep_zoom=same)

    def clear(self) -> None:
        """Show nothing."""
        self._blocks, self._selected = None, -1
        self.point(None)
        self.set_tiles(0, 1, keep_zoom=False)

    def set_selected(self, channel: int) -> None:
        """Ring a channel's tile and bring it into sight; −1: none."""
        position = self._position(channel)
        if channel != self._selected and position is not None:
            self.reveal(position)
        self._selected = channel
        self.viewport().update()

    def set_faint(self, faint: bool) -> None:
        """Draw the maps faint: they are not those that are asked for."""
        if faint != self._faint:
            self._faint = faint
            self.point(None)
            self.viewport().update()

    # What can be asked of it

    @property
    def blocks(self) -> MosaicBlocks | None:
        """The maps that are shown."""
        return self._blocks

    @property
    def is_faint(self) -> bool:
        """Whether the maps are not those that are asked for."""
        return self._faint

    @property
    def selected(self) -> int:
        """The channel that is ringed; −1: none."""
        return self._selected

    def step(self, steps: int) -> None:
        """Choose the map so many tiles further than the chosen one."""
        position = self._position(self._selected)
        if self._blocks is not None and position is not None:
            self._choose(self._grid.moved(position, steps, 0))

    def point(self, position: int | None, place: tuple[int, int] | None = None) -> None:
        """Mark a tile and tell of the value at a place; of the largest where none is given."""
        if self._blocks is None or self._faint:
            position = None
        if position is None and self._at is None:
            return
        self._at = position
        self.viewport().update()
        self.pointed.emit(None if position is None else self._told(position, place))

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tiles, rings, focus."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), style.colour("canvas"))
        if self._blocks is not None:
            painter.save()
            self._paint_tiles(painter, self._blocks)
            painter.restore()
        if self._at is None:
            paint_ring(self, painter, radius=0)

    def _paint_tiles(self, painter: QPainter, blocks: MosaicBlocks) -> None:
        to_screen(painter)
        (x, y), (width, height) = self.origin(), self.room()
        painter.translate(x, y)
        blocks.draw(painter, self._grid, (-x, -y, width, height))
        ground = style.colour("canvas")
        painter.fillRect(QRect(*self._grid.rest()), ground)
        if self._faint:
            ground.setAlphaF(1 - STALE)
            painter.fillRect(QRect(0, 0, self._grid.width, self._grid.height), ground)
        self._paint_rings(painter)

    def _paint_rings(self, painter: QPainter) -> None:
        """Accent with a white inner edge around the chosen tile, white around the marked one.

        Both are edged dark: maps may be as light as they are.
        """
        one = self.thick()
        selected = self._position(self._selected)
        if selected is not None:
            tile = QRect(*self._grid.tile_rect(selected))
            _frame(painter, _grown(tile, 3 * one), one, GAP)
            _frame(painter, _grown(tile, one), 2 * one, style.colour("accent"))
            _frame(painter, tile, one, _WHITE)
        if self._at is not None:
            tile = QRect(*self._grid.tile_rect(self._at))
            _frame(painter, _grown(tile, 2 * one), one, GAP)
            _frame(painter, tile, 2 * one, _WHITE)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The beginning of a click, or of a drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the mosaic, or say what is below the pointer."""
        if self._pressed is None or not event.buttons():
            found = self.tile_at(event.position())
            self.point(*(found or (None,)))
            return
        moved = event.position() - self._pressed
        if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self._pressed = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses; a drag ends."""
        clicked = self._pressed is not None and not self._dragged
        self._pressed, self._dragged = None, False
        self.viewport().unsetCursor()
        found = self.tile_at(event.position())
        if clicked and found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(found[0])

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has gone."""
        if event.type() == QEvent.Type.Leave:
            self.point(None)
        return super().viewportEvent(event)

    def scrollContentsBy(self, _across: int, _down: int) -> None:
        """The tiles move away from below the pointer."""
        self.point(None)
        self.viewport().update()

    # Keys

    def event(self, event: QEvent) -> bool:
        """Page keys belong to the mosaic while it has the focus, not to the queue of pictures."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_paging(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End and page keys move, Enter chooses, Esc clears, + and − zoom."""
        key, target = event.key(), self._target(event.key())
        if target is not None:
            self._go(target)
        elif key in _ENTER and self._at is not None:
            self._choose(self._at)
        elif key == Qt.Key.Key_Escape and (self._at is not None or self._selected >= 0):
            self._clear_choice()
        elif key in _ZOOMS and self.can_zoom():
            self.zoom(_ZOOMS[key])
        elif key == Qt.Key.Key_0 and self.can_zoom():
            self.fit()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No tile stays marked by keys that go elsewhere."""
        self.point(None)
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen says nothing."""
        self.point(None)
        super().hideEvent(event)

    # Inside

    def _target(self, key: int) -> int | None:
        """Where a key leads from the tile that is marked or chosen, else to the first tile."""
        if self._blocks is None or self._faint or not self._grid.count:
            return None
        here = self._at if self._at is not None else self._position(self._selected)
        if key == Qt.Key.Key_End:
            return self._grid.count - 1
        if key == Qt.Key.Key_Home or (here is None and (key in _STEPS or key in _PAGES)):
            return 0
        if here is not None and key in _STEPS:
            return self._grid.moved(here, *_STEPS[key])
        if here is not None and key in _PAGES:
            return self._grid.moved(here, 0, _PAGES[key] * self.page())
        return None

    def _go(self, position: int) -> None:
        self.reveal(position)
        self.point(position)
        if self._blocks is not None:
            words = spoken(self._blocks.maps, int(self._blocks.order[position]))
            self.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _choose(self, position: int) -> None:
        if self._blocks is None or self._faint:
            return
        channel = int(self._blocks.order[position])
        self.set_selected(channel)
        self.chosen.emit(channel)

    def _clear_choice(self) -> None:
        self.point(None)
        if self._selected >= 0:
            self.set_selected(-1)
            self.chosen.emit(-1)

    def _position(self, channel: int) -> int | None:
        """Where a channel's tile stands."""
        if self._blocks is None or channel < 0:
            return None
        found = (self._blocks.order == channel).nonzero()[0]
        return int(found[0]) if len(found) else None

    def _told(self, position: int, place: tuple[int, int] | None) -> Pointed | None:
        if self._blocks is None:
            return None
        blocks, channel = self._blocks, int(self._blocks.order[position])
        x, y = place if place is not None else _largest(blocks.maps, channel)
        level = blocks.levels(channel)
        tile = self.tile_rect(position)
        tile.moveTopLeft(self.viewport().mapToGlobal(tile.topLeft()))
        return Pointed(blocks.maps, channel, x, y, level, blocks.colours, tile)


def pictures(mosaics: Iterable[Mosaic]) -> list[QImage]:
    """The whole of each mosaic that shows maps, one pixel per value."""
    shown = [(mosaic.blocks, mosaic.grid().columns) for mosaic in mosaics]
    return [blocks.picture(columns) for blocks, columns in shown if blocks is not None]


def _tensor(maps: FeatureMaps) -> tuple[str, str, tuple[int, ...]]:
    return maps.path, maps.part, maps.values.shape


def _largest(maps: FeatureMaps, channel: int) -> tuple[int, int]:
    """Column and row of the value farthest from zero."""
    values = maps.values[channel]
    row, column = divmod(int(abs(values).argmax()), values.shape[1])
    return column, row


def _is_paging(event: QEvent) -> bool:
    plain = isinstance(event, QKeyEvent) and event.modifiers() == Qt.KeyboardModifier.NoModifier
    return plain and isinstance(event, QKeyEvent) and event.key() in _PAGES


def _grown(rect: QRect, by: int) -> QRect:
    return rect.adjusted(-by, -by, by, by)


def _frame(painter: QPainter, rect: QRect, width: int, ink: QColor) -> None:
    """A frame that lies outside `rect`."""
    outer = _grown(rect, width)
    across, down = QSize(outer.width(), width), QSize(width, rect.height())
    for corner, size in (
        (outer.topLeft(), across),
        (QPoint(outer.left(), rect.bottom() + 1), across),
        (QPoint(outer.left(), rect.top()), down),
        (QPoint(rect.right() + 1, rect.top()), down),
    ):
        painter.fillRect(QRect(corner, size), ink)
