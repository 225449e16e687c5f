"""``torchrun … train``: what refuses a run is said once; what befalls one process, by that one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.cli.commands import SMALL, run
from xception_gui import training
from xception_gui.base.events import RunStarted, TrainingEvent
from xception_gui.base.problem import Problem
from xception_gui.cli import train
from xception_gui.training import ranks


def _ended(_seconds: float) -> None:
    raise SystemExit(2)


STARTED = RunStarted("run", ("a", "b"), 8, 0, 0, 8, 2, "cpu", "float32")


@pytest.fixture(params=["0", "1"])
def rank(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """This process is one of two, which have met; who waits for the other is ended, as by it."""
    monkeypatch.setattr(train.time, "sleep", _ended)
    monkeypatch.setattr(ranks, "joined", lambda device: nullcontext(request.param == "0"))
    for name in ("RANK", "LOCAL_RANK"):
        monkeypatch.setenv(name, request.param)
    monkeypatch.setenv("WORLD_SIZE", "2")
    return str(request.param)


@pytest.mark.parametrize(
    "words", [("--ablate", "residual=false"), ("--epochs", "0"), ("--find-rate", "--epochs", "0")]
)
def test_that_values_that_are_refused_are_said_once(
    rank: str,
    words: tuple[str, ...],
    data: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = run(capsys, "train", data, "--out", tmp_path / "run", *SMALL, *words)
    assert (code, err.count("\n")) == (2, int(rank == "0"))


def test_that_a_process_that_is_refused_alone_says_so_after_a_while(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(train.time, "sleep", waited.append)
    monkeypatch.setenv("LOCAL_RANK", "1")
    code, _, err = run(capsys, "train", data, "--out", tmp_path / "run", *SMALL, "--epochs", "0")
    assert (code, err.count("\n"), waited) == (2, 1, [train._PATIENCE])


@pytest.mark.parametrize(
    ("code", "begins", "lines"),
    [
        ("data-classes", False, 0),
        ("rank-lost", False, 1),
        ("out-of-memory", False, 1),
        ("data-lost", True, 1),
    ],
)
def test_that_a_process_says_what_befalls_it_alone(
    rank: str,
    code: str,
    begins: bool,
    lines: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_: object, **__: object) -> Iterator[TrainingEvent]:
        if begins:
            yield STARTED
        raise Problem(code, count=3, file="data", cause="gone", rank=1, device="cpu", name="it")

    monkeypatch.setattr(training, "train", failing)
    (tmp_path / "run").mkdir()
    words = ("--out", tmp_path / "run", "--validation", "0.5", "--events", "jsonl")
    left, _, err = run(capsys, "train", tmp_path, *words)
    assert (left, err.count("\n")) == (2, 1 if rank == "0" else lines)
