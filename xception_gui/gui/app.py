"""From the command line to the window, and to its end.

The window is on screen before torch is imported: that happens in the `model` lane, which then
loads the weights and warms them up. What is dropped meanwhile is shown at once, answered later.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

if sys.platform == "win32":
    import torch  # noqa: F401 - its libraries must be found before Qt's

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from xception_gui.base.assets import asset
from xception_gui.gui import log, rooms, style
from xception_gui.gui.lanes import Failure, Job, Lanes, failure
from xception_gui.gui.language import set_language
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.settings import SettingsFile
from xception_gui.gui.workspace import Workspace

LATER = 3000
"""Milliseconds after the network is there: the first pictures are answered before."""


def main(paths: Sequence[str], weights: str = "demo") -> int:
    """Show the window with these files; returns when it is closed.

    Parameters
    ----------
    paths : sequence of str
        Pictures, folders, weights: as if they were dropped.
    weights : str
        Name or file of the weights to begin with.
    """
    log.install()
    application = make_application()
    window = make_window(weights, [os.path.abspath(path) for path in paths])
    _report_exceptions(window)
    signals = _Signals(window)
    window.show()
    code = application.exec()
    signals.close()
    if not window.lanes.close():
        # A thread in the middle of torch cannot be ended, and the interpreter would abort over it.
        # Everything is written by now.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def make_application() -> QApplication:
    """The application, with its name, icon and look."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(["xception-gui"])
    application.setApplicationName("xception-gui")
    application.setDesktopFileName("xception-gui")
    application.setWindowIcon(QIcon(str(asset("icons", "xception-gui.svg"))))
    return application


def make_window(
    weights: str = "demo", paths: Sequence[str] = (), settings: SettingsFile | None = None
) -> MainWindow:
    """The window, which begins its work once it has been painted."""
    application = make_application()
    settings = settings or SettingsFile()
    style.apply(application, settings.values.theme)
    set_language(settings.values.language)
    lanes = Lanes(rooms.PREPARE)
    window = MainWindow(settings, lanes, Workspace(lanes))
    lanes.setParent(window)
    window.workspace.setParent(window)
    _FirstPaint(window, lambda: _begin(window, weights, paths))
    return window


def _begin(window: MainWindow, weights: str, paths: Sequence[str]) -> None:
    values = window.settings.values
    if values.threads:
        window.workspace.set_threads(values.threads)
    window.workspace.load_weights(weights, values.device, values.precision)
    if paths:
        window.workspace.open_paths(paths)
    else:
        window.offer_examples()
    _prepare_later(window)
    if window.settings.problem is not None:
        window.workspace.failed.emit(Failure("Read the settings", window.settings.problem, ""))


def _prepare_later(window: MainWindow) -> None:
    """What is likely wanted next must not compete with the network, nor with a queue of pictures.

    The reader imports torch too; the tab Train would keep its first click for half a second, and
    its import keeps the window and the network's lane waiting: that is for when nothing is done.
    """
    work = window.workspace
    plots = Job("Prepare the plots", rooms.for_plots, lambda _none: None)
    timer = QTimer(work, singleShot=True, interval=LATER)

    def prepare() -> None:
        if window.lanes.busy:
            timer.start()
            return
        work.prepare_reading()
        window.lanes.submit("io", plots)

    timer.timeout.connect(prepare)
    connection = Qt.ConnectionType.SingleShotConnection
    work.network_changed.connect(lambda _network: timer.start(), connection)


class _FirstPaint(QObject):
    """Calls once, after the window was painted for the first time."""

    def __init__(self, window: MainWindow, call: Callable[[], None]) -> None:
        super().__init__(window)
        self._watched, self._call = window.status_bar, call
        self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return super().eventFilter(watched, event)


def _report_exceptions(window: MainWindow) -> None:
    """An exception in a slot is logged and told; the window goes on."""

    def report(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            window.workspace.failed.emit(failure("The last action", error.with_traceback(trace)))
        else:
            sys.__excepthook__(kind, error, trace)

    sys.excepthook = report


class _Signals(QObject):
    """Ctrl+C and SIGTERM close the window, when Qt reads the byte that they write.

    Their handlers do nothing: Python runs them between any two of its instructions, and in the
    middle of a paint event there must be a window.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sockets = socket.socketpair()
        for end in self._sockets:
            end.setblocking(False)
        signal.set_wakeup_fd(self._sockets[1].fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: None)
        read = QSocketNotifier.Type.Read
        self._notifier = QSocketNotifier(self._sockets[0].fileno(), read, self)
        self._notifier.activated.connect(self._wake)

    def close(self) -> None:
        """Listen no longer."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for end in self._sockets:
            end.close()

    def _wake(self) -> None:
        self._sockets[0].recv(64)
        self._window.close_at_once()
