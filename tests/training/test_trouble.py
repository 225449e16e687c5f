"""No number, no memory, no disk: what a run does then."""

from __future__ import annotations

import itertools
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch._dynamo.exc import BackendCompilerFailed

from tests.training.samples import CONFIG, finish, weights_of
from xception_gui.base import atomic
from xception_gui.base.events import (
    BatchHalved,
    CheckpointSaved,
    EpochDone,
    Preparing,
    RunEnded,
    StepDone,
    TrainingEvent,
)
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeShort
from xception_gui.base.problem import Problem
from xception_gui.base.run_folders import summary
from xception_gui.base.texts import problem_text
from xception_gui.base.training import TrainingConfig
from xception_gui.model import build
from xception_gui.training import Control, find_rate, loop, pictures, record, sources, step, train
from xception_gui.training.checkpoints import newest
from xception_gui.training.directory import check_place

PLAIN = replace(CONFIG, epochs=1, augmentation="none", model=replace(CONFIG.model, drop_rate=0.0))


class Poison:
    """Every network's head, for as long as it is asked, gives what it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.largest, self.value, self.judging = 10**9, 1.0, False
        forward = torch.nn.Linear.forward
        monkeypatch.setattr(torch.nn.Linear, "forward", lambda m, x: self.answer(forward(m, x)))

    def answer(self, logits: torch.Tensor) -> torch.Tensor:
        if (torch.is_grad_enabled() or self.judging) and len(logits) > self.largest:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        return logits * self.value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_that_what_is_no_number_stops_the_run_in_its_step(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    events = train(data, tmp_path / "run", replace(PLAIN, checkpoint_steps=1))
    for event in events:
        if isinstance(event, CheckpointSaved) and event.step == 2:
            break
    Poison(monkeypatch).value = value
    with pytest.raises(Problem, match="step 2") as caught:
        list(events)
    assert caught.value.code == "loss-not-finite"
    content = newest(tmp_path / "run").content
    assert content["step"] == 2
    assert all(bool(t.isfinite().all()) for t in content["model"].values())


@pytest.mark.parametrize("largest", [10**9, 1], ids=["no number", "no memory"])
def test_that_a_run_which_fails_between_checkpoints_keeps_its_last_good_step(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    out, events = tmp_path / "run", train(data, tmp_path / "run", PLAIN)
    told: list[TrainingEvent] = []
    for event in events:
        if isinstance(event, StepDone) and event.step == 2:
            break
    with monkeypatch.context() as patched:
        poison = Poison(patched)
        poison.largest, poison.value = largest, float("nan")
        with pytest.raises(Problem) as caught:
            told.extend(events)
    assert isinstance(told[-1], RunEnded)
    assert (told[-1].reason, told[-1].code) == ("failed", caught.value.code)
    assert problem_text(told[-1].code, dict(told[-1].fields), "en") == str(caught.value)
    assert newest(out).content["step"] == 2
    parts = newest(out).content["parts"]
    assert isinstance(finish(data, out, PLAIN, resume=True)[-1], RunEnded)
    if largest == 1:
        assert parts == 4, "what fits is gone on with"
        return
    finish(data, tmp_path / "whole", PLAIN)
    one, two = weights_of(out), weights_of(tmp_path / "whole")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_network_which_answers_no_numbers_when_judged_ends_the_run_in_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its batches have their own statistics: their loss is a number for longer."""
    out = tmp_path / "run"
    forward = torch.nn.Linear.forward
    lost = torch.tensor(float("nan"))
    monkeypatch.setattr(
        torch.nn.Linear,
        "forward",
        lambda m, x: forward(m, x) if torch.is_grad_enabled() else forward(m, x) * lost,
    )
    told: list[TrainingEvent] = []
    with pytest.raises(Problem, match="epoch 1 ") as caught:
        told.extend(train(data, out, PLAIN))
    monkeypatch.undo()
    assert caught.value.code == "judged-not-finite"
    assert not list(out.glob("weights.safetensors"))
    assert newest(out).content["step"] == 4
    assert not any(isinstance(event, EpochDone) for event in told)


