"""One plot of curves over steps, epochs or time: pyqtgraph's, in the window's colours."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

from xception_gui.gui import style
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.train_axis import TrainAxis
from xception_gui.gui.views.train_curve import Line, TrainCurve

_EDGES = (0, 6, 8, 0)  # left, top, right, bottom
_LEFT, _BOTTOM = 44, 22
_STRIP = 12  # pixels: a lower rectangle is a strip
_MARKED = 0.14  # opacity of what a drag marks
_STEP = 1.25  # of a zoom
_PADDING = 0.06  # of y, above and below
_EQUAL, _ALONE = 1e-6, 0.1  # of a value: differences below are none; room around a single one


class _Box(pg.ViewBox):  # type: ignore[misc]
    """Where curves lie. A drag marks what is to be enlarged, a low one x alone, as the wheel does.

    It tells what x is wanted and does not go there by itself: all plots go together.
    """

    zoomed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseMode(pg.ViewBox.RectMode)
        self.own_y: tuple[float, float] | None = None
        """The y that the user wants to see; None: all that is there."""

    def updateScaleBox(self, p1: pg.Point, p2: pg.Point) -> None:
        """A strip goes from top to bottom."""
        if abs(p1.y() - p2.y()) < style.px(_STRIP):
            p1, p2 = pg.Point(p1.x(), 0), pg.Point(p2.x(), self.height())
        super().updateScaleBox(p1, p2)

    def showAxRect(self, ax: QRectF, **_: object) -> None:
        """Enlarge what was marked."""
        rect, (_, pixel) = ax.normalized(), self.viewPixelSize()
        if rect.height() >= style.px(_STRIP) * pixel:
            self.own_y = rect.top(), rect.bottom()
        self.zoomed.emit(rect.left(), rect.right())

    def wheelEvent(self, event: QGraphicsSceneWheelEvent, _axis: int | None = None) -> None:
        """Around the pointer."""
        self.zoom(_STEP ** (-event.delta() / 120), self.mapToView(event.pos()).x())
        event.accept()

    def zoom(self, factor: float, at: float) -> None:
        """Around that x."""
        low, high = self.viewRange()[0]
        self.zoomed.emit(at - (at - low) * factor, at + (high - at) * factor)


class TrainPlot(pg.GraphicsView):  # type: ignore[misc]
    """Curves, axes and crosshair. It owns its y range; the x range is given, all plots share it.

    `pointed` tells an x below the pointer or None, `zoomed` an x range that the user wants,
    `everything_wanted` a double click.
    """

    pointed = Signal(object)
    zoomed = Signal(float, float)
    everything_wanted = Signal()

    def __init__(self, limits: tuple[float, float] | None = None) -> None:
        super().__init__()  # no PlotItem: it makes a menu of 60 widgets, in English
        self.axes = {side: TrainAxis(side) for side in ("left", "bottom")}
        self.box = _Box()
        self.curves: list[TrainCurve] = []
        self.part_of_x = False
        """Whether x is zoomed: known to whoever gives it."""
        self.cross = pg.InfiniteLine(angle=90, label=" ", labelOpts={"position": 1.0})
        self.cross.label.anchors = [(0, 0), (1, 0)]
        self.cross.setZValue(1)
        self.cross.hide()
        self.box.addItem(self.cross, ignoreBounds=True)
        self.setMinimumHeight(style.px(64))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setFocusProxy(None)  # or its policy would be set as the plot's own
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._limits = limits
        self._connect()
        self._arrange()
        self._dress()

    # What is shown

    def set_lines(self, lines: Sequence[Line], x_range: tuple[float, float], log: bool) -> None:
        """The curves, and the part of x that is on view; another kind of y shows all of it."""
        if self.axes["left"].logMode != log:
            self.axes["left"].setLogMode(log)
            self.show_everything()
        if [curve.look for curve in self.curves] != [line.look for line in lines]:
            self._make_curves(lines)
        columns = max(1, round(self.box.width()))
        for curve, line in zip(self.curves, lines, strict=True):
            curve.set_points(line, x_range, columns, log)
        y_range = self.box.own_y or self._all_of_y()
        self.box.setRange(xRange=x_range, yRange=y_range, padding=0)
        self.scene().prepareForPaint()  # or it does so while it paints, and paints again

    def set_x_unit(self, unit: float, word: str, log: bool = False) -> None:
        """What 1 stands for below the axis, and what is written after the last number.

        `log`: x are powers of ten.
        """
        self.axes["bottom"].set_unit(unit, word)
        if self.axes["bottom"].logMode != log:
            self.axes["bottom"].setLogMode(log)

    def set_crosshair(self, at: float | None, chip: str) -> None:
        """A line at that x, and what stands beside it."""
        self.cross.setVisible(at is not None)
        if at is not None:
            self.cross.label.setFormat(chip)
            self.cross.setValue(at)

    def show_everything(self) -> None:
        """All of y again, from the next drawing on."""
        self.box.own_y = None

    def paint(self, painter: QPainter) -> None:
        """Axes, curves and crosshair on any painter."""
        self.render(painter, QRectF(self.rect()), QRect(self.rect()))

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plot, then where the keyboard is."""
        super().paintEvent(event)
        paint_ring(self, QPainter(self.viewport()), radius=4)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another font."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange) and hasattr(
            self, "box"
        ):
            self._dress()
        super().changeEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Everything again."""
        self.everything_wanted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No crosshair without a pointer."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the crosshair, + and - zoom around it; 0 shows everything.

        So does Escape, once it has taken the crosshair away; where there is neither crosshair nor
        zoom it is for whatever the plot is in.
        """
        key, (low, high) = event.key(), self.box.viewRange()[0]
        at = self.cross.value() if self.cross.isVisible() else (low + high) / 2
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = (high - low) / 100 * (1 if key == Qt.Key.Key_Right else -1)
            self.pointed.emit(min(high, max(low, at + step)))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.box.zoom(_STEP if key == Qt.Key.Key_Minus else 1 / _STEP, at)
        elif key == Qt.Key.Key_Escape and self.cross.isVisible():
            self.pointed.emit(None)
        elif key == Qt.Key.Key_0 or (key == Qt.Key.Key_Escape and self._is_zoomed):
            self.everything_wanted.emit()
        else:
            event.ignore()

    # Inside

    @property
    def _is_zoomed(self) -> bool:
        return self.part_of_x or self.box.own_y is not None

    def _connect(self) -> None:
        self.scene().sigMouseMoved.connect(self._point)
        self.box.zoomed.connect(self.zoomed)

    def _point(self, place: object) -> None:
        inside = self.box.sceneBoundingRect().contains(place)
        self.pointed.emit(self.box.mapSceneToView(place).x() if inside else None)

    def _make_curves(self, lines: Sequence[Line]) -> None:
        for item in [item for curve in self.curves for item in curve.items]:
            self.box.removeItem(item)
        self.curves = [TrainCurve(line.look) for line in lines]
        for item in [item for curve in self.curves for item in curve.items]:
            self.box.addItem(item)

    def _all_of_y(self) -> tuple[float, float]:
        """All that is on view with some room above and below."""
        seen = [curve.extent for curve in self.curves if curve.extent is not None]
        if not seen:
            return 0.0, 1.0
        low, high = min(low for low, _ in seen), max(high for _, high in seen)
        size = max(abs(low), abs(high))
        differ = high - low > _EQUAL * size  # smoothing never quite arrives
        room = _PADDING * (high - low) if differ else _ALONE * size or 1.0
        low, high = low - room, high + room
        if self._limits is not None:
            low, high = max(low, self._limits[0]), min(high, self._limits[1])
        return low, high

    def _arrange(self) -> None:
        for axis, place in (("left", (0, 0)), ("bottom", (1, 1))):
            self.axes[axis].setZValue(-1)  # the grid lies below the curves
            self.axes[axis].linkToView(self.box)
            self.centralLayout.addItem(self.axes[axis], *place)
        self.centralLayout.addItem(self.box, 0, 1)
        self.centralLayout.setSpacing(0)
        self.centralLayout.setContentsMargins(*map(style.px, _EDGES))
        self.axes["left"].setWidth(style.px(_LEFT))
        self.axes["bottom"].setHeight(style.px(_BOTTOM))

    def _dress(self) -> None:
        """Everything in the colours and fonts in force."""
        self.setBackground(style.colour("base"))
        for axis in self.axes.values():
            axis.dress()
        for curve in self.curves:
            curve.dress()
        self.cross.setPen(style.colour("faint"))
        chip = self.cross.label
        chip.setColor(style.colour("tip_text"))
        chip.fill = pg.mkBrush(style.colour("tip"))
        chip.textItem.setFont(style.font("small"))
        accent = style.colour("accent")
        self.box.rbScaleBox.setPen(pg.mkPen(accent))
        accent.setAlphaF(_MARKED)
        self.box.rbScaleBox.setBrush(pg.mkBrush(accent))
