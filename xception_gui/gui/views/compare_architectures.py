"""Two architectures side by side: which, at what size, every row, both totals."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from xception_gui.base.architectures import ARCHITECTURES, Architecture
from xception_gui.base.comparison import ComparedRow
from xception_gui.base.numbers import change, exact
from xception_gui.gui import style
from xception_gui.gui.item_models.compare_rows import (
    ACTIVE,
    ARCHITECTURE_COLUMNS,
    architecture_rows,
    architecture_words,
    stop_sentence,
)
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.compare_card import CompareCard
from xception_gui.gui.views.compare_tree import CompareTree
from xception_gui.gui.views.elide import ElidedLabel, text_width
from xception_gui.gui.views.named_choice import NamedChoice
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.remark import Remark
from xception_gui.gui.views.translated import Translated

_WIDTHS = {1: 22, 2: 86, 3: 62, 4: 62, 5: 86, 6: 62, 7: 62}
_SIDES = ((2, 4), (5, 7))
_ROLES = ("muted", "text", "text", "text")
_NAMES, _LINE, _FOOT = 24, 22, 58
_MARGIN, _KEYS, _INSIDE = 12, 100, 8
_SMALLEST, _LARGEST = 1, 1024


class _Names(Band):
    """The names of both networks, each above its columns."""

    def __init__(self, tree: CompareTree) -> None:
        super().__init__(_NAMES)
        self._header, self.names = tree.header(), ("", "")
        self._header.sectionResized.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Right over the numbers."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(style.colour("text"))
        for name, (first, last) in zip(self.names, _SIDES, strict=True):
            left = self._header.sectionViewportPosition(first)
            right = self._header.sectionViewportPosition(last) + self._header.sectionSize(last)
            place = QRect(left + 2, 0, right - left - 10, self.height() - 1)
            wide = text_width(style.font("bold"), name) > place.width()
            font = style.font("small" if wide else "bold")
            painter.setFont(font)
            shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown
            )


class Totals(Band):
    """Parameters and MACs of both, each below its columns, and by how much they differ."""

    def __init__(self, tree: CompareTree) -> None:
        super().__init__(_FOOT, line_above=True)
        self._header = tree.header()
        self._header.sectionResized.connect(self._place)
        self.cells = [[ElidedLabel(role=role, parent=self) for role in _ROLES] for _ in range(2)]
        for cells in self.cells:
            for cell in cells[2:]:
                cell.set_alignment(Qt.AlignmentFlag.AlignRight)

    def show_totals(self, left: Architecture, right: Architecture) -> None:
        """Exact numbers."""
        for cells, name, ours, theirs in (
            (self.cells[0], tr("Parameters"), left.tree.params, right.tree.params),
            (self.cells[1], tr("MACs"), left.tree.macs, right.tree.macs),
        ):
            texts = (name, change(ours, theirs), exact(ours), exact(theirs))
            for cell, text in zip(cells, texts, strict=True):
                cell.set_text(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names and differences have what the columns leave."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        line, keys = style.px(_LINE), style.px(_KEYS)
        groups = [self._group(*side) for side in _SIDES]
        ends = [(style.px(_MARGIN), keys), (keys, groups[0][0]), *groups]
        for number, cells in enumerate(self.cells):
            for cell, (left, right) in zip(cells, ends, strict=True):
                cell.setGeometry(left, style.px(6) + number * line, right - left, line)

    def _group(self, first: int, last: int) -> tuple[int, int]:
        """Where the numbers of one network begin and end."""
        place = self._header.sectionViewportPosition
        return place(first), place(last) + self._header.sectionSize(last) - style.px(_INSIDE)


class ArchitecturesPage(Translated):
    """Tells what is to be compared with what."""

    changed = Signal()
    path_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = NamedChoice(), NamedChoice()
        self.left.set_key(ACTIVE)
        self.right.set_key("paper")
        self._against, self._input = ElidedLabel(role="muted"), ElidedLabel(role="muted")
        self.side = QSpinBox()
        self.side.setRange(_SMALLEST, _LARGEST)
        self.side.setKeyboardTracking(False)
        self.tree = CompareTree(ARCHITECTURE_COLUMNS, _WIDTHS, split=5, spared=(2, 5))
        self._names, self._totals, self.remark = (
            _Names(self.tree),
            Totals(self.tree),
            Remark("error"),
        )
        self.card, self._rows = CompareCard(), dict[str, ComparedRow]()
        self._shown: tuple[Architecture, Architecture, ComparedRow] | None = None
        self.left.picked.connect(lambda _key: self.changed.emit())
        self.right.picked.connect(lambda _key: self.changed.emit())
        self.side.valueChanged.connect(lambda _value: self.changed.emit())
        self.tree.path_selected.connect(self.path_selected)
        self.tree.moved.connect(self._tell_row)
        self._arrange()
        self.retranslate()

    @property
    def shown(self) -> tuple[Architecture, Architecture, ComparedRow] | None:
        """What is on view: both networks and their rows."""
        return self._shown

    def set_size(self, size: int) -> None:
        """The side of the pictures, pixels, without a signal."""
        self.side.blockSignals(True)
        self.side.setValue(size)
        self.side.blockSignals(False)

    def show_pair(self, left: Architecture, right: Architecture, whole: ComparedRow) -> None:
        """Show two networks; where one of them stops, its row is opened."""
        self._shown = (left, right, whole)
        self._fill()
        for one in (left, right):
            if one.stop is not None:
                self.tree.scrollTo(self.tree.rows.index_of(one.stop.path))

    def retranslate(self) -> None:
        """Read the texts again."""
        words = {name: architecture_words(name) for name in ARCHITECTURES}
        for choice, name in ((self.left, tr("Left network")), (self.right, tr("Right network"))):
            choice.set_words({ACTIVE: tr("Active network"), **words}, name)
        self._against.set_text(tr("against"))
        self._input.set_text(tr("Input"))
        self.side.setSuffix(" px")
        self.side.setAccessibleName(tr("Side of the pictures, pixels"))
        self.tree.setAccessibleName(tr("Modules of both networks"))
        self.tree.set_hint(tr("The networks are being measured…"))
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        left, right, whole = self._shown
        self._rows = {row.path: row for row in whole.walk()[1:]}
        self.tree.set_rows(architecture_rows(whole, left, right))
        self._names.names = (architecture_words(left.name), architecture_words(right.name))
        self._names.update()
        self._totals.show_totals(left, right)
        self._tell_row(self.tree.path)
        stops = filter(None, map(stop_sentence, (left, right)))
        self.remark.set_text(" ".join(dict.fromkeys(stops)))

    def _tell_row(self, path: str) -> None:
        if self._shown is not None:
            self.card.show_row(self._rows.get(path), *self._shown[:2])

    def _arrange(self) -> None:
        band = Band(TOOL_BAND)
        row = QHBoxLayout(band)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        for label in (self._against, self._input):
            label.take_own_width()
        for part in (self.left, self._against, self.right):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._input)
        row.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for above in (band, self.remark, self._names):
            column.addWidget(above)
        column.addWidget(self.tree, 1)
        column.addWidget(self.card)
        column.addWidget(self._totals)
