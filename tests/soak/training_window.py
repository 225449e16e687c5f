"""The window that trains at once and is left after a while: the child of `tests.soak.leaving`.

``python -m tests.soak.training_window HOW MILLISECONDS DATA CONFIG.toml``: prints "training" when
the run is begun and, where HOW is "close" or "quit", "left" when it does that; where HOW is "term"
it waits for the signal. torch is loaded where the window loads it.
"""

from __future__ import annotations

import sys
import tomllib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from xception_gui.base.training import TrainingConfig
from xception_gui.gui import app
from xception_gui.gui.main_window import MainWindow

_LOOK_MS = 10


def main(how: str, after: int, data: str, config: str) -> int:
    """The exit code of the window."""
    made = app.make_window

    def training_window(*arguments: str, **named: str) -> MainWindow:
        window = made(*arguments, **named)
        QTimer.singleShot(0, partial(begin, window, how, after, data, config))
        return window

    app.make_window = training_window
    return app.main([])


def begin(window: MainWindow, how: str, after: int, data: str, config: str) -> None:
    """What a user does to begin a run, once its time and memory are told, and later to leave."""
    tab, training = window.train_tab, window.workspace.training
    tab.set_config(TrainingConfig.from_dict(tomllib.loads(Path(config).read_text())))
    tab.offer(data)
    look = QTimer(window, interval=_LOOK_MS)

    def start() -> None:
        if tab.free_data is not None and not window.lanes.busy:
            look.stop()
            tab.start()
            assert training.busy
            print("training", flush=True)
            if how != "term":
                QTimer.singleShot(after, partial(leave, window, how))

    look.timeout.connect(start)
    look.start()


def leave(window: MainWindow, how: str) -> None:
    """Close or quit; the question is answered with what is offered first, "Stop and save"."""
    print("left", flush=True)
    if how == "quit":
        window.menu_actions.action("quit").trigger()
    else:
        window.close()
    question = window._leaving.question
    assert question is not None, "a run goes on: it has to be asked about"
    question.defaultButton().click()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
