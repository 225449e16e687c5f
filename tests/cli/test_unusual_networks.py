"""Networks that are not the paper's, from the command line: small pictures, other channels."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import run
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import Normalize, paper_steps
from xception_gui.base.results import Weights
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a narrow network, changed as asked, as weights that count as trained or not."""

    def write(
        size: int = 72, classes: tuple[str, ...] = (), trained: bool = True, **changed: object
    ) -> Path:
        plain = {"width": 0.05, "middle_blocks": 1, "num_classes": 3, **changed}
        config = XceptionConfig.from_dict(plain)
        steps = (*paper_steps(size)[:-1], Normalize((0.5,), (0.5,)))
        record = Weights("odd", "own", "", "", classes, config, steps, trained)
        save_weights(tmp_path / "odd.safetensors", calibrated(config, 0, size), record)
        return tmp_path / "odd.safetensors"

    return write


def test_that_what_answers_small_pictures_is_explored_too(
    written: Written, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(64)
    assert run(capsys, "classify", photo, "--weights", path)[0] == 0
    code, out, _ = run(capsys, "summary", "--weights", path, "--json")
    assert (code, json.loads(out)["input_size"]) == (0, 64)
    assert run(capsys, "inside", "middle.block4.sepconv1", "--weights", path)[0] == 0
    code, _, err = run(capsys, "summary", "--weights", path, "--input-size", "63")
    assert code == 2
    assert "at least 64" in err


def test_that_a_network_with_one_channel_is_shown_grey_pictures(
    written: Written, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, drawn = written(72, in_chans=1), tmp_path / "maps.npy"
    assert run(capsys, "classify", photo, "--weights", path)[0] == 0
    layer = ("--layer", "exit.act4")
    code, out, _ = run(capsys, "features", photo, *layer, "-o", drawn, "--weights", path)
    assert (code, "exit.act4" in out) == (0, True)


def test_that_channels_of_which_a_photo_has_none_are_one_line_everywhere(
    written: Written, photo: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, drawn = written(72, in_chans=4), str(tmp_path / "drawn.png")
    layer = ("--layer", "entry.conv1")
    for words in (
        ("classify", photo),
        ("features", photo, *layer, "-o", drawn),
        ("field", photo, *layer, "--channel", "0", "-o", drawn),
        ("top", tmp_path, *layer, "--channel", "0"),
        ("explain", photo, *layer, "-o", drawn),
        ("train", data, "--out", tmp_path / "run"),
    ):
        code, _, err = run(capsys, *words, "--weights", path)
        assert code in (1, 2)
        assert "take pictures with 4 channels, and photographs have 3" in err
        assert err.count("\n") == 1


@pytest.mark.parametrize("trained", [True, False])
def test_that_numbers_of_random_weights_are_told_to_be_so_wherever_they_go(
    written: Written,
    photo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    trained: bool,
) -> None:
    path, drawn = written(72, trained=trained), tmp_path / "drawn.png"
    layer = ("--layer", "entry.conv1")
    for words in (
        ("features", photo, *layer, "-o", drawn),
        ("explain", photo, "-o", drawn),
        ("field", photo, *layer, "-o", drawn),
        ("inside", "middle.block4.sepconv1"),
        ("mute", photo),
    ):
        code, out, err = run(capsys, *words, "--weights", path, "--json")
        said = json.loads(out)
        for row in said if isinstance(said, list) else [said]:
            assert row["trained"] is trained, words[0]
        untrained = "untrained weights: these numbers are random" in err
        assert (code, untrained) == (0, not trained), words[0]
