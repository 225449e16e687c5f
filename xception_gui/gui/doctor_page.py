"""The doctor as a page: what is here, what is missing, and the command that gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from xception_gui.base.doctor import as_text, examine, mend, mend_optional
from xception_gui.gui import style
from xception_gui.gui.lanes import Job
from xception_gui.gui.language import mark, tr
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.fact_rows import group_title
from xception_gui.gui.views.page_dialog import EDGE, PageDialog
from xception_gui.gui.views.pill import Pill

if TYPE_CHECKING:
    from xception_gui.gui.main_window import MainWindow

_WIDTH, _NAME, _ROW = 600, 170, 24
_PROGRAM, _PACKAGES = mark("Program"), mark("Packages")
_DEVICES, _WEIGHTS = mark("Devices"), mark("Weights")
_READERS = {
    "fork": mark("1 GB beside twice its file, 2 s + 1 s per 10 MB, no network"),
    "memory": mark("2 s + 1 s per 10 MB, no network; memory is not limited"),
    "spawn": mark("limited by time alone"),
}


@dataclass(frozen=True)
class Fact:
    """One line; what is missing has the way to get it in `value`. Not needed: `good` is None."""

    group: str
    name: str
    value: str
    good: bool | None = True
    is_path: bool = False


def facts(found: dict[str, Any]) -> Iterator[Fact]:
    """What the doctor found, in the language in force."""
    yield Fact(_PROGRAM, "xception-gui", found["xception_gui"])
    yield Fact(_PROGRAM, "Python", found["python"])
    yield Fact(_PROGRAM, tr("System"), found["system"])
    yield Fact(_PROGRAM, tr("Started with"), found["executable"], is_path=True)
    for name, version in found["packages"].items():
        words = version or tr("missing: {command}", command=mend(name))
        yield Fact(_PACKAGES, name, words, version is not None)
    for name, version in found["optional"].items():
        words = version or tr("not here, not needed: {command}", command=mend_optional(name))
        yield Fact(_PACKAGES, name, words, None if version is None else True)
    there = found["demonstration_weights"]
    words = tr("there") if there else tr("missing: install the program again")
    yield Fact(_WEIGHTS, tr("Demonstration weights"), words, there)
    limits = found["weights_reader"]
    yield Fact(_WEIGHTS, tr("Process that reads pickles"), tr(_READERS[limits]), limits == "fork")
    for device in found["devices"]:
        yield Fact(_DEVICES, device["name"].upper(), _device_words(device))
    if found["packages"]["torch"] and not found["devices"]:
        yield Fact(_DEVICES, "torch", tr("does not work: install it again"), False)


def _device_words(device: dict[str, Any]) -> str:
    if "threads" not in device:
        return tr("there")
    if device["threads"] == 1:
        return tr("1 thread, {kind}", kind=device["capability"])
    return tr("{count} threads, {kind}", count=device["threads"], kind=device["capability"])


class DoctorPage(PageDialog):
    """Looks again each time it is opened."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, _WIDTH)
        self._window = window
        self._found: dict[str, Any] | None = None
        self._parts: list[QWidget] = []
        self.copy = self.add_button()
        self.copy.clicked.connect(self._copy)
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(*[style.px(EDGE), style.px(12)] * 2)
        self._column.setSpacing(0)
        self.retranslate()

    def look(self) -> None:
        """Have everything examined, and show it."""
        self.open_page()
        job = Job("Look for what is missing", _examine, self._show, latest="doctor")
        self._window.lanes.submit("model", job)

    def retranslate(self) -> None:
        """Read the texts again."""
        super().retranslate()
        self.setWindowTitle(tr("Doctor"))
        self.copy.setText(tr("Copy"))
        self.copy.setEnabled(self._found is not None)
        self._fill()

    def _show(self, found: dict[str, Any]) -> None:
        self._found = found
        self.retranslate()
        QTimer.singleShot(0, self, self.fit)  # when its rows are laid out

    def _copy(self) -> None:
        if self._found is not None:
            QGuiApplication.clipboard().setText(as_text(self._found))
            self._window.say_done(tr("Report copied"))

    def _fill(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.deleteLater()
        while self._column.count():
            self._column.takeAt(0)
        self._parts = list(self._made_parts())
        for part in self._parts:
            self._column.addWidget(part, 0, _alignment(part))
        self._column.addStretch()

    def _made_parts(self) -> Iterator[QWidget]:
        if self._found is None:
            yield ElidedLabel(tr("Looking…"), role="muted")
            return
        missing = len(self._found["missing"])
        words = tr("{count} missing", count=missing) if missing else tr("Nothing is missing.")
        yield Pill(words, "warning" if missing else "good")
        group = ""
        for fact in facts(self._found):
            if fact.group != group:
                group = fact.group
                yield group_title(tr(group))
            yield _Row(fact)


def _alignment(part: QWidget) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if isinstance(part, Pill) else Qt.AlignmentFlag(0)


def _examine() -> dict[str, Any]:
    from xception_gui.inference.device import devices

    return examine(devices)


class _Row(QWidget):
    """Sign, name, and what is there or how to get it."""

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self.setFixedHeight(style.px(_ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.px(8))
        row.addWidget(_Sign(fact.good))
        name = ElidedLabel(fact.name, role="muted")
        # Not Ignored, as elided labels are: a layout takes no notice of its fixed width then.
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedWidth(style.px(_NAME))
        row.addWidget(name)
        kind = "mono" if fact.is_path else "body"
        row.addWidget(ElidedLabel(fact.value, kind=kind, mode=Qt.TextElideMode.ElideMiddle), 1)


class _Sign(QWidget):
    """A tick, a warning, or a hint where nothing is needed."""

    def __init__(self, good: bool | None) -> None:
        super().__init__()
        self._good = good
        names = {True: tr("there"), False: tr("missing"), None: tr("not needed")}
        self.setAccessibleName(names[good])
        self.setFixedSize(QSize(style.px(16), style.px(16)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        signs = {True: ("check", "good"), False: ("warning", "warning"), None: ("info", "faint")}
        name, role = signs[self._good]
        ratio = self.devicePixelRatioF()
        QPainter(self).drawPixmap(0, 0, style.pixmap(name, role, style.px(16), ratio))
