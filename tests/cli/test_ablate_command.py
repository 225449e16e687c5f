"""``train --ablate``: an epoch of each run a line, then a table of all; or events as JSON lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.training.samples import CONFIG, class_folders
from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    PictureLost,
    RunEnded,
    RunStarted,
    TrainingEvent,
    from_line,
)
from xception_gui.base.run_folders import epochs_of, read_events
from xception_gui.cli import ablate
from xception_gui.training.record import read_config, write_config

CUT = {"file": "best.pt", "cause": "it is cut short"}
NAMES = ["unchanged", "residual=false"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two classes that differ in colour."""
    return class_folders(tmp_path_factory.mktemp("data"))


@pytest.fixture
def words(data: Path, tmp_path: Path) -> list[str]:
    """The command, without where it writes."""
    write_config(tmp_path / "a.toml", replace(CONFIG, epochs=2))
    config = ["--config", str(tmp_path / "a.toml")]
    return ["train", str(data), *config, "--ablate", "residual=false"]


def table(out: str, rows: int = 2) -> list[list[str]]:
    """The words of the last lines."""
    return [line.split() for line in out.splitlines()[-rows:]]


def test_that_ranks_do_not_write_ablations_over_each_other(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    code, _, err = run(capsys, *words, "--out", tmp_path / "run")
    assert code == 2
    assert "one process" in err


def test_that_without_pictures_to_judge_on_the_table_has_the_last_epoch(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, *words, "--out", tmp_path / "run", "--validation", "0")
    assert code == 0
    rows = table(out)
    assert [row[0] for row in rows] == NAMES
    assert [row[3:7] for row in rows] == [["epoch", "2:", "train", "loss"]] * 2
    assert int(rows[1][2].replace(",", "")) < 0


def test_that_runs_go_on_with_their_config_and_the_table_has_all_that_they_did(
    words: list[str], data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    code, first, _ = run(capsys, *words, "--out", out)
    assert code == 0
    again = ["train", data, "--resume", out, "--ablate", "residual=false"]
    code, second, err = run(capsys, *again, "--ablate", "middle_blocks=0", "--epochs", "1")
    assert code == 0
    assert "its own values: epochs" in err
    assert table(second, 3)[:2] == table(first), "they were over before"
    assert table(second)[1][0] == "middle_blocks=0"
    late = read_config(out / "middle_blocks=0" / "config.toml")
    assert late == CONFIG.changed({"epochs": 2, "model": {"middle_blocks": 0, "num_classes": 2}})


def test_that_nothing_begins_where_no_run_lies_that_is_to_go_on(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *words, "--resume", tmp_path / "misspelt")
    assert (code, out) == (2, "")
    assert "it holds no checkpoint" in err
    assert not (tmp_path / "misspelt").exists()


def test_that_epochs_which_were_done_again_count_once(tmp_path: Path) -> None:
    epoch = EpochDone(0, 4, 1.0, 0.5, None, None, None, 1.0)
    started = RunStarted("run", ("a", "b"), 8, 0, 4, 8, 2, "cpu", "float32")
    later = replace(epoch, epoch=1, step=8)
    judged_again = [replace(started, step=8), later]
    told = [epoch, later, started, later, *judged_again]
    lines = "".join(ablate.to_line(event) + "\n" for event in told)
    (tmp_path / "events.jsonl").write_text(lines)
    assert [epoch.step for epoch in epochs_of(read_events(tmp_path))] == [4, 8]


def test_that_events_are_lines_of_json_with_the_name_of_their_run_first(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    code, text, _ = run(capsys, *words, "--out", out, "--events", "jsonl", "--epochs", "1")
    assert code == 0
    told: dict[str, list[object]] = {name: [] for name in NAMES}
    for line in text.splitlines():
        values = json.loads(line)
        assert next(iter(values)) == "run"
        name = values.pop("run")
        if values["event"] == "RunStarted":
            values["run"] = str(out / name)
        if values["event"] != "Preparing":
            told[name].append(from_line(json.dumps(values)))
    assert told == {name: read_events(out / name) for name in NAMES}


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (BatchHalved(3, 4, 2), "memory ran out in step 3: a batch is now computed in 2 parts of 4"),
        (
            PictureLost(3, "cat/1.png", "cat/1.png is cut short"),
            "the run goes on without it: cat/1.png is cut",
        ),
        (
            RunEnded("failed", 3, "", None, code="checkpoint", fields=CUT),
            "ended at step 3: best.pt ",
        ),
        (RunEnded("failed", 0, "", None, code="checkpoint", fields=CUT), "best.pt "),
        (
            RunStarted("r", (), 8, 0, 4, 8, 2, "cpu", "float32", damaged=("checkpoint: cut",)),
            "damaged: checkpoint: cut",
        ),
    ],
)
def test_that_what_one_of_the_runs_lost_is_told_with_its_name(
    event: TrainingEvent, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ablate._show("residual=false", event)
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"xception-gui: residual=false: {words}")
