"""Run directories are read whole, in parts, and while they are being written."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from xception_gui.base.curves import Curves, best_top1
from xception_gui.base.events import (
    EpochDone,
    Paused,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
    to_line,
)
from xception_gui.base.run_folders import Follower, read_events, runs_in, summary, write_note
from xception_gui.base.run_lock import alone_in

START = RunStarted("run", ("a", "b"), 320, 40, 0, 40, 4, "cpu", "float32")
STEPS = [StepDone(n, 0, 1 / n, 0.5, 0.01, 64.0, {"exit": 1.0}) for n in range(1, 11)]
JUDGED = EpochDone(0, 10, 0.8, 0.6, 0.7, 0.75, 0.9, 5.0)


def write(folder: Path, *events: TrainingEvent, end: str = "\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(map(to_line, events)) + end if events else end
    with open(folder / "events.jsonl", "a", encoding="utf-8") as file:
        file.write(text)
    return folder


def test_that_events_come_back_as_they_were_written(tmp_path: Path) -> None:
    events: list[TrainingEvent] = [START, *STEPS, JUDGED]
    write(tmp_path, *events)
    assert read_events(tmp_path) == events
    assert read_events(tmp_path / "events.jsonl") == events


def test_that_a_half_written_line_waits_for_its_end(tmp_path: Path) -> None:
    line = to_line(STEPS[1])
    write(tmp_path, START, STEPS[0])
    write(tmp_path, end=line[:30])
    follower = Follower(tmp_path)
    assert follower.read() == [START, STEPS[0]]
    assert follower.read() == []
    write(tmp_path, end=line[30:] + "\n")
    assert follower.read() == [STEPS[1]]
    assert follower.damaged == 0


def test_that_a_line_that_a_kill_cut_short_is_left_out_and_counted(tmp_path: Path) -> None:
    write(tmp_path, START, STEPS[0])
    write(tmp_path, end=to_line(STEPS[1])[:30] + "\n")
    write(tmp_path, STEPS[2])
    follower = Follower(tmp_path)
    assert follower.read() == [START, STEPS[0], STEPS[2]]
    assert follower.damaged == 1


def test_that_following_goes_on_at_a_position(tmp_path: Path) -> None:
    write(tmp_path, START)
    first = Follower(tmp_path)
    first.read()
    write(tmp_path, *STEPS)
    assert Follower(tmp_path, first.position).read() == STEPS


def test_that_a_directory_can_be_followed_before_it_is_there(tmp_path: Path) -> None:
    follower = Follower(tmp_path / "later")
    assert follower.read() == []
    write(tmp_path / "later", START)
    assert follower.read() == [START]


def test_that_a_run_that_took_the_place_of_another_is_read_from_its_start(tmp_path: Path) -> None:
    write(tmp_path, START, *STEPS)
    follower, curves = Follower(tmp_path), Curves()
    curves.extend(follower.read())
    (tmp_path / "events.jsonl").unlink()
    write(tmp_path, START, STEPS[0])
    curves.extend(follower.read())
    assert curves.steps.column("step").tolist() == [1]


LONGER = [replace(step, loss=9.0, images_per_second=32.0) for step in STEPS]


def test_that_a_longer_run_in_the_place_of_another_is_not_mixed_with_it(tmp_path: Path) -> None:
    run, other = write(tmp_path / "run", START, *STEPS[:3]), write(tmp_path / "new", START, *LONGER)
    follower, curves = Follower(run), Curves()
    curves.extend(follower.read())
    (other / "events.jsonl").replace(run / "events.jsonl")
    curves.extend(follower.read())
    assert curves.steps.column("loss").tolist() == [9.0] * len(LONGER)
    assert follower.damaged == 0
    assert follower.read() == []


def test_that_a_run_that_was_seen_to_be_gone_is_read_from_its_start_when_it_is_back(
    tmp_path: Path,
) -> None:
    run = write(tmp_path / "run", START, *STEPS[:3])
    first = Follower(run)
    first.read()
    follower = Follower(run, first.position)  # it does not know what it has not read itself
    kept = (run / "events.jsonl").rename(tmp_path / "away")
    assert follower.read() == []
    kept.rename(run / "events.jsonl")
    assert follower.read() == [START, *STEPS[:3]]


def test_that_the_list_tells_what_each_run_has_reached(tmp_path: Path) -> None:
    better = EpochDone(1, 20, 0.8, 0.6, 0.7, 0.85, 0.9, 5.0)
    run = write(tmp_path / "one", START, *STEPS, JUDGED, better, RunEnded("stopped", 20, "w", 0.8))
    (run / "config.toml").write_text('recipe = "demo"\n')
    (found,) = runs_in(tmp_path)
    assert (found.name, found.state, found.best) == ("one", "stopped", 0.85)
    assert (found.epochs_done, found.epochs, found.note) == (2, 4, "demo")


def test_that_epochs_that_were_thrown_away_do_not_count_in_the_list(tmp_path: Path) -> None:
    lost = EpochDone(1, 20, 0.8, 0.6, 0.7, 0.85, 0.9, 5.0)
    run = write(tmp_path / "one", START, *STEPS, JUDGED, lost, replace(START, step=15))
    found, curves = summary(run), Curves()
    curves.extend(read_events(run))
    assert (found.best, found.epochs_done) == (0.75, 1)
    assert best_top1(curves) == (found.best, found.epochs_done), "the page beside says the same"
    again = replace(lost, validation_top1=0.8)
    assert (summary(write(run, again)).best, summary(run).epochs_done) == (0.8, 2)


def test_that_the_list_knows_why_a_run_failed_until_it_goes_on(tmp_path: Path) -> None:
    why = RunEnded("failed", 20, "w", 0.8, "", "loss-not-finite", {"step": "20"})
    run = write(tmp_path / "one", START, *STEPS, JUDGED, why)
    assert (summary(run).state, summary(run).failed) == ("failed", why)
    write(run, START)
    assert (summary(run).state, summary(run).failed) == ("running", None)


def test_that_a_note_takes_the_place_of_the_recipe(tmp_path: Path) -> None:
    run = write(tmp_path / "one", START)
    (run / "config.toml").write_text('recipe = "demo"\n')
    write_note(run, "  same seed\n")
    assert summary(run).note == "same seed"


def test_that_the_list_reads_only_what_has_changed(tmp_path: Path) -> None:
    run = write(tmp_path / "one", START, *STEPS, JUDGED, RunEnded("stopped", 10, "w", 0.8))
    (found,) = runs_in(tmp_path)
    file = run / "events.jsonl"
    times, size = (file.stat().st_atime_ns, file.stat().st_mtime_ns), file.stat().st_size
    file.write_bytes(b"\n" * size)
    os.utime(file, ns=times)
    assert runs_in(tmp_path) == [found], "it was not read again"
    write_note(run, "mine")
    assert summary(run).note == "mine"
    write(run, START, JUDGED, RunEnded("finished", 40, "w", 0.8))
    assert (summary(run).state, summary(run).epochs_done) == ("finished", 1)


def test_that_a_run_that_fell_silent_is_not_called_running(tmp_path: Path) -> None:
    run = write(tmp_path / "one", START, *STEPS)
    assert summary(run).state == "running"
    long_ago = time.time() - 3600
    os.utime(run / "events.jsonl", (long_ago, long_ago))
    assert summary(run).state == "stopped"
    write(run, Paused(10))
    os.utime(run / "events.jsonl", (long_ago, long_ago))
    assert summary(run).state == "paused"


def test_that_a_run_whose_writer_is_gone_has_stopped_whatever_it_said_last(tmp_path: Path) -> None:
    run = write(tmp_path / "one", START, *STEPS)
    with alone_in(run):
        os.utime(run / "events.jsonl", (0, 0))
        assert summary(run).state == "running"
    assert summary(run).state == "stopped"
    write(run, Paused(10))
    assert summary(run).state == "stopped"


def test_that_other_folders_and_files_are_no_runs(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "events.jsonl").write_text("")
    assert runs_in(tmp_path) == []
    assert runs_in(tmp_path / "nowhere") == []


def test_that_the_newest_run_comes_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old")):
        run = write(tmp_path / name, START)
        began = time.time() - 1000 * age
        os.utime(run / "events.jsonl", (began, began))
    assert [run.name for run in runs_in(tmp_path)] == ["new", "old"]
