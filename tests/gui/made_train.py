"""Small runs for the tab Train: what their events said, as curves and as rows of the list."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from xception_gui.base.curves import Curves, RunState
from xception_gui.base.events import EpochDone, RunStarted, StepDone
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.training_data import TrainingData
from xception_gui.gui.views.train import TrainView

PER_EPOCH = 100


def step(number: int, loss: float | None = None) -> StepDone:
    """Loss falls from 2, top-1 rises to 1, the rate is a thousandth; 50 ms each."""
    falling = 2 * math.exp(-number / 300)
    norms = {"entry": 0.5, "middle": 0.25, "exit": 1.0}
    shown = falling if loss is None else loss
    epoch = (number - 1) // PER_EPOCH
    return StepDone(number, epoch, shown, 1 - falling / 2, 0.001, 640.0, norms)


def curves(epochs: int = 3, top1: float = 0.5) -> Curves:
    """Of ten epochs of 100 steps of 32 pictures, so many are done."""
    made = Curves()
    made.add(RunStarted("run", ("a", "b"), 3200, 320, 0, 1000, 10, "cpu", "float32"))
    for number in range(1, epochs * PER_EPOCH + 1):
        made.add(step(number))
        if number % PER_EPOCH == 0:
            done = number // PER_EPOCH
            judged = (1.0, top1 + done / 100, 0.9)
            made.add(EpochDone(done - 1, number, 1.0, 0.5, *judged, 5.0))
    return made


def row(name: str, state: RunState = "finished", best: float | None = 0.914) -> RunSummary:
    """A run in the list."""
    return RunSummary(f"/runs/{name}", name, state, best, 3, 10, "same seed")


def data(classes: int = 3, unreadable: int = 0, largest: int = 100) -> TrainingData:
    """So many classes of 100 pictures; the first has as many as `largest`."""
    names = [(f"class {n}", largest if n == 0 else 100) for n in range(classes)]
    samples = tuple((f"class {n}", np.full((60, 60, 3), 40 * n, np.uint8)) for n in range(3))
    return TrainingData("/data/pets", "pets", tuple(names), 270, 30, unreadable, samples)


def train_view(qtbot: QtBot) -> TrainView:
    """The tab, of the least size that the window gives it."""
    made = TrainView()
    qtbot.addWidget(made)
    made.resize(690, 708)
    made.show()
    return made


def with_runs(view: TrainView) -> TrainView:
    """One run goes on and is on view, another is over."""
    view.set_runs([row("one", "running"), row("two")])
    shown = curves()
    view.set_curves({"/runs/one": shown})
    view.set_run("/runs/one", "one", shown)
    view.set_state("running")
    QApplication.processEvents()
    return view


class Told:
    """What a signal said, in order."""

    def __init__(self, *signals: object) -> None:
        self.said: list[tuple[object, ...]] = []
        for signal in signals:
            signal.connect(lambda *values: self.said.append(values))  # type: ignore[attr-defined]
