"""The module tree against the model that runs, and against torch's own counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import xception_gui.model
from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection import capture, counterpart, module_tree
from xception_gui.model import build, build_meta, min_size
from xception_gui.model.xception import least_size

PAPER = XceptionConfig()
NARROW = XceptionConfig(width=0.05, middle_blocks=2, num_classes=4)
VARIANTS: list[dict[str, object]] = [
    {},
    {"in_chans": 1, "num_classes": 0},
    {"middle_blocks": 0, "residual": False},
    {"middle_blocks": 9, "strides": (1, 2, 2, 2, 1)},
    {"strides": (3, 1, 4, 1, 2), "conv_bias": True},
    {"order": "pointwise", "mid_activation": "elu"},
    {"segments": 1, "hidden": (12, 7)},
    {"segments": 4, "stem_padding": "one", "pool_padding": "symmetric"},
    {"stem_padding": "same", "strides": (2, 2, 3, 2, 1)},
]


def info(tree: ModuleInfo, path: str) -> ModuleInfo:
    row = tree.find(path)
    assert row is not None
    return row


@pytest.mark.parametrize("extra", [None, 0, 1, 2, 3, 36])
@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_shapes_are_those_of_a_run(change: dict[str, object], extra: int | None) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    size = least_size(config) if extra is None else min_size(config) + extra
    model = build(config, None)
    paths = [path for path, _ in model.named_modules()]
    inputs: dict[str, tuple[int, ...]] = {}

    def note(path: str) -> Callable[..., None]:
        return lambda _module, given: inputs.setdefault(path, tuple(given[0].shape[1:])) and None

    handles = [m.register_forward_pre_hook(note(path)) for path, m in model.named_modules()]
    with torch.inference_mode(), capture(model, paths) as seen:
        model(torch.empty(0, config.in_chans, size, size))
    for handle in handles:
        handle.remove()
    rows = module_tree(config, size).walk()
    assert [row.path for row in rows] == paths
    assert {row.path: row.output_shape for row in rows} == {
        path: tuple(output.shape[1:]) for path, output in seen.activations.items()
    }
    assert {row.path: row.input_shape for row in rows} == inputs


@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_macs_are_half_of_torchs_flops(change: dict[str, object]) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    model, size = build(config), min_size(config)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(torch.zeros(1, config.in_chans, size, size))
    assert 2 * module_tree(config, size).macs == counter.get_total_flops()


@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_parameters_and_buffers_are_the_models(change: dict[str, object]) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    model = build_meta(config)
    for row in module_tree(config, min_size(config)).walk():
        module = model.get_submodule(row.path)
        assert row.params == sum(p.numel() for p in module.parameters())
        assert row.buffers == sum(b.numel() for b in module.buffers() if b.ndim)


@pytest.mark.parametrize("change", VARIANTS, ids=str)
def test_that_children_add_up_to_their_parent_in_every_column(change: dict[str, object]) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    for row in module_tree(config, min_size(config)).walk():
        for column in ("params", "buffers", "macs") if row.children else ():
            assert getattr(row, column) == sum(getattr(child, column) for child in row.children)


def test_that_the_papers_tree_has_the_papers_totals() -> None:
    tree = module_tree(PAPER, 299)
    assert (tree.params, tree.buffers, tree.macs) == (22_855_952, 54_528, 8_357_403_496)
    assert (tree.input_shape, tree.output_shape) == ((3, 299, 299), (1000,))
    flows = [(row.path, row.params, row.macs) for row in tree.children]
    assert flows == [
        ("entry", 1_106_760, 2_692_927_032),
        ("middle", 12_911_808, 4_648_547_904),
        ("exit", 6_788_384, 1_013_880_560),
        ("classifier", 2_049_000, 2_048_000),
    ]


def test_that_shares_of_the_macs_are_the_published_ones() -> None:
    leaves = [row for row in module_tree(PAPER, 299).walk() if row.macs and not row.children]
    total = sum(row.macs for row in leaves)

    def share(*names: str) -> float:
        return round(100 * sum(row.macs for row in leaves if row.name in names) / total, 1)

    assert share("pointwise") == 90.6
    assert share("conv1", "conv2") == 5.0
    assert share("skip") == 2.8
    assert share("depthwise") == 1.6


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", ""),
        ("entry", ""),
        ("entry.conv1", "3×3/2"),
        ("entry.bn1", "BN"),
        ("entry.act1", "ReLU"),
        ("entry.conv2", "3×3"),
        ("entry.block1", ""),
        ("entry.block2.sepconv1", ""),
        ("entry.block2.sepconv1.depthwise", "3×3"),
        ("entry.block2.sepconv1.pointwise", "1×1"),
        ("entry.block2.pool", "3×3/2"),
        ("entry.block2.skip", "1×1/2"),
        ("classifier.pool", "mean"),
        ("classifier.fc", "linear"),
    ],
)
def test_that_kinds_are_the_short_words_of_the_tree(path: str, kind: str) -> None:
    assert info(module_tree(PAPER, 299), path).kind == kind


@pytest.mark.parametrize(
    ("change", "path", "expected"),
    [
        ({}, "entry.conv1", {"Kernel": "3×3", "Stride, padding": "2, 0", "Groups": "1"}),
        ({"stem_padding": "one"}, "entry.conv1", {"Stride, padding": "2, 1"}),
        ({}, "middle.block4.sepconv2", {"Kernel": "3×3, then 1×1", "Groups": "728"}),
        ({}, "middle.block4.sepconv2", {"Stride, padding": "1, 1"}),
        ({"order": "pointwise"}, "exit.sepconv4", {"Kernel": "1×1, then 3×3", "Groups": "2048"}),
        ({"mid_activation": "elu"}, "exit.sepconv4", {"Kernel": "3×3, then ELU, then 1×1"}),
        ({"segments": 1}, "exit.sepconv4", {"Kernel": "3×3", "Groups": "1"}),
        ({}, "entry.block1.pool", {"Stride, padding": "2, same (1 + 1)"}),
        ({}, "entry.block2.pool", {"Stride, padding": "2, same (0 + 1)"}),
        ({"pool_padding": "symmetric"}, "entry.block2.pool", {"Stride, padding": "2, 1"}),
        ({}, "entry.bn1", {"Epsilon": "0.001", "Momentum": "0.01"}),
        ({}, "classifier.fc", {"Features": "2048 → 1000"}),
        ({"drop_rate": 0.5}, "classifier.dropout", {"Rate": "0.5"}),
        ({}, "entry.block1", {"Skip connection": "1×1/2"}),
        ({}, "middle.block4", {"Skip connection": "identity"}),
        ({"residual": False}, "middle.block4", {"Skip connection": "none"}),
    ],
)
def test_that_details_say_what_a_module_does(
    change: dict[str, object], path: str, expected: dict[str, str]
) -> None:
    details = dict(info(module_tree(replace(PAPER, **change), 299), path).details)  # type: ignore[arg-type]
    assert expected.items() <= details.items()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("middle.block4.sepconv2", "§3, Figure 5"),
        ("exit.sepconv3.pointwise", "§1.2, Figure 4"),
        ("entry.block1.skip_bn", "§4.6, Figures 5 and 9"),
        ("classifier.dropout", "§4.3"),
    ],
)
def test_that_each_row_says_where_the_paper_has_it(path: str, place: str) -> None:
    tree = module_tree(PAPER, 299)
    assert info(tree, path).paper == place
    assert all(row.paper for row in tree.walk())


def test_that_the_source_is_file_and_line_of_the_class() -> None:
    folders = {
        "torch": Path(torch.__file__).parents[1],
        "own": Path(xception_gui.model.__path__[0]),
    }
    for row in module_tree(PAPER, 299).walk():
        file, line = row.source
        folder = folders["torch" if file.startswith("torch/nn/") else "own"]
        text = (folder / file).read_text(encoding="utf-8").splitlines()[line - 1]
        assert text.startswith(f"class {row.type}(")
    assert info(module_tree(PAPER, 299), "middle.block4").source[0] == "blocks.py"


def test_that_rows_know_their_flow_and_name() -> None:
    tree = module_tree(NARROW, 71)
    assert {row.flow for row in tree.walk()} == {"", "entry", "middle", "exit", "classifier"}
    row = info(tree, "exit.block12.skip")
    assert (row.name, row.flow, row.type) == ("skip", "exit", "Conv2d")


def test_that_activation_bytes_are_the_outputs_in_float32() -> None:
    assert info(module_tree(PAPER, 299), "middle.block4.sepconv2").activation_bytes == 1_051_232


@pytest.mark.parametrize(
    ("change", "minimum"),
    [({}, 7), ({"strides": (1, 2, 2, 2, 1)}, 5), ({"stem_padding": "one"}, 1)],
)
def test_that_too_small_an_input_is_one_line_with_the_minimum(
    change: dict[str, object], minimum: int
) -> None:
    config = replace(NARROW, **change)  # type: ignore[arg-type]
    for size in (minimum - 1, 0, -5):
        with pytest.raises(Problem, match=f"at least {minimum}") as caught:
            module_tree(config, size)
        assert str(size) in str(caught.value)
    with torch.inference_mode():
        last = build(config, None).forward_features(torch.empty(0, 3, minimum, minimum))
    row = info(module_tree(config, minimum), "exit.act4")
    assert row.output_shape == tuple(last.shape[1:]) == (102, 1, 1)


def test_that_a_huge_input_is_counted_without_memory() -> None:
    tree = module_tree(replace(PAPER, width=8.0, segments=1), 10**7)
    assert tree.macs > 10**19


def test_that_a_narrow_rows_counterpart_is_the_papers_module() -> None:
    found = counterpart(NARROW, "middle.block5.sepconv1")
    assert found is not None
    assert (found.params, found.output_shape) == (536_536, (728, 19, 19))
    assert counterpart(NARROW, "") == module_tree(PAPER, 299)
    smaller = counterpart(NARROW, "exit.act4", 71)
    assert smaller is not None
    assert smaller.output_shape == (2048, 3, 3)


def test_that_what_the_paper_has_not_has_no_counterpart() -> None:
    config = replace(NARROW, middle_blocks=9, hidden=(8,), mid_activation="relu")
    own = {row.path for row in module_tree(config, 71).walk()}
    for path in ("middle.block12", "classifier.hidden1", "exit.sepconv3.activation"):
        assert path in own
        assert counterpart(config, path) is None
    assert counterpart(config, "exit.block12") is not None


def test_that_the_papers_network_needs_no_counterpart() -> None:
    assert counterpart(PAPER, "entry.conv1") is None


def test_that_a_module_without_a_rule_is_noticed() -> None:
    from xception_gui.inspection.shapes import shapes

    model = build_meta(NARROW)
    model.exit.add_module("act4", nn.Softplus())
    with pytest.raises(TypeError, match="Softplus"):
        shapes(model, (3, 71, 71))
