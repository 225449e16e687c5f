"""Lines of facts for a page: a sign, what it is, its value, where that comes from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.fact_row import FactRow
from xception_gui.gui.views.elide import ElidedLabel

_ROW, _VALUE = 24, 152
_SIGNS = {"good": ("check", "good"), "bad": ("close", "error"), "unstated": ("info", "warning")}
_OTHER = "other"


class FactRowView(QWidget):
    """Shows a `FactRow`."""

    def __init__(self, fact: FactRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fact = fact
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
    made.setTextFormat(Qt.TextFormat.PlainText)  # classes and files may be called like HTML
    made.setFont(style.font("bold"))
    made.setContentsMargins(0, style.px(12), 0, style.px(4))
    return made


def sentence(text: str, role: str = "text") -> QLabel:
    """Words that may take several lines, in a colour of both themes."""
    made = _Sentence(text, role)
    made.setWordWrap(True)
    made.setContentsMargins(0, 0, 0, style.px(4))
    return made


def _fixed(label: ElidedLabel, width: int) -> ElidedLabel:
    # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setFixedWidth(style.px(width))
    return label


class _Sign(QWidget):
    """A tick, a cross, a question, or what only differs."""

    def __init__(self, fact: FactRow) -> None:
        super().__init__()
        self._state = fact.state
        self.setAccessibleName(fact.state_words)
        self.setFixedSize(QSize(style.px(16), style.px(16)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._state == _OTHER:
            painter = QPainter(self)
            painter.setPen(style.colour("faint"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "≠")
            return
        name, role = _SIGNS[self._state]
        ratio = self.devicePixelRatioF()
        QPainter(self).drawPixmap(0, 0, style.pixmap(name, role, style.px(16), ratio))


class _Sentence(QLabel):
    """Keeps its role when the theme changes."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._role = role
        self._take_colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._take_colour()

    def _take_colour(self) -> None:
        colour, palette = style.colour(self._role), self.palette()
        # A page's background role decides which of the two a label in it is written with.
        roles = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text)
        if any(palette.color(role) != colour for role in roles):
            for role in roles:
                palette.setColor(role, colour)
            self.setPalette(palette)
