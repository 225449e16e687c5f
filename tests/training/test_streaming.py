"""Pictures that do not fit into memory are read while the run trains: nothing else changes."""

from __future__ import annotations

import json
import shutil
import threading
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import (
    CONFIG,
    Ran,
    class_folders,
    finish,
    interrupted,
    result_of,
    weights_of,
)
from xception_gui.base.events import (
    EpochDone,
    Paused,
    PictureLost,
    Preparing,
    RunStarted,
    StepDone,
    TrainingEvent,
)
from xception_gui.base.preprocessing import Grey, Normalize, ResizeExact
from xception_gui.base.problem import Problem
from xception_gui.images import ClassFolders
from xception_gui.training import Control, features, find_rate, pictures, reading, sources, train
from xception_gui.training.checkpoints import newest
from xception_gui.training.reading import AHEAD, Picked, complete, picked, picked_ahead, readable
from xception_gui.training.samples import read_samples, unread_samples
from xception_gui.training.sources import Unread

MIXED = replace(CONFIG, epochs=2, mixup=0.2, accumulate=2, checkpoint_steps=3)


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A run on pictures that all can be read, all of them in memory."""
    folder = tmp_path_factory.mktemp("memory")
    data = class_folders(folder / "data")
    (data / "red" / "broken.png").unlink()
    return Ran(data, folder / "run", tuple(finish(data, folder / "run", MIXED)))


@pytest.fixture
def sound(in_memory: Ran, tmp_path: Path) -> Path:
    """A copy of its pictures."""
    return shutil.copytree(in_memory.data, tmp_path / "sound")


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one picture fits."""
    monkeypatch.setattr(pictures, "room", lambda: 1_000)


def losses_of(events: Iterable[TrainingEvent]) -> dict[int, float]:
    return {event.step: event.loss for event in events if isinstance(event, StepDone)}


def judged(events: Iterable[TrainingEvent]) -> list[float | None]:
    return [event.validation_loss for event in events if isinstance(event, EpochDone)]


def lost(events: Iterable[TrainingEvent]) -> list[str]:
    return [event.name for event in events if isinstance(event, PictureLost)]


def same(one: Path, other: Path) -> bool:
    """Whether two runs ended with the same: result, model, averaged weights, optimiser."""
    contents = [newest(out).content for out in (one, other)]
    tensors = [list(_tensors(content)) for content in contents]
    results = [list(weights_of(out).values()) for out in (one, other)]
    pairs = [*zip(*tensors, strict=True), *zip(*results, strict=True)]
    return all(torch.equal(a, b) for a, b in pairs)


def _tensors(value: object) -> Iterator[torch.Tensor]:
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, one in inside:
            yield from () if key == "random" else _tensors(one)


def reading_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("read")]


@pytest.mark.usefixtures("no_room")
@pytest.mark.parametrize(("threads", "packed"), [(1, False), (5, True)])
def test_that_what_is_read_while_training_teaches_the_same_to_the_bit(
    in_memory: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: int, packed: bool
) -> None:
    monkeypatch.setattr(reading, "readers", lambda: threads)
    data = in_memory.data
    if packed:
        data = Path(shutil.make_archive(str(tmp_path / "data"), "zip", in_memory.data))
    events = list(train(data, tmp_path / "run", MIXED))
    started, *_ = events
    assert isinstance(started, RunStarted), "nothing is read before"
    assert (started.read_while, started.room) == (48 * 3 * 16 * 16, 1_000)
    assert not any(isinstance(event, Preparing) for event in events)
    assert losses_of(events) == losses_of(in_memory.events)
    assert judged(events) == judged(in_memory.events)
    assert same(tmp_path / "run", in_memory.out)
    for name in ("evaluation.json", "probes.npz"):
        if (in_memory.out / name).exists():
            assert (tmp_path / "run" / name).read_bytes() == (in_memory.out / name).read_bytes()
    assert not reading_threads()


