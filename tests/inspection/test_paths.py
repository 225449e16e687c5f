"""Module paths as people type them."""

from __future__ import annotations

import pytest
from torch import nn

from xception_gui.base.config import XceptionConfig
from xception_gui.base.problem import Problem
from xception_gui.base.results import ModuleInfo
from xception_gui.inspection import module_tree, resolve_path
from xception_gui.model import build_meta

CONFIG = XceptionConfig(width=0.05, middle_blocks=9, num_classes=4)


@pytest.fixture(params=["model", "tree"])
def network(request: pytest.FixtureRequest) -> nn.Module | ModuleInfo:
    return build_meta(CONFIG) if request.param == "model" else module_tree(CONFIG, 71)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("exit.act4", "exit.act4"),
        ("act4", "exit.act4"),
        ("block3.skip", "entry.block3.skip"),
        ("block4.sepconv1.depthwise", "middle.block4.sepconv1.depthwise"),
        ("fc", "classifier.fc"),
        ("middle", "middle"),
        ("", ""),
    ],
)
def test_that_a_path_or_its_one_ending_is_found(
    network: nn.Module | ModuleInfo, text: str, path: str
) -> None:
    assert resolve_path(network, text) == path


def test_that_an_ending_of_several_paths_is_one_line_naming_them(
    network: nn.Module | ModuleInfo,
) -> None:
    with pytest.raises(Problem, match=r"middle\.block12, exit\.block12\."):
        resolve_path(network, "block12")
    with pytest.raises(Problem, match=r"act1 fits several.*entry\.act1, .*, …"):
        resolve_path(network, "act1")


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("exit.act5", "exit.act4"),
        ("midle.block4", "middle.block4"),
        ("exit.block12.skip.conv", "exit.block12.skip"),
        ("features.fc", "classifier.fc"),
        ("zzz", "entry, middle, exit, classifier"),
        ("ct4", "exit.act4"),
    ],
)
def test_that_an_unknown_path_is_one_line_with_what_looks_like_it(
    network: nn.Module | ModuleInfo, text: str, close: str
) -> None:
    with pytest.raises(Problem) as caught:
        resolve_path(network, text)
    line = str(caught.value)
    assert text in line
    assert close in line
    assert "\n" not in line
