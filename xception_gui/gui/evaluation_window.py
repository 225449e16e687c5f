"""The evaluation as the dialog shows it, and what its rows and buttons do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from xception_gui.base.published import known
from xception_gui.base.results import Evaluation
from xception_gui.gui import messages
from xception_gui.gui.evaluating import Judged
from xception_gui.gui.language import tr
from xception_gui.gui.saving import Saving
from xception_gui.gui.sources import shown_name, source_below

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow
    from xception_gui.gui.views.evaluation import EvaluationDialog


class EvaluationWindow(QObject):
    """Opens when an evaluation has ended; one that is given up opens nothing."""

    def __init__(self, window: MainWindow, saving: Saving) -> None:
        super().__init__(window)
        self._window, self._saving = window, saving
        self._judged: Judged | None = None
        self.dialog: EvaluationDialog | None = None
        window.workspace.evaluating.judged.connect(self._show)
        window.workspace.evaluating.given_up.connect(self._say_given_up)

    def _show(self, judged: Judged) -> None:
        self._judged = judged
        if self.dialog is None:
            self.dialog = self._made()
        weights, found = judged.weights, _printable(judged.evaluation)
        self.dialog.show_evaluation(
            partial(_title, judged), weights.trained, found, known(weights.sha256)
        )
        self.dialog.open_page()

    def _made(self) -> EvaluationDialog:
        from xception_gui.gui.views.evaluation import EvaluationDialog

        dialog = EvaluationDialog(self._window)
        dialog.picture_requested.connect(self._open)
        dialog.export_requested.connect(self._export)
        return dialog

    def _open(self, place: int) -> None:
        if self._judged is not None:
            error = self._judged.evaluation.worst[place]
            self._window.show_tab("classify")
            self._window.workspace.open_source(source_below(self._judged.path, error.name))

    def _export(self) -> None:
        if self._judged is not None:
            self._saving.evaluation(self._judged, _title(self._judged))

    def _say_given_up(self) -> None:
        self._window.say_done(tr("The evaluation was given up: the network has changed"))


def _title(judged: Judged) -> str:
    return f"{shown_name(judged.name)} · {messages.weights_name(judged.weights)}"


def _printable(found: Evaluation) -> Evaluation:
    """With names of files that can be shown, whatever their bytes are."""
    worst = tuple(replace(error, name=shown_name(error.name)) for error in found.worst)
    unreadable = tuple((shown_name(name), cause) for name, cause in found.unreadable)
    return replace(found, worst=worst, unreadable=unreadable)
