"""Before the first step: pictures and features are counted, and a stop is answered at once."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.samples import CONFIG, interrupted
from xception_gui.base.events import Preparing, RunEnded, RunStarted, StepDone, to_line
from xception_gui.base.problem import Problem
from xception_gui.base.run_lock import alone_in
from xception_gui.training import Control, recorded, train


@pytest.mark.parametrize("images", [0, 24])
def test_that_every_picture_and_every_feature_is_counted(
    data: Path, tmp_path: Path, images: int
) -> None:
    config = replace(CONFIG, trained="head", images=images)
    events = list(train(data, tmp_path / "run", config))
    started = next(n for n, event in enumerate(events) if isinstance(event, RunStarted))
    first = next(n for n, event in enumerate(events) if isinstance(event, StepDone))
    read, computed = events[:started], events[started + 1 : first]
    assert read[-1] == Preparing("pictures", images or 49, images or 49)
    count = 48 if not images else images - 1  # one file is no picture
    assert computed[-1] == Preparing("features", count, count)
    for told in (read, computed):
        done = [event.done for event in told if isinstance(event, Preparing)]
        assert len(done) == len(told)
        assert done == sorted(done)


def test_that_a_stop_while_pictures_are_read_leaves_nothing_behind(
    data: Path, tmp_path: Path
) -> None:
    control, events = Control(), []
    run = tmp_path / "run"
    for event in recorded(train(data, run, CONFIG, control), run, CONFIG):
        events.append(event)
        control.stop.set()
    assert all(isinstance(event, Preparing) for event in events)
    assert events[-1] != Preparing("pictures", 49, 49)
    assert not run.exists()


@pytest.mark.parametrize("resume", [True, False])
def test_that_a_run_which_another_process_writes_is_refused_before_a_picture_is_read(
    data: Path, tmp_path: Path, resume: bool
) -> None:
    """It would else go on from the checkpoint that was the newest when it began to read."""
    run = tmp_path / "run"
    run.mkdir()
    if resume:
        interrupted(data, run, 2)
    with alone_in(run):
        events = train(data, run, CONFIG, resume=resume)
        with pytest.raises(Problem) as caught:
            next(events)
    assert caught.value.code == "run-busy"


def test_that_who_looks_whether_a_run_is_written_does_not_keep_it_from_going_on(
    data: Path, tmp_path: Path
) -> None:
    """A list of runs does, several times a second, where one was killed."""
    run = tmp_path / "run"
    interrupted(data, run, 2)
    looking = ExitStack()
    looking.enter_context(alone_in(run))
    threading.Timer(0.2, looking.close).start()
    told = next(train(data, run, CONFIG, resume=True))
    assert isinstance(told, Preparing)


def test_that_a_stop_while_features_are_computed_ends_the_run(data: Path, tmp_path: Path) -> None:
    control, events = Control(), []
    for event in train(data, tmp_path / "run", replace(CONFIG, trained="head"), control):
        events.append(event)
        if isinstance(event, RunStarted):
            control.stop.set()
    assert not any(isinstance(event, StepDone) for event in events)
    assert isinstance(events[-1], RunEnded)
    assert events[-1].reason == "stopped"


def test_that_the_preparation_is_not_kept_in_the_run_directory(data: Path, tmp_path: Path) -> None:
    run, config = tmp_path / "run", replace(CONFIG, trained="head", epochs=1)
    told = list(recorded(train(data, run, config), run, config))
    kept = (run / "events.jsonl").read_text().splitlines()
    assert kept == [to_line(event) for event in told if not isinstance(event, Preparing)]
    assert len(kept) < len(told)
