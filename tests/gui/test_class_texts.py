"""What the window calls a class that has a name, and one that has only a number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.gui import made
from tests.gui.workbench import Idle
from tests.weights import made_files
from xception_gui.base.class_texts import CHINESE_FILE, class_table
from xception_gui.base.results import Weights
from xception_gui.gui.item_models.class_texts import class_words, name_classes
from xception_gui.gui.language import set_language
from xception_gui.gui.workspace import Workspace
from xception_gui.weights import load_weights
from xception_gui.weights.class_names import imagenet


def test_that_only_a_class_without_a_name_is_told_in_the_window_s_language() -> None:
    weights: Weights = made.weights()
    named, numbered = weights.label(3), weights.label(len(made.LABELS))
    assert [class_words(label) for label in (named, numbered)] == ["ship", "class 12"]
    set_language("zh_CN")
    assert [class_words(label) for label in (named, numbered)] == ["ship", "类别 12"]
    assert class_words("class act") == "class act"


def test_that_classes_known_as_a_whole_are_told_in_chinese_too() -> None:
    name_classes([name for _, name in imagenet()])
    assert class_words("tench") == "tench"
    set_language("zh_CN")
    assert [class_words(name) for name in ("tench", "kite")] == ["丁鱥", "鸢"]
    name_classes(load_weights("demo").weights.classes)
    assert [class_words(name) for name in ("frog", "tench")] == ["青蛙", "tench"]
    name_classes(["kite", "ball"])  # somebody's toys
    assert class_words("kite") == "kite"


def test_that_imagenets_chinese_names_are_a_thousand_different_ones_in_order() -> None:
    rows = class_table(CHINESE_FILE)
    assert [synset for synset, _ in rows] == [synset for synset, _ in imagenet()]
    names = [name for _, name in rows]
    assert len(set(names)) == len(names) == 1000
    for name in names:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in name), name
        assert name == name.strip()
    english = [name for _, name in imagenet()]
    pairs = dict(zip(english, names, strict=True))
    assert (pairs["crane (bird)"], pairs["crane (machine)"]) == ("鹤", "起重机")
    assert (pairs["maillot"], pairs["tank suit"]) == ("紧身连体衣", "连体泳衣")
    assert (names[207], names[281], names[388], names[817]) == (
        "金毛寻回犬", "虎斑猫", "大熊猫", "跑车",
    )  # fmt: skip


def test_that_a_network_of_imagenet_brings_its_names(
    workspace: Workspace, idle: Idle, tmp_path: Path
) -> None:
    thousand = replace(made_files.PORT, num_classes=1000)
    path = tmp_path / "theirs.safetensors"
    path.write_bytes(made_files.in_safetensors(made_files.state(thousand)))
    workspace.load_weights(str(path))
    idle()
    assert workspace.network is not None
    label = workspace.network.weights.label(388)
    assert class_words(label) == "giant panda"
    set_language("zh_CN")
    assert class_words(label) == "大熊猫"
