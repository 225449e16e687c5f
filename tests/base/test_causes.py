"""A Chinese line has no English sentence in it: every cause that our code words is in the table."""

from __future__ import annotations

import ast
import errno
import io
import os
import re
import string
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xception_gui.base.causes import CAUSES, in_chinese
from xception_gui.base.problem import Problem
from xception_gui.base.texts import problem_text

SOURCE = Path(__file__).resolve().parents[2] / "xception_gui"
ROOMS = ("base", "images", "weights", "inference", "inspection", "training", "gui")
RAISED = ("Unusable", "Foreign", "Refused", "_refuse", "_impossible")
SPOKEN = ("cause", "allowed")
ENGLISH = re.compile(r"[a-z]+ -*[a-z]+")
WORDS = {"what": "its header", "_more(": ""}


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def sample(node: ast.expr) -> str | None:
    """A text or an f-string with "7" where it is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(map(filled, node.values))
    return None


def filled(part: ast.expr) -> str:
    """What stands in braces: a number will do, but for what is itself words."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    source = ast.unparse(part)
    return next((words for name, words in WORDS.items() if f"{{{name}" in source), "7")


def worded() -> Iterator[tuple[str, str]]:
    """Where a cause or a fallback is worded, and a sample of it."""
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                for expression in expressions(node):
                    text = sample(expression)
                    if text and ENGLISH.search(text):
                        yield f"{room}/{path.name}:{expression.lineno}", text


def expressions(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", "")
        if name in RAISED:
            yield from node.args[-2:] if name == "_refuse" else node.args
        elif name == "Problem":
            yield from (k.value for k in node.keywords if k.arg in SPOKEN)
        elif name in ("DeviceChoice", "PrecisionChoice"):
            yield from node.args[1:]
    elif isinstance(node, ast.Dict):  # handed to a `Problem` as its keywords
        pairs = zip(node.keys, node.values, strict=True)
        yield from (v for k, v in pairs if isinstance(k, ast.Constant) and k.value in SPOKEN)
    elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("cause", "_NOTHING"):
        both = isinstance(node.value, ast.IfExp)
        yield from (node.value.body, node.value.orelse) if both else (node.value,)  # type: ignore[attr-defined]


FOUND = list(worded())


def test_that_the_rooms_were_read() -> None:
    assert len(FOUND) > 40
    assert {place.partition("/")[0] for place, _ in FOUND} == set(ROOMS)


@pytest.mark.parametrize(("place", "text"), FOUND, ids=[place for place, _ in FOUND])
def test_that_what_we_word_is_known_in_chinese(place: str, text: str) -> None:
    chinese = in_chinese(text)
    assert chinese != text
    assert not ENGLISH.search(chinese)


@pytest.mark.parametrize("english", CAUSES)
def test_that_both_languages_have_the_same_fields(english: str) -> None:
    needed, given = fields(CAUSES[english]), fields(english)
    assert set(needed) <= set(given)
    assert CAUSES[english] != english


def tables() -> list[str]:
    from xception_gui.images.files import _KINDS
    from xception_gui.images.signatures import _OTHERS
    from xception_gui.weights.containers import _FOREIGN
    from xception_gui.weights.dialects import supported

    kinds = [words for _, words in _KINDS] + [words for _, words in _FOREIGN]
    return [*kinds, *(f"it is {words}" for _, words in _OTHERS), supported()]


@pytest.mark.parametrize("words", tables())
def test_that_the_rooms_own_tables_are_known(words: str) -> None:
    assert in_chinese(words) != words


@pytest.mark.parametrize(
    "number", ["ENOENT", "EACCES", "EPERM", "ENOSPC", "EISDIR", "ENOTDIR", "EROFS", "EIO", "ELOOP"]
)
def test_that_the_systems_words_are_known(number: str) -> None:
    words = os.strerror(getattr(errno, number))
    assert in_chinese(words) != words
    assert in_chinese(words[:1].lower() + words[1:]) != words


def test_that_a_cause_inside_a_cause_is_put_into_chinese_too() -> None:
    english = "its data is bad (broken data stream when reading image file)"
    assert in_chinese(english) == "数据损坏（图像数据流损坏）"
    assert in_chinese("its data is bad (something new)") == "数据损坏（something new）"
    assert in_chinese("something new") == "something new"


def test_that_the_longest_text_is_taken() -> None:
    assert in_chinese("tensor a.b is missing (and 3 more)") == "缺少张量 a.b（另有 3 个）"
    cut = "the file ends early (1,000 of 5,380 bytes)"
    assert in_chinese(cut) == "文件不完整（5,380 字节中只有 1,000 字节）"
    assert in_chinese("its tensors are damaged (the checksum is wrong)") == "张量损坏（校验和错误）"


def test_that_a_problems_line_is_chinese_throughout() -> None:
    cause = "the file ends early (26 B read)"
    problem = Problem("picture-damaged", file="holiday.png", cause=cause)
    line = problem_text(problem.code, problem.fields, "zh_CN")
    assert line.startswith("holiday.png 是损坏的图片：文件不完整（已读取 26 B）。")
    assert cause in str(problem), "English stays English"


@pytest.mark.parametrize("kind", ["not a zip", "damaged", "encrypted"])
def test_that_zips_speak_chinese(tmp_path: Path, kind: str) -> None:
    from xception_gui.images.archive import Archive

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.png", b"x" * 100)
    data = bytearray(made.getvalue())
    if kind == "not a zip":
        data = bytearray(b"nothing of the kind")
    elif kind == "damaged":
        data[50] ^= 255
    else:
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(Problem) as caught:
        Archive(path).read("a.png")
    line = problem_text(caught.value.code, caught.value.fields, "zh_CN")
    assert not ENGLISH.search(line.replace("a.zip", ""))
