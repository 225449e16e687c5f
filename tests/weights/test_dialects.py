"""Files of others are recognised by content and loaded to the bit, as their library means them."""

from __future__ import annotations

import functools
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import safetensors.torch
import torch

from tests.weights import made_files as made
from tests.weights.samples import WEIGHTS, checkpoint, narrow
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import (
    Normalize,
    ResizeExact,
    ResizeShort,
    input_size,
    paper_steps,
)
from xception_gui.base.problem import Problem
from xception_gui.base.results import Weights, state_id
from xception_gui.weights import Loaded, hdf5, hdf5_child, load_weights, save_weights
from xception_gui.weights.class_names import imagenet, names_for
from xception_gui.weights.examine import examine
from xception_gui.weights.record import Description
from xception_gui.weights.sidecar import _sized
from xception_gui.weights.tensors import weights_of


def written(folder: Path, data: bytes) -> Path:
    (folder / "file").write_bytes(data)
    return folder / "file"


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """HDF5 is read here, as the window's reader does: our own files harm nobody."""
    monkeypatch.setattr(hdf5, "confined", True)
    # Its limit of processor time would end the tests' own process, as busy as that may be.
    monkeypatch.setattr(hdf5_child, "_cornered", lambda _size: nullcontext())


@functools.cache
def theirs(name: str) -> Loaded:
    """The file of that dialect, written and loaded once."""
    with tempfile.TemporaryDirectory() as folder:
        return load_weights(written(Path(folder), made.DIALECTS[name][1](Path(folder))))


@pytest.mark.parametrize("name", made.DIALECTS)
def test_that_each_dialect_is_recognised_and_loaded_to_the_bit(name: str) -> None:
    dialect, loaded = made.DIALECTS[name][0], theirs(name)
    assert loaded.weights.dialect == dialect
    config = loaded.weights.config
    assert config == loaded.model.config
    base = made.KERAS if dialect == "keras" else made.PORT
    source = replace(base, num_classes=config.num_classes or 2, in_chans=config.in_chans)
    expected = made.network(source).model.state_dict()
    for key, tensor in weights_of(loaded.model.state_dict()).items():
        assert torch.equal(tensor, expected[key]), key


@pytest.mark.parametrize(
    ("name", "epsilon", "pool", "stem", "size"),
    [
        ("timm", 1e-5, "symmetric", "valid", 299),
        ("cadene", 1e-5, "symmetric", "valid", 299),
        ("encoder alone", 1e-5, "symmetric", "one", 299),
        ("faceforensics", 1e-5, "symmetric", "valid", 299),
        ("deepfakebench", 1e-5, "symmetric", "valid", 256),
        ("keras", 1e-3, "same", "valid", 299),
    ],
)
def test_that_each_dialect_brings_its_epsilon_padding_and_size(
    name: str, epsilon: float, pool: str, stem: str, size: int
) -> None:
    weights = theirs(name).weights
    found = weights.config
    assert (found.bn_eps, found.pool_padding, found.stem_padding) == (epsilon, pool, stem)
    assert weights.input_size == size
    assert weights.trained


def test_that_each_dialect_brings_its_preprocessing_and_classes() -> None:
    def loaded(name: str) -> Weights:
        return theirs(name).weights

    assert loaded("timm").preprocessing == paper_steps()
    assert loaded("cadene").preprocessing[0] == ResizeShort(333, "bilinear")
    faces = loaded("faceforensics")
    assert faces.preprocessing == (ResizeExact(299, "bilinear"), Normalize())
    assert faces.classes == loaded("deepfakebench").classes == ("real", "fake")
    assert loaded("timm").classes == (), "two classes of anybody's are not those of a detector"
    assert loaded("timm, any classes and channels").preprocessing[-1] == Normalize((0.5,), (0.5,))


