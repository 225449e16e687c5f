"""The inspector's section on the pointwise half of a separable convolution."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact, percent, real
from xception_gui.base.pointwise import Pointwise
from xception_gui.gui import style
from xception_gui.gui.item_models.module_sections import Row, Section
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.export_button import ExportButton
from xception_gui.gui.views.heat_image import photo_image
from xception_gui.gui.views.inspector_section import SectionView

_HIGHEST, _PLOT, _TICKS, _MARGIN = 200, 56, 16, 12
_DECADES = 4  # of the plot: what is smaller lies on its line
_ENERGY = 0.9


class MatrixPicture(QWidget):
    """The matrix in blue, white and red; after by rows, before by columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_matrix(self, found: Pointwise) -> None:
        """Show another one."""
        self._image = photo_image(found.picture())
        self.setAccessibleName(tr("Picture of the pointwise matrix"))
        self._fit()
        self.update()

    def resizeEvent(self, _event: object) -> None:
        """As high as it is in proportion, up to a limit."""
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As large as fits, at the left."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = round(self.height() * self._image.width() / self._image.height())
        smooth = Qt.TransformationMode.SmoothTransformation
        ratio = self.devicePixelRatioF()
        size = QSize(min(width, self.width()), self.height()) * ratio
        drawn = self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        drawn.setDevicePixelRatio(ratio)
        painter.drawImage(0, 0, drawn)

    def _fit(self) -> None:
        if not self._image.isNull():
            wanted = round(self.width() * self._image.height() / self._image.width())
            self.setFixedHeight(max(1, min(wanted, style.px(_HIGHEST))))


class SingularPlot(QWidget):
    """Singular values from the largest to the smallest, over four decades."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights: list[float] = []
        self._ends, self._flow = ("", ""), "classifier"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(style.px(_PLOT + _TICKS))

    def show_values(self, found: Pointwise, flow: str) -> None:
        """Draw another curve."""
        values = found.singular.tolist()
        most = values[0] or 1.0
        self._heights = [_height(value / most) for value in values]
        self._ends, self._flow = (real(values[0], 2), real(values[-1], 2)), flow
        self.setAccessibleName(tr("Singular values"))
        self.setAccessibleDescription(" … ".join(self._ends))
        self.setToolTip(tr("Logarithmic, four decades; the number of the value to the right"))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Curve, line, both ends."""
        painter, below = QPainter(self), style.px(_PLOT)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = max(1, len(self._heights) - 1)
        points = [
            QPointF(number * (self.width() - 1) / last, (1 - height) * (below - 3) + 1)
            for number, height in enumerate(self._heights)
        ]
        painter.setPen(QPen(style.flow_colour(self._flow), 1.6))
        painter.drawPolyline(QPolygonF(points))
        painter.fillRect(0, below, self.width(), 1, style.colour("strong"))
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        foot = self.rect().adjusted(0, below + 1, 0, 0)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, self._ends[0])
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self._ends[1])


def _height(share: float) -> float:
    """1 for the largest value, 0 for what is four decades smaller."""
    return max(0.0, 1 + math.log10(share) / _DECADES) if share > 0 else 0.0


class InsideView(SectionView):
    """Matrix, singular values, and the cost of an ordinary convolution in its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix, self.plot = MatrixPicture(), SingularPlot()
        self._caption = ElidedLabel(role="muted", kind="small")
        self.section = Section("", ())
        self.found: Pointwise | None = None
        self.export = ExportButton(_kinds)
        self.figures = figures = QWidget()
        column = QVBoxLayout(figures)
        column.setContentsMargins(0, style.px(4), 0, style.px(8))
        column.setSpacing(style.px(8))
        column.addWidget(self.matrix)
        column.addWidget(self._caption)
        column.addWidget(self.plot)
        self.put_above(figures)
        self.put_below(self.export)

    def show_inside(self, found: Pointwise, size: int, flow: str) -> None:
        """Show a separable convolution whose output map has `size` pixels a side."""
        self.found = found
        self._caption.set_text(tr("Singular values, logarithmic"))
        self.matrix.show_matrix(found)
        self.plot.show_values(found, flow)
        self.section = _section(found, size)
        self.set_section(self.section, flow)


def _kinds() -> dict[str, str]:
    return {
        "csv": tr("Table as CSV…"),
        "json": tr("Table as JSON…"),
        "svg": tr("Drawing as SVG…"),
        "png": tr("Picture as PNG…"),
    }


def _section(found: Pointwise, size: int) -> Section:
    after, before = found.levels.shape
    dense, own = found.costs(size)
    held = tr("{count} of {all}", count=found.directions(_ENERGY), all=len(found.singular))
    rows = (
        Row(tr("Largest number"), real(found.largest)),
        Row(tr("90 % of energy"), held),
        Row(tr("Effective rank"), f"{found.effective_rank:.1f}"),
        Row(tr("Params if dense"), exact(dense.params)),
        Row(tr("MACs if dense"), exact(dense.macs)),
        Row(tr("Share of dense"), percent(own.params / dense.params)),
    )
    return Section(tr("Pointwise matrix"), rows, f"{after} × {before}")
