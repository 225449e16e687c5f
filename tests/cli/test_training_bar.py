"""The bars of a run and of an evaluation in a terminal."""

from __future__ import annotations

import io

from rich.console import Console

from xception_gui.base.events import Preparing, RunStarted, StepDone
from xception_gui.cli.evaluation_bar import EvaluationBar
from xception_gui.cli.training_bar import TrainingBar


def drawn(*events: Preparing | RunStarted | StepDone) -> str:
    terminal = io.StringIO()
    with TrainingBar(Console(file=terminal, force_terminal=True, width=160)) as bar:
        for event in events:
            bar.add(event)
    return terminal.getvalue()


def test_that_the_bar_tells_of_reading() -> None:
    assert "12,000 of 50,000" in drawn(Preparing("pictures", 12_000, 50_000))


def test_that_the_bar_tells_of_steps_and_of_what_is_left() -> None:
    start = RunStarted("run", ("a", "b"), 3200, 0, 0, 1000, 10, "cpu", "float32")
    steps = [StepDone(n, 1, 0.513, 0.81, 0.1, 320.0) for n in range(151, 401)]
    seen = drawn(start, *steps)
    assert "epoch 2 of 10, step 400" in seen
    assert "loss 0.513" in seen
    assert "320 images/s" in seen
    assert "1:00 left" in seen  # 600 steps of 32 pictures


def test_that_an_evaluation_tells_how_far_and_how_fast_it_is() -> None:
    terminal, times = io.StringIO(), iter((100.0, 110.0))
    console = Console(file=terminal, force_terminal=True, width=160)
    with EvaluationBar(console, lambda: next(times)) as bar:
        bar.show(2_500, 10_000)
    assert "2,500 of 10,000, 250 images/s, 0:30 left" in terminal.getvalue()
