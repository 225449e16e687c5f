"""One class of the answer: a clickable row that paints itself."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from xception_gui.base.numbers import percent
from xception_gui.base.results import ClassProbability
from xception_gui.gui import style
from xception_gui.gui.item_models.class_texts import class_words
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.motion import BARS_MS, Glide
from xception_gui.gui.views.painted_button import PaintedButton
from xception_gui.gui.views.plain_tip import plain_tip

ROW = 28
_SIDE = 10
_BAR = 7
_LEAST_BAR = 2.0
_RADIUS = 3


class AnswerRow(PaintedButton):
    """One class: name, bar on a track from 0 to 100 %, probability; an empty track without one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.row: ClassProbability | None = None
        self._name_width = 0
        self._trained = True
        self._strength = 1.0
        self._bar = Glide(self, BARS_MS, 0.0)
        self._bar.valueChanged.connect(self.update)
        self.setCheckable(True)
        self.setFixedHeight(style.px(ROW))

    def set_row(self, row: ClassProbability | None, trained: bool, animate: bool) -> None:
        """Show a class; the bar eases only after the user's own action."""
        self.row, self._trained = row, trained
        share = row.probability if row else 0.0
        if share != self._bar.target:  # else it is there, or on its way
            self._bar.go(share, animate)
        self.setEnabled(row is not None)
        self.retranslate()

    def set_name_width(self, width: int) -> None:
        """Room for the name: the same in all rows, so that the bars begin on one line."""
        self._name_width = width
        self.retranslate()

    def set_strength(self, strength: float) -> None:
        """Opacity of the whole row."""
        self._strength = strength
        self.update()

    def retranslate(self) -> None:
        """Read the texts again."""
        label, value = self._words()
        self.setAccessibleName(f"{label}, {value}" if self.row else tr("No answer yet"))
        hint = tr("Explain this class")
        cut = text_width(style.font("body"), label) > self._name_width
        words = plain_tip(f"{label}\n{hint}") if cut else hint
        self.setToolTip("" if self.row is None else words)
        self.update()

    def shown_probability(self) -> float:
        """How long the bar is at this moment, 0 to 1."""
        return self._bar.now

    def track(self) -> QRectF:
        """Where 0 to 100 % lie."""
        left = _SIDE + self._name_width + style.px(12)
        right = self.width() - _SIDE - value_width() - style.px(8)
        height = style.px(_BAR)
        return QRectF(left, (self.height() - height) / 2, max(1, right - left), height)

    def nextCheckState(self) -> None:
        """A click only asks; the row is marked once the heat map is of its class."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys belong to the list of rows, Space to the view: it hides the heat map."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """As for the press."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, name, track, bar, value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._strength)
        self._paint_surface(painter)
        self._paint_words(painter)
        self._paint_bar(painter)
        paint_ring(self, painter)

    def _words(self) -> tuple[str, str]:
        if self.row is None:
            return "", ""
        return class_words(self.row.label), percent(self.row.probability)

    def _paint_surface(self, painter: QPainter) -> None:
        hovered = self.underMouse() and self.isEnabled()
        role = "soft" if self.isChecked() else "hover" if hovered else ""
        if role:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour(role))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 1, 0, -1), 6, 6)

    def _paint_words(self, painter: QPainter) -> None:
        font = style.font("bold" if self.isChecked() and self._trained else "body")
        painter.setFont(font)
        painter.setPen(style.colour("text"))
        label, value = self._words()
        elided = QFontMetrics(font).elidedText(label, Qt.TextElideMode.ElideRight, self._name_width)
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, elided)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, value)

    def _paint_bar(self, painter: QPainter) -> None:
        track = self.track()
        painter.setPen(Qt.PenStyle.NoPen)
        self._fill(painter, track, QBrush(style.colour("base" if self.isChecked() else "track")))
        if self.row is None:
            return
        if not self._trained:
            hatch = QBrush(style.colour("disabled"), Qt.BrushStyle.BDiagPattern)
            self._fill(painter, track, hatch)
        marked = self.isChecked() and self._trained
        bar = QRectF(track)
        bar.setWidth(max(_LEAST_BAR, track.width() * min(1.0, self.shown_probability())))
        self._fill(painter, bar, QBrush(style.colour("accent" if marked else "disabled")))

    @staticmethod
    def _fill(painter: QPainter, rect: QRectF, brush: QBrush) -> None:
        painter.setBrush(brush)
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)


def value_width() -> int:
    """Room for the longest probability."""
    return text_width(style.font("bold"), percent(1.0))
