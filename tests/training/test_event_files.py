"""TensorBoard's event files, read back by TensorBoard's own reader."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_accumulator import SCALARS, EventAccumulator

from tests.training.samples import CONFIG
from xception_gui.base.events import EpochDone, StepDone, TrainingEvent
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import read_events
from xception_gui.cli import main
from xception_gui.training import recorded, train
from xception_gui.training.event_files import convert

WITH_FILES = replace(CONFIG, tensorboard=True)
Curve = list[tuple[int, float]]


def a_run(data: Path, out: Path, resume: bool = False) -> Iterator[TrainingEvent]:
    """A resumed one is not told again that event files are wished for."""
    config = CONFIG if resume else WITH_FILES
    return recorded(train(data, out, config, resume=resume), out, config)


def broken_off(data: Path, out: Path, step: int) -> None:
    """As by a kill: what came after the last checkpoint will be done again."""
    for event in a_run(data, out):
        if isinstance(event, StepDone) and event.step == step:
            break


def reader(out: Path) -> EventAccumulator:
    return EventAccumulator(str(out), size_guidance={SCALARS: 0})


def curves_of(read: EventAccumulator) -> dict[str, Curve]:
    read.Reload()
    return {tag: [(e.step, e.value) for e in read.Scalars(tag)] for tag in read.Tags()["scalars"]}


def told(out: Path) -> dict[str, Curve]:
    """What the events say, each step and epoch once, the newest word of it; float32 as there."""
    steps = {e.step: e for e in read_events(out) if isinstance(e, StepDone)}
    epochs = {e.epoch: e for e in read_events(out) if isinstance(e, EpochDone)}
    found: dict[str, Curve] = {}
    for event in steps.values():
        values = {"loss/step": event.loss, "top1/step": event.top1}
        values |= {"learning_rate": event.learning_rate}
        values |= {"images_per_second": event.images_per_second}
        values |= {f"gradient_norm/{flow}": x for flow, x in event.gradient_norms.items()}
        _add(found, event.step, values)
    for epoch in epochs.values():
        judged = (epoch.validation_loss, epoch.validation_top1, epoch.validation_top5)
        names = ("loss/validation", "top1/validation", "top5/validation")
        values = {n: x for n, x in zip(names, judged, strict=True) if x is not None}
        values |= {"loss/train": epoch.train_loss, "top1/train": epoch.train_top1}
        _add(found, epoch.step, values)
    return found


def _add(found: dict[str, Curve], step: int, values: dict[str, float]) -> None:
    for name, value in values.items():
        found.setdefault(name, []).append((step, float(np.float32(value))))


def test_that_tensorboard_reads_what_the_events_say_also_after_a_kill(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    broken_off(data, out, 7)
    watching = reader(out)
    assert [step for step, _ in curves_of(watching)["loss/step"]] == [1, 2, 3, 4, 5, 6, 7]
    list(a_run(data, out, resume=True))
    steps = [event.step for event in read_events(out) if isinstance(event, StepDone)]
    assert len(steps) > len(set(steps)), "no step was done twice: the run was not broken off"
    epochs = [event.epoch for event in read_events(out) if isinstance(event, EpochDone)]
    assert epochs == [0, 0, 1, 2], "the checkpoint lies before the judging of its epoch"
    found = curves_of(reader(out))
    assert found == told(out)
    assert {f"gradient_norm/{flow}" for flow in ("entry", "middle", "exit")} <= found.keys()
    assert {"loss/validation", "top1/validation", "loss/train", "top1/train"} <= found.keys()
    assert curves_of(watching) == found


def test_that_a_run_without_event_files_gets_the_same_from_its_events(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    list(a_run(data, out))
    found = curves_of(reader(out))
    (live,) = out.glob("*.tfevents.*")
    live.unlink()
    assert main(["tensorboard", str(tmp_path / "nothing"), str(out)]) == 1
    said = capsys.readouterr()
    (made,) = out.glob("*.tfevents.*")
    assert said.out == f"{made}\n"
    assert "holds no run" in said.err
    assert curves_of(reader(out)) == found


def test_that_earlier_event_files_do_not_pile_up(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    broken_off(data, out, 2)
    for _ in range(3):
        convert(out)
    assert sorted(path.stat().st_size > 0 for path in out.glob("*.tfevents.*")) == [False, True]
    assert curves_of(reader(out)) == told(out)


def test_that_the_values_of_the_run_are_its_hyper_parameters(data: Path, tmp_path: Path) -> None:
    from tensorboard.plugins.hparams.metadata import parse_session_start_info_plugin_data as parse

    broken_off(data, tmp_path / "run", 1)
    read = reader(tmp_path / "run").Reload()
    (tag,) = read.Tags()["tensors"]
    values = parse(read.SummaryMetadata(tag).plugin_data.content).hparams
    assert values["learning_rate"].number_value == CONFIG.learning_rate
    assert values["model.width"].number_value == CONFIG.model.width
    assert values["nesterov"].bool_value is True
    assert values["optimiser"].string_value == "sgd"


def test_that_a_missing_library_is_one_line_before_anything_is_done(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard.summary.writer.record_writer", None)
    with pytest.raises(Problem) as caught:
        next(a_run(data, tmp_path / "run"))
    assert caught.value.code == "tensorboard-missing"
    assert 'pip install "xception-gui[tensorboard]"' in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_that_a_run_which_does_not_ask_gets_none(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    config = replace(CONFIG, epochs=1)
    list(recorded(train(data, out, config), out, config))
    assert (out / "events.jsonl").exists()
    assert not list(out.glob("*tfevents*"))
