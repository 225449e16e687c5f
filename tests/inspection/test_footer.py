"""The footer against torchinfo."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torchinfo

from xception_gui.base.config import XceptionConfig
from xception_gui.inspection import footer, module_tree
from xception_gui.model import build

PAPER = XceptionConfig()
NARROW = replace(PAPER, width=0.05, num_classes=4)


@pytest.mark.parametrize(
    ("config", "size"),
    [
        (PAPER, 299),
        (replace(NARROW, in_chans=1), 71),
        (replace(NARROW, conv_bias=True, hidden=(9, 8), residual=False), 100),
        (replace(NARROW, segments=1, num_classes=0, stem_padding="same"), 96),
    ],
    ids=["paper", "grey", "biases", "dense"],
)
def test_that_the_footer_is_torchinfos(config: XceptionConfig, size: int) -> None:
    judge = torchinfo.summary(build(config), (1, config.in_chans, size, size), verbose=0)
    tree = module_tree(config, size)
    found = footer(tree)
    assert judge.total_params == tree.params
    assert found.forward_backward_mb == judge.to_megabytes(judge.total_output_bytes)
    assert found.params_mb == judge.to_megabytes(judge.total_param_bytes)
    # torchinfo measures the input as a Python object, 64 bytes more than its numbers.
    assert 0 <= judge.to_megabytes(judge.total_input) - found.input_mb < 1e-4
    assert str(judge).splitlines()[-5:-1] == [
        f"Input size (MB): {found.input_mb:.2f}",
        f"Forward/backward pass size (MB): {found.forward_backward_mb:.2f}",
        f"Params size (MB): {found.params_mb:.2f}",
        f"Estimated Total Size (MB): {found.total_mb:.2f}",
    ]
