"""The contract of the command line: JSON on stdout alone, one line per problem, exit codes."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from xception_gui.base import published
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import CenterCrop, Normalize, ResizeShort
from xception_gui.base.results import Weights
from xception_gui.cli import main
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights

CLASSES = ("cat", "dog", "owl", "fox")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A narrow network, written as weights that count as trained."""
    config = XceptionConfig(num_classes=4, width=0.05, middle_blocks=1)
    path = tmp_path_factory.mktemp("weights") / "narrow.safetensors"
    steps = (ResizeShort(80), CenterCrop(72), Normalize())
    record = Weights("narrow", "own", str(path), "", CLASSES, config, steps, True)
    save_weights(path, calibrated(config, 0, 72), record)
    return str(path)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(0).integers(0, 255, (90, 120, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "photo.png")
    return tmp_path / "photo.png"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout, stderr of one call."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def test_that_classify_gives_the_json_of_the_contract(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "classify", photo, "--weights", weights, "--json", "--top", 3)
    assert (code, err) == (0, "")
    (row,) = json.loads(out)
    contract = {"path", "weights", "weights_sha256", "device", "precision", "top", "ms"}
    assert contract <= set(row)
    assert row["path"] == str(photo)
    assert (row["device"], row["precision"], row["trained"]) == ("cpu", "float32", True)
    assert len(row["weights_sha256"]) == 64
    assert len(row["top"]) == 3
    assert set(row["top"][0]) == {"index", "label", "probability"}
    probabilities = [entry["probability"] for entry in row["top"]]
    assert probabilities == sorted(probabilities, reverse=True)
    assert CLASSES[row["top"][0]["index"]] == row["top"][0]["label"]


def test_that_a_bad_file_does_not_stop_the_others(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "cut.png"
    bad.write_bytes(photo.read_bytes()[:900])
    paths = (bad, tmp_path / "absent.jpg", photo)
    code, out, _ = run(capsys, "classify", *paths, "--weights", weights, "--json")
    rows = json.loads(out)
    assert code == 1
    assert [set(row) for row in rows[:2]] == [{"path", "error"}] * 2
    assert "top" in rows[2]
    assert all("\n" not in row["error"] for row in rows[:2])
    assert "cut.png" in rows[0]["error"]


def test_that_a_name_that_is_no_utf8_is_classified(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(odd)).write_bytes(photo.read_bytes())
    code, out, err = run(capsys, "classify", os.fsdecode(odd), "--weights", weights, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)[0]["path"].endswith("\\xff\\xfe.png")


def test_that_jsonl_and_csv_hold_the_same_answers(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, table = tmp_path / "a.jsonl", tmp_path / "a.csv"
    absent = tmp_path / "absent.png"
    options = (photo, absent, "--weights", weights, "--top", 2)
    assert run(capsys, "classify", *options, "--jsonl", lines)[0] == 1
    assert run(capsys, "classify", *options, "--csv", table)[0] == 1
    first, second = [json.loads(line) for line in lines.read_text().splitlines()]
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows[:2]] == [entry["label"] for entry in first["top"]]
    assert rows[2]["error"] == second["error"]


def test_that_a_json_of_nothing_but_errors_is_still_json(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "classify", tmp_path / "no.png", "--weights", weights, "--json")
    assert code == 1
    assert "no.png" in json.loads(out)[0]["error"]


def test_that_untrained_weights_say_so_on_stderr(
    photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "classify", photo, "--weights", "none", "--json")
    assert code == 0
    assert "untrained" in err
    assert json.loads(out)[0]["trained"] is False


def test_that_explain_draws_the_class_that_was_asked_for(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "overlay.png"
    words = ("explain", photo, "-o", target, "--weights", weights, "--class", "owl", "--json")
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["class"]["label"] == "owl"
    assert (said["method"], said["layer"]) == ("cam", "exit.act4")
    assert Image.open(target).size == (120, 90)
    code, out, _ = run(capsys, *words, "--method", "grad-cam")
    other = json.loads(out)
    assert other["method"] == "grad-cam"
    np.testing.assert_allclose(other["heatmap"], said["heatmap"], atol=1e-5)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--class", "wolf"), "wolf"),
        (("--class", "99"), "99"),
        (("--layer", "exit.act9"), "exit.act9"),
        (("--layer", "classifier.fc"), "classifier.fc"),
        (("--layer", "middle.block4", "--method", "cam"), "cam"),
        (("--colours", "rainbow"), "rainbow"),
        (("--opacity", "7"), "7"),
        (("--device", "warp"), "warp"),
        (("--precision", "int3"), "int3"),
    ],
)
def test_that_a_wrong_option_is_one_line_and_exit_2(
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    expected: str,
) -> None:
    target = tmp_path / "overlay.png"
    code, out, err = run(capsys, "explain", photo, "-o", target, "--weights", weights, *words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert expected in err
    assert not target.exists()


def test_that_a_folder_that_cannot_be_written_is_one_line(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "absent" / "overlay.png"
    code, _, err = run(capsys, "explain", photo, "-o", target, "--weights", weights)
    assert code == 2
    assert err.count("\n") == 1
    assert str(target) in err


def test_that_damaged_weights_are_one_line_and_exit_2(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(Path(weights).read_bytes()[:-100])
    code, out, err = run(capsys, "classify", photo, "--weights", damaged, "--json")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "damaged.safetensors" in err


def test_that_summary_prints_the_papers_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "summary", "--json")
    assert code == 0
    said = json.loads(out)
    assert said["params_trainable"] == 22_855_952
    assert said["params_total_with_buffers"] == 22_910_480
    assert said["macs"] == 8_357_403_496
    assert said["input_size"] == 299
    row = next(row for row in said["modules"] if row["path"] == "middle.block4.sepconv2")
    assert (row["params"], row["macs"]) == (536_536, 193_689_496)
    assert row["output_shape"] == [728, 19, 19]
    code, out, _ = run(capsys, "summary")
    assert "22,855,952" in out
    assert "8,357,403,496" in out
    assert "FLOPs = 2 × MACs" in out


def test_that_too_small_an_input_names_the_smallest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "summary", "--input-size", "40")
    assert code == 2
    assert "71" in err


def test_that_evaluate_counts_every_picture(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generator = np.random.default_rng(0)
    for name in ("dog", "owl"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for number in range(3):
            pixels = generator.integers(0, 255, (80, 80, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(tmp_path / "data" / name / f"{number}.png")
    words = ("evaluate", tmp_path / "data", "--weights", weights, "--json")
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    said = json.loads(out)
    confusion = np.array(said["confusion"])
    assert said["count"] == confusion.sum() == 6
    assert said["top1"] == pytest.approx(np.trace(confusion) / 6)
    assert len(said["worst"]) == 6 - np.trace(confusion)
    assert sum(one["count"] for one in said["calibration"]) == 6
    code, out, _ = run(capsys, *words[:-1])
    assert code == 0
    for word in ("precision", "recall", "F1", "calibration error", "worst errors"):
        assert word in out
    (tmp_path / "data" / "owl" / "bad.png").write_bytes(b"nothing")
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert [entry["path"] for entry in json.loads(out)["unreadable"]] == ["owl/bad.png"]


def test_that_doctor_and_weights_list_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "doctor", "--json")
    assert code == 0
    assert json.loads(out)["packages"]["torch"]
    code, out, _ = run(capsys, "weights", "list", "--json")
    assert code == 0
    assert {"demo", "none"} <= {entry["name"] for entry in json.loads(out)}


def test_that_an_unknown_option_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "classify", "--frobnicate")[0] == 2
    assert run(capsys, "classify")[0] == 2


def test_that_features_writes_every_value_as_a_hook_sees_it(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("features", photo, "--weights", weights)
    block, separable = "middle.block4", "sepconv2"
    both = tmp_path / "both.npz"
    code, out, err = run(capsys, *words, "--layer", block, "--layer", "act4", "-o", both, "--json")
    assert (code, err) == (0, "")
    arrays = np.load(both)
    assert set(arrays) == {block, f"{block}:branch", f"{block}:skip", "exit.act4"}
    assert arrays[block].dtype == np.float32
    first, second = json.loads(out)["modules"]
    assert [part["part"] for part in first["parts"]] == ["branch", "skip", "sum"]
    np.testing.assert_allclose(second["parts"][0]["max"], arrays["exit.act4"].max((1, 2)))
    one = tmp_path / "one.npy"
    code, out, _ = run(capsys, *words, "--layer", f"{block}.{separable}", "-o", one)
    assert (code, out.count("\n")) == (0, 1)
    assert np.load(one).shape == (36, 5, 5)


@pytest.mark.parametrize("sort", ["strength", "index", "relevance"])
def test_that_features_draws_a_tile_for_every_map(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], sort: str
) -> None:
    target = tmp_path / "maps.png"
    words = ("--weights", weights, "--layer", "exit.act4", "-o", target, "--sort", sort)
    code, _, err = run(capsys, "features", photo, *words)
    assert (code, err) == (0, "")
    picture = np.asarray(Image.open(target))
    gaps = (picture == (23, 24, 28)).all(2)
    rows, columns = gaps.all(1).sum() + 1, gaps.all(0).sum() + 1
    assert (rows - 1) * columns < 102 <= rows * columns


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--layer", "exit.act4", "-o", "maps.jpg"), "maps.jpg"),
        (("--layer", "exit.act9", "-o", "maps.png"), "exit.act9"),
        (("--layer", "act3", "--layer", "act4", "-o", "maps.png"), "npz"),
        (("--layer", "act4", "-o", "maps.png", "--colours", "rainbow"), "rainbow"),
        (("--layer", "act4", "-o", "maps.png", "--sort", "relevance", "--class", "wolf"), "wolf"),
    ],
)
def test_that_a_wrong_wish_for_features_is_one_line_and_exit_2(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "features", photo, "--weights", weights, *words)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert expected in err
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_that_weights_are_inspected_and_converted(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "theirs.pth"
    code, out, err = run(capsys, "weights", "convert", weights, "-o", target)
    assert (code, out) == (0, f"{target}\n")
    assert "pool_padding: same here, symmetric there" in err
    code, out, _ = run(capsys, "weights", "inspect", target, "--json")
    report = json.loads(out)
    assert (code, report["dialect"], report["loads"]) == (0, "timm", True)
    assert report["verdicts"][0] == "It can be used: timm, 4 classes, 299 × 299 pixels."
    assert {row["how"] for row in report["tensors"]} == {"renamed", "ignored"}
    code, out, _ = run(capsys, "weights", "inspect", target)
    assert (code, "epsilon 1e-05" in out) == (0, True)


def test_that_an_onnx_file_is_written_without_a_word_of_difference(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "theirs.onnx"
    assert run(capsys, "weights", "convert", weights, "-o", target) == (0, f"{target}\n", "")
    code, _, err = run(capsys, "classify", target, "--weights", target)
    assert code == 2
    assert "it is an ONNX file: written here, but not read" in err


def test_that_inspecting_what_does_not_load_exits_with_1_and_names_the_cause(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut"
    cut.write_bytes(Path(weights).read_bytes()[:-100])
    code, out, _ = run(capsys, "weights", "inspect", cut)
    assert code == 1
    assert "It cannot be used: its tensors are damaged" in out
    assert run(capsys, "weights", "inspect", tmp_path / "absent")[0] == 2


def test_that_files_of_others_classify_with_their_own_size_and_names(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.weights import made_files as made

    path = tmp_path / "detector.pth"
    path.write_bytes(made.DIALECTS["deepfakebench"][1](tmp_path))
    code, out, _ = run(capsys, "classify", photo, "--weights", path, "--json")
    assert code == 0
    assert {row["label"] for row in json.loads(out)[0]["top"]} == {"real", "fake"}
    code, out, _ = run(capsys, "summary", "--weights", path, "--json")
    assert json.loads(out)["input_size"] == 256


def test_that_parity_answers_one_picture_under_every_convention(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "weights", "parity", photo, "--weights", weights, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert len(found["answers"]) == 4 * 6  # these weights crop as timm does
    assert [row["own"] for row in found["answers"]].count(True) == 1
    assert found["answers"][0]["feature_difference"] == 0
    assert [row["top1"] for row in found["published"]] == [79.006, 79.058, 78.892, 77.963]
    code, out, _ = run(capsys, "weights", "parity", photo, "--weights", weights)
    assert code == 0
    assert len([line for line in out.splitlines() if line.startswith(("same", "symm"))]) == 24


def test_that_evaluate_reads_labels_from_a_file_and_says_how_sure_its_figures_are(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "labels.csv").write_text(f"{photo.name},owl\n")
    words = ("evaluate", tmp_path, "--labels", tmp_path / "labels.csv", "--weights", weights)
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert (code, found["count"], found["published"]) == (0, 1, None)
    assert found["top1_interval"][0] <= found["top1"] <= found["top1_interval"][1]
    assert "top-5 100.00 % (95 %: 20.65 % to 100.00 %)" in run(capsys, *words)[1]
    (tmp_path / "labels.csv").write_text("another.png,owl\n")
    code, _, err = run(capsys, *words)
    assert (code, err.count("\n")) == (2, 1)
    assert "none of the pictures is named in it" in err


def test_that_evaluate_says_what_was_published_of_known_weights(
    weights: str,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sha256 = hashlib.sha256(Path(weights).read_bytes()).hexdigest()
    row = replace(published.PUBLISHED[0], sha256=sha256)
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    (tmp_path / "labels.txt").write_text("owl")
    words = ("evaluate", tmp_path, "--labels", tmp_path / "labels.txt", "--weights", weights)
    assert json.loads(run(capsys, *words, "--json")[1])["published"]["top1"] == 0.79006
    assert "; published: 94.452 %)" in run(capsys, *words)[1]
