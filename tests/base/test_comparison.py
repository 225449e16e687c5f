"""Two architectures row by row."""

from __future__ import annotations

import csv
import io
import json

from xception_gui.base.architectures import Architecture
from xception_gui.base.comparison import ComparedRow, compare
from xception_gui.base.comparison_table import comparison_file
from xception_gui.base.results import ModuleInfo


def info(path: str, *children: ModuleInfo, params: int = 1, type_: str = "Conv2d") -> ModuleInfo:
    shape = (3, 8, 8)
    name = path.rpartition(".")[2]
    params += sum(child.params for child in children)
    costs = (params, 0, 2 * params, 0)
    return ModuleInfo(path, name, type_, "", path, "", shape, shape, *costs, children=children)


LEFT = info("", info("a", info("a.x"), info("a.y")), info("b", info("b.x")), info("c"))
RIGHT = info(
    "", info("a", info("a.y"), info("a.x")), info("b", info("b.x"), info("b.new")), info("d")
)


def found(whole: ComparedRow) -> dict[str, tuple[str, bool]]:
    return {row.path: (row.state, row.inside) for row in whole.walk()}


def test_that_rows_of_one_path_stand_side_by_side_whatever_their_order() -> None:
    whole = compare(LEFT, RIGHT)
    assert [row.path for row in whole.walk()] == [
        *("", "a", "a.x", "a.y", "b", "b.x", "b.new"),
        *("d", "c"),  # "d" follows "b" there
    ]
    assert found(whole) == {
        "": ("changed", True),
        "a": ("same", False),
        "a.x": ("same", False),
        "a.y": ("same", False),
        "b": ("changed", True),
        "b.x": ("same", False),
        "b.new": ("right", False),
        "c": ("left", False),
        "d": ("right", False),
    }


def test_that_what_differs_inside_alone_is_told_apart() -> None:
    other = info("", info("a", info("a.x", type_="ReLU"), info("a.y")), *LEFT.children[1:])
    assert found(compare(LEFT, other))["a"] == ("same", True)
    assert found(compare(LEFT, other))["a.x"] == ("changed", False)


def test_that_a_network_does_not_differ_from_itself() -> None:
    whole = compare(LEFT, LEFT)
    assert {row.state for row in whole.walk()} == {"same"}
    assert not whole.inside


def test_that_both_files_hold_every_row() -> None:
    left, right = Architecture("one", LEFT), Architecture("other", RIGHT)
    whole = compare(LEFT, RIGHT)
    document = json.loads(comparison_file(left, right, whole, ".json"))
    assert document["params_difference"] == RIGHT.params - LEFT.params
    assert document["modules"][4] == {
        "path": "b.x",
        "state": "same",
        "left_type": "Conv2d",
        "left_output_shape": [3, 8, 8],
        "left_params": 1,
        "left_macs": 2,
        "right_type": "Conv2d",
        "right_output_shape": [3, 8, 8],
        "right_params": 1,
        "right_macs": 2,
    }
    lines = list(csv.DictReader(io.StringIO(comparison_file(left, right, whole, ".csv").decode())))
    assert [line["path"] for line in lines] == [row["path"] for row in document["modules"]]
    assert lines[5]["left_params"] == ""
    assert lines[5]["right_output_shape"] == "3x8x8"
