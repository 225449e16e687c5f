"""The shelf of runs by itself: what it renames and bins, and how it reads what others write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.workbench import Idle
from xception_gui.base.events import RunEnded, RunStarted, StepDone, TrainingEvent, to_line
from xception_gui.base.run_folders import RunSummary
from xception_gui.base.run_lock import alone_in
from xception_gui.base.texts import problem_text
from xception_gui.gui import run_shelf
from xception_gui.gui.lanes import Failure, Lanes
from xception_gui.gui.run_shelf import RunShelf

STEPS = [StepDone(n, 0, 1 / n, 0.5, 0.1, 100.0) for n in range(1, 10)]
ENDED = RunEnded("stopped", 3, "w", None)
STARTED = RunStarted("one", ("a", "b"), 40, 8, 0, 100, 10, "cpu", "float32")


@pytest.fixture
def shelf(lanes: Lanes, tmp_path: Path) -> Iterator[RunShelf]:
    shelf = RunShelf(lanes, tmp_path)
    shelf._timer.setInterval(20)
    yield shelf
    shelf._timer.stop()


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


def reached(shelf: RunShelf, run: str) -> tuple[str, list[int]]:
    curves = shelf.curves[run]
    return curves.state, [int(step) for step in curves.steps.column("step")]


def test_that_a_run_of_this_window_is_followed_when_another_process_goes_on_with_it(
    qtbot: QtBot, shelf: RunShelf, tmp_path: Path
) -> None:
    run, own = str(tmp_path / "one"), [STARTED, *STEPS[:3], ENDED]
    curves = shelf.begin(run)
    write(tmp_path / "one", *own)
    curves.extend(own)
    drawn_anew = list[None]()
    shelf.curves_changed.connect(lambda: drawn_anew.append(None))
    shelf.let_go()
    assert reached(shelf, run) == ("stopped", [1, 2, 3])
    with alone_in(run):
        write(tmp_path / "one", replace(STARTED, step=3), *STEPS[3:6])
        shelf.show(run)
        qtbot.waitUntil(lambda: reached(shelf, run) == ("running", [1, 2, 3, 4, 5, 6]))
        write(tmp_path / "one", *STEPS[6:8])
        qtbot.waitUntil(lambda: reached(shelf, run)[1] == list(range(1, 9)))
    qtbot.waitUntil(lambda: reached(shelf, run)[0] == "stopped")
    assert shelf.curves[run] is curves
    assert not drawn_anew


@pytest.mark.parametrize("seen", [False, True])
def test_that_nothing_is_missed_of_a_run_that_was_refused_here(
    qtbot: QtBot, shelf: RunShelf, idle: Idle, tmp_path: Path, seen: bool
) -> None:
    run = write(tmp_path / "one", STARTED, *STEPS[:3], ENDED)
    on = [replace(STARTED, step=2), STEPS[2]]
    with alone_in(run):
        write(tmp_path / "one", *on[: 2 * seen])
        shelf.show(run)
        idle()
        shelf.begin(run)
        write(tmp_path / "one", *on[2 * seen :], *STEPS[3:5])
        shelf.let_go()
        assert reached(shelf, run)[0] == ("running" if seen else "stopped"), "it has not failed"
        idle()
        assert reached(shelf, run) == ("running", [1, 2, 3, 4, 5])
        write(tmp_path / "one", STEPS[5], replace(ENDED, step=6))
        qtbot.waitUntil(lambda: reached(shelf, run) == ("stopped", [1, 2, 3, 4, 5, 6]))


def test_that_a_run_that_could_not_write_its_end_has_failed_until_it_goes_on(
    qtbot: QtBot, shelf: RunShelf, idle: Idle, tmp_path: Path
) -> None:
    run = write(tmp_path / "one", STARTED, *STEPS[:3])
    shelf.begin(run).extend([STARTED, *STEPS[:3]])
    shelf.let_go()
    idle()
    qtbot.wait(100)  # a few looks at the file
    assert reached(shelf, run) == ("failed", [1, 2, 3])
    with alone_in(run):
        write(tmp_path / "one", replace(STARTED, step=3))
        qtbot.waitUntil(lambda: reached(shelf, run)[0] == "running")


def test_that_a_run_begun_again_here_is_not_followed(
    qtbot: QtBot, shelf: RunShelf, idle: Idle, tmp_path: Path
) -> None:
    run = write(tmp_path / "one", STARTED, *STEPS[:3], ENDED)
    shelf.begin(run).extend([STARTED, *STEPS[:3], ENDED])
    shelf.let_go()
    curves = shelf.begin(run)
    write(tmp_path / "one", replace(STARTED, step=3), *STEPS[3:6])
    idle()
    qtbot.wait(100)
    assert reached(shelf, run) == ("stopped", [1, 2, 3]), "its events come from its lane"
    curves.extend([replace(STARTED, step=3), *STEPS[3:6], ENDED])
    shelf.let_go()
    idle()
    assert reached(shelf, run) == ("stopped", [1, 2, 3, 4, 5, 6])
