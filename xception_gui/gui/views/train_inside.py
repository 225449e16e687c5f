"""The network from inside, epoch by epoch: a small mountain range of histograms per module."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from xception_gui.base.numbers import real
from xception_gui.base.snapshots import Histogram, Kind, Snapshot
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.paint import mix
from xception_gui.gui.views.translated import Translated

_CELL = 118, 76  # pixels, at least
_STEEP = 1.6  # height of a cell over its width where there is a choice
_SIDE, _TITLE, _FOOT = 12, 20, 18
_MOST = 14  # epochs that are drawn, evenly chosen
_RISE = 0.5  # part of a cell's height that the baselines climb
_FAINT = 0.25  # strength of the first epoch's colour


class TrainInside(Translated):
    """One cell per module, the first epoch behind and the last in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshots: Sequence[Snapshot] = ()
        self._kind: Kind = "weights"
        self.retranslate()

    def set_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """Of all epochs so far."""
        self._snapshots = snapshots
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """What is counted: weights, gradients or activations."""
        self._kind = kind
        self.update()

    def modules(self) -> list[str]:
        """Paths, in the order of the network."""
        if not self._snapshots:
            return []
        return [path for kind, path in self._snapshots[-1].histograms if kind == self._kind]

    def cells(self) -> list[QRectF]:
        """One for each module; as many beside each other as make a range neither flat nor steep."""
        count = len(self.modules())
        if not count:
            return []
        columns = self._columns(count)
        wide, high = self.width() / columns, self.height() / -(-count // columns)
        places = (divmod(number, columns) for number in range(count))
        return [QRectF(column * wide, row * high, wide, high) for row, column in places]

    def _columns(self, count: int) -> int:
        most = max(1, min(count, self.width() // style.px(_CELL[0])))
        while most < count and self.height() / -(-count // most) < style.px(_CELL[1]):
            most += 1  # narrower than they should be rather than lower

        def steepness(columns: int) -> float:
            high, wide = self.height() / -(-count // columns), self.width() / columns
            return abs(math.log(max(1.0, high) / max(1.0, wide) / _STEEP))

        fits = [
            columns
            for columns in range(1, most + 1)
            if self.height() / -(-count // columns) >= style.px(_CELL[1])
        ]
        return min(fits or [most], key=steepness)

    def words(self, path: str) -> str:
        """What the tool tip says of a module."""
        last = self._snapshots[-1]
        found = last.histograms[self._kind, path]
        ends = tr("{low} to {high}", low=real(found.low), high=real(found.high))
        return f"{path}\n{tr('Epoch {epoch}', epoch=last.epoch)}: {ends}"

    def retranslate(self) -> None:
        """Read the texts again."""
        self.setAccessibleName(tr("Histograms per module and epoch"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All cells; one line where there are none."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("base"))
        modules = self.modules()
        if not modules:
            painter.setPen(style.colour("muted"))
            painter.setFont(style.font("body"))
            words = tr(
                "After the first epoch, each module's histograms appear here; "
                "a head that learns alone keeps none."
            )
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        for path, cell in zip(modules, self.cells(), strict=True):
            self._paint_cell(painter, path, cell)

    def event(self, event: QEvent) -> bool:
        """A tool tip for the module below the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = zip(self.modules(), self.cells(), strict=True)
            found = [path for path, cell in under if cell.contains(QPointF(event.pos()))]
            QToolTip.showText(event.globalPos(), self.words(found[0]) if found else "", self)
            return True
        return super().event(event)

    def _paint_cell(self, painter: QPainter, path: str, cell: QRectF) -> None:
        room = cell.adjusted(style.px(_SIDE), style.px(_TITLE), -style.px(_SIDE), -style.px(_FOOT))
        shown = self._shown(path)
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        title = QRectF(room.left(), cell.top(), room.width(), style.px(_TITLE))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, middle, path.rpartition(".")[2])
        painter.fillRect(QRectF(room.left(), room.bottom(), room.width(), 1), style.colour("line"))
        if not shown:
            painter.drawText(title, middle | Qt.AlignmentFlag.AlignRight, tr("does not learn"))
            return
        low, high = min(one.low for one in shown), max(one.high for one in shown)
        self._paint_ends(painter, room, low, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, one in enumerate(shown):
            age = number / max(1, len(shown) - 1)
            self._paint_range(painter, path, room, one, (low, high), age)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _shown(self, path: str) -> list[Histogram]:
        """The first, the last, and evenly chosen epochs between them."""
        every = [one.histograms.get((self._kind, path)) for one in self._snapshots]
        found = [one for one in every if one is not None and one.counts.any()]
        if len(found) <= _MOST:
            return found
        return [found[round(n * (len(found) - 1) / (_MOST - 1))] for n in range(_MOST)]

    def _paint_ends(self, painter: QPainter, room: QRectF, low: float, high: float) -> None:
        below = QRectF(room.left(), room.bottom() + 2, room.width(), style.px(_FOOT) - 2)
        painter.setPen(style.colour("faint"))
        painter.drawText(below, Qt.AlignmentFlag.AlignTop, real(low, 2))
        right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        painter.drawText(below, right, real(high, 2))

    def _paint_range(
        self,
        painter: QPainter,
        path: str,
        room: QRectF,
        one: Histogram,
        ends: tuple[float, float],
        age: float,
    ) -> None:
        """One epoch's outline over its baseline; `age` from 0, the first, to 1, the last."""
        base = room.bottom() - (1 - age) * _RISE * room.height()
        tall = (1 - _RISE) * room.height() / max(1, int(one.counts.max()))
        per_value = room.width() / max(1e-30, ends[1] - ends[0])
        left, step = (one.low - ends[0]) * per_value, (one.high - one.low) * per_value
        step /= len(one.counts)
        line = [
            QPointF(room.left() + left + (place + 0.5) * step, base - count * tall)
            for place, count in enumerate(one.counts.tolist())
        ]
        begin, end = QPointF(line[0].x(), base), QPointF(line[-1].x(), base)
        surface, colour = style.colour("base"), style.flow_colour(path.partition(".")[0])
        ink = mix(surface, colour, _FAINT + (1 - _FAINT) * age)
        painter.setPen(QPen(mix(surface, ink, 0.35) if age < 1 else ink, 1))
        painter.setBrush(mix(surface, ink, 0.6))
        painter.drawPolygon(QPolygonF([begin, *line, end]))
        painter.setPen(QPen(ink, 1))
        painter.drawPolyline(QPolygonF(line))
