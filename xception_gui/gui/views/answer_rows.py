"""The likeliest classes with their probabilities: one clickable row each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.numbers import percent
from xception_gui.base.results import ClassProbability
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import text_width
from xception_gui.gui.views.focus import paint_ring
from xception_gui.gui.views.motion import BARS_MS, Glide

ROW = 28
_SIDE = 10
_BAR = 7
_LEAST_NAME, _MOST_NAME = 92, 0.4  # pixels; share of the row
_LEAST_BAR = 2.0
_RADIUS = 3


class AnswerRow(QAbstractButton):
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
        self._bar.go(row.probability if row else 0.0, animate)
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
        self.setToolTip("" if self.row is None else f"{label}\n{hint}" if cut else hint)
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

    def enterEvent(self, _event: QEvent) -> None:
        """Hovered."""
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        """Not hovered any more."""
        self.update()

    def _words(self) -> tuple[str, str]:
        return (self.row.label, percent(self.row.probability)) if self.row else ("", "")

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


class AnswerRows(QWidget):
    """Some rows below each other; `class_chosen` gives the index of the class to explain."""

    class_chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._rows: list[AnswerRow] = []
        self._strength = 1.0
        self.set_count(count)

    @property
    def rows(self) -> tuple[AnswerRow, ...]:
        """The row widgets, likeliest first."""
        return tuple(self._rows)

    def set_count(self, count: int) -> None:
        """Have this many rows; the new ones are empty."""
        while len(self._rows) > count:
            row = self._rows.pop()
            self._layout.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < count:
            self._rows.append(self._made_row())

    def set_rows(
        self,
        rows: Sequence[ClassProbability],
        explained: int | None,
        trained: bool = True,
        animate: bool = False,
    ) -> None:
        """Show these classes; `explained` is the index of the class of the heat map."""
        for number, widget in enumerate(self._rows):
            row = rows[number] if number < len(rows) else None
            widget.set_row(row, trained, animate)
            widget.setChecked(row is not None and row.index == explained)
        self._share_tab_stop()
        self._align()

    def set_strength(self, strength: float) -> None:
        """Opacity of all rows: below 1 for an answer to something else than what is shown."""
        self._strength = strength
        for row in self._rows:
            row.set_strength(strength)

    def choose(self, position: int) -> None:
        """As if the row at that position had been clicked."""
        if 0 <= position < len(self._rows):
            self._chosen(self._rows[position])

    def retranslate(self) -> None:
        """Read the texts again."""
        for row in self._rows:
            row.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move between the rows, Enter explains."""
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1)
        step = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}.get(event.key(), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose(at)
        elif step and 0 <= at + step < len(self._rows):
            self._rows[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """The names get their share of the width."""
        self._align()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _made_row(self) -> AnswerRow:
        row = AnswerRow(self)
        row.set_row(None, trained=True, animate=False)
        row.set_strength(self._strength)
        row.clicked.connect(lambda: self._chosen(row))
        self._layout.addWidget(row)
        return row

    def _chosen(self, widget: AnswerRow) -> None:
        if widget.row is not None:
            self.class_chosen.emit(widget.row.index)

    def _share_tab_stop(self) -> None:
        """Tab stops once at the rows, at the explained one; arrows do the rest."""
        stop = next((row for row in self._rows if row.isChecked()), self._rows[0])
        for row in self._rows:
            policy = Qt.FocusPolicy.TabFocus if row is stop else Qt.FocusPolicy.NoFocus
            row.setFocusPolicy(policy)

    def _align(self) -> None:
        bold = style.font("bold")
        widths = [text_width(bold, row.row.label) for row in self._rows if row.row]
        most = round(_MOST_NAME * self.width())
        width = min(max([style.px(_LEAST_NAME), *widths]), most)
        for row in self._rows:
            row.set_name_width(width)


def value_width() -> int:
    """Room for the longest probability."""
    return text_width(style.font("bold"), percent(1.0))
