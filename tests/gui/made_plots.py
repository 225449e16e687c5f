"""The plots of tab Train, shown, read, dragged over and zoomed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.base.curves import Curves
from xception_gui.gui.views.train_look import LOSS
from xception_gui.gui.views.train_plot import TrainPlot
from xception_gui.gui.views.train_plots import TrainPlots


def shown(qtbot: QtBot, run: Curves) -> TrainPlots:
    """The plots of one run, as large as in the smallest window."""
    made = TrainPlots()
    qtbot.addWidget(made)
    made.resize(690, 470)
    made.set_curves({"a": run}, {"a": 0}, "a")
    made.show()
    paint(made)
    return made


def paint(plots: TrainPlots) -> None:
    plots.refresh()
    plots.draw_now()
    QApplication.processEvents()


def legend(plots: TrainPlots, number: int) -> dict[str, str]:
    return {entry.word: entry.value for entry in plots.titles[number]._entries}


def x_of(plot: TrainPlot) -> tuple[float, float]:
    low, high = plot.box.viewRange()[0]
    return low, high


def y_of(plot: TrainPlot) -> tuple[float, float]:
    low, high = plot.box.viewRange()[1]
    return low, high


def place(plot: TrainPlot, x: float, y: float) -> QPoint:
    return plot.mapFromScene(plot.box.mapViewToScene(QPointF(x, y)))


def middle(plot: TrainPlot) -> QPoint:
    (left, right), (low, high) = x_of(plot), y_of(plot)
    return place(plot, (left + right) / 2, (low + high) / 2)


def turn(plot: TrainPlot, at: QPoint, angle: int) -> None:
    place, none = QPointF(at), Qt.MouseButton.NoButton
    phase, keys = Qt.ScrollPhase.NoScrollPhase, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(place, place, QPoint(), QPoint(0, angle), none, keys, phase, False)
    QApplication.sendEvent(plot.viewport(), event)
    QTest.qWait(1)


def enlarge(plots: TrainPlots, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """As if that rectangle of the loss was dragged over."""
    plots.plots[LOSS].box.showAxRect(QRectF(QPointF(*begin), QPointF(*end)))
    paint(plots)


def drag(widget: QWidget, to: QPoint) -> None:
    """A move with the button held: QTest's own move says that none is."""
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    places = QPointF(to), QPointF(widget.mapToGlobal(to))
    move = QMouseEvent(QEvent.Type.MouseMove, *places, Qt.MouseButton.NoButton, left, keys)
    QApplication.sendEvent(widget, move)
    QTest.qWait(15)
