"""The log as a page; above it what has just failed, if it was opened for that."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout

from xception_gui.gui import messages, style
from xception_gui.gui.lanes import Failure
from xception_gui.gui.language import tr
from xception_gui.gui.log import KEPT, MEMORY, Line
from xception_gui.gui.report import copy_report
from xception_gui.gui.views.page_dialog import EDGE, PageDialog

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _HEIGHT, _LOOK_MS = 760, 400, 500


class LogPage(PageDialog):
    """Lines of the log, the newest last; it follows while it is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window, self._count = window, -1
        self._failure: Failure | None = None
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = QPlainTextEdit()
        self.list.setReadOnly(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.list.setMaximumBlockCount(4 * KEPT)  # tracebacks have several lines
        self.list.document().setDocumentMargin(0)
        self.list.setFont(style.font("mono"))
        self.list.setMinimumHeight(style.px(_HEIGHT))
        self.copy, self.copy_report = self.add_button(), self.add_button()
        self.copy.clicked.connect(self._copy)
        self.copy_report.clicked.connect(self._copy_report)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._follow)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        column.addWidget(self.error)
        column.addWidget(self.list)
        self.retranslate()

    def open_for(self, failure: Failure | None = None) -> None:
        """Open it; with a failure, tell that in full."""
        self._failure = failure
        self._show_failure()
        self.open_page()

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Log"))
        self.list.setAccessibleName(tr("Log"))
        self.list.setPlaceholderText(tr("Nothing has been logged yet."))
        self.copy.setText(tr("Copy"))
        self.copy_report.setText(tr("Copy report"))
        self._show_failure()

    def changeEvent(self, event: QEvent) -> None:
        """Other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._count = -1

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow."""
        super().showEvent(event)
        self._count = -1
        self._follow()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def _show_failure(self) -> None:
        failure = self._failure
        self.error.setVisible(failure is not None)
        if failure is not None:
            network = self._window.workspace.network
            picture = self._window.workspace.picture
            words = messages.error_words(failure, picture is not None, network is not None)
            self.error.setText(words.text)

    def _follow(self) -> None:
        """Write what is new; all of it again if lines are gone or the colours have changed."""
        count = MEMORY.count
        if count == self._count:
            return
        new, lines = count - self._count, MEMORY.lines()
        if self._count < 0 or new > len(lines):
            self.list.clear()
            new = len(lines)
        self._count = count
        for line in lines[len(lines) - new :]:
            self.list.setCurrentCharFormat(_format(line))
            self.list.appendPlainText(str(line))

    def _copy_report(self) -> None:
        copy_report(self._window.workspace.network, self._failure)
        self._window.say_done(tr("Report copied"))

    def _copy(self) -> None:
        """What is selected; all if nothing is."""
        if self.list.textCursor().hasSelection():
            self.list.copy()
        else:
            QGuiApplication.clipboard().setText(self.list.toPlainText())
        self._window.say_done(tr("Log copied"))


def _format(line: Line) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(_colour(line.level))
    return made


def _colour(level: int) -> QColor:
    if level >= logging.ERROR:
        return style.colour("error")
    return style.colour("warning" if level >= logging.WARNING else "text")
