"""The code of a class in its dialog: numbered, coloured, copied, closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QTextLayout
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from xception_gui.base.results import SourceCode
from xception_gui.gui import style
from xception_gui.gui.language import set_language
from xception_gui.gui.views.source_dialog import SourceDialog

CODE = '''\
class Block(nn.Module):
    """A module
    of two lines."""

    def forward(self, x: Tensor) -> Tensor:  # a comment with def in it
        return f"{x} is not" if x is None else 'text' "and text"
'''


@pytest.fixture
def dialog(qtbot: QtBot) -> SourceDialog:
    made = SourceDialog()
    qtbot.addWidget(made)
    made.show_code(SourceCode("blocks.py", 95, CODE))
    QApplication.processEvents()
    return made


def coloured(dialog: SourceDialog) -> dict[str, set[str]]:
    """Which words have the colour of which role; `bold` for those that are bold."""
    roles = {style.colour(role).name(): role for role in ("accent", "muted", "faint")}
    found: dict[str, set[str]] = {"accent": set(), "muted": set(), "faint": set(), "bold": set()}
    block = dialog.view.document().begin()
    while block.isValid():
        for part in formats(block.layout()):
            words = block.text()[part.start : part.start + part.length].strip()
            role = roles.get(part.format.foreground().color().name(), "bold")
            found[role].add(words)
        block = block.next()
    return found


def formats(layout: QTextLayout) -> list[QTextLayout.FormatRange]:
    return list(layout.formats())


def test_that_the_title_names_file_and_line(dialog: SourceDialog) -> None:
    assert dialog.windowTitle() == "blocks.py:95"
    assert dialog.view.toPlainText() == CODE.rstrip()
    assert dialog.view.isReadOnly()


def test_that_keywords_texts_comments_and_names_differ(dialog: SourceDialog) -> None:
    assert coloured(dialog) == {
        "accent": {"class", "def", "return", "if", "is", "None", "else"},
        "muted": {'"""A module', 'of two lines."""', 'f"{x} is not"', "'text'", '"and text"'},
        "faint": {"# a comment with def in it"},
        "bold": {"Block", "forward"},
    }


def test_that_another_theme_colours_anew(qapp: QApplication, dialog: SourceDialog) -> None:
    style.apply(qapp, "dark")
    QApplication.processEvents()
    assert "class" in coloured(dialog)["accent"]


def test_that_the_margin_numbers_the_lines_as_in_the_file(dialog: SourceDialog) -> None:
    numbers = dialog.view.findChild(QWidget, "numbers")
    narrow = numbers.width()
    image = numbers.grab().toImage()
    inked = {y for y in range(image.height()) if row_has_ink(image, y)}
    height = dialog.view.fontMetrics().height()
    assert len(inked) > 6 * 5
    assert max(inked) < 8 + 6 * height + height
    dialog.show_code(SourceCode("x.py", 99_990, CODE * 20))
    assert numbers.width() > narrow


def row_has_ink(image: object, y: int) -> bool:
    surface = style.colour("window").name()
    width = image.width()  # type: ignore[attr-defined]
    return any(image.pixelColor(x, y).name() != surface for x in range(width))  # type: ignore[attr-defined]


def test_that_all_is_copied_or_what_is_selected(dialog: SourceDialog) -> None:
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == CODE
    cursor = dialog.view.textCursor()
    cursor.setPosition(6)
    cursor.setPosition(11, cursor.MoveMode.KeepAnchor)
    dialog.view.setTextCursor(cursor)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Block"


def test_that_escape_closes_it(qtbot: QtBot, dialog: SourceDialog) -> None:
    qtbot.keyClick(dialog.view, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_it_speaks_both_languages_and_everything_has_a_name(dialog: SourceDialog) -> None:
    set_language("zh_CN")
    QApplication.processEvents()
    assert dialog.copy_button.text() == "复制"
    assert dialog.view.accessibleName() == "源代码"
    parts = [part for part in dialog.findChildren(QWidget) if part.isVisible()]
    focusable = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [part for part in focusable if part.accessibleName() or hasattr(part, "text")]
    assert len(focusable) == len(named) == 3


def test_that_it_leaves_with_its_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    SourceDialog(window).show_code(SourceCode("blocks.py", 1, CODE))
    gone: list[str] = []
    window.findChild(SourceDialog).destroyed.connect(lambda: gone.append("dialog"))
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert gone == ["dialog"]
