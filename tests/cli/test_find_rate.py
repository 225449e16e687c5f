"""``xception-gui train --find-rate``: one answer, of what was asked, and nothing written."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import SMALL, run
from xception_gui import training
from xception_gui.base.events import TrainingEvent


def test_that_a_rate_is_found_and_nothing_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "train", data, "--recipe", "demo", "--find-rate", *SMALL)
    assert code == 0
    *tried, found = out.splitlines()
    assert tried[0].startswith("rate 1.00e-06: loss ")
    assert found.startswith("learning rate to try: ")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("rank", ["0", "1"])
def test_that_of_several_processes_one_finds_the_rate(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, rank: str
) -> None:
    for name, value in {"RANK": rank, "LOCAL_RANK": rank, "WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, value)
    code, out, err = run(capsys, "train", data, "--recipe", "demo", "--find-rate", *SMALL)
    assert (code, err) == (0, "")
    assert out.count("learning rate to try: ") == (rank == "0")
    assert bool(out) == (rank == "0")


@pytest.mark.parametrize("words", [("--ablate", "residual=false"), ("--resume", "RUN")])
def test_that_what_has_no_part_in_finding_a_rate_is_refused(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, "train", data, "--find-rate", *words, *SMALL)
    assert (code, out, err.count("\n")) == (2, "", 1)
    told = f"--find-rate with {words[0]} is not possible. Use one without the other."
    assert told in err
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(("after", "lines"), [(0, False), (5, False), (0, True)])
def test_that_who_stops_it_is_told_neither_of_a_checkpoint_nor_of_a_loss_that_fell_nowhere(
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    lines: bool,
) -> None:
    """Ctrl-C before the first rate; or after some of which one is the best so far."""
    whole = training.find_rate

    def stopped(*given: object) -> Iterator[TrainingEvent]:
        for number, event in enumerate(whole(*given)):
            if number == after:
                signal.raise_signal(signal.SIGINT)
            yield event

    monkeypatch.setattr(training, "find_rate", stopped)
    words = ("train", data, "--recipe", "demo", "--find-rate", *SMALL)
    code, out, err = run(capsys, *words, *(("--events", "jsonl") if lines else ()))
    assert code == 0
    assert "stopping after this step; again to stop at once" in err
    assert "fell nowhere" not in out
    assert ("stopped before a rate was found" in err) == (not lines and not after)
    assert ("RateFound" in out) == lines
