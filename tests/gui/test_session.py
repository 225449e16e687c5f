"""What the window's model lane loads, without a window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.weights.samples import WEIGHTS
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import paper_steps
from xception_gui.gui.session import Session
from xception_gui.model.initialise import calibrated
from xception_gui.weights import save_weights


def test_that_weights_for_small_pictures_open(tmp_path: Path) -> None:
    config = XceptionConfig(width=0.05, middle_blocks=1, num_classes=3)
    record = replace(WEIGHTS, config=config, preprocessing=paper_steps(64))
    save_weights(tmp_path / "small.safetensors", calibrated(config, 0, 64), record)
    network = Session().load(str(tmp_path / "small.safetensors"), "cpu", "float32")
    assert network.tree.input_shape == (3, 64, 64)
