"""The guide in the window: its pages, the ways between them, nothing that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QApplication

from xception_gui.gui.guide_page import GuidePage
from xception_gui.gui.main_window import MainWindow
from xception_gui.gui.views.guide_text import GuideText


def page(window: MainWindow) -> GuidePage:
    window.menu_actions.action("guide").trigger()
    QApplication.processEvents()
    (found,) = window.findChildren(GuidePage)
    return found


def links(text: GuideText) -> list[str]:
    block, found = text.document().begin(), list[str]()
    while block.isValid():
        found += [f.charFormat().anchorHref() for f in _fragments(block)]
        block = block.next()
    return list(filter(None, dict.fromkeys(found)))


def _fragments(block: QTextBlock):  # type: ignore[no-untyped-def]
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


def test_that_every_page_is_reached_and_one_comes_back(window: MainWindow) -> None:
    guide = page(window)
    assert not guide.back.isEnabled()
    contents = links(guide.text)
    assert len(contents) == 10
    for link in contents:
        guide.text.anchorClicked.emit(QUrl(link))
        assert guide.text.path.name == Path(link).name
        assert len(guide.text.toPlainText()) > 300
        guide.back.click()
    assert guide.text.path.name == "README.md"
    assert not guide.back.isEnabled()


def test_that_pictures_are_as_wide_as_the_text_in_every_theme(window: MainWindow) -> None:
    guide = page(window)
    guide.text.page_wanted.emit(str(guide.text.path.with_name("architecture.md")))
    for width in (900, 1200):
        guide.resize(width, 700)
        QApplication.processEvents()
        QApplication.processEvents()
        across = guide.text.document().idealWidth()
        assert width - 60 < across < guide.text.viewport().width() + 1
    bar = guide.text.horizontalScrollBar()
    assert not bar.maximum()


def test_that_what_is_not_there_is_neither_linked_nor_shown(
    window: MainWindow, tmp_path: Path
) -> None:
    text = page(window).text
    (tmp_path / "a.md").write_text("![Gone](gone.png) See [that](gone.md), [this](a.md).", "utf-8")
    text.show_page(tmp_path / "a.md")
    assert text.toPlainText() == "See that, this."
    assert links(text) == ["a.md"]
