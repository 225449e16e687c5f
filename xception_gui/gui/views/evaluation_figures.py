"""The figures of an evaluation on one line: top-1 large with its interval, the others beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from xception_gui.base.numbers import NARROW, exact, percent
from xception_gui.base.published import Published
from xception_gui.base.results import Evaluation
from xception_gui.gui import style
from xception_gui.gui.language import tr
from xception_gui.gui.views.elide import ElidedLabel


class EvaluationFigures(QWidget):
    """Top-1, its 95 % interval and the number of pictures; top-5, loss, calibration error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.top1 = ElidedLabel(kind="headline")
        self._name, self.interval = ElidedLabel(kind="bold"), ElidedLabel(role="muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(style.px(12))
        self.top1.take_own_width()
        self._row.addWidget(self.top1)
        self._row.addLayout(_pair(self._name, self.interval), 1)
        self.top5, self.loss, self.calibration = (ElidedLabel(kind="bold") for _ in range(3))
        self._keys = [ElidedLabel(role="muted", kind="small") for _ in range(3)]
        for key, value in zip(self._keys, (self.top5, self.loss, self.calibration), strict=True):
            for part in (key, value):
                part.set_alignment(Qt.AlignmentFlag.AlignRight)
            self._row.addSpacing(style.px(12))
            self._row.addLayout(_pair(key, value))

    def show_evaluation(self, found: Evaluation, published: Published | None = None) -> None:
        """Write them, in the language in force; beside them what was published."""
        low, high = found.top1_interval
        self.top1.set_text(percent(found.top1))
        self._name.set_text(tr("Top-1"))
        self.interval.set_text(
            tr(
                "95 % interval {low} – {high} · {count} pictures",
                low=percent(low),
                high=percent(high),
                count=exact(found.count),
            )
            + (_published(published) if published and published.top1 else "")
        )
        few = tr("Top-5 of {count} classes", count=len(found.classes))
        five = few if found.has_few_classes else tr("Top-5")
        keys = (five, tr("Loss, nats"), tr("Calibration error"))
        told = (percent(found.top5), f"{found.loss:.3f}", percent(found.calibration_error))
        values = (self.top5, self.loss, self.calibration)
        for part, words in zip((*self._keys, *values), (*keys, *told), strict=True):
            part.set_text(words)
            part.setMinimumWidth(part.sizeHint().width())


def _published(row: Published) -> str:
    told = tr("published: {top1}, {top5}", top1=_fine(row.top1), top5=_fine(row.top5))
    return f" · {told}"


def _fine(share: float) -> str:
    """Three decimals: published figures differ in the second."""
    return f"{100 * share:.3f}{NARROW}%"


def _pair(above: QWidget, below: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(style.px(2))
    column.addStretch()
    column.addWidget(above)
    column.addWidget(below)
    column.addStretch()
    return column
