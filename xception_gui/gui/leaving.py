"""The window is to be closed while a run goes on: stop it, keep it running, or stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from xception_gui.gui.language import tr

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_LOOK_MS = 50


class Leaving(QObject):
    """Asks once; without a run, or when the system wants it, nobody is asked.

    What the user was promised to be written is waited for in any case.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._training = window, window.workspace.training
        self._forced = self._leaves_after_run = False
        self.question: QMessageBox | None = None
        self._training.state_changed.connect(self._follow)
        self._saving = QTimer(self, interval=_LOOK_MS)
        self._saving.timeout.connect(self._look)

    def force(self) -> None:
        """The next closing asks nobody; it waits for what is being written, as any first one."""
        if not self._forced:
            self._forced = True
            self._saving.stop()

    def may_close(self) -> bool:
        """Whether the window may be closed now; if not, the user is asked, or has answered.

        A cell that is being written keeps its text when it loses the focus.
        """
        place = self._window.focusWidget()
        if place is not None:
            place.clearFocus()
        may = self._may_close()
        if place is not None and not may:
            _focus_again(place)
        return may

    def _may_close(self) -> bool:
        if self._forced or not self._training.busy:
            return self._is_saved()
        if self.question is None and not self._leaves_after_run:
            self._ask()
        return False

    def _is_saved(self) -> bool:
        """What is being written is waited for; who closes a second time does not."""
        if not self._window.lanes.owes or self._saving.isActive():
            self._saving.stop()
            return True
        self._window.say_done(tr("Saving… The window closes when it is done."))
        self._saving.start()
        return False

    def _look(self) -> None:
        if not self._window.lanes.owes:
            self._saving.stop()  # what has been typed meanwhile is waited for in turn
            self._window.close()

    def _ask(self) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("A run is going on"))
        box.setText(tr("A run is going on. Stop it, or let it go on?"))
        stopped = tr("Stopped, it can be resumed later and ends as if it had not been interrupted.")
        kept = tr("Kept running, it goes on without the window.")
        box.setInformativeText(f"{stopped}\n{kept}")
        stop = box.addButton(tr("Stop and save"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Keep running"), QMessageBox.ButtonRole.ActionRole)
        keep.setToolTip(tr("The window closes; the program ends with the run."))
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        cancel.setText(tr("Cancel"))
        box.setDefaultButton(stop)
        stop.clicked.connect(self._stop)
        keep.clicked.connect(self._keep)
        box.finished.connect(self._answered)
        self.question = box
        box.open()

    def _answered(self, _result: int) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None

    def _stop(self) -> None:
        self._leaves_after_run = True
        self._training.stop()

    def _keep(self) -> None:
        """Nobody could end the pause of a window that is gone."""
        self._leaves_after_run = True
        self._training.go_on()
        self._window.hide()

    def _follow(self, state: str) -> None:
        """What was asked or answered holds for this run; why it failed is not left unheard."""
        if self._training.busy:
            return
        leaves, self._leaves_after_run = self._leaves_after_run, False
        if self.question is not None:
            self.question.reject()
        if state == "failed":
            self._window.show()
        elif leaves:
            self._window.close()


def _focus_again(place: QWidget) -> None:
    """Give the focus back; the editor of a cell is gone, its table is not."""
    parent: QWidget | None = place
    while parent and (parent.isHidden() or parent.focusPolicy() == Qt.FocusPolicy.NoFocus):
        parent = parent.parentWidget()
    if parent is not None:
        parent.setFocus()