def test_that_a_run_may_change_the_way_in_the_middle_of_an_epoch(
    in_memory: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, told = tmp_path / "run", list[TrainingEvent]()
    with monkeypatch.context() as small:
        small.setattr(pictures, "room", lambda: 0)
        told += interrupted(in_memory.data, out, 2, MIXED)
        told += interrupted(in_memory.data, out, 4, MIXED, resume=True)
    torch.rand(7)
    told += interrupted(in_memory.data, out, 7, MIXED, resume=True)
    monkeypatch.setattr(pictures, "room", lambda: 0)
    told += finish(in_memory.data, out, MIXED, resume=True)
    ways = [event.read_while > 0 for event in told if isinstance(event, RunStarted)]
    assert ways == [True, True, False, True]
    assert losses_of(told) == losses_of(in_memory.events)
    assert same(out, in_memory.out)


@pytest.mark.usefixtures("no_room")
def test_that_what_was_left_out_at_the_beginning_stays_left_out(
    often_saved: Ran, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    out.mkdir()
    shutil.copy(often_saved.out / "checkpoint-00000008.pt", out)
    events = finish(often_saved.data, out, resume=True)
    assert not lost(events)
    assert losses_of(events).items() <= losses_of(often_saved.events).items()
    assert same(out, often_saved.out)


@pytest.mark.usefixtures("no_room")
def test_that_a_picture_which_breaks_is_named_once_and_another_stands_in_for_it(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, other = tmp_path / "run", tmp_path / "other"
    interrupted(sound, out, 1, MIXED)
    shutil.copytree(out, other)
    for number in range(4):
        (sound / "blue" / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    events = finish(sound, out, MIXED, resume=True)
    assert sorted(lost(events)) == [f"blue/{number}.png" for number in range(4)]
    causes = {event.cause for event in events if isinstance(event, PictureLost)}
    assert all("blue" in cause and "\n" not in cause for cause in causes)
    unreadable = json.loads((out / "evaluation.json").read_text())["unreadable"]
    assert {one["path"] for one in unreadable} <= set(lost(events))
    monkeypatch.setattr(pictures, "room", lambda: 10**9)
    again = finish(sound, other, MIXED, resume=True)
    assert losses_of(again) == losses_of(events), "as if they lay in memory"
    assert sorted(lost(again)) == sorted(lost(events))
    assert same(out, other)


@pytest.mark.usefixtures("no_room")
def test_that_a_picture_which_comes_back_is_judged_and_no_longer_told_as_left_out(
    sound: Path, tmp_path: Path
) -> None:
    held, away = 24, tmp_path / "away"
    told = list[tuple[int, int]]()
    for event in train(sound, tmp_path / "run", replace(MIXED, validation=0.5)):
        if isinstance(event, RunStarted):
            shutil.copytree(sound / "blue", away)
            for path in sorted((sound / "blue").iterdir())[::2]:
                path.write_bytes(b"\x89PNG\r\n\x1a\n cut")
        if isinstance(event, EpochDone):
            found = json.loads((tmp_path / "run" / "evaluation.json").read_text())
            told.append((found["count"], len(found["unreadable"])))
            shutil.copytree(away, sound / "blue", dirs_exist_ok=True)
    assert told[0][1] > 0
    assert sum(told[0]) == held
    assert told[1] == (held, 0)


@pytest.mark.usefixtures("no_room")
def test_that_pictures_of_one_name_in_both_folders_are_told_apart(
    sound: Path, tmp_path: Path
) -> None:
    held = shutil.copytree(sound, tmp_path / "held")
    for folder in (sound, held):
        (folder / "blue" / "0.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    config = replace(MIXED, epochs=1, validation_data=str(held))
    told = lost(train(sound, tmp_path / "run", config))
    assert sorted(told) == sorted(["blue/0.png", str(held / "blue" / "0.png")])


@pytest.mark.parametrize("kept", [False, True])
def test_that_a_picture_which_cannot_be_read_holds_no_batch(sound: Path, kept: bool) -> None:
    """Else each step would leave its pictures in memory, as long as the run goes on."""
    (sound / "blue" / "0.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    data, steps = ClassFolders(sound), CONFIG.preprocessing
    samples = unread_samples(data, steps, range(48))
    if kept:
        (samples, _) = result_of(read_samples(data, steps, Control(), range(48), settled=True))
    gone = list[weakref.ref[Picked]]()
    for _ in range(3):
        found = picked(samples, [0, 1, 2], range(3))
        assert found.indices == [1, 1, 2]
        gone.append(weakref.ref(found))
        del found
        with pytest.raises(Problem):
            picked(samples, [0], range(1))
    assert [one() for one in gone] == [None] * 3
    assert "0.png" in str(samples.source.lost["blue/0.png"])


@pytest.mark.usefixtures("no_room")
def test_that_a_run_whose_pictures_vanish_ends_with_a_checkpoint_and_goes_on_with_them(
    sound: Path, tmp_path: Path, in_memory: Ran
) -> None:
    out, rest = tmp_path / "run", train(sound, tmp_path / "run", MIXED)
    assert any(isinstance(event, StepDone) for event in rest)
    (sound / "blue").rename(tmp_path / "away")
    (sound / "red").rename(tmp_path / "away too")
    with pytest.raises(Problem) as caught:
        list(rest)
    assert caught.value.code == "data-lost"
    assert ".png" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert newest(out).content["step"] > 0
    assert not reading_threads()
    (tmp_path / "away").rename(sound / "blue")
    (tmp_path / "away too").rename(sound / "red")
    finish(sound, out, MIXED, resume=True)
    assert newest(out).content["step"] == newest(in_memory.out).content["step"]


@pytest.mark.usefixtures("no_room")
def test_that_no_thread_outlives_stop_pause_and_whoever_looks_away(
    in_memory: Ran, tmp_path: Path
) -> None:
    control = Control()
    events = train(in_memory.data, tmp_path / "run", MIXED, control)
    seen = 0
    for event in events:
        if isinstance(event, StepDone):
            seen += len(reading_threads())
            (control.pause if event.step == 2 else control.stop).set()
        if isinstance(event, Paused):
            assert not reading_threads()
            control.pause.clear()
    assert seen, "they were there"
    assert not reading_threads()
    events = train(in_memory.data, tmp_path / "other", MIXED)
    assert any(isinstance(event, StepDone) and reading_threads() for event in events)
    events.close()  # type: ignore[attr-defined]
    assert not reading_threads()


@pytest.mark.usefixtures("no_room")
def test_that_a_head_learns_the_same_from_pictures_that_are_read_for_their_features(
    in_memory: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = replace(CONFIG, trained="head", epochs=1, augmentation="none")
    (in_memory.data / "red" / "zz.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    try:
        told = finish(in_memory.data, tmp_path / "one", replace(head, validation=0.0))
    finally:
        (in_memory.data / "red" / "zz.png").unlink()
    assert lost(told) == ["red/zz.png"]
    streamed = finish(in_memory.data, tmp_path / "two", head)
    with monkeypatch.context() as large:
        large.setattr(pictures, "room", lambda: 10**9)
        assert losses_of(finish(in_memory.data, tmp_path / "three", head)) == losses_of(streamed)
    monkeypatch.setattr(features, "room", lambda: 1_000)
    with pytest.raises(Problem) as caught:
        finish(in_memory.data, tmp_path / "four", head)
    assert caught.value.code == "data-memory"


@pytest.mark.usefixtures("no_room")
def test_that_the_rate_finder_reads_them_too(in_memory: Ran) -> None:
    tried = list(find_rate(in_memory.data, replace(CONFIG, epochs=1), steps=6))
    assert len(tried) == 7, "more steps than an epoch has"
    assert not reading_threads()


class Counted(Unread):
    """Counts what was read."""

    count = 0

    def read(self, row: int) -> torch.Tensor:
        self.count += 1
        return super().read(row)


@pytest.mark.parametrize("batch", [1, 4])
def test_that_no_more_than_a_few_batches_are_in_memory(in_memory: Ran, batch: int) -> None:
    data = ClassFolders(in_memory.data)
    source = Counted(data, CONFIG.preprocessing)
    samples = replace(unread_samples(data, CONFIG.preprocessing, range(48)), source=source)
    wanted = [list(range(start, start + batch)) for start in range(0, 48, batch)]
    batches = picked_ahead(samples, ((one, range(batch)) for one in wanted))
    for used, found in enumerate(batches, start=1):
        assert found.indices == wanted[used - 1]
        assert source.count <= (used + AHEAD) * batch
    assert source.count == 48
    source.count = 0
    for used, (indices, pixels) in enumerate(readable(samples, iter(wanted)), start=1):
        assert (indices, len(pixels)) == (wanted[used - 1], batch)
        assert source.count <= (used + AHEAD) * batch


def test_that_a_picture_made_grey_before_it_is_stretched_is_read_as_it_is_stretched(
    in_memory: Ran,
) -> None:
    stretched = ResizeExact(24)
    for steps in ((Grey(), stretched, Normalize()), (stretched, Grey(), Normalize())):
        assert sources.reading_side(steps) == 24
        pixels = Unread(ClassFolders(in_memory.data), steps).read(0)
        assert pixels.shape == (3, 24, 24)
        assert torch.equal(pixels[0], pixels[2])
    enlarged = (stretched, Grey(), ResizeExact(48), Normalize())
    assert sources.reading_steps(enlarged) == enlarged[:2]


@pytest.mark.parametrize(("said", "count"), [("2", 2), ("0", 1), ("", 1), ("-3", 1), ("two", 1)])
def test_that_processes_share_a_machine_only_where_their_number_is_one(
    monkeypatch: pytest.MonkeyPatch, said: str, count: int
) -> None:
    monkeypatch.setattr(sources, "free_memory", lambda: 48_000)
    monkeypatch.setenv("LOCAL_WORLD_SIZE", said)
    assert sources.room() == 24_000 // count
    assert reading.readers() >= 1


def test_that_a_rank_reads_its_part_and_later_what_another_one_had(in_memory: Ran) -> None:
    data = ClassFolders(in_memory.data)
    samples = unread_samples(data, CONFIG.preprocessing, range(48))
    (found,) = picked_ahead(samples, [([7, 3, 30, 9], [1, 2])])
    assert found.filled == {1, 2}
    assert not found.pixels[0].any()
    complete(samples, found, range(4))
    expected = torch.stack([samples.read(index) for index in (7, 3, 30, 9)])
    assert torch.equal(found.pixels, expected)
