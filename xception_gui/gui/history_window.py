"""The history as the dialog shows it, made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from xception_gui.gui.history import Answered
from xception_gui.gui.language import tr
from xception_gui.gui.saving import Saving

if TYPE_CHECKING:
    from xception_gui.gui.item_models.history_model import HistoryRow
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.views.history import HistoryDialog

_COALESCE_MS = 200


class HistoryWindow(QObject):
    """Keeps a `HistoryDialog` like the workspace's history while it is open."""

    def __init__(self, window: MainWindow, saving: Saving) -> None:
        super().__init__(window)
        self._window, self._saving = window, saving
        self._history = window.workspace.history
        self.dialog: HistoryDialog | None = None
        self._timer = QTimer(self, interval=_COALESCE_MS, singleShot=True)
        self._timer.timeout.connect(self._fill)
        self._history.changed.connect(self._changed)

    def show(self) -> None:
        """Open it, or bring it to the front."""
        if self.dialog is None:
            self.dialog = self._made()
        self._fill()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _made(self) -> HistoryDialog:
        from xception_gui.gui.views.history import HistoryDialog

        dialog = HistoryDialog(self._window)
        dialog.opened.connect(self._open)
        dialog.export_requested.connect(self._saving.history)
        dialog.copy_requested.connect(self._saving.copy_history)
        dialog.clear_requested.connect(self._history.clear)
        return dialog

    def _changed(self) -> None:
        """A thousand answers are not a thousand tables."""
        if self.dialog is not None and self.dialog.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _fill(self) -> None:
        if self.dialog is not None:
            self.dialog.set_rows([_row(answered) for answered in self._history.rows])

    def _open(self, position: int) -> None:
        self._window.workspace.open_source(self._history.rows[position].source)


def _row(answered: Answered) -> HistoryRow:
    from xception_gui.gui.item_models.history_model import HistoryRow

    source, prediction = answered.source, answered.prediction
    best = prediction.top(1)[0]
    return HistoryRow(
        source.name or tr("pasted picture"),
        source.where,
        best.label,
        best.probability,
        prediction.weights,
        prediction.trained,
        answered.time,
    )
