"""Runs in lockstep: the same batches, one value of the architecture apart."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, finish, weights_of
from xception_gui.base.events import Preparing, StepDone
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import read_note
from xception_gui.cli import main
from xception_gui.training import Control
from xception_gui.training.ablate import ablations, lockstep
from xception_gui.training.record import write_config
from xception_gui.weights import load_weights

SHORT = replace(CONFIG, epochs=1)


def test_that_steps_alternate_and_each_run_learns_what_it_learns_alone(
    data: Path, tmp_path: Path
) -> None:
    changes = [("residual", False)]
    runs = ablations(SHORT, changes, 2)
    told = list(lockstep(data, tmp_path / "all", runs, Control()))
    order = [run.name for run, event in told if isinstance(event, StepDone)]
    assert order == ["unchanged", "residual=false"] * 4
    reading = {run.name for run, event in told if isinstance(event, Preparing)}
    assert reading == {"unchanged"}, "the pictures are read once for all"
    run = runs[1]
    finish(data, tmp_path / run.name, run.config)
    alone, beside = weights_of(tmp_path / run.name), weights_of(tmp_path / "all" / run.name)
    assert all(torch.equal(alone[name], beside[name]) for name in alone)
    count = sum(p.numel() for p in load_model(tmp_path / run.name).parameters())
    assert run.params == count
    assert runs[0].difference == 0
    assert runs[1].difference < 0
    assert re.fullmatch(r"[\d.]+\s?k parameters", read_note(tmp_path / "all" / "unchanged"))
    assert re.fullmatch(r"−.* parameters \(.*\)", read_note(tmp_path / "all" / "residual=false"))


def load_model(run: Path) -> torch.nn.Module:
    return load_weights(run / "weights.safetensors").model


def test_that_ablations_go_on_where_they_were_stopped_and_are_never_begun_over_others(
    data: Path, tmp_path: Path
) -> None:
    runs, out, control = ablations(SHORT, [("residual", False)], 2), tmp_path / "all", Control()
    for _, event in lockstep(data, out, runs, control):
        if isinstance(event, StepDone) and event.step == 2:
            control.stop.set()
    with pytest.raises(Problem) as caught:
        list(lockstep(data, out, runs, Control()))
    assert caught.value.code == "run-exists"
    again = lockstep(data, out, runs, Control(), resume=True)
    steps = [event.step for _, event in again if isinstance(event, StepDone)]
    assert min(steps) == 2, "one was stopped after its second step, the other before it"
    for run in runs:
        finish(data, tmp_path / run.name, run.config)
        whole, resumed = weights_of(tmp_path / run.name), weights_of(out / run.name)
        assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_that_what_ends_one_run_leaves_the_others_alone(data: Path, tmp_path: Path) -> None:
    whole, broken = ablations(SHORT, [("residual", False)], 2)
    broken = replace(broken, config=replace(SHORT, validation_data=str(tmp_path / "missing")))
    both = lockstep(data, tmp_path / "all", [broken, whole], Control())
    with pytest.raises(Problem, match="missing"):
        list(both)
    assert (tmp_path / "all" / "unchanged" / "weights.safetensors").is_file()


def test_that_pretrained_weights_cannot_be_ablated() -> None:
    with pytest.raises(Problem, match="architecture"):
        ablations(replace(SHORT, weights="demo"), [("residual", False)], 2)


def test_that_ranks_do_not_write_ablations_over_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    words = ["train", "DATA", "--out", str(tmp_path / "run"), "--ablate", "residual=false"]
    assert main(words) == 2
    assert "one process" in capsys.readouterr().err


def test_that_the_command_ends_with_a_table(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_config(tmp_path / "a.toml", SHORT)
    words = ["train", str(data), "--config", str(tmp_path / "a.toml")]
    assert main([*words, "--out", str(tmp_path / "run"), "--ablate", "residual=false"]) == 0
    *_, whole, without = capsys.readouterr().out.splitlines()
    assert whole.split()[0] == "unchanged"
    assert without.split()[0] == "residual=false"
    assert "top-1" in without
    assert int(without.split()[2].replace(",", "")) < 0
