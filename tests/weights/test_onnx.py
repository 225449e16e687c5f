"""What the ONNX file says of itself; tests/parity/test_onnx.py has the judges of its answers."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import onnx
import pytest

from tests.weights.samples import CONFIG, WEIGHTS, narrow
from xception_gui.base.config import XceptionConfig
from xception_gui.base.preprocessing import steps_from_list
from xception_gui.base.problem import Problem
from xception_gui.model import build_meta
from xception_gui.weights import Loaded, convert, load_weights
from xception_gui.weights.onnx_file import IR, OPSET


@pytest.fixture
def written(tmp_path: Path) -> onnx.ModelProto:
    assert convert(Loaded(WEIGHTS, narrow()), tmp_path / "w.onnx") == []
    return onnx.load(tmp_path / "w.onnx")


def test_that_every_module_is_a_node_of_its_name_and_every_tensor_has_ours(
    written: onnx.ModelProto,
) -> None:
    model = narrow()
    parts = [path for path, module in model.named_modules() if not list(module.children())]
    nodes = {node.name for node in written.graph.node}
    assert nodes - set(parts) == {f"entry.block{n}.add" for n in (1, 2, 3)} | {"exit.block12.add"}
    assert set(parts) - nodes == {"classifier.dropout", "middle"}  # it has no blocks here
    held = {tensor.name for tensor in written.graph.initializer}
    assert held == {name for name in model.state_dict() if "num_batches" not in name}


def test_that_who_deploys_it_finds_classes_preprocessing_and_source(
    written: onnx.ModelProto,
) -> None:
    told = {entry.key: entry.value for entry in written.metadata_props}
    assert tuple(json.loads(told["classes"])) == WEIGHTS.classes
    assert steps_from_list(json.loads(told["preprocessing"])) == WEIGHTS.preprocessing
    assert XceptionConfig.from_dict(json.loads(told["config"])) == CONFIG
    assert (told["name"], json.loads(told["input_size"])) == ("narrow", 48)
    assert json.loads(told["record"]) == WEIGHTS.record
    assert "before the softmax" in written.doc_string
    assert "of one class alone, before the sigmoid" in written.doc_string


def test_that_a_class_whose_name_is_no_utf_8_is_told_as_well(tmp_path: Path) -> None:
    weights = replace(WEIGHTS, classes=("caf\udce9", "猫", "dog"))
    convert(Loaded(weights, narrow()), tmp_path / "w.onnx")
    props = onnx.load(tmp_path / "w.onnx").metadata_props
    told = next(entry.value for entry in props if entry.key == "classes")
    assert tuple(json.loads(told)) == weights.classes
    assert "猫" in told


def test_that_number_and_size_of_the_pictures_are_free_and_old_runtimes_read_it(
    written: onnx.ModelProto,
) -> None:
    (given,), (made,) = written.graph.input, written.graph.output
    axes = given.type.tensor_type.shape.dim
    assert [axis.dim_param or axis.dim_value for axis in axes] == ["batch", 3, "height", "width"]
    assert (made.name, made.type.tensor_type.shape.dim[1].dim_value) == ("logits", 3)
    assert (written.ir_version, written.opset_import[0].version) == (IR, OPSET)


def test_that_without_the_package_one_line_says_how_to_get_it_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "w.onnx").write_text("old")
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(Problem, match=r'pip install "xception-gui\[onnx\]"') as caught:
        convert(Loaded(WEIGHTS, narrow()), tmp_path / "w.onnx")
    assert caught.value.code == "onnx-missing"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"width": 6.0, "middle_blocks": 8}, "GB of weights are more than the 2 GB"),
        ({"strides": (2, 2, 2, 4, 1)}, "pool_padding = same with a stride of 4"),
    ],
)
def test_that_what_no_runtime_would_read_is_refused(
    tmp_path: Path, changes: dict[str, object], cause: str
) -> None:
    config = replace(CONFIG, **changes)  # type: ignore[arg-type]
    loaded = Loaded(replace(WEIGHTS, config=config), build_meta(config))
    with pytest.raises(Problem, match=cause) as caught:
        convert(loaded, tmp_path / "w.onnx")
    assert caught.value.code == "weights-not-converted"
    assert not list(tmp_path.iterdir())


def test_that_such_a_file_in_place_of_weights_is_called_by_its_name(tmp_path: Path) -> None:
    convert(Loaded(WEIGHTS, narrow()), tmp_path / "w.pt", "onnx")
    with pytest.raises(Problem, match="it is an ONNX file: written here, but not read"):
        load_weights(tmp_path / "w.pt")
