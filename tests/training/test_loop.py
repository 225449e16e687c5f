"""The loop on a tiny data set with a narrow real network."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, Ran, finish, interrupted, weights_of
from xception_gui.base.events import (
    CheckpointSaved,
    EpochDone,
    Preparing,
    RunEnded,
    RunStarted,
    StepDone,
    TrainingEvent,
    from_line,
)
from xception_gui.base.preprocessing import Grey, Normalize
from xception_gui.base.problem import Problem
from xception_gui.base.results import Evaluation
from xception_gui.images import ClassFolders
from xception_gui.inference import Engine, evaluate
from xception_gui.training import Control, batches, recorded, train
from xception_gui.training.checkpoints import newest
from xception_gui.weights import load_weights


def test_that_a_run_learns_and_leaves_weights_that_classify(whole: Ran) -> None:
    started, ended = whole.events[0], whole.events[-1]
    assert isinstance(started, RunStarted)
    assert (started.train_images, started.validation_images, started.unreadable) == (38, 10, 1)
    assert isinstance(ended, RunEnded)
    assert ended.reason == "finished"
    assert ended.validation_top1 == 1.0
    loaded = load_weights(ended.weights)
    assert loaded.weights.classes == ("blue", "red")
    assert loaded.weights.trained
    losses = [event.loss for event in whole.events if isinstance(event, StepDone)]
    assert losses[-1] < 0.5 * losses[0]


ALL = replace(
    CONFIG, rand_augment=1, erasing=0.3, mixup=0.2, cutmix=1.0, accumulate=2, clip_norm=1.0,
    optimiser="adamw", learning_rate=0.003, checkpointing="blocks", epochs=2,
)  # fmt: skip
STOPS = sorted(random.Random(4).sample(range(1, 12), 3))


def losses_of(events: Iterable[TrainingEvent]) -> dict[int, float]:
    return {event.step: event.loss for event in events if isinstance(event, StepDone)}


def test_that_a_run_resumed_again_and_again_equals_the_uninterrupted_one_to_the_bit(
    data: Path, tmp_path: Path, whole: Ran
) -> None:
    out, told = tmp_path / "cut", list[TrainingEvent]()
    for stop_after in STOPS:
        told += interrupted(data, out, stop_after, resume=bool(told))
        torch.rand(7)  # whatever else the process draws must not matter
    told += finish(data, out, resume=True)
    assert losses_of(told) == losses_of(whole.events)
    one, two = weights_of(whole.out), weights_of(out)
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_a_run_with_everything_resumes_to_the_bit(data: Path, tmp_path: Path) -> None:
    undisturbed = finish(data, tmp_path / "whole", ALL)
    told = interrupted(data, tmp_path / "cut", 5, ALL)
    torch.rand(7)
    told += finish(data, tmp_path / "cut", resume=True)
    assert losses_of(told) == losses_of(undisturbed)
    one, two = weights_of(tmp_path / "whole"), weights_of(tmp_path / "cut")
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_that_another_seed_gives_another_loss(data: Path, tmp_path: Path, whole: Ran) -> None:
    events = train(data, tmp_path / "other", replace(CONFIG, seed=1))
    first = next(event for event in events if isinstance(event, StepDone))
    assert first.loss != losses_of(whole.events)[1]


def test_that_stop_acts_within_a_step_and_leaves_a_loadable_checkpoint(
    data: Path, tmp_path: Path
) -> None:
    control = Control()
    steps = 0
    for event in train(data, tmp_path / "run", CONFIG, control):
        steps += isinstance(event, StepDone)
        if isinstance(event, StepDone) and event.step == 2:
            control.stop.set()
    assert steps == 2
    assert isinstance(event, RunEnded)
    assert event.reason == "stopped"
    assert load_weights(event.weights).weights.classes == ("blue", "red")


def test_that_a_loss_that_is_no_number_stops_the_run_and_keeps_the_checkpoint(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = train(data, tmp_path / "run", replace(CONFIG, checkpoint_steps=1))
    for event in events:
        if isinstance(event, CheckpointSaved) and event.step == 2:
            break
    good = (tmp_path / "run" / "checkpoint-00000002.pt").read_bytes()
    monkeypatch.setattr(batches, "to_input", lambda *_: torch.full((8, 3, 24, 24), float("nan")))
    with pytest.raises(Problem, match="step 2"):
        list(events)
    assert newest(tmp_path / "run").path.read_bytes() == good


def test_that_the_averaged_weights_are_judged_with_recomputed_statistics(
    data: Path, tmp_path: Path
) -> None:
    done = [
        e
        for e in finish(data, tmp_path / "run", replace(CONFIG, ema_decay=0.99))
        if isinstance(e, EpochDone)
    ]
    assert done[-1].validation_top1 == 1.0


def test_that_a_stopped_run_has_the_weights_of_its_last_whole_epoch(
    data: Path, tmp_path: Path
) -> None:
    control = Control()
    judged = []
    for event in train(data, tmp_path / "run", CONFIG, control):
        judged += [event.validation_top1] if isinstance(event, EpochDone) else []
        if isinstance(event, StepDone) and event.step == 6:
            control.stop.set()
    assert isinstance(event, RunEnded)
    assert event.weights.endswith("weights.safetensors")
    assert load_weights(event.weights).weights.record["validation_top1"] == judged[0]


def test_that_a_run_without_validation_says_nothing_of_it(data: Path, tmp_path: Path) -> None:
    events = finish(data, tmp_path / "run", replace(CONFIG, epochs=1, validation=0.0))
    (done,) = [event for event in events if isinstance(event, EpochDone)]
    assert done.validation_top1 is None


def test_that_events_and_config_lie_in_the_run_directory(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    config = replace(CONFIG, epochs=1)
    events = list(recorded(train(data, out, config), out, config))
    lines = (out / "events.jsonl").read_text().splitlines()
    assert [from_line(line) for line in lines] == [
        event for event in events if not isinstance(event, Preparing)
    ]
    assert json.loads(lines[0])["event"] == "RunStarted"
    from xception_gui.training import read_config

    own = replace(config, model=replace(config.model, num_classes=2))  # as the data have
    assert read_config(out / "config.toml") == own


def test_that_events_which_cannot_be_written_end_the_run_in_one_line(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    (out / "events.jsonl").mkdir(parents=True)
    with pytest.raises(Problem) as caught:
        list(recorded(train(data, out, CONFIG), out, CONFIG))
    assert caught.value.code == "write-failed"
    assert "events.jsonl" in str(caught.value)


def test_that_growth_changes_the_input_size_and_ends_at_the_full_one() -> None:
    from xception_gui.training.schedule import size_at

    config = replace(CONFIG, growth=((0.0, 16), (0.5, 20), (0.75, 24)), epochs=4)
    assert [size_at(config, step, 10) for step in (0, 19, 20, 29, 30, 39)] == [
        16,
        16,
        20,
        20,
        24,
        24,
    ]


def test_that_resuming_with_other_classes_is_refused_in_one_line(
    data: Path, tmp_path: Path
) -> None:
    finish(data, tmp_path / "run", replace(CONFIG, epochs=1))
    (data / "red").rename(data / "green")
    with pytest.raises(Problem) as caught:
        finish(data, tmp_path / "run", resume=True)
    assert caught.value.code == "resume-classes"
    assert "\n" not in str(caught.value)


def test_that_training_and_evaluate_judge_alike(data: Path, tmp_path: Path) -> None:
    """All pictures are learnt and judged, so that `evaluate` can be asked for the same ones."""
    out = tmp_path / "run"
    (data / "red" / "broken.png").unlink()
    finish(data, out, replace(CONFIG, epochs=1, images=48))
    said = json.loads((out / "evaluation.json").read_text())
    *_, found = evaluate(
        Engine(load_weights(out / "weights.safetensors"), "cpu", "float32"), ClassFolders(data)
    )
    assert isinstance(found, Evaluation)
    assert (said["count"], said["confusion"]) == (found.count, found.confusion.tolist())
    assert said["loss"] == pytest.approx(found.loss, rel=0.01)  # enlarged by torch, by Pillow
    assert {e["name"] for e in said["worst"]} == {e.name for e in found.worst}


def test_that_a_run_is_judged_on_a_folder_of_its_own(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "judge"
    for number, label in enumerate(("blue", "red", "blue")):
        (other / label).mkdir(parents=True, exist_ok=True)
        shutil.copy(data / label / f"{number}.png", other / label / f"{number}.png")
    config = replace(CONFIG, epochs=1, validation_data=str(other))
    events = finish(data, tmp_path / "run", config)
    started = next(event for event in events if isinstance(event, RunStarted))
    assert (started.train_images, started.validation_images) == (48, 3)
    assert (started.data, started.judged) == (str(data), str(other))
    (other / "red").rename(other / "green")
    with pytest.raises(Problem, match="other classes"):
        finish(data, tmp_path / "again", config)


def test_that_a_network_with_one_channel_learns_from_grey_pictures(
    data: Path, tmp_path: Path
) -> None:
    one = replace(CONFIG.model, in_chans=1)
    finish(data, tmp_path / "run", replace(CONFIG, epochs=1, model=one))
    weights = load_weights(tmp_path / "run" / "weights.safetensors").weights
    *_, grey, scale = weights.preprocessing
    assert (grey, scale) == (Grey(), Normalize((0.5,), (0.5,)))


def test_that_a_network_learns_and_is_judged_alike_without_a_step_that_scales(
    data: Path, tmp_path: Path
) -> None:
    """Values from 0 to 1, as everywhere else where no step says otherwise."""
    config = replace(CONFIG, epochs=1, preprocessing=CONFIG.preprocessing[:-1])
    finish(data, tmp_path / "run", config)
    scaled = (*config.preprocessing, Normalize((0.0,), (1.0,)))
    finish(data, tmp_path / "same", replace(config, preprocessing=scaled))
    one, two = weights_of(tmp_path / "run"), weights_of(tmp_path / "same")
    assert all(torch.equal(one[name], two[name]) for name in one)


@pytest.mark.parametrize("mean", [(), (0.5, 0.5), ("half",), (float("nan"),)])
def test_that_a_scale_for_other_pictures_is_one_line_before_a_picture_is_read(
    data: Path, tmp_path: Path, mean: tuple[float, ...]
) -> None:
    steps = (*CONFIG.preprocessing[:-1], Normalize(mean, (1.0,)))
    events = train(data, tmp_path / "run", replace(CONFIG, preprocessing=steps))
    with pytest.raises(Problem, match="a mean or deviation") as caught:
        next(events)
    assert caught.value.code == "preprocessing"


@pytest.mark.parametrize("count", [2, 4])
def test_that_channels_which_no_picture_has_are_one_line_before_a_picture_is_read(
    data: Path, tmp_path: Path, count: int
) -> None:
    model = replace(CONFIG.model, in_chans=count)
    with pytest.raises(Problem, match=f"in_chans = {count}.*1, 3") as caught:
        next(train(data, tmp_path / "run", replace(CONFIG, model=model)))
    assert caught.value.code == "config-value"
    assert not (tmp_path / "run").exists()
