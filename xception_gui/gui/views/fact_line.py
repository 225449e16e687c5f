"""A few facts spread over one line, with fewer digits and smaller where room lacks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import text_width

_HEIGHT, _LEAST_GAP = 32, 8


class FactLine(QWidget):
    """The first of several wordings that fits, its facts from the left to the right edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wordings: Sequence[Sequence[str]] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_facts(self, *wordings: Sequence[str]) -> None:
        """The same facts in several wordings, longest first."""
        self._wordings = wordings
        self.setToolTip(" · ".join(wordings[0]))
        self.setAccessibleName(" · ".join(wordings[0]))
        self.update()

    def shown(self) -> tuple[Sequence[str], str]:
        """The wording that fits, and the kind of its font."""
        for facts in self._wordings:  # smaller letters before fewer digits
            for kind in ("body", "small"):
                if self._length(facts, kind) <= self.width():
                    return facts, kind
        return self._wordings[-1], "small"

    def sizeHint(self) -> QSize:
        """One line with room above and below."""
        return QSize(0, style.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """First fact left, last fact right, the others between them."""
        if not self._wordings:
            return
        facts, kind = self.shown()
        font = style.font(kind)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(style.colour("muted"))
        words = sum(text_width(font, fact) for fact in facts)
        gap = max(0, self.width() - words) / max(1, len(facts) - 1)
        left = 0.0
        for fact in facts:
            rect = QRect(round(left), 0, self.width() - round(left), self.height())
            room = QFontMetrics(font).elidedText(fact, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, room)
            left += text_width(font, fact) + gap

    def _length(self, facts: Sequence[str], kind: str) -> int:
        font = style.font(kind)
        return sum(text_width(font, fact) for fact in facts) + _LEAST_GAP * (len(facts) - 1)
