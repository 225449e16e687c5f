"""The inspector's weights: numbers, histogram, kernels, in every state that they can be in."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from tests.gui.test_inspector import headings, places, rows, settle, show, words
from xception_gui.base.colour_maps import colour_map
from xception_gui.base.config import XceptionConfig
from xception_gui.base.results import FloatArray, ModuleWeights
from xception_gui.gui import style
from xception_gui.gui.item_models.weights_section import ticks
from xception_gui.gui.language import set_language
from xception_gui.gui.views.inspector import Inspector
from xception_gui.gui.views.kernel_mosaic import KernelMosaic, strip_image
from xception_gui.gui.views.kernel_panel import KernelPanel
from xception_gui.gui.views.link import Link
from xception_gui.gui.views.weight_histogram import WeightHistogram
from xception_gui.inspection import module_tree, weight_statistics
from xception_gui.model import Xception, build

CONFIG = XceptionConfig(width=0.25, middle_blocks=1, num_classes=4)
PATH = "middle.block4.sepconv2"
TREE = module_tree(CONFIG, 96)


@pytest.fixture(scope="module")
def model() -> Xception:
    return build(CONFIG, 1)


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    made = Inspector()
    qtbot.addWidget(made)
    made.resize(248, 1400)
    made.show()
    return made


def weights(model: Xception, path: str = PATH) -> ModuleWeights:
    found = weight_statistics(model, path)
    assert found is not None
    return found


def told(inspector: Inspector, model: Xception, path: str = PATH) -> ModuleWeights:
    show(inspector, TREE, path)
    counted = weights(model, path)
    inspector.show_weights(counted)
    settle()
    return counted


# Numbers


def test_that_the_numbers_are_said_with_what_they_count(
    inspector: Inspector, model: Xception
) -> None:
    counted = dataclasses.replace(
        weights(model), count=2000, zeros=10, minimum=-0.41, maximum=0.3894, mean=-1.5e-5
    )
    show(inspector, TREE, PATH)
    inspector.show_weights(dataclasses.replace(counted, deviation=0.0625))
    said = rows(inspector)
    assert said["Count"] == "2,000"
    assert said["Range"] == "−0.410 … 0.389"
    assert said["Mean"] == "−1.50×10⁻⁵"
    assert said["Deviation"] == "0.0625"
    assert said["Zeros"] == "10\u202f(0.5\u202f%)"
    assert "of convolutions" in words(inspector)


@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("entry", "of convolutions"),
        ("entry.bn1", "scale (γ)"),
        ("classifier.fc", "of linear layers"),
        ("", "of convolutions and linear layers"),
    ],
)
def test_that_the_note_says_which_weights(
    inspector: Inspector, model: Xception, path: str, note: str
) -> None:
    told(inspector, model, path)
    assert note in words(inspector)


def test_that_a_module_without_parameters_has_no_section(inspector: Inspector) -> None:
    show(inspector, TREE, "entry.act1")
    assert headings(inspector) == ["Shape", "Cost", "Where"]


def test_that_a_network_that_is_only_described_says_so(
    inspector: Inspector, model: Xception
) -> None:
    told(inspector, model)
    inspector.show_module(TREE.find(PATH), TREE.macs, None, in_memory=False)
    QApplication.processEvents()
    assert headings(inspector)[-1] == "Weights"
    assert "none in memory" in words(inspector)
    assert "Count" not in rows(inspector)
    assert not inspector.findChild(WeightHistogram).isVisible()
    assert not inspector.findChild(KernelPanel).isVisible()


@pytest.mark.parametrize("path", [PATH, f"{PATH}.depthwise", f"{PATH}.pointwise", "entry.conv1"])
def test_that_nothing_moves_when_the_numbers_come(
    inspector: Inspector, model: Xception, path: str
) -> None:
    show(inspector, TREE, path, module_tree(XceptionConfig(), 299))
    before = places(inspector)
    inspector.show_weights(weights(model, path))
    settle()
    assert places(inspector)[: len(before)] == before  # the matrix of a pointwise half comes last


def test_that_another_module_shows_no_numbers_of_the_last(
    inspector: Inspector, model: Xception
) -> None:
    told(inspector, model)
    show(inspector, TREE, "exit.sepconv3")
    assert {rows(inspector)[key] for key in ("Count", "Range", "Mean", "Zeros")} == {""}
    assert inspector.findChild(WeightHistogram).labels(QFontMetrics(style.font("small"))) == []
    assert inspector.findChild(KernelMosaic).accessibleDescription() == ""


def test_that_the_numbers_are_copied_with_the_others(inspector: Inspector, model: Xception) -> None:
    counted = told(inspector, model)
    next(b for b in inspector.findChildren(QToolButton) if "numbers" in b.toolTip()).click()
    text = QGuiApplication.clipboard().text()
    assert f"\nWeights\tof convolutions\nCount\t{counted.count:,}\n" in text
    assert text.index("\nWhere") < text.index("\nWeights")


def test_that_chinese_is_complete(inspector: Inspector, model: Xception) -> None:
    told(inspector, model)
    set_language("zh_CN")
    QApplication.processEvents()
    assert headings(inspector)[-2:] == ["权重", "逐点矩阵"]
    assert {"数量", "范围", "均值", "标准差", "零值"} <= rows(inspector).keys()
    assert inspector.findChild(KernelMosaic).accessibleDescription().startswith("通道 0")
    more = inspector.findChild(KernelPanel).findChild(Link)
    assert more.text() == "显示全部 182 个"


# Histogram


def test_that_bars_have_the_colour_of_the_flow_and_the_heights_of_the_counts(
    qtbot: QtBot, model: Xception
) -> None:
    histogram = WeightHistogram()
    qtbot.addWidget(histogram)
    histogram.resize(240, histogram.height())
    counts = np.zeros(48, np.int64)
    counts[[0, 10, 20]] = (100, 50, 1)
    histogram.show_weights(dataclasses.replace(weights(model), counts=counts), "middle")
    image = histogram.grab().toImage()
    wanted = style.flow_colour("middle").name()
    heights = []
    for number in (0, 10, 20, 30):
        column = [image.pixelColor(number * 5 + 1, y).name() for y in range(image.height())]
        heights.append(column.count(wanted))
    assert abs(heights[0] - 2 * heights[1]) <= 1
    assert heights[2:] == [1, 0]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.41, 0.39, ["−0.41", "0", "0.39"]),
        (0.5, 1.5, ["0.50", "1.5"]),
        (-0.001, 2.0, ["−0.0010", "2.0"]),
    ],
)
def test_that_zero_is_written_where_it_is_and_where_there_is_room(
    qtbot: QtBot, model: Xception, low: float, high: float, said: list[str]
) -> None:
    counted = dataclasses.replace(
        weights(model), minimum=low, maximum=high, edges=np.linspace(low, high, 49)
    )
    histogram = WeightHistogram()
    qtbot.addWidget(histogram)
    histogram.resize(224, histogram.height())
    histogram.show_weights(counted, "entry")
    labels = histogram.labels(QFontMetrics(style.font("small")))
    assert [text for _, text in sorted(labels, key=lambda label: label[0].x())] == said
    assert all(rect.left() >= 0 and rect.right() < 224 for rect, _ in labels)
    for rect, text in labels:
        if text == "0":
            assert abs(rect.center().x() - 224 * -low / (high - low)) <= 1


def test_that_equal_weights_are_named_once_in_the_middle(model: Xception) -> None:
    counted = dataclasses.replace(weights(model), minimum=1.0, maximum=1.0)
    assert ticks(counted) == ((0.5, "1.0"),)


# Kernels


@pytest.fixture
def mosaic(qtbot: QtBot) -> KernelMosaic:
    made = KernelMosaic()
    qtbot.addWidget(made)
    made.resize(224, 400)
    made.show()
    return made


def kernels(count: int) -> FloatArray:
    values = np.zeros((count, 3, 3), np.float32)
    values[1, 0, 2], values[1, 2, 0] = -2.0, 1.0
    return values


def test_that_kernels_are_signed_in_one_scale() -> None:
    image, table = strip_image(kernels(3)), colour_map("blue-white-red")
    assert (image.width(), image.height()) == (3, 9)

    def pixel(number: int, row: int, column: int) -> tuple[int, int, int]:
        return image.pixelColor(column, 3 * number + row).getRgb()[:3]  # type: ignore[return-value]

    assert pixel(1, 0, 2) == tuple(table[0])
    assert pixel(1, 2, 0) == tuple(table[191])
    assert pixel(0, 1, 1) == tuple(table[128])
    assert strip_image(np.zeros((2, 3, 3), np.float32)).pixelColor(0, 0).red() == table[128][0]


def test_that_every_kernel_is_drawn_where_the_pointer_finds_it(mosaic: KernelMosaic) -> None:
    mosaic.show_kernels(kernels(30))
    image = mosaic.grab().toImage()
    darkest = image.pixelColor(mosaic.tile(1).topRight() + QPoint(-3, 3)).getRgb()[:3]
    assert darkest == tuple(colour_map("blue-white-red")[0])
    assert [mosaic.at(mosaic.tile(n).center()) for n in range(30)] == list(range(30))
    assert mosaic.at(mosaic.tile(29).center() + QPoint(25, 0)) == -1
    assert mosaic.tile(9).right() < 224 < mosaic.tile(9).right() + 20


def test_that_pointer_and_arrow_keys_tell_the_nine_numbers(
    qtbot: QtBot, mosaic: KernelMosaic
) -> None:
    mosaic.show_kernels(kernels(30))
    qtbot.mouseMove(mosaic, mosaic.tile(1).center())
    qtbot.waitUntil(lambda: "−2.00" in QToolTip.text())
    assert QToolTip.text().count("<td") == 9
    QToolTip.hideText()
    mosaic.setFocus()
    steps = [(Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 11), (Qt.Key.Key_Left, 10)]
    steps += [(Qt.Key.Key_End, 29), (Qt.Key.Key_Right, 29), (Qt.Key.Key_Home, 0)]
    for key, number in steps:
        qtbot.keyClick(mosaic, key)
        assert mosaic.accessibleDescription().startswith(f"Channel {number} ")
    qtbot.keyClick(mosaic, Qt.Key.Key_Right)
    assert mosaic.accessibleDescription() == "Channel 1 0 0 −2.00 0 0 0 1.00 0 0"


def test_that_the_ring_shows_where_the_keyboard_is(qtbot: QtBot, mosaic: KernelMosaic) -> None:
    mosaic.show_kernels(kernels(30))
    mosaic.activateWindow()
    qtbot.waitUntil(mosaic.isActiveWindow)
    mosaic.setFocus(Qt.FocusReason.TabFocusReason)
    mosaic.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    qtbot.keyClick(mosaic, Qt.Key.Key_Right)
    image = mosaic.grab().toImage()
    edges = [image.pixelColor(mosaic.tile(n).topLeft()).name() for n in (0, 1, 2)]
    edge, accent = style.colour("strong").name(), style.colour("accent").name()
    assert edges == [edge, accent, edge]


def test_that_many_kernels_begin_with_four_rows_and_can_all_be_shown(
    qtbot: QtBot, inspector: Inspector, model: Xception
) -> None:
    told(inspector, model)
    panel = inspector.findChild(KernelPanel)
    mosaic, more = panel.findChild(KernelMosaic), panel.findChild(Link)
    assert more.text() == "Show all 182"
    assert mosaic.shown() == 4 * 10
    assert mosaic.height() == mosaic.tile(mosaic.shown() - 1).bottom() + 1
    more.click()
    settle()
    assert mosaic.shown() == 182
    assert mosaic.height() == mosaic.tile(181).bottom() + 1
    assert more.text() == "Show fewer"
    told(inspector, model, "exit.sepconv3")
    assert mosaic.shown() < mosaic.count(), "another module begins with few again"


def test_that_few_kernels_need_no_link(inspector: Inspector, model: Xception) -> None:
    told(inspector, model, "entry.block1.sepconv1")
    panel = inspector.findChild(KernelPanel)
    assert panel.isVisible()
    assert panel.findChild(KernelMosaic).count() == 16
    assert not panel.findChild(Link).isVisible()


def test_that_the_pane_follows_the_keyboard_through_the_kernels(
    qtbot: QtBot, inspector: Inspector, model: Xception
) -> None:
    inspector.resize(248, 400)
    told(inspector, model)
    panel = inspector.findChild(KernelPanel)
    panel.findChild(Link).click()
    settle()
    mosaic = panel.findChild(KernelMosaic)
    qtbot.keyClick(mosaic, Qt.Key.Key_End)
    tile = mosaic.tile(mosaic.count() - 1)
    assert mosaic.visibleRegion().contains(tile)
    qtbot.keyClick(mosaic, Qt.Key.Key_Home)
    assert mosaic.visibleRegion().contains(mosaic.tile(0))


def test_that_both_themes_have_their_own_edges(qapp: QApplication, mosaic: KernelMosaic) -> None:
    mosaic.show_kernels(kernels(3))
    for theme in ("dark", "light"):
        style.apply(qapp, theme)
        QApplication.processEvents()
        pixel = mosaic.grab().toImage().pixelColor(mosaic.tile(0).topLeft())
        assert pixel.name() == style.colour("strong").name()


def test_that_awaited_kernels_are_counted_as_they_will_be(model: Xception) -> None:
    from xception_gui.gui.item_models.weights_section import expected_kernels

    for row in TREE.walk():
        counted = weight_statistics(model, row.path)
        assert expected_kernels(row) == (len(counted.kernels) if counted else 0), row.path
