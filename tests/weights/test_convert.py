"""What is written for others is complete, or refused in one line; tests/parity has the judges."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.weights import made_files as made
from tests.weights.samples import CONFIG, WEIGHTS, narrow
from xception_gui.base.problem import Problem
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded, convert, hdf5, hdf5_child, load_weights
from xception_gui.weights.tensors import weights_of


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hdf5, "confined", True)
    # Its limit of processor time would end the tests' own process, as busy as that may be.
    monkeypatch.setattr(hdf5_child, "_cornered", lambda _size: nullcontext())


@pytest.mark.parametrize(
    ("name", "dialect"), [("a.safetensors", "own"), ("a.pth", "timm"), ("a.h5", "keras")]
)
def test_that_the_ending_says_the_target_and_the_file_answers_the_same(
    tmp_path: Path, name: str, dialect: str
) -> None:
    source = made.network(made.KERAS if dialect == "keras" else made.PORT)
    convert(source, tmp_path / name)
    found = load_weights(tmp_path / name)
    assert found.weights.dialect == dialect
    for key, tensor in weights_of(found.model.state_dict()).items():
        assert torch.equal(tensor, source.model.state_dict()[key]), key


def test_that_timms_keys_go_into_safetensors_too(tmp_path: Path) -> None:
    convert(made.network(made.PORT), tmp_path / "a.safetensors", "timm")
    assert load_weights(tmp_path / "a.safetensors").weights.dialect == "timm"


def test_that_another_epsilon_changes_no_answer_and_other_padding_is_told(tmp_path: Path) -> None:
    source = made.network(replace(made.KERAS, pool_padding="symmetric", bn_eps=1e-5))
    told = convert(source, tmp_path / "a.h5")
    assert list(map(str, told)) == [
        "width: 0.03 here, 1.0 there",
        "pool_padding: symmetric here, same there",
    ]
    found = load_weights(tmp_path / "a.h5").model
    picture = torch.randn(1, 3, 135, 135, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        ours, theirs = source.model(picture), found(picture)
    assert found.config.bn_eps == 1e-3
    assert (ours - theirs).abs().max() <= 1e-5 * ours.abs().max()


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"residual": False}, "residual = False"),
        ({"order": "pointwise"}, "order = pointwise"),
        ({"segments": 1}, "segments = 1"),
        ({"hidden": (4,)}, "hidden"),
        ({"middle_blocks": 9}, "middle_blocks = 9"),
    ],
)
def test_that_a_network_without_names_there_is_refused(
    tmp_path: Path, changes: dict[str, object], cause: str
) -> None:
    config = replace(CONFIG, **changes)  # type: ignore[arg-type]
    loaded = Loaded(replace(WEIGHTS, config=config), calibrated(config, 0, 48))
    with pytest.raises(Problem, match=cause) as caught:
        convert(loaded, tmp_path / "a.h5")
    assert caught.value.code == "weights-not-converted"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "target"), [("a.weights.h5", ""), ("a.Weights.h5", "keras"), ("a.keras", "keras")]
)
def test_that_a_name_that_keras_takes_for_another_format_is_refused(
    tmp_path: Path, name: str, target: str
) -> None:
    with pytest.raises(Problem, match=r"\.h5 alone") as caught:
        convert(Loaded(WEIGHTS, narrow()), tmp_path / name, target)
    assert caught.value.code == "weights-suffix"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a", "a.tflite"])
def test_that_an_ending_that_says_nothing_is_asked_about(tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem) as caught:
        convert(Loaded(WEIGHTS, narrow()), tmp_path / name)
    assert caught.value.code == "weights-target"
    assert "--" not in str(caught.value), "the window says it too, and has no options"
