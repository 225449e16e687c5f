"""Runs in lockstep: the same batches, one value of the architecture apart."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, finish, weights_of
from xception_gui.base.events import EpochDone, Paused, Preparing, RunEnded, StepDone
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import read_note, write_note
from xception_gui.base.texts import problem_text
from xception_gui.training import Control
from xception_gui.training.ablate import ablations, lockstep
from xception_gui.weights import load_weights

Counted = StepDone | EpochDone
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
    assert steps == [2, 3, 3, 4, 4], "the one that was stopped before its second step catches up"
    for run in runs:
        finish(data, tmp_path / run.name, run.config)
        whole, resumed = weights_of(tmp_path / run.name), weights_of(out / run.name)
        assert all(torch.equal(whole[name], resumed[name]) for name in whole)


@pytest.mark.parametrize(
    ("number", "kind", "step", "epochs"),
    [
        pytest.param(1, EpochDone, 4, 1, id="the last one is judged"),
        pytest.param(0, StepDone, 5, 2, id="the first one has begun an epoch"),
    ],
)
def test_that_all_runs_end_with_the_same_epoch_whenever_that_is_wished(
    data: Path,
    tmp_path: Path,
    number: int,
    kind: type[StepDone | EpochDone],
    step: int,
    epochs: int,
) -> None:
    runs, control = ablations(CONFIG, [("residual", False)], 2), Control()
    judged = list[str]()
    for run, event in lockstep(data, tmp_path / "all", runs, control):
        if isinstance(event, EpochDone):
            judged.append(run.name)
        if run is runs[number] and isinstance(event, kind) and event.step == step:
            control.finish_epoch.set()
    assert judged == ["unchanged", "residual=false"] * epochs


def test_that_all_runs_end_with_the_epoch_at_the_end_of_which_they_paused(
    data: Path, tmp_path: Path
) -> None:
    runs, control = ablations(CONFIG, [("residual", False)], 2), Control()
    judged = list[str]()
    for run, event in lockstep(data, tmp_path / "all", runs, control):
        if isinstance(event, EpochDone):
            judged.append(run.name)
            control.pause.set()
        elif isinstance(event, Paused):
            control.finish_epoch.set()
        if control.finish_epoch.is_set():
            control.pause.clear()
    assert judged == ["unchanged", "residual=false"]


def test_that_the_users_note_outlives_a_resumption(data: Path, tmp_path: Path) -> None:
    runs, control = ablations(SHORT, [("residual", False)], 2), Control()
    for _, event in lockstep(data, tmp_path, runs, control):
        if isinstance(event, StepDone):
            control.stop.set()
    write_note(tmp_path / "unchanged", "mine")
    write_note(tmp_path / "residual=false", "")
    list(lockstep(data, tmp_path, runs, Control(), resume=True))
    assert [read_note(tmp_path / run.name) for run in runs] == ["mine", ""]


def test_that_what_ends_one_run_leaves_the_others_alone(data: Path, tmp_path: Path) -> None:
    whole, broken = ablations(SHORT, [("residual", False)], 2)
    broken = replace(broken, config=replace(SHORT, validation_data=str(tmp_path / "missing")))
    both = lockstep(data, tmp_path / "all", [broken, whole], Control())
    with pytest.raises(Problem, match="missing"):
        list(both)
    assert (tmp_path / "all" / "unchanged" / "weights.safetensors").is_file()


def test_that_each_run_that_never_began_says_why_before_the_others_go_on(
    data: Path, tmp_path: Path
) -> None:
    whole, *others = ablations(SHORT, [("residual", False), ("middle_blocks", 0)], 2)
    wrong = [
        replace(run, config=replace(SHORT, validation_data=str(tmp_path / f"missing-{run.name}")))
        for run in others
    ]
    told = list[tuple[str, StepDone | RunEnded]]()

    def take() -> None:
        for run, event in lockstep(data, tmp_path / "all", [*wrong, whole], Control()):
            if isinstance(event, StepDone | RunEnded):
                told.append((run.name, event))

    with pytest.raises(Problem, match="missing-residual=false"):
        take()
    first, second = told[0][1], told[1][1]
    assert [name for name, _ in told[:3]] == [*(run.name for run in wrong), "unchanged"]
    assert isinstance(first, RunEnded)
    assert isinstance(second, RunEnded)
    assert "missing-residual=false" in problem_text(first.code, first.fields)
    assert "missing-middle_blocks=0" in problem_text(second.code, second.fields)
    assert [name for name, event in told if isinstance(event, RunEnded)][2:] == ["unchanged"]


def test_that_pretrained_weights_cannot_be_ablated() -> None:
    with pytest.raises(Problem, match="architecture"):
        ablations(replace(SHORT, weights="demo"), [("residual", False)], 2)
