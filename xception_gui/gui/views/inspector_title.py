"""The head of the inspector: the module's name, its flow, a button that copies its numbers."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.results import ModuleInfo
from xception_gui.gui import style
from xception_gui.gui.item_models.module_texts import display_name, place
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton

_NAME, _PLACE = 28, 18


class FlowSquare(QWidget):
    """The 8-pixel square in the colour of a flow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = ""
        self.setFixedSize(8, 8)

    def set_flow(self, flow: str) -> None:
        """Take the colour of a flow; "" (the whole network) has no square."""
        self._flow = flow
        self.setVisible(bool(flow))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The square."""
        if not self._flow:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.flow_colour(self._flow))
        painter.drawRoundedRect(QRectF(self.rect()), 2, 2)


class InspectorTitle(QWidget):
    """Name and place of a module."""

    copy_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel(kind="title")
        self._copy = IconButton("copy")
        self._copy.clicked.connect(self.copy_requested)
        self._square = FlowSquare()
        self._place = ElidedLabel(role="muted", mode=Qt.TextElideMode.ElideMiddle)
        upper = QHBoxLayout()
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addWidget(self._name, 1)
        upper.addWidget(self._copy)
        lower = QHBoxLayout()
        lower.setContentsMargins(0, 0, 6, 0)
        lower.setSpacing(6)
        lower.addWidget(self._square)
        lower.addWidget(self._place, 1)
        self._name.setFixedHeight(style.px(_NAME))
        self._place.setFixedHeight(style.px(_PLACE))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 6, 6)
        column.setSpacing(0)
        column.addLayout(upper)
        column.addLayout(lower)

    def show_module(self, info: ModuleInfo) -> None:
        """Name a module."""
        self._name.set_text(display_name(info))
        self._place.set_text(place(info))
        self._square.set_flow(info.flow)

    def retranslate(self) -> None:
        """Read the texts again."""
        self._copy.set_words(tr("Copy these numbers"))
