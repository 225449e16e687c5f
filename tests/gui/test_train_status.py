"""The run in the status bar."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.made_train import curves
from xception_gui.base.curves import progress
from xception_gui.gui.language import set_language
from xception_gui.gui.views.train_status import TrainStatus


def test_that_a_run_that_waits_speaks_the_language_in_force(qtbot: QtBot) -> None:
    status = TrainStatus()
    qtbot.addWidget(status)
    status.set_progress(progress(curves()))
    english = status.accessibleName(), status.toolTip()
    assert "Epoch 3 of 10" in english[0]
    set_language("zh_CN")
    QApplication.processEvents()
    assert status.accessibleName() == " · ".join(status._words())
    assert "第 3 轮" in status.accessibleName()
    assert status.toolTip() != english[1]
    status.set_progress(None)
    assert status.isHidden()
