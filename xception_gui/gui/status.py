"""What the status bar says, and the choosers that its buttons open."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu

from xception_gui.base.numbers import NARROW, exact
from xception_gui.base.results import Picture, Prediction
from xception_gui.gui import messages
from xception_gui.gui.commands import Commands
from xception_gui.gui.language import tr
from xception_gui.gui.memory import resident_bytes
from xception_gui.gui.menus import Choice, fill
from xception_gui.gui.panes import Room
from xception_gui.gui.picture_queue import QueueItem
from xception_gui.gui.session import Network
from xception_gui.gui.views.status_bar import StatusBar
from xception_gui.gui.weights_words import about_file
from xception_gui.gui.workspace import Workspace

_CANCEL_MS, _MEMORY_MS = 1000, 5000


class Status(QObject):
    """Keeps a `StatusBar` like the workspace."""

    def __init__(self, bar: StatusBar, workspace: Workspace, commands: Commands) -> None:
        super().__init__(bar)
        self._bar, self._workspace, self._commands = bar, workspace, commands
        self._action, self._waiting, self._count = "", 0, 0
        self._room = Room(True, True, True)
        self._cancel = QTimer(self, interval=_CANCEL_MS, singleShot=True)
        self._cancel.timeout.connect(self._say_that_it_takes)
        self._memory = QTimer(self, interval=_MEMORY_MS)
        self._memory.timeout.connect(self._show_memory)
        self._memory.start()
        bar.pressed.connect(self._open_chooser)
        bar.cancel_requested.connect(workspace.cancel)
        workspace.network_changed.connect(self._show_network)
        workspace.network_changed.connect(lambda _network: self._show_memory())
        workspace.prediction_changed.connect(self._show_prediction)
        workspace.picture_changed.connect(self._show_picture)
        workspace.queue_changed.connect(self._show_queue)
        workspace.busy_changed.connect(self._show_busy)
        workspace.evaluating.changed.connect(self._show_evaluation)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language in force."""
        network = self._workspace.network
        if network is not None:
            self._show_network(network)
        elif self._bar.buttons["weights"].text():
            self._show_missing()
        self._show_time(self._workspace.prediction)
        self._show_memory()
        self._say()

    def fit(self, room: Room) -> None:
        """Leave out what there is no room for."""
        self._room = room
        for name in ("precision", "memory"):
            self._bar.show_item(name, room.all_status)

    def _show_network(self, network: Network) -> None:
        trained, name = network.weights.trained, messages.weights_name(network.weights)
        words = name if trained else tr("Untrained")
        hint = tr("Weights: {name}. Click to choose others.", name=name)
        hint = f"{hint}\n{about_file(network.weights)}"
        self._bar.set_item("weights", words, hint, warning=not trained)
        hint = messages.fallback_words(network) or tr("Where it is computed. Click to choose.")
        self._bar.set_item("device", messages.device_words(network), hint, bool(network.fallback))
        hint = tr("In which numbers it is computed. Click to choose.")
        self._bar.set_item("precision", network.precision, hint)
        self.fit(self._room)
        self._say()

    def _show_prediction(self, prediction: Prediction | None) -> None:
        self._show_time(prediction)
        self._say()
        if prediction is not None and self._waiting <= 1:  # a queue would talk without end
            self._bar.announce()

    def _show_time(self, prediction: Prediction | None) -> None:
        hint = tr("Time of one forward pass, without decoding")
        strips = prediction is not None and prediction.strips > 1
        if prediction is not None and strips:
            hint = f"{hint}; {messages.strips_words(prediction)}"
        self._bar.set_item("ms", messages.time_words(prediction), hint, warning=strips)

    def _show_memory(self) -> None:
        words = messages.memory_words(resident_bytes())
        self._bar.set_item("memory", words, tr("Memory of this program"))
        self.fit(self._room)

    def _show_picture(self, _picture: Picture | None) -> None:
        self._say()

    def _show_queue(self, items: tuple[QueueItem, ...]) -> None:
        self._waiting = sum(item.state == "waiting" for item in items)
        self._count = len(items)
        self._say()
        self._offer_cancel()

    def _show_busy(self, action: str) -> None:
        self._action = action
        self._show_missing()
        self._say()
        self._offer_cancel()

    def _show_missing(self) -> None:
        """The way out where the first weights could not be had."""
        if self._workspace.network is None and not self._action:
            hint = tr("No weights are in use. Click to choose some.")
            self._bar.set_item("weights", tr("No network"), hint, warning=True)

    def _show_evaluation(self) -> None:
        self._say()
        self._offer_cancel()

    def _offer_cancel(self) -> None:
        """After a second; the first network is not given up."""
        work = self._workspace
        busy = bool(self._action or self._waiting) or work.evaluating.is_running
        running = busy and work.can_give_up
        if not running:
            self._cancel.stop()
            self._bar.show_cancel(False)
        elif not self._cancel.isActive() and self._bar.cancel.isHidden():
            self._cancel.start()

    def _say_that_it_takes(self) -> None:
        self._bar.show_cancel(True)
        self._say()

    def _say(self) -> None:
        self._bar.set_message(self._words())

    def _words(self) -> str:
        work = self._workspace
        if work.network is None:
            return tr("Loading the network…") if self._action else tr("No network")
        if self._waiting > 1:
            done = exact(self._count - self._waiting)
            return tr("{done} of {count} pictures answered", done=done, count=exact(self._count))
        if work.evaluating.is_running:
            return self._evaluation_words()
        if self._action and not self._bar.cancel.isHidden():
            return tr("{action}…", action=tr(self._action))
        if work.picture is not None and work.prediction is not None and not work.is_stale:
            name = work.picture.name or tr("pasted picture")
            return messages.answer_words(name, work.prediction)
        return tr("{action}…", action=tr(self._action)) if self._action else tr("Ready")

    def _evaluation_words(self) -> str:
        progress = self._workspace.evaluating.progress
        if progress is None:
            return tr("{action}…", action=tr("Evaluate"))
        done, count = exact(progress.done), exact(progress.total)
        return tr("{done} of {count} pictures judged", done=done, count=count)

    def _open_chooser(self, name: str) -> None:
        """Above its button, as far as the window's edge allows."""
        button = self._bar.buttons[name]
        menu = QMenu(self._bar)
        menu.aboutToHide.connect(menu.deleteLater)
        fill(menu, self._choices(name))
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _choices(self, name: str) -> Iterable[Choice]:
        if name == "device":
            return self._commands.devices()
        if name == "precision":
            return self._commands.precisions()
        if name == "weights":
            return self._commands.weights()
        if name == "memory":
            self._show_memory()
            used = tr(
                "Of these, kept results: {size}",
                size=messages.memory_words(self._workspace.kept_bytes),
            )
            return (Choice(messages.memory_words(resident_bytes())), Choice(used))
        return self._timing()

    def _timing(self) -> Iterable[Choice]:
        prediction = self._workspace.prediction
        if prediction is None:
            return (Choice(tr("No picture has been answered yet.")),)
        exactly = f"{prediction.ms:.2f}{NARROW}ms"
        words = tr(
            "Forward pass {ms}, {device}, {precision}",
            ms=exactly,
            device=prediction.device.upper(),
            precision=prediction.precision,
        )
        return (Choice(words),)
