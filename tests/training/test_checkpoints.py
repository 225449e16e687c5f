"""A checkpoint is whole or the previous one, whatever happens while it is written."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG as LOOP
from tests.training.samples import Ran, finish, interrupted, weights_of
from xception_gui.base import atomic
from xception_gui.base.config import XceptionConfig
from xception_gui.base.events import CheckpointSaved, EpochDone, RunEnded, RunStarted
from xception_gui.base.problem import Problem
from xception_gui.base.training import TrainingConfig
from xception_gui.images import ClassFolders
from xception_gui.training import checkpoints as states
from xception_gui.training import loop, train
from xception_gui.training.pictures import listing
from xception_gui.training.state import fresh
from xception_gui.weights import load_weights

CONFIG = TrainingConfig(model=XceptionConfig(width=0.05, middle_blocks=0, num_classes=2))


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_that_a_full_disk_keeps_the_previous_checkpoint_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "checkpoint.pt"
    state = fresh(CONFIG, torch.device("cpu"))
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
        states.save(fresh(CONFIG, torch.device("cpu")), CONFIG, (), tmp_path / "c.pt")
    assert caught.value.code == "disk-full"
    assert not Path(name).exists()


def test_that_a_checkpoint_restores_every_tensor(tmp_path: Path) -> None:
    state = fresh(CONFIG, torch.device("cpu"))
    state.step = 7
    states.save(state, CONFIG, ("a", "b"), tmp_path / "c.pt")
    config, again = states.restore(states.read(tmp_path / "c.pt"), torch.device("cpu"))
    assert (config, again.step) == (CONFIG, 7)
    for name, tensor in state.model.state_dict().items():
        assert torch.equal(tensor, again.model.state_dict()[name])


def test_that_the_last_three_and_the_best_are_kept(often_saved: Ran) -> None:
    names = sorted(path.name for path in often_saved.out.glob("*.pt"))
    assert names == ["best.pt", *(f"checkpoint-{step:08}.pt" for step in (8, 10, 12))]
    judged = [event for event in often_saved.events if isinstance(event, EpochDone)]
    best = max(judged, key=lambda e: e.validation_top1 or 0)
    assert states.read(often_saved.out / "best.pt")["step"] == best.step


def test_that_the_best_checkpoint_is_its_averaged_weights_and_can_be_resumed(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    finish(data, out, replace(LOOP, epochs=1))
    best, result = load_weights(out / "best.pt").model, load_weights(out / "weights.safetensors")
    for name, tensor in result.model.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            assert torch.equal(tensor, best.state_dict()[name]), name
    _, state = states.restore(states.read(out / "best.pt"), torch.device("cpu"))
    assert state.average is not None
    assert state.average.keys() == dict(state.model.named_parameters()).keys()


@pytest.mark.parametrize("damage", ["cut", "empty", "flipped", "foreign"])
def test_that_the_newest_whole_checkpoint_is_taken_and_the_damaged_one_named(
    often_saved: Ran, tmp_path: Path, damage: str
) -> None:
    out = tmp_path / "run"
    shutil.copytree(often_saved.out, out)
    latest = out / "checkpoint-00000012.pt"
    content = bytearray(latest.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 300] = bytes(byte ^ 16 for byte in content[middle : middle + 300])
    latest.write_bytes(
        {"cut": content[:5000], "empty": b"", "flipped": content, "foreign": b"hello"}[damage]
    )
    events = train(often_saved.data, out, LOOP, resume=True)
    started = next(event for event in events if isinstance(event, RunStarted))
    assert started.resumed_from.endswith("checkpoint-00000010.pt")
    assert started.step == 10
    (told,) = started.damaged
    assert told.startswith("checkpoint-00000012.pt: ")


def test_that_damaged_checkpoints_do_not_have_the_new_ones_removed(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    interrupted(data, out, 3)
    for step in (20, 21, 22):
        (out / f"checkpoint-{step:08}.pt").write_bytes(b"")
    told = train(data, out, LOOP, resume=True)
    kept = [Path(e.path).exists() for e in told if isinstance(e, CheckpointSaved)]
    assert kept
    assert all(kept)


def test_that_a_run_killed_before_its_first_checkpoint_goes_on_with_its_best(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    out = tmp_path / "run"
    config = replace(LOOP, checkpoint_steps=1000)
    events = train(data, out, config)
    epochs = 0
    for event in events:
        epochs += isinstance(event, EpochDone)
        if epochs == 2:
            break
    events.close()  # nothing more is written, as by a kill
    assert not states.checkpoints(out)
    events = finish(data, out, resume=True)
    assert isinstance(events[0], RunStarted)
    assert events[0].resumed_from.endswith("best.pt")
    assert events[0].step > 0
    one, two = weights_of(out), weights_of(whole.out)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_copied_run_goes_on_with_its_newest_checkpoint_whatever_the_times_of_its_files(
    often_saved: Ran, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    shutil.copytree(often_saved.out, out)
    for age, name in enumerate(["checkpoint-00000010.pt", "best.pt", "checkpoint-00000012.pt"]):
        os.utime(out / name, (1e9 - age, 1e9 - age))
    assert states.newest(out).path.name == "checkpoint-00000012.pt"


def test_that_slow_steps_are_kept_more_often(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_MOST_SECONDS", 0.0)
    config = replace(LOOP, epochs=1, checkpoint_steps=1000)
    events = finish(data, tmp_path / "run", config)
    saved = [event.step for event in events if isinstance(event, CheckpointSaved)]
    assert isinstance(events[-1], RunEnded)
    last = events[-1].step
    assert saved == [*range(1, last + 1), last]


def test_that_no_whole_checkpoint_is_one_line(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    out.mkdir()
    for content in (None, b"", b"PK\x03\x04 nothing", b"\x80\x02hello"):
        if content is not None:
            (out / "checkpoint-00000001.pt").write_bytes(content)
        with pytest.raises(Problem) as caught:
            finish(data, out, resume=True)
        assert caught.value.code == "checkpoint"
        assert "\n" not in str(caught.value)


def test_that_a_checkpoint_of_an_early_version_goes_on(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    """It had one file without a number, and fewer entries."""
    out = tmp_path / "run"
    interrupted(data, out, 2)
    content = states.read(out / "checkpoint-00000002.pt")
    for name in ("scaler", "random", "parts", "judged", "last", "best", "pictures", "left_out"):
        del content[name]
    for name in ("optimiser", "accumulate", "thaw", "weights", "trained", "images"):
        content["training"].pop(name)
    (out / "checkpoint-00000002.pt").unlink()
    torch.save(content, out / "checkpoint.pt")
    finish(data, out, resume=True)
    one, two = weights_of(whole.out), weights_of(out)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_the_thread_count_of_the_run_is_restored(data: Path, tmp_path: Path) -> None:
    kept = torch.get_num_threads()
    try:
        torch.set_num_threads(kept + 1)
        interrupted(data, tmp_path / "run", 2)
        torch.set_num_threads(kept)
        interrupted(data, tmp_path / "run", 3, resume=True)
        assert torch.get_num_threads() == kept + 1
    finally:
        torch.set_num_threads(kept)


def test_that_a_run_directory_says_where_it_was_made(data: Path, tmp_path: Path) -> None:
    interrupted(data, tmp_path / "run", 0)
    said = json.loads((tmp_path / "run" / "environment.json").read_text())
    assert said["torch"] == torch.__version__
    assert said["threads"] == torch.get_num_threads()


def _added(data: Path) -> None:
    shutil.copy(data / "red" / "1.png", data / "red" / "new.png")


def _renamed(data: Path) -> None:
    (data / "blue" / "0.png").rename(data / "blue" / "zero.png")


def _removed(data: Path) -> None:
    (data / "blue" / "0.png").unlink()


@pytest.mark.parametrize(("change", "count"), [(_added, 49), (_removed, 47), (_renamed, 48)])
def test_that_a_run_does_not_go_on_with_other_pictures(
    data: Path, tmp_path: Path, change: Callable[[Path], None], count: int
) -> None:
    """Else others were held back, and it would be judged on what it has learnt."""
    interrupted(data, tmp_path / "run", 2)
    change(data)
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", resume=True)
    assert caught.value.code == "resume-data"
    assert (caught.value.fields["count"], caught.value.fields["before"]) == (count, 48)


def test_that_a_run_goes_on_with_data_that_moved_or_lost_what_it_never_had(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    interrupted(data, tmp_path / "run", 2)
    (data / "red" / "broken.png").unlink()
    finish(data.rename(tmp_path / "moved"), tmp_path / "run", resume=True)
    one, two = weights_of(whole.out), weights_of(tmp_path / "run")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_run_does_not_go_on_to_be_judged_on_other_pictures(
    data: Path, tmp_path: Path
) -> None:
    """Epochs before and after would stand in one curve."""
    held = shutil.copytree(data, tmp_path / "held")
    config = replace(LOOP, validation_data=str(held))
    interrupted(data, tmp_path / "run", 2, config)
    _added(held)
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", resume=True)
    assert (caught.value.code, caught.value.fields["file"]) == ("resume-data", str(held))
    assert (caught.value.fields["count"], caught.value.fields["before"]) == (49, 48)
    (held / "red" / "new.png").unlink()
    finish(data, tmp_path / "run", resume=True)


@pytest.mark.parametrize("first", ["folder", "zip"])
def test_that_a_run_that_left_a_picture_out_goes_on_with_a_zip_of_its_folder_and_back(
    data: Path, tmp_path: Path, whole: Ran, first: str
) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", data.parent, data.name))
    one, other = (data, packed) if first == "folder" else (packed, data)
    interrupted(one, tmp_path / "run", 2)
    finish(other, tmp_path / "run", resume=True)
    wanted, found = weights_of(whole.out), weights_of(tmp_path / "run")
    assert all(torch.equal(wanted[name], found[name]) for name in wanted)


def test_that_a_zip_of_a_folder_has_the_same_pictures(data: Path, tmp_path: Path) -> None:
    nothing = ((), ())
    found = listing(ClassFolders(data), LOOP, nothing)
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", data.parent, data.name)
    assert listing(ClassFolders(packed), LOOP, nothing) == found
    few = replace(LOOP, images=8)
    left_out = (("red/broken.png",), ())
    assert listing(ClassFolders(data), LOOP, left_out) != found
    assert listing(ClassFolders(data), few, left_out) == found, "chosen among all"
