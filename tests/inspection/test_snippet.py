"""“Copy as Python”: the lines run as they are, and print what the tree says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import demo_steps
from xception_gui.base.results import ModuleInfo, Weights
from xception_gui.base.snippet import as_python, loading_name
from xception_gui.inspection import module_tree
from xception_gui.model import build
from xception_gui.weights import load_weights, save_weights

CONFIG = XceptionConfig(width=0.05, middle_blocks=1, num_classes=4, strides=(1, 2, 2, 2, 1))
TREE = module_tree(CONFIG, 48)
PATH = "middle.block4.sepconv2"


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    """A narrow network's file, as the window would have loaded it."""
    path = tmp_path / "it's narrow.safetensors"
    steps = demo_steps(48, 48)
    save_weights(path, build(CONFIG, 0), Weights("n", "own", "", "", (), CONFIG, steps, True))
    return load_weights(path).weights


def run(snippet: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(snippet, "<snippet>", "exec"), names)
    return names


def row(tree: ModuleInfo, path: str) -> ModuleInfo:
    found = tree.find(path)
    assert found is not None
    return found


def test_that_the_lines_print_the_shape_that_they_promise(
    weights: Weights, capsys: pytest.CaptureFixture[str]
) -> None:
    snippet = as_python(loading_name(weights), TREE, PATH)
    names = run(snippet)
    shape = (1, *row(TREE, PATH).output_shape)
    assert names["output"].shape == shape
    assert type(names["module"]).__name__ == row(TREE, PATH).type
    assert capsys.readouterr().out.splitlines()[-1] == str(shape)
    assert snippet.endswith(f"# {shape}\n")


def test_that_a_picture_goes_through_the_network(weights: Weights, tmp_path: Path) -> None:
    picture = tmp_path / 'a "photo".png'
    Image.new("RGB", (60, 50), (200, 30, 30)).save(picture)
    names = run(as_python(loading_name(weights), TREE, "classifier.fc", str(picture)))
    assert names["pictures"].shape == (1, 3, 48, 48)
    with torch.inference_mode():
        expected = names["loaded"].model(names["pictures"])
    assert torch.equal(names["output"], expected)


def test_that_nothing_in_the_lines_is_longer_than_a_line_of_code(weights: Weights) -> None:
    snippet = as_python("demo", TREE, "exit.block12.sepconv1.pointwise", "/photos/dog.jpg")
    assert max(map(len, snippet.splitlines())) <= 100


def test_that_weights_are_named_as_they_are_loaded_again(weights: Weights) -> None:
    assert loading_name(load_weights("demo").weights) == "demo"
    assert loading_name(weights) == weights.source
    paper = Weights("none", "none", "", "", (), XceptionConfig(), demo_steps(48, 48), False)
    assert loading_name(paper) == "none"
    assert "untrained" in as_python("none", TREE, PATH)


def test_that_a_module_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        as_python("demo", TREE, "entry.conv9")


def test_that_a_network_of_ones_own_is_made_again() -> None:
    snippet = as_python("none", TREE, PATH, config=CONFIG)
    names = run(snippet)
    assert names["loaded"].weights.config == CONFIG
    assert names["output"].shape == (1, *row(TREE, PATH).output_shape)
    assert "load_weights" not in snippet
