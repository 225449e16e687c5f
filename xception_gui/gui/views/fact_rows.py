"""Lines of facts for a page: a sign, what it is, its value, where that comes from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.views.elide import ElidedLabel

_ROW, _VALUE = 24, 152
_SIGNS = {"good": ("check", "good"), "bad": ("close", "error"), "unstated": ("info", "warning")}


class FactRowView(QWidget):
    """Shows a `FactRow`."""

    def __init__(self, fact: FactRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(style.px(_ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(8))
        if fact.state:
            row.addWidget(_Sign(fact))
        row.addWidget(ElidedLabel(fact.name, role="muted"), 1)
        value = _fixed(ElidedLabel(fact.value), _VALUE)
        value.set_alignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(value)
        row.addWidget(ElidedLabel(fact.note, role="faint", kind="small"), 1)


def group_title(text: str) -> QLabel:
    """A heading above lines."""
    made = QLabel(text)
    made.setFont(style.font("bold"))
    made.setContentsMargins(0, style.px(12), 0, style.px(4))
    return made


def sentence(text: str, role: str = "text") -> QLabel:
    """Words that may take several lines."""
    made = QLabel(text)
    made.setWordWrap(True)
    palette = made.palette()
    palette.setColor(made.foregroundRole(), style.colour(role))
    made.setPalette(palette)
    made.setContentsMargins(0, 0, 0, style.px(4))
    return made


def _fixed(label: ElidedLabel, width: int) -> ElidedLabel:
    # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setFixedWidth(style.px(width))
    return label


class _Sign(QWidget):
    """A tick, a cross, or a question."""

    def __init__(self, fact: FactRow) -> None:
        super().__init__()
        self._state = fact.state
        self.setAccessibleName(fact.state_words)
        self.setFixedSize(QSize(style.px(16), style.px(16)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        name, role = _SIGNS[self._state]
        ratio = self.devicePixelRatioF()
        QPainter(self).drawPixmap(0, 0, style.pixmap(name, role, style.px(16), ratio))
