"""The two bands that say how a run is: name and state with its buttons, then how far it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from xception_gui.base.curves import Curves, Progress, RunState
from xception_gui.base.events import RunEnded
from xception_gui.gui import style
from xception_gui.gui.item_models.train_runs import STATES, failure_words
from xception_gui.gui.language import mark, tr
from xception_gui.gui.style.tokens import TOOL_BAND
from xception_gui.gui.views.elide import ElidedLabel
from xception_gui.gui.views.icon_button import IconButton
from xception_gui.gui.views.pane_header import Band
from xception_gui.gui.views.pill import Pill
from xception_gui.gui.views.train_words import (
    epoch_words,
    preparing_words,
    run_line,
    speed_words,
    step_words,
    time_left,
    time_taken,
)

_PILLS: dict[RunState, tuple[str, str]] = {
    "preparing": ("good", "clock"),
    "running": ("good", "play"),
    "paused": ("warning", "pause"),
    "stopped": ("warning", "stop"),
    "failed": ("error", "error"),
    "finished": ("good", "check"),
}
_WISHES: dict[str, tuple[str, RunState]] = {
    "pausing": (mark("Pausing…"), "paused"),
    "stopping": (mark("Stopping…"), "stopped"),
}
_OVER = ("stopped", "failed", "finished")
_BAR, _PROGRESS_BAND = 4, 44


class TrainBand(Band):
    """Name, state, data; pause or resume, stop, and more."""

    pause_wanted = Signal()
    resume_wanted = Signal()
    stop_wanted = Signal()
    finish_epoch_wanted = Signal()
    use_weights_wanted = Signal()
    save_weights_wanted = Signal()
    new_run_wanted = Signal()
    like_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TOOL_BAND, parent=parent)
        self._state: RunState = "preparing"
        self._own, self._others, self._usable = True, False, False
        self._wish = ""
        self._why: RunEnded | None = None
        self._curves: Curves | None = None
        self._name = ElidedLabel(kind="bold", mode=Qt.TextElideMode.ElideMiddle)
        self._data = ElidedLabel(role="muted")
        self.pill = Pill(role="good")
        self.first, self.second = QPushButton(), QPushButton()
        self.more = IconButton("more")
        self.first.clicked.connect(self._do_first)
        self.second.clicked.connect(self._do_second)
        self.more.clicked.connect(lambda: self.menu().popup(self._below_more()))
        self._arrange()
        self.retranslate()

    def set_run(self, name: str, curves: Curves | None) -> None:
        """Which run this is, and what it has told: what it learns from is said in a line."""
        self._curves = curves
        self._name.set_text(name)
        self._tell_data()

    def set_state(
        self, state: RunState, own: bool, ended: RunEnded | None, others: bool = False
    ) -> None:
        """What the run does; one that another process writes cannot be steered from here.

        Where `others` beside it go on, it is they that are steered.
        """
        why = ended if state == "failed" else None
        if (state, own, why, others) != (self._state, self._own, self._why, self._others):
            self._state, self._own, self._why, self._others = state, own, why, others
            self.retranslate()

    def set_wish(self, wish: str) -> None:
        """It was told to, and does so after this step, or once judged: "pausing", "stopping"."""
        wish = wish if wish in _WISHES else ""
        if wish != self._wish:
            self._wish = wish
            self.retranslate()

    def set_usable(self, usable: bool) -> None:
        """Whether the run has left weights."""
        self._usable = usable

    def menu(self) -> QMenu:
        """What is done more rarely; what makes no sense now is disabled."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        over, going = self._is_over, self._own and self._wish != "stopping"
        for words, wanted, sense in (
            (tr("Finish epoch"), self.finish_epoch_wanted, going and not over),
            (tr("Use best weights"), self.use_weights_wanted, self._usable),
            (tr("Save best weights…"), self.save_weights_wanted, self._usable),
            (tr("New run…"), self.new_run_wanted, over or not self._own),
            (tr("New run like this one…"), self.like_wanted, over or not self._own),
        ):
            action = menu.addAction(words)
            action.setEnabled(sense)
            action.triggered.connect(wanted)
        return menu

    def retranslate(self) -> None:
        """Read the texts again; icons too."""
        state, looks = STATES[self._state], self._state
        if self._wish and self._state not in _OVER:
            state, looks = _WISHES[self._wish]
        self.pill.set_status(tr(state), *_PILLS[looks])
        self.pill.setToolTip(failure_words(self._why))
        self.pill.setAccessibleDescription(failure_words(self._why))
        first, first_icon, second, second_icon = self._button_words()
        for button, words, sign in (
            (self.first, first, first_icon),
            (self.second, second, second_icon),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setIcon(style.icon(sign, "text"))
        ended = self._state in _OVER
        steered = self._own or ended
        finished = self._state == "finished" or (ended and self._others)
        self.first.setVisible(steered and not finished)
        self.second.setVisible(steered)
        self.first.setEnabled(self._state != "preparing" and not self._wish)
        self.second.setEnabled(self._wish != "stopping")
        self.more.set_words(tr("More for this run"))
        self._tell_data()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme has other icons."""
        if event.type() == QEvent.Type.PaletteChange:
            self.retranslate()
        super().changeEvent(event)

    def _tell_data(self) -> None:
        self._data.set_text(run_line(self._curves) if self._curves is not None else "")

    @property
    def _is_over(self) -> bool:
        """Whether nothing is left to be steered."""
        return self._state in _OVER and not self._others

    def _button_words(self) -> tuple[str, str, str, str]:
        over = self._is_over
        second = (tr("New run…"), "play") if over else (tr("Stop"), "stop")
        if over or self._state == "paused":
            return (tr("Resume"), "play", *second)
        return (tr("Pause"), "pause", *second)

    def _do_first(self) -> None:
        going_on = self._state in ("paused", *_OVER)
        (self.resume_wanted if going_on else self.pause_wanted).emit()

    def _do_second(self) -> None:
        (self.new_run_wanted if self._is_over else self.stop_wanted).emit()

    def _below_more(self) -> QPoint:
        return self.more.mapToGlobal(QPoint(0, self.more.height()))

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), 0, style.px(12), 1)
        row.setSpacing(style.px(8))
        self._name.take_own_width()
        row.addWidget(self._name)
        row.addWidget(self.pill)
        row.addWidget(self._data, 1)
        for button in (self.first, self.second, self.more):
            row.addWidget(button)


class ProgressBand(Band):
    """A thin bar; below it epoch and step at the left, speed and remaining time at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_PROGRESS_BAND, parent=parent)
        self._done = Progress()
        self._state: RunState = "running"
        self._epoch, self._step = ElidedLabel(), ElidedLabel(role="muted")
        self._speed, self._left = ElidedLabel(role="muted"), ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(12), style.px(14), style.px(12), style.px(2))
        row.setSpacing(0)
        for label in (self._epoch, self._step, self._speed, self._left):
            label.take_own_width()
        row.addWidget(self._epoch)
        row.addWidget(self._step)
        row.addStretch(1)
        row.addWidget(self._speed)
        row.addWidget(self._left)

    def set_progress(self, done: Progress) -> None:
        """How far the run is."""
        if done != self._done:
            self._done = done
            self.retranslate()
            self.update()

    def set_state(self, state: RunState) -> None:
        """A run that does not go on has no speed; one that is over has taken its time."""
        if state != self._state:
            self._state = state
            self.retranslate()

    def words(self) -> str:
        """All that is said."""
        return "".join(label.text() for label in (self._epoch, self._step, self._speed, self._left))

    def retranslate(self) -> None:
        """Read the texts again."""
        done = self._done
        speed = speed_words(done) if self._state == "running" else ""
        left = time_taken(done) if self._state in _OVER else time_left(done.seconds_left)
        what, count = preparing_words(done)
        second = count or step_words(done)
        self._epoch.set_text(what or epoch_words(done))
        self._step.set_text(f" · {second}" if second else "")
        self._speed.set_text(f"{speed} · " if speed and left else speed)
        self._left.set_text(left)
        self.setAccessibleName(self.words())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface, track and the part that is done."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        margin = style.px(12)
        bar = QRectF(margin, style.px(10), self.width() - 2 * margin, _BAR)
        self._paint_bar(painter, bar, "track")
        if self._done.share > 0:
            bar.setWidth(max(float(_BAR), self._done.share * bar.width()))
            self._paint_bar(painter, bar, "accent")

    def _paint_bar(self, painter: QPainter, rect: QRectF, role: str) -> None:
        painter.setBrush(style.colour(role))
        painter.drawRoundedRect(rect, _BAR / 2, _BAR / 2)
