"""Words that are said again cost nothing: no row painted, no window laid out anew."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.tree_panel import TreePanel


class Counted(QObject):
    """How often an event of one kind came to a widget."""

    def __init__(self, widget: QWidget, kind: QEvent.Type) -> None:
        super().__init__(widget)
        self.widget, self.kind, self.count = widget, kind, 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self.kind
        return False


def test_that_the_tree_is_not_painted_anew_for_the_hint_it_has(qtbot: QtBot) -> None:
    panel = TreePanel()
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    qtbot.wait(50)
    painted = Counted(panel._tree.viewport(), QEvent.Type.Paint)
    panel.set_missing(False)
    qtbot.wait(50)
    assert painted.count == 0
    panel.set_missing(True)
    qtbot.waitUntil(lambda: painted.count > 0)


def in_a_window(label: ElidedLabel, qtbot: QtBot) -> Counted:
    window = QWidget()
    qtbot.addWidget(window)
    QHBoxLayout(window).addWidget(label)
    window.resize(300, 40)
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(50)
    return Counted(window, QEvent.Type.LayoutRequest)


@pytest.mark.parametrize("fixed", [True, False])
def test_that_a_label_of_one_width_does_not_have_its_window_laid_out(
    fixed: bool, qtbot: QtBot
) -> None:
    label = ElidedLabel("28 %")
    if fixed:
        label.take_own_width()
        label.setFixedWidth(60)
    asked = in_a_window(label, qtbot)
    label.set_text("29 %")
    qtbot.wait(50)
    assert (label.text(), label.accessibleName(), asked.count) == ("29 %", "29 %", 0)


def test_that_a_label_as_wide_as_its_text_has(qtbot: QtBot) -> None:
    label = ElidedLabel("dog")
    label.take_own_width()
    asked = in_a_window(label, qtbot)
    label.set_text("dog")
    qtbot.wait(50)
    assert asked.count == 0
    before = label.width()
    label.set_text("an aeroplane")
    qtbot.waitUntil(lambda: label.width() > before)
    assert label.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Maximum