def test_that_a_batch_is_halved_until_it_fits_and_what_is_learnt_is_that_of_parts(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(data, tmp_path / "parts", replace(PLAIN, accumulate=4))
    poison = Poison(monkeypatch)
    poison.largest = 2
    events = finish(data, tmp_path / "halved", PLAIN)
    halved = [e for e in events if isinstance(e, BatchHalved)]
    assert halved == [BatchHalved(0, 4, 2), BatchHalved(0, 2, 4)]
    assert sum(isinstance(e, StepDone) for e in events) == 4
    one, two = weights_of(tmp_path / "parts"), weights_of(tmp_path / "halved")
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert newest(tmp_path / "halved").content["parts"] == 4


def test_that_a_network_which_cannot_be_compiled_is_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_a_compiler(*_: object) -> torch.Tensor:
        raise BackendCompilerFailed("inductor", RuntimeError("No working C++ compiler found"), None)

    monkeypatch.setattr(torch.nn.Linear, "forward", without_a_compiler)
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", PLAIN)
    assert caught.value.code == "compile-failed"
    assert "--compile" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_too_little_memory_for_two_pictures_is_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Poison(monkeypatch).largest = 1
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", PLAIN)
    assert caught.value.code == "out-of-memory-step"
    assert "\n" not in str(caught.value)


def full(*_: object, **__: object) -> None:
    raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")


def test_that_too_little_memory_for_the_optimiser_is_one_line_and_keeps_no_half_changed_weights(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, told = train(data, tmp_path / "run", replace(PLAIN, checkpoint_steps=2)), list[object]()
    for event in events:
        if isinstance(event, StepDone) and event.step == 3:
            break
    monkeypatch.setattr("torch._foreach_add_", full)
    with pytest.raises(Problem) as caught:
        told.extend(events)
    assert caught.value.code == "out-of-memory-change"
    assert newest(tmp_path / "run").content["step"] == 2
    assert isinstance(told[-1], RunEnded)
    assert (told[-1].reason, told[-1].code) == ("failed", "out-of-memory-change")


def test_that_too_little_memory_for_the_network_itself_is_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.nn.Module, "to", full)
    for events in (train(data, tmp_path / "run", PLAIN), find_rate(data, PLAIN)):
        with pytest.raises(Problem) as caught:
            list(events)
        assert caught.value.code == "out-of-memory"


def test_that_too_little_memory_while_judging_is_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison = Poison(monkeypatch)
    poison.largest, poison.judging = 8, True  # the batch fits, the ten pictures to judge do not
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", replace(PLAIN, checkpoint_steps=4))
    assert caught.value.code == "out-of-memory"
    assert newest(tmp_path / "run").content["step"] == 4


@pytest.mark.parametrize("at", [1, 5])
def test_that_too_little_memory_to_read_pictures_is_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Before the first step, where all are read at once; or by a step that reads its own."""
    if at > 1:
        monkeypatch.setattr(pictures, "room", lambda: 1_000)
    counts, zeros = itertools.count(1), sources._zeros

    def full(*shape: int, dtype: torch.dtype) -> torch.Tensor:
        if next(counts) >= at:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")
        return zeros(*shape, dtype=dtype)

    monkeypatch.setattr(sources, "_zeros", full)
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", PLAIN)
    assert caught.value.code == "out-of-memory"
    assert caught.value.fields["device"] == "cpu"
    assert (tmp_path / "run").exists() == (at > 1)
    if at > 1:
        assert newest(tmp_path / "run").content["step"] > 0
    counts = itertools.count(1)
    with pytest.raises(Problem, match="too little free memory"):
        list(find_rate(data, PLAIN))


@pytest.mark.parametrize("below", ["", "deeper/run"])
def test_that_a_place_where_nothing_can_be_written_is_told_before_a_picture_is_read(
    data: Path, tmp_path: Path, below: str
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Problem) as caught:
        next(train(data, tmp_path / "file" / below, PLAIN))
    assert caught.value.code == "write-failed"
    assert "\n" not in str(caught.value)
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="asked as another user, in a process of its own"
)
@pytest.mark.parametrize("there", [True, False])
def test_that_a_folder_of_others_is_told_before_a_picture_is_read(
    there: bool,
) -> None:
    """Not below `tmp_path`, which other users may not enter."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name, "run")
        if there:
            out.mkdir(mode=0o555)
        Path(name).chmod(0o755 if there else 0o555)
        child = os.fork()
        if not child:
            os._exit(asked_as_nobody(out))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3


def asked_as_nobody(out: Path) -> int:
    """3 where the place is refused; for root every place is good."""
    if not os.getuid():
        os.setuid(65534)
    try:
        check_place(out)
    except Problem as problem:
        return 3 if problem.code == "write-failed" else 4
    return 5


def test_that_a_run_stopped_while_its_pictures_are_read_makes_no_folder(
    data: Path, tmp_path: Path
) -> None:
    control = Control()
    for _ in train(data, tmp_path / "deep" / "run", PLAIN, control):
        control.stop.set()
    assert not (tmp_path / "deep").exists()


def test_that_a_directory_which_becomes_a_file_meanwhile_is_one_line(
    data: Path, tmp_path: Path
) -> None:
    events = train(data, tmp_path / "run", PLAIN)
    assert isinstance(next(events), Preparing)
    (tmp_path / "run").write_text("mine")
    with pytest.raises(Problem) as caught:
        list(events)
    assert caught.value.code == "write-failed"


@pytest.mark.parametrize(
    "config",
    [
        replace(PLAIN, growth=((0.0, 3), (0.5, 24))),
        replace(PLAIN, preprocessing=(ResizeShort(4), CenterCrop(4), Normalize())),
    ],
    ids=["growth", "pictures"],
)
def test_that_pictures_of_which_nothing_is_left_are_one_line(
    data: Path, tmp_path: Path, config: TrainingConfig
) -> None:
    with pytest.raises(Problem) as caught:
        next(train(data, tmp_path / "run", config))
    assert caught.value.code == "input-too-small"
    least = caught.value.fields["minimum"]
    assert isinstance(least, int)
    model = build(replace(config.model, num_classes=2), 0)
    assert model(torch.zeros(2, 3, least, least)).shape == (2, 2)
    with pytest.raises(RuntimeError):
        model(torch.zeros(2, 3, least - 1, least - 1))


def test_that_a_step_may_take_no_time_as_far_as_the_clock_can_tell(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = SimpleNamespace(perf_counter=lambda: 5.0, monotonic=lambda: 5.0)
    monkeypatch.setattr(step, "time", still)
    monkeypatch.setattr(loop, "time", still)
    events = finish(data, tmp_path / "run", PLAIN)
    speeds = [e.images_per_second for e in events if isinstance(e, StepDone | EpochDone)]
    assert all(0 < speed < float("inf") for speed in speeds)


@pytest.mark.parametrize("line", ["is written", "finds no room either"])
@pytest.mark.parametrize("each", [4, 1000], ids=["on the way", "at the end"])
def test_that_a_full_disk_is_why_the_run_failed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, each: int
) -> None:
    out, told = tmp_path / "run", list[TrainingEvent]()
    config = replace(PLAIN, checkpoint_steps=each)
    append = record._append

    def full(path: Path, text: str) -> None:
        if line != "is written" and '"RunEnded"' in text:
            raise Problem("disk-full", file=str(path), cause="", free="0", need="?")
        append(path, text)

    monkeypatch.setattr(record, "_append", full)
    monkeypatch.setattr(loop, "save_next", lambda *_: full_checkpoint(out))
    with pytest.raises(Problem, match="checkpoint-00000004") as caught:
        told.extend(record.recorded(train(data, out, config), out, config))
    assert caught.value.code == "disk-full"
    assert isinstance(told[-1], RunEnded)
    assert (told[-1].reason, told[-1].code) == ("failed", "disk-full")
    assert summary(out).state == ("failed" if line == "is written" else "stopped")


def full_checkpoint(out: Path) -> Path:
    path = str(out / "checkpoint-00000004.pt")
    raise Problem("disk-full", file=path, cause="", free="0", need="1 MB")


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "open"])
def test_that_a_full_disk_ends_the_run_and_the_previous_checkpoint_stays(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    out = tmp_path / "run"
    events = train(data, out, replace(PLAIN, checkpoint_steps=2))
    for event in events:
        if isinstance(event, CheckpointSaved):
            break
    before = (out / "checkpoint-00000002.pt").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    names = {path.name for path in out.iterdir()}
    with monkeypatch.context() as patched:
        patched.setattr(atomic.os, call, full)
        with pytest.raises(Problem) as caught:
            list(events)
    assert caught.value.code == "disk-full"
    assert str(out) in str(caught.value)
    assert "MB needed" in str(caught.value) or "kB needed" in str(caught.value)
    assert "free" in str(caught.value)
    assert (out / "checkpoint-00000002.pt").read_bytes() == before
    left = {path.name for path in out.iterdir()} - names
    assert all(name.startswith("checkpoint") for name in left)
