"""Every action that a failure may name has words in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

from xception_gui.gui.messages import ACTIONS

GUI = Path(__file__).resolve().parents[2] / "xception_gui" / "gui"
NAMED = {"Job": 0, "Failure": 0, "failure": 0, "submit": 2, "submit_many": 2}


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
    assert {"Open", "Classify", "Load weights"} <= found
    assert found <= set(ACTIONS)
