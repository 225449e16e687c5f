"""What is saved comes back, bit for bit, with its record."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.weights.samples import CONFIG, WEIGHTS, checkpoint, floats, narrow, write
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import steps_id
from xception_gui.base.problem import Problem
from xception_gui.weights import load_weights, save_weights
from xception_gui.weights.load import untrained


def test_that_a_saved_network_comes_back_bit_for_bit(tmp_path: Path) -> None:
    model, picture = narrow(), torch.randn(2, 3, 48, 48)
    save_weights(tmp_path / "a.safetensors", model, WEIGHTS)
    loaded = load_weights(tmp_path / "a.safetensors").model
    assert not loaded.training
    for name, tensor in model.state_dict().items():
        if tensor.is_floating_point():
            assert torch.equal(loaded.state_dict()[name], tensor), name
    with torch.no_grad():
        assert torch.equal(loaded(picture), model(picture))


def test_that_saving_gives_the_record_that_loading_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    saved = save_weights(path, narrow(), WEIGHTS)
    assert saved == load_weights(path).weights
    assert saved == load_weights(str(path)).weights
    assert (saved.name, saved.dialect, saved.source) == ("a.safetensors", "own", str(path))
    assert saved.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    for field in ("classes", "config", "preprocessing", "trained", "record"):
        assert getattr(saved, field) == getattr(WEIGHTS, field)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_that_an_untrained_network_of_any_channels_can_be_saved(
    tmp_path: Path, channels: int
) -> None:
    fresh = untrained(XceptionConfig(in_chans=channels, width=0.05, num_classes=2), 72)
    saved = save_weights(tmp_path / "a.safetensors", fresh.model, fresh.weights)
    assert saved.preprocessing == fresh.weights.preprocessing
    assert ("grey" in steps_id(saved.preprocessing)) == (channels == 1)


def test_that_the_same_weights_make_the_same_file(tmp_path: Path) -> None:
    first = save_weights(tmp_path / "a", narrow(), WEIGHTS)
    assert first.sha256 == save_weights(tmp_path / "b", narrow(), WEIGHTS).sha256
    assert first.sha256 != save_weights(tmp_path / "c", narrow(1), WEIGHTS).sha256


def test_that_the_content_decides_and_not_the_extension(tmp_path: Path) -> None:
    save_weights(tmp_path / "weights.jpg", narrow(), WEIGHTS)
    torch.save(checkpoint(narrow()), tmp_path / "run.safetensors")
    assert load_weights(tmp_path / "weights.jpg").weights.dialect == "own"
    assert load_weights(tmp_path / "run.safetensors").weights.dialect == "checkpoint"


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16])
def test_that_half_precision_is_read_as_float32(tmp_path: Path, kind: torch.dtype) -> None:
    tensors = {name: tensor.to(kind) for name, tensor in floats(narrow()).items()}
    loaded = load_weights(write(tmp_path / "half.safetensors", tensors)).model
    for name, tensor in floats(loaded).items():
        assert tensor.dtype == torch.float32
        assert torch.equal(tensor, tensors[name].float()), name


def test_that_unnamed_classes_stay_numbered(tmp_path: Path) -> None:
    saved = save_weights(tmp_path / "a", narrow(), replace(WEIGHTS, classes=()))
    assert saved.classes == load_weights(tmp_path / "a").weights.classes == ()
    assert saved.label(2) == "class 2"


def test_that_a_checkpoint_loads_as_weights(tmp_path: Path) -> None:
    model = narrow()
    torch.save(checkpoint(model, optimiser={"state": {0: torch.zeros(3)}}), tmp_path / "run.pt")
    loaded = load_weights(tmp_path / "run.pt")
    assert torch.equal(loaded.model.classifier.fc.weight, model.classifier.fc.weight)
    assert loaded.weights.classes == WEIGHTS.classes
    assert loaded.weights.config == CONFIG
    assert loaded.weights.preprocessing == WEIGHTS.preprocessing
    assert loaded.weights.record == {"step": 7}
    assert loaded.weights.trained


def test_that_averaged_weights_with_their_statistics_are_preferred(tmp_path: Path) -> None:
    live, averaged = narrow(), narrow(1)
    torch.save(checkpoint(live, ema=averaged.state_dict()), tmp_path / "run.pt")
    loaded = load_weights(tmp_path / "run.pt").model
    assert torch.equal(loaded.entry.bn1.running_mean, averaged.entry.bn1.running_mean)
    assert torch.equal(loaded.entry.conv1.weight, averaged.entry.conv1.weight)


def test_that_averaged_parameters_without_statistics_are_not_mixed_with_live_ones(
    tmp_path: Path,
) -> None:
    live, averaged = narrow(), narrow(1)
    torch.save(checkpoint(live, ema=dict(averaged.named_parameters())), tmp_path / "run.pt")
    loaded = load_weights(tmp_path / "run.pt").model
    assert torch.equal(loaded.entry.conv1.weight, live.entry.conv1.weight)


def test_that_a_loaded_network_shares_no_memory_between_its_tensors(tmp_path: Path) -> None:
    state = narrow().state_dict()
    state["entry.block1.bn2.weight"] = state["entry.block1.bn1.weight"]
    torch.save(checkpoint(narrow(), model=state), tmp_path / "run.pt")
    loaded = load_weights(tmp_path / "run.pt").model
    addresses = [tensor.data_ptr() for tensor in floats(loaded).values()]
    assert len(set(addresses)) == len(addresses)


def test_that_what_could_not_be_loaded_again_is_not_saved(tmp_path: Path) -> None:
    model, path = narrow(), tmp_path / "a.safetensors"
    save_weights(path, model, WEIGHTS)
    before = path.read_bytes()
    refused = (
        (model, replace(WEIGHTS, classes=("one", "two")), "2 classes"),
        (model, replace(WEIGHTS, record={"loss": float("nan")}), "JSON"),
        (model, replace(WEIGHTS, record={"path": path}), "Path"),
        (_spoilt(), WEIGHTS, "exit.bn3.weight holds NaN"),
    )
    for network, weights, cause in refused:
        with pytest.raises(Problem, match=cause) as caught:
            save_weights(path, network, weights)
        assert caught.value.code == "weights-not-saved"
        assert path.read_bytes() == before


def _spoilt():  # type: ignore[no-untyped-def]
    model = narrow()
    model.exit.bn3.weight.data[1] = float("nan")
    return model


def test_that_a_full_disk_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    save_weights(tmp_path / "a", narrow(), WEIGHTS)
    before = (tmp_path / "a").read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem) as caught:
        save_weights(tmp_path / "a", narrow(1), WEIGHTS)
    assert caught.value.code == "disk-full"
    assert (tmp_path / "a").read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["a.safetensors", "a.pt"])
def test_that_class_names_of_a_file_steer_no_terminal(tmp_path: Path, name: str) -> None:
    evil = ["\x1b[31mcat\x07", "a\nxception-gui: all is well", "猫 \u202egod 👨\u200d👩"]
    if name.endswith(".pt"):
        torch.save(checkpoint(narrow(), classes=evil), tmp_path / name)
    else:
        write(tmp_path / name, floats(narrow()), classes=evil)
    assert load_weights(tmp_path / name).weights.classes == (
        r"\x1b[31mcat\x07",
        r"a\nxception-gui: all is well",
        "猫 \\u202egod 👨\u200d👩",
    )
