"""A run goes on where the pictures that it is judged on have moved, and with no others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image

from tests.training.samples import CONFIG, interrupted, weights_of
from xception_gui.base.events import RunStarted, TrainingEvent
from xception_gui.base.problem import Problem
from xception_gui.training import Control, read_config, train
from xception_gui.training.ablate import ablations, lockstep


def gone_on(data: Path, out: Path, judged: Path | str = "") -> list[TrainingEvent]:
    changes = {"validation_data": str(judged)}
    return list(train(data, out, CONFIG, resume=True, changes=changes))


def test_that_a_run_is_judged_on_where_its_pictures_have_moved_and_knows_it_from_then_on(
    data: Path, tmp_path: Path
) -> None:
    held, moved, out = tmp_path / "held", tmp_path / "moved", tmp_path / "run"
    shutil.copytree(data, held)
    config = replace(CONFIG, validation_data=str(held))
    list(train(data, tmp_path / "whole", config))
    interrupted(data, out, 2, config)
    began = (out / "config.toml").stat().st_mtime_ns
    held.rename(moved)
    with pytest.raises(Problem) as caught:
        gone_on(data, out)
    assert caught.value.fields["file"] == str(held)
    control = Control()
    changes = {"validation_data": str(moved)}
    for event in train(data, out, CONFIG, control, resume=True, changes=changes):
        if isinstance(event, RunStarted):
            assert event.judged == str(moved)
            control.stop.set()
    kept = read_config(out / "config.toml")
    assert replace(kept, model=config.model) == replace(config, validation_data=str(moved))
    assert (out / "config.toml").stat().st_mtime_ns == began, "lists know by it when a run began"
    gone_on(data, out)
    one, two = weights_of(tmp_path / "whole"), weights_of(out)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_other_pictures_in_the_new_place_are_refused(data: Path, tmp_path: Path) -> None:
    held, other, out = tmp_path / "held", tmp_path / "other", tmp_path / "run"
    shutil.copytree(data, held)
    shutil.copytree(data, other)
    Image.new("RGB", (20, 20)).save(other / "red" / "new.png")
    interrupted(data, out, 2, replace(CONFIG, validation_data=str(held)))
    with pytest.raises(Problem) as caught:
        gone_on(data, out, other)
    assert (caught.value.code, caught.value.fields["file"]) == ("resume-data", str(other))
    assert read_config(out / "config.toml").validation_data == str(held)


def test_that_what_was_held_back_is_not_replaced_by_a_folder(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    interrupted(data, out, 2)
    told = gone_on(data, out, tmp_path / "nowhere")
    (started,) = (event for event in told if isinstance(event, RunStarted))
    assert started.judged == str(data)
    assert read_config(out / "config.toml").validation_data == ""


def test_that_variants_go_on_where_their_pictures_have_moved(data: Path, tmp_path: Path) -> None:
    held, moved, out = tmp_path / "held", tmp_path / "moved", tmp_path / "runs"
    shutil.copytree(data, held)
    config, control = replace(CONFIG, epochs=1, validation_data=str(held)), Control()
    for run, _ in lockstep(data, out, ablations(config, [("residual", False)], 2), control):
        if run.name != "unchanged":
            control.stop.set()
    held.rename(moved)
    again = ablations(replace(config, validation_data=str(moved)), [("residual", False)], 2)
    list(lockstep(data, out, again, Control(), resume=True))
    for run in again:
        assert read_config(out / run.name / "config.toml").validation_data == str(moved)
