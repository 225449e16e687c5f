"""Maps side by side in equal columns that scroll together: of each flow, or of a module's parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollBar, QVBoxLayout, QWidget

from xception_gui.gui import style
from xception_gui.gui.style.bars import SCROLL_EXTENT
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_rows import sentence
from xception_gui.gui.views.module_field import ModuleField
from xception_gui.gui.views.mosaic import Mosaic

SHOWN = 96  # the first maps of the order: six per row in three columns
_TILES_ACROSS = 18
_LINE, _TITLE, _BELOW, _SIDE = 2, 30, 8, 12


class ColumnHead(QWidget):
    """The flow's colour, a name, how many maps are dead, and a module field where wanted."""

    def __init__(self, with_field: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = ""
        self._name, self._dead = ElidedLabel(kind="bold"), ElidedLabel(role="muted")
        self._dead.take_own_width()
        self._name.setFixedHeight(style.px(_TITLE))
        self.field = ModuleField(self)
        self.field.setVisible(with_field)
        column = QVBoxLayout(self)
        below = style.px(_BELOW) if with_field else 0
        column.setContentsMargins(style.px(_SIDE), _LINE, style.px(_SIDE), below + 1)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self._name, 1)
        line.addWidget(self._dead)
        column.addLayout(line)
        column.addWidget(self.field)

    def keep_room(self) -> None:
        """The field may be hidden: the words above it do not move then."""
        policy = self.field.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.field.setSizePolicy(policy)

    def set_words(self, flow: str, name: str, dead: str) -> None:
        """Name the column."""
        self._flow = flow
        self._name.set_text(name)
        self._dead.set_text(dead)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, the flow's line above, a line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("window"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, style.colour("line"))
        line = style.flow_colour(self._flow) if self._flow else style.colour("line")
        painter.fillRect(QRectF(0, 0, self.width(), _LINE), line)


class ColumnNote(QWidget):
    """What is said in place of a column's maps; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = sentence("", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[style.px(_SIDE)] * 4)
        column.addWidget(self._words)
        self.hide()

    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def set_text(self, text: str) -> None:
        """Say something else; empty hides it."""
        self._words.setText(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the maps."""
        QPainter(self).fillRect(self.rect(), style.colour("canvas"))


class MapColumns(QWidget):
    """So many heads, each with its `Mosaic` or a note below, and one scroll bar."""

    scrolled = Signal()

    def __init__(self, count: int, with_fields: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        per_row = next(n for n in range(_TILES_ACROSS // count, 0, -1) if SHOWN % n == 0)
        rows = SHOWN // per_row
        self.heads = [ColumnHead(with_fields, self) for _ in range(count)]
        self.mosaics = [Mosaic(per_row, rows, self) for _ in range(count)]
        self.notes = [ColumnNote(self) for _ in range(count)]
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setProperty("overlaid", True)
        self._bar.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self._bar.valueChanged.connect(self._scroll)
        for mosaic in self.mosaics:
            mosaic.zoomed.connect(self._set_range)
            mosaic.verticalScrollBar().valueChanged.connect(self._follow)

    def set_note(self, number: int, text: str) -> None:
        """Say something in place of a column's maps; "" shows them again."""
        if text != self.notes[number].text():
            self.notes[number].set_text(text)
            self.mosaics[number].setVisible(not text)
            self._set_range()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines between the columns."""
        QPainter(self).fillRect(self.rect(), style.colour("line"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Equal columns; the last takes the pixels that are left over."""
        count = len(self.heads)
        width = (self.width() - (count - 1)) // count
        head = max(head.sizeHint().height() for head in self.heads)
        for number, (top, mosaic) in enumerate(zip(self.heads, self.mosaics, strict=True)):
            left = number * (width + 1)
            wide = width if number < count - 1 else self.width() - left
            top.setGeometry(left, 0, wide, head)
            mosaic.set_across(width)
            for below in (mosaic, self.notes[number]):
                below.setGeometry(left, head, wide, self.height() - head)
        bar = SCROLL_EXTENT
        self._bar.setGeometry(self.width() - bar, head, bar, self.height() - head)
        self._bar.raise_()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """All columns scroll."""
        QApplication.sendEvent(self._bar, event)

    def _set_range(self) -> None:
        longest = max(self._bars(), key=lambda bar: bar.maximum())
        self._bar.setPageStep(longest.pageStep())
        self._bar.setSingleStep(longest.singleStep())
        self._bar.setRange(0, longest.maximum())
        shown = any(not mosaic.isHidden() for mosaic in self.mosaics)
        self._bar.setVisible(shown and longest.maximum() > 0)

    def _scroll(self, value: int) -> None:
        for bar in self._bars():
            bar.setValue(value)

    def _follow(self, value: int) -> None:
        """Keys and drags move one column; a shorter one that is at its end moves none."""
        bar = self.sender()
        if isinstance(bar, QScrollBar) and value != min(self._bar.value(), bar.maximum()):
            self._bar.setValue(value)

    def _bars(self) -> Sequence[QScrollBar]:
        return [mosaic.verticalScrollBar() for mosaic in self.mosaics]
