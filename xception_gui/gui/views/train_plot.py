"""One plot of curves over steps, epochs or time, painted for exactly its pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.train_axes import (
    Frame,
    Scale,
    paint_crosshair,
    paint_frame,
    paint_lines,
)
from xception_gui.gui.views.train_stroke import Drawn, Line, drawn, paint_line

LEFT, RIGHT, TOP, BOTTOM = 38, 8, 6, 22
_LEAST_DRAG = 6
_STEP = 1.25  # of a zoom
_PADDING = 0.06
_MOST = 400  # columns: more are not seen, but take time


class TrainPlot(QWidget):
    """Curves, axes and crosshair. It owns its y range; the x range is given, all plots share it.

    `pointed` tells an x below the pointer or None, `zoomed` an x range that the user wants,
    `everything_wanted` a double click.
    """

    pointed = Signal(object)
    zoomed = Signal(float, float)
    everything_wanted = Signal()

    def __init__(self, limits: tuple[float, float] | None = None) -> None:
        super().__init__()
        self._limits = limits
        self._lines: Sequence[Line] = ()
        self._drawn: list[Drawn] = []
        self._x_range, self._x_scale, self._y_scale = (0.0, 1.0), Scale(), Scale()
        self._y_range = (0.0, 1.0)
        self._own_y: tuple[float, float] | None = None
        self._at: float | None = None
        self._chip = ""
        self._pressed: QPointF | None = None
        self._drag: QRectF | None = None
        self._picture: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(style.px(64))

    # What is shown

    def set_lines(self, lines: Sequence[Line], x_range: tuple[float, float]) -> None:
        """The curves, and the part of x that is on view."""
        self._lines, self._x_range = lines, x_range
        self._again()

    def set_scales(self, x: Scale, y: Scale) -> None:
        """How the axes count; a y range of the user's own is no longer one of this scale."""
        if (x, y) != (self._x_scale, self._y_scale):
            if y != self._y_scale:
                self._own_y = None
            self._x_scale, self._y_scale = x, y
            self._again()

    def set_crosshair(self, at: float | None, chip: str) -> None:
        """A line at that x, and what stands beside it."""
        self._at, self._chip = at, chip
        self.update()

    def show_everything(self) -> None:
        """All of y again."""
        self._own_y = None
        self._again()

    def frame(self) -> Frame:
        """Where the curves lie, and which part of the numbers is on view."""
        return Frame(self._area(), self._x_range, self._y_range)

    def paint(self, painter: QPainter) -> None:
        """Axes and curves, without the crosshair."""
        self._draw()
        frame = self.frame()
        painter.fillRect(self.rect(), style.colour("base"))
        if not self._drawn:
            paint_lines(painter, frame)
            return
        paint_frame(painter, frame, self._x_scale, self._y_scale)
        painter.save()
        painter.setClipRect(frame.area.adjusted(0, -2, 2, 1))
        for shown in self._drawn:
            paint_line(painter, frame, shown)
        painter.restore()

    # Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The curves as they were painted last, unless something changed; then the crosshair."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted())
        frame = self.frame()
        if self._at is not None and self._x_range[0] <= self._at <= self._x_range[1]:
            paint_crosshair(painter, frame, self._at, self._chip)
        if self._drag is not None:
            tint = style.colour("accent")
            tint.setAlphaF(0.14)
            painter.fillRect(self._drag, tint)
        paint_ring(self, painter, radius=4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size has other columns."""
        self._again()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another font."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._again()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag marks what is to be enlarged."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The crosshair follows; a drag grows."""
        frame, place = self.frame(), event.position()
        inside = frame.area.left() <= place.x() <= frame.area.right()
        self.pointed.emit(frame.x_at(place.x()) if inside else None)
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag = self._marked(self._pressed, place)
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """What was marked is enlarged; a strip marks x alone."""
        drag, self._drag, self._pressed = self._drag, None, None
        if drag is not None:
            frame = self.frame()
            if drag.height() < frame.area.height():
                self._own_y = frame.y_at(drag.bottom()), frame.y_at(drag.top())
            self.zoomed.emit(frame.x_at(drag.left()), frame.x_at(drag.right()))
            self._again()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Everything again."""
        self._pressed = None
        self.everything_wanted.emit()

    def leaveEvent(self, _event: QEvent) -> None:
        """No crosshair without a pointer."""
        self.pointed.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge or reduce x around the pointer."""
        turns = event.angleDelta().y() / 120
        if turns:
            self._zoom(_STEP**-turns, self.frame().x_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the crosshair, + and - zoom around it, 0 and Escape show everything."""
        key, (low, high) = event.key(), self._x_range
        at = self._at if self._at is not None else (low + high) / 2
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = (high - low) / 100 * (1 if key == Qt.Key.Key_Right else -1)
            self.pointed.emit(min(high, max(low, at + step)))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(_STEP if key == Qt.Key.Key_Minus else 1 / _STEP, at)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Escape):
            self.everything_wanted.emit()
        else:
            super().keyPressEvent(event)

    # Inside

    def _zoom(self, factor: float, around: float) -> None:
        low, high = self._x_range
        self.zoomed.emit(around - (around - low) * factor, around + (high - around) * factor)

    def _marked(self, begin: QPointF, end: QPointF) -> QRectF | None:
        """The rectangle of a drag; from top to bottom where it is but a strip."""
        area = self.frame().area
        drag = QRectF(begin, end).normalized() & area
        if drag.width() < _LEAST_DRAG:
            return None
        if drag.height() < 2 * _LEAST_DRAG:
            drag.setTop(area.top())
            drag.setBottom(area.bottom())
        return drag

    def _again(self) -> None:
        self._picture = None
        self.update()

    def _painted(self) -> QPixmap:
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            painter = QPainter(self._picture)
            self.paint(painter)
            painter.end()
        return self._picture

    def _area(self) -> QRectF:
        edges = (style.px(LEFT), style.px(TOP), -style.px(RIGHT), -style.px(BOTTOM))
        return QRectF(self.rect().adjusted(*edges))

    def _draw(self) -> None:
        """Work out what is painted: a point for each column of pixels, and the y range."""
        columns, scale = min(_MOST, max(1, round(self._area().width()))), self._y_scale
        self._drawn = [
            drawn(line, *self._x_range, columns, 1 / scale.unit, scale.log) for line in self._lines
        ]
        self._y_range = self._own_y or self._all_of_y()

    def _all_of_y(self) -> tuple[float, float]:
        """All that is on view with some room above and below."""
        found = [seen for shown in self._drawn if (seen := shown.extent()) is not None]
        if not found:
            return (0.0, 1.0)
        low, high = min(low for low, _ in found), max(high for _, high in found)
        room = _PADDING * (high - low) or 0.1 * abs(high) or 1.0
        low, high = low - room, high + room
        if self._limits and not self._y_scale.log:
            low, high = max(low, self._limits[0] - room), min(high, self._limits[1] + room)
        return low, high
