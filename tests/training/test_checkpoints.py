"""A checkpoint is whole or the previous one, whatever happens while it is written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG as LOOP
from tests.training.samples import finish, interrupted, weights_of
from xception_gui.base import atomic
from xception_gui.base.config import XceptionConfig
from xception_gui.base.events import EpochDone, RunStarted
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.training import checkpoints as states
from xception_gui.training.state import fresh
from xception_gui.weights import load_weights

CONFIG = TrainingConfig(model=XceptionConfig(width=0.05, middle_blocks=0, num_classes=2))
WRITER = """
import sys, torch
from xception_gui.training import checkpoints as states
content = {"format": states.FORMAT, "big": torch.zeros(300_000), "number": 0}
while True:
    content["number"] += 1
    states.write_with(sys.argv[1], lambda file: torch.save(content, file))
    print(content["number"], flush=True)
"""


def test_that_a_kill_while_writing_leaves_a_readable_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.pt"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert writer.stdout is not None
    acknowledged = int(writer.stdout.readline())
    time.sleep(0.15)
    writer.send_signal(signal.SIGKILL)
    acknowledged = max([acknowledged, *(int(line) for line in writer.stdout if line.strip())])
    writer.stdout.close()
    writer.wait()
    assert states.read(path)["number"] in (acknowledged, acknowledged + 1)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_that_a_full_disk_keeps_the_previous_checkpoint_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "checkpoint.pt"
    state = fresh(CONFIG, torch.device("cpu"))
    states.save(state, CONFIG, ("a", "b"), path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, call, full)
    with pytest.raises(Problem) as caught:
        states.save(state, CONFIG, ("a", "b"), path)
    assert caught.value.code == "disk-full"
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["checkpoint.pt"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_a_full_disk_inside_torch_save_is_the_same_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch reports it as a RuntimeError, not as an OSError."""
    full = os.open("/dev/full", os.O_WRONLY)
    name = str(tmp_path / "temporary")
    Path(name).touch()
    monkeypatch.setattr(atomic.tempfile, "mkstemp", lambda **_: (full, name))
    with pytest.raises(Problem) as caught:
        states.save(fresh(CONFIG, torch.device("cpu")), CONFIG, (), tmp_path / "c.pt")
    assert caught.value.code == "disk-full"
    assert not Path(name).exists()


def test_that_a_checkpoint_restores_every_tensor(tmp_path: Path) -> None:
    state = fresh(CONFIG, torch.device("cpu"))
    state.step = 7
    states.save(state, CONFIG, ("a", "b"), tmp_path / "c.pt")
    config, again = states.restore(states.read(tmp_path / "c.pt"), torch.device("cpu"))
    assert (config, again.step) == (CONFIG, 7)
    for name, tensor in state.model.state_dict().items():
        assert torch.equal(tensor, again.model.state_dict()[name])


def test_that_the_last_three_and_the_best_are_kept(data: Path, tmp_path: Path) -> None:
    events = finish(data, tmp_path / "run", replace(LOOP, checkpoint_steps=2))
    names = sorted(path.name for path in (tmp_path / "run").glob("*.pt"))
    assert names == ["best.pt", *(f"checkpoint-{step:08}.pt" for step in (8, 10, 12))]
    judged = [e for e in events if isinstance(e, EpochDone)]
    best = max(judged, key=lambda e: e.validation_top1 or 0)
    assert states.read(tmp_path / "run" / "best.pt")["step"] == best.step


def test_that_the_best_checkpoint_is_its_averaged_weights_and_can_be_resumed(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    finish(data, out, replace(LOOP, epochs=1))
    best, result = load_weights(out / "best.pt").model, load_weights(out / "weights.safetensors")
    for name, tensor in result.model.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            assert torch.equal(tensor, best.state_dict()[name]), name
    _, state = states.restore(states.read(out / "best.pt"), torch.device("cpu"))
    assert state.average is not None
    assert state.average.keys() == dict(state.model.named_parameters()).keys()


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "foreign"])
def test_that_the_newest_whole_checkpoint_is_taken_and_the_damaged_one_named(
    data: Path, tmp_path: Path, damage: str
) -> None:
    out = tmp_path / "run"
    finish(data, out, replace(LOOP, epochs=1, checkpoint_steps=2))
    latest = out / "checkpoint-00000004.pt"
    content = bytearray(latest.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(byte ^ 16 for byte in content[middle : middle + 300])
    latest.write_bytes(
        {"cut": content[:5000], "empty": b"", "flipped": content, "foreign": b"hello"}[damage]
    )
    events = finish(data, out, LOOP, resume=True)
    assert isinstance(events[0], RunStarted)
    assert events[0].resumed_from.endswith("checkpoint-00000002.pt")
    assert events[0].step == 2
    (told,) = events[0].damaged
    assert told.startswith("checkpoint-00000004.pt: ")


def test_that_no_whole_checkpoint_is_one_line(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    for content in (None, b"", b"PK\x03\x04 nothing", b"\x80\x02hello"):
        if content is not None:
            (out / "checkpoint-00000001.pt").write_bytes(content)
        with pytest.raises(Problem) as caught:
            finish(data, out, resume=True)
        assert caught.value.code == "checkpoint"
        assert "\n" not in str(caught.value)


def test_that_a_checkpoint_of_an_early_version_goes_on(data: Path, tmp_path: Path) -> None:
    """It had one file without a number, and fewer entries."""
    out = tmp_path / "run"
    interrupted(data, out, 2)
    content = states.read(out / "checkpoint-00000002.pt")
    for name in ("scaler", "random", "parts", "judged", "last", "best"):
        del content[name]
    for name in ("optimiser", "accumulate", "thaw", "weights", "trained", "images"):
        content["training"].pop(name)
    (out / "checkpoint-00000002.pt").unlink()
    torch.save(content, out / "checkpoint.pt")
    finish(data, out, resume=True)
    finish(data, tmp_path / "whole")
    one, two = weights_of(tmp_path / "whole"), weights_of(out)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_the_thread_count_of_the_run_is_restored(data: Path, tmp_path: Path) -> None:
    kept = torch.get_num_threads()
    try:
        torch.set_num_threads(kept + 1)
        interrupted(data, tmp_path / "run", 2)
        torch.set_num_threads(kept)
        interrupted(data, tmp_path / "run", 3, resume=True)
        assert torch.get_num_threads() == kept + 1
    finally:
        torch.set_num_threads(kept)


def test_that_a_run_directory_says_where_it_was_made(data: Path, tmp_path: Path) -> None:
    interrupted(data, tmp_path / "run", 0)
    said = json.loads((tmp_path / "run" / "environment.json").read_text())
    assert said["torch"] == torch.__version__
    assert said["threads"] == torch.get_num_threads()
