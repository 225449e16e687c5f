"""Our network against timm's ``legacy_xception`` with the same weights, block by block.

The batch-norm statistics are calibrated: a fresh network is dead, and would agree with anything.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import pytest
import timm
import torch
from torch import Tensor, nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import timm_key
from xception_gui.base.preprocessing import paper_steps
from xception_gui.base.results import Weights
from xception_gui.inspection import capture
from xception_gui.model import Xception, build, build_meta
from xception_gui.model.initialise import calibrated
from xception_gui.weights import Loaded, convert, load_weights
from xception_gui.weights.tensors import weights_of

BOUND = 1e-5
CONFIG = XceptionConfig(pool_padding="symmetric", bn_eps=1e-5)
BLOCKS = [
    *(f"entry.block{number}" for number in range(1, 4)),
    *(f"middle.block{number}" for number in range(4, 12)),
    "exit.block12",
]
PLACES = ["entry.act1", "entry.act2", *BLOCKS, "exit.act3", "exit.act4", "classifier.fc"]


def timm_name(key: str) -> str:
    """timm's name of one of our parameters or statistics."""
    path, _, name = key.rpartition(".")
    return f"{timm_key(path)}.{name}"


@pytest.fixture(scope="module")
def own() -> Xception:
    return calibrated(CONFIG, 0, 128)


@pytest.fixture(scope="module")
def judge(own: Xception) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        model = timm.create_model("legacy_xception", pretrained=False)
    model.load_state_dict({timm_name(key): value for key, value in own.state_dict().items()})
    return model.eval()


def variant(own: Xception, **changes: object) -> Xception:
    """The same weights in a network that differs."""
    config = replace(own.config, **changes)  # type: ignore[arg-type]
    model = build(config, None)
    wanted = model.state_dict().keys()
    model.load_state_dict({key: own.state_dict()[key] for key in wanted})
    return model


def errors(own: Xception, judge: nn.Module, size: int) -> dict[str, float]:
    """Largest difference at each place, relative to the largest value there."""
    picture = torch.randn(1, 3, size, size, generator=torch.Generator().manual_seed(size))
    paths = [path for path in PLACES if path in dict(own.named_modules())]
    theirs = {path: path.split(".", 1)[1] for path in paths}
    with torch.inference_mode(), capture(own, paths) as ours, capture(judge, theirs.values()) as t:
        own(picture)
        judge(picture)
    return {
        path: relative(ours.activations[path], t.activations[name]) for path, name in theirs.items()
    }


def relative(ours: Tensor, theirs: Tensor) -> float:
    assert ours.shape == theirs.shape
    return float((ours - theirs).abs().max() / theirs.abs().max())


def test_that_every_parameter_and_statistic_has_its_counterpart(
    own: Xception, judge: nn.Module
) -> None:
    keys = [timm_name(key) for key in own.state_dict()]
    assert sorted(keys) == sorted(judge.state_dict())


def test_that_every_module_of_timm_is_named_once_and_is_of_the_same_kind(
    own: Xception, judge: nn.Module
) -> None:
    named = {timm_key(path): module for path, module in own.named_modules() if timm_key(path)}
    theirs = dict(judge.named_modules())
    containers = {"", "global_pool", *(path for path in theirs if path.endswith(".rep"))}
    assert named.keys() == theirs.keys() - containers
    for path, module in named.items():
        if not list(module.children()):
            assert isinstance(theirs[path], type(module)), path


def test_that_a_file_that_timm_wrote_loads_bit_for_bit_and_as_timm_means_it(
    own: Xception, judge: nn.Module, tmp_path: Path
) -> None:
    torch.save({"epoch": 1, "state_dict": judge.state_dict()}, tmp_path / "model_best.pth.tar")
    loaded = load_weights(tmp_path / "model_best.pth.tar")
    assert (loaded.weights.dialect, loaded.weights.label(0)) == ("timm", "tench")
    assert loaded.weights.config == replace(CONFIG, bn_momentum=0.1)
    expected = own.state_dict()
    for key, tensor in weights_of(loaded.model.state_dict()).items():
        assert torch.equal(tensor, expected[key]), key


def test_that_what_we_write_for_timm_answers_the_same_in_spite_of_its_epsilon(
    own: Xception, judge: nn.Module, tmp_path: Path
) -> None:
    """135 pixels: no pooling meets an even size, and all padding is the same."""
    ours = variant(own, bn_eps=1e-3)
    record = Weights("ours", "own", "", "", (), ours.config, paper_steps(), True)
    convert(Loaded(record, ours), tmp_path / "ours.pth")
    theirs = copy.deepcopy(judge)
    theirs.load_state_dict(torch.load(tmp_path / "ours.pth", weights_only=True))
    found = errors(ours, theirs, 135)
    assert max(found.values()) <= BOUND, found
    assert errors(own, theirs, 135)["classifier.fc"] > 100 * BOUND


@pytest.mark.parametrize("blocks", [0, 4, 12])
def test_that_fewer_or_more_middle_blocks_keep_their_names(judge: nn.Module, blocks: int) -> None:
    ours = build_meta(replace(CONFIG, middle_blocks=blocks))
    theirs = judge.state_dict()
    named = {timm_name(key): value.shape for key, value in ours.state_dict().items()}
    unknown = {key for key in named if key.startswith("None.")}
    assert bool(unknown) == (blocks > 8)
    gone = tuple(f"block{number}." for number in range(4 + blocks, 12))
    kept = {key: value.shape for key, value in theirs.items() if not key.startswith(gone)}
    assert {key: named[key] for key in named.keys() - unknown} == kept


@pytest.mark.parametrize("size", [128, 150, 299])
def test_that_every_block_and_the_logits_equal_timms(
    own: Xception, judge: nn.Module, size: int
) -> None:
    found = errors(own, judge, size)
    assert list(found) == PLACES
    assert max(found.values()) <= BOUND, found


def test_that_a_network_without_its_middle_flow_fails(own: Xception, judge: nn.Module) -> None:
    found = errors(variant(own, middle_blocks=0), judge, 150)
    assert found["entry.block3"] <= BOUND
    assert found["classifier.fc"] > 1000 * BOUND


def test_that_another_epsilon_fails(own: Xception, judge: nn.Module) -> None:
    found = errors(variant(own, bn_eps=1e-3), judge, 150)
    assert min(found.values()) > BOUND
    assert found["classifier.fc"] > 100 * BOUND


@pytest.mark.parametrize(("size", "first_wrong"), [(150, "entry.block1"), (299, "entry.block2")])
def test_that_tensorflows_pooling_fails_from_the_first_even_size_on(
    own: Xception, judge: nn.Module, size: int, first_wrong: str
) -> None:
    found = errors(variant(own, pool_padding="same"), judge, size)
    wrong = [path for path, error in found.items() if error > BOUND]
    assert wrong == PLACES[PLACES.index(first_wrong) :]
    assert found["classifier.fc"] > 1000 * BOUND