TOLD: dict[str, dict[str, object]] = {
    "a list": {"classes": ["cat", "dog"]},
    "a table": {"class_to_idx": {"dog": 1, "cat": 0}},
    "a table the other way, as JSON has it": {"id2label": {"0": "cat", "1": "dog"}},
    "settings of a trainer": {"hyper_parameters": {"lr": 0.1, "class_names": ("cat", "dog")}},
}


@pytest.mark.parametrize("how", TOLD)
def test_that_class_names_beside_the_weights_are_taken(tmp_path: Path, how: str) -> None:
    data = made.in_zip({"state_dict": made.state(), **TOLD[how]})
    assert load_weights(written(tmp_path, data)).weights.classes == ("cat", "dog")


@pytest.mark.parametrize(
    "told",
    [
        ["cat"],
        ["cat", "cat"],
        ["cat", 7],
        {"cat": 0, "dog": 2},
        {"a": [], "b": 10**9},
        "1" * 5000,
        "[[",
        2,
    ],
)
def test_that_names_that_do_not_fit_the_classes_are_left(tmp_path: Path, told: object) -> None:
    data = made.in_zip({"state_dict": made.state(), "classes": told})
    assert load_weights(written(tmp_path, data)).weights.classes == ()


def test_that_class_names_in_the_metadata_of_safetensors_are_taken(tmp_path: Path) -> None:
    told = {"label2id": json.dumps({"猫": 0, "狗": 1})}
    data = safetensors.torch.save(made.state(), told)
    assert load_weights(written(tmp_path, data)).weights.classes == ("猫", "狗")


@pytest.mark.parametrize("kind", [torch.float16, torch.bfloat16])
def test_that_half_precision_of_others_is_read(tmp_path: Path, kind: torch.dtype) -> None:
    state = {k: t.to(kind) if t.is_floating_point() else t for k, t in made.state().items()}
    loaded = load_weights(written(tmp_path, made.in_zip(state))).model
    assert torch.equal(loaded.classifier.fc.weight, state["fc.weight"].float())


def test_that_a_thousand_classes_are_imagenets() -> None:
    names = names_for(XceptionConfig())
    assert len(names) == len(set(names)) == 1000
    assert (names[0], names[207], names[999]) == ("tench", "golden retriever", "toilet tissue")
    ids = [synset for synset, _ in imagenet()]
    assert ids == sorted(ids)
    assert names_for(XceptionConfig(num_classes=999)) == ()


def test_that_averaged_weights_are_preferred(tmp_path: Path) -> None:
    live, averaged = made.state(), made.state()
    averaged["bn1.weight"] = live["bn1.weight"] + 1
    data = made.in_zip({"state_dict": live, "state_dict_ema": averaged, "optimizer": {"lr": 0.1}})
    loaded = load_weights(written(tmp_path, data))
    assert torch.equal(loaded.model.entry.bn1.weight, averaged["bn1.weight"])
    assert loaded.weights.record == {"wrapper": "state_dict_ema"}


def test_that_a_keras_archive_is_read_by_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hdf5, "confined", False)
    with zipfile.ZipFile(tmp_path / "a.keras", "w") as archive:
        archive.writestr("config.json", "{}")
        archive.writestr("model.weights.h5", made.keras3_file(tmp_path))
    assert load_weights(tmp_path / "a.keras").weights.dialect == "keras"


def without(name: str) -> made.State:
    return {key: tensor for key, tensor in made.state().items() if key != name}


def extended(name: str) -> made.State:
    return {**made.state(), name: torch.zeros(9)}


MISFIT, RESAVE, UNKNOWN = "weights-misfit", "weights-resave", "weights-unknown"


