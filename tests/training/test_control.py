"""Stop, pause, resume, finish epoch: within a step, with a checkpoint that loads."""

from __future__ import annotations

import threading
from pathlib import Path

import torch

from tests.training.samples import CONFIG, Ran, weights_of
from xception_gui.base.events import (
    CheckpointSaved,
    EpochDone,
    Paused,
    Resumed,
    RunEnded,
    StepDone,
)
from xception_gui.training import Control, train
from xception_gui.training.checkpoints import newest, read


def test_that_a_pause_comes_within_a_step_with_a_checkpoint_and_ends_when_it_is_over(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    control, events = Control(), []
    for event in train(data, tmp_path / "run", CONFIG, control):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 2:
            control.pause.set()
        if isinstance(event, Paused):
            assert read(tmp_path / "run" / "checkpoint-00000002.pt")["step"] == event.step == 2
            threading.Timer(0.1, control.pause.clear).start()
    kinds = [type(event).__name__ for event in events]
    start = kinds.index("Paused")
    assert kinds[start - 2 : start + 3] == [
        "StepDone", "CheckpointSaved", "Paused", "Resumed", "StepDone",
    ]  # fmt: skip
    one, two = weights_of(whole.out), weights_of(tmp_path / "run")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_paused_run_can_be_stopped(data: Path, tmp_path: Path) -> None:
    control, events = Control(), []
    control.pause.set()
    for event in train(data, tmp_path / "run", CONFIG, control):
        events.append(event)
        if isinstance(event, Paused):
            control.stop.set()
    assert not any(isinstance(e, Resumed | StepDone) for e in events)
    assert isinstance(events[-1], RunEnded)
    assert events[-1].reason == "stopped"
    assert newest(tmp_path / "run").content["step"] == 0


def test_that_an_epoch_can_be_finished(data: Path, tmp_path: Path) -> None:
    control, events = Control(), []
    for event in train(data, tmp_path / "run", CONFIG, control):
        events.append(event)
        if isinstance(event, StepDone) and event.step == 2:
            control.finish_epoch.set()
    done = [e for e in events if isinstance(e, EpochDone)]
    assert [e.step for e in done] == [4]
    assert isinstance(events[-1], RunEnded)
    assert (events[-1].reason, events[-1].step) == ("stopped", 4)
    assert events[-1].validation_top1 == done[0].validation_top1


def test_that_a_stop_while_an_epoch_is_judged_is_answered_and_the_epoch_judged_later(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    control = Control()
    for event in train(data, tmp_path / "cut", CONFIG, control):
        if isinstance(event, CheckpointSaved) and event.step == 4:
            control.stop.set()  # the step is done, the epoch not yet judged
    assert not (tmp_path / "cut" / "weights.safetensors").exists()
    rest = train(data, tmp_path / "cut", CONFIG, resume=True)
    later = next(event for event in rest if isinstance(event, EpochDone))
    judged = next(event for event in whole.events if isinstance(event, EpochDone))
    assert later.validation_loss == judged.validation_loss
