"""Networks that are not the paper's, from the command line: small pictures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import run
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.results import Weights
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a narrow network, changed as asked, as weights that count as trained."""

    def write(size: int = 72, classes: tuple[str, ...] = (), **changed: object) -> Path:
        plain = {"width": 0.05, "middle_blocks": 1, "num_classes": 3, **changed}
        config = XceptionConfig.from_dict(plain)
        record = Weights("odd", "own", "", "", classes, config, paper_steps(size), True)
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