@pytest.mark.parametrize(
    ("make", "code", "cause"),
    [
        (lambda: without("bn3.weight"), MISFIT, "exit.bn3.weight is missing"),
        (lambda: without("bn2.bias"), MISFIT, "entry.bn2.bias is missing"),
        (lambda: extended("other"), MISFIT, "'other' is unknown"),
        (lambda: extended("bn2.weight"), MISFIT, "which no Xception has"),
        (lambda: made.state() | made.state(prefix="b."), RESAVE, "2 Xceptions, under '', 'b.'"),
        (lambda: {"layer1.0.conv1.weight": torch.zeros(1)}, UNKNOWN, "another network"),
        (lambda: {"blocks.0.stack.conv1.conv_dw.weight": torch.zeros(1)}, UNKNOWN, "aligned"),
    ],
)
def test_that_what_is_no_whole_xception_is_refused_in_one_line(
    tmp_path: Path, make: Callable[[], made.State], code: str, cause: str
) -> None:
    with pytest.raises(Problem, match=cause) as caught:
        load_weights(written(tmp_path, made.in_safetensors(make())))
    assert caught.value.code == code


def test_that_what_a_sidecar_says_replaces_the_dialect_and_is_recorded(tmp_path: Path) -> None:
    path = written(tmp_path, made.in_zip(made.state()))
    before = load_weights(path).weights
    said = {"classes": ["cat", "dog"], "input_size": 150, "pool_padding": "same", "bn_eps": 0.01}
    (tmp_path / "file.json").write_text(json.dumps(said))
    found = load_weights(path).weights
    assert found.classes == ("cat", "dog")
    assert found.input_size == 150
    assert found.preprocessing[0] == ResizeShort(167)
    assert (found.config.pool_padding, found.config.bn_eps) == ("same", 0.01)
    assert found.record == {"replaced": ["bn_eps", "classes", "input_size", "pool_padding"]}
    assert state_id(found, "float32", "torch") != state_id(before, "float32", "torch")
    (tmp_path / "file.json").write_text('["one", "two"]')
    assert load_weights(path).weights.classes == ("one", "two")


@pytest.mark.parametrize("name", ["file.safetensors", "file.pt"])
def test_that_what_lies_beside_an_own_file_counts_too(tmp_path: Path, name: str) -> None:
    path, beside = tmp_path / name, tmp_path / f"{name}.json"
    if name.endswith(".pt"):
        torch.save(checkpoint(narrow(), record={"step": 7, "replaced": ["old"]}), path)
    else:
        save_weights(path, narrow(), replace(WEIGHTS, record={"step": 7, "replaced": ["old"]}))
    plain = load_weights(path).weights
    assert plain.classes == WEIGHTS.classes
    assert "replaced" not in {verdict.code for verdict in examine(path).verdicts}
    beside.write_text('["one", "two", "three"]')
    found = load_weights(path).weights
    assert found.classes == ("one", "two", "three")
    assert found.record == {"step": 7, "replaced": ["classes"]}
    told = {verdict.code: verdict.fields for verdict in examine(path).verdicts}
    assert told["replaced"] == {"file": name, "names": "classes"}


@pytest.mark.parametrize("side", [128, 160, 224, 256, 331])
def test_that_a_sidecars_size_is_the_size(side: int) -> None:
    """299 · (224 / 299) is less than 224 in floating point."""
    made_of = Description((), XceptionConfig(), paper_steps(), True, {})
    assert input_size(_sized(made_of, side)) == side


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('["one"]', "names 1 classes"),
        ('{"evil": 1}', "'evil', which is none of"),
        ("{", "its text is damaged"),
        ('{"input_size": "big"}', "no number of pixels"),
        ('{"input_size": 4}', "4 by 4 pixels"),
        ('{"bn_eps": 7}', "bn_eps"),
        ('{"pool_padding": "none"}', "pool_padding"),
    ],
)
def test_that_a_wrong_sidecar_is_one_line(tmp_path: Path, text: str, cause: str) -> None:
    path = written(tmp_path, made.in_zip(made.state()))
    (tmp_path / "file.json").write_text(text)
    with pytest.raises(Problem, match=cause) as caught:
        load_weights(path)
    assert caught.value.code == "sidecar"
    assert "file.json" in str(caught.value)
