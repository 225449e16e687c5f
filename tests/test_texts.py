"""Every problem that can be raised has its line in both languages, and every line its raiser."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from xception_gui.base.run_texts import RUN_PROBLEMS
from xception_gui.base.texts import PROBLEMS

SOURCE = Path(__file__).resolve().parents[1] / "xception_gui"
# Where a problem is made again from its code, not raised anew.
NOT_RAISERS = {
    SOURCE / "base" / "problem.py",
    SOURCE / "base" / "texts.py",
    SOURCE / "weights" / "safely.py",
}


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _strings(node: ast.AST) -> set[str]:
    constants = (n.value for n in ast.walk(node) if isinstance(n, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def _is_problem(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Problem"
        and bool(node.args)
    )


def _codes(code: ast.expr, tree: ast.Module) -> set[str]:
    """Codes that an expression can give: a literal, one of two, or a name that is assigned one."""
    if isinstance(code, ast.IfExp):
        return _codes(code.body, tree) | _codes(code.orelse, tree)
    if isinstance(code, ast.Name):
        same = (n for n in ast.walk(tree) if isinstance(n, ast.Assign))
        values = [n.value for n in same if ast.unparse(n.targets[0]) == code.id]
        return {found for value in values for found in _codes(value, tree)}
    return _strings(code) if isinstance(code, ast.Constant) else set()


def _raised() -> dict[str, list[tuple[ast.Call, set[str]]]]:
    """Per file: each `Problem(...)` call, and the codes it can have."""
    found = {}
    for path in sorted(set(SOURCE.rglob("*.py")) - NOT_RAISERS):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if _is_problem(node)]
        if calls:
            name = path.relative_to(SOURCE).as_posix()
            found[name] = [(call, _codes(call.args[0], tree)) for call in calls]
    return found


RAISED = _raised()


@pytest.mark.parametrize("file", RAISED)
def test_that_every_code_raised_has_a_text(file: str) -> None:
    for call, codes in RAISED[file]:
        assert codes, f"line {call.lineno}: no code can be read here: write it as a literal"
        assert codes <= PROBLEMS.keys(), f"line {call.lineno}"


@pytest.mark.parametrize("file", RAISED)
def test_that_every_placeholder_is_given_its_value(file: str) -> None:
    for call, codes in RAISED[file]:
        given = {keyword.arg for keyword in call.keywords}
        for code in codes & PROBLEMS.keys():
            needed = set() if None in given else _placeholders(PROBLEMS[code][0])
            assert needed <= given, f"line {call.lineno}: {code} lacks {needed - given}"


@pytest.mark.parametrize("code", PROBLEMS)
def test_that_both_languages_say_the_same_things(code: str) -> None:
    english, chinese = PROBLEMS[code]
    assert _placeholders(english) == _placeholders(chinese)
    assert "\n" not in english + chinese
    assert english != chinese


def test_that_no_text_lacks_a_raiser() -> None:
    written: set[str] = set()
    for path in set(SOURCE.rglob("*.py")) - NOT_RAISERS:
        written |= _strings(ast.parse(path.read_text(encoding="utf-8")))
    assert PROBLEMS.keys() - written == set()


def test_that_the_texts_are_sorted_by_code() -> None:
    others = [code for code in PROBLEMS if code not in RUN_PROBLEMS]
    assert others == sorted(others)
    assert list(RUN_PROBLEMS) == sorted(RUN_PROBLEMS)
