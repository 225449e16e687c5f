"""The depthwise kernels in the inspector: their scale, the first rows, a link to all of them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.numbers import exact, real
from xception_gui.base.results import FloatArray
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.kernel_mosaic import KernelMosaic
from xception_gui.gui.views.legend import bar_image
from xception_gui.gui.views.link import SIDE, Link

_FIRST_ROWS = 4
_BAR, _BAR_HEIGHT, _GAP, _MARGIN = 40, 8, 6, 12


class SignedScale(QWidget):
    """The largest number with both signs, and the colours between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._largest = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_largest(self, largest: float) -> None:
        """Name both ends."""
        self._largest = largest
        metrics = QFontMetrics(style.font("small"))
        words = sum(metrics.horizontalAdvance(text) + 1 for text in self._ends())
        self.setFixedSize(words + 2 * _GAP + style.px(_BAR), style.px(22))
        self.setAccessibleName(" … ".join(self._ends()))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Number, bar, number."""
        painter = QPainter(self)
        painter.setFont(style.font("small"))
        painter.setPen(style.colour("muted"))
        if not self._largest:
            return
        first, last = self._ends()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, first)
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, last)
        left = QFontMetrics(style.font("small")).horizontalAdvance(first) + 1 + _GAP
        height = style.px(_BAR_HEIGHT)
        bar = QRect(left, (self.height() - height) // 2, style.px(_BAR), height)
        painter.drawImage(bar, bar_image("blue-white-red"))

    def _ends(self) -> tuple[str, str]:
        return real(-self._largest, 2), real(self._largest, 2)


class KernelPanel(QWidget):
    """Hidden for a module without depthwise kernels."""

    moved = Signal(QRect)  # in this widget: where the keyboard has gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = False
        self._title, self._scale = ElidedLabel(role="muted"), SignedScale()
        self._mosaic, self._more = KernelMosaic(), Link()
        heading = QHBoxLayout()
        heading.setSpacing(_GAP)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._scale)
        inside = QVBoxLayout()
        inside.setContentsMargins(SIDE, 0, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(heading)
        inside.addWidget(self._mosaic)
        column = QVBoxLayout(self)
        # The link has room for its ring at its side: its text starts where the others do.
        column.setContentsMargins(_MARGIN - SIDE, 0, _MARGIN, 8)
        column.setSpacing(4)
        column.addLayout(inside)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.clicked.connect(self._toggle)
        self._mosaic.moved.connect(lambda tile: self.moved.emit(self._here(tile)))
        self.hide()

    def show_kernels(self, kernels: FloatArray) -> None:
        """Show a module's kernels, float32 (channels, 3, 3); the first rows of many."""
        self._mosaic.show_kernels(kernels)
        self._scale.set_largest(float(abs(kernels).max()) if len(kernels) else 0.0)
        self._show(len(kernels))

    def await_kernels(self, count: int) -> None:
        """Keep the room for so many kernels; 0: there are none."""
        self._mosaic.await_kernels(count)
        self._scale.set_largest(0.0)
        self._all = False
        self._show(count)

    def _show(self, count: int) -> None:
        self.setVisible(count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again."""
        self._title.set_text(tr("3×3 kernels"))
        self._mosaic.retranslate()
        self._mosaic.set_rows(0 if self._all else _FIRST_ROWS)
        self._say_more()

    def resizeEvent(self, _event: object) -> None:
        """Another width has another number of kernels in the first rows."""
        self._say_more()

    def _toggle(self) -> None:
        self._all = not self._all
        self.retranslate()

    def _say_more(self) -> None:
        count = self._mosaic.count()
        text = tr("Show fewer") if self._all else tr("Show all {count}", count=exact(count))
        self._more.set_text(text, tr("3×3 kernels"))
        self._more.setVisible(self._all or self._mosaic.shown() < count)

    def _here(self, tile: QRect) -> QRect:
        return QRect(self._mosaic.mapTo(self, tile.topLeft()), tile.size())
