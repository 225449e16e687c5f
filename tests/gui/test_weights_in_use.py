"""The catalogue says which weights are in use: not every untrained network is the paper's."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.gui.workbench import wait_idle
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.weights_page import WeightsPage


def test_that_a_network_of_ones_own_is_not_the_papers(qtbot: QtBot, window: MainWindow) -> None:
    strides = (1, 2, 2, 2, 1)
    narrow = XceptionConfig(num_classes=5, width=0.1, middle_blocks=1, strides=strides)
    window.workspace.build_network(narrow, 48, "cpu", "float32")
    wait_idle(qtbot, window.lanes)
    window.menu_actions.action("catalogue").trigger()
    wait_idle(qtbot, window.lanes)
    (page,) = window.findChildren(WeightsPage)
    card, network = page.cards["none"], window.workspace.network
    assert (card.button.text(), card.button.isEnabled()) == ("Use", True)
    assert network is not None
    papers = replace(network.weights, config=XceptionConfig(), preprocessing=paper_steps())
    window.workspace._network = replace(network, weights=papers)
    page.retranslate()
    assert (card.button.text(), card.button.isEnabled()) == ("In use", False)
