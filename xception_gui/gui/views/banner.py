"""An error above the picture: what failed, what stays, one button; details, report, close."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.notice import HEIGHT, Notice
from xception_gui.gui.views.plain_tip import plain_tip

_EDGE = 3
_LINES, _MOST_LINES = 2, 3
_TALL = 62  # with the third line, in a narrow window


class Banner(Notice):
    """One error at a time; `pressed` is its button, `closed` its cross or Escape."""

    pressed = Signal()
    details_requested = Signal()
    report_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("error", "error", parent)
        self._text = _Lines()
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setFixedHeight(style.px(28))
        self.button.clicked.connect(self.pressed)
        self.details, self.report = IconButton("info", "text"), IconButton("copy", "text")
        self.details.clicked.connect(self.details_requested)
        self.report.clicked.connect(self.report_requested)
        self.row.setSpacing(0)
        self.row.addWidget(self._text, 1)
        self.row.addSpacing(style.px(8))
        for part in (self.button, self.details, self.report, self.cross):
            self.row.addWidget(part)
        self.retranslate()

    def show_error(self, text: str, button: str = "", name: str = "") -> None:
        """Say what failed.

        Parameters
        ----------
        text : str
            One line: file, cause, what stays.
        button : str
            What the button says; none if empty.
        name : str
            The file's name; written bold where the text begins with it.
        """
        self._text.set_text(text, len(name) if text.startswith(name) else 0)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(text)
        self.show()
        self._fit()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def retranslate(self) -> None:
        """Read the texts again."""
        self.details.set_words(tr("Details"))
        self.report.set_words(tr("Copy report"))
        super().retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window needs a third line."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # not while the row is laid out

    def _fit(self) -> None:
        self.setFixedHeight(style.px(HEIGHT if self._text.count() <= _LINES else _TALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Surface, edge and sign."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.colour("error_surface"))
        painter.fillRect(0, 0, style.px(_EDGE), self.height(), style.colour("error"))
        self.paint_sign(painter)


class _Lines(QWidget):
    """Text on at most three lines; the last ends with "…" where there is more."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._bold = "", 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def text(self) -> str:
        return self._text

    def count(self) -> int:
        """How many lines the text takes in this width."""
        return self._lines().lineCount()

    def set_text(self, text: str, bold: int) -> None:
        self._text, self._bold = text, bold
        self._hint()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(style.colour("text"))
        layout = self._lines()
        lines, cut = min(layout.lineCount(), _MOST_LINES), layout.lineCount() > _MOST_LINES
        metrics = QFontMetricsF(style.font("body"))
        height = metrics.lineSpacing()
        top = (self.height() - height * lines) / 2
        for number in range(lines):
            line = layout.lineAt(number)
            at = QPointF(0, top + number * height)
            if cut and number == lines - 1:
                rest = self._text[line.textStart() :]
                shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())
                painter.setFont(style.font("body"))
                painter.drawText(QRectF(at.x(), at.y(), self.width(), height), 0, shown)
            else:
                line.draw(painter, at)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._hint()

    def _hint(self) -> None:
        self.setToolTip(plain_tip(self._text) if self.count() > _MOST_LINES else "")

    def _lines(self) -> QTextLayout:
        """The text laid out in the width there is."""
        layout = QTextLayout(self._text, style.font("body"))
        layout.setFormats([_bold(self._bold)])
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(self.width())
            line.setPosition(QPointF(0, 0))
            line = layout.createLine()
        layout.endLayout()
        return layout


def _bold(length: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = 0, length
    style_of = QTextCharFormat()
    style_of.setFont(style.font("bold"))
    made.format = style_of
    return made
