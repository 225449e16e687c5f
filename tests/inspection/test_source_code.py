"""The code of a class, against `inspect` and the file itself."""

from __future__ import annotations

import inspect
import linecache

import pytest
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.inspection import module_tree, source_code
from xception_gui.model import Xception, blocks, build_meta

CONFIG = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4, drop_rate=0.5)
KINDS = sorted({type(module) for module in build_meta(CONFIG).modules()}, key=lambda k: k.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_that_the_whole_class_is_given(kind: type[nn.Module]) -> None:
    found = source_code(kind)
    assert found.text == inspect.getsource(kind)
    assert inspect.getsourcelines(kind)[1] == found.line
    assert (
        linecache.getline(inspect.getsourcefile(kind) or "", found.line)
        == (found.text.splitlines(keepends=True)[0])
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", Xception),
        ("entry.block1", blocks.Block),
        ("middle.block4.sepconv2", blocks.SeparableConv),
        ("entry.block1.pool", blocks.SameMaxPool2d),
        ("entry.bn1", nn.BatchNorm2d),
    ],
)
def test_that_a_path_gives_the_class_of_its_module(path: str, kind: type[nn.Module]) -> None:
    found = source_code(CONFIG, path)
    assert found.text.startswith(f"class {kind.__name__}(")
    row = module_tree(CONFIG, 96).find(path)
    assert row is not None
    assert (found.file, found.line) == row.source


def test_that_an_unknown_path_names_its_neighbours() -> None:
    with pytest.raises(Problem, match=r"entry\.conv1"):
        source_code(CONFIG, "entry.conv9")
