"""Movement after a user's action, and none where the system asks for less of it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

FADE_MS = 100
BARS_MS = 150


def wanted() -> bool:
    """Whether the system wants things to move at all."""
    style = QApplication.style()
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


class Glide(QVariantAnimation):
    """A number that eases to its target, or is there at once.

    Its `valueChanged` signal asks for the redraw.
    """

    def __init__(self, parent: QObject, ms: int, start: float) -> None:
        super().__init__(parent)
        self.setDuration(ms)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.jump(start)

    @property
    def now(self) -> float:
        """The number at this moment."""
        return float(self.currentValue())

    @property
    def target(self) -> float:
        """The number once the movement is over."""
        return float(self.endValue())

    def go(self, target: float, animate: bool) -> None:
        """Ease to `target`; at once where the change is not the user's own."""
        if not (animate and wanted()):
            self.jump(target)
        elif target != self.target:
            start = self.now
            self.stop()
            self.setStartValue(start)
            self.setEndValue(float(target))
            self.start()

    def jump(self, target: float) -> None:
        """Be at `target` without movement."""
        self.stop()
        self.setStartValue(float(target))
        self.setEndValue(float(target))
        self.setCurrentTime(0)
