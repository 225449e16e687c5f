"""A file of weights examined, as a page: what it is, what is wrong, what became of each tensor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.numbers import size
from xception_gui.base.verdicts import verdict_text
from xception_gui.base.weights_report import WeightsReport
from xception_gui.gui import style
from xception_gui.gui.item_models.tensor_rows import TensorModel
from xception_gui.gui.language import language, tr
from xception_gui.gui.page_export import offer_table
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.table import Table
from xception_gui.gui.weights_words import TITLES, paddings

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _NAME, _ROW, _TABLE = 960, 120, 22, 300
_NAMES = 10  # of classes
_WIDTHS = {1: 220, 2: 104, 3: 128, 4: 72, 5: 72, 6: 76, 7: 52}


class InspectPage(PageDialog):
    """Examines the file that `look` names; the weights in force stay until they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window, self._path = window, ""
        self.report: WeightsReport | None = None
        self._parts: list[QWidget] = []
        self._model = TensorModel()
        self.table = Table(self._model, _WIDTHS)
        self.table.setMinimumHeight(style.px(_TABLE))
        self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as in the file
        self.use = self.add_button()
        self.use.clicked.connect(self._use)
        offer_table(self, window, "tensors", self._tensors)
        edge = style.px(EDGE)
        column = QVBoxLayout(self.page)
        column.setContentsMargins(edge, style.px(12), edge, style.px(12))
        column.setSpacing(0)
        self._above = QVBoxLayout()
        self._above.setSpacing(0)
        column.addLayout(self._above)
        column.addWidget(self.table, 1)
        self.retranslate()

    def look(self, path: str) -> None:
        """Have the file at `path` examined, and show it."""
        self._path, self.report = path, None
        self._model.set_rows(())
        self.retranslate()
        self.open_page()
        self._window.workspace.examine_weights(path, self._show)

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Check weights file"))
        self.use.setText(tr("Use these weights"))
        self.use.setEnabled(self.report is not None and self.report.loads)
        self.table.setAccessibleName(tr("Tensors"))
        self._fill()

    def _show(self, report: WeightsReport) -> None:
        self.report = report
        self._model.set_rows(report.tensors)
        self.retranslate()
        QTimer.singleShot(0, self, self.fit)  # when its rows are laid out

    def _tensors(self) -> list[dict[str, object]]:
        return [asdict(row) for row in self.report.tensors] if self.report else []

    def _use(self) -> None:
        self._window.commands.load(self._path)
        self.accept()

    def _fill(self) -> None:
        for part in self._parts:
            self._above.removeWidget(part)
            part.hide()  # it is deleted only when events are handled
            part.deleteLater()
        self._parts = list(self._made_parts())
        for part in self._parts:
            left = Qt.AlignmentFlag.AlignLeft if isinstance(part, Pill) else Qt.AlignmentFlag(0)
            self._above.addWidget(part, 0, left)
            part.show()  # a layout within a layout would do so later, when the page has its height

    def _made_parts(self) -> Iterator[QWidget]:
        if self.report is None:
            yield ElidedLabel(tr("Looking…"), role="muted")
            return
        good = self.report.loads
        yield Pill(tr("Can be used") if good else tr("Cannot be used"), "good" if good else "error")
        for verdict in self.report.verdicts:
            yield _sentence(verdict_text(verdict, language()))
        yield _space()
        for name, value in _facts(self.report):
            if value:
                yield _fact(name, value)
        yield _space()


def _facts(report: WeightsReport) -> Iterator[tuple[str, str]]:
    network = report.network
    yield tr("File"), report.file
    yield tr("File size"), size(report.size)
    yield "sha256", report.sha256
    yield tr("Container"), report.container
    yield tr("Written by"), tr(TITLES.get(report.dialect, report.dialect))
    if network:
        yield tr("Network"), _network(network)
    more = ("…",) if len(report.classes) > _NAMES else ()
    yield tr("Classes"), ", ".join((*report.classes[:_NAMES], *more))


def _network(network: dict[str, object]) -> str:
    return tr(
        "{classes} classes, {size} × {size}, ε {epsilon}, pooling {padding}",
        classes=network["num_classes"],
        size=network["input_size"],
        epsilon=network["bn_eps"],
        padding=paddings(str(network["pool_padding"])),
    )


def _sentence(text: str) -> QLabel:
    made = QLabel(text)
    made.setWordWrap(True)
    made.setContentsMargins(0, style.px(6), 0, 0)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _space() -> QWidget:
    made = QWidget()
    made.setFixedHeight(style.px(12))
    return made


def _fact(name: str, value: str) -> QWidget:
    made = QWidget()
    made.setFixedHeight(style.px(_ROW))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.px(8))
    label = ElidedLabel(name, role="muted")
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.setFixedWidth(style.px(_NAME))
    row.addWidget(label)
    path = os.sep in value or name == "sha256"
    mode = Qt.TextElideMode.ElideMiddle
    row.addWidget(ElidedLabel(value, kind="mono" if path else "body", mode=mode), 1)
    return made
