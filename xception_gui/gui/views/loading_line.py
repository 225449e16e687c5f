"""Two pixels along the upper edge that move while an answer is being made."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.gui import style
from xception_gui.gui.views.motion import wanted

DELAY_MS = 150  # an answer that comes sooner shows no line at all
_HEIGHT = 2
_ROUND_MS = 1200
_FRAMES = 36  # a round: thirty a second, for each keeps torch's import waiting at the start
_SHARE = 0.3


class LoadingLine(QWidget):
    """Lies above the other widgets; its owner places it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(_HEIGHT)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._begin)
        self._round = QVariantAnimation(self)
        self._round.setStartValue(0.0)
        self._round.setEndValue(1.0)
        self._round.setDuration(_ROUND_MS)
        self._round.setLoopCount(-1)
        self._round.valueChanged.connect(self._move)
        self._frame = 0
        # Else the widgets below are painted anew with each frame.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    def set_loading(self, loading: bool) -> None:
        """Appear after a moment; vanish at once."""
        if not loading:
            self._delay.stop()
            self._round.stop()
            self.hide()
        elif not self.isVisible() and not self._delay.isActive():
            self._delay.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A short piece that travels; the whole line where nothing is to move."""
        painter = QPainter(self)
        if not wanted():
            painter.fillRect(self.rect(), style.colour("accent"))
            return
        painter.fillRect(self.rect(), style.colour("window"))
        width = float(self.width())
        left = self._frame / _FRAMES * (1 + _SHARE) * width - _SHARE * width
        painter.fillRect(QRectF(left, 0, _SHARE * width, _HEIGHT), style.colour("accent"))

    def _move(self, share: float) -> None:
        frame = int(share * _FRAMES)
        if frame != self._frame:
            self._frame = frame
            self.update()

    def _begin(self) -> None:
        self.show()
        self.raise_()
        if wanted():
            self._round.start()
