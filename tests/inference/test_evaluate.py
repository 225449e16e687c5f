"""Judging weights: every figure agrees with one computed picture by picture."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.inference.samples import CLASSES, STEPS, loaded
from xception_gui.base.evaluation import class_rows, to_plain
from xception_gui.base.preprocessing import Normalize, ResizeShort
from xception_gui.base.problem import Problem
from xception_gui.base.results import Evaluation, FloatArray
from xception_gui.images import ClassFolders, prepare
from xception_gui.inference import Engine, EvaluationProgress, evaluate
from xception_gui.inference.tally import Tally
from xception_gui.weights.class_names import names_for, printable

FOLDERS = ("Dog", "bee", "zebra", "ant")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(loaded(), "cpu")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Five noisy pictures of each class, some of classes that the weights do not know."""
    draw = np.random.default_rng(0)
    for folder in FOLDERS:
        (tmp_path / folder).mkdir()
        for number in range(5):
            pixels = draw.integers(0, 256, (40, 50, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / folder / f"{number}.png")
    return tmp_path


def result(engine: Engine, path: Path, batch: int = 4) -> Evaluation:
    *_, last = evaluate(engine, ClassFolders(path), batch)
    assert isinstance(last, Evaluation)
    return last


def test_that_the_figures_are_those_of_the_single_predictions(engine: Engine, data: Path) -> None:
    found = result(engine, data)
    pictures, loss, confusion = ClassFolders(data), [], np.zeros((7, 7), np.int64)
    first = five = 0
    for index, name in enumerate(pictures.names):
        if name.startswith("zebra/"):
            continue
        target = CLASSES.index(name.split("/")[0].lower())
        prediction, _ = engine.predict(prepare(pictures.image(index), STEPS, ""))
        top = [row.index for row in prediction.top(5)]
        loss.append(-math.log(prediction.probabilities[target]))
        first, five = first + (top[0] == target), five + (target in top)
        confusion[target, top[0]] += 1
    assert found.count == len(loss) == 15
    assert found.loss == pytest.approx(sum(loss) / 15, rel=1e-4)
    assert (found.top1, found.top5) == (first / 15, five / 15)
    assert found.classes == CLASSES
    assert np.array_equal(found.confusion, confusion)


def test_that_one_class_is_judged_by_the_probability_that_is_shown() -> None:
    tally = Tally(("fake",))
    logits = np.array([[-1.0], [3.0]])
    tally.add(logits, np.zeros(2, np.int64), ("a", "b"))
    found, sure = tally.evaluation(), 1 / (1 + np.exp(-logits[:, 0]))
    assert found.loss == pytest.approx(float(-np.log(sure).mean()))
    bins = [one.probability for one in found.calibration if one.count]
    assert bins == pytest.approx(sorted(sure))


def test_that_a_class_that_the_weights_do_not_know_is_listed(engine: Engine, data: Path) -> None:
    assert result(engine, data).unreadable == (
        ("zebra/", "the weights have no such class: 5 left out"),
    )


def test_that_damaged_pictures_are_listed_and_the_others_judged(engine: Engine, data: Path) -> None:
    whole = (data / "ant" / "1.png").read_bytes()
    (data / "ant" / "1.png").write_bytes(whole[: len(whole) // 2])
    (data / "bee" / "2.png").write_bytes(b"hello")
    found = result(engine, data)
    assert found.count == 13
    assert [name for name, _ in found.unreadable] == ["zebra/", "ant/1.png", "bee/2.png"]
    assert all("\n" not in cause for _, cause in found.unreadable)


def test_that_progress_comes_before_the_result(engine: Engine, data: Path) -> None:
    events = list(evaluate(engine, ClassFolders(data), batch=4))
    assert events[:-1] == [EvaluationProgress(done, 15) for done in (4, 8, 12, 15)]


def without_numbers(monkeypatch: pytest.MonkeyPatch, engine: Engine, limit: float) -> None:
    """The engine gives no numbers for pictures that are brighter."""
    logits = engine.logits

    def refused(values: Sequence[FloatArray]) -> FloatArray:
        if any(one.mean() > limit for one in values):
            raise Problem("not-finite", name="narrow", precision="float16")
        return logits(values)

    monkeypatch.setattr(engine, "logits", refused)


@pytest.mark.parametrize("batch", [1, 4, 15])
def test_that_a_picture_without_numbers_costs_only_itself(
    engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    (data / "ant" / "1.png").unlink()
    expected = result(engine, data)
    Image.new("RGB", (40, 50), "white").save(data / "ant" / "1.png")
    without_numbers(monkeypatch, engine, 0.9)
    found = result(engine, data, batch)
    assert (found.count, found.top1) == (14, expected.top1)
    assert np.array_equal(found.confusion, expected.confusion)
    ((name, cause),) = found.unreadable[1:]
    assert name == "ant/1.png"
    assert "no finite numbers in float16" in cause


def test_that_weights_that_give_no_numbers_at_all_are_one_line(
    engine: Engine, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_numbers(monkeypatch, engine, -9.0)
    with pytest.raises(Problem) as caught:
        result(engine, data)
    assert caught.value.code == "not-finite"


class Counted(ClassFolders):
    """Counts the pictures that were opened."""

    opened = 0

    def image(self, index: int) -> Image.Image:
        self.opened += 1
        return super().image(index)


def test_that_no_more_than_the_next_batch_is_in_memory(engine: Engine, data: Path) -> None:
    pictures = Counted(data)
    for event in evaluate(engine, pictures, batch=2):
        if isinstance(event, EvaluationProgress):
            assert pictures.opened <= event.done + 2
    assert pictures.opened == 15


@pytest.mark.parametrize("batch", [1, 5, 100])
def test_that_the_batch_size_changes_nothing(engine: Engine, data: Path, batch: int) -> None:
    found, expected = result(engine, data, batch), result(engine, data)
    assert np.array_equal(found.confusion, expected.confusion)
    assert found.loss == pytest.approx(expected.loss, rel=1e-5)


def test_that_stopping_early_leaves_no_thread(engine: Engine, data: Path) -> None:
    """The autouse fixture of all tests looks for threads that were left behind."""
    events = evaluate(engine, ClassFolders(data), batch=2)
    assert next(events) == EvaluationProgress(2, 15)
    events.close()  # type: ignore[attr-defined]


def test_that_no_common_class_is_one_line(engine: Engine, tmp_path: Path) -> None:
    for folder in ("car", "bus"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9)).save(tmp_path / folder / "1.png")
    with pytest.raises(Problem, match=r"\(bus, car\).*\(ant, bee, cat, dog, elk, …\)") as caught:
        list(evaluate(engine, ClassFolders(tmp_path)))
    assert caught.value.code == "classes-differ"


@pytest.mark.skipif(sys.platform == "win32", reason="no such folder names there")
def test_that_classes_are_found_whose_names_are_told_escaped(tmp_path: Path) -> None:
    """Weights have them as they may be shown, folders as they are."""
    names = ("bell\x07", "tur\u202ened")
    for name in names:
        (tmp_path / name).mkdir()
        Image.new("RGB", (9, 9)).save(tmp_path / name / "1.png")
    made = loaded(num_classes=2)
    weights = replace(made.weights, classes=tuple(map(printable, names)))
    found = result(Engine(replace(made, weights=weights), "cpu"), tmp_path)
    assert (found.count, found.unreadable) == (2, ())


def test_that_no_readable_picture_is_one_line(engine: Engine, tmp_path: Path) -> None:
    for folder in ("ant", "bee"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.png").write_bytes(b"hello")
    with pytest.raises(Problem) as caught:
        list(evaluate(engine, ClassFolders(tmp_path)))
    assert caught.value.code == "data-empty"


def test_that_numbered_classes_are_found_by_number(tmp_path: Path) -> None:
    for folder in ("10", "3"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9), "red").save(tmp_path / folder / "1.png")
    found = result(Engine(loaded(num_classes=12), "cpu"), tmp_path)
    assert list(found.confusion.sum(1).nonzero()[0]) == [3, 10]


@pytest.mark.parametrize(
    "names",
    [
        ("n01440764", "n01443537"),
        ("n01440764_tench", "n01443537-goldfish"),
        ("Tench", "goldfish"),
        ("丁鱥", "金鱼"),
        ("0", "001"),
    ],
)
def test_that_imagenets_classes_are_found_by_id_name_and_number(
    imagenet_engine: Engine, tmp_path: Path, names: tuple[str, str]
) -> None:
    for name in names:
        (tmp_path / name).mkdir()
        Image.new("RGB", (9, 9), "red").save(tmp_path / name / "1.png")
    found = result(imagenet_engine, tmp_path)
    assert list(found.confusion.sum(1).nonzero()[0]) == [0, 1]
    low, high = found.top1_interval
    assert low <= found.top1 <= high


@pytest.fixture(scope="module")
def imagenet_engine() -> Engine:
    made = loaded(num_classes=1000)
    weights = replace(made.weights, classes=names_for(made.weights.config))
    return Engine(replace(made, weights=weights), "cpu")


def test_that_fewer_than_five_classes_are_always_in_the_top_five(tmp_path: Path) -> None:
    for folder in ("0", "1"):
        (tmp_path / folder).mkdir()
        Image.new("RGB", (9, 9), "red").save(tmp_path / folder / "1.png")
    found = result(Engine(loaded(num_classes=3), "cpu"), tmp_path)
    assert (found.top5, found.top5_interval) == (1.0, (1.0, 1.0)), "two pictures are enough to know"


def test_that_each_class_has_precision_recall_and_f1() -> None:
    confusion = np.array([[3, 1, 0, 0], [2, 4, 0, 0], [0, 0, 0, 0], [0, 2, 0, 0]])
    ant, bee, elk = class_rows(("ant", "bee", "cat", "elk"), confusion)
    assert (ant.precision, ant.recall, ant.f1) == (3 / 5, 3 / 4, 2 * 3 / 9)
    assert (bee.precision, bee.recall) == (4 / 7, 4 / 6)
    assert (elk.name, elk.precision, elk.recall, elk.f1) == ("elk", None, 0.0, None)


def tallied(logits: np.ndarray, targets: np.ndarray, batch: int = 1000) -> Evaluation:
    tally = Tally(tuple("abcd"))
    names = [f"{number}.png" for number in range(len(logits))]
    for start in range(0, len(logits), batch):
        part = slice(start, start + batch)
        tally.add(logits[part], targets[part], names[part])
    return tally.evaluation()


def test_that_several_who_judge_a_part_each_find_what_one_finds() -> None:
    draw = np.random.default_rng(2)
    logits, targets = draw.normal(0, 2, (3000, 4)), draw.integers(0, 4, 3000)
    tallies = [Tally(tuple("abcd")) for _ in range(3)]
    for rank, tally in enumerate(tallies):
        names = [f"{number}.png" for number in range(rank, 3000, 3)]
        tally.add(logits[rank::3], targets[rank::3], names)
    found, expected = Tally.of_all(tallies).evaluation(), tallied(logits, targets)
    assert found.worst == expected.worst
    assert len(found.worst) == 1000
    assert np.array_equal(found.confusion, expected.confusion)
    assert (found.count, found.top1, found.top5) == (3000, expected.top1, expected.top5)
    assert found.loss == pytest.approx(expected.loss)
    assert found.calibration_error == pytest.approx(expected.calibration_error)


def test_that_the_calibration_error_is_that_of_its_definition() -> None:
    draw = np.random.default_rng(0)
    logits, targets = draw.normal(0, 2, (500, 4)), draw.integers(0, 4, 500)
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    sure, right = shares.max(1), shares.argmax(1) == targets
    expected = 0.0
    for low in range(15):
        chosen = (sure > low / 15) & (sure <= (low + 1) / 15)
        if chosen.any():
            expected += abs(right[chosen].mean() - sure[chosen].mean()) * chosen.mean()
    found = tallied(logits, targets, batch=64)
    assert found.calibration_error == pytest.approx(expected)
    assert sum(one.count for one in found.calibration) == 500


def test_that_the_worst_errors_are_the_surest_wrong_answers() -> None:
    draw = np.random.default_rng(1)
    logits, targets = draw.normal(0, 2, (2000, 4)), draw.integers(0, 4, 2000)
    found = tallied(logits, targets, batch=300)
    losses = np.log(np.exp(logits).sum(1)) - logits[np.arange(2000), targets]
    losses[logits.argmax(1) == targets] = 0
    expected = np.argsort(-losses)[:1000]
    assert [error.name for error in found.worst] == [f"{i}.png" for i in expected]
    first = found.worst[0]
    assert first.loss == pytest.approx(losses.max())
    assert first.target_probability == pytest.approx(np.exp(-losses.max()))
    assert (first.target, first.answer) == (
        "abcd"[targets[expected[0]]],
        "abcd"[logits[expected[0]].argmax()],
    )


def test_that_an_evaluation_is_plain_json(engine: Engine, data: Path) -> None:
    found = result(engine, data)
    said = json.loads(json.dumps(to_plain(found), allow_nan=False))
    assert said["calibration_error"] == found.calibration_error
    assert [row["count"] for row in said["per_class"] if row["count"]] == [5, 5, 5]
    wrong = 15 - round(15 * found.top1)
    assert len(said["worst"]) == wrong > 0
    for error in said["worst"]:
        assert error["name"].lower().startswith(error["target"] + "/")


def test_that_pictures_which_the_weights_cannot_take_are_not_called_unreadable(
    data: Path,
) -> None:
    """Their steps make no square of these; the files are good."""
    made = loaded()
    weights = replace(made.weights, preprocessing=(ResizeShort(64), Normalize()))
    with pytest.raises(Problem) as caught:
        result(Engine(replace(made, weights=weights), "cpu"), data)
    assert caught.value.code == "preprocessing"
