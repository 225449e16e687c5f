"""A layer is drawn again where what it shows has changed, and only there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui.views.kept_layer import KeptLayer


def test_that_only_another_key_or_size_draws_the_layer_again(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(40, 30)
    layer, drawn = KeptLayer(widget, transparent=True), []

    def draw(painter: QPainter) -> None:
        drawn.append(painter.device().devicePixelRatioF())
        painter.fillRect(0, 0, 10, 10, Qt.GlobalColor.red)

    first = layer.image(("photo", 1), draw)
    assert layer.image(("photo", 1), draw).cacheKey() == first.cacheKey()
    assert len(drawn) == 1
    assert first.pixelColor(5, 5) == QColor(Qt.GlobalColor.red)
    assert first.pixelColor(20, 20).alpha() == 0
    layer.image(("photo", 2), draw)
    widget.resize(50, 30)
    assert layer.image(("photo", 2), draw).width() == 50 * widget.devicePixelRatioF()
    assert len(drawn) == 3
