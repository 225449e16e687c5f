"""``explain`` and ``features``: what is drawn and written of one picture."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.commands import run


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
