"""The drawing: clicks, keys, folds, colours; what is painted is what was laid out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from xception_gui.base.diagram import Box
from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.diagram_values import MEASURED, METRICS, values
from xception_gui.gui.views.diagram import DiagramView
from xception_gui.gui.views.diagram_canvas import DiagramCanvas
from xception_gui.inspection import default_open, layout


@pytest.fixture
def view(qtbot: QtBot, paper: ModuleInfo) -> DiagramView:
    made = DiagramView()
    qtbot.addWidget(made)
    made.resize(900, 760)
    made.set_diagram(paper, layout(paper))
    made.show()
    return made


def box(canvas: DiagramCanvas, path: str) -> Box:
    assert canvas.diagram is not None
    return next(box for box in canvas.diagram.boxes if box.path == path)


def point(canvas: DiagramCanvas, place: tuple[float, float]) -> QPoint:
    rect = canvas.viewport.to_view((*place, *place))
    return rect.topLeft().toPoint()


def click(canvas: DiagramCanvas, place: tuple[float, float]) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point(canvas, place))


def test_that_a_click_tells_the_module(view: DiagramView) -> None:
    told: list[str] = []
    view.canvas.selected.connect(told.append)
    for path in ("entry.conv1", "middle.block4.sepconv2", "exit.block12.skip", "classifier.fc"):
        click(view.canvas, box(view.canvas, path).centre)
    click(view.canvas, (340, 600))  # beside everything
    assert told == ["entry.conv1", "middle.block4.sepconv2", "exit.block12.skip", "classifier.fc"]


def test_that_the_signs_fold_and_a_double_click_unfolds_or_opens(view: DiagramView) -> None:
    folded: list[str] = []
    opened: list[str] = []
    view.canvas.fold_toggled.connect(folded.append)
    view.canvas.activated.connect(opened.append)
    block = box(view.canvas, "entry.block2")
    click(view.canvas, (block.rect[0] + 8, block.rect[1] + 8))
    click(view.canvas, box(view.canvas, "middle").centre)
    for path in ("exit.sepconv3", "classifier.fc"):
        place = point(view.canvas, box(view.canvas, path).centre)
        QTest.mouseDClick(view.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert folded == ["entry.block2", "middle", "exit.sepconv3"]
    assert opened == ["classifier.fc"]


def test_that_arrows_walk_along_the_flow_and_from_column_to_column(view: DiagramView) -> None:
    canvas, told = view.canvas, list[str]()
    canvas.selected.connect(canvas.set_selected)
    canvas.selected.connect(told.append)
    canvas.set_selected("entry.conv1")
    keys = (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Right)
    for key in keys:
        QTest.keyClick(canvas, key)
    assert told[:3] == ["entry.act1", "entry.conv2", "entry.act1"]
    assert told[3].startswith("middle.")
    assert told[4].startswith("exit.")
    QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier)
    assert canvas.accessibleDescription().endswith(told[-1])


def test_that_zooming_keeps_the_point_below_the_pointer(view: DiagramView) -> None:
    canvas = view.canvas
    at = QPointF(500, 300)
    before, scale = canvas.viewport.to_picture(at), canvas.viewport.scale
    wheel = QWheelEvent(
        at,
        canvas.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, wheel)
    assert canvas.viewport.scale == pytest.approx(scale * 1.44)
    after = canvas.viewport.to_picture(at)
    assert (after - before).manhattanLength() < 2
    canvas.fit()
    assert canvas.viewport.fitted


def test_that_a_selected_box_is_brought_into_view(view: DiagramView) -> None:
    canvas = view.canvas
    canvas.zoom(6)
    canvas.set_selected("classifier.fc")
    left, top, width, height = box(canvas, "classifier.fc").rect
    place = canvas.viewport.to_view((left, top, left + width, top + height))
    assert canvas.rect().contains(place.center().toPoint())


@pytest.mark.parametrize("metric", [n for n in METRICS if n not in ("flow", *MEASURED)])
def test_that_values_of_everything_unfolded_add_up(paper: ModuleInfo, metric: str) -> None:
    opened = default_open(paper) | {row.path for row in paper.walk() if row.children} | {"middle"}
    found = values(paper, layout(paper, opened), metric)
    leaves = [row for row in paper.walk() if not row.children]
    total = {
        "params": paper.params,
        "macs": paper.macs,
        "memory": sum(row.activation_bytes for row in leaves),
    }
    assert sum(found.values()) == total[metric]


def test_that_colours_tell_values_and_the_scale_names_the_largest(view: DiagramView) -> None:
    view.set_metric("macs")
    fills = view.fills()
    assert fills["entry.conv1"] != fills["middle.block4.sepconv2"]
    assert "entry.act1" not in fills  # nothing to multiply
    assert "M" in view.band.scale.accessibleName()
    view.set_metric("flow")
    assert view.fills() == {}
    assert view.band.scale.isHidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_boxes_are_painted_where_they_lie(
    qapp: QApplication, view: DiagramView, theme: str
) -> None:
    style.apply(qapp, theme)
    view.canvas.set_selected("entry.conv2")
    shown = view.canvas.grab().toImage()
    for path in ("entry.conv1", "entry.block3", "exit.sepconv4"):
        left, top, _, height = box(view.canvas, path).rect
        place = point(view.canvas, (left, top + height / 2))
        row = [shown.pixelColor(place.x() + step, place.y()) for step in (-1, 0, 1)]
        flow = style.flow_colour(path.partition(".")[0])
        assert min(_far(colour, flow) for colour in row) < 0.7 * _far(style.colour("base"), flow)
    left, top, _, height = box(view.canvas, "entry.conv2").rect
    place = point(view.canvas, (left, top + height / 2))
    row = [shown.pixelColor(place.x() + step, place.y()) for step in (-1, 0, 1)]
    accent = style.colour("accent")
    assert min(_far(colour, accent) for colour in row) < 0.2 * _far(style.colour("base"), accent)


def _far(one: QColor, other: QColor) -> int:
    pairs = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return sum(abs(a - b) for a, b in pairs)


def test_that_the_picture_is_the_whole_drawing_at_any_zoom(view: DiagramView) -> None:
    whole = view.canvas.image(1.0)
    view.canvas.zoom(5)
    assert view.canvas.image(1.0) == whole
    assert view.canvas.diagram is not None
    assert whole.width() == round(view.canvas.diagram.width + 24)
