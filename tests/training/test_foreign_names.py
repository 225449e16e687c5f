"""Class folders whose names are no UTF-8, as old archives unpack them: a run is a run."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.training.samples import CONFIG, class_folders, finish
from xception_gui.base.events import PictureLost, from_line, to_line
from xception_gui.base.tables import as_json, csv_table
from xception_gui.weights import load_weights

NAME = os.fsdecode(b"bl\xe9")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_that_a_class_of_other_bytes_is_learnt_judged_and_kept(tmp_path: Path) -> None:
    data, out = class_folders(tmp_path / "data"), tmp_path / "run"
    (data / "blue").rename(data / NAME)
    events = finish(data, out, replace(CONFIG, epochs=1))
    assert load_weights(out / "weights.safetensors").weights.classes == (NAME, "red")
    assert json.loads((out / "evaluation.json").read_text("utf-8"))["count"] > 0
    assert [from_line(to_line(event)) for event in events] == events


def test_that_rows_with_names_of_other_bytes_are_files() -> None:
    assert json.loads(as_json({"name": NAME}).encode()) == {"name": NAME}
    assert csv_table(["name"], [{"name": NAME}]) == b"name\nbl\\udce9\n"
    lost = PictureLost(3, NAME, f"{NAME} is gone")
    assert from_line(to_line(lost).encode().decode()) == lost
