"""The shelf of runs by itself: what it renames and bins, and how it reads what others write."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from tests.gui.workbench import Idle
from xception_gui.base.events import RunStarted, TrainingEvent, to_line
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.run_lock import alone_in
from xception_gui.base.texts import problem_text
from xception_gui.gui import run_shelf
from xception_gui.gui.lanes import Failure, Lanes
from xception_gui.gui.run_shelf import RunShelf

STARTED = RunStarted("one", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32")


@pytest.fixture
def shelf(lanes: Lanes, tmp_path: Path) -> RunShelf:
    return RunShelf(lanes, tmp_path)


@pytest.fixture
def failures(shelf: RunShelf) -> list[Failure]:
    told = list[Failure]()
    shelf.failed.connect(told.append)
    return told


def write(run: Path, *events: TrainingEvent) -> str:
    """As another process goes on with its file."""
    run.mkdir(exist_ok=True)
    with (run / "events.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(to_line(event) + "\n" for event in events)
    return str(run)


def in_english_and_chinese(failure: Failure) -> tuple[str, str]:
    problem = failure.problem
    assert problem is not None, failure.cause
    return str(problem), problem_text(problem.code, problem.fields, "zh_CN")


def test_that_a_name_too_long_for_the_disk_is_said_in_words(
    shelf: RunShelf, failures: list[Failure], idle: Idle, tmp_path: Path
) -> None:
    run = write(tmp_path / "one", STARTED)
    shelf.rename(run, "x" * 300)
    idle()
    english, chinese = in_english_and_chinese(failures[0])
    assert "File name too long" in english
    assert "文件名过长" in chinese
    assert Path(run).is_dir()


def test_that_a_run_that_another_process_writes_stays_where_it_is(
    shelf: RunShelf, failures: list[Failure], idle: Idle, tmp_path: Path
) -> None:
    run = write(tmp_path / "one", STARTED)
    with alone_in(run):
        shelf.bin(run)
        shelf.rename(run, "two")
        idle()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["one"]
    assert len(failures) == 2
    for failure in failures:
        english, chinese = in_english_and_chinese(failure)
        assert "cannot be changed: the run goes on" in english
        assert "训练仍在进行" in chinese
    shelf.rename(run, "two")
    idle()
    assert (tmp_path / "two").is_dir()


def test_that_a_run_that_the_bin_does_not_take_is_said_in_words(
    shelf: RunShelf, failures: list[Failure], idle: Idle, tmp_path: Path
) -> None:
    shelf.bin(str(tmp_path / "gone"))
    idle()
    english, chinese = in_english_and_chinese(failures[0])
    assert "it cannot be moved to the bin" in english
    assert "无法移到回收站" in chinese


def test_that_the_list_comes_while_runs_change_faster_than_it_is_read(
    shelf: RunShelf, idle: Idle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, begun, going_on, listed = list[list[str]](), Event(), Event(), run_shelf._listed
    shelf.runs_changed.connect(lambda runs: told.append([run.name for run in runs]))

    def slowly(*folders: Any) -> list[RunSummary]:
        found = listed(*folders)
        begun.set()
        assert going_on.wait(60)
        return found

    monkeypatch.setattr(run_shelf, "_listed", slowly)
    write(tmp_path / "one", STARTED)
    shelf.refresh()
    assert begun.wait(60)
    write(tmp_path / "two", STARTED)
    for _ in range(3):
        shelf.refresh()
    going_on.set()
    idle()
    assert [sorted(names) for names in told] == [["one"], ["one", "two"]]


def test_that_the_list_comes_again_after_it_could_not_be_read(
    shelf: RunShelf, failures: list[Failure], idle: Idle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[object]()
    shelf.runs_changed.connect(told.append)
    with monkeypatch.context() as broken:
        broken.setattr(run_shelf, "_listed", lambda *_folders: 1 / 0)
        shelf.refresh()
        idle()
    assert (len(failures), told) == (1, [])
    shelf.refresh()
    idle()
    assert told == [[]]
