"""What a run writes beside its checkpoints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.samples import CONFIG, MODEL, Ran, finish, weights_of
from xception_gui.base.config import XceptionConfig
from xception_gui.base.events import RunStarted
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.problem import Problem
from xception_gui.training import read_config, recorded, train
from xception_gui.training.record import config_of_run
from xception_gui.weights import load_weights

STARTED = RunStarted("run", ("a", "b"), 8, 0, 0, 8, 2, "cpu", "float32")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_that_events_for_which_the_disk_has_no_room_say_how_much_they_need(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").symlink_to("/dev/full")
    with pytest.raises(Problem, match=r"\d+\sB needed") as caught:
        list(recorded(iter([STARTED]), tmp_path, CONFIG))
    assert caught.value.code == "disk-full"


def test_that_a_run_keeps_the_network_that_its_weights_bring_and_begins_again_from_that(
    whole: Ran, tmp_path: Path
) -> None:
    """Of another architecture, other pictures, and other dropout than the config asks for."""
    given = replace(CONFIG, model=XceptionConfig(drop_rate=0.3), preprocessing=paper_steps())
    given = replace(given, weights=str(whole.out / "weights.safetensors"), epochs=1)
    out, again = tmp_path / "run", tmp_path / "again"
    list(recorded(train(whole.data, out, given), out, given))
    kept = read_config(out / "config.toml")
    network = load_weights(out / "weights.safetensors").weights
    assert (kept.model, kept.preprocessing) == (network.config, network.preprocessing)
    assert kept.model == replace(MODEL, num_classes=2, drop_rate=0.3, bn_momentum=0.01)
    assert replace(kept, model=given.model, preprocessing=given.preprocessing) == given
    assert config_of_run(out) == kept
    finish(whole.data, again, kept)
    one, two = weights_of(out), weights_of(again)
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert read_config(again / "config.toml") == kept
