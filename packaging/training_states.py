"""States of the tab Train, from the data to what becomes of a run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from driving import HOME, data, hold, ready, settle, shapes, until

from xception_gui.base.curves import Curves
from xception_gui.base.training import RECIPES, TrainingConfig
from xception_gui.gui.main_window import MainWindow

ERRORS = 3  # the page with the confusion matrix


def _config(epochs: int, rate: float) -> TrainingConfig:
    """A small network, so that curves are there in seconds."""
    values = {"epochs": epochs, "learning_rate": rate, "batch_size": 32, "growth": ()}
    config = RECIPES["demo"].changed({**values, "ema_decay": 0.9, "validation": 0.2})
    return config.changed({"model": {"width": 0.1, "middle_blocks": 1}})


def _has_epochs(curves: Curves, count: int) -> bool:
    return len(curves.epochs) >= count


def _is_another(window: MainWindow, run: str) -> bool:
    return window.train_tab.run != run


def _start(window: MainWindow, config: TrainingConfig) -> Curves:
    window.train_tab.set_config(config)
    until(lambda: window.train_tab.free_data is not None, "reading the data")
    before = window.train_tab.run
    window.train_tab.start()
    until(partial(_is_another, window, before), "a run")
    return window.train_tab.shelf.curves[window.train_tab.run]


def _end(window: MainWindow) -> None:
    until(lambda: not window.workspace.training.busy, "the end of the run")
    settle()


def running(window: MainWindow) -> None:
    """A second run, beside one that has finished."""
    data(window)
    _start(window, _config(6, 0.02))
    _end(window)
    curves = _start(window, _config(40, 0.05))
    until(partial(_has_epochs, curves, 6), "six epochs")


def training(window: MainWindow) -> None:
    """Two runs, the second one paused after some epochs."""
    running(window)
    window.workspace.training.pause()
    until(lambda: window.workspace.training.state == "paused", "the pause")
    settle()


def stopped(window: MainWindow) -> None:
    """A run that can go on where it stood."""
    running(window)
    window.workspace.training.stop()
    _end(window)


def finished(window: MainWindow) -> None:
    """All of its epochs."""
    data(window)
    _start(window, _config(6, 0.02))
    _end(window)
    settle(900)


def failed(window: MainWindow) -> None:
    """A rate at which the loss soon is no number any more."""
    data(window)
    _start(window, _config(6, 100.0))
    _end(window)
    settle(900)


def held_over(window: MainWindow) -> None:
    """A folder above the tab, not yet let go."""
    ready(window)
    window.show_tab("train")
    hold(window, [shapes(Path(HOME, "shapes"))])


def damaged(window: MainWindow) -> None:
    """Pictures that cannot be read among the others, and few of one class."""
    folder = Path(shapes(Path(HOME, "damaged")))
    for number in range(80):
        (folder / "disc" / f"{number}.png").unlink(missing_ok=True)
    for name in ("cut.png", "empty.jpg"):
        (folder / "disc" / name).write_bytes(b"\x89PNG\r\n\x1a\n" if name == "cut.png" else b"")
    ready(window)
    window.train_tab.choose_recipe("demo")
    window.train_tab.offer(str(folder))
    until(lambda: window.train_tab.startable, "reading the data")
    until(lambda: not window.lanes.busy, "the estimate")
    settle()


def refused(window: MainWindow) -> None:
    """A folder with one class only."""
    folder = Path(shapes(Path(HOME, "alone")))
    for path in (folder / "square").iterdir():
        path.unlink()
    (folder / "square").rmdir()
    ready(window)
    window.train_tab.offer(str(folder))
    until(window.banner.isVisible, "the banner")
    settle()


def inside_run(place: int) -> Callable[[MainWindow], None]:
    """One of the pages beside the curves."""

    def state(window: MainWindow) -> None:
        training(window)
        window.train.pages.show_page(place)
        settle(900)

    return state


def errors(window: MainWindow) -> None:
    """How a run of few epochs was judged."""
    finished(window)
    window.train.pages.show_page(ERRORS)
    settle(900)


def picked(window: MainWindow) -> None:
    """The errors behind a class of the confusion matrix."""
    errors(window)
    matrix = window.train.pages.errors.matrix
    for place in (0, 1):
        if matrix.pair() is None:  # every picture of the class before was told right
            matrix.pick((place, place))
    settle()


TRAINING_STATES: dict[str, Callable[[MainWindow], None]] = {
    "training": training,
    "running": running,
    "stopped": stopped,
    "finished": finished,
    "failed": failed,
    "held-over": held_over,
    "damaged": damaged,
    "refused": refused,
    "histograms": inside_run(1),
    "probes": inside_run(2),
    "errors": errors,
    "picked": picked,
}
