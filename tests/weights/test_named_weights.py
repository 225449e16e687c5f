"""What has a name: "none", "demo", and what happens to every other name."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
import torch

from tests.weights.samples import WEIGHTS, narrow
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import input_size, paper_steps, steps_id
from xception_gui.base.problem import Problem
from xception_gui.weights import catalogue, listing, load, load_weights, save_weights


@pytest.fixture(scope="module")
def none() -> load.Loaded:
    return load_weights("none")


def test_that_none_is_the_papers_network_and_says_that_it_is_untrained(none: load.Loaded) -> None:
    weights = none.weights
    assert weights.config == none.model.config == XceptionConfig()
    assert weights.preprocessing == paper_steps()
    assert (weights.name, weights.dialect, weights.source) == ("none", "none", "")
    assert (weights.classes, weights.trained) == ((), False)
    assert weights.label(999) == "class 999"
    assert len(weights.sha256) == 64
    assert not none.model.training


def test_that_nones_answer_depends_on_the_picture(none: load.Loaded) -> None:
    generator = torch.Generator().manual_seed(0)
    pictures = torch.rand(2, 3, 96, 96, generator=generator)
    with torch.inference_mode():
        first, second = none.model(pictures)
    assert (first - second).abs().max() > 0.05 * first.abs().max()


def test_that_none_is_the_same_every_time_and_draws_nothing(none: load.Loaded) -> None:
    state = torch.get_rng_state()
    again: list[load.Loaded] = []
    thread = threading.Thread(target=lambda: again.append(load_weights("none")))
    thread.start()
    thread.join()
    assert torch.equal(torch.get_rng_state(), state)
    assert again[0].weights == none.weights
    assert torch.equal(again[0].model.classifier.fc.weight, none.model.classifier.fc.weight)
    assert again[0].model is not none.model


def test_that_loading_a_file_draws_nothing(tmp_path: Path) -> None:
    save_weights(tmp_path / "a", narrow(), WEIGHTS)
    state = torch.get_rng_state()
    load_weights(tmp_path / "a")
    assert torch.equal(torch.get_rng_state(), state)


def test_that_demo_is_the_file_among_the_assets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_weights(tmp_path / "demo.safetensors", narrow(), WEIGHTS)
    monkeypatch.setattr(listing, "demo_path", lambda: tmp_path / "demo.safetensors")
    assert load_weights("demo").weights.name == "demo"
    assert [entry.name for entry in catalogue() if entry.available] == ["demo", "none"]


def test_that_a_missing_demo_is_one_line_and_not_in_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "demo_path", lambda: tmp_path / "demo.safetensors")
    with pytest.raises(Problem, match=r"demo weights are missing: .*demo\.safetensors") as caught:
        load_weights("demo")
    assert caught.value.code == "weights-asset"
    assert [entry.name for entry in catalogue() if entry.available] == ["none"]


def test_that_another_name_lists_those_that_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem, match="demo, none") as caught:
        load_weights("imagenet")
    assert caught.value.code == "weights-missing"


def test_that_a_file_named_none_is_reached_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_weights("none", narrow(), WEIGHTS)
    assert load_weights("./none").weights.trained
    assert load_weights(Path("none")).weights.trained


def test_that_an_undecodable_file_name_is_shown_escaped(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/w\xff.safetensors"
    save_weights(os.fsdecode(path), narrow(), WEIGHTS)
    weights = load_weights(os.fsdecode(path)).weights
    assert weights.name == r"w\xff.safetensors"
    weights.source.encode()


def test_that_weights_of_a_run_are_called_by_the_run_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save_weights("best.pt", narrow(), WEIGHTS)
    assert load_weights("best.pt").weights.name == "best.pt"
    (tmp_path / "events.jsonl").touch()
    assert load_weights("best.pt").weights.name == f"{tmp_path.name}/best.pt"


def test_that_what_comes_with_the_program_is_told_as_fully_as_what_is_fetched() -> None:
    rows = {entry.name: entry for entry in catalogue()}
    demo, weights = rows["demo"], load_weights("demo").weights
    assert demo.size == listing.demo_path().stat().st_size
    assert (demo.top1, demo.judged) == (weights.record["test_top1"], "CIFAR-10")
    assert (demo.licence, demo.source) == ("Apache-2.0", "")
    for name in ("demo", "none"):
        steps = load_weights(name).weights.preprocessing
        found = rows[name].preprocessing, rows[name].input_size
        assert found == (steps_id(steps), input_size(steps))


def test_that_a_damaged_demo_leaves_the_rest_of_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo.safetensors").write_bytes(b"8")
    monkeypatch.setattr(listing, "demo_path", lambda: tmp_path / "demo.safetensors")
    demo, none, *_ = catalogue()
    assert (demo.size, demo.preprocessing, none.input_size) == (0, "", 299)
