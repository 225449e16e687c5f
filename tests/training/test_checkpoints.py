"""A checkpoint is whole or the previous one, whatever happens while it is written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from xception_gui.base import atomic
from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.training import state as states

CONFIG = TrainingConfig(model=XceptionConfig(width=0.05, middle_blocks=0, num_classes=2))
WRITER = """
import sys, torch
from xception_gui.training import state as states
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
    state = states.fresh(CONFIG, torch.device("cpu"))
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
        states.save(states.fresh(CONFIG, torch.device("cpu")), CONFIG, (), tmp_path / "c.pt")
    assert caught.value.code == "disk-full"
    assert not Path(name).exists()


def test_that_a_checkpoint_restores_every_tensor(tmp_path: Path) -> None:
    state = states.fresh(CONFIG, torch.device("cpu"))
    state.step = 7
    states.save(state, CONFIG, ("a", "b"), tmp_path / "c.pt")
    config, again = states.restore(states.read(tmp_path / "c.pt"), torch.device("cpu"))
    assert (config, again.step) == (CONFIG, 7)
    for name, tensor in state.model.state_dict().items():
        assert torch.equal(tensor, again.model.state_dict()[name])
