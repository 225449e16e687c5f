"""Names of our modules in Keras; those in timm are compared with timm itself in `parity`."""

from __future__ import annotations

import pytest

from xception_gui.base.config import XceptionConfig
from xception_gui.base.key_names import keras_key, timm_key
from xception_gui.inspection import module_tree
from xception_gui.model import build_meta

PAPER = module_tree(XceptionConfig(), 299)


def keras_layers() -> list[str]:
    """Every layer with weights, in the order in which Keras builds them."""
    names = ["block1_conv1", "block1_conv1_bn", "block1_conv2", "block1_conv2_bn"]
    for turn, block in (("", 2), ("_1", 3), ("_2", 4)):
        names += [f"conv2d{turn}", f"batch_normalization{turn}", *separable(block, 2)]
    for block in range(5, 13):
        names += separable(block, 3)
    names += ["conv2d_3", "batch_normalization_3", *separable(13, 2), *separable(14, 2)]
    return [*names, "predictions"]


def separable(block: int, parts: int) -> list[str]:
    numbers = range(1, parts + 1)
    return [f"block{block}_sepconv{n}{end}" for n in numbers for end in ("", "_bn")]


def test_that_every_keras_layer_with_weights_is_named_once() -> None:
    rows = [row for row in PAPER.walk() if row.params]
    named = [keras_key(row.path) for row in rows]
    layers = [name for name in named if name and "/" not in name]
    assert sorted(layers) == sorted(keras_layers())
    halves = [name for name in named if name and "/" in name]
    separables = [name for name in layers if "sepconv" in name and not name.endswith("_bn")]
    ends = ("depthwise_kernel", "pointwise_kernel")
    assert sorted(halves) == sorted(f"{name}/{end}" for name in separables for end in ends)


@pytest.mark.parametrize(
    ("path", "timm", "keras"),
    [
        ("entry.act1", "act1", "block1_conv1_act"),
        ("entry.block1", "block1", None),
        ("entry.block1.sepconv1", "block1.rep.0", "block2_sepconv1"),
        ("entry.block1.act2", "block1.rep.2", "block2_sepconv2_act"),
        ("entry.block1.pool", "block1.rep.5", "block2_pool"),
        ("entry.block2.act1", "block2.rep.0", "block3_sepconv1_act"),
        ("entry.block2.pool", "block2.rep.6", "block3_pool"),
        ("middle.block4.sepconv2", "block4.rep.4", "block5_sepconv2"),
        ("middle.block11.bn3", "block11.rep.8", "block12_sepconv3_bn"),
        ("exit.block12.skip", "block12.skip", "conv2d_3"),
        ("exit.sepconv4.depthwise", "conv4.conv1", "block14_sepconv2/depthwise_kernel"),
        ("exit.act4", "act4", "block14_sepconv2_act"),
        ("classifier.flatten", "global_pool.flatten", None),
        ("classifier.fc", "fc", "predictions"),
    ],
)
def test_that_known_places_have_their_known_names(path: str, timm: str, keras: str | None) -> None:
    assert PAPER.find(path) is not None
    assert (timm_key(path), keras_key(path)) == (timm, keras)


def test_that_what_neither_has_is_not_named() -> None:
    config = XceptionConfig(width=0.05, middle_blocks=10, hidden=(8,), mid_activation="relu")
    ours = {path for path, _ in build_meta(config).named_modules()}
    unnamed = {path for path in ours if timm_key(path) is None and keras_key(path) is None}
    extra = {path for path in ours if path.startswith(("middle.block12", "middle.block13"))}
    containers = {"", "entry", "middle", "exit", "classifier"}
    added = {"classifier.hidden1", "classifier.hidden_act1", "classifier.dropout"}
    added |= {path for path in ours if path.endswith(".activation")}
    assert unnamed == extra | containers | added
