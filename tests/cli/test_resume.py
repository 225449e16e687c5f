"""``xception-gui train --resume``: what a run may go on with that it did not begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from tests.cli.commands import SMALL, run
from xception_gui.base.events import RunStarted
from xception_gui.base.run_folders import read_events
from xception_gui.training import read_config
from xception_gui.training.checkpoints import newest
from xception_gui.training.record import write_config


@pytest.fixture
def began(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A run of one epoch, which is over."""
    words = ("train", data, "--recipe", "demo", "--epochs", "1", *SMALL)
    assert run(capsys, *words, "--out", tmp_path / "run")[0] == 0
    return tmp_path / "run"


def bring(out: Path, wanted: str, device: str) -> None:
    """As if it had come from a machine where it was to compute on `wanted`, and did on `device`."""
    found = newest(out)
    found.content["training"]["device"] = wanted
    found.content["device"] = device
    torch.save(found.content, found.path)
    config = read_config(out / "config.toml").changed({"device": wanted})
    write_config(out / "config.toml", config)


def starts(out: Path) -> list[RunStarted]:
    return [event for event in read_events(out) if isinstance(event, RunStarted)]


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
def test_that_a_run_whose_device_is_not_here_goes_on_where_it_is_told_to(
    began: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the next time without being told; it began when it did."""
    bring(began, "cuda", "cuda:0")
    age = (began / "config.toml").stat().st_mtime_ns
    again = ("train", data, "--resume", began)
    code, _, err = run(capsys, *again)
    assert code == 2
    assert err.count("\n") == 1
    assert f"--resume {began} --device cpu" in err
    code, _, err = run(capsys, *again, "--device", "cpu")
    assert code == 0, err
    assert ", on cpu and no longer on cuda:0: not to the bit\n" in err
    assert "its own values" not in err
    config = began / "config.toml"
    assert (read_config(config).device, config.stat().st_mtime_ns) == ("cpu", age)
    code, _, err = run(capsys, *again)
    assert code == 0, err
    assert "no longer" not in err
    assert [event.device_before for event in starts(began)] == ["", "cuda:0", ""]


@pytest.mark.skipif(torch.cuda.is_available(), reason="needs a machine without CUDA")
@pytest.mark.parametrize(("wanted", "before"), [("auto", "cuda:0"), ("cuda", "cpu")])
def test_that_a_run_which_left_its_device_open_or_had_none_goes_on_with_what_there_is(
    began: Path, data: Path, capsys: pytest.CaptureFixture[str], wanted: str, before: str
) -> None:
    bring(began, wanted, before)
    code, _, err = run(capsys, "train", data, "--resume", began)
    assert code == 0, err
    assert ("no longer on cuda:0" in err) == (before == "cuda:0")


def test_that_an_unknown_device_beside_resume_is_refused(
    began: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "train", data, "--resume", began, "--device", "abacus")
    assert (code, err.count("\n")) == (2, 1)
    assert "abacus" in err


def test_that_event_files_wanted_when_a_run_goes_on_are_written_from_then_on(
    began: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorboard")
    again = ("train", data, "--resume", began)
    for words in (("--tensorboard",), ()):
        assert run(capsys, *again, *words)[0] == 0
        (file,) = began.glob("events.out.tfevents.*")
        file.unlink()
    assert read_config(began / "config.toml").tensorboard
    assert newest(began).content["training"]["tensorboard"]
