"""The commands that speak of architectures: what they print, and how they end."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.commands import run
from xception_gui.base.config import XceptionConfig
from xception_gui.cli import main
from xception_gui.inspection import module_tree


def test_that_the_check_ends_well_for_the_papers_network(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, "summary", "--check")
    assert (code, err) == (0, "")
    assert "✓ trainable: 22,855,952 · Chollet 2017, Table 3" in out
    assert "Nothing differs" in out


def test_that_the_check_ends_with_one_and_says_what_differs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "summary", "--check", "--input-size", "224")
    assert code == 1
    assert "Not as in the paper: pixels of the input 224 (paper: 299)." in out
    assert "≠ middle: 728×14×14 (published: 728×19×19) · Chollet 2017, Figure 5" in out
    assert "16 of 27 differ, as they must." in out
    code, out, _ = run(capsys, "summary", "--check", "--input-size", "224", "--json")
    found = json.loads(out)
    states = [fact["state"] for fact in found["facts"]]
    assert (code, found["differ"]) == (1, states.count("bad"))
    assert found["departures"] == [{"name": "pixels of the input", "found": "224", "paper": "299"}]


def test_that_a_picture_that_changes_no_number_is_not_told_as_a_departure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "summary", "--check", "--input-size", "300")
    assert (code, "Nothing differs" in out) == (0, True)
    assert "Not as in the paper" not in out


def test_that_what_the_terminal_has_no_character_for_is_escaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, "cp1252"))
    assert main(["summary", "--check"]) == 0
    sys.stdout.flush()
    assert b"\\u2713 trainable: 22,855,952" in file.getvalue()


def test_that_cost_prints_and_writes_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("cost", "32", "64", "--kernel", "3", "--size", "112")
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert "231,211,008" in out
    assert "29,302,784" in out
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert found["size"] == 112
    assert [layer["params"] for layer in found["layers"]][::2] == [18_432, 2_336]


def test_that_an_impossible_layer_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "cost", "0", "64")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "in = 0" in err


def test_that_the_figure_is_written_beside_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ("--svg", tmp_path / "figure.svg", "--png", tmp_path / "figure.png")
    code, out, err = run(capsys, "summary", *files, "--json")
    assert (code, err.count("\n")) == (0, 2)
    assert Image.open(tmp_path / "figure.png").info["Title"] == "The paper's Xception"
    assert json.loads(out)["params_trainable"] == 22_855_952
    assert (tmp_path / "figure.svg").read_text("utf-8").startswith("<svg")
    code, _, err = run(capsys, "summary", "--svg", tmp_path / "none" / "figure.svg")
    assert (code, err.count("\n")) == (2, 1)


def test_that_a_tutorial_is_told_from_its_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "summary", "--tutorial", "B")
    assert code == 0
    assert "each counted once: 8,540,244" in out
    assert "once per call: 19,838,076" in out
    code, out, _ = run(capsys, "summary", "--tutorial", "A", "--json")
    assert json.loads(out)["stop"]["given"] == 128
    assert run(capsys, "summary", "--tutorial", "Z")[0] == 2


def test_that_mute_tells_what_parts_were_worth(
    weights: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("mute", photo, "--weights", weights)
    code, out, err = run(capsys, *words, "--json")
    bars = json.loads(out)
    assert (code, err) == (0, "")
    assert [bar["muted"] for bar in bars] == [
        [path] for path in ("entry.block1", "entry.block2", "entry.block3", "middle.block4",
                            "exit.block12")
    ]  # fmt: skip
    code, out, _ = run(capsys, *words, "--mute", "block4", "--mute", "act4:3", "--json", "--top", 2)
    (answer,) = json.loads(out)
    assert answer["muted"] == ["middle.block4", "exit.act4:3"]
    assert len(answer["top"]) == 2
    code, out, err = run(capsys, *words, "--mute", "entry.conv1")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_that_a_profile_has_every_module_down_to_the_depth(
    weights: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("summary", "--weights", weights, "--profile", "--device", "cpu")
    code, out, _ = run(capsys, *words, "--depth", "1")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[2:]] == [
        "entry", "middle", "exit", "classifier"
    ]  # fmt: skip
    code, out, _ = run(capsys, *words, "--json")
    rows = json.loads(out)["modules"]
    assert rows[0]["share_of_macs"] == 1
    assert all(row["ms"] >= 0 for row in rows)


def test_that_the_page_has_every_module_and_needs_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, _ = run(capsys, "summary", "--html", tmp_path / "page.html", "--json")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert code == 0
    tree = module_tree(XceptionConfig(), 299)
    for row in tree.walk()[1:]:
        assert f'data-path="{row.path}"' in page
    assert "22,855,952 parameters" in page
    folding = [row for row in tree.walk()[1:] if row.children]
    assert page.count("<details") == len(folding)
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_that_a_units_field_is_drawn_onto_the_photo(
    weights: str, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("field", photo, "--weights", weights, "-o", tmp_path / "field.png")
    code, out, _ = run(capsys, *words, "--layer", "entry.block1", "--at", "5", "6", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["theoretical"] == [18, 14, 37, 33]  # 6·4 − 6 and 5·4 − 6, 19 pixels
    left, top, right, bottom = found["measured"]
    assert 18 <= left < right <= 37
    assert 14 <= top < bottom <= 33
    with Image.open(tmp_path / "field.png") as drawn, Image.open(photo) as plain:
        assert drawn.size == plain.size
        assert drawn.tobytes() != plain.convert("RGB").tobytes()
    code, out, err = run(capsys, *words, "--layer", "entry.block1", "--channel", "999")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_that_two_architectures_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "summary", "--against", "dense", "--depth", "2")
    assert (code, err) == (0, "")
    assert "≠   block1" in out
    assert "Parameters: 22,855,952, " in out
    rows = [line for line in out.splitlines() if "│" in line][1:]
    assert {line.index("│") for line in rows} == {65}
    code, out, _ = run(capsys, "summary", "--against", "dense", "--json")
    found = json.loads(out)
    assert found["params_difference"] == found["right"]["params"] - 22_855_952
    states = {row["path"]: row["state"] for row in found["modules"]}
    assert states["entry.block1.sepconv1.pointwise"] == "left"
    assert states["entry.block1.sepconv1.dense"] == "right"
    assert states["entry.conv1"] == "same"


def test_that_a_forward_pass_that_fails_is_told_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys, "summary", "--against", "tutorial-a")
    assert code == 0
    assert "stops at middle.block4.sepconv1.depthwise: it needs 728 channels and gets 128" in out
    code, out, _ = run(capsys, "summary", "--against", "paper", "--input-size", "5")
    assert out.count("stops at entry.conv2: its kernel of 3 pixels is larger than its input") == 2
    code, _, err = run(capsys, "summary", "--against", "resnet")
    assert (code, err.count("\n")) == (2, 1)


def test_that_two_files_are_compared_tensor_by_tensor(
    weights: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    timm = tmp_path / "timm.pth"
    assert run(capsys, "weights", "convert", weights, "-o", timm)[0] == 0
    code, out, err = run(capsys, "weights", "compare", weights, timm)
    assert (code, err) == (0, "")
    scales = [line for line in out.splitlines() if ".bn" in line]
    assert all(line.split()[1] != "0" for line in scales)  # for timm's epsilon
    assert " equal" in out.splitlines()[-1]
    code, out, _ = run(capsys, "weights", "compare", weights, "demo", "--json")
    found = json.loads(out)
    assert {row["name"]: row["left"] for row in found["unmatched"]}["classifier.fc.bias"] == [4]
    assert (code, found["tensors"], found["relative"]) == (1, [], None)


def test_that_two_pictures_are_drawn_beside_each_other(
    weights: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, colour in (("a", "teal"), ("b", "orange")):
        Image.new("RGB", (90, 80), colour).save(tmp_path / f"{name}.png")
    one, other = tmp_path / "a.png", tmp_path / "b.png"
    words = ("compare", one, other, "--weights", weights, "-o", tmp_path / "out.png")
    code, out, _ = run(capsys, *words, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["left"]["name"], found["right"]["name"]) == (str(one), str(other))
    assert found["left"]["class"] == found["left"]["top"][0]["label"]
    with Image.open(tmp_path / "out.png") as drawn:
        assert drawn.width > drawn.height
    code, out, err = run(capsys, "compare", one, "--against", weights, "-o", tmp_path / "o.png",
                         "--weights", weights)  # fmt: skip
    assert code == 0
    assert len(out.splitlines()) == 5
    code, _, err = run(capsys, "compare", one, "-o", tmp_path / "o.png")
    assert (code, err.count("\n")) == (2, 1)


def test_that_a_separable_convolution_is_looked_into(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("inside", "exit.sepconv3", "--weights", weights)
    code, out, _ = run(capsys, *words, "-o", tmp_path / "matrix.png")
    assert code == 0
    assert "77 × 51 matrix" in out
    assert re.search(r"\d+ hold 50\u202f%, \d+ hold 90\u202f%, \d+ hold 99\u202f%", out)
    with Image.open(tmp_path / "matrix.png") as drawn:
        assert drawn.size == (51, 77)
    found = json.loads(run(capsys, *words, "--json")[1])
    assert len(found["singular_values"]) == 51
    assert found["dense_params"] == 9 * 51 * 77
    code, _, err = run(capsys, "inside", "entry.conv1", "--weights", weights)
    assert (code, err.count("\n")) == (2, 1)


def test_that_the_first_four_figures_are_drawn_for_chosen_channels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ("--svg", tmp_path / "f.svg", "--png", tmp_path / "f.png")
    code, out, err = run(capsys, "cost", "32", "64", *files, "--json")
    assert (code, err.count("\n")) == (0, 2)
    assert Image.open(tmp_path / "f.png").format == "PNG"
    costs = {layer["layer"]: layer["params"] for layer in json.loads(out)["layers"]}
    text = (tmp_path / "f.svg").read_text("utf-8")
    assert f"Figure 2. Simplified: three towers: {costs['inception']:,} parameters" in text
    assert text.count("<g data-path=") > 20


def test_that_the_strongest_pictures_of_a_channel_are_told(
    weights: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, colour in (("a", "teal"), ("b", "orange")):
        Image.new("RGB", (90, 80), colour).save(tmp_path / f"{name}.png")
    words = ("top", tmp_path, "--layer", "exit.act4", "--channel", "3", "--weights", weights)
    code, out, _ = run(capsys, *words)
    assert (code, len(out.splitlines())) == (0, 2)
    found = json.loads(run(capsys, *words, "--json")[1])
    assert found["pictures"] == 2
    assert found["trained"] is True
    assert found["top"][0]["value"] >= found["top"][1]["value"]
    assert {Path(row["picture"]).name for row in found["top"]} == {"a.png", "b.png"}
    assert run(capsys, *words[:5], "900", *words[6:])[0] == 2
