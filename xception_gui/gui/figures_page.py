"""The paper's Figures 1 to 4 as a page: from an Inception module to a separable convolution."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.figures import NUMBERS, TITLES, Figure, all_figures, figure
from xception_gui.base.numbers import exact
from xception_gui.gui import style
from xception_gui.gui.architecture_pages import LAYER_VALUES, spin
from xception_gui.gui.item_models.diagram_values import WORDS
from xception_gui.gui.language import mark, tr
from xception_gui.gui.saving import Saving
from xception_gui.gui.views.diagram_paint import Look, paint_diagram
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.fact_rows import group_title, sentence
from xception_gui.gui.views.option_row import OptionRow
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

_WIDE = 620
TITLE_WORDS = frozenset(
    {
        mark("Inception module, as in Inception V3"),
        mark("Simplified: three towers"),
        mark("The same: one 1×1 convolution, three segments"),
        mark("Extreme: one segment per channel"),
    }
)
"""What ``base.figures`` calls them."""


class FigureView(QWidget):
    """One drawing at its own size."""

    def __init__(self, shown: Figure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Drawing of Figure {number}", number=shown.number))

    def sizeHint(self) -> QSize:
        """As many pixels as the drawing has, in proportion to the system's font."""
        drawn = self.shown.diagram
        return QSize(style.px(int(drawn.width) + 2), style.px(int(drawn.height) + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Boxes and arrows."""
        painter, scale = QPainter(self), style.px(100) / 100
        painter.scale(scale, scale)
        painter.translate(1, 1)
        paint_diagram(painter, self.shown.diagram, Look(folds=False))


class FiguresPage(PageDialog):
    """Channels, kernel and size count at once."""

    def __init__(self, parent: QWidget, saving: Saving) -> None:
        super().__init__(parent, _WIDE)
        self._saving = saving
        self.values = {name: spin(value) for name, (value, _) in LAYER_VALUES.items()}
        self._rows = {name: OptionRow() for name in LAYER_VALUES}
        self._drawings, self.figures = QWidget(), list[FigureView]()
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        self._column.setSpacing(0)
        for name, row in self._rows.items():
            row.set_control(self.values[name])
            self.values[name].valueChanged.connect(self._draw)
            self._column.addWidget(row)
        self._column.addWidget(self._drawings)
        self._column.addStretch()
        self.export = ExportButton(
            lambda: {"svg": tr("Figures as SVG…"), "png": tr("Figures as PNG…")}
        )
        self.export.wanted.connect(self._export)
        self.add_to_foot(self.export)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("From Inception to Xception"))
        for name, (_, words) in LAYER_VALUES.items():
            self._rows[name].set_words(tr(words), "")
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _numbers(self) -> tuple[int, int, int, int]:
        inside, outside, kernel, size = (control.value() for control in self.values.values())
        return inside, outside, kernel, size

    def _draw(self) -> None:
        drawings = QWidget()
        column = QVBoxLayout(drawings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.px(4))
        self.figures = [FigureView(figure(number, *self._numbers())) for number in NUMBERS]
        for view in self.figures:
            shown = view.shown
            title = tr("Figure {number}. {title}", number=shown.number, title=_title(shown.number))
            costs = tr("{params} parameters · {macs} MACs", params=exact(shown.params),
                       macs=exact(shown.macs))  # fmt: skip
            column.addWidget(group_title(title))
            column.addWidget(sentence(costs, "muted"))
            column.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (
            tr("The paper gives no widths: the towers have equal shares of the channels."),
            tr("Inception V3's code has a 5×5 kernel where Figure 1 has one 3×3 convolution."),
        ):
            column.addWidget(sentence(text, "faint"))
        self._column.replaceWidget(self._drawings, drawings)
        self._drawings.deleteLater()
        self._drawings = drawings

    def _export(self, kind: str) -> None:
        from xception_gui.inspection import as_svg  # torch: when it is wanted

        if kind == "png":
            self._saving.image("inception-to-xception.png", self._drawings.grab().toImage())
            return
        words = {text: tr(text) for text in WORDS}
        title = tr("From Inception to Xception")
        data = as_svg(all_figures(*self._numbers()), title, words).encode()
        self._saving.svg("inception-to-xception.svg", data)


def _title(number: int) -> str:
    return tr(TITLES[number])
