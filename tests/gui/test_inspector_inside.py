"""The inspector shows what a separable convolution mixes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.base.layer_cost import layer_costs
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow


def select(qtbot: QtBot, window: MainWindow, path: str) -> None:
    window.workspace.select_module(path)
    qtbot.wait(60)  # the weights are counted once the user stays
    wait_idle(qtbot, window.lanes)


def test_that_a_separable_convolution_shows_its_matrix(
    qtbot: QtBot, ready_window: MainWindow
) -> None:
    inspector = ready_window.inspector
    select(qtbot, ready_window, "entry.conv1")
    assert inspector.inside is None
    select(qtbot, ready_window, "exit.sepconv3")
    inside, info = inspector.inside, inspector.module
    assert inside is not None
    assert info is not None
    assert inside.isVisible()
    before, after, side = info.input_shape[0], info.output_shape[0], info.output_shape[-1]
    assert inside.section.note == f"{after} × {before}"
    dense = layer_costs(before, after, 3, side)[0]
    values = {row.key: row.value for row in inside.section.rows}
    assert values["Params if dense"] == f"{dense.params:,}"
    assert values["MACs if dense"] == f"{dense.macs:,}"
    assert inside.plot.accessibleDescription().count(" … ") == 1
    set_language("zh_CN")
    qtbot.waitUntil(lambda: inside.section.title == "逐点矩阵")
    select(qtbot, ready_window, "exit.bn3")
    assert inside.isHidden()
