"""What a data set holds, before a run: pictures per class as bars, and a few of the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from xception_gui.base.numbers import exact
from xception_gui.base.results import ByteArray
from xception_gui.base.training_data import TrainingData
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.plain_tip import plain_tip
from xception_gui.gui.views.thumbnails import filled
from xception_gui.gui.views.translated import Translated

_ROW, _NAME, _GAP, _BAR, _ROWS = 22, 92, 12, 7, 5
_TILE, _TILE_GAP = 54, 6


class ClassCounts(Translated):
    """Two columns of bars: all classes, or the largest and the smallest where they are many."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[list[tuple[str, int]]] = []
        self._most, self._many = 1, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_classes(self, classes: Sequence[tuple[str, int]]) -> None:
        """Each class with its number of pictures."""
        ordered = sorted(classes, key=lambda one: -one[1])
        self._many = len(ordered) > 2 * _ROWS
        half = _ROWS if self._many else -(-len(ordered) // 2)
        self._columns = [ordered[:half], ordered[-half:] if self._many else ordered[half:]]
        self._most = max((count for _, count in ordered), default=1)
        self.updateGeometry()
        self.retranslate()

    def shown(self) -> list[tuple[str, int]]:
        """The classes that have a bar."""
        return [row for column in self._columns for row in column]

    def retranslate(self) -> None:
        """Read the texts again."""
        told = ", ".join(f"{name} {exact(count)}" for name, count in self.shown())
        self.setAccessibleName(f"{tr('Pictures per class')}: {told}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line per row, and one for the titles where there are any."""
        rows = max((len(column) for column in self._columns), default=0)
        return QSize(0, style.px(_ROW) * (rows + self._many))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Name, bar, count."""
        painter = QPainter(self)
        width = (self.width() - style.px(2 * _GAP)) // 2
        titles = (tr("Most pictures"), tr("Fewest pictures"))
        for number, column in enumerate(self._columns):
            place = QRect(number * (width + style.px(2 * _GAP)), 0, width, style.px(_ROW))
            if self._many:
                painter.setFont(style.font("small"))
                painter.setPen(style.colour("muted"))
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, titles[number])
                place.translate(0, place.height())
            for name, count in column:
                self._paint_row(painter, place, name, count)
                place.translate(0, place.height())

    def event(self, event: QEvent) -> bool:
        """The tool tip says a name whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self._at(event.pos())), self)
            return True
        return super().event(event)

    def _at(self, place: QPoint) -> str:
        column = self._columns[place.x() * 2 >= self.width()] if self._columns else []
        row = place.y() // style.px(_ROW) - self._many
        if not 0 <= row < len(column):
            return ""
        return tr("{name}: {count} pictures", name=column[row][0], count=exact(column[row][1]))

    def _paint_row(self, painter: QPainter, place: QRect, name: str, count: int) -> None:
        painter.setFont(style.font("body"))
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        names = QRect(place.topLeft(), QSize(style.px(_NAME), place.height()))
        painter.setPen(style.colour("text"))
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names.width())
        painter.drawText(names, middle, cut)
        painter.setPen(style.colour("muted"))
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, exact(count))
        figures = text_width(style.font("body"), exact(self._most))
        left, right = names.right() + style.px(_GAP), place.right() - figures - style.px(_GAP)
        height = style.px(_BAR)
        bar = QRectF(left, place.center().y() - height / 2 + 1, max(0, right - left), height)
        style.box(painter, bar, style.colour("track"), None, 3)
        bar.setWidth(bar.width() * count / max(1, self._most))
        style.box(painter, bar, style.colour("disabled"), None, min(3.0, bar.width() / 2))


class Samples(Translated):
    """A row of small pictures, as many as fit, from edge to edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: TrainingData | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(style.px(_TILE))

    def set_data(self, data: TrainingData) -> None:
        """Its few pictures."""
        self._data = data
        self.setVisible(bool(data.samples))
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        names = [name for name, _ in self._data.samples] if self._data else []
        self.setAccessibleName(f"{tr('Sample pictures')}: {', '.join(names)}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pictures, spread over the width."""
        painter = QPainter(self)
        for place, (_, image) in self._places():
            painter.drawPixmap(place, filled(image, place.size(), self.devicePixelRatioF()))

    def event(self, event: QEvent) -> bool:
        """The tool tip says the class."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = [one[0] for place, one in self._places() if place.contains(event.pos())]
            QToolTip.showText(event.globalPos(), plain_tip(found[0] if found else ""), self)
            return True
        return super().event(event)

    def _places(self) -> list[tuple[QRect, tuple[str, ByteArray]]]:
        side, gap = style.px(_TILE), style.px(_TILE_GAP)
        samples = self._data.samples if self._data else ()
        count = min(len(samples), (self.width() + gap) // (side + gap))
        step = min((self.width() - side) / max(1, count - 1), side + 2 * gap)
        return [(QRect(round(n * step), 0, side, side), samples[n]) for n in range(count)]
