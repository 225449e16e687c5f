"""Stop, pause, resume, finish epoch: within a step, with a checkpoint that loads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training.samples import CONFIG, Ran, finish, weights_of
from xception_gui.base.events import (
    CheckpointSaved,
    EpochDone,
    Paused,
    Resumed,
    RunEnded,
    StepDone,
    TrainingEvent,
)
from xception_gui.training import Control, judging, train
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


def test_that_an_epoch_judged_later_is_judged_with_the_flows_that_had_learnt(
    data: Path, tmp_path: Path
) -> None:
    """Batch norm of a flow that is frozen is not to be recomputed, before and after a stop."""
    config = replace(CONFIG, thaw=((0.0, "classifier"), (0.4, "exit")))
    whole, control = finish(data, tmp_path / "whole", config), Control()
    for event in train(data, tmp_path / "cut", config, control):
        if isinstance(event, CheckpointSaved) and event.step == 4:
            control.stop.set()
    rest = finish(data, tmp_path / "cut", resume=True)
    assert judged(rest) == judged(whole)
    one, two = weights_of(tmp_path / "whole"), weights_of(tmp_path / "cut")
    assert all(torch.equal(one[name], two[name]) for name in one)


def judged(events: Iterable[TrainingEvent]) -> list[float | None]:
    return [event.validation_loss for event in events if isinstance(event, EpochDone)]


def called_once(first: Callable[..., Any], usual: Callable[..., Any]) -> Callable[..., Any]:
    """`first` for the first call, `usual` for all others."""
    left = [first]

    def call(*words: Any) -> Any:
        return (left.pop() if left else usual)(*words)

    return call


@pytest.mark.parametrize("moment", ["recompute_statistics", "judged_network"])
def test_that_a_pause_while_an_epoch_is_judged_comes_at_once_and_changes_nothing(
    data: Path, tmp_path: Path, whole: Ran, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    usual, control, events = getattr(judging, moment), Control(), list[TrainingEvent]()

    def disturbed(*words: object) -> object:
        control.pause.set()
        return usual(*words)

    monkeypatch.setattr(judging, moment, called_once(disturbed, usual))
    for event in train(data, tmp_path / "run", CONFIG, control):
        events.append(event)
        if isinstance(event, Paused):
            control.pause.clear()
    kinds = [type(event).__name__ for event in events]
    assert kinds.index("Paused") < kinds.index("EpochDone")
    assert [event.step for event in events if isinstance(event, Paused)] == [4]
    assert judged(events) == judged(whole.events)
    one, two = weights_of(whole.out), weights_of(tmp_path / "run")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_pause_too_short_to_be_noticed_leaves_no_epoch_half_judged(
    data: Path, tmp_path: Path, whole: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, control = judging.recompute_statistics, Control()

    def disturbed(*words: Any) -> None:
        control.pause.set()
        try:
            usual(*words)
        finally:
            control.pause.clear()

    monkeypatch.setattr(judging, "recompute_statistics", called_once(disturbed, usual))
    events = list(train(data, tmp_path / "run", CONFIG, control))
    assert not any(isinstance(event, Paused) for event in events)
    assert judged(events) == judged(whole.events)
