"""A word in a band that opens a chooser: written in the accent, underlined below the pointer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xception_gui.gui import style
from xception_gui.gui.views.elide import cut_path, text_width
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.painted_button import PaintedButton

SIDE = 3
"""Room for the focus ring left and right of the word."""


class Link(PaintedButton):
    """A clickable word, cut with "…" where there is no room; the tool tip then shows it whole.

    Parameters
    ----------
    role : str
        Colour role; a second link beside another may be quieter than "accent".
    kind : str
        Font; "mono" for a file, whose end matters most.
    """

    def __init__(
        self, role: str = "accent", kind: str = "body", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._role, self._kind, self._hint = role, kind, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str, hint: str) -> None:
        """Show a word; `hint` says what a click does."""
        self._hint = hint
        self.setText(text)
        self.setAccessibleName(f"{hint}: {text}")
        self.updateGeometry()
        self._tell()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        width = text_width(style.font(self._kind), self.text())
        return QSize(width + 2 * SIDE, style.px(24))

    def minimumSizeHint(self) -> QSize:
        """Three letters and the dots."""
        return QSize(min(style.px(36), self.sizeHint().width()), style.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the word."""
        painter = QPainter(self)
        font = style.font(self._kind)
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        role = "accent" if self.underMouse() else self._role
        painter.setPen(style.colour(role if self.isEnabled() else "disabled"))
        rect = self.rect().adjusted(SIDE, 0, -SIDE, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, self._shown(rect.width()))
        paint_ring(self, painter, radius=4)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The tool tip shows the word while it is cut."""
        self._tell()

    def _tell(self) -> None:
        cut = self.sizeHint().width() > self.width()
        self.setToolTip(f"{self.text()}\n{self._hint}" if cut else self._hint)

    def _shown(self, room: int) -> str:
        metrics = QFontMetrics(style.font(self._kind))
        if self._kind == "mono":
            return cut_path(metrics, self.text(), room)
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
