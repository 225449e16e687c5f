"""The weights that come with the program: what they are claimed to do, they do."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from benchmarks.demonstration import main, verdicts
from xception_gui.base.assets import asset
from xception_gui.base.results import Evaluation
from xception_gui.images import ClassFolders, open_picture, prepare
from xception_gui.inference import Engine, evaluate
from xception_gui.weights import load_weights

SAMPLE = 1000


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(load_weights("demo"), "cpu", "float32")


def test_that_at_least_eight_photographs_are_right_and_seven_heat_maps_in_the_box(
    engine: Engine, shared_data: Path
) -> None:
    right = [v for v in verdicts(engine, shared_data / "photos") if v.answer == v.label]
    assert len(right) >= 8
    assert sum(verdict.inside for verdict in right) >= 7


@pytest.mark.parametrize("name", ["airplane", "ship", "truck"])
def test_that_each_example_picture_is_answered_right(engine: Engine, name: str) -> None:
    opened = open_picture(asset("examples", f"{name}.jpg"))
    prepared = prepare(opened.image, engine.weights.preprocessing, opened.picture.image_id)
    prediction, activation = engine.predict(prepared)
    assert prediction.top(1)[0].label == name
    assert min(activation.values.shape[1:]) >= 6


def test_that_a_sample_of_the_test_pictures_agrees_with_the_record(
    engine: Engine, shared_data: Path
) -> None:
    """The whole set takes longer: ``python -m benchmarks.demonstration`` judges all of it."""
    data = ClassFolders(shared_data / "cifar10" / "test.zip")
    chosen = random.Random(0).sample(range(len(data)), SAMPLE)
    data.names = [data.names[index] for index in chosen]
    data.labels = [data.labels[index] for index in chosen]
    *_, result = evaluate(engine, data)
    assert isinstance(result, Evaluation)
    claimed = engine.weights.record["test_top1"]
    four_deviations = 4 * (claimed * (1 - claimed) / SAMPLE) ** 0.5
    assert result.count == SAMPLE
    assert abs(result.top1 - claimed) < four_deviations


def test_that_the_record_says_how_the_weights_were_made(engine: Engine) -> None:
    record = engine.weights.record
    assert asset("weights", "demo.safetensors").stat().st_size <= 8_000_000
    assert {"command", "training", "citation", "step", "test_top1", "test_images"} <= set(record)
    assert record["test_images"] == 10_000
    assert len(engine.weights.classes) == 10


def test_that_without_the_data_folder_one_line_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["demonstration", "--data", str(tmp_path)])
    main()
    (line,) = capsys.readouterr().out.splitlines()
    assert f"{tmp_path}/photos/boxes.csv, {tmp_path}/cifar10/test.zip" in line
