"""Every action that a failure may name has words in both languages."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.gui import made
from xception_gui.gui.language import set_language
from xception_gui.gui.messages import ACTIONS, answer_words, fallback_words
from xception_gui.gui.session import Network

GUI = Path(__file__).resolve().parents[2] / "xception_gui" / "gui"
NAMED = {"Job": 0, "Failure": 0, "failure": 0, "submit": 2, "submit_many": 2}
NAMED |= {"_begin": 0, "_submit": 0}  # the orders of networks


def named_actions() -> set[str]:
    """The literals that stand where a job or a failure names its action."""
    found = set()
    for path in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                at = NAMED.get(name)
                if at is not None and len(node.args) > at:
                    literal = node.args[at]
                    if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                        found.add(literal.value)
    return found


def test_that_every_action_a_job_names_is_in_the_table() -> None:
    found = named_actions()
    assert {"Open", "Classify", "Load weights", "Make a network"} <= found
    assert found <= set(ACTIONS)


def test_that_a_fallback_is_told_in_the_language_in_force(qtbot: QtBot) -> None:
    from xception_gui.inference.device import choose_device
    from xception_gui.inspection import module_tree

    absent = "mps" if sys.platform == "linux" else "cuda"
    first = choose_device(absent).fallback
    second = "bfloat16 fails on cpu (wrong results): using float32"
    weights = made.weights()
    tree = module_tree(weights.config, 71)
    told = f"{first}; {second}"
    network = Network(weights, tree, "state", "cpu", "float32", told, 1, ("cpu",))
    assert fallback_words(network) == told
    set_language("zh_CN")
    words = fallback_words(network)
    set_language("en")
    device, precision = words.split("；")
    assert device == f"这里没有设备 {absent}：改用 CPU 计算"
    assert precision == "cpu 无法使用 bfloat16（结果错误）：改用 float32"


def test_that_a_picture_too_large_for_the_memory_is_told_to_be_computed_in_strips(
    qtbot: QtBot,
) -> None:
    whole = made.prediction(made.picture())
    assert "strips" not in answer_words("a.png", whole)
    told = answer_words("a.png", replace(whole, strips=8))
    assert told.endswith("too large for the memory at once: computed in 8 strips")
    set_language("zh_CN")
    assert answer_words("a.png", replace(whole, strips=8)).endswith("超出内存，分 8 条计算")
    set_language("en")
