"""The run in the status bar: its epoch, how far it is, what is left; a click shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.style.tokens import STATUS_BAND
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton
from xception_gui.gui.views.train_words import epoch_words, preparing_words, time_left

if TYPE_CHECKING:
    from xception_gui.base.curves import Progress

_BAR, _HIGH, _GAP, _PADDING = 110, 4, 8, 8


class TrainStatus(PaintedButton):
    """Hidden while no run goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: Progress | None = None  # before the first run
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    def set_progress(self, done: Progress | None) -> None:
        """How far the run is; None: there is none."""
        self.setVisible(done is not None and bool(done.epochs or done.preparing))
        if done is not None and done != self._done:
            self._done = done
            self.retranslate()

    def retranslate(self) -> None:
        """Read the texts again; of a run that waits nothing else comes."""
        self.setToolTip(tr("The run that goes on. Click to see it."))
        self.setAccessibleName(" · ".join(filter(None, self._words())))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Both words, the bar between them."""
        metrics = QFontMetrics(style.font("body"))
        words = sum(metrics.horizontalAdvance(text) for text in self._words())
        fixed = style.px(_BAR + 2 * _GAP + 2 * _PADDING)
        return QSize(words + fixed, style.px(STATUS_BAND - 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """``Epoch 12 of 60 ▬▬── 38 min left``."""
        painter = QPainter(self)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), style.colour("hover"))
        painter.setFont(style.font("body"))
        painter.setPen(style.colour("muted"))
        epoch, left = self._words()
        rect = self.rect().adjusted(style.px(_PADDING), 0, -style.px(_PADDING), 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, epoch)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(rect, side, left)
        self._paint_bar(painter, rect.left() + painter.fontMetrics().horizontalAdvance(epoch))
        paint_ring(self, painter, radius=4)

    def _paint_bar(self, painter: QPainter, left: int) -> None:
        high = style.px(_HIGH)
        at = left + style.px(_GAP)
        bar = QRectF(at, (self.height() - high) // 2, style.px(_BAR), high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, share in (("line", 1.0), ("accent", self._done.share if self._done else 0.0)):
            painter.setBrush(style.colour(colour))
            part = QRectF(bar.left(), bar.top(), bar.width() * share, high)
            painter.drawRoundedRect(part, high / 2, high / 2)

    def _words(self) -> tuple[str, str]:
        if self._done is None:
            return "", ""
        what, count = preparing_words(self._done)
        return what or epoch_words(self._done), count or time_left(self._done.seconds_left)
