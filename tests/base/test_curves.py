"""Curves say what the events said, also after a run went back to its checkpoint."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from xception_gui.base.curves import Curves, best_top1, progress
from xception_gui.base.events import (
    BatchHalved,
    EpochDone,
    Paused,
    PictureLost,
    Preparing,
    Resumed,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
)
from xception_gui.base.growing import Growing


def started(step: int = 0) -> RunStarted:
    """Four epochs of ten steps of 32 pictures."""
    return RunStarted("run", ("a", "b"), 320, 40, step, 40, 4, "cpu", "float32")


def step(number: int, speed: float = 64.0, loss: float = 1.0) -> StepDone:
    return StepDone(number, (number - 1) // 10, loss, 0.5, 0.01, speed, {"exit": 2.0})


def epoch(number: int, top1: float | None = 0.5, seconds: float = 5.0) -> EpochDone:
    judged = (None, None, None) if top1 is None else (0.7, top1, 0.9)
    return EpochDone(number, 10 * (number + 1), 0.8, 0.6, *judged, seconds)


def grown(*events: TrainingEvent) -> Curves:
    curves = Curves()
    curves.extend(events)
    return curves


def test_that_steps_and_epochs_lie_where_they_were_on_every_axis() -> None:
    curves = grown(started(), *(step(n) for n in range(1, 11)), epoch(0))
    assert curves.steps.column("step").tolist() == list(range(1, 11))
    np.testing.assert_allclose(curves.steps.column("epoch"), np.arange(1, 11) / 10)
    np.testing.assert_allclose(curves.steps.column("seconds"), np.arange(1, 11) / 2)
    assert [curves.epochs.last(name) for name in ("step", "epoch", "seconds")] == [10, 1, 5]
    assert curves.steps.column("norm.exit").tolist() == [2.0] * 10


def test_that_the_end_of_an_epoch_puts_its_time_right() -> None:
    curves = grown(started(), *(step(n) for n in range(1, 11)), epoch(0, seconds=10))
    curves.extend([*(step(n) for n in range(11, 21)), epoch(1, seconds=20)])
    np.testing.assert_allclose(curves.steps.column("seconds")[[4, 9, 14, 19]], [5, 10, 20, 30])
    assert curves.epochs.column("seconds").tolist() == [10, 30]


def test_that_a_resumed_run_does_its_last_steps_again() -> None:
    curves = grown(started(), *(step(n, loss=1.0) for n in range(1, 16)), epoch(0))
    curves.extend([started(step=8), *(step(n, loss=2.0) for n in (9, 10)), epoch(0, top1=0.6)])
    assert curves.steps.column("loss").tolist() == [1.0] * 8 + [2.0] * 2
    assert curves.epochs.column("top1").tolist() == [0.6]


def test_that_an_epoch_without_validation_has_no_value() -> None:
    curves = grown(started(), step(1), epoch(0, top1=None))
    assert np.isnan(curves.epochs.column("top1")).all()
    assert best_top1(curves) is None


def test_that_the_best_epoch_is_the_first_of_the_best() -> None:
    curves = grown(started(), *(epoch(n, top1) for n, top1 in enumerate((0.2, 0.8, None, 0.8))))
    assert best_top1(curves) == (0.8, 2)


def test_that_a_flow_that_begins_to_learn_late_has_no_norm_before() -> None:
    later = StepDone(2, 0, 1.0, 0.5, 0.01, 64.0, {"exit": 2.0, "entry": 3.0})
    curves = grown(started(), step(1), later)
    np.testing.assert_array_equal(curves.steps.column("norm.entry"), [np.nan, 3.0])


def test_that_the_remaining_time_is_that_of_the_steps_that_are_left() -> None:
    done = progress(grown(started(), *(step(n) for n in range(1, 14))))
    assert (done.step, done.steps, done.epoch, done.epochs) == (13, 40, 2, 4)
    assert done.seconds_left == pytest.approx(27 / 2)
    assert done.speed == pytest.approx(64)
    assert done.share == 13 / 40


def test_that_nothing_is_said_of_the_time_before_the_first_steps() -> None:
    assert progress(Curves()).seconds_left is None
    done = progress(grown(started()))
    assert (done.epoch, done.seconds_left) == (1, None)


def test_that_the_last_epoch_is_not_passed() -> None:
    assert progress(grown(started(), *(step(n) for n in range(1, 41)))).epoch == 4


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([], "preparing"),
        ([started()], "running"),
        ([started(), Paused(3)], "paused"),
        ([started(), Paused(3), Resumed(3)], "running"),
        ([started(), RunEnded("stopped", 3, "w", None)], "stopped"),
        ([started(), RunEnded("failed", 3, "w", None)], "failed"),
        ([started(), RunEnded("finished", 40, "w", 0.9)], "finished"),
        ([started(), RunEnded("stopped", 3, "w", None), started(3)], "running"),
    ],
)
def test_that_the_state_is_that_of_the_last_event(events: list[TrainingEvent], state: str) -> None:
    assert grown(*events).state == state


def test_that_rows_cost_the_same_however_many_there_are() -> None:
    """Arrays are made anew only when they have doubled: a few dozen times for 50,000 rows."""
    rows, arrays = Growing("step"), set()
    for number in range(50_000):
        rows.add({"step": number, "loss": 1.0})
        arrays.add(rows._columns["loss"].shape)
    assert len(rows) == 50_000
    assert len(arrays) <= 12


def test_that_a_column_is_looked_at_and_not_copied() -> None:
    rows = Growing("step")
    rows.add({"step": 1.0})
    assert np.shares_memory(rows.column("step"), rows._columns["step"])
    assert np.isnan(rows.column("nothing")).all()


def test_that_thrown_away_rows_are_counted() -> None:
    rows = Growing("step")
    for number in (1, 2, 3):
        rows.add({"step": number})
    before = rows.cuts
    rows.add({"step": 2})
    assert rows.column("step").tolist() == [1, 2]
    assert rows.cuts == before + 1
    rows.add({"step": 3})
    assert rows.cuts == before + 1


def test_that_what_comes_before_the_first_step_is_told_until_it_comes() -> None:
    made = Curves()
    made.add(Preparing("pictures", 30, 120))
    assert progress(made).preparing == Preparing("pictures", 30, 120)
    assert progress(made).share == 0.25
    made.add(RunStarted("run", ("a", "b"), 3200, 320, 0, 1000, 10, "cpu", "float32"))
    assert progress(made).preparing is None
    assert progress(made).share == 0.0


def test_that_what_is_left_counts_the_ends_of_the_epochs_to_come() -> None:
    curves = grown(started(), *(step(n) for n in range(1, 11)))
    curves.add(replace(epoch(0), end_seconds=3.0))
    assert progress(curves).seconds_left == pytest.approx(30 / 2 + 3 * 3.0)
    curves.extend([*(step(n) for n in range(11, 41))])
    curves.extend(replace(epoch(n), end_seconds=3.0) for n in (1, 2))
    assert progress(curves).seconds_left == pytest.approx(3.0), "the last one is still to come"


def test_that_a_run_which_grows_is_running_though_its_writer_could_not_be_seen() -> None:
    curves = grown(started(), step(1))
    curves.abandon()
    curves.add(step(2))
    assert curves.state == "running"
    curves.add(RunEnded("stopped", 2, "", None, ""))
    assert curves.state == "stopped"


@pytest.mark.parametrize(("resumed", "parts"), [(4, 2), (2, None)])
def test_that_halved_batches_are_told_as_long_as_they_are_halved(
    resumed: int, parts: int | None
) -> None:
    curves = grown(started(), *(step(n) for n in range(1, 4)), BatchHalved(3, 16, 2), step(4))
    curves.add(started(resumed))
    assert (curves.halved.parts if curves.halved else None) == parts


def test_that_pictures_that_another_run_had_lost_are_not_those_of_this_one() -> None:
    lost = [PictureLost(3, name, "it ends early") for name in ("a.png", "b.png")]
    curves = grown(started(), step(1), *lost, started(), step(1), lost[1])
    assert curves.lost == {"b.png"}
