"""The band above the diagram: what colours mean, fold, fit, export."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.item_models.diagram_values import HINTS, METRICS
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.choice import Choice
from xception_gui.gui.views.elide import ElidedLabel, text_width
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.legend import paint_bar
from xception_gui.gui.views.pane_header import Band

COLOURS = "viridis"
_BAR, _GAP = QSize(72, 10), 8


class Scale(QWidget):
    """0, a bar in the colours, the largest value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_most(self, most: str) -> None:
        """The largest value, in words; empty hides the scale."""
        self._most = most
        self.setVisible(bool(most))
        self.setAccessibleName(tr("Colours from 0 to {most}", most=most))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The bar with a number on either side."""
        small = style.font("small")
        words = text_width(small, "0") + text_width(small, self._most)
        return QSize(words + style.px(_BAR.width()) + 2 * style.px(_GAP), style.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter, small = QPainter(self), style.font("small")
        painter.setFont(small)
        painter.setPen(style.colour("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._most)
        bar = QRect(0, 0, style.px(_BAR.width()), style.px(_BAR.height()))
        bar.moveCenter(self.rect().center())
        bar.moveLeft(text_width(small, "0") + style.px(_GAP))
        paint_bar(painter, bar, COLOURS)


class DiagramBand(Band):
    """Tells what is wanted."""

    metric_changed = Signal(str)
    fold_requested = Signal()
    fit_requested = Signal()
    export_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self._word, self.choice, self.scale = (
            ElidedLabel(role="muted"),
            Choice(METRICS, HINTS),
            Scale(),
        )
        self.note = ElidedLabel(role="muted")
        self.fold, self.fit = IconButton("collapse"), IconButton("fit")
        self.export = ExportButton(_exports)
        self.choice.picked.connect(self.metric_changed)
        self.fold.clicked.connect(self.fold_requested)
        self.fit.clicked.connect(self.fit_requested)
        self.export.wanted.connect(self.export_requested)
        self._arrange()
        self.scale.set_most("")
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._word.set_text(tr("Colour by"))
        self.choice.retranslate(tr("Colour by"))
        self.fold.set_words(tr("Unfold everything, or fold it again"))
        self.fit.set_words(tr("Fit"))

    def _arrange(self) -> None:
        self._word.take_own_width()
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 0, style.px(6), 1)
        row.setSpacing(style.px(_GAP))
        for part in (self._word, self.choice, self.scale):
            row.addWidget(part)
        row.addWidget(self.note, 1)
        for button in (self.fold, self.fit, self.export):
            row.addWidget(button)


def _exports() -> dict[str, str]:
    return {"svg": tr("Diagram as SVG…"), "png": tr("Diagram as PNG…")}
