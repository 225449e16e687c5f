"""Two languages: whatever the window says exists in both, and changes at once."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

import xception_gui.gui
from xception_gui.base.assets import asset
from xception_gui.gui import language
from xception_gui.gui.language import set_language, tr

FOLDER = Path(xception_gui.gui.__file__).parent
SETTERS = {
    "setText",
    "setToolTip",
    "setPlaceholderText",
    "setWindowTitle",
    "setTitle",
    "setAccessibleName",
    "setStatusTip",
    "addMenu",
    "addTab",
}


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the window's code, with the plain name of what is called."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                yield path, node, name


def literal(node: ast.Call) -> str | None:
    first = node.args[0] if node.args else None
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if is_text else None  # type: ignore[union-attr, return-value]


def spoken() -> dict[str, str]:
    """Every English text that the code hands to tr or mark → the file that says it."""
    found = ((literal(node), path) for path, node, name in calls() if name in ("tr", "mark"))
    return {text: str(path.relative_to(FOLDER)) for text, path in found if text is not None}


def tables() -> dict[str, dict[str, str]]:
    files = sorted(asset("translations", "zh_CN").glob("*.json"))
    return {file.name: json.loads(file.read_text("utf-8")) for file in files}


def chinese() -> dict[str, str]:
    return {english: text for table in tables().values() for english, text in table.items()}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_that_every_text_of_the_window_is_there_in_chinese() -> None:
    known = chinese()
    missing = [f"{file}: {text}" for text, file in spoken().items() if text not in known]
    assert not missing, "\n".join(missing)


def test_that_no_chinese_text_is_left_over() -> None:
    said = spoken()
    left = [
        f"{name}: {text}" for name, table in tables().items() for text in table if text not in said
    ]
    assert not left, "\n".join(left)


def test_that_no_text_has_two_translations() -> None:
    known = chinese()
    differing = [
        f"{name}: {english}"
        for name, table in tables().items()
        for english, text in table.items()
        if known[english] != text
    ]
    assert not differing, "\n".join(differing)


def test_that_both_languages_have_the_same_fields() -> None:
    different = [english for english, text in chinese().items() if fields(english) != fields(text)]
    assert not different, "\n".join(different)


def test_that_nothing_is_shown_without_a_translation() -> None:
    bare = []
    for path, node, name in calls():
        text = literal(node) if name in SETTERS else None
        if text is not None and sum(letter.isalpha() for letter in text) > 1:
            bare.append(f"{path.relative_to(FOLDER)}:{node.lineno}: {text}")
    assert not bare, "\n".join(bare)


def test_that_english_is_its_own_key_and_fields_are_filled() -> None:
    assert tr("{count} pictures", count=3) == "3 pictures"
    assert tr("a text with {braces} and no values") == "a text with {braces} and no values"


def test_that_chinese_texts_are_found_and_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"{count} pictures": "{count} 张图片"}
    monkeypatch.setattr(language, "_chinese", lambda: table)
    set_language("zh_CN")
    assert tr("{count} pictures", count=3) == "3 张图片"
    assert tr("not there") == "not there"


@pytest.mark.parametrize(("system", "found"), [("zh_CN", "zh_CN"), ("de_DE", "en")])
def test_that_the_system_chooses(monkeypatch: pytest.MonkeyPatch, system: str, found: str) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    set_language("system")
    assert language.language() == found


def test_that_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        set_language("fr")


def test_that_widgets_are_told_once_to_read_their_texts_again(qtbot: QtBot) -> None:
    class Label(QLabel):
        told = 0

        def changeEvent(self, event: QEvent) -> None:
            self.told += event.type() == QEvent.Type.LanguageChange
            super().changeEvent(event)

    parent = QLabel()
    qtbot.addWidget(parent)
    child = Label(parent)
    set_language("zh_CN")
    qtbot.waitUntil(lambda: child.told == 1)
    set_language("zh_CN")
    set_language("en")
    qtbot.waitUntil(lambda: child.told == 2)


def test_that_qt_itself_speaks_chinese_and_english_again(qapp: QApplication) -> None:
    set_language("zh_CN")
    assert qapp.translate("QPlatformTheme", "Cancel") == "取消"
    set_language("en")
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
